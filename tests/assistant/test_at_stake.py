"""A story is answered with the rule that fits best, and the other rules it touches are named."""

from dataclasses import replace

import pytest
from small_law import SMALL_LAW, TODAY, WordsEmbedder, open_small_law, publish

from assistant.assistant import Assistant
from assistant.at_stake import RULE_SHARE, RULES, rules_at_stake, told_rules
from assistant.citations import Citations
from assistant.compose import compose
from assistant.draft import word_count
from assistant.plan import ANSWER_WORDS, Room
from assistant.question import Question, understand
from assistant.retrieve import Retrieved, retrieve
from assistant.wording import phrase
from corpus.manifest import Manifest
from corpus.nouns import Hit, Passage

STORY = (
    "Le crieur veut frapper à la porte d'un habitant. La nuit, le crieur se tait devant les maisons. "
    "Et l'habitant a mis un chien. Que dit la règle ?"
)
CARD, NIGHT, AGAIN = "card:crier-visit", "card:crier-night", "card:gdpr-art-83"
TITLES = {NIGHT: "Le silence du crieur la nuit", AGAIN: "Article 83 : l'amende du crieur"}


def _card(locator: str, text: str, *cited: str) -> Passage:
    return Passage(
        locator,
        "fr",
        "card",
        "card",
        TITLES[locator],
        text,
        questions=(f"{TITLES[locator]} ?",),
        cited_locators=cited,
        carried=tuple("la règle du crieur" for _ in cited),
    )


@pytest.fixture(scope="module")
def criers(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """The small law with a card on another article, and one on an article the first card stands on."""
    folder = tmp_path_factory.mktemp("stories")
    cards = (
        _card(
            NIGHT, "Le crieur se tait la nuit. Il se tait aussi devant un chien.", "gdpr:art-21-1"
        ),
        _card(AGAIN, "L'amende dépend du crieur.", "gdpr:art-83"),
    )
    publish(folder, (*SMALL_LAW, *cards))
    return open_small_law(folder)


def _asked(criers: Assistant, text: str) -> tuple[Retrieved, dict[str, Hit]]:
    index = criers.setting.reader.index()
    found = retrieve(understand(Question(text, TODAY, "fr")), index, WordsEmbedder(), limit=30)
    cards = {hit.passage.locator: replace(hit, score=1.0) for hit in found.hits}
    return found, {locator: cards[locator] for locator in (CARD, NIGHT, AGAIN)}


def _citations(criers: Assistant, found: Retrieved, manifest: Manifest) -> Citations:
    return Citations(criers.setting.reader.index(), manifest, found)


def test_a_story_touches_the_rules_on_articles_its_answer_does_not_stand_on(
    criers: Assistant, manifest: Manifest
) -> None:
    found, cards = _asked(criers, STORY)
    citations = _citations(criers, found, manifest)
    rules = rules_at_stake(cards[CARD], list(cards.values()), citations)
    assert [hit.passage.locator for hit in rules] == [NIGHT]


def test_a_plain_question_touches_one_rule(criers: Assistant, manifest: Manifest) -> None:
    found, cards = _asked(criers, "Le crieur se tait-il la nuit ? Il a un chien.")
    citations = _citations(criers, found, manifest)
    assert rules_at_stake(cards[CARD], list(cards.values()), citations) == ()


def test_a_rule_far_behind_is_not_at_stake(criers: Assistant, manifest: Manifest) -> None:
    found, cards = _asked(criers, STORY)
    far = replace(cards[NIGHT], score=RULE_SHARE - 0.01)
    citations = _citations(criers, found, manifest)
    assert rules_at_stake(cards[CARD], [cards[CARD], far], citations) == ()


def test_no_more_rules_are_named_than_the_limit(
    criers: Assistant, manifest: Manifest, monkeypatch: pytest.MonkeyPatch
) -> None:
    found, cards = _asked(criers, STORY)
    others = [
        replace(hit, passage=replace(hit.passage, locator=f"card:n{n}", cited_locators=(f"x:{n}",)))
        for n, hit in enumerate([cards[NIGHT]] * (RULES + 2))
    ]
    citations = _citations(criers, found, manifest)
    assert len(rules_at_stake(cards[CARD], [cards[CARD], *others], citations)) == RULES


def test_a_rule_is_told_with_its_title_and_its_citations(
    criers: Assistant, manifest: Manifest
) -> None:
    found, cards = _asked(criers, STORY)
    citations = _citations(criers, found, manifest)
    heading, line = told_rules([cards[NIGHT]], citations, Room(100))
    assert heading == phrase("at_stake", "fr")
    assert line.startswith(f"- *{TITLES[NIGHT]}*\u00a0: Le crieur se tait la nuit. [1]")
    assert [citation.locator for citation in citations.cited] == ["gdpr:art-21-1", NIGHT]


def test_what_does_not_fit_is_neither_told_nor_cited(criers: Assistant, manifest: Manifest) -> None:
    found, cards = _asked(criers, STORY)
    citations = _citations(criers, found, manifest)
    room = Room(3)
    assert told_rules([cards[NIGHT]], citations, room) == []
    assert citations.cited == [] and room.left == 3


def test_the_answer_to_a_story_names_what_else_is_at_stake(
    criers: Assistant, manifest: Manifest
) -> None:
    found, cards = _asked(criers, STORY)
    story = replace(found, hits=(cards[CARD], cards[NIGHT]))
    draft = compose(story, criers.setting.reader.index(), manifest)
    assert {CARD, NIGHT} <= {citation.locator for citation in draft.citations}
    assert phrase("at_stake", "fr") in draft.text
    assert word_count(draft.text) <= ANSWER_WORDS
