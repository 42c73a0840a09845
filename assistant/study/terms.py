"""Questions on a term card: which term a definition defines, which definition fits a term."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.study.choose import choose
from assistant.study.question import Option, StudyQuestion, folded
from assistant.study.texts import StudyTexts, shuffled
from assistant.study.wording import study_phrase
from corpus.card import Card
from corpus.keywords import words
from corpus.nouns import Language, Passage

_EXAMPLE = re.compile(
    r"\s*(?:Exemple en marketing|Marketing example|Example in marketing|In marketing).*", re.DOTALL
)
_OPENING_WORDS = 2
# Words that stand in a definition whatever its term is.
_COMMON: dict[Language, str] = {
    "fr": "donnée données personne traitement protection",
    "en": "data personal person processing protection",
}


def term_questions(locator: str, texts: StudyTexts, seed: int) -> Iterator[StudyQuestion]:
    """Nothing for a card whose definition holds the term: it would give itself away."""
    card, passage = texts.card(locator), texts.held(locator)
    if card is None or card.term is None or passage is None or _names_itself(card, passage, texts):
        return
    name, definition = _name(card, texts), definition_of(passage)
    wrong = _others(locator, card, passage, texts, seed)
    proof, told = texts.proof(passage), _told(name, definition, texts)
    stems = (
        study_phrase("term_of", texts.lang, definition=definition),
        study_phrase("definition_of", texts.lang, term=name),
    )
    answers = (
        (name, [(other, _told(other, meaning, texts)) for other, meaning in wrong]),
        (definition, [(meaning, _told(other, meaning, texts)) for other, meaning in wrong]),
    )
    for stem, (right, others) in zip(stems, answers, strict=True):
        options = choose(
            Option(right, True, told),
            (Option(text, False, feedback) for text, feedback in others),
            seed=seed,
            salt=stem,
        )
        if options is not None:
            yield StudyQuestion("term", texts.lang, locator, stem, options, passage.text, proof)


def definition_of(passage: Passage) -> str:
    """The first words of a term card, without its example."""
    return _EXAMPLE.sub("", passage.text).strip()


def _name(card: Card, texts: StudyTexts) -> str:
    assert card.term is not None
    return (card.term.fr if texts.lang == "fr" else card.term.en)[0]


def _names_itself(card: Card, passage: Passage, texts: StudyTexts) -> bool:
    """Whether the definition holds the term, or a word of it that few definitions hold."""
    definition = definition_of(passage)
    telling = _name_words(card, texts) - set(words(_COMMON[texts.lang], texts.lang))
    is_named = f" {folded(_name(card, texts))} " in f" {folded(definition)} "
    return is_named or bool(telling & set(words(definition, texts.lang)))


def _name_words(card: Card, texts: StudyTexts) -> set[str]:
    assert card.term is not None
    names = card.term.fr if texts.lang == "fr" else card.term.en
    return {word for name in names for word in words(name, texts.lang)}


def _others(
    locator: str, card: Card, passage: Passage, texts: StudyTexts, seed: int
) -> list[tuple[str, str]]:
    """Other terms with their definitions, those that begin alike first.

    Terms that share a word of their names, or a text they stand on, may mean the same: left out.
    """
    own_words, own_texts = _name_words(card, texts), set(passage.cited_locators)
    found = []
    for at, other in shuffled(texts.cards_of("term"), seed, locator):
        meaning = texts.held(at)
        if at == locator or meaning is None or _names_itself(other, meaning, texts):
            continue
        is_near = own_words & _name_words(other, texts) or own_texts & set(meaning.cited_locators)
        if not is_near:
            found.append((_name(other, texts), definition_of(meaning)))
    opening = definition_of(passage).split()[:_OPENING_WORDS]
    return sorted(found, key=lambda pair: pair[1].split()[:_OPENING_WORDS] != opening)


def _told(name: str, definition: str, texts: StudyTexts) -> str:
    return study_phrase("term_is", texts.lang, term=name, definition=definition)
