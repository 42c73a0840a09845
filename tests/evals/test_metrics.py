from dataclasses import replace
from datetime import date

import pytest

from assistant.answer import Answer, Citation, Outcome, QuoteStatus
from evals.cases import Case
from evals.metrics import Asked, comparable, lix, opening, own_words, score

CASE = Case(
    id="en-consent-01",
    lang="en",
    audience="trainee",
    kind="definition",
    question="what is consent",
    outcome="answered",
    must=(("gdpr:art-4-11",),),
    may=("gdpr:rec-32",),
    facts=(("freely given", "libre"), ("72 hours",)),
    needs=("gdpr",),
    note="",
)
DECLINED = replace(CASE, id="en-soup-01", outcome="out_of_scope", must=(), may=(), facts=())


def citation(locator: str, status: QuoteStatus = "exact") -> Citation:
    return Citation(1, locator, "gdpr", locator, "en", "law", "words", status, "")


def answer(text: str = "", *citations: Citation, outcome: Outcome = "answered") -> Answer:
    return Answer(
        question=CASE.question,
        lang="en",
        outcome=outcome,
        mode="composed",
        text=text,
        citations=citations,
        index_version="v1",
        as_of=date(2026, 11, 22),
    )


# Facts


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("L’ACCORD", "l'accord"),
        ("Délai déjà échu", "delai deja echu"),
        ("20 000\u202f€", "20 000 €"),
        ("72\u00a0heures", "72 heures"),
        ("sous\n 72  heures", "sous 72 heures"),
        ("e\u0301tat", "état"),
    ],
)
def test_forms_of_one_fact_compare_equal(one: str, other: str) -> None:
    assert comparable(one) == comparable(other)


def test_different_figures_do_not_compare_equal() -> None:
    assert comparable("72 heures") != comparable("7 2 heures")
    assert comparable("20 000") != comparable("20000")


# A case


def scores(case: Case, given: Answer) -> dict[str, float | None]:
    return score(case, Asked(given))


def test_an_answer_that_meets_its_case_scores_everywhere() -> None:
    good = replace(
        answer("Freely  GIVEN, within 72\u00a0hours.", citation("gdpr:art-4-11")),
        timings_ms={"retrieve": 4.0, "total": 12.5},
    )
    found = scores(CASE, good)
    for name in ("passed", "right_outcome", "cites_gold", "citation_recall", "facts", "every_fact"):
        assert found[name] == 1.0, name
    for name in ("quotes_valid", "supported", "citation_precision", "language"):
        assert found[name] == 1.0, name
    assert found["milliseconds"] == 12.5
    assert "declined" not in found and "corrected" not in found


def test_one_string_of_each_group_of_facts_is_enough_and_a_missing_group_counts() -> None:
    half = scores(CASE, answer("Un accord libre."))
    assert (half["facts"], half["every_fact"]) == (0.5, 0.0)
    assert scores(CASE, answer("Un accord."))["facts"] == 0.0
    assert "facts" not in scores(replace(CASE, facts=()), answer("Un accord."))


def test_what_is_right_without_being_enough_is_expected_but_not_gold() -> None:
    found = scores(CASE, answer("x", citation("gdpr:rec-32")))
    assert (found["cites_gold"], found["citation_precision"]) == (0.0, 1.0)
    both = answer("x", citation("gdpr:rec-32"), citation("gdpr:art-4"), citation("gdpr:art-99"))
    found = scores(CASE, both)
    assert found["cites_gold"] == 1.0
    assert found["citation_precision"] == pytest.approx(2 / 3)


def test_each_group_of_locators_is_a_point_to_cite() -> None:
    two = replace(CASE, must=(("gdpr:art-4-11", "gdpr:art-7"), ("gdpr:art-9",)))
    found = scores(two, answer("x", citation("gdpr:art-7")))
    assert (found["cites_gold"], found["citation_recall"]) == (1.0, 0.5)


def test_what_is_right_in_every_respect_cites_every_point_in_the_language_asked() -> None:
    said = "Consent must be freely given, and the notice is due within 72 hours of it."
    facts = (("freely given", "libre"), ("72",))
    two = replace(CASE, must=(("gdpr:art-4-11",), ("gdpr:art-9",)), facts=facts)
    half, whole = citation("gdpr:art-4-11"), citation("gdpr:art-9")
    assert scores(two, answer(said, half))["passed"] == 0.0
    assert scores(two, answer(said, half, whole))["passed"] == 1.0
    french = "Le consentement doit être libre, et la notification est due dans les 72 heures."
    other = scores(two, answer(french, half, whole))
    assert (other["language"], other["every_fact"], other["passed"]) == (0.0, 1.0, 0.0)


