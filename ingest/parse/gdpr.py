"""What both forms of the GDPR share: its addresses, and the gate a complete text passes."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.errors import SourceUnreadable
from corpus.nouns import Language, Passage, Source
from ingest.parse.provisions import Frame

ARTICLE_COUNT = 99
RECITAL_COUNT = 173

# The consolidated text has no recitals, so theirs is the address of the Official Journal text.
_JOURNAL = "https://eur-lex.europa.eu/eli/reg/2016/679/oj/"
_JOURNAL_LANGUAGE: dict[Language, str] = {"fr": "fra", "en": "eng"}


def gdpr_frame(source: Source, lang: Language) -> Frame:
    """The GDPR's frame: each unit links to its article or recital on EUR-Lex."""

    def address(name: str) -> str:
        kind, number = name.split("-")[:2]
        if kind == "rec":
            return f"{_JOURNAL}{_JOURNAL_LANGUAGE[lang]}#rct_{number}"
        return f"{source.url(lang)}#art_{number}"

    return Frame(source=source, lang=lang, address=address)


def check_complete(passages: Sequence[Passage], source: Source) -> list[Passage]:
    """The same passages; raises `SourceUnreadable` unless every unit is there, once, in order."""
    _check_sequence(passages, source, "rec", RECITAL_COUNT)
    _check_sequence(passages, source, "art", ARTICLE_COUNT)
    empty = [passage.locator for passage in passages if not passage.text.strip()]
    if empty:
        raise SourceUnreadable(source=source.id, reason=f"no words in {', '.join(empty)}")
    locators = [passage.locator for passage in passages]
    repeated = sorted({locator for locator in locators if locators.count(locator) > 1})
    if repeated:
        raise SourceUnreadable(source=source.id, reason=f"found twice: {', '.join(repeated)}")
    return list(passages)


def _check_sequence(
    passages: Sequence[Passage], source: Source, kind: str, expected_count: int
) -> None:
    whole = re.compile(rf"{re.escape(source.prefix)}:{kind}-(\d+)")
    found = [int(match[1]) for passage in passages if (match := whole.fullmatch(passage.locator))]
    expected = list(range(1, expected_count + 1))
    if found == expected:
        return
    missing = sorted(set(expected) - set(found))
    extra = sorted(set(found) - set(expected))
    what = "articles" if kind == "art" else "recitals"
    if missing or extra:
        reason = f"{what} missing: {missing or 'none'}, unexpected: {extra or 'none'}"
    else:
        reason = f"{what} out of order or repeated"
    raise SourceUnreadable(source=source.id, reason=reason)
