"""Runs one ingestion for each line read, in a forked process whose number it prints first.

A process forked from here has its libraries imported already and verifies what it builds itself, so
that a kill falls on the work and not on imports. Its embedder, its disk and whoever watches its
progress are slowed down, so that kills fall in every stage.
"""

import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import bm25s  # noqa: F401  imported before the fork
import chromadb  # noqa: F401
import pytest
from crash_documents import crash_manifest
from small_corpus import WordsEmbedder, small_settings

import ingest.build
import ingest.pipeline
from corpus.embedder import Vectors
from ingest.indexes import build_indexes
from ingest.verify import verify

BATCH_SECONDS = 0.1
SYNC_SECONDS = 0.12
WATCHER_SECONDS = 0.1


class SlowEmbedder(WordsEmbedder):
    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        time.sleep(BATCH_SECONDS)
        return super().embed_passages(texts)


def run(root: Path) -> None:
    real_sync = os.fsync

    def slow_sync(descriptor: Any) -> None:
        time.sleep(SYNC_SECONDS)
        real_sync(descriptor)

    patch = pytest.MonkeyPatch()
    patch.setattr(os, "fsync", slow_sync)
    patch.setattr(ingest.build, "verify_in_fresh_process", verify)
    patch.setattr(ingest.build, "build_indexes_in_fresh_process", build_indexes)
    stage_file = root / "stage"

    def note(stage: str, done: int, total: int) -> None:
        # What comes after the verification is the publication, which reports its end only.
        is_verified = (stage, done) == ("verify", total)
        stage_file.write_text("publish" if is_verified else stage)
        time.sleep(WATCHER_SECONDS)

    note("read", 0, 1)
    ingest.pipeline.ingest(
        small_settings(root / "data", root / "mirror"),
        progress=note,
        manifest=crash_manifest(root),
        embedder=SlowEmbedder(),
    )


def main() -> None:
    root = Path(sys.argv[1])
    for _ in sys.stdin:
        child = os.fork()
        if child == 0:
            run(root)
            sys.stdout.flush()
            os._exit(0)
        print(child, flush=True)
        _, status = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)


if __name__ == "__main__":
    main()
