from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from small_law import QUESTIONS, TODAY, WordsEmbedder, find

from assistant import matching
from assistant.assistant import Assistant
from assistant.closest_text import (
    BEHIND_CARD,
    BEHIND_CARD_WHEN_NAMED,
    LEAST_SIMILARITY,
    closest_text,
)
from assistant.compose import compose
from assistant.matching import Found, Matcher, Meaning
from assistant.metric import Metric
from assistant.plan import LONGEST_ANSWER
from assistant.question import Question, understand
from assistant.retrieve import Retrieved
from corpus.index import Index
from corpus.manifest import Manifest

GUIDE = "cnil-dpo-guide:p12"
FINE = "gdpr:art-83"
CARD = 0.6


def found(question: str, index: Index, card: float = CARD) -> Found:
    """A search in which the nearest card is `card` near."""
    understood = understand(Question(question, TODAY))
    plain = Matcher(index, WordsEmbedder()).search(understood)
    return replace(plain, meanings={"card:crier-visit": Meaning(0.9, card)})


def chosen(
    question: str, index: Index, manifest: Manifest, *texts: tuple[str, float], card: float = CARD
) -> str | None:
    best = closest_text(texts, found(question, index, card), index, manifest)
    return best[0] if best else None


def test_a_text_nearly_as_near_as_the_card_is_chosen(index: Index, manifest: Manifest) -> None:
    near = CARD - BEHIND_CARD + 0.01
    assert chosen("Qui note les rondes ?", index, manifest, (FINE, near)) == FINE


def test_a_text_far_behind_the_card_is_not(index: Index, manifest: Manifest) -> None:
    far = CARD - BEHIND_CARD - 0.01
    assert chosen("Qui note les rondes ?", index, manifest, (FINE, far)) is None


def test_a_text_that_is_near_to_nothing_is_not_however_far_the_card_is(
    index: Index, manifest: Manifest
) -> None:
    low = LEAST_SIMILARITY - 0.01
    assert chosen("Qui note ?", index, manifest, (FINE, low), card=-1.0) is None


def test_a_text_of_the_authority_a_person_names_goes_before_a_nearer_one(
    index: Index, manifest: Manifest
) -> None:
    texts = (FINE, CARD), (GUIDE, CARD - BEHIND_CARD_WHEN_NAMED + 0.16)
    assert chosen("Qui note les rondes ?", index, manifest, *texts) == FINE
    assert chosen("Que dit la CNIL des rondes ?", index, manifest, *texts) == GUIDE


def test_with_a_map_texts_are_found_by_their_own_words_whatever_their_language(
    index: Index, manifest: Manifest, monkeypatch: pytest.MonkeyPatch
) -> None:
    size = WordsEmbedder.dimension
    same = Metric("test/words", np.eye(size, dtype=np.float32), np.zeros(size, dtype=np.float32))
    monkeypatch.setattr(matching, "metric_for", lambda _: same)
    understood = understand(Question("cahier relié du veilleur, chaque ronde", TODAY, lang="en"))
    texts = Matcher(index, WordsEmbedder()).search(understood).texts
    assert texts[0][0] == GUIDE
    assert [score for _, score in texts] == sorted((score for _, score in texts), reverse=True)
    assert not any(unit.startswith("card:") for unit, _ in texts)


def test_without_a_map_no_text_is_chosen(index: Index) -> None:
    assert find(index, QUESTIONS["fr"]).closest is None


def beside(assistant: Assistant, unit: str, cosine: float) -> Retrieved:
    """What a card answers that lies `cosine` near, with `unit` as the text that comes closest."""
    index = assistant.setting.reader.index()
    retrieved = find(index, QUESTIONS["fr"])
    closest = found(QUESTIONS["fr"], index).hits([(unit, 0.5)], index)[0]
    card = next(hit for hit in retrieved.hits if hit.passage.kind == "card")
    card = replace(card, rankings={"meaning": cosine})
    return replace(retrieved, hits=(card,), closest=closest)


def test_the_text_that_comes_closest_is_quoted_after_the_card(
    assistant: Assistant, index: Index, manifest: Manifest
) -> None:
    draft = compose(beside(assistant, GUIDE, 0.85), index, manifest)
    assert draft.citations[-1].locator == GUIDE
    assert "Le texte le plus proche de votre cas\xa0:\n\n> Le veilleur note" in draft.text
    assert len(draft.text.split()) <= LONGEST_ANSWER


def test_what_an_authority_says_of_the_case_comes_before_the_law_where_it_is_asked_for(
    assistant: Assistant, index: Index, manifest: Manifest
) -> None:
    retrieved = beside(assistant, GUIDE, 0.85)
    question = replace(retrieved.understood.question, text="Que dit la CNIL du crieur ?")
    asked = replace(retrieved.understood, question=question)
    draft = compose(replace(retrieved, understood=asked), index, manifest)
    assert draft.text.index("cahier relié") < draft.text.index("> Le crieur")


def test_a_card_known_to_answer_the_question_stands_alone(
    assistant: Assistant, index: Index, manifest: Manifest
) -> None:
    draft = compose(beside(assistant, GUIDE, 0.97), index, manifest)
    assert GUIDE not in [citation.locator for citation in draft.citations]


def test_a_text_the_card_already_quotes_is_not_quoted_twice(
    assistant: Assistant, index: Index, manifest: Manifest
) -> None:
    draft = compose(beside(assistant, "gdpr:art-5-1", 0.85), index, manifest)
    assert "Le texte le plus proche" not in draft.text
    assert [c.locator for c in draft.citations].count("gdpr:art-5-1") == 1
