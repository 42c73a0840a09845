"""What both forms of the GDPR share: its addresses, and the gate a complete text passes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from corpus.errors import SourceUnreadable
from corpus.nouns import Language, Passage, Source
from ingest.parse.gdpr_outline import read_outline
from ingest.parse.provisions import Article, Frame, article_passages, recital_passage

# A damaged page may lack hundreds of units: so many are named, the others counted.
_SHOWN_UNITS = 12
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


def complete_text(
    recitals: Iterable[tuple[str, str]],
    articles: Iterable[Article],
    source: Source,
    *,
    lang: Language,
    file_name: str,
) -> list[Passage]:
    """The units of (number, words) recitals and of articles; raises `SourceUnreadable`.

    Every unit of `read_outline` must be there, once, in order, and each of its blocks have words.
    """
    frame = gdpr_frame(source, lang)
    passages = [recital_passage(number, text, frame) for number, text in recitals]
    empty: list[str] = []
    for article in articles:
        passages += article_passages(article, frame)
        empty += _empty_blocks(article)
    check_complete(passages, source, file_name=file_name, empty_blocks=empty)
    return passages


def check_complete(
    passages: Sequence[Passage], source: Source, *, file_name: str, empty_blocks: Sequence[str] = ()
) -> None:
    """Raise `SourceUnreadable`, naming them, where units are missing, empty or out of order.

    `empty_blocks` are the names of units whose own words are known to be missing.
    """
    found = [passage.locator.partition(":")[2] for passage in passages]
    expected = dict.fromkeys(read_outline().units())
    counts = Counter(found)
    wordless = [name for name, passage in zip(found, passages, strict=True) if _is_empty(passage)]
    faults = {
        "missing": [name for name in expected if name not in counts],
        "not expected": [name for name in counts if name not in expected],
        "found twice": [name for name, count in counts.items() if count > 1],
        "without words": list(dict.fromkeys([*empty_blocks, *wordless])),
    }
    reasons = [f"{what}: {_named(names, source)}" for what, names in faults.items() if names]
    if not reasons and found != list(expected):
        moved = next(pair for pair in zip(found, expected, strict=True) if pair[0] != pair[1])
        reasons = [f"out of order: {_named(moved[:1], source)} before {_named(moved[1:], source)}"]
    if reasons:
        raise SourceUnreadable(source=source.id, reason=f"{file_name}: {'; '.join(reasons)}")


def _empty_blocks(article: Article) -> list[str]:
    """The units of an article of which some block holds no words, whatever stands below it."""
    names = [
        "-".join(("art", article.number, *b.path)) for b in article.blocks if not _has_words(b.text)
    ]
    return list(dict.fromkeys(names))


def _is_empty(passage: Passage) -> bool:
    # A point stands on the opening words of all that is around it.
    openings = passage.lead.split("\n") if passage.kind == "point" else []
    return not all(_has_words(text) for text in (passage.text, *openings))


def _has_words(text: str) -> bool:
    return any(character.isalpha() for character in text)


def _named(names: Sequence[str], source: Source) -> str:
    shown = ", ".join(f"{source.prefix}:{name}" for name in names[:_SHOWN_UNITS])
    return f"{shown} (+{len(names) - _SHOWN_UNITS})" if len(names) > _SHOWN_UNITS else shown
