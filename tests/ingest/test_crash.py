import json
import os
import random
import select
import signal
import subprocess
import time
from collections import Counter
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from crash_documents import write_generation
from crash_runs import started, stream

from corpus.versions import IndexVersions

# As many as a run of all tests can wait for; `make chaos` asks for 50.
KILLS = int(os.environ.get("CHAOS_KILLS", "20"))
SEED = 20260523
# So that the reader has versions to follow.
KILLS_BETWEEN_PUBLICATIONS = 5
# A run may end before its kill; more rounds than this would be a broken test.
MAXIMUM_ROUNDS = 2 * KILLS
STAGES = ("read", "embed", "index", "verify", "publish")


class Worker:
    """The process that ingests on demand."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._orders = stream(process.stdin)
        self._replies = stream(process.stdout)

    def ingest(self, kill_after_seconds: float | None = None) -> int:
        """One ingestion; its exit status, negative where it was killed."""
        self._orders.write("go\n")
        self._orders.flush()
        child = int(self._replies.readline())
        if kill_after_seconds is not None:
            has_ended, _, _ = select.select([self._replies], [], [], kill_after_seconds)
            if not has_ended:
                with suppress(ProcessLookupError):  # it ended at this very moment
                    os.kill(child, signal.SIGKILL)
        return int(self._replies.readline())


@pytest.mark.slow
def test_kills_at_random_moments_never_show_a_reader_anything_but_one_finished_version(
    tmp_path: Path,
) -> None:
    chance = random.Random(SEED)
    versions = IndexVersions(tmp_path / "data")
    write_generation(tmp_path / "mirror", 0)
    kills: Counter[str] = Counter()
    published, left_behind = 0, 0
    with started("crash_worker.py", tmp_path) as process:
        worker = Worker(process)
        assert worker.ingest() == 0
        write_generation(tmp_path / "mirror", 1)
        begun = time.monotonic()
        assert worker.ingest() == 0
        normal_seconds = time.monotonic() - begun
        with started("crash_reader.py", tmp_path) as reader:
            assert stream(reader.stdout).readline() == "reading\n"
            generation = 1
            while sum(kills.values()) < KILLS:
                generation += 1
                assert generation < MAXIMUM_ROUNDS
                write_generation(tmp_path / "mirror", generation)
                is_spared = generation % (KILLS_BETWEEN_PUBLICATIONS + 1) == 0
                delay = None if is_spared else chance.uniform(0, normal_seconds)
                status = worker.ingest(delay)
                left_behind += len(versions.leftovers())
                if status == -signal.SIGKILL:
                    kills[(tmp_path / "stage").read_text()] += 1
                else:
                    assert status == 0
                    published += 1
            write_generation(tmp_path / "mirror", generation + 1)
            assert worker.ingest() == 0
            time.sleep(2)  # the reader follows the pointer
            (tmp_path / "stop").touch()
            seen: dict[str, Any] = json.loads(stream(reader.stdout).readline())

    stages = ", ".join(f"{stage} {kills[stage]}" for stage in STAGES)
    print(f"\n{KILLS} kills ({stages}), {published} versions published in between;")
    print(
        f"normal run {normal_seconds:.1f} s; {seen['reads']} reads, {len(seen['versions'])} versions"
    )
    assert sum(kills.values()) == KILLS
    assert len(kills) >= 3, "the kills fell in too few stages"
    assert seen["faults"] == []
    assert seen["errors"] == []
    assert seen["reads"] > KILLS
    assert seen["versions"][versions.current() or ""] == generation + 1
    assert (tmp_path / "reader.log").read_text() == "", "Chroma itself answered"
    assert left_behind, "the kills left unfinished builds"
    assert versions.leftovers() == []
    assert len(versions.versions()) == 2
