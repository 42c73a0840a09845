"""`recital cards verify`: every card, against its schema, its twin, and the texts it cites."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from assistant.figures import claimed_figures
from corpus.card import (
    CARD_REFERENCE,
    CARDS_PATH,
    SECTIONS,
    Card,
    CardFile,
    card_paths,
    read_card,
    section_titles,
)
from corpus.errors import UnknownLocator
from corpus.index import Index
from corpus.locator import Locator
from corpus.manifest import Manifest
from corpus.nouns import LANGUAGES, Language
from evals.cards.glossary import Glossary, read_glossary
from evals.cards.overlap import OfficialWords
from evals.cards.parity import differences
from evals.cards.support import figures_of, support

TOPICS_PATH = CARDS_PATH.parent / "topics.toml"

_YES_OR_NO = re.compile(r"(?:oui|non|yes|no)\b(?!-)", re.IGNORECASE)
Topics = dict[Language, dict[str, str]]
"""The id of each topic by its label, per language."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Something a card must not have: where, and what."""

    file: str
    rule: str
    message: str


@dataclass(slots=True)
class Verification:
    """What became of the cards: how many, what is wrong, which citations could not be read.

    `named_only`: citations of texts that nobody can load; `not_loaded`: of texts that this machine
    did not obtain, whose support was not checked.
    """

    cards: int = 0
    citations: int = 0
    named_only: int = 0
    not_loaded: int = 0
    faults: list[Fault] = field(default_factory=list)


@dataclass
class Texts:
    """What cards are compared with."""

    index: Index
    manifest: Manifest
    cards: Sequence[CardFile]
    topics: Topics

    @cached_property
    def glossary(self) -> Glossary:
        """Everyday words and glossary cards, both languages."""
        return read_glossary(item.card for item in self.cards)

    @cached_property
    def official(self) -> OfficialWords:
        """Every run of words of the loaded texts, ours and the user's apart."""
        texts = (
            passage.full_text
            for passage in self.index.passages.values()
            if passage.kind != "card" and not passage.source.startswith("user-")
        )
        return OfficialWords(texts)

    @cached_property
    def by_locator(self) -> dict[tuple[str, Language], CardFile]:
        """The cards by what they are cited by."""
        return {(item.locator, item.card.lang): item for item in self.cards}

    def is_loaded(self, locator: str) -> bool:
        """Whether the source of a locator has passages in the index."""
        prefix = Locator.parse(locator).source
        held = {record.source for record in self.index.records if record.passage_count}
        return any(s.prefix == prefix and s.id in held for s in self.manifest.sources.values())


def read_topics(path: Path = TOPICS_PATH) -> Topics:
    """The vocabulary of topics."""
    rows = tomllib.loads(path.read_text(encoding="utf-8"))
    return {
        "fr": {row["fr"]: name for name, row in rows.items()},
        "en": {row["en"]: name for name, row in rows.items()},
    }


def read_cards(folder: Path = CARDS_PATH) -> tuple[list[CardFile], list[Fault]]:
    """The cards of a folder that can be read, and what is wrong with the others."""
    cards: list[CardFile] = []
    faults: list[Fault] = []
    for path in card_paths(folder):
        try:
            cards.append(read_card(path))
        except (OSError, ValueError) as error:
            faults.append(Fault(path.name, "schema", str(error).removeprefix(f"{path.name}: ")))
    return cards, faults


def verify(
    index: Index, manifest: Manifest, folder: Path = CARDS_PATH, only: Iterable[str] = ()
) -> Verification:
    """Check every card, or only those whose id begins with one of `only`."""
    cards, faults = read_cards(folder)
    texts = Texts(index, manifest, cards, read_topics())
    wanted = tuple(only)
    chosen = [item for item in cards if not wanted or item.card.id.startswith(wanted)]
    found = Verification(cards=len(chosen))
    found.faults += [f for f in faults if not wanted or f.file.startswith(wanted)]
    for item in chosen:
        found.citations += len(item.card.citations)
        _count_unread(item.card, texts, found)
        found.faults += [
            Fault(item.path.name, rule, message) for rule, message in _card_faults(item, texts)
        ]
    found.faults += _pair_faults(chosen, texts)
    return found


def _count_unread(card: Card, texts: Texts, found: Verification) -> None:
    for citation in card.citations:
        if _is_named_only(citation.locator, texts):
            found.named_only += 1
        elif not citation.locator.startswith("card:"):
            found.not_loaded += not _is_checked_here(citation.locator, card.lang, texts)


