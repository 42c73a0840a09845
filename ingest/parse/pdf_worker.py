"""The text of a PDF, page by page, as JSON lines on standard output.

    python -m ingest.parse.pdf_worker LIMITS_JSON PATH

It runs alone in its process, because pypdf's own limits do not bound a whole document: processor
time, memory and lifetime are capped here, and the process that started it
(`ingest.parse.pdf_read`) watches the clock too. It imports no setting and no noun of ours.

Rows: {"page": 1, "text": "…"}, with "hidden": "…" where words that no reader sees were left out and
"layer": true where the text is the invisible layer of a scan; {"page": 2, "unreadable": "broken" |
"heavy" | "slow"}; at the end {"done": true} or {"refused": a code of `corpus.refusals`, "detail":
"…"}, with "limit" and "unit" for the codes that need them.
"""

from __future__ import annotations

import gc
import json
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from ingest.parse.pdf_layout import Layout
from ingest.parse.pdf_sight import Sight

Row = dict[str, Any]

# A file may have 20 MB. The official texts and 153 public test files read the same without these.
_STREAM_BYTES = 30_000_000
_PDF_LIMITS: dict[str, Any] = {
    "maximum_declared_stream_length": _STREAM_BYTES,
    "array_based_stream_maximum_output_length": _STREAM_BYTES,
    "lzw_maximum_output_length": _STREAM_BYTES,
    "run_length_maximum_output_length": _STREAM_BYTES,
    "zlib_maximum_output_length": _STREAM_BYTES,
    "brotli_maximum_output_length": _STREAM_BYTES,
    "stream_decoding_work_maximum_length": 4 * _STREAM_BYTES,
    "stream_filters_maximum_length": 8,
    "page_tree_maximum_entries": 10_000,
    # No program is started: what pictures show is not read.
    "jbig2dec_binary": None,
}
# pypdf has one class for all its limits; these words are in those that bound the work.
_HEAVY_WORDS = (
    "decompressing",
    "decoding work",
    "of tokens",
    "rray-based stream",
    "filter count",
    "eclared stream length",
)
_LONG_WORDS = ("page tree entry", "page tree page entry")
_HIDDEN_CHARACTERS = 10_000
# A font that maps all of Unicode takes some 10 MB.
_MOST_FONTS = 32
# pypdf makes hundreds of thousands of small objects and hardly a cycle: looking for cycles as often as
# Python does by itself takes a quarter of the time.
_OBJECTS_BETWEEN_COLLECTIONS = 200_000


class OutOfTime(BaseException):
    """A page used up its processor time; no `Exception`, because pypdf catches those."""


def main() -> None:
    """Read the PDF named on the command line within the limits given there."""
    limits = json.loads(sys.argv[1])
    _cap_resources(limits)
    gc.set_threshold(_OBJECTS_BETWEEN_COLLECTIONS)
    try:
        for row in _rows(sys.argv[2], limits):
            _print(row)
    except MemoryError:
        _print(_too_heavy(limits))
    except OutOfTime:
        seconds = limits["page_seconds"]
        _print({"refused": "limit", "limit": seconds, "unit": "seconds", "detail": "one page"})


def _cap_resources(limits: Row) -> None:
    try:
        import resource
    except ImportError:  # not on Windows; the clock of the process that started this one holds
        return
    processor, memory = limits["cpu_seconds"], limits["memory_bytes"]
    resource.setrlimit(resource.RLIMIT_CPU, (processor, processor + 1))
    if sys.platform == "linux":  # macOS counts shared libraries and would refuse at once
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # Without a handler this ends the process wherever it is, even if the one that started it died.
    signal.alarm(limits["life_seconds"])
    signal.signal(signal.SIGPROF, _raise_out_of_time)


def _raise_out_of_time(_number: int, _frame: object) -> None:
    raise OutOfTime


@contextmanager
def _processor_time(seconds: float) -> Iterator[None]:
    """Raise `OutOfTime` after so much processor time, and again should something swallow it."""
    if not hasattr(signal, "setitimer"):
        yield
        return
    signal.setitimer(signal.ITIMER_PROF, seconds, 1.0)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


def _rows(path: str, limits: Row) -> Iterator[Row]:
    import logging

    from pypdf import PdfReader
    from pypdf.errors import FileNotDecryptedError, WrongPasswordError

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    _configure()
    _parse_fonts_once()
    try:
        reader = PdfReader(path)
        page_count = len(reader.pages)
    except (FileNotDecryptedError, WrongPasswordError):
        yield {"refused": "password"}
        return
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001  a hostile file can raise anything, named or not
        yield _unopened(error, limits)
        return
    if page_count > limits["pages"]:
        yield _too_long(limits, f"{page_count} pages")
        return
    yield from _page_rows(reader, page_count, limits)


