"""Whether what was found answers the question: `answered`, `not_found` or `out_of_scope`."""

from __future__ import annotations

from assistant.answer import Outcome
from assistant.retrieve import Retrieved

# Calibrated on evals/cases/development.jsonl; e5 cosines are compressed (unrelated text: 0.70-0.81).
ANSWER_COSINE = 0.83
ANSWER_COVERAGE = 0.5
SCOPE_COSINE = 0.80


def decide(retrieved: Retrieved) -> Outcome:
    """The outcome, from the best meaning score and the share of the question's words found."""
    if retrieved.named:
        return "answered"
    if not retrieved.hits or retrieved.unknown:
        return "not_found"
    if retrieved.best_cosine < SCOPE_COSINE:
        return "out_of_scope"
    is_close = retrieved.best_cosine >= ANSWER_COSINE
    return "answered" if is_close or retrieved.best_coverage >= ANSWER_COVERAGE else "not_found"
