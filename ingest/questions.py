"""The questions people ask that a unit of law answers: ours, written per unit, attached to passages.

`corpus/questions/<source>.toml` (or `<source>.<anything>.toml`) holds a table per unit with the
questions in each language. They are searched like the unit's own words, and never shown as law. The
wordings of `corpus/premises.toml` (what people wrongly take for the law) lead to the card that puts
them right, in the same way.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from corpus.nouns import LANGUAGES, Language, Passage

QUESTIONS = Path(__file__).resolve().parent.parent / "corpus" / "questions"
PREMISES = "premises.toml"
"""Beside the folder of questions."""

Questions = dict[tuple[str, Language], tuple[str, ...]]


@lru_cache(maxsize=1)
def read_questions(folder: Path = QUESTIONS) -> Questions:
    """(locator, language) -> questions, over all files; a malformed file raises `ValueError`."""
    found: Questions = {}
    for path in sorted(folder.glob("*.toml")):
        source = path.stem.partition(".")[0]
        for unit, by_language in tomllib.loads(path.read_text(encoding="utf-8")).items():
            for lang, questions in by_language.items():
                key = (f"{source}:{unit}", lang)
                found[key] = (*found.get(key, ()), *questions)
    for key, said in _premises(folder.parent / PREMISES):
        found[key] = (*found.get(key, ()), *said)
    return found


def _premises(path: Path) -> Iterator[tuple[tuple[str, Language], tuple[str, ...]]]:
    if not path.is_file():
        return
    for premise in tomllib.loads(path.read_text(encoding="utf-8"))["premise"]:
        for lang, said in premise["said"].items():
            yield (f"card:{premise['card']}", lang), tuple(said)


def with_questions(
    passages: Iterable[Passage], questions: Questions, languages: Iterable[Language]
) -> tuple[Passage, ...]:
    """The passages, those that our questions lead to carrying them after their own.

    `languages` are those the source is loaded in: a text held in one language only is also found by
    the questions asked in the other. Questions attached when it was held in more or fewer are
    replaced.
    """
    held = set(languages)
    absent = [lang for lang in LANGUAGES if lang not in held]
    return tuple(_asked(passage, questions, (passage.lang, *absent)) for passage in passages)


def _asked(passage: Passage, questions: Questions, langs: Iterable[Language]) -> Passage:
    # By source, not by prefix: an earlier version in time does not answer today's questions.
    key = f"{passage.source}:{passage.locator.partition(':')[2]}"
    ours = {question for lang in LANGUAGES for question in questions.get((key, lang), ())}
    own = [question for question in passage.questions if question not in ours]
    asked = [question for lang in langs for question in questions.get((key, lang), ())]
    return replace(passage, questions=(*own, *asked)) if ours else passage
