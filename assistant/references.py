"""Exact references to the law: the ones a person typed, and the ones a unit of law makes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from string import ascii_lowercase

from assistant.legal_words import LawName, Token, tokenize
from assistant.reference_groups import Group, read_groups
from assistant.token_cursor import Path
from corpus.locator import Locator, article_of

# How far from its numbers a law may be named: "in the ePrivacy directive, what does article 5 say",
# "what does article 5 say in the ePrivacy directive".
TOKENS_TO_LAW_BEFORE = 6
WORDS_TO_LAW_AFTER = 3

# A hyphenated number from here on is an article of a code ("226-16"), no paragraph of the GDPR.
FIRST_CODE_NUMBER = 100
# Where a code article is cited without its code: the CPCE counts from L32 to L144 and is asked
# about below L100; the Consumer Code has three digits; four are the Labour Code's.
_CODE_BY_DIGITS = {2: "cpce", 3: "conso"}

_BARE_NOUNS: frozenset[LawName | None] = frozenset({"regulation", "act", "noun"})
_LINKS = frozenset({"of", "du", "de", "des", "d'", "d’", "in", "dans"})
_ARTICLE_LAWS = frozenset({"gdpr", "eprivacy", "lil"})
_LAWS = frozenset({*_ARTICLE_LAWS, "cpce", "conso"})


@dataclass(frozen=True, slots=True)
class _Speaker:
    """Who makes the references: what "this law", "the regulation", no law at all mean there."""

    own: str
    meanings: dict[LawName, str]
    article: str = ""
    paragraph: str = ""
    is_person: bool = False


_PERSON = _Speaker(
    own="gdpr",
    meanings={"own": "gdpr", "regulation": "gdpr", "act": "lil"},
    is_person=True,
)


def find_references(question: str) -> tuple[str, ...]:
    """The locators of the exact references a person typed, in order, each once.

    Without a law named, an article is one of the GDPR, whether it exists or not; references to
    laws that Recital does not hold are left out.
    """
    return _unique(_locators(tokenize(question), _PERSON))


@dataclass(frozen=True, slots=True)
class Named:
    """The references a sentence makes: locators of held laws, numbers of articles of others.

    `unnamed` are those of the locators whose law the sentence does not name; `digits` are those of
    all the words ("6", "1" of "article 6(1)").
    """

    locators: tuple[str, ...]
    unnamed: frozenset[str]
    elsewhere: tuple[str, ...]
    digits: frozenset[str]


def name_references(sentence: str) -> Named:
    """Every reference to an article that a sentence makes, whether its law is held or not."""
    tokens = tokenize(sentence)
    locators: list[str] = []
    elsewhere: list[str] = []
    unnamed: set[str] = set()
    digits: set[str] = set()
    groups = read_groups(tokens)
    laws = dict(zip(groups, _laws(tokens, groups, _PERSON), strict=True))
    for group, units in _located(tokens, _PERSON):
        locators += units
        if laws[group] is None:
            unnamed.update(units)
        for token in tokens[group.start : group.end]:
            digits.update(re.findall(r"\d+", token.text))
        if not units and group.kind in ("article", "code", "recital"):
            elsewhere += ["".join(path[:1]).lstrip("lrd") for path in group.paths]
    return Named(_unique(locators), frozenset(unnamed), _unique(elsewhere), frozenset(digits))


def find_cited(text: str, locator: str) -> tuple[str, ...]:
    """The locators that the words of the unit at `locator` refer to, in order, each once.

    "Paragraph 1" is one of the same article; articles of other acts are left out, and so is the
    unit itself. Raises `UnknownLocator` when `locator` is none.
    """
    found = _unique(_locators(tokenize(text), _speaker_at(locator)))
    return tuple(cited for cited in found if cited != str(Locator.parse(locator)))


def locate_groups(tokens: list[Token], locator: str) -> Iterator[tuple[Group, tuple[str, ...]]]:
    """Each reference that the tokens of the unit at `locator` make, with the locators it names.

    One locator for each path of the group, or none where its law is not held. Raises
    `UnknownLocator` when `locator` is none.
    """
    for group, units in _located(tokens, _speaker_at(locator)):
        yield group, units if len(units) == len(group.paths) else ()


def _speaker_at(locator: str) -> _Speaker:
    here = Locator.parse(locator)
    if here.source not in _LAWS:  # guidance speaks of the GDPR as "the regulation"
        return _Speaker(own="gdpr", meanings={"regulation": "gdpr"})
    article = article_of(locator) if here.unit.startswith("art-") else ""
    steps = here.unit.split("-")[2:]
    paragraph = f"{article}-{steps[0]}" if steps and steps[0][0].isdigit() else ""
    return _Speaker(here.source, {"own": here.source}, article, paragraph)


def _unique(locators: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(locators))


def _locators(tokens: list[Token], speaker: _Speaker) -> Iterator[str]:
    for _, units in _located(tokens, speaker):
        yield from units


def _located(tokens: list[Token], speaker: _Speaker) -> Iterator[tuple[Group, tuple[str, ...]]]:
    groups = read_groups(tokens)
    for group, law in zip(groups, _laws(tokens, groups, speaker), strict=True):
        if group.kind == "locator":
            yield group, (str(Locator.parse(group.paths[0][0])),)
        elif group.kind == "own" and law is None:
            yield group, tuple(_own_units(group, speaker))
        elif group.kind not in ("own", "elsewhere"):
            yield group, tuple(_units(group, law, speaker))


def _laws(tokens: list[Token], groups: list[Group], speaker: _Speaker) -> list[LawName | None]:
    """The law named with each group, or around it."""
    word_limit = WORDS_TO_LAW_AFTER if speaker.is_person else 0
    laws: list[LawName | None] = []
    floor = 0
    for index, group in enumerate(groups):
        law, end = _law_after(tokens, group.end, word_limit=word_limit)
        kinds = {token.kind for token in tokens[floor : group.start]}
        is_next = index > 0 and groups[index - 1].end == floor and kinds <= {"and", "of"}
        # "Article 8 of Regulation X, in conjunction with Article 5"; "LIL art. 82 and art. 83".
        if law is None and index > 0 and ("with" in kinds or is_next):
            law = laws[-1]
        law = law or _law_before(tokens, group.start, floor, is_person=speaker.is_person)
        laws.append(law)
        floor = end
    # "Article 5 and Article 6 of X": both are of X.
    for index in range(len(groups) - 2, -1, -1):
        between = tokens[groups[index].end : groups[index + 1].start]
        if laws[index] is None and between and {token.kind for token in between} <= {"and", "of"}:
            laws[index] = laws[index + 1]
    return laws


def _law_after(tokens: list[Token], end: int, *, word_limit: int) -> tuple[LawName | None, int]:
    """The law named right after the numbers, and the index after its name."""
    link: list[str] = []
    word_count = 0
    for at in range(end, len(tokens)):
        token = tokens[at]
        if token.kind == "law":
            is_linked = bool(_LINKS.intersection(link))
            needs_link = token.law in _BARE_NOUNS or word_count > 0
            return (token.law, at + 1) if is_linked or not needs_link else (None, end)
        if token.kind == "word" and word_count < word_limit:
            word_count += 1
            link = []
        elif token.kind in ("of", "mark") or token.text == ",":
            link.append(token.text)
        else:
            break
    return None, end


def _law_before(tokens: list[Token], start: int, floor: int, *, is_person: bool) -> LawName | None:
    """The law named before the numbers: some words before in a question, next to them in a text."""
    for at in range(start - 1, max(floor, start - TOKENS_TO_LAW_BEFORE) - 1, -1):
        token = tokens[at]
        if token.kind == "law" and token.law not in _BARE_NOUNS:
            return token.law
        if token.kind == "stop" or not (is_person or token.text == ","):
            return None
    return None


def _own_units(group: Group, speaker: _Speaker) -> Iterator[str]:
    if not speaker.article or speaker.own not in ("gdpr", "eprivacy"):
        return
    for paragraph, *points in group.paths:
        above = f"{speaker.article}-{paragraph}" if paragraph else speaker.paragraph
        if above:
            yield "-".join((above, *points))


def _units(group: Group, law: LawName | None, speaker: _Speaker) -> Iterator[str]:
    source = speaker.own if law is None else speaker.meanings.get(law, law)
    for path in group.paths:
        unit = ""
        if group.kind == "code":
            source_of_code = _code_source(path, law, speaker)
            unit = f"{source_of_code}:art-{'-'.join(path)}" if source_of_code else ""
        elif group.kind == "recital" and source in ("gdpr", "eprivacy"):
            unit = f"{source}:rec-{path[0]}"
        elif group.kind == "article":
            unit = _article(path, source, is_named=law is not None)
        if unit:
            yield unit


def _code_source(path: Path, law: LawName | None, speaker: _Speaker) -> str:
    if law in ("cpce", "conso"):
        return law
    if law not in (None, "gdpr", "lil", "own"):
        return ""
    if speaker.own in ("cpce", "conso"):
        return speaker.own
    return _CODE_BY_DIGITS.get(len(path[0]) - 1, "")


def _article(path: Path, source: str, *, is_named: bool) -> str:
    number, *steps = path
    if source == "lil":  # there a hyphen is part of the number, and paragraphs have none
        joined = [step for step in steps[:2] if step.startswith("-")]
        return f"lil:art-{number}{''.join(joined)}"
    bare = [step.lstrip("-") for step in steps]
    if source in ("cpce", "conso"):
        return f"{source}:art-l{'-'.join((number, *bare))}" if is_named else ""
    if source not in _ARTICLE_LAWS or (
        bare and int(number.rstrip(ascii_lowercase)) >= FIRST_CODE_NUMBER
    ):
        return ""
    return f"{source}:art-{'-'.join((number, *bare))}"