def _card_faults(item: CardFile, texts: Texts) -> Iterator[tuple[str, str]]:
    card = item.card
    if item.path.parent.name != card.kind:
        yield "schema", f"a {card.kind} card stands in {item.path.parent.name}/"
    if section_titles(item.body) != SECTIONS[card.kind][card.lang]:
        yield "sections", f"must be: {' · '.join(SECTIONS[card.kind][card.lang])}"
    if card.article and card.id != card.article.replace(":", "-"):
        yield "schema", f"the card of {card.article} must be {card.article.replace(':', '-')}"
    for topic in card.topics:
        if topic not in texts.topics[card.lang]:
            yield "topics", f"{topic!r} is not in corpus/topics.toml"
    if _YES_OR_NO.match(card.short_answer):
        yield "polarity", "a yes fits some of the questions only: say what is allowed or due"
    yield from _citation_faults(card, texts)
    yield from _number_faults(card, texts)
    for name in CARD_REFERENCE.findall(item.body):
        if (f"card:{name}", card.lang) not in texts.by_locator:
            yield "reference", f"the body names {name}: no such card"
    written = (card.title, card.short_answer, *card.questions, item.body)
    for part in (*written, *(citation.carries for citation in card.citations)):
        copied = texts.official.copied(part)
        if copied:
            yield "copied", f"18 words of an official text: {copied}"


def _citation_faults(card: Card, texts: Texts) -> Iterator[tuple[str, str]]:
    facts = [*((card.article,) if card.article else ())]
    facts += card.decision.articles if card.decision else ()
    for locator in (*(citation.locator for citation in card.citations), *facts):
        message = _locator_fault(locator, texts)
        if message:
            yield "locator", message
    for citation in card.citations:
        if _is_named_only(citation.locator, texts) and card.confidence == "high":
            yield "confidence", f"{citation.locator} is not loaded: at most medium"
        if _is_checked_here(citation.locator, card.lang, texts):
            held = support(
                citation.carries, card.lang, citation.locator, texts.index, texts.glossary
            )
            if not held.holds:
                parts = [*held.figures, *held.references]
                parts += [f"{held.share:.0%} of the terms, without {', '.join(held.missing)}"]
                yield "support", f"{citation.locator} does not carry: {'; '.join(parts)}"


def _locator_fault(locator: str, texts: Texts) -> str:
    """Why a locator names nothing, or ""."""
    try:
        texts.manifest.of_locator(locator)
    except UnknownLocator:
        return f"{locator}: no such source"
    if locator.startswith("card:"):
        is_known = any((locator, lang) in texts.by_locator for lang in ("fr", "en"))
        return "" if is_known else f"{locator}: no such card"
    if texts.is_loaded(locator) and not texts.index.has(locator):
        return f"{locator}: the text is loaded and has no such unit"
    return ""


def _is_named_only(locator: str, texts: Texts) -> bool:
    """Whether nobody can load the text: the manifest names it and no origin of it."""
    prefix = Locator.parse(locator).source
    sources = [s for s in texts.manifest.sources.values() if s.prefix == prefix]
    return bool(sources) and not any(source.origins for source in sources)


def _is_checked_here(locator: str, lang: Language, texts: Texts) -> bool:
    """Whether the text is here in the language of the card, or in all the languages it has."""
    if locator.startswith("card:") or not texts.index.has(locator):
        return False
    declared = texts.manifest.of_locator(locator).languages
    return lang not in declared or lang in texts.index.languages(locator)


def _number_faults(card: Card, texts: Texts) -> Iterator[tuple[str, str]]:
    """Numbers of the short answer that no cited passage and no cited figure card holds.

    A text that is only named cannot be read: what a card says it carries stands for it, and the
    card's confidence is at most medium.
    """
    held = {figure for words in _cited_words(card, texts) for figure in figures_of(words)}
    lacking = claimed_figures(card.short_answer) - held
    unread = [c for c in card.citations if not _is_checked_here(c.locator, card.lang, texts)]
    is_read = all(_is_named_only(c.locator, texts) or c.locator.startswith("card:") for c in unread)
    if lacking and is_read:
        listed = ", ".join(sorted(f"{figure.value} {figure.unit}" for figure in lacking))
        yield "number", f"no cited passage holds {listed}"


def _cited_words(card: Card, texts: Texts) -> Iterator[str]:
    for citation in card.citations:
        locator = citation.locator
        other = texts.by_locator.get((locator, card.lang))
        if other is not None and other.card.kind == "figure":
            yield other.card.short_answer
            continue
        if not _is_checked_here(locator, card.lang, texts):
            yield citation.carries
        if texts.index.has(locator) and not locator.startswith("card:"):
            for lang in texts.index.languages(locator):
                yield texts.index.passage(locator, lang).full_text
                for inner in texts.index.inside(locator):
                    yield texts.index.passage(inner, lang).full_text


def _pair_faults(cards: Sequence[CardFile], texts: Texts) -> Iterator[Fault]:
    pairs: dict[str, dict[Language, CardFile]] = {}
    for item in cards:
        pairs.setdefault(item.card.id, {})[item.card.lang] = item
    labels = {**texts.topics["fr"], **texts.topics["en"]}
    for name, pair in pairs.items():
        both: dict[Language, CardFile] = {}
        for lang in LANGUAGES:
            found = pair.get(lang) or texts.by_locator.get((f"card:{name}", lang))
            if found is not None:
                both[lang] = found
        for message in differences(both, labels):
            yield Fault(f"{name}.*.md", "parity", message)
