"""The text of a PDF, read by pypdf in a process of its own that can be killed."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.refusals import Refusal, RefusalCode
from ingest.parse.pdf_text import DocumentText, page_texts, read_text

_ROOT = Path(__file__).parents[2]
_WORKER = "ingest.parse.pdf_worker"
_SIGNATURE_BYTES = 1024
# A worker may take a gigabyte and a core: a third one waits until one of two has ended.
_FREE_WORKERS = threading.BoundedSemaphore(2)
_RUNNING: set[subprocess.Popen[bytes]] = set()

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class PdfLimits:
    """What one document may cost; of 3,776 public test files one page took over 10 seconds.

    The seconds of a page and of the document are processor time, those of the wall the clock's.
    """

    file_bytes: int = 20_000_000
    pages: int = 500
    characters: int = 5_000_000
    page_seconds: float = 10.0
    cpu_seconds: int = 60
    memory_bytes: int = 1024**3
    wall_seconds: float = 90.0
    characters_per_page: int = 50


class PdfRefused(ValueError):
    """A PDF that is not read, and why."""

    def __init__(self, refusal: Refusal) -> None:
        self.refusal = refusal
        detail = refusal.values.get("detail")
        super().__init__(f"{refusal.code} ({detail})" if detail else refusal.code)


@dataclass(frozen=True, slots=True)
class PdfText:
    """The text of a PDF, page by page: the tuples but one have an item for each page.

    `document` is its lines, cleaned. `raw_pages` are as pypdf extracts them, without the words that
    no reader sees, which are in `hidden` (their first 10,000 characters).
    `flags` holds "hidden" where there are such words, and "layer" where the words are those that
    character recognition put, invisible, over a scan. `unreadable_pages` are numbers, from 1.
    """

    document: DocumentText
    raw_pages: tuple[str, ...]
    hidden: tuple[str, ...]
    flags: tuple[tuple[str, ...], ...]
    unreadable_pages: tuple[int, ...]

    @property
    def pages(self) -> tuple[str, ...]:
        """The cleaned text of each page; see `page_texts`."""
        return tuple(page_texts(self.document))


def read_pdf(
    path: Path, limits: PdfLimits = PdfLimits(), *, guesses_titles: bool = True
) -> PdfText:
    """The text of a PDF, at most two of them at a time; raises `PdfRefused` or `OSError`.

    `guesses_titles`: see `read_text`.
    """
    _check_file(path, limits)
    rows = _worker_rows(path, limits)
    if "refused" in rows[-1]:
        row = dict(rows[-1])
        raise _refused(path, row.pop("refused"), **row)
    page_rows = [row for row in rows if "page" in row]
    raw_pages = tuple(row.get("text", "") for row in page_rows)
    content = PdfText(
        document=read_text(raw_pages, guesses_titles=guesses_titles),
        raw_pages=raw_pages,
        hidden=tuple(row.get("hidden", "") for row in page_rows),
        flags=tuple(
            tuple(flag for flag in ("hidden", "layer") if flag in row) for row in page_rows
        ),
        unreadable_pages=tuple(row["page"] for row in page_rows if "unreadable" in row),
    )
    if _readable_count(content) < limits.characters_per_page * max(1, len(page_rows)):
        raise _without_text(path, page_rows, limits)
    return content


def stop_workers() -> None:
    """End every worker at once: whoever asked for their pages has been interrupted."""
    for process in tuple(_RUNNING):
        _kill_group(process)


def _check_file(path: Path, limits: PdfLimits) -> None:
    size = path.stat().st_size
    with path.open("rb") as file:
        if b"%PDF-" not in file.read(_SIGNATURE_BYTES):
            raise _refused(path, "wrong_type", expected="PDF")
    if size > limits.file_bytes:
        limit = limits.file_bytes // 10**6
        raise _refused(path, "too_heavy", limit=limit, unit="megabytes", detail=f"{size} bytes")


def _refused(path: Path, code: RefusalCode, **values: object) -> PdfRefused:
    return PdfRefused(Refusal(code, {"name": path.name, **values}))


def _readable_count(content: PdfText) -> int:
    """How many characters mean something: a font without a map gives U+FFFD or private ones."""
    lines = [
        line
        for page in content.document.pages
        for line in (*page.lines, *(line for note in page.notes for line in note.lines))
    ]
    return sum(char.isprintable() and char != "\ufffd" for line in lines for char in line.text)


def _without_text(path: Path, page_rows: list[Row], limits: PdfLimits) -> PdfRefused:
    """Why there is no text: what kept most pages from being read, else that they have none."""
    causes = Counter(row["unreadable"] for row in page_rows if "unreadable" in row)
    if 2 * causes.total() < len(page_rows) or not causes:
        return _refused(path, "no_text")
    detail = f"{causes.total()} of {len(page_rows)} pages unreadable"
    cause = causes.most_common(1)[0][0]
    if cause == "slow":
        seconds = limits.page_seconds
        return _refused(path, "limit", limit=seconds, unit="seconds", detail=f"a page, {detail}")
    if cause == "heavy":
        memory = limits.memory_bytes // 10**6
        unit = "megabytes of memory"
        return _refused(path, "too_heavy", limit=memory, unit=unit, detail=detail)
    return _refused(path, "broken", detail=detail)


def _worker_rows(path: Path, limits: PdfLimits) -> list[Row]:
    """What the worker wrote; the last row says that it is done, or why it refuses."""
    with _FREE_WORKERS:
        process = _start_worker(path, limits)
        _RUNNING.add(process)
        try:
            output, errors = process.communicate(timeout=limits.wall_seconds)
        except subprocess.TimeoutExpired:
            return [_too_slow(limits.wall_seconds, "by the clock")]
        finally:
            _kill(process)
            _RUNNING.discard(process)
    # Only a whole row ends with a line break: a killed worker may leave half of one.
    rows: list[Row] = [json.loads(line) for line in output.split(b"\n")[:-1]]
    if rows and ("done" in rows[-1] or "refused" in rows[-1]):
        return rows
    return [_death(process.returncode, errors, limits)]


def _start_worker(path: Path, limits: PdfLimits) -> subprocess.Popen[bytes]:
    options = {
        "pages": limits.pages,
        "characters": limits.characters,
        "page_seconds": limits.page_seconds,
        "cpu_seconds": limits.cpu_seconds,
        "memory_bytes": limits.memory_bytes,
        "life_seconds": int(limits.wall_seconds) + 3,
    }
    # What lies in the folder one stands in is not imported: -P, and a folder of its own.
    command = [sys.executable, "-P", "-m", _WORKER, json.dumps(options), str(path.resolve())]
    folders = [str(_ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
    return subprocess.Popen(  # noqa: S603  our own program, no shell
        command,
        cwd=_ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(folders)},
        start_new_session=True,
    )


def _kill(process: subprocess.Popen[bytes]) -> None:
    """End the worker, with whatever it may have started, if it still lives."""
    if process.poll() is None:
        _kill_group(process)
        process.communicate()


def _kill_group(process: subprocess.Popen[bytes]) -> None:
    if sys.platform == "win32":
        process.kill()
    else:
        with suppress(ProcessLookupError):  # it has just ended by itself
            os.killpg(process.pid, signal.SIGKILL)


def _death(status: int, errors: bytes, limits: PdfLimits) -> Row:
    """The reason of a worker that ended without giving one."""
    if sys.platform != "win32" and -status in (signal.SIGXCPU, signal.SIGALRM):
        return _too_slow(limits.cpu_seconds, "of processor time")
    # The system kills the process that takes the last memory.
    was_killed = sys.platform != "win32" and -status == signal.SIGKILL
    if was_killed or b"MemoryError" in errors or b"Cannot allocate memory" in errors:
        memory = limits.memory_bytes // 10**6
        return {"refused": "too_heavy", "limit": memory, "unit": "megabytes of memory"}
    return {"refused": "broken", "detail": f"the reader stopped with status {status}"}


def _too_slow(seconds: float, detail: str) -> Row:
    return {"refused": "limit", "limit": seconds, "unit": "seconds", "detail": detail}
