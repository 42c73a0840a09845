from made_up import result, row

from evals.failures import MOST_KEPT, MOST_WORDS, evenly, known_failures, told_of
from evals.records import Record

TEXT = """**Non.** La règle « un long passage du texte » vaut [1].

> « Le texte officiel, mot pour mot. »

Autre chose."""


def record(case_id: str, text: str = TEXT) -> Record:
    citations = [{"locator": f"gdpr:art-{n}"} for n in range(1, 9)]
    return Record(case_id, {"text": text, "citations": citations}, (), {})


def test_a_failure_is_kept_in_our_words_with_what_it_cites() -> None:
    failed = row(1, {"passed": 0.0}, part="development")
    kept = known_failures([failed], {failed.id: record(failed.id)})
    told = told_of(result([failed], more={"failures": kept}), failed.id)
    assert told is not None and told.opening == "Non. La règle (…) vaut."
    assert told.cited == ("gdpr:art-1", "gdpr:art-2", "gdpr:art-3", "gdpr:art-4")
    assert told_of(result([failed]), failed.id) is None


def test_neither_a_held_out_case_nor_one_that_is_right_is_kept() -> None:
    rows = [
        row(1, {"passed": 0.0}),
        row(2, {"passed": 1.0}, part="development"),
        row(3, {"passed": 0.0}, part="development"),
        row(4, {"passed": 0.0}, part="development"),
    ]
    records = {one.id: record(one.id) for one in rows[:3]}
    records[rows[3].id] = Record(rows[3].id, None, (), {}, "a fault")
    assert list(known_failures(rows, records)) == [rows[2].id]


def test_what_is_kept_is_short_and_bounded() -> None:
    rows = [row(n, {"passed": 0.0}, part="development") for n in range(MOST_KEPT + 9)]
    kept = known_failures(rows, {one.id: record(one.id, "mot " * 500) for one in rows})
    assert len(kept) == MOST_KEPT
    assert {len(one["opening"].split()) for one in kept.values()} == {MOST_WORDS + 1}


def test_every_set_is_shown_before_a_second_case_of_any() -> None:
    failed = [row(n, {"passed": 0.0}, set="a" if n < 5 else "b") for n in range(7)]
    assert [one.set for one in evenly(failed)] == ["a", "b", "a", "b", "a", "a", "a"]
