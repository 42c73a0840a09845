from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest

import corpus.errors
from corpus.errors import Fault, RecitalError, UsageError

PACKAGES = ("corpus", "ingest", "assistant", "ui", "evals")
ROOT = Path(corpus.errors.__file__).parent.parent


def subclasses(base: type[RecitalError]) -> list[type[RecitalError]]:
    return [found for child in base.__subclasses__() for found in (child, *subclasses(child))]


def placeholders(template: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(template) if name}


BRANCHES = {UsageError, Fault}
TREE = [error for error in subclasses(RecitalError) if error.__module__ == "corpus.errors"]
LEAVES = [error for error in TREE if error not in BRANCHES]
each_leaf = pytest.mark.parametrize("error", LEAVES, ids=lambda error: error.__name__)

# What a person can do is an order in both languages, or the news that nothing is left to do.
TO_DO_FR = re.compile(
    r"\b(Lancez|Attendez|Changez|Remplacez|Corrigez|Écrivez|Essayez|Raccourcissez|libérez|relancez"
    r"|recommencez|Indiquez|Installez|Téléchargez)\b|reste en service|à la place|Sources connues"
)
TO_DO_EN = re.compile(
    r"\b(Run|run|Wait|Change|Replace|Correct|Ask|Try|Shorten|free|Name|Install|Download)\b"
    r"|stays in service|instead|Known sources"
)
REMEDIES = {"remedy_fr": "Lancez ceci.", "remedy_en": "Run this."}


def example(error: type[RecitalError]) -> RecitalError:
    names = placeholders(error.fr) | placeholders(error.en)
    return error(**{name: REMEDIES.get(name, f"<{name}>") for name in names})


@each_leaf
def test_an_error_names_the_same_values_in_both_languages(error: type[RecitalError]) -> None:
    shared = {name for name in placeholders(error.fr) if not name.startswith("remedy_")}
    assert shared == {n for n in placeholders(error.en) if not n.startswith("remedy_")}
    assert "remedy_en" not in placeholders(error.fr)
    assert "remedy_fr" not in placeholders(error.en)


@each_leaf
@pytest.mark.parametrize("lang", ["fr", "en"])
def test_an_error_says_on_which_value_and_what_to_do(error: type[RecitalError], lang: str) -> None:
    raised = example(error)
    message = raised.message(lang)
    expected = [f"<{name}>" for name in raised.values if name not in REMEDIES]
    assert all(value in message for value in expected)
    assert (TO_DO_FR if lang == "fr" else TO_DO_EN).search(message), message
    assert message.endswith((".", "» ?", '?"'))


@each_leaf
def test_an_error_speaks_two_languages_of_its_own(error: type[RecitalError]) -> None:
    assert "fr" in vars(error)
    assert "en" in vars(error)
    assert example(error).message("fr") != example(error).message("en")


@each_leaf
def test_an_error_prints_in_english_where_no_language_is_known(error: type[RecitalError]) -> None:
    raised = example(error)
    assert str(raised) == raised.message("en") == raised.message("de")


@each_leaf
def test_the_exit_status_tells_a_wrong_request_from_a_fault(error: type[RecitalError]) -> None:
    assert error.exit_status == (2 if issubclass(error, UsageError) else 1)


def test_values_keep_their_quotes_so_that_a_space_can_be_seen() -> None:
    error = corpus.errors.UnknownLocator(locator=" gdpr:art-1\n")
    assert r"' gdpr:art-1\n'" in error.message("fr")
    assert r"' gdpr:art-1\n'" in error.message("en")


def test_braces_in_a_value_are_left_alone() -> None:
    assert "'{reason}'" in str(corpus.errors.InvalidInput(value="{reason}", reason="no"))


def test_french_messages_keep_french_spacing_and_english_ones_their_own() -> None:
    for error in LEAVES:
        assert not re.search(r"\S[;:?!](\s|$)", error.fr), error.fr
        assert not re.search(r"\s[;:?!](\s|$)", error.en), error.en


def drawn_tree(docstring: str) -> dict[str, str]:
    """Child -> parent, read from the drawing: four columns a level."""
    parents: dict[str, str] = {}
    above: list[str] = []
    for line in docstring.splitlines():
        match = re.match(r"^(?P<indent>[\s│├└─]*)(?P<name>[A-Z]\w+)(\s{2,}.*)?$", line)
        if match is None or (not above and match["name"] != "RecitalError"):
            continue
        level = (len(match["indent"]) - 4) // 4
        del above[level:]
        if above:
            parents[match["name"]] = above[-1]
        above.append(match["name"])
    return parents


def test_the_drawing_at_the_top_of_the_file_is_the_tree() -> None:
    real = {error.__name__: error.__bases__[0].__name__ for error in TREE}
    assert drawn_tree(corpus.errors.__doc__ or "") == real


def raised_in(path: Path) -> Iterator[tuple[int, str, set[str | None]]]:
    """Line, class and keyword names of every error of ours that a module makes."""
    names = {error.__name__ for error in LEAVES}
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names:
            assert not node.args, f"{path}:{node.lineno}: errors take keywords only"
            yield node.lineno, node.func.id, {keyword.arg for keyword in node.keywords}


def test_every_error_is_raised_with_exactly_the_values_it_prints() -> None:
    templates = {
        error.__name__: placeholders(error.fr) | placeholders(error.en) for error in LEAVES
    }
    unprinted = {error.__name__: error.unprinted for error in LEAVES}
    modules = [path for package in PACKAGES for path in (ROOT / package).rglob("*.py")]
    found = [(path, *row) for path in modules for row in raised_in(path)]
    assert len(found) > 20
    for path, line, name, given in found:
        assert given - unprinted[name] == templates[name], (
            f"{path.relative_to(ROOT)}:{line}: {name}"
        )


def test_every_error_of_the_tree_is_raised_somewhere() -> None:
    modules = [path for package in PACKAGES for path in (ROOT / package).rglob("*.py")]
    raised = {name for path in modules for _, name, _ in raised_in(path)}
    assert {error.__name__ for error in LEAVES} - raised == set()