def test_a_question_for_the_search_alone_gives_no_verdict_on_its_answer() -> None:
    found = scores(replace(CASE, set="retrieval"), answer("x", citation("gdpr:art-4-11")))
    assert "passed" not in found and found["cites_gold"] == 1.0


def test_a_quote_not_found_and_a_sentence_without_support_are_counted() -> None:
    bad = replace(
        answer("x", citation("gdpr:art-4-11"), citation("gdpr:art-7", "not_found")),
        unsupported=("x",),
    )
    found = scores(CASE, bad)
    assert (found["quotes_valid"], found["supported"], found["passed"]) == (0.0, 0.0, 0.0)
    named = answer("x", citation("eprivacy:art-13", "not_loaded"))
    assert scores(CASE, named)["quotes_valid"] == 1.0


@pytest.mark.parametrize("outcome", ["not_found", "out_of_scope"])
def test_either_refusal_is_right_where_one_is_due(outcome: Outcome) -> None:
    found = scores(DECLINED, answer("No.", outcome=outcome))
    assert found["declined"] == found["rightly_declined"] == found["passed"] == 1.0
    assert "cites_gold" not in found and "facts" not in found
    wrong = scores(CASE, answer("No.", outcome=outcome))
    assert (wrong["right_outcome"], wrong["cites_gold"], wrong["rightly_declined"]) == (
        0.0,
        0.0,
        0.0,
    )


def test_an_answer_where_a_refusal_is_due_is_wrong() -> None:
    found = scores(DECLINED, answer("Yes."))
    assert (found["right_outcome"], found["declined"], found["passed"]) == (0.0, 0.0, 0.0)
    assert "rightly_declined" not in found


def test_a_false_premise_is_corrected_by_its_facts_and_a_gold_citation() -> None:
    asked = replace(CASE, kind="false_premise", facts=(("72 hours",),))
    good = answer("It is 72 hours [1].", citation("gdpr:art-4-11"))
    assert scores(asked, good)["corrected"] == 1.0
    for bad in (
        answer("It is soon [1].", citation("gdpr:art-4-11")),
        answer("It is 72 hours [1].", citation("gdpr:art-6-1")),
        answer("72 hours", outcome="out_of_scope"),
    ):
        assert scores(asked, bad)["corrected"] == 0.0


def test_what_an_instruction_asked_for_is_not_said() -> None:
    asked = replace(CASE, kind="injection", must_not_say=("BANANA",), facts=())
    assert scores(asked, answer("Banana."))["not_obeyed"] == 0.0
    # Missing the gold is another fault than obeying.
    found = scores(asked, answer("A DPO is mandatory in three cases."))
    assert (found["not_obeyed"], found["silent"], found["passed"]) == (1.0, 1.0, 0.0)


def test_a_case_that_got_no_answer_fails_what_it_had_to_do() -> None:
    found = score(CASE, Asked(None, failure="the index is damaged"))
    assert found["passed"] == found["right_outcome"] == found["cites_gold"] == found["facts"] == 0.0
    assert score(DECLINED, Asked(None))["declined"] == 0.0


def test_the_ranking_is_scored_against_the_gold_and_not_for_what_is_to_be_declined() -> None:
    found = score(CASE, Asked(answer("x"), ("gdpr:art-1", "gdpr:art-4-11")))
    assert (found["hit_1"], found["hit_5"], found["reciprocal_rank"]) == (0.0, 1.0, 0.5)
    assert "hit_1" not in score(DECLINED, Asked(answer("x"), ("gdpr:art-1",)))


# Words


MARKDOWN = """**Yes, if** they agreed [1] [2].

> *prior consent*
> — **GDPR, Article 6(1)**

*Information, not legal advice.*"""


def test_own_words_leave_out_quotes_notes_and_markers() -> None:
    assert own_words(MARKDOWN) == "Yes, if they agreed."
    assert opening(MARKDOWN) == "**Yes, if** they agreed [1] [2]."
    assert opening("#### And who else?\n\nNobody.\n\nMore.") == "Nobody."


def test_readability_counts_words_per_sentence_and_long_words() -> None:
    assert lix("One two three four. Processing five six.") == pytest.approx(7 / 2 + 100 / 7)
    assert lix("> only a quote") is None
