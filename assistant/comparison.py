"""Two terms side by side: what our cards say of each, what tells them apart, the law of both."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.answer import Citation
from assistant.card_body import read_statements
from assistant.card_choice import article_card, kind_of_card
from assistant.citations import Citations
from assistant.cited_card import CitedCard, cite_card
from assistant.draft import word_count
from assistant.per_index import once_per_index
from assistant.plan import ANSWER_WORDS, NOTE_WORDS, Plan, Room
from assistant.question_kind import folded_question, kind_of
from assistant.quotation import quotation
from assistant.references import find_references
from assistant.retrieve import Retrieved
from assistant.unit_names import unended
from assistant.wording import phrase, typeset
from corpus.index import Index
from corpus.keywords import words
from corpus.nouns import Language, Passage

SIDES = 3
"""Terms that are compared in one answer at most."""
LEAST_LIKENESS = 0.5
"""A card's name holds at least this share of the words of the term, and the reverse."""
ONE_CARD_COSINE = 0.97
"""From so near a wording on, one card answers the comparison itself."""
PLAN = Plan(quotes=1, quote_characters=400)
SECOND_NAME = 0.05
"""What a name in brackets counts less than the title before it."""
ADDED_WORD = 0.1
"""What each word counts less that a name has beyond those asked for."""
PLURAL = 0.95
"""What a word counts that is the singular or the plural of the other."""
KIN, KIN_LETTERS = 0.6, 5
"""What words count that begin with the same letters, and how many letters."""

_SIDES: dict[Language, tuple[re.Pattern[str], ...]] = {
    "fr": (
        re.compile(r"(?:difference\w*|diff|distinction|compar\w+)\b.*?\bentre (.+?) et (.+)"),
        re.compile(r"(?:distinguer|difference\w*|diff) (?:d[eu]s? |d'|l[ea]s? |l'|un |une )?(.+?) (?:de|du|des|et|avec) (.+)"),
        re.compile(r"(?:compar\w+) (.+?) (?:et|avec|a) (.+)"),
        re.compile(r"(?:hesit\w+|choi\w+|trancher) entre (.+?) et (.+)"),
    ),
    "en": (
        re.compile(r"(?:difference\w*|distinction|distinguish)\b.*?\bbetween (.+?) and (.+)"),
        re.compile(r"\b(?:compare|contrast|distinguish) (.+?) (?:and|with|to|from) (.+)"),
        re.compile(r"how (?:is|are|does|do) (.+?) differ\w* from (.+)"),
        re.compile(r"(?:hesitat\w+|choos\w+|choice|torn|decid\w+) between (.+?) and (.+)"),
    ),
}  # fmt: skip
_GENERIC = frozenset("donnee donnees data personnelle personnelles personal caractere".split())
_BETWEEN = re.compile(r"\s+(?:vs\.?|versus|ou|or|et|and)\s+|\s*/\s*")
_TAIL = re.compile(
    r"[?!.,;:(].*$|\b(?:c'?est|ct|quelle?|how|what|which|when|au sens|selon|dans le|in the|under|du rgpd|notices?)\b.*$"
)
_SENTENCE_END = re.compile(r"(?<=[.!?;])\s+")
_HEAD = re.compile(
    r"^.*\b(?:diff\w*|distinction)\b (?:entre |between )?|^(?:c'?est quoi|c koi|what is|what's) "
)


def compare(retrieved: Retrieved, citations: Citations) -> list[str]:
    """The blocks of a comparison; none where the question asks for none, or a term has no card."""
    question, lang = retrieved.understood.question.text, citations.lang
    if kind_of(question, lang) != "comparison" or _is_one_cards(retrieved):
        return []
    for told in _where_compared(question):
        cards = [_card_of(side, citations.index, lang) for side in sides_of(told, lang)]
        found = list({card.locator: card for card in cards if card is not None}.values())
        if len(found) >= 2 and None not in cards:
            return _side_by_side(found, citations)
    return []


def _is_one_cards(retrieved: Retrieved) -> bool:
    """Whether a card of a practice, which says what tells the terms apart, is asked in its own words."""
    if not retrieved.hits or retrieved.hits[0].passage.kind != "card":
        return False
    first = retrieved.hits[0]
    is_practice = kind_of_card(first.passage.locator) == "practice"
    return is_practice and first.rankings.get("meaning", 0.0) >= ONE_CARD_COSINE


def _where_compared(question: str) -> tuple[str, ...]:
    """The question, and where it tells a story first each of its sentences, the last one first."""
    sentences = [sentence for sentence in _SENTENCE_END.split(question) if sentence.strip()]
    return (question, *reversed(sentences)) if len(sentences) > 1 else (question,)


