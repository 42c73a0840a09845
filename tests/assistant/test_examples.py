"""Decisions are told as examples of a sanction: a sentence each, carried by what it cites."""

import re
from dataclasses import replace

import pytest
from small_law import QUESTIONS, find, with_hits

from assistant import examples
from assistant.citations import Citations
from assistant.examples import EXAMPLE_SHARE, decision_examples
from assistant.plan import Room
from assistant.wording import phrase
from corpus.index import Index
from corpus.manifest import Manifest
from corpus.nouns import Hit

CARD = "card:crier-visit"


@pytest.fixture
def hits(index: Index, monkeypatch: pytest.MonkeyPatch) -> tuple[Hit, ...]:
    """A law and a card that counts as a decision."""
    monkeypatch.setattr(
        examples, "kind_of_card", lambda locator: "decision" if locator == CARD else "practice"
    )
    return with_hits(find(index, QUESTIONS["fr"]), "gdpr:art-83", CARD).hits


@pytest.fixture
def citations(index: Index, manifest: Manifest) -> Citations:
    return Citations(index, manifest, find(index, QUESTIONS["fr"]))


def test_a_decision_is_told_in_a_sentence_with_its_citation(
    hits: tuple[Hit, ...], citations: Citations
) -> None:
    heading, told = decision_examples(hits[0], hits, citations, Room(100))
    assert heading == phrase("sanctioned", "fr")
    assert re.fullmatch(r"- [^\n]+ \[1\]", told)
    assert [citation.locator for citation in citations.cited] == [CARD]


def test_the_answering_card_is_no_example_of_itself(
    hits: tuple[Hit, ...], citations: Citations
) -> None:
    assert decision_examples(hits[1], hits, citations, Room(100)) == []


def test_a_decision_far_behind_is_no_example(hits: tuple[Hit, ...], citations: Citations) -> None:
    far = replace(hits[1], score=EXAMPLE_SHARE * hits[0].score - 0.01)
    assert decision_examples(hits[0], (hits[0], far), citations, Room(100)) == []


def test_without_room_nothing_is_told_and_nothing_cited(
    hits: tuple[Hit, ...], citations: Citations
) -> None:
    assert decision_examples(hits[0], hits, citations, Room(3)) == []
    assert citations.cited == []


def test_a_sentence_the_verifier_doubts_is_left_out(
    hits: tuple[Hit, ...], citations: Citations, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(examples, "unsupported_sentences", lambda *_: ("doubted",))
    assert decision_examples(hits[0], hits, citations, Room(100)) == []
    assert citations.cited == []
