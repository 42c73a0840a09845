import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command

from corpus.settings import ENVIRONMENT
from ui.cli import app

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
ARCHITECTURE = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")


def commands() -> dict[str, set[str]]:
    """Each command of the program with its options."""
    group = get_command(app)
    return {name: options(command) for name, command in group.commands.items()}  # type: ignore[attr-defined]


def options(command: Any) -> set[str]:
    """The options of a command, and of the commands inside it."""
    own = {option for parameter in command.params for option in parameter.opts}
    return own.union(*(options(inner) for inner in getattr(command, "commands", {}).values()))


def test_the_readme_names_every_command_and_no_other() -> None:
    named = set(re.findall(r"`recital ([a-z]+)", README))
    assert named == set(commands())


def test_every_option_in_a_readme_command_line_exists() -> None:
    known = commands()
    for line in re.findall(r"recital [a-z]+ [^`\n]*", README):
        name = line.split()[1]
        for option in re.findall(r"(?<![\w-])--?[a-z][a-z-]*", line):
            assert name in known and option in known[name], line


def test_the_readme_table_of_settings_is_that_of_the_code() -> None:
    assert set(re.findall(r"^\| `(RECITAL_[A-Z_]+)`", README, re.MULTILINE)) == set(ENVIRONMENT)


def test_every_make_target_of_the_readme_exists() -> None:
    targets = set(re.findall(r"^([a-z-]+):", MAKEFILE, re.MULTILINE))
    named = set(re.findall(r"`make ([a-z-]+)`", README))
    assert named and named <= targets


@pytest.mark.parametrize("document", ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md"])
def test_every_path_a_document_names_exists(document: str) -> None:
    text = (ROOT / document).read_text(encoding="utf-8")
    folders = ("corpus", "ingest", "assistant", "ui", "evals", "tests")
    pattern = rf"`((?:{'|'.join(folders)})/[\w./-]+)`"
    for path in re.findall(pattern, text):
        assert (ROOT / path).exists(), path


def test_every_source_of_the_manifest_is_in_the_readme() -> None:
    rows = tomllib.loads((ROOT / "corpus" / "sources.toml").read_text(encoding="utf-8"))["source"]
    for row in rows:
        assert f"`{row['id']}`" in README, row["id"]


def test_figures_in_the_readme_name_their_command_date_and_machine() -> None:
    for heading in re.findall(r"^### Figures.*$", README, re.MULTILINE):
        section = README.split(heading, 1)[1].split("\n#", 1)[0]
        assert re.search(r"`make [a-z]+`|`python -m [a-z.]+|`recital eval [a-z]+", section), heading
        assert re.search(r"\d{1,2} \w+ 20\d\d", section), heading
        assert "cores" in section, heading