def _configure() -> None:
    from pypdf import overwrite_configuration

    overwrite_configuration(**_PDF_LIMITS)


def _parse_fonts_once() -> None:
    """Keep the fonts of a document from page to page: pypdf parses them anew for each.

    In one EDPB guideline that took 1.3 of the 1.5 seconds of every page. Without the private
    module, in a later pypdf, reading is slower and gives the same.
    """
    try:
        from pypdf.generic._font import Font

        parse = Font.from_font_resource
    except (ImportError, AttributeError):
        return
    fonts: dict[int, tuple[Any, Any]] = {}

    def remembered(resource: Any) -> Any:
        if id(resource) not in fonts:
            if len(fonts) >= _MOST_FONTS:
                fonts.clear()
            fonts[id(resource)] = resource, parse(resource)
        return fonts[id(resource)][1]

    Font.from_font_resource = staticmethod(remembered)  # type: ignore[method-assign, assignment]


def _page_rows(reader: Any, page_count: int, limits: Row) -> Iterator[Row]:
    character_count = 0
    for number in range(1, page_count + 1):
        row = {"page": number, **_page_row(reader, number - 1, limits["page_seconds"])}
        character_count += len(row.get("text", ""))
        if character_count > limits["characters"]:
            yield _too_heavy(limits, "characters")
            return
        yield row
    yield {"done": True}


def _page_row(reader: Any, index: int, seconds: float) -> Row:
    """The text of one page or why there is none: one bad page does not spoil the others."""
    try:
        with _processor_time(seconds):
            return seen_text(reader.pages[index])
    except OutOfTime:
        return {"unreadable": "slow"}
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001  as above
        return {"unreadable": "heavy" if _says(error, _HEAVY_WORDS) else "broken"}


def seen_text(page: Any) -> Row:
    """The words a reader of the page sees; where it shows a scan, those of its invisible layer.

    A page whose only words are in the invisible mode, or that shows a large picture beside such
    words, was scanned and recognised: its layer is what the reader sees in the picture.
    """
    sight = Sight(page)
    text = _extracted(page, sight)
    if not sight.reasons:
        return {"text": text}
    is_scan = bool(sight.reasons["layer"]) and (sight.has_scan or not text.strip())
    if is_scan:
        text = _extracted(page, Sight(page, reads_layer=True))
    hidden = _extracted(page, Sight(page, unseen=True, reads_layer=is_scan))
    row: Row = {"text": text}
    if is_scan:
        row["layer"] = True
    if any(char.isalnum() for char in hidden):
        row["hidden"] = hidden[:_HIDDEN_CHARACTERS]
    elif not is_scan:
        layout = Layout()
        row["text"] = layout.laid_out(page.extract_text(visitor_text=layout.visit))
    return row


def _extracted(page: Any, sight: Sight) -> str:
    layout = Layout()
    text: str = page.extract_text(
        visitor_operand_before=sight.before,
        visitor_operand_after=sight.after,
        visitor_text=layout.visit,
    )
    return layout.laid_out(text)


def _unopened(error: Exception, limits: Row) -> Row:
    detail = f"{type(error).__name__}: {error}"
    if _says(error, _LONG_WORDS):
        return _too_long(limits, detail)
    if _says(error, _HEAVY_WORDS):
        return {**_too_heavy(limits), "detail": detail}
    return {"refused": "broken", "detail": detail}


def _says(error: Exception, words: tuple[str, ...]) -> bool:
    is_limit = type(error).__name__ == "LimitReachedError"
    return is_limit and any(word in str(error) for word in words)


def _too_long(limits: Row, detail: str) -> Row:
    return {"refused": "too_long", "limit": limits["pages"], "unit": "pages", "detail": detail}


def _too_heavy(limits: Row, unit: str = "megabytes of memory") -> Row:
    limit = limits["characters"] if unit == "characters" else limits["memory_bytes"] // 10**6
    return {"refused": "too_heavy", "limit": limit, "unit": unit}


def _print(row: Row) -> None:
    # A lone surrogate from a broken font map cannot be encoded; ASCII escapes carry anything.
    sys.stdout.write(json.dumps(row, ensure_ascii=True) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
