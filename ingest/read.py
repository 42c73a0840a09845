"""Documents to passages: the first origin that can be read wins, the rest is named."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from corpus.errors import SourceUnreadable
from corpus.nouns import Passage
from corpus.store import SourceRecord
from ingest.obtain import PROGRAM, Absence, Document, program_digest
from ingest.parse.loaders import LOADERS
from ingest.questions import read_questions, with_questions


@dataclass(frozen=True, slots=True)
class Reading:
    """What one source in one language gave: its record, and its passages in order."""

    record: SourceRecord
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class PreviousVersion:
    """The served version, for what may have to be kept of it."""

    version: str
    passages: tuple[Passage, ...]
    records: tuple[SourceRecord, ...]

    def record(self, source: str, lang: str) -> SourceRecord | None:
        """What became of a source that version holds, or None."""
        found = [r for r in self.records if r.source == source and r.lang == lang]
        return found[0] if found and found[0].passage_count else None

    def reading(self, source: str, lang: str, reason: str, sha256: str = "") -> Reading | None:
        """What that version holds of a source, or None; `sha256`: the bytes refused instead."""
        passages = tuple(p for p in self.passages if p.source == source and p.lang == lang)
        before = self.record(source, lang)
        if not passages or before is None:
            return None
        kept = replace(
            before,
            status="kept",
            sha256=sha256 or before.sha256,
            passage_count=len(passages),
            reason=reason,
        )
        return Reading(kept, passages)


def read_documents(
    obtained: Iterable[list[Document] | Absence], previous: PreviousVersion | None
) -> list[Reading]:
    """One reading per source and language, absent and refused ones included."""
    readings = []
    for item in obtained:
        if isinstance(item, Absence):
            readings.append(_absent(item, previous))
        else:
            readings.append(_read(item, previous))
    return readings


def prefer_previous(
    obtained: Iterable[list[Document] | Absence], previous: PreviousVersion | None
) -> list[list[Document] | Absence]:
    """Leave out the documents of a lesser origin than the source was read from before.

    So a run without the mirror does not replace the mirror's text by the installed package's.
    """
    return [
        item if isinstance(item, Absence) else _without_lesser(item, previous) for item in obtained
    ]


def _without_lesser(
    documents: list[Document], previous: PreviousVersion | None
) -> list[Document] | Absence:
    first = documents[0]
    kept = [document for document in documents if not _is_lesser(document, previous)]
    return kept or Absence(first.source, first.lang, f"only the {first.origin.kind} answers now")


def _is_lesser(document: Document, previous: PreviousVersion | None) -> bool:
    before = previous.record(document.source.id, document.lang) if previous else None
    kinds = [o.kind for o in document.source.origins if o.lang == document.lang]
    if before is None or before.origin not in kinds:
        return False
    return kinds.index(document.origin.kind) > [str(kind) for kind in kinds].index(before.origin)


def input_digests(obtained: Iterable[list[Document] | Absence]) -> dict[str, str]:
    """ "source/lang" -> SHA-256 of the preferred document of each source that is there."""
    return {_name(item): item[0].sha256 for item in obtained if not isinstance(item, Absence)}


def are_unchanged(obtained: Sequence[list[Document] | Absence], before: Mapping[str, str]) -> bool:
    """Whether every document that is there now was read, with these bytes, by the version before.

    Documents that have gone since do not count: what was read of them is kept. A source that the
    manifest no longer names does: its text must go. So does a change of the program that reads them.
    """
    named = {_name(item) for item in obtained} | {PROGRAM}
    digests = {**input_digests(obtained), PROGRAM: program_digest()}
    is_same = all(before.get(name) == digest for name, digest in digests.items())
    return bool(before) and before.keys() <= named and is_same


def unchanged_records(
    obtained: Iterable[list[Document] | Absence], previous: PreviousVersion
) -> list[SourceRecord]:
    """The records of a version that is still up to date, with what has gone since named as kept."""
    gone = {
        _name(item): _absent(item, previous).record
        for item in obtained
        if isinstance(item, Absence)
    }
    return [gone.get(f"{r.source}/{r.lang}", r) for r in previous.records]


def _name(item: list[Document] | Absence) -> str:
    one = item if isinstance(item, Absence) else item[0]
    return f"{one.source.id}/{one.lang}"


def _read(documents: list[Document], previous: PreviousVersion | None) -> Reading:
    reasons = []
    for document in documents:
        try:
            load = LOADERS[document.origin.loader]
            loaded = load(document.source, document.origin, document.path)
        except SourceUnreadable as error:
            reasons.append(str(error.values["reason"]))
            continue
        passages = with_questions(loaded, read_questions(), document.source.languages)
        fault = _fault(passages)
        if not fault:
            return Reading(_loaded(document, len(passages), reasons), passages)
        reasons.append(f"{document.path.name}: {fault}")
    first = documents[0]
    reason = "; ".join(reasons)
    kept = previous and previous.reading(first.source.id, first.lang, reason, first.sha256)
    refused = SourceRecord(
        first.source.id, first.lang, "refused", sha256=first.sha256, reason=reason
    )
    return kept or Reading(refused, ())


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
        reason="; ".join(reasons),
    )


def _absent(absence: Absence, previous: PreviousVersion | None) -> Reading:
    kept = previous and previous.reading(absence.source.id, absence.lang, absence.reason)
    missing = SourceRecord(absence.source.id, absence.lang, "missing", reason=absence.reason)
    return kept or Reading(missing, ())
