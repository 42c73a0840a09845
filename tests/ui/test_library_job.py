from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

import ui.library_job
from corpus.errors import IngestRunning
from corpus.settings import DataSettings, Settings
from corpus.versions import IndexVersions
from ui.library_job import Job, Workplace, progress_as_json

WORK = """
import json, sys, time
def say(row): print(json.dumps(row), file=sys.stderr, flush=True)
print("a line for people", file=sys.stderr, flush=True)
say({"stage": "read", "done": 3, "total": 3})
say({"stage": "embed", "done": 5, "total": 10})
"""


def job_of(program: str, name: str = "publish") -> Job:
    return Job(
        name,
        subprocess.Popen(
            [sys.executable, "-c", program],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            start_new_session=True,
        ),
    )


def wait(job: Job, until: str = "ended", seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if (job.stage == until) if until != "ended" else not job.is_running:
            return
        time.sleep(0.02)
    raise AssertionError(f"the job did not reach {until!r} in {seconds} s")


def test_a_job_tells_how_far_it_is_and_gives_its_result() -> None:
    job = job_of(WORK + "print(json.dumps({'passage_count': 7}))")
    wait(job)
    assert (job.stage, job.done, job.total) == ("embed", 5, 10)
    assert job.outcome == "done" and job.result == {"passage_count": 7}


def test_the_bar_never_goes_back_from_one_stage_to_the_next() -> None:
    job = job_of("")
    shares = []
    for stage in ui.library_job.STAGE_SHARES:
        for done in (0, 5, 10):
            job.stage, job.done, job.total = stage, done, 10
            shares.append(job.share)
    assert shares == sorted(shares) and shares[0] == 0 and shares[-1] == 1
    job.stage = "a stage of tomorrow"
    assert job.share == 0
    wait(job)


def test_a_job_that_fails_says_why_in_both_languages() -> None:
    job = job_of(WORK + "say({'failed': {'fr': 'Disque plein.', 'en': 'Disk full.'}}); sys.exit(1)")
    wait(job)
    assert job.outcome == "failed"
    assert (job.failure("fr"), job.failure("en")) == ("Disque plein.", "Disk full.")


def test_a_job_that_dies_without_a_word_has_failed_without_a_reason() -> None:
    job = job_of("import os; os.kill(os.getpid(), 9)")
    wait(job)
    assert job.outcome == "failed" and job.failure("fr") == "" and job.result == {}


def test_a_job_that_is_stopped_ends_with_all_it_started() -> None:
    child = "import subprocess, sys; p = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'])\n"
    job = job_of(child + WORK + "say({'stage': 'child', 'done': p.pid, 'total': 1})\np.wait()\n")
    wait(job, "child")
    job.stop()
    wait(job)
    assert job.outcome == "stopped" and job.is_stopping
    with pytest.raises(ProcessLookupError):
        deadline = time.monotonic() + 10
        while time.monotonic() < deadline:
            os.kill(job.done, 0)
            time.sleep(0.05)


def test_a_job_that_does_not_listen_is_killed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ui.library_job, "GRACE_SECONDS", 0.3)
    job = job_of(
        "import signal; signal.signal(signal.SIGINT, signal.SIG_IGN)\n" + WORK + "time.sleep(60)"
    )
    wait(job, "embed")
    job.stop()
    wait(job)
    assert job.outcome == "stopped"


def test_there_is_never_a_second_job_beside_the_first(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    started: list[list[str]] = []

    def command(settings: Settings, arguments: list[str]) -> subprocess.Popen[str]:
        started.append(arguments)
        return subprocess.Popen(
            [sys.executable, "-c", "import sys; sys.stdin.read()"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
        )

    monkeypatch.setattr(ui.library_job, "_command", command)
    place = Workplace()
    assert place.start(Settings(), "publish", ["ingest"])
    assert not place.start(Settings(), "erase", ["erase", "x"])
    place.dismiss()
    assert started == [["ingest"]] and place.job is not None
    stdin = place.job._process.stdin
    assert stdin is not None
    stdin.close()
    wait(place.job)
    place.dismiss()
    assert place.job is None


def test_progress_and_failures_are_written_as_the_job_reads_them(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(IngestRunning), progress_as_json() as report:
        report("embed", 2, 9)
        raise IngestRunning(directory="d")
    rows = [json.loads(line) for line in io.StringIO(capsys.readouterr().err)]
    assert rows[0] == {"stage": "embed", "done": 2, "total": 9}
    assert "Attendez" in rows[1]["failed"]["fr"] and "Wait" in rows[1]["failed"]["en"]


def test_an_ingestion_beside_another_one_is_refused_in_plain_words(tmp_path: Path) -> None:
    settings = Settings(data=DataSettings(directory=tmp_path))
    place = Workplace()
    with IndexVersions(tmp_path).building_lock():
        assert place.start(settings, "publish", ["ingest", "--json", "--progress-json"])
        job = place.job
        assert job is not None
        wait(job, seconds=60)
    assert job.outcome == "failed"
    assert "Une autre ingestion travaille déjà" in job.failure("fr")
