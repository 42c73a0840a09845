"""PDF files into pages, read by pypdf in a process of its own that can be killed."""

from __future__ import annotations

import json
import logging
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from corpus.errors import SourceUnreadable
from corpus.nouns import Origin, Passage, Source
from ingest.parse.pdf_text import clean_pages
from ingest.parse.split import searched_parts

_logger = logging.getLogger(__name__)

_WORKER = Path(__file__).with_name("pdf_worker.py")
_SIGNATURE_BYTES = 1024

_SECTION_LINE = re.compile(
    r"(?:fiche|annexe|chapitre|partie|section|part|chapter|annex)\s+(?:n°\s*)?[\dIVX]+\s*[:–—.-]\s*(.+)",
    re.IGNORECASE,
)
# A page with more section titles than this is a table of contents.
_TITLES_ON_A_PAGE = 3


@dataclass(frozen=True, slots=True)
class PdfLimits:
    """What one document may cost; the slowest of 3,776 public test files took 16 s and 419 MB."""

    file_bytes: int = 20_000_000
    pages: int = 500
    characters: int = 5_000_000
    cpu_seconds: int = 60
    memory_bytes: int = 1024**3
    wall_seconds: float = 90.0
    characters_per_page: int = 50


class PdfRefused(ValueError):
    """A PDF that is not read, with the reason in plain words."""


@dataclass(frozen=True, slots=True)
class PdfText:
    """The cleaned text of each page, "" where there is none; the pages that could not be read."""

    pages: tuple[str, ...]
    unreadable_pages: tuple[int, ...]


def load(source: Source, origin: Origin, path: Path) -> list[Passage]:
    """Each page that has words, a long one also in parts; raises `SourceUnreadable`."""
    try:
        content = read_pdf(path)
    except (OSError, PdfRefused) as error:
        raise SourceUnreadable(source=source.id, reason=f"{path.name}: {error}") from error
    if content.unreadable_pages:
        _logger.warning("%s: unreadable pages %s", path.name, content.unreadable_pages)
    return list(_passages(content, source, origin))


def read_pdf(path: Path, limits: PdfLimits = PdfLimits()) -> PdfText:
    """The text of a PDF; raises `PdfRefused` or `OSError`."""
    _check_file(path, limits)
    texts: dict[int, str] = {}
    unreadable: list[int] = []
    for row in _worker_rows(path, limits):
        if "refused" in row:
            raise PdfRefused(_reason(row, limits))
        if row.get("unreadable"):
            unreadable.append(row["page"])
        if "page" in row:
            texts[row["page"]] = row.get("text", "")
    pages = clean_pages([texts[number] for number in sorted(texts)])
    if texts and len(unreadable) == len(texts):
        raise PdfRefused("damaged: no page can be read")
    if sum(len(page) for page in pages) < limits.characters_per_page * max(1, len(pages)):
        raise PdfRefused("no text: its pages are probably scanned images")
    return PdfText(tuple(pages), tuple(unreadable))


def _check_file(path: Path, limits: PdfLimits) -> None:
    size = path.stat().st_size
    with path.open("rb") as file:
        if b"%PDF-" not in file.read(_SIGNATURE_BYTES):
            raise PdfRefused("not a PDF")
    if size > limits.file_bytes:
        raise PdfRefused(f"too heavy: {size} bytes, the limit is {limits.file_bytes}")


def _worker_rows(path: Path, limits: PdfLimits) -> list[dict[str, Any]]:
    options = {
        "cpu_seconds": limits.cpu_seconds,
        "memory_bytes": limits.memory_bytes,
        "pages": limits.pages,
        "characters": limits.characters,
    }
    # -P: the folder of the worker holds modules whose names are also those of libraries.
    command = [sys.executable, "-P", str(_WORKER), json.dumps(options), str(path.resolve())]
    try:
        finished = subprocess.run(  # noqa: S603  our own program, no shell
            command, capture_output=True, timeout=limits.wall_seconds, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise PdfRefused(f"took too long: more than {limits.wall_seconds:g} seconds") from error
    rows = [json.loads(line) for line in finished.stdout.splitlines() if line.endswith(b"}")]
    if rows and ("done" in rows[-1] or "refused" in rows[-1]):
        return rows
    return [{"refused": "too_slow" if _ran_out_of_time(finished.returncode) else "broken"}]


def _ran_out_of_time(status: int) -> bool:
    try:
        import signal

        return -status in (signal.SIGXCPU, signal.SIGKILL)
    except AttributeError:  # Windows has neither signal
        return False


def _reason(row: dict[str, Any], limits: PdfLimits) -> str:
    detail = row.get("detail", "")
    reasons = {
        "password": "protected by a password",
        "broken": f"damaged ({detail})" if detail else "damaged",
        "too_long": f"too long: {detail} pages, the limit is {limits.pages}",
        "too_heavy": f"too heavy to read ({detail})",
        "too_slow": f"took too long: more than {limits.cpu_seconds} seconds of processor time",
    }
    return reasons[row["refused"]]


def _passages(content: PdfText, source: Source, origin: Origin) -> Iterator[Passage]:
    heading = ""
    address = source.url(origin.lang)
    for number, text in enumerate(content.pages, start=1):
        heading = _section_title(text) or heading
        if not text:
            continue
        unit = Passage(
            locator=f"{source.id}:p{number}",
            lang=origin.lang,
            source=source.id,
            kind="page",
            heading=heading,
            text=text,
            url=f"{address}#page={number}" if address else "",
            page=number,
            applies_from=source.applies_from,
            applies_until=source.applies_until,
        )
        parts = searched_parts(unit)
        yield replace(unit, is_searched=not parts)
        yield from parts


def _section_title(text: str) -> str:
    titles = [
        match[1][0].upper() + match[1][1:]
        for line in text.split("\n")
        if (match := _SECTION_LINE.fullmatch(line))
    ]
    return titles[0] if 0 < len(titles) <= _TITLES_ON_A_PAGE else ""
