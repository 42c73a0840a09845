"""From the texts an answer stands on to the questions that can be put about them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from itertools import islice

from assistant.answer import Answer
from assistant.study.articles import article_questions, card_article_questions
from assistant.study.cases import case_questions, truth_questions
from assistant.study.decisions import decision_questions
from assistant.study.figures import figure_questions
from assistant.study.gaps import gap_questions
from assistant.study.question import StudyQuestion, flaws
from assistant.study.terms import term_questions
from assistant.study.texts import CARD_PREFIX, StudyTexts, articles_of, fact_cards, shuffled
from corpus.index import Index
from corpus.locator import article_of
from corpus.manifest import Manifest
from corpus.nouns import Language

QUESTIONS_OF_A_KIND = 2
"""At most so many of one kind from one unit: another question should be another exercise."""
RELATED_CARDS = 3

Maker = Callable[[str, StudyTexts, int], Iterator[StudyQuestion]]
ON_A_CARD: tuple[Maker, ...] = (
    figure_questions,
    term_questions,
    decision_questions,
    case_questions,
    truth_questions,
    card_article_questions,
)
ON_A_TEXT: tuple[Maker, ...] = (gap_questions, article_questions)


def study_texts(index: Index, manifest: Manifest, lang: Language, as_of: date) -> StudyTexts:
    """What questions in a language are made from; `manifest` knows what the index holds."""
    return StudyTexts(index, manifest, lang, as_of, fact_cards(lang), articles_of(index))


def make_question(answer: Answer, texts: StudyTexts, seed: int) -> StudyQuestion | None:
    """One question on what the answer stands on, another for another seed; None if there is none."""
    found = make_questions(studied(answer), texts)
    return shuffled(found, seed)[0] if found else None


def make_questions(
    locators: Sequence[str], texts: StudyTexts, seed: int = 0
) -> tuple[StudyQuestion, ...]:
    """Every sound question on these units: on those named first, then on what they stand on.

    Within each of the two groups the kinds take turns; the order, like that of the options, depends
    on the seed alone.
    """
    named = list(dict.fromkeys(locators))
    first = questions_on(named, texts, seed)
    near = [at for at in _related(named, texts) if at not in named]
    second = questions_on(near, texts, seed)
    kept: dict[str, StudyQuestion] = {}
    for question in (*_in_turns(first, seed), *_in_turns(second, seed)):
        kept.setdefault(question.id, question)
    return tuple(kept.values())


def studied(answer: Answer) -> tuple[str, ...]:
    """The units an answer stands on: our cards first, for they say what it comes to."""
    if answer.outcome != "answered":
        return ()
    cited = [c for c in answer.citations if c.quote_status in ("exact", "repaired")]
    cards = [_unit_of(c.locator) for c in cited if c.authority == "card"]
    laws = [_unit_of(c.locator) for c in cited if c.authority not in ("card", "user")]
    return tuple(dict.fromkeys((*cards, *laws)))


def _in_turns(questions: list[StudyQuestion], seed: int) -> list[StudyQuestion]:
    """In a chance order of kinds, one of each before the second of any."""
    kinds = shuffled(sorted({question.kind for question in questions}), seed, "kinds")
    met: Counter[str] = Counter()
    ranked = []
    for question in shuffled(questions, seed, "order"):
        ranked.append(((met[question.kind], kinds.index(question.kind)), question))
        met[question.kind] += 1
    return [question for _, question in sorted(ranked, key=lambda pair: pair[0])]


def _unit_of(locator: str) -> str:
    """The unit a part belongs to: `card:email-b2c` for `card:email-b2c#body`."""
    return locator.partition("#")[0]


def questions_on(locators: Iterable[str], texts: StudyTexts, seed: int) -> list[StudyQuestion]:
    """The sound questions on these units alone, in the order of units and makers."""
    return [
        question
        for locator in locators
        for maker in (ON_A_CARD if locator.startswith(CARD_PREFIX) else ON_A_TEXT)
        for question in islice(_sound(maker(locator, texts, seed)), QUESTIONS_OF_A_KIND)
    ]


def _sound(questions: Iterator[StudyQuestion]) -> Iterator[StudyQuestion]:
    return (question for question in questions if not flaws(question))


def _related(locators: Sequence[str], texts: StudyTexts) -> list[str]:
    """What the cards stand on, and a few cards that stand on the texts."""
    related: dict[str, None] = {}
    for locator in locators:
        passage = texts.held(locator)
        if passage is not None and passage.kind == "card":
            related.update(dict.fromkeys(passage.cited_locators))
    wanted = {at for at in locators if not at.startswith(CARD_PREFIX)}
    wanted |= {article_of(at) for at in wanted}
    citing = (
        passage.locator
        for passage in texts.index.passages.values()
        if passage.kind == "card"
        and passage.lang == texts.lang
        and wanted & set(passage.cited_locators)
    )
    related.update(dict.fromkeys(islice(citing, RELATED_CARDS)))
    return list(related)
