"""A run of the evaluation: every case asked, in processes side by side, kept as it goes on.

Asking the same thing again (equal fingerprints) takes up what an interrupted run has kept. Each case
is asked by one process that opened the assistant once; results do not depend on their number.
"""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import asdict, dataclass, replace
from datetime import UTC, date, datetime
from multiprocessing import get_context, parent_process
from threading import Thread
from typing import Literal

from assistant.assistant import Assistant, open_assistant
from corpus.errors import ChatModelUnavailable
from corpus.quiet import switch_telemetry_off
from corpus.settings import Settings
from evals.ablations import ablation
from evals.asking import Heard, ask_case
from evals.bench.__main__ import machine
from evals.cases import Case
from evals.failures import FAILURES, known_failures
from evals.fingerprint import Commit, commit_of, fingerprint_of, key_of
from evals.judge import Judge, open_judge
from evals.judging import judged
from evals.metrics import score
from evals.ragas_scores import RagasScores
from evals.records import FOLDER, Record, Records
from evals.results import Result, row_of
from evals.sample import Sample, sample_of
from evals.suites import Suite, answerable, cases_of, profile_of

Answers = Literal["composed", "generated"]
Progress = Callable[[int, int], None]
"""Told how many cases are done, and of how many."""

JUDGE_REPLIES = "judge.sqlite"
"""What judges replied, below the data folder: no prompt is judged twice by one model."""
MOST_WORKERS = 8
_CHUNK = 4
"""Cases a process takes at once: few, so that little is asked twice after an interruption."""
MODIFIED_LETTERS = 4
"""Letters of the fingerprint in the name of a result of a changed checkout."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What to run. `workers` 0: one process per core; `is_fresh`: forget what was kept; `has_ragas`:
    also the measures of RAGAS, those that need a judge where the settings name one."""

    suite: Suite = "quick"
    answers: Answers = "composed"
    workers: int = 0
    is_fresh: bool = False
    has_ragas: bool = False


def run(
    plan: Plan, settings: Settings, progress: Progress, judging: Progress | None = None
) -> Result:
    """Ask every case of the plan and score it; `judging` is told the progress of the judge.

    Raises what opening the assistant or the judge raises; `KeyboardInterrupt` leaves what is done so
    far kept, verdicts included.
    """
    settings = settings_for(plan, settings)
    assistant = open_assistant(settings)
    # Opened before anything is asked: what cannot be reached costs nobody a run.
    with _judge(plan, settings, assistant) as judge:
        result, done = _answered(plan, settings, assistant, progress)
        return result if judge is None else judged(result, done, judge, judging or progress)


def _judge(
    plan: Plan, settings: Settings, assistant: Assistant
) -> AbstractContextManager[Judge | None]:
    if not _is_judged(settings, plan.has_ragas):
        return nullcontext()
    replies = settings.data.directory / FOLDER / JUDGE_REPLIES
    return open_judge(settings.answer.judge_model, assistant.setting.reader.embedder, replies)


def _is_judged(settings: Settings, has_ragas: bool) -> bool:
    return has_ragas and bool(settings.answer.judge_model)


def _answered(
    plan: Plan, settings: Settings, assistant: Assistant, progress: Progress
) -> tuple[Result, dict[str, Record]]:
    wanted = cases_of(plan.suite)
    cases = answerable(wanted, assistant)
    fingerprint = fingerprint_of(assistant, settings, cases, plan.answers)
    if plan.has_ragas:
        is_judged = _is_judged(settings, plan.has_ragas)
        fingerprint |= {"ragas": "with a judge" if is_judged else "without a model"}
    records = Records(settings.data.directory, key_of(fingerprint))
    if plan.is_fresh:
        records.clear()
    began, started = datetime.now(UTC), time.perf_counter()
    kept = _kept(cases, records)
    done = _ask_all(cases, kept, records, settings, plan, progress)
    commit = commit_of()
    result = Result(
        name=name_of(plan, date.today(), _stand(commit, key_of(fingerprint))),
        made_on=date.today(),
        made_at=began.isoformat(timespec="seconds"),
        commit=commit.id,
        is_modified=commit.is_modified,
        suite=plan.suite,
        answers=plan.answers,
        profile=profile_of(assistant),
        index_version=assistant.index_version,
        machine=machine(),
        seconds=time.perf_counter() - started,
        fingerprint=fingerprint,
        rows=tuple(
            row_of(case, _outcome(done[case.id]), done[case.id].scores, done[case.id].failure)
            for case in cases
        ),
        taken_up=len(kept),
        left_out=len(wanted) - len(cases),
    )
    return with_more(result, {FAILURES: known_failures(result.rows, done)}), done


def settings_for(plan: Plan, settings: Settings) -> Settings:
    """The settings under which a plan is run; raises `ChatModelUnavailable` where one is needed."""
    if plan.answers == "composed":
        answer = settings.answer.model_copy(update={"chat_model": ""})
        return settings.model_copy(update={"answer": answer})
    if not settings.answer.chat_model:
        raise ChatModelUnavailable(model="", reason="RECITAL_CHAT_MODEL is not set")
    return settings


