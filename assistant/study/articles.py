"""Questions on an article: which one says this, what it is about."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.sentences import Span, sentences
from assistant.study.choose import choose
from assistant.study.question import Option, StudyQuestion
from assistant.study.texts import CARD_PREFIX, StudyTexts, shuffled
from assistant.study.wording import study_phrase
from corpus.locator import Locator, article_of
from corpus.nouns import Passage

NEIGHBOURS = 6
"""How far away a wrong article may stand: near enough to be taken for the right one."""
SHORTEST_FRAGMENT, LONGEST_FRAGMENT = 60, 260
_GDPR_ARTICLE = re.compile(r"gdpr:art-(\d+)")
_ARTICLE_CARD = re.compile(r"card:gdpr-(art-\d+)")
_TITLE = re.compile(r"Article \d+\s?: (.+)")


def article_questions(locator: str, texts: StudyTexts, seed: int) -> Iterator[StudyQuestion]:
    """Which article says some words of the unit, then what the article is about."""
    if not Locator.parse(locator).unit.startswith("art-"):
        return
    yield from _which_says(locator, texts, seed)
    yield from _about(article_of(locator), texts, seed)


def card_article_questions(locator: str, texts: StudyTexts, seed: int) -> Iterator[StudyQuestion]:
    """What the article is about that one of our cards explains."""
    found = _ARTICLE_CARD.fullmatch(locator)
    if found is not None:
        yield from _about(f"gdpr:{found[1]}", texts, seed)


def _which_says(locator: str, texts: StudyTexts, seed: int) -> Iterator[StudyQuestion]:
    article, unit = texts.held(article_of(locator)), texts.held(locator)
    if article is None or unit is None:
        return
    near = _neighbours(article, texts)
    wrong = shuffled(near, seed, locator)
    for span in shuffled(_fragments(unit), seed, locator):
        fragment = span.of(unit.text)
        if not _is_found_only_in(fragment, article, near):
            continue
        name = texts.name(article)
        stem = study_phrase("article_says", texts.lang, source=_source(article, texts))
        options = choose(
            Option(name, True, study_phrase("right", texts.lang)),
            (Option(texts.name(other), False, _not_there(other, texts)) for other in wrong),
            seed=seed,
            salt=fragment,
        )
        if options is not None:
            yield StudyQuestion(
                "article",
                texts.lang,
                locator,
                stem,
                options,
                study_phrase("article_is", texts.lang, article=name, topic=article.heading or name),
                texts.quote_span(unit, span),
                stem_quote=fragment,
            )
            return


def _about(article: str, texts: StudyTexts, seed: int) -> Iterator[StudyQuestion]:
    """From the titles of our cards on the articles of the GDPR."""
    found = _GDPR_ARTICLE.fullmatch(article)
    if found is None:
        return
    card, topic = texts.held(_card_of(int(found[1]))), _topic(int(found[1]), texts)
    if card is None or not topic:
        return
    numbers = [n for n in range(int(found[1]) - NEIGHBOURS, int(found[1]) + NEIGHBOURS + 1)]
    near = [(n, _topic(n, texts)) for n in numbers if n != int(found[1])]
    wrong = [(n, other) for n, other in shuffled(near, seed, article) if other]
    asked = (
        (study_phrase("article_about", texts.lang, number=found[1]), topic, [o for _, o in wrong]),
        (
            study_phrase("number_of_article", texts.lang, topic=topic),
            f"Article {found[1]}",
            [f"Article {n}" for n, _ in wrong],
        ),
    )
    told = [_named(n, other, texts) for n, other in wrong]
    for stem, right, others in asked:
        options = choose(
            Option(right, True, _named(int(found[1]), topic, texts)),
            (Option(o, False, feedback) for o, feedback in zip(others, told, strict=True)),
            seed=seed,
            salt=stem,
        )
        if options is not None:
            proof = texts.proof(card)
            yield StudyQuestion(
                "article", texts.lang, card.locator, stem, options, card.text, proof
            )


def _neighbours(article: Passage, texts: StudyTexts) -> list[Passage]:
    """The articles just before and after this one in its text."""
    order = texts.articles.get(Locator.parse(article.locator).source, ())
    place = order.index(article.locator)
    around = range(max(0, place - NEIGHBOURS), min(len(order), place + NEIGHBOURS + 1))
    held = (texts.held(order[at]) for at in around if at != place)
    return [passage for passage in held if passage is not None]


def _fragments(unit: Passage) -> list[Span]:
    """Sentences short enough to be read at a glance that name no article number of their own."""
    number = _number_of(unit.locator)
    return [
        span
        for span in sentences(unit.text)
        if SHORTEST_FRAGMENT <= span.end - span.start <= LONGEST_FRAGMENT
        and not re.search(rf"(?i)article\s+{re.escape(number)}\b", span.of(unit.text))
    ]


def _number_of(locator: str) -> str:
    """The number of the article a unit stands in: "21", "l34-5"."""
    return Locator.parse(article_of(locator)).unit.removeprefix("art-")


def _is_found_only_in(fragment: str, article: Passage, others: list[Passage]) -> bool:
    return not any(
        fragment in other.full_text for other in others if other.locator != article.locator
    )


def _source(article: Passage, texts: StudyTexts) -> str:
    return texts.manifest.source_of(article).short_title(texts.lang)


def _not_there(other: Passage, texts: StudyTexts) -> str:
    told = study_phrase("article_not", texts.lang)
    if not other.heading:
        return told
    return f"{told} {study_phrase('article_on', texts.lang, topic=other.heading)}"


def _card_of(number: int) -> str:
    return f"{CARD_PREFIX}gdpr-art-{number}"


def _topic(number: int, texts: StudyTexts) -> str:
    card = texts.held(_card_of(number))
    found = _TITLE.fullmatch(card.heading) if card else None
    return found[1] if found else ""


def _named(number: int, topic: str, texts: StudyTexts) -> str:
    return study_phrase("article_is", texts.lang, article=f"Article {number}", topic=topic)
