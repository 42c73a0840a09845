"""Statements that are right or wrong of the units they cite, and wrong ones made of our cards."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Mapping
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, StringConstraints

from assistant.sentences import sentences
from assistant.statement import Fault
from corpus.index import Index
from corpus.nouns import Language

SEED = 5


class Statement(BaseModel):
    """A sentence with markers and the units they point to; `fault` is "" for a right one."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    id: Annotated[str, StringConstraints(pattern=r"^(fr|en)-[a-z]+-\d{2,5}$")]
    lang: Language
    sentence: Annotated[str, StringConstraints(min_length=10)]
    cites: tuple[str, ...]
    fault: Fault | Literal[""]


def derive(index: Index) -> list[Statement]:
    """The sentences of the cards' short answers as they are, and changed in every way that applies."""
    rows: list[Statement] = []
    chance = random.Random(SEED)  # noqa: S311 - the same changes on every run
    for passage in index.passages.values():
        is_short_answer = passage.kind == "card" and "#" not in passage.locator
        if (
            is_short_answer
            and passage.cited_locators
            and all(map(index.has, passage.cited_locators))
        ):
            markers = "".join(f" [{n + 1}]" for n in range(len(passage.cited_locators)))
            told = [span.of(passage.text) for span in sentences(passage.text)]
            for sentence in (words for words in told if not _EXAMPLE.match(words)):
                for fault, changed in _variants(sentence, passage.lang, chance):
                    rows.append(
                        Statement(
                            id=f"{passage.lang}-{fault or 'right'}-{len(rows):05}", lang=passage.lang, sentence=changed + markers,
                            cites=passage.cited_locators, fault=fault,
                        )
                    )  # fmt: skip
    return rows


# What a card gives as an example or a lesson is its own: no text it cites holds it.
_EXAMPLE = re.compile(r"Exemple|In marketing|Example|Leçon|The lesson|Lesson")
_UNITS = {
    "fr": {"heures": "jours", "jours": "mois", "mois": "ans", "ans": "mois", "%": "points de pourcentage",
           "€": "$", "euros": "dollars"},
    "en": {"hours": "days", "days": "months", "months": "years", "month": "year", "years": "months",
           "%": "percentage points", "€": "$", "euros": "dollars"},
}  # fmt: skip
_MODALS = {
    "fr": {"doit": "peut", "doivent": "peuvent", "peut": "doit", "peuvent": "doivent"},
    "en": {"must": "may", "may": "must", "can": "must"},
}
_ACTORS = {
    "fr": {
        "responsable du traitement": "sous-traitant",
        "sous-traitant": "responsable du traitement",
    },
    "en": {"controller": "processor", "processor": "controller"},
}


def _variants(
    sentence: str, lang: Language, chance: random.Random
) -> Iterator[tuple[Fault | Literal[""], str]]:
    yield "", sentence
    changes: tuple[tuple[Fault, str], ...] = (
        ("figure", _with_other_number(sentence, chance)),
        ("figure", _exchange(sentence, _UNITS[lang], r"(?<=\d)[\s-]?(?:{})(?!\w)", chance)),
        ("date", re.sub(r"\b(20[0-3]\d)\b(?!-)", lambda m: str(int(m[1]) - 1), sentence, count=1)),
        ("article", re.sub(r"\b([Aa]rticle )(\d+)", lambda m: f"{m[1]}{int(m[2]) + 300}", sentence)),
        ("decision", f"{sentence.rstrip('.')} (SAN-20{chance.randrange(27, 60)}-{chance.randrange(1, 99):03})."),
        ("negation", _negated(sentence, lang)),
        ("modality", _exchange(sentence, _MODALS[lang], r"\b(?:{})\b", chance)),
        ("actor", _exchange(sentence, _ACTORS[lang], r"\b(?:{})\b", chance)),
    )  # fmt: skip
    for fault, changed in changes:
        if changed != sentence:
            yield fault, changed


def _with_other_number(sentence: str, chance: random.Random) -> str:
    """One number that a unit follows, changed."""
    unit = r"(?=[\s-]?(?:%|€|euros?|heures?|hours?|jours?|days?|mois|months?|ans?\b|years?))"
    found = list(re.finditer(rf"(?<![\w.,/-])\d+(?![.,/]\d)(?<!\d [0-9]{{3}}){unit}", sentence))
    if not found:
        return sentence
    match = chance.choice(found)
    other = str(int(match[0]) + chance.choice([1, 7, 40]))
    return sentence[: match.start()] + other + sentence[match.end() :]


def _exchange(sentence: str, pairs: Mapping[str, str], pattern: str, chance: random.Random) -> str:
    forms = "|".join(map(re.escape, pairs))
    found = list(re.finditer(pattern.format(forms), sentence))
    if not found:
        return sentence
    match = chance.choice(found)
    form = match[0].strip("- \u00a0\u202f")
    return sentence[: match.start()] + f" {pairs[form]}" + sentence[match.end() :]


def _negated(sentence: str, lang: Language) -> str:
    verbs = {
        "fr": (r"\b(est|sont|doit|doivent|peut|peuvent)\b", "ne {} pas"),
        "en": (r"\b(is|are|must|may|can|shall)\b", "{} not"),
    }
    pattern, form = verbs[lang]
    if re.search(r"\b(?:ne|n['’]|not|no)\b", sentence):
        return sentence
    return re.sub(pattern, lambda match: form.format(match[0]), sentence, count=1)
