"""What an index version is made of, by digests: has anything changed since?"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from corpus.store import SourceRecord
from ingest.obtain import Absence, Document
from ingest.program import PROGRAM, index_digest, loader_digest
from ingest.questions import read_questions

Obtained = list[Document] | Absence | SourceRecord
"""A source in one language: its documents, why there is none, or the refusal of its only one."""


def input_name(item: Obtained) -> str:
    """ "source/lang", under which a version's inputs hold the digest of a reading."""
    one = item[0] if isinstance(item, list) else item
    return f"{source_id(item)}/{one.lang}"


def source_id(item: Obtained) -> str:
    """The source it is about."""
    if isinstance(item, SourceRecord):
        return item.source
    return item.source.id if isinstance(item, Absence) else item[0].source.id


def reading_digest(item: list[Document] | SourceRecord) -> str:
    """SHA-256 over all that a reading depends on.

    The bytes of every document of the source, its row of the manifest, its loaders and our questions.
    """
    if isinstance(item, SourceRecord):
        return _sha256(repr(replace(item, obtained_at="")))
    source = item[0].source
    parts = [repr(source), *(repr(row) for row in _questions_of(source.prefix))]
    for document in item:
        parts += [repr(document.origin), document.sha256, loader_digest(document.origin.loader)]
    return _sha256("\x00".join(parts))


def input_digests(obtained: Iterable[Obtained]) -> dict[str, str]:
    """ "source/lang" -> the digest of the reading of each source that is there."""
    return {
        input_name(item): reading_digest(item) for item in obtained if not isinstance(item, Absence)
    }


def are_unchanged(obtained: Sequence[Obtained], before: Mapping[str, str]) -> bool:
    """Whether all that is there now was read, of these bytes, by this program, by the version before.

    Documents that have gone since do not count: what was read of them is kept. A source that the
    manifest no longer names does: its text must go. So does a change of the program.
    """
    named = {input_name(item) for item in obtained} | {PROGRAM}
    digests = {**input_digests(obtained), PROGRAM: index_digest()}
    is_same = all(before.get(name) == digest for name, digest in digests.items())
    return bool(before) and before.keys() <= named and is_same


def _questions_of(prefix: str) -> Iterator[object]:
    rows = read_questions().items()
    yield from sorted(row for row in rows if row[0][0].startswith(f"{prefix}:"))


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
