"""The search indexes of a build, written in a fresh process from its store and nothing else.

Chroma's files have room for more vectors than they hold, and it is filled with whatever the memory
of the process held before: in a process that ever read an erased text, that text's vectors.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from corpus.errors import RecitalError, VectorStoreFailed
from corpus.keywords import KeywordIndex
from corpus.store import read_store
from corpus.vectors import build_chroma
from corpus.versions import CHROMA, KEYWORDS, STORE
from ingest.keyword_text import keyword_text


def build_indexes_in_fresh_process(directory: Path) -> None:
    """Run `build_indexes` in a new interpreter; raises `VectorStoreFailed` or `OSError`."""
    with subprocess.Popen(  # noqa: S603 - our own module, our own interpreter
        [sys.executable, "-m", "ingest.indexes", str(directory)],
        stdin=subprocess.PIPE,  # its end tells the process that we are gone
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        cwd=Path(__file__).resolve().parent.parent,
    ) as process:
        try:
            said = process.stdout.read() if process.stdout else ""
            process.wait()
        except BaseException:  # interrupted: nobody may go on writing into the build
            process.kill()
            raise
    if process.returncode != 0:
        raise _failure(said.strip().splitlines() or ["the process died"])


def _failure(lines: list[str]) -> OSError | VectorStoreFailed:
    try:
        row = json.loads(lines[-1])
        number, reason = row["errno"], str(row["reason"])
    except (ValueError, TypeError, KeyError):
        return VectorStoreFailed(reason=lines[-1])
    return OSError(number, reason) if number else VectorStoreFailed(reason=reason)


def build_indexes(directory: Path) -> None:
    """Write the vector and keyword indexes of a build from its store.

    Raises `VectorStoreFailed`, `IndexDamaged` or `OSError`.
    """
    contents = read_store(directory / STORE, directory.name)
    by_id = {passage.id: passage for passage in contents.passages}
    rows = [(p.id, p.lang, keyword_text(p)) for p in contents.passages if p.is_searched]
    with ThreadPoolExecutor(
        1
    ) as threads:  # Chroma works outside Python: the words are done meanwhile
        words = threads.submit(lambda: KeywordIndex.build(rows).save(directory / KEYWORDS))
        build_chroma(directory / CHROMA, contents.vector_keys, contents.matrix, by_id)
        words.result()


def main() -> int:
    """`python -m ingest.indexes DIRECTORY`; on failure one JSON line with the reason."""
    threading.Thread(target=_end_with_the_caller, daemon=True).start()
    try:
        build_indexes(Path(sys.argv[1]))
    except RecitalError as error:
        print(json.dumps({"errno": 0, "reason": str(error.values.get("reason", error))}))
        return 1
    except OSError as error:
        print(json.dumps({"errno": error.errno, "reason": error.strerror or str(error)}))
        return 1
    return 0


def _end_with_the_caller() -> None:
    sys.stdin.read()
    os._exit(1)


if __name__ == "__main__":
    sys.exit(main())
