from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from small_law import open_small_law, publish

from assistant.answer import Answer
from assistant.ratings import Rating, Review
from corpus.errors import AlreadyAdopted, InvalidInput, UnknownReview
from evals.adopt import ADOPTED, Gold, adopt, find_review
from evals.cases import CASE_SETS, read_cases

ANSWER = Answer("?", "fr", "answered", "composed", "Faux.", (), "v1", date(2026, 11, 20))
REVIEW = Review(
    id="c:1",
    question="Je suis M. Jean Dupont, jean.dupont@exemple.fr : puis-je écrire à mes clients ?",
    answer=ANSWER.to_json(),
    index_version="v1",
    filters={},
    history=("Mon numéro est le 06 12 34 56 78, c'est grave ?",),
    rating=Rating("down", "wrong", "Écrire à marie@exemple.fr"),
    created="2026-11-20T10:00:00+00:00",
    reviewed=None,
)
GOLD = Gold(
    "permission", "marketer", "answered", must=("cpce:art-l34-5 | gdpr:art-21-2",), facts=("oppos|object",)
)  # fmt: skip


def test_a_thumb_down_becomes_a_case_without_personal_data(tmp_path: Path) -> None:
    path = tmp_path / "adopted.jsonl"
    case = adopt(REVIEW, GOLD, path)
    written = path.read_text(encoding="utf-8")
    for secret in ("Dupont", "jean.dupont", "06 12", "marie@"):
        assert secret not in written
    assert case.id == "fr-adopted-01" and case.set == "adopted"
    assert case.must == (("cpce:art-l34-5", "gdpr:art-21-2"),) and case.needs == ("cpce",)
    assert case.facts == (("oppos", "object"),) and case.note.startswith("wrong")
    assert "puis-je écrire à mes clients" in case.question and len(case.history) == 1
    assert "Faux" not in written
    assert read_cases(path) == (case,)


def test_numbers_go_on_per_language_and_a_question_is_adopted_once(tmp_path: Path) -> None:
    path = tmp_path / "adopted.jsonl"
    adopt(REVIEW, GOLD, path)
    english = replace(REVIEW, question="May I write to my customers by e-mail?", history=())
    assert adopt(english, GOLD, path).id == "en-adopted-01"
    other = replace(REVIEW, question="Et par SMS, à mes clients, puis-je écrire ?")
    assert adopt(other, GOLD, path).id == "fr-adopted-02"
    with pytest.raises(AlreadyAdopted, match="--question"):
        adopt(REVIEW, GOLD, path)
    assert len(read_cases(path)) == 3


def test_a_gold_that_breaks_the_schema_writes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "adopted.jsonl"
    for gold in (
        replace(GOLD, must=()),
        replace(GOLD, kind="quiz"),
        replace(GOLD, outcome="maybe"),
    ):
        with pytest.raises(InvalidInput, match="review c:1"):
            adopt(REVIEW, gold, path)
    assert not path.exists()


def test_a_question_of_another_day_keeps_its_day(tmp_path: Path) -> None:
    earlier = replace(REVIEW, answer={**REVIEW.answer, "as_of": "2026-08-01"})
    assert adopt(earlier, GOLD, tmp_path / "a.jsonl").as_of == date(2026, 8, 1)
    assert adopt(REVIEW, GOLD, tmp_path / "b.jsonl").as_of is None


def test_a_review_is_found_by_its_id() -> None:
    assert find_review([REVIEW], "c:1") is REVIEW
    with pytest.raises(UnknownReview, match="recital reviews"):
        find_review([REVIEW], "c:2")


def test_adopted_cases_are_part_of_the_suite() -> None:
    assert ADOPTED.is_file() and ADOPTED.stem in CASE_SETS


def test_a_gold_that_no_text_bears_out_writes_nothing(tmp_path: Path) -> None:
    publish(tmp_path / "data")
    index = open_small_law(tmp_path / "data").setting.reader.index()
    path = tmp_path / "adopted.jsonl"
    knock = replace(GOLD, must=("gdpr:art-5-1",), facts=("accord",))
    for gold, fault in (
        (replace(knock, must=("gdpr:art-999",)), "no text holds gdpr:art-999"),
        (replace(knock, facts=("pigeon",)), "no gold text states pigeon"),
    ):
        with pytest.raises(InvalidInput, match=fault):
            adopt(REVIEW, gold, path, index)
    assert not path.exists()
    assert adopt(REVIEW, knock, path, index).must == (("gdpr:art-5-1",),)


def test_a_question_that_names_somebody_is_put_in_other_words(tmp_path: Path) -> None:
    said = replace(REVIEW, question="Jean Dupont, de la boulangerie Martin, peut-il m'appeler ?")
    other = replace(GOLD, question="Un artisan peut-il m'appeler ?")
    path = tmp_path / "adopted.jsonl"
    assert adopt(said, other, path).question == "Un artisan peut-il m'appeler ?"
    assert "Dupont" not in path.read_text(encoding="utf-8")
    assert adopt(replace(said, history=()), other, path).part == "development"