def sides_of(question: str, lang: Language) -> tuple[str, ...]:
    """The terms a question compares, in its order, in small letters without accents."""
    folded = folded_question(question)
    for pattern in _SIDES[lang]:
        match = pattern.search(folded)
        if match:
            return _trimmed(match.groups())
    return _trimmed(_BETWEEN.split(_TAIL.sub("", folded)))


def _trimmed(sides: Sequence[str]) -> tuple[str, ...]:
    named = [_HEAD.sub("", _TAIL.sub("", side)).strip() for side in sides]
    return tuple(side for side in named if side)[:SIDES]


def _side_by_side(cards: Sequence[Passage], citations: Citations) -> list[str]:
    room = Room(ANSWER_WORDS - NOTE_WORDS)
    answers = [cite_card(card, (), citations, PLAN)[0] for card in cards]
    colon = " :" if citations.lang == "fr" else ":"
    told = [
        typeset(f"- {_title(answer)}{colon}\n  {answer.direct()}", citations.lang)
        for answer in answers
    ]
    room.spend(word_count("\n".join(told)))
    quotes: list[str] = []
    for answer in answers:
        for citation in answer.quoted(None, PLAN):
            block = quotation(citation, citations)
            if not quotes or room.take(word_count(block)):
                quotes.append(block)
    apart = list(_distinctions(answers, room))
    heading = [phrase("apart", citations.lang)] if apart else []
    return ["\n".join(told), *heading, *(["\n".join(apart)] if apart else []), *quotes]


def _title(answer: CitedCard) -> str:
    """The card's title; a figure or an article in it is the card's."""
    title = unended(answer.card.heading)
    return f"{title} [{answer.own.n}]" if any(map(str.isdigit, title)) else title


def _distinctions(answers: Sequence[CitedCard], room: Room) -> Iterator[str]:
    """What each card says of what it must not be taken for, the other terms first."""
    for answer in answers:
        locator = f"{answer.card.locator}#body"
        index, lang = answer.citations.index, answer.lang
        if lang not in index.languages(locator):
            continue
        body = index.passage(locator, lang)
        caveats = [s for s in read_statements(body.text, lang) if s.role == "caveats"]
        others = {
            w for other in answers if other is not answer for w in words(other.card.heading, lang)
        }
        caveats.sort(key=lambda s: -len(others & set(words(s.text, lang))))
        for statement in caveats[:1]:
            if room.take(word_count(statement.text)):
                cited: Citation = answer.citations.add_span(body, body, statement.span)
                yield from (
                    answer.items([held], cited, numbered=False)
                    for held in answer.held([statement], cited)
                )


def _card_of(side: str, index: Index, lang: Language) -> Passage | None:
    """The card of a term or of an article."""
    references = find_references(side)
    if references:
        return article_card(references[0], index, lang)
    asked = _tokens(side, lang)
    best, best_likeness = None, LEAST_LIKENESS
    for locator, names in _term_names(index, lang):
        for place, name in enumerate(names):
            likeness = _likeness(asked, name) - SECOND_NAME * (place > 0)
            if likeness > best_likeness or (best is None and likeness == best_likeness):
                best, best_likeness = locator, likeness
    return index.passage(best, lang) if best is not None else None


@once_per_index
def _term_names(index: Index, lang: Language) -> tuple[tuple[str, tuple[frozenset[str], ...]], ...]:
    """The names of every term that has a card: its title, and what stands in brackets after it."""
    found = []
    for passage in index.passages.values():
        if (
            passage.locator.startswith("card:term-")
            and passage.lang == lang
            and "#" not in passage.locator
        ):
            heading = folded_question(passage.heading)
            titles = [heading.partition("(")[0], *re.split(r"[(),]", heading)[1:]]
            names = (_tokens(title, lang) for title in titles)
            found.append((passage.locator, tuple(name for name in names if name)))
    return tuple(found)


def _likeness(asked: frozenset[str], name: frozenset[str]) -> float:
    """The share of the asked words that a name holds, less a little for each word it adds."""
    shared = sum(max((_kinship(word, other) for other in name), default=0.0) for word in asked)
    return shared / len(asked) - ADDED_WORD * max(0, len(name) - len(asked)) if asked else 0.0


def _kinship(one: str, other: str) -> float:
    if one == other:
        return 1.0
    if one.rstrip("sx") == other.rstrip("sx"):
        return PLURAL
    return KIN * (len(one) >= KIN_LETTERS and one[:KIN_LETTERS] == other[:KIN_LETTERS])


def _tokens(text: str, lang: Language) -> frozenset[str]:
    """The telling words of a name, as they are written; those that every name has only if alone."""
    told = frozenset(word for word in re.findall(r"\w+", text) if words(word, lang))
    return told - _GENERIC or told
