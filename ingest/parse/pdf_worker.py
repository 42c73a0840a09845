"""The text of a PDF, page by page, as JSON lines on standard output.

    python pdf_worker.py LIMITS_JSON PATH

It runs alone in its process, because pypdf's own limits do not bound a whole document: the
processor time and the memory are capped here, the wall clock by the process that started it
(`ingest.parse.pdf`). It imports nothing of ours, so that it starts fast and knows no setting.

Rows: {"page": 1, "text": "…"}, {"page": 2, "unreadable": true}, and at the end {"done": true} or
{"refused": "password" | "broken" | "too_long" | "too_heavy" | "too_slow", "detail": "…"}.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from typing import Any

Row = dict[str, Any]


def main() -> None:
    """Read the PDF named on the command line within the limits given there."""
    limits = json.loads(sys.argv[1])
    _cap_resources(limits["cpu_seconds"], limits["memory_bytes"])
    try:
        for row in _rows(sys.argv[2], limits["pages"], limits["characters"]):
            _print(row)
    except MemoryError:
        _print({"refused": "too_heavy", "detail": "memory"})


def _cap_resources(cpu_seconds: int, memory_bytes: int) -> None:
    try:
        import resource
    except ImportError:  # not on Windows; the wall clock still holds there
        return
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds + 1))
    if sys.platform == "linux":  # macOS counts shared libraries and would refuse at once
        resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _rows(path: str, page_limit: int, character_limit: int) -> Iterator[Row]:
    import logging

    from pypdf import PdfReader
    from pypdf.errors import FileNotDecryptedError, WrongPasswordError

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = PdfReader(path)
        page_count = len(reader.pages)
    except (FileNotDecryptedError, WrongPasswordError) as error:
        yield {"refused": "password", "detail": str(error)}
        return
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001  a hostile file can raise anything, named or not
        yield {"refused": "broken", "detail": f"{type(error).__name__}: {error}"}
        return
    if page_count > page_limit:
        yield {"refused": "too_long", "detail": str(page_count)}
        return
    yield from _page_rows(reader, page_count, character_limit)


def _page_rows(reader: Any, page_count: int, character_limit: int) -> Iterator[Row]:
    character_count = 0
    for number in range(1, page_count + 1):
        try:
            text = reader.pages[number - 1].extract_text()
        except MemoryError:
            raise
        except Exception:  # noqa: BLE001  one bad page does not spoil the others
            yield {"page": number, "unreadable": True}
            continue
        character_count += len(text)
        if character_count > character_limit:
            yield {"refused": "too_heavy", "detail": f"more than {character_limit} characters"}
            return
        yield {"page": number, "text": text}
    yield {"done": True}


def _print(row: Row) -> None:
    # A lone surrogate from a broken font map cannot be encoded; ASCII escapes carry anything.
    sys.stdout.write(json.dumps(row, ensure_ascii=True) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
