"""Questions on the words of the law: which words are missing from this sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.sentences import Span, sentences
from assistant.study.choose import choose
from assistant.study.question import Option, StudyQuestion
from assistant.study.texts import StudyTexts, shuffled
from assistant.study.wording import study_phrase
from corpus.nouns import Language, Passage

GAP = "_____"
SHORTEST_SENTENCE, LONGEST_SENTENCE = 60, 320

# Words that fit the same place of a sentence, the most telling families first. What stands before
# the gap must fit all of them: no form begins with a vowel where French would elide.
FAMILIES: dict[Language, tuple[tuple[str, ...], ...]] = {
    "fr": (
        ("24 heures", "48 heures", "72 heures", "96 heures"),
        ("un mois", "deux mois", "trois mois", "six mois"),
        ("trois semaines", "quatre semaines", "six semaines", "huit semaines"),
        ("13 ans", "15 ans", "16 ans", "18 ans"),
        ("2 %", "4 %", "6 %", "10 %"),
        ("10 000 000 EUR", "20 000 000 EUR", "30 000 000 EUR", "50 000 000 EUR"),
        ("dans les meilleurs délais", "à tout moment", "tous les deux ans", "au bout de trois mois"),
        ("risque élevé", "risque résiduel", "risque moyen", "risque négligeable"),
        ("responsable du traitement", "sous-traitant", "destinataire", "représentant"),
        ("rectification", "portabilité", "limitation", "notification"),
        ("consentement", "contrat", "profilage", "transfert"),
        ("peut", "doit", "devrait"),
    ),
    "en": (
        ("24 hours", "48 hours", "72 hours", "96 hours"),
        ("one month", "two months", "three months", "six months"),
        ("three weeks", "four weeks", "six weeks", "eight weeks"),
        ("13 years", "15 years", "16 years", "18 years"),
        ("2 %", "4 %", "6 %", "10 %"),
        ("10 000 000 EUR", "20 000 000 EUR", "30 000 000 EUR", "50 000 000 EUR"),
        ("without undue delay", "at any time", "every two years", "after three months"),
        ("high risk", "residual risk", "moderate risk", "negligible risk"),
        ("controller", "processor", "recipient", "representative"),
        ("rectification", "erasure", "restriction", "portability"),
        ("consent", "profiling", "erasure", "transfer"),
        ("shall", "may", "should", "need not"),
    ),
}  # fmt: skip
_ELIDED = re.compile(r"(?i)(?:\b[ldn]|qu)['’]$")
# "a" or "an" before the gap would fit some of the family only.
_ENGLISH_ARTICLE = re.compile(r"(?i)\ban?\s$")


def gap_questions(locator: str, texts: StudyTexts, seed: int) -> Iterator[StudyQuestion]:
    """One question for each family of words met in a sentence of the unit."""
    unit = texts.held(locator)
    if unit is None or unit.kind == "card":
        return
    whole = [
        span
        for span in sentences(unit.text)
        if SHORTEST_SENTENCE <= span.end - span.start <= LONGEST_SENTENCE
    ]
    for family in FAMILIES[texts.lang]:
        for span in shuffled(whole, seed, locator):
            question = _question(unit, span, family, texts, seed)
            if question is not None:
                yield question
                break


def _question(
    unit: Passage, span: Span, family: tuple[str, ...], texts: StudyTexts, seed: int
) -> StudyQuestion | None:
    sentence = span.of(unit.text)
    met = [(form, place) for form in family for place in _places(form, sentence)]
    if len(met) != 1:
        return None  # twice, or beside another word of its family: the sentence would tell
    (form, (start, end)), lang = met[0], texts.lang
    if _ELIDED.search(sentence[:start]) or _ENGLISH_ARTICLE.search(sentence[:start]):
        return None
    wrong = [
        Option(other, False, study_phrase("gap_not", lang, words=other, right=form))
        for other in shuffled([other for other in family if other != form], seed, sentence)
    ]
    stem = study_phrase("gap", lang, label=texts.name(unit))
    right = Option(form, True, study_phrase("gap_is", lang, words=form))
    options = choose(right, wrong, seed=seed, salt=sentence)
    if options is None:
        return None
    return StudyQuestion(
        "gap",
        lang,
        unit.locator,
        stem,
        options,
        study_phrase("gap_is", lang, words=form),
        texts.quote_span(unit, span),
        stem_quote=sentence[:start] + GAP + sentence[end:],
    )


def _places(form: str, sentence: str) -> list[tuple[int, int]]:
    """Where the form stands as whole words, whatever space the text puts between them."""
    pattern = r"\s".join(re.escape(word) for word in form.split(" "))
    return [m.span() for m in re.finditer(rf"(?<![\w-]){pattern}(?![\w-])", sentence)]
