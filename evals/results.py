"""What a run of the evaluation leaves behind: its scores case by case, and under which circumstances.

A result holds no words of an official text, so it can be committed: `evals/results/<date>-<commit>.json`.
The answers themselves stay in the data folder of whoever ran it (`records.py`).
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from itertools import count
from pathlib import Path
from typing import Any

from corpus.errors import InvalidInput, UnknownResult
from evals.cases import Case
from evals.intervals import Rate, mean
from evals.measures import MEASURES

RESULTS_FOLDER = Path(__file__).parent / "results"
SCHEMA = 1
GROUPINGS = ("lang", "audience", "kind", "part", "set")
"""What results are broken down by: attributes of a row."""
_DIGITS = 4


@dataclass(frozen=True, slots=True)
class Row:
    """One case of a run: what it was, what came out, its scores by measure (NaN: a failed measure)."""

    id: str
    lang: str
    audience: str
    kind: str
    part: str
    set: str
    outcome: str
    scores: Mapping[str, float | None]
    failure: str = ""

    def of(self, measure: str) -> float | None:
        """The score, None where the measure does not apply."""
        return self.scores.get(measure)


@dataclass(frozen=True, slots=True)
class Result:
    """A whole run. `fingerprint` names what it was made with: equal ones are repetitions.

    `profile` are the sources that were loaded, one word each: results are compared within one only.
    `more` holds what was measured besides (baselines, ablations, the judge), each as its own table, and
    the known failures. `made_at` is when the run began, in UTC ("" in results that did not note it).
    `taken_up` cases had been answered by an earlier run that was interrupted, outside of `seconds`;
    `left_out` ones were not asked, because their texts were not loaded.
    """

    name: str
    made_on: date
    commit: str
    is_modified: bool
    suite: str
    answers: str
    profile: str
    index_version: str
    machine: str
    seconds: float
    fingerprint: Mapping[str, str]
    rows: tuple[Row, ...]
    more: Mapping[str, Any] = field(default_factory=dict)
    made_at: str = ""
    taken_up: int = 0
    left_out: int = 0

    @property
    def hardware(self) -> str:
        """The machine without what it was busy with."""
        return self.machine.partition(", load ")[0]

    @property
    def age(self) -> tuple[date, str]:
        """Later for a later run, two of one day included."""
        return self.made_on, self.made_at

    def only(self, chosen: Callable[[Row], bool]) -> Result:
        """The same result, as if only the chosen cases had been asked."""
        return replace(self, rows=tuple(row for row in self.rows if chosen(row)))

    def rates(self) -> dict[str, Rate]:
        """Every measure that applies to a case, in the order of `MEASURES`."""
        rows = self.rows
        known = [measure.name for measure in MEASURES]
        others = sorted({name for row in rows for name in row.scores} - set(known))
        rates = {name: mean([row.of(name) for row in rows]) for name in (*known, *others)}
        return {name: found for name, found in rates.items() if found.count or found.missing}

    def groups(self, by: str) -> dict[str, dict[str, Rate]]:
        """The rates of each value of an attribute of the rows (`GROUPINGS`)."""
        groups: dict[str, list[Row]] = {}
        for row in self.rows:
            groups.setdefault(str(getattr(row, by)), []).append(row)
        return {value: replace(self, rows=tuple(groups[value])).rates() for value in sorted(groups)}

    def row(self, case_id: str) -> Row | None:
        """The row of a case, None if the run did not ask it."""
        return next((row for row in self.rows if row.id == case_id), None)


def row_of(case: Case, outcome: str, scores: Mapping[str, float | None], failure: str) -> Row:
    """The row of a case that was asked."""
    told = (case.id, case.lang, case.audience, case.kind, case.part, case.set)
    known = {name: round(value, _DIGITS) for name, value in scores.items() if value is not None}
    return Row(*told, outcome=outcome, scores=known, failure=failure)


def to_json(result: Result) -> str:
    """The result as a file: circumstances, intervals, then one case per line.

    Raises `ValueError` for a measure that bears the name of an attribute of the rows.
    """
    names = sorted({name for row in result.rows for name in row.scores})
    if taken := set(names) & set(_ATTRIBUTES):
        raise ValueError(f"rows tell something else under {', '.join(sorted(taken))}")
    head = {
        "schema": SCHEMA,
        "name": result.name,
        "made_on": result.made_on.isoformat(),
        "made_at": result.made_at,
        "commit": result.commit,
        "is_modified": result.is_modified,
        "suite": result.suite,
        "answers": result.answers,
        "profile": result.profile,
        "index_version": result.index_version,
        "machine": result.machine,
        "seconds": round(result.seconds, 1),
        "taken_up": result.taken_up,
        "left_out": result.left_out,
        "fingerprint": dict(result.fingerprint),
        "measures": _rates(result.rates()),
        "parts": {name: _rates(rates) for name, rates in result.groups("part").items()},
        "more": dict(result.more),
        "columns": [*_ATTRIBUTES, *names],
    }
    lines = [
        json.dumps([*(getattr(row, a) for a in _ATTRIBUTES), *(_written(row.of(n)) for n in names)],
                   ensure_ascii=False, separators=(",", ":"))
        for row in result.rows
    ]  # fmt: skip
    opening = json.dumps(head, ensure_ascii=False, indent=1)[:-2]
    return opening + ',\n "rows": [\n' + ",\n".join(lines) + "\n ]\n}\n"


def from_json(text: str, *, where: str) -> Result:
    """The result a file holds; raises `InvalidInput`, naming `where`, for what is none."""
    try:
        told = json.loads(text)
        if told["schema"] != SCHEMA:
            raise ValueError(f"schema {told['schema']}, not {SCHEMA}")
        columns = told["columns"]
        rows = tuple(_row(dict(zip(columns, row, strict=True))) for row in told["rows"])
        return Result(
            name=told["name"],
            made_on=date.fromisoformat(told["made_on"]),
            commit=told["commit"],
            is_modified=told["is_modified"],
            suite=told["suite"],
            answers=told["answers"],
            profile=told["profile"],
            index_version=told["index_version"],
            machine=told["machine"],
            seconds=told["seconds"],
            fingerprint=told["fingerprint"],
            rows=rows,
            more=told["more"],
            made_at=told.get("made_at", ""),
            taken_up=told.get("taken_up", 0),
            left_out=told.get("left_out", 0),
        )
    except (ValueError, KeyError, TypeError) as error:
        reason = f"not a result of the evaluation: {error!r}"
        raise InvalidInput(value=where, reason=reason) from error


def folder_for(suite: str, data_directory: Path) -> Path:
    """Where a result is saved: a full one in the repository, to be committed, others in the data folder."""
    return RESULTS_FOLDER if suite == "full" else data_directory / "evals" / "results"


def folders(data_directory: Path) -> tuple[Path, Path]:
    """Where saved results are looked for."""
    return (folder_for("full", data_directory), folder_for("", data_directory))


def named_apart(result: Result, folder: Path) -> tuple[Result, Path]:
    """The result and its file, under a name that no run over other sources has in the folder.

    A repetition takes the place of what it repeats, unless that was measured with more beside it.
    """
    for number in count(1):
        name = result.name if number == 1 else f"{result.name}-{number}"
        path = folder / f"{name}.json"
        if not path.exists() or _repeats(result, read(path)):
            return replace(result, name=name), path
    raise AssertionError("numbers do not end")


def _repeats(result: Result, other: Result) -> bool:
    return other.profile == result.profile and set(other.more) <= set(result.more)


def save(result: Result, path: Path) -> None:
    """Write a result; a reader sees the old file or the whole new one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(".unfinished")
    unfinished.write_text(to_json(result), encoding="utf-8")
    unfinished.replace(path)


