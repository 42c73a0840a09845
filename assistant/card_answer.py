"""An answer made from one of our cards: what it says first, the cases, the law, what to do."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from assistant.answer import Citation
from assistant.card_body import Statement, read_statements
from assistant.card_choice import first_text
from assistant.card_lines import Weighed, choose, weigh
from assistant.citations import Citations
from assistant.cited_card import CitedCard, cite_card
from assistant.draft import word_count
from assistant.plan import Plan, Room
from assistant.quotation import quotation
from assistant.references import find_references
from assistant.sentences import Span
from assistant.unit_names import unended
from assistant.wording import phrase
from corpus.keywords import coverage, words
from corpus.nouns import Hit, Language, Passage

# Below this nearness a card may answer a neighbouring question: its title is said first, so that a
# "yes" is never read as the answer to something else. On the development cases, right and wrong
# cards lie on both sides of every threshold up to here.
SAME_QUESTION_COSINE = 0.93
CARD_WARNINGS = ("pending", "unchecked")
"""The flags of a card that its reader is told of."""


def answer_from_card(
    hit: Hit, hits: Sequence[Hit], citations: Citations, plan: Plan, room: Room
) -> list[str]:
    """The blocks of an answer made from a card, within the words that `room` still has.

    The text a search shows first, and the first one among `hits`, are cited too.
    """
    found = [text for text in (first_text(citations.retrieved.texts), first_text(hits)) if text]
    card, text_found = cite_card(hit.passage, found, citations, plan)
    card.is_led = hits[0].passage.kind != "card"
    opening = f"{_lead(hit, card)}{card.direct()}"
    room.spend(word_count(opening))
    weighed = _weighed(card)
    named = _named_by_best([one for one in weighed if one.statement.role in plan.shown])
    quotes = [quotation(citation, citations) for citation in card.quoted(text_found, plan, named)]
    if plan.must_quote:
        room.spend(sum(map(word_count, quotes[:1])))
    else:
        quotes = [block for block in quotes[:1] if room.take(word_count(block))]
    before, after = _lists(card, weighed, plan, room)
    further = [block for block in quotes[1:] if room.take(word_count(block))]
    return [opening, *before, *quotes[:1], *further, *after]


def is_same_question(hit: Hit) -> bool:
    """Whether a card is known to answer the question itself, not a neighbouring one."""
    return hit.rankings.get("meaning", 0.0) >= SAME_QUESTION_COSINE


def card_warnings(card: Passage, lang: Language) -> tuple[str, ...]:
    """What a reader must be told of a card before relying on it."""
    return tuple(phrase(flag, lang) for flag in card.flags if flag in CARD_WARNINGS)


def _lead(hit: Hit, card: CitedCard) -> str:
    """The card's title, where its subject may not be the one asked for; a line of its own."""
    heading, lang = hit.passage.heading, card.lang
    is_named = coverage(words(heading.partition("(")[0], lang), card.asked) == 1.0
    if is_named or is_same_question(hit):
        return ""
    # A sentence mark in a title would end our own sentence; a figure in it is the card's.
    title = unended(heading)
    marker = f" [{card.own.n}]" if any(char.isdigit() for char in title) else ""
    return f"{phrase('nearest_card', lang, title=title, marker=marker)}\n"


def _body(card: CitedCard) -> Passage | None:
    locator = f"{card.card.locator}#body"
    is_held = card.lang in card.citations.index.languages(locator)
    return card.citations.index.passage(locator, card.lang) if is_held else None


def _weighed(card: CitedCard) -> tuple[Weighed, ...]:
    body = _body(card)
    statements = read_statements(body.text, card.lang) if body else ()
    return weigh(statements, card.asked, card.lang)


def _named_by_best(weighed: Sequence[Weighed]) -> tuple[str, ...]:
    """The articles named by the statement that speaks most of what was asked."""
    best = max(weighed, key=lambda one: one.score, default=None)
    if best is None or not best.score:
        return ()
    return tuple(find_references(best.statement.text))


def _lists(
    card: CitedCard, weighed: Sequence[Weighed], plan: Plan, room: Room
) -> tuple[list[str], list[str]]:
    """What the card's body says of the question, before the law and after it."""
    index, lang, body = card.citations.index, card.lang, _body(card)
    if body is None:
        return [], []
    said = set(words(card.card.text, lang))

    def fits(statement: Statement) -> bool:
        # An article a statement names must be one that can be opened here.
        is_known = all(map(index.has, find_references(statement.text)))
        return is_known and room.take(word_count(statement.text))

    before = choose(weighed, plan.before, plan.before_count, said, fits)
    after = choose(weighed, plan.after, plan.after_count, said, fits)
    if not before and not after:
        return [], []
    cited = card.citations.find(body.locator) or card.citations.add_span(
        body, body, _around([*before, *after])
    )
    before, after = card.held(before, cited), card.held(after, cited)
    return _headed(card, before, cited, ""), _headed(card, after, cited, phrase("to_note", lang))


def _headed(
    card: CitedCard, chosen: Sequence[Statement], body: Citation, heading: str
) -> list[str]:
    """The chosen statements under `heading`, the steps among them numbered under their own."""
    steps = [statement for statement in chosen if statement.role == "steps"]
    others = [statement for statement in chosen if statement.role != "steps"]
    noted = [heading, card.items(others, body, numbered=False)] if others else []
    done = [phrase("to_do", card.lang), card.items(steps, body, numbered=len(steps) > 1)]
    return [block for block in (*noted, *(done if steps else ())) if block]


def _around(statements: Iterable[Statement]) -> Span:
    spans = [statement.span for statement in statements]
    return Span(min(span.start for span in spans), max(span.end for span in spans))
