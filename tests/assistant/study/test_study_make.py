from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from study_shelf import TODAY, laws_of, our_cards, shelf

from assistant.answer import Answer, Citation
from assistant.quote import quote_status
from assistant.study.make import make_question, make_questions, questions_on, studied
from assistant.study.question import StudyQuestion, flaws
from assistant.study.texts import StudyTexts, shuffled
from corpus.locator import article_of
from corpus.nouns import LANGUAGES, Language

ON = ("card:figure-breach-72-hours", "card:term-portability", "card:email-b2c")


def citation(locator: str, **more: object) -> Citation:
    values: dict[str, object] = {
        "n": 1,
        "locator": locator,
        "source": "card",
        "label": "?",
        "lang": "en",
        "authority": "card",
        "quote": "?",
        "quote_status": "exact",
        "url": "",
    }
    return Citation(**{**values, **more})  # type: ignore[arg-type]


def answer(*citations: Citation) -> Answer:
    return Answer("?", "en", "answered", "composed", "?", citations, "1", TODAY)


def assert_sound(questions: Iterable[StudyQuestion], texts: StudyTexts) -> None:
    for question in questions:
        assert flaws(question) == (), question
        cited = question.citation
        passage = texts.index.passage(cited.locator, cited.lang, texts.as_of)
        assert cited.quote in passage.text
        assert quote_status(cited.quote, passage.text) == "exact"
        if question.kind == "gap":
            assert question.right is not None
            gap, _, rest = question.stem_quote.partition("_____")
            words = cited.quote[len(gap) : len(cited.quote) - len(rest)]
            assert words.split() == question.right.text.split()


def test_the_same_seed_gives_the_same_question_and_another_seed_others() -> None:
    texts, on = shelf(our_cards()), answer(*map(citation, ON))
    assert make_question(on, texts, 7) == make_question(on, texts, 7)
    asked = {question.id for seed in range(20) if (question := make_question(on, texts, seed))}
    assert len(asked) > 3


def test_no_question_is_put_twice() -> None:
    made = make_questions(ON, shelf(our_cards()), 3)
    assert len({question.id for question in made}) == len(made) > 4


def test_the_kinds_take_turns() -> None:
    kinds = [question.kind for question in make_questions(ON, shelf(our_cards()), 3)]
    distinct = len({"figure", "term", "truth"} & set(kinds))
    assert len(set(kinds[:distinct])) == distinct


def test_an_answer_that_stands_on_nothing_makes_no_question() -> None:
    texts = shelf(our_cards())
    assert make_question(answer(), texts, 1) is None
    assert make_question(answer(citation("card:nowhere")), texts, 1) is None
    refused = replace(answer(*map(citation, ON)), outcome="not_found")
    assert studied(refused) == () and make_question(refused, texts, 1) is None


def test_only_checked_quotes_of_others_than_the_reader_are_studied_cards_first() -> None:
    on = answer(
        citation("gdpr:art-33-1", authority="law"),
        citation("card:email-b2c#body"),
        citation("gdpr:art-6", authority="law", quote_status="not_found"),
        citation("user-plan:p3", authority="user"),
    )
    assert studied(on) == ("card:email-b2c", "gdpr:art-33-1")


@given(st.lists(st.integers()), st.integers())
@settings(max_examples=50, deadline=None)
def test_shuffling_loses_and_adds_nothing(items: list[int], seed: int) -> None:
    mixed = shuffled(items, seed)
    assert Counter(mixed) == Counter(items)
    assert mixed == shuffled(items, seed)


@pytest.mark.slow
@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_question_on_every_card_is_sound_without_any_official_text(lang: Language) -> None:
    texts = shelf(our_cards(), lang)
    made = questions_on(card_locators(texts), texts, 5)
    assert_sound(made, texts)
    assert len({question.id for question in made}) > 400
    assert_no_place_is_favoured(made)


@pytest.mark.slow
@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_question_on_every_card_and_article_is_sound(lang: Language, mirror: Path) -> None:
    texts = shelf([*our_cards(), *laws_of(mirror)], lang)
    articles = [at for order in texts.articles.values() for at in order if texts.held(at)]
    made = questions_on([*card_locators(texts), *articles], texts, 11)
    assert_sound(made, texts)
    assert_no_place_is_favoured(made)
    asked = {article_of(q.locator) for q in made if q.kind in ("gap", "article")}
    gdpr = {at for at in articles if at.startswith("gdpr:")}
    assert len(gdpr) == 99 and gdpr <= asked | {f"gdpr:{at[10:]}" for at in asked}


def card_locators(texts: StudyTexts) -> list[str]:
    lang = texts.lang
    found = (
        p.locator for p in texts.index.passages.values() if p.kind == "card" and p.lang == lang
    )
    return [locator for locator in found if "#" not in locator]


def assert_no_place_is_favoured(questions: Iterable[StudyQuestion]) -> None:
    """The right option stands in each place about as often: within a fifth of its share."""
    unique = {question.id: question for question in questions if question.options}
    for count in (2, 3, 4):
        asked = [q for q in unique.values() if len(q.options) == count]
        places = Counter([o.is_right for o in q.options].index(True) for q in asked)
        if len(asked) >= 300:
            assert min(places.values()) > 0.8 * len(asked) / count
        elif len(asked) >= 40:
            assert len(places) == count