def read(path: Path) -> Result:
    """A saved result; raises `InvalidInput`."""
    try:
        return from_json(path.read_text(encoding="utf-8"), where=str(path))
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidInput(value=str(path), reason=str(error)) from error


def saved(places: Iterable[Path]) -> list[Path]:
    """The result files of some folders, oldest first by name."""
    found = (path for folder in places for path in folder.glob("*.json"))
    return sorted(found, key=lambda path: path.name)


def by_age(places: Iterable[Path]) -> list[Result]:
    """The results of some folders, oldest first; raises `InvalidInput` for a file that is none."""
    return sorted((read(path) for path in saved(places)), key=lambda one: one.age)


def find(name: str, places: Sequence[Path]) -> Path:
    """The file a person means by a path, a name, the beginning of one, or a commit.

    Raises `UnknownResult`, naming the files that could be meant.
    """
    if Path(name).is_file():
        return Path(name)
    known = saved(places)
    forms: tuple[Callable[[Path], bool], ...] = (
        lambda path: path.stem == name,
        lambda path: path.stem.startswith(name),
        lambda path: f"-{name}" in path.stem,
    )
    meant = next((found for form in forms if (found := [*filter(form, known)])), []) if name else []
    if len(meant) == 1:
        return meant[0]
    raise UnknownResult(name=name, known=", ".join(path.stem for path in meant or known) or "–")


def yardstick(folder: Path, profile: str, answers: str = "composed") -> Result | None:
    """The result of a clean checkout, with the same way of answering, that a new one is held against.

    It is the newest over the same sources; where nobody measured those, the last full one over the most.
    """
    clean = [one for one in by_age([folder]) if one.answers == answers and not one.is_modified]
    alike = [one for one in clean if one.profile == profile]
    return alike[-1] if alike else most_telling(clean) if clean else None


def most_telling(results: Sequence[Result]) -> Result:
    """Of results oldest first, the last full one over the most sources; the last one if none is full."""
    full = [one for one in results if one.suite == "full"]
    widest = max((len(one.profile.split()) for one in full), default=0)
    return ([one for one in full if len(one.profile.split()) == widest] or list(results))[-1]


_ATTRIBUTES = ("id", *GROUPINGS, "outcome", "failure")


def _row(told: dict[str, Any]) -> Row:
    attributes = {name: told.pop(name) for name in _ATTRIBUTES}
    scores = {name: _read(value) for name, value in told.items() if value is not None}
    return Row(**attributes, scores=scores)


def _rates(rates: Mapping[str, Rate]) -> dict[str, Any]:
    return {
        name: {key: round(value, _DIGITS) for key, value in asdict(found).items()}
        for name, found in rates.items()
    }


def _written(value: float | None) -> float | str | None:
    """JSON knows no NaN: a measure that failed is written as a word."""
    if value is None:
        return None
    if math.isnan(value):
        return "nan"
    return int(value) if value == int(value) else value


def _read(value: float | str) -> float:
    return math.nan if value == "nan" else float(value)
