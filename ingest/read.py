"""Documents to passages: the first origin that can be read wins, the rest is named.

What was read before, of the same bytes, by the same program, is taken from the previous version.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from corpus.errors import SourceUnreadable
from corpus.nouns import Language, Passage
from corpus.store import DAMAGED, SourceRecord
from ingest.inputs import Obtained, input_name, reading_digest
from ingest.obtain import Absence, Document
from ingest.parse.loaders import LOADERS
from ingest.previous import PreviousVersion, Reading
from ingest.questions import read_questions, with_questions


def read_documents(obtained: Iterable[Obtained], previous: PreviousVersion | None) -> list[Reading]:
    """One reading per source and language, absent and refused ones included.

    Our questions are attached when all are read (`attach_questions`); a text that was read before
    still carries those of then.
    """
    readings = []
    for item in obtained:
        if isinstance(item, SourceRecord):
            readings.append(Reading(item, ()))
        elif isinstance(item, Absence):
            readings.append(_absent(item, previous))
        else:
            readings.append(_read_before(item, previous) or _read(item, previous))
    return readings


def attach_questions(readings: Sequence[Reading]) -> list[Reading]:
    """All readings of an ingestion, with the questions that the languages now loaded call for."""
    loaded: dict[str, set[Language]] = defaultdict(set)
    for reading in readings:
        if reading.passages:
            loaded[reading.record.source].add(reading.record.lang)
    questions = read_questions()
    return [
        replace(r, passages=with_questions(r.passages, questions, loaded[r.record.source]))
        for r in readings
    ]


def newest_first(obtained: Iterable[Obtained], texts: Path) -> list[Obtained]:
    """Read what a person put into `texts` first, then what its official address gave, then the rest.

    An address is asked where nothing else has the text, or by an update: then it is the newest.
    """

    def rank(document: Document) -> int:
        if document.origin.kind == "web":
            return 1
        return 0 if document.path.is_relative_to(texts) else 2

    return [sorted(item, key=rank) if isinstance(item, list) else item for item in obtained]


def prefer_previous(
    obtained: Iterable[Obtained], previous: PreviousVersion | None
) -> list[Obtained]:
    """Leave out the documents of a lesser origin than the source was read from before.

    So a run without the mirror does not replace the mirror's text by the installed package's.
    """
    return [
        _without_lesser(item, previous) if isinstance(item, list) else item for item in obtained
    ]


def _without_lesser(
    documents: list[Document], previous: PreviousVersion | None
) -> list[Document] | Absence:
    first = documents[0]
    kept = [document for document in documents if not _is_lesser(document, previous)]
    return kept or Absence(first.source, first.lang, f"only the {first.origin.kind} answers now")


def _is_lesser(document: Document, previous: PreviousVersion | None) -> bool:
    before = previous.record(document.source.id, document.lang) if previous else None
    kinds = [str(o.kind) for o in document.source.origins if o.lang == document.lang]
    if before is None or not {before.origin, document.origin.kind} <= set(kinds):
        return False
    if document.origin.kind == "web":  # its official address: nothing is better
        return False
    return kinds.index(document.origin.kind) > kinds.index(before.origin)


def unchanged_records(
    obtained: Iterable[Obtained], previous: PreviousVersion
) -> list[SourceRecord]:
    """The records of a version that is still up to date, as today's documents leave them."""
    today = {input_name(item): item for item in obtained}
    records = []
    for record in previous.records:
        item = today.get(f"{record.source}/{record.lang}")
        if isinstance(item, Absence):
            record = _absent(item, previous).record
        elif isinstance(item, list):
            record = _found_again(record, item)
        records.append(record)
    return records


def _read_before(documents: list[Document], previous: PreviousVersion | None) -> Reading | None:
    """What the previous version read of the same documents, or None: they must be read."""
    if previous is None or input_name(documents) not in previous.inputs:
        return None
    source, lang = documents[0].source.id, documents[0].lang
    before = previous.outcome(source, lang)
    is_same = previous.inputs[input_name(documents)] == reading_digest(documents)
    if before is None or before.status == "missing" or not is_same:
        return None
    passages = previous.passages_of(source, lang)
    if len(passages) != before.passage_count:
        return None
    return Reading(_found_again(before, documents), passages)


def _found_again(before: SourceRecord, documents: list[Document]) -> SourceRecord:
    """The record of a document read before: it may lie elsewhere now, and be confirmed since."""
    found = [d for d in documents if d.sha256 == before.sha256 and d.origin.kind == before.origin]
    if not found:
        return before
    today = replace(before, path=str(found[0].path), obtained_at=found[0].obtained_at)
    if before.status == "kept":  # it had gone, and is back
        return replace(today, status="loaded", reason="", refusal="")
    return today


def _read(documents: list[Document], previous: PreviousVersion | None) -> Reading:
    reasons = []
    refusal = ""
    for document in documents:
        load = LOADERS.get(document.origin.loader)
        if load is None:
            reasons.append(f"{document.path.name}: no loader is called {document.origin.loader!r}")
            continue
        try:
            loaded = load(document.source, document.origin, document.path)
        except SourceUnreadable as error:
            reasons.append(str(error.values["reason"]))
            refusal = refusal or str(error.values.get("refusal", ""))
            continue
        passages = tuple(loaded)
        fault = _fault(passages)
        if not fault:
            return Reading(_loaded(document, len(passages), reasons), passages)
        reasons.append(f"{document.path.name}: {fault}")
    return _refused(documents[0], "; ".join(reasons), refusal, previous)


def _refused(
    document: Document, reason: str, refusal: str, previous: PreviousVersion | None
) -> Reading:
    source = document.source
    if source.authority != "user":
        refusal = refusal or DAMAGED
    # The user's folder is the truth about the user's documents: what was replaced there is gone.
    if previous and source.authority != "user":
        kept = previous.reading(source.id, document.lang, reason, refusal)
        if kept:
            return kept
    record = SourceRecord(
        source=source.id,
        lang=document.lang,
        status="refused",
        sha256=document.sha256,
        reason=reason,
        path=str(document.path),
        title=_own_title(document),
        refusal=refusal,
    )
    return Reading(record, ())


def _fault(passages: Sequence[Passage]) -> str:
    if not passages:
        return "no passage in it"
    counts = Counter(passage.id for passage in passages)
    repeated = sorted(name for name, count in counts.items() if count > 1)
    return f"found twice: {', '.join(repeated)}" if repeated else ""


def _loaded(document: Document, count: int, reasons: list[str]) -> SourceRecord:
    return SourceRecord(
        source=document.source.id,
        lang=document.lang,
        status="loaded",
        origin=document.origin.kind,
        sha256=document.sha256,
        passage_count=count,
        reason="; ".join(filter(None, [*reasons, document.note])),
        path=str(document.path),
        obtained_at=document.obtained_at,
        title=_own_title(document),
    )


def _own_title(document: Document) -> str:
    return document.source.title(document.lang) if document.source.authority == "user" else ""


def _absent(absence: Absence, previous: PreviousVersion | None) -> Reading:
    kept = previous and previous.reading(absence.source.id, absence.lang, absence.reason)
    missing = SourceRecord(absence.source.id, absence.lang, "missing", reason=absence.reason)
    return kept or Reading(missing, ())
