"""What changed between two sets of passages, unit by unit, word by word.

Whole units are compared (an article, a recital, an entry), not the paragraphs and parts they are
searched by, so that a change is told once.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import date
from difflib import SequenceMatcher
from typing import Any, Literal

from corpus.locator import ancestors
from corpus.nouns import Language, Passage

_WORDS = re.compile(r"\s*\S+|\s+$")

UnitKey = tuple[str, Language, str]
"""Source, language, locator."""


@dataclass(frozen=True, slots=True)
class Segment:
    """Words that both texts have, or one of them; the segments in order are both texts."""

    kind: Literal["same", "removed", "added"]
    text: str


@dataclass(frozen=True, slots=True)
class Dates:
    """From when until when a unit applies, and when it was last modified; None: it does not say."""

    applies_from: date | None
    applies_until: date | None
    last_modified: date | None


@dataclass(frozen=True, slots=True)
class Change:
    """One unit that is not as it was.

    `kind`: "added", "removed", "changed" (its words), "dates" (the same words, other dates). The
    segments tell the whole text; `before` and `after` are None where the unit was not there.
    """

    kind: Literal["added", "removed", "changed", "dates"]
    source: str
    locator: str
    lang: Language
    heading: str
    segments: tuple[Segment, ...]
    before: Dates | None
    after: Dates | None

    @property
    def are_dates_moved(self) -> bool:
        """Whether the unit was there and is, with other dates."""
        return self.before is not None and self.after is not None and self.before != self.after

    def to_json(self) -> dict[str, Any]:
        """The change with its dates as ISO texts."""
        return {**asdict(self), "before": _json(self.before), "after": _json(self.after)}


def changes(before: Iterable[Passage], after: Iterable[Passage]) -> tuple[Change, ...]:
    """Every unit added, removed, changed or dated anew, in reading order, removed ones last."""
    old, new = _by_unit(before), _by_unit(after)
    keys = dict.fromkeys((*_outermost(new), *_outermost(old)))
    return tuple(
        change for key in keys for change in _changes_of(old.get(key, []), new.get(key, []))
    )


def _by_unit(passages: Iterable[Passage]) -> dict[UnitKey, list[Passage]]:
    held: dict[UnitKey, list[Passage]] = defaultdict(list)
    for passage in passages:
        held[passage.source, passage.lang, passage.locator].append(passage)
    return held


def _outermost(held: dict[UnitKey, list[Passage]]) -> Iterator[UnitKey]:
    for source, lang, locator in held:
        if not any((source, lang, above) in held for above in ancestors(locator)):
            yield source, lang, locator


def _changes_of(old: list[Passage], new: list[Passage]) -> Iterator[Change]:
    """The changes of one unit: versions of equal start are compared, then those of equal words."""
    for before, after in _paired(old, new):
        if (_words_of(before), _dates(before)) != (_words_of(after), _dates(after)):
            yield _change(before, after)


def _paired(
    old: list[Passage], new: list[Passage]
) -> Iterator[tuple[Passage | None, Passage | None]]:
    left, right = _in_time(old), _in_time(new)
    for is_match in (_start_together, _read_alike):
        for after in list(right):
            before = next((passage for passage in left if is_match(passage, after)), None)
            if before is not None:
                left.remove(before)
                right.remove(after)
                yield before, after
    for index in range(max(len(left), len(right))):
        yield (
            left[index] if index < len(left) else None,
            right[index] if index < len(right) else None,
        )


def _in_time(passages: Iterable[Passage]) -> list[Passage]:
    return sorted(passages, key=lambda passage: passage.applies_from or date.min)


def _start_together(before: Passage, after: Passage) -> bool:
    return before.applies_from == after.applies_from


def _read_alike(before: Passage | None, after: Passage | None) -> bool:
    return _words_of(before) == _words_of(after)


def _change(before: Passage | None, after: Passage | None) -> Change:
    shown = after or before
    assert shown is not None
    kind: Literal["added", "removed", "changed", "dates"] = "changed"
    if before is None:
        kind = "added"
    elif after is None:
        kind = "removed"
    elif _read_alike(before, after):
        kind = "dates"
    return Change(
        kind=kind,
        source=shown.source,
        locator=shown.locator,
        lang=shown.lang,
        heading=shown.heading,
        segments=tuple(word_changes(_words_of(before), _words_of(after))),
        before=_dates(before),
        after=_dates(after),
    )


def word_changes(before: str, after: str) -> Iterator[Segment]:
    """Both texts as segments: line by line first, then word by word where lines differ."""
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    pieces: list[Segment] = []
    for tag, a, b, c, d in SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes():
        if tag == "equal":
            pieces.append(Segment("same", "".join(old[a:b])))
        else:
            pieces += _compared("".join(old[a:b]), "".join(new[c:d]))
    yield from _joined(pieces)


def _compared(before: str, after: str) -> Iterator[Segment]:
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    for tag, a, b, c, d in SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes():
        if tag == "equal":
            yield Segment("same", "".join(old[a:b]))
            continue
        if b > a:
            yield Segment("removed", "".join(old[a:b]))
        if d > c:
            yield Segment("added", "".join(new[c:d]))


def _joined(pieces: Iterable[Segment]) -> list[Segment]:
    joined: list[Segment] = []
    for piece in pieces:
        if joined and joined[-1].kind == piece.kind:
            joined[-1] = Segment(piece.kind, joined[-1].text + piece.text)
        else:
            joined.append(piece)
    return joined


def _words_of(passage: Passage | None) -> str:
    """What a reader reads of a unit: its heading, then its words."""
    if passage is None:
        return ""
    return f"{passage.heading}\n{passage.full_text}" if passage.heading else passage.full_text


def _dates(passage: Passage | None) -> Dates | None:
    if passage is None:
        return None
    return Dates(passage.applies_from, passage.applies_until, passage.last_modified)


def _json(dates: Dates | None) -> dict[str, str | None] | None:
    if dates is None:
        return None
    return {name: day.isoformat() if day else None for name, day in asdict(dates).items()}
