"""The weights of the answer ranking are fitted on development questions, and find what tells right from wrong."""

import numpy as np

from assistant.answer_ranking import WEIGHTS
from evals.cases import CASES_FOLDER, HELD_OUT_CASES, is_held_out, read_cases
from evals.train_ranking import Asked, Wanted, fit, questions, table

SIGNS = len(WEIGHTS)
TELLING = 2


def _asked(count: int, chance: np.random.Generator) -> list[Asked]:
    """Questions whose right unit is the one with the highest value of one sign, all else noise."""
    found = []
    for number in range(count):
        signs = chance.normal(size=(6, SIGNS))
        right = np.arange(6) == signs[:, TELLING].argmax()
        found.append(Asked(Wanted("made up", f"question {number}", frozenset()), signs, right))
    return found


def test_the_sign_that_tells_weighs_most() -> None:
    weights = fit(_asked(60, np.random.default_rng(0)))
    assert int(np.abs(weights).argmax()) == TELLING
    assert weights[TELLING] > 0


def test_a_question_without_a_right_unit_teaches_nothing() -> None:
    asked = _asked(20, np.random.default_rng(1))
    lost = Asked(asked[0].wanted, asked[0].table, np.zeros(6, dtype=bool))
    assert np.allclose(fit([*asked, lost]), fit(asked), atol=1e-3)


def test_the_table_counts_the_questions_answered_by_a_right_unit() -> None:
    lines = table(_asked(40, np.random.default_rng(2)))
    assert lines[-1].startswith("| made up | 40 |")
    assert float(lines[-1].split("|")[-2].strip(" %")) > 80


def test_no_held_out_question_is_learnt_from() -> None:
    learnt = {wanted.question for wanted in questions()}
    blind = read_cases(CASES_FOLDER / "facts_blind.jsonl")
    kept = {case.question for case in blind if is_held_out(case.id)}
    kept |= {case.question for case in read_cases(HELD_OUT_CASES)}
    assert kept and not kept & learnt