def _stand(commit: Commit, key: str) -> str:
    """What a checkout is called in a name: a changed one by what it asks with, too."""
    return f"{commit.id}-{key[:MODIFIED_LETTERS]}" if commit.is_modified else commit.id


def name_of(plan: Plan, day: date, commit: str) -> str:
    """The name of a result: day and commit, and what sets it apart from the ordinary full run."""
    ordinary = ("full", "composed")
    special = (one for one in (plan.suite, plan.answers) if one not in ordinary)
    return "-".join((day.isoformat(), commit, *special))


def _outcome(record: Record) -> str:
    return str(record.answer["outcome"]) if record.answer is not None else "failed"


def _kept(cases: Sequence[Case], records: Records) -> dict[str, Record]:
    """What an earlier run answered; a case that met a fault is asked again."""
    wanted = {case.id for case in cases}
    return {
        name: record
        for name, record in records.read().items()
        if name in wanted and not record.failure
    }


def _ask_all(
    cases: Sequence[Case],
    kept: Mapping[str, Record],
    records: Records,
    settings: Settings,
    plan: Plan,
    progress: Progress,
) -> dict[str, Record]:
    done = dict(kept)
    missing = [case for case in cases if case.id not in done]
    progress(len(done), len(cases))
    for record in ask(missing, settings, plan.workers, has_ragas=plan.has_ragas):
        records.add(record)
        done[record.case_id] = record
        progress(len(done), len(cases))
    return done


def ask(
    cases: Sequence[Case],
    settings: Settings,
    workers: int = 0,
    *,
    without: str = "",
    has_ragas: bool = False,
) -> Iterator[Record]:
    """The record of each case as it is done, in no particular order; `without` names an ablation."""
    count = min(workers or os.cpu_count() or 1, MOST_WORKERS, max(1, len(cases)))
    if count == 1 and not without:
        _open(settings, has_ragas)
        try:
            yield from map(_record, cases)
        finally:
            _close_ragas()
        return
    with _processes(count, (settings, without, has_ragas)) as pool:
        chunks = [cases[start : start + _CHUNK] for start in range(0, len(cases), _CHUNK)]
        for future in as_completed([pool.submit(_record_all, chunk) for chunk in chunks]):
            yield from future.result()


@contextmanager
def _processes(count: int, opening: tuple[Settings, str, bool]) -> Iterator[ProcessPoolExecutor]:
    """Processes with an assistant each; whatever ends the block ends them too."""
    pool = ProcessPoolExecutor(
        count,
        mp_context=get_context("spawn"),
        initializer=_open_in_pool,
        initargs=opening,
    )
    try:
        yield pool
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


_assistants: dict[str, Assistant] = {}
"""The assistant of this process; a process of the pool serves one run."""
_ragas: list[RagasScores] = []
"""The measures of RAGAS of this process, where a run wants them."""
_keeps_samples: list[bool] = []
"""Whether a judge reads the answers of this process afterwards."""


def _open_in_pool(settings: Settings, without: str, has_ragas: bool) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which ends the pool
    Thread(target=_end_with_parent, daemon=True).start()
    _open(settings, has_ragas)
    if without:
        ablation(without).apply(_assistants["open"])


def _end_with_parent() -> None:
    """A parent that was killed cannot end its pool: whoever works for it ends by itself."""
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _open(settings: Settings, has_ragas: bool) -> None:
    switch_telemetry_off()
    os.environ["OMP_NUM_THREADS"] = "1"
    _assistants["open"] = open_assistant(settings)
    _ragas[:] = [RagasScores(_assistants["open"].setting.reader.embedder)] if has_ragas else []
    _keeps_samples[:] = [_is_judged(settings, has_ragas)]


def _close_ragas() -> None:
    while _ragas:
        _ragas.pop().close()


def _record_all(cases: Sequence[Case]) -> list[Record]:
    return [_record(case) for case in cases]


def _record(case: Case) -> Record:
    heard = ask_case(case, _assistants["open"])
    asked = heard.asked
    answer = asked.answer.to_json() if asked.answer is not None else None
    sample = _sample(case, heard)
    scores = score(case, asked) | (_ragas[0].score(sample) if sample is not None else {})
    kept = asdict(sample) if sample is not None and _keeps_samples[0] else None
    return Record(case.id, answer, asked.ranking, scores, asked.failure, kept)


def _sample(case: Case, heard: Heard) -> Sample | None:
    """What RAGAS reads of an answer that was due and given."""
    answer, retrieved = heard.asked.answer, heard.retrieved
    is_due = case.is_answerable and answer is not None and answer.outcome == "answered"
    if not _ragas or not is_due or answer is None or retrieved is None:
        return None
    return sample_of(case, answer, retrieved, _assistants["open"].setting.reader.index())


def with_more(result: Result, more: Mapping[str, object]) -> Result:
    """The result with what was measured besides."""
    return replace(result, more={**result.more, **more})
