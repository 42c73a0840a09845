"""Whether the French and the English card of one id say the same."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from assistant.figures import claimed_figures, held_figures
from corpus.card import CardFile
from corpus.nouns import LANGUAGES, Language

_SAME_FIELDS = (
    "kind", "audiences", "applies_from", "applies_until", "checked_on", "review_by",
    "confidence", "status", "article", "term",
)  # fmt: skip


def differences(pair: Mapping[Language, CardFile], topics: Mapping[str, str]) -> Iterator[str]:
    """What one language says and the other does not; `topics` gives the id of each label."""
    if set(pair) != set(LANGUAGES):
        missing = ", ".join(sorted(set(LANGUAGES) - set(pair)))
        yield f"no card in {missing}"
        return
    french, english = pair["fr"].card, pair["en"].card
    for name in _SAME_FIELDS:
        if getattr(french, name) != getattr(english, name):
            yield f"{name}: {getattr(french, name)} in French, {getattr(english, name)} in English"
    cited = [[citation.locator for citation in card.citations] for card in (french, english)]
    if set(cited[0]) != set(cited[1]):
        yield f"citations: {', '.join(sorted(set(cited[0]) ^ set(cited[1])))} in one language only"
    labelled = [{topics.get(label) for label in card.topics} for card in (french, english)]
    if labelled[0] != labelled[1]:
        yield "topics are not the same"
    yield from _numbers(french.short_answer, english.short_answer)
    if french.figure and english.figure:
        for name in ("value", "unit"):
            if getattr(french.figure, name) != getattr(english.figure, name):
                yield f"figure.{name} is not the same"
    if french.decision and english.decision:
        for name in ("number", "decided", "amount_eur", "articles"):
            if getattr(french.decision, name) != getattr(english.decision, name):
                yield f"decision.{name} is not the same"


def _numbers(french: str, english: str) -> Iterator[str]:
    """Figures one short answer states and the other does not hold, in digits or in words."""
    for stated, other, lang in ((french, english, "English"), (english, french, "French")):
        lacking = claimed_figures(stated) - held_figures(other)
        if lacking:
            listed = ", ".join(sorted(f"{f.value} {f.unit}" for f in lacking))
            yield f"short_answer: {listed} is not in {lang}"
