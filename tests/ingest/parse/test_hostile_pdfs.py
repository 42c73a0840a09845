"""Public PDFs that break readers, and our own: each is read, or refused for the right reason.

The public ones are in a folder beside the mirror, with what pypdf makes of each in its index. The
slowest are marked `slow`: `pytest -m "not slow"` leaves them out.
"""

import csv
import os
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import pytest
from _pytest.mark import ParameterSet
from pdf_bombs import BOMBS
from written_pdf import written

from ingest.parse.pdf_read import PdfLimits, PdfRefused, read_pdf

LIMITS = PdfLimits()
BOMB_LIMITS = replace(LIMITS, page_seconds=2.0, cpu_seconds=4, characters_per_page=20)
# Beyond the limit by the clock: the start of a process, and its end.
PATIENCE_SECONDS = 5.0
SLOW_SECONDS = 0.5

_MIRROR = os.environ.get("RECITAL_MIRROR_DIR", "")
FOLDER = Path(_MIRROR).parent / "hostile_pdfs"
IS_THERE = bool(_MIRROR) and (FOLDER / "INDEX.csv").exists()
needs_the_files = pytest.mark.skipif(
    not IS_THERE, reason="no folder hostile_pdfs beside RECITAL_MIRROR_DIR"
)

# Where the index and we differ, and why.
EXCEPTIONS: dict[str, tuple[str, ...]] = {
    # Compressed with Brotli, not yet in the standard, for which pypdf needs one more library.
    "pdfjs_Brotli-Prototype-FileA.pdf": ("broken",),
    # One page that takes ten seconds: just under the limit of a page, or just over it.
    "pdfjs_bug1978317.pdf": ("read", "limit"),
    # Its fonts have no map: all its characters are U+FFFD.
    "pdfjs_issue9418.pdf": ("no_text",),
}


@dataclass(frozen=True)
class Outcome:
    result: str
    seconds: float


def outcome(path: Path, limits: PdfLimits = LIMITS) -> Outcome:
    begin = time.monotonic()
    try:
        read_pdf(path, limits)
        result = "read"
    except PdfRefused as error:
        result = error.refusal.code
    return Outcome(result, time.monotonic() - begin)


def index() -> list[dict[str, str]]:
    if not IS_THERE:
        return []
    with (FOLDER / "INDEX.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def expected(row: dict[str, str]) -> tuple[str, ...]:
    if row["file"] in EXCEPTIONS:
        return EXCEPTIONS[row["file"]]
    if row["category"] == "password required":
        return ("password",)
    if row["pypdf_7_1_0_outcome"] != "ok":
        return ("broken",)
    is_empty = int(row["characters"]) < LIMITS.characters_per_page * int(row["pages"])
    return ("no_text",) if is_empty else ("read",)


def is_slow(row: dict[str, str]) -> bool:
    return float(row["seconds"]) >= SLOW_SECONDS


def public_files() -> list[ParameterSet]:
    return [
        pytest.param(row, id=row["file"], marks=[pytest.mark.slow] if is_slow(row) else [])
        for row in index()
    ]


@cache
def outcomes(*, of_slow_files: bool) -> dict[str, Outcome]:
    """Of all public files, the slow ones or the others, read two at a time."""
    names = [row["file"] for row in index() if is_slow(row) is of_slow_files]
    with ThreadPoolExecutor(2) as pool:
        return dict(zip(names, pool.map(outcome, [FOLDER / name for name in names]), strict=True))


@needs_the_files
def test_the_index_names_some_150_files() -> None:
    assert len(index()) > 150
    assert {row["file"] for row in index()} >= EXCEPTIONS.keys()


@needs_the_files
@pytest.mark.parametrize("row", public_files())
def test_a_hostile_file_is_read_or_refused_for_the_right_reason(
    row: dict[str, str],
) -> None:
    found = outcomes(of_slow_files=is_slow(row))[row["file"]]
    assert found.result in expected(row)
    assert found.seconds < LIMITS.wall_seconds + PATIENCE_SECONDS


@pytest.mark.parametrize(("bomb", "results"), BOMBS.items(), ids=[bomb.__name__ for bomb in BOMBS])
def test_a_bomb_does_not_go_off(
    tmp_path: Path, bomb: Callable[[], bytes], results: tuple[str, ...]
) -> None:
    found = outcome(written(tmp_path, bomb()), BOMB_LIMITS)
    assert found.result in results
    assert found.seconds < LIMITS.wall_seconds + PATIENCE_SECONDS
