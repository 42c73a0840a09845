"""Questions on a decision card: how much, against whom, what is to be learnt from it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from assistant.figures import held_figures
from assistant.study.choose import choose
from assistant.study.question import Option, StudyQuestion
from assistant.study.texts import StudyTexts, shuffled
from assistant.study.wording import amount, study_phrase
from assistant.wording import spoken_date
from corpus.card import Card, DecisionFacts
from corpus.nouns import Passage

# "Planet49 (C-673/17): a pre-ticked box is no consent": the name, the number, the lesson.
_TITLE = re.compile(r"(?P<name>.+? \([^)]*\d[^)]*\))\s?: (?P<lesson>.+)")


def decision_questions(locator: str, texts: StudyTexts, seed: int) -> Iterator[StudyQuestion]:
    """The amount and the party of a fine; the lesson of a judgment."""
    card, passage = texts.card(locator), texts.held(locator)
    if card is None or card.decision is None or passage is None:
        return
    if card.decision.amount_eur:
        yield from _on_the_fine(card, card.decision, passage, texts, seed)
    else:
        yield from _on_the_lesson(card, passage, texts, seed)


def _on_the_fine(
    card: Card, facts: DecisionFacts, passage: Passage, texts: StudyTexts, seed: int
) -> Iterator[StudyQuestion]:
    if not _is_named(facts):
        return
    said = {figure.value for figure in held_figures(f"{card.title}\n{passage.text}")}
    others = [
        other.decision
        for _, other in shuffled(texts.cards_of("decision"), seed, card.id)
        if other.decision is not None
        and other.decision.body == facts.body
        and other.decision.amount_eur not in (0, facts.amount_eur)
        and Decimal(other.decision.amount_eur) not in said
        and other.decision.decided != facts.decided
        and _is_named(other.decision)
        and other.decision.party != facts.party
    ]
    others.sort(key=lambda other: _distance(other, facts))
    values = {
        "body": facts.body,
        "day": spoken_date(facts.decided, texts.lang),
        "party": facts.party,
        "number": facts.number,
        "amount": _euros(facts, texts),
    }
    for kind, right in (("fine_amount", values["amount"]), ("fine_party", facts.party)):
        stem = study_phrase(kind, texts.lang, **values)
        wrong = [
            Option(
                _euros(other, texts) if kind == "fine_amount" else other.party,
                False,
                _told(other, texts),
            )
            for other in others
        ]
        options = choose(Option(right, True, passage.text), wrong, seed=seed, salt=stem)
        if options is not None:
            proof = texts.proof(passage)
            at = passage.locator
            yield StudyQuestion("decision", texts.lang, at, stem, options, passage.text, proof)


def _on_the_lesson(
    card: Card, passage: Passage, texts: StudyTexts, seed: int
) -> Iterator[StudyQuestion]:
    """Decisions on the same articles teach alike: none of them is offered as a wrong answer."""
    title = _TITLE.fullmatch(passage.heading)
    if title is None or card.decision is None:
        return
    wrong = []
    for at, other in shuffled(texts.cards_of("decision"), seed, card.id):
        twin = texts.held(at)
        found = _TITLE.fullmatch(twin.heading) if twin else None
        if found is None or other.decision is None or other.decision.amount_eur:
            continue
        if other.id != card.id and not set(other.decision.articles) & set(card.decision.articles):
            told = study_phrase("lesson_is", texts.lang, decision=found["name"])
            wrong.append(Option(_sentence(found["lesson"]), False, told))
    stem = study_phrase("lesson", texts.lang, decision=title["name"])
    right = Option(_sentence(title["lesson"]), True, passage.text)
    options = choose(right, wrong, seed=seed, salt=stem)
    if options is not None:
        proof = texts.proof(passage)
        at = passage.locator
        yield StudyQuestion("decision", texts.lang, at, stem, options, passage.text, proof)


def _is_named(facts: DecisionFacts) -> bool:
    """Whether the party has a name: "company not named" has none."""
    return facts.party[0].isupper() and not facts.party.lower().startswith("société non")


def _distance(other: DecisionFacts, facts: DecisionFacts) -> float:
    pair = sorted((other.amount_eur, facts.amount_eur))
    return pair[1] / pair[0]


def _euros(facts: DecisionFacts, texts: StudyTexts) -> str:
    return amount(str(facts.amount_eur), "eur", texts.lang)


def _told(other: DecisionFacts, texts: StudyTexts) -> str:
    return study_phrase(
        "fine_was",
        texts.lang,
        amount=_euros(other, texts),
        party=other.party,
        number=other.number,
    )


def _sentence(text: str) -> str:
    return text[0].upper() + text[1:]
