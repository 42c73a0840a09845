"""The cards of the repository, as far as they can be checked without the official texts."""

from collections import Counter

import pytest

from corpus.card import CARD_KINDS, CARD_REFERENCE, SECTIONS, CardFile, section_titles
from corpus.locator import Locator
from corpus.manifest import default_manifest
from corpus.nouns import LANGUAGES, Language
from evals.cards.parity import differences
from evals.cards.questions import read_card_questions
from evals.cards.verify import read_cards, read_topics

LEAST = {"practice": 150, "article": 99, "term": 90, "figure": 50, "decision": 60, "research": 8}


@pytest.fixture(scope="module")
def cards() -> list[CardFile]:
    found, faults = read_cards()
    assert faults == []
    return found


def pairs(cards: list[CardFile]) -> dict[str, dict[Language, CardFile]]:
    by_id: dict[str, dict[Language, CardFile]] = {}
    for item in cards:
        by_id.setdefault(item.card.id, {})[item.card.lang] = item
    return by_id


@pytest.mark.parametrize("kind", CARD_KINDS)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_there_are_as_many_cards_of_each_kind_as_promised(
    cards: list[CardFile], kind: str, lang: str
) -> None:
    count = sum(item.card.kind == kind and item.card.lang == lang for item in cards)
    assert count >= LEAST[kind]


def test_french_and_english_say_the_same(cards: list[CardFile]) -> None:
    topics = read_topics()
    labels = {**topics["fr"], **topics["en"]}
    told = {name: list(differences(pair, labels)) for name, pair in pairs(cards).items()}
    assert {name: found for name, found in told.items() if found} == {}


def test_every_body_has_the_sections_of_its_kind(cards: list[CardFile]) -> None:
    wrong = [
        item.path.name
        for item in cards
        if section_titles(item.body) != SECTIONS[item.card.kind][item.card.lang]
    ]
    assert wrong == []


def test_every_citation_is_of_a_source_in_the_manifest(cards: list[CardFile]) -> None:
    known = {source.prefix for source in default_manifest().sources.values()}
    cited = {c.locator for item in cards for c in item.card.citations}
    assert {locator for locator in cited if Locator.parse(locator).source not in known} == set()


def test_every_card_named_in_a_body_exists(cards: list[CardFile]) -> None:
    ids = {item.card.id for item in cards}
    named = {name for item in cards for name in CARD_REFERENCE.findall(item.body)}
    assert named - ids == set()


def test_no_two_cards_are_asked_in_the_same_words(cards: list[CardFile]) -> None:
    asked = Counter(
        (item.card.lang, question.strip().lower().rstrip(" ?!."))
        for item in cards
        for question in item.card.questions
    )
    assert [wording for wording, count in asked.items() if count > 1] == []


def test_the_questions_that_measure_the_cards_are_none_of_their_own(cards: list[CardFile]) -> None:
    own = {question.lower() for item in cards for question in item.card.questions}
    ids = {item.card.id for item in cards}
    asked = read_card_questions()
    assert {question.card for question in asked} <= ids
    assert [question.question for question in asked if question.question.lower() in own] == []
    assert len({question.id for question in asked}) == len(asked)
