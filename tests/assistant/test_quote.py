from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from assistant.quote import best_span, normalise, quote_status
from assistant.sentences import sentences
from corpus.keywords import words
from corpus.manifest import default_manifest
from corpus.nouns import Language
from ingest.parse.loaders import LOADERS

LAW = (
    "Le crieur ne peut pas frapper à la porte d'un sous-traitant sans l'accord écrit de l'œuvre. "
    "L'amende s'élève à 20 000 EUR, ou 4 % des recettes, selon l'article 34-5 du règlement 2016/679. "
    "La fin du registre est notifiée au greffe dans les 72 heures."
)


# --- choosing the words to show


def test_a_text_within_the_limit_is_shown_whole() -> None:
    assert best_span(LAW, words("greffe", "fr"), "fr", len(LAW)).of(LAW) == LAW


def test_of_a_long_text_the_sentences_that_hold_the_wanted_words_are_shown() -> None:
    shown = best_span(LAW, words("Quelle amende et quelles recettes ?", "fr"), "fr", 150).of(LAW)
    assert shown.startswith("L'amende s'élève") and shown.endswith("2016/679.")


def test_without_a_wanted_word_the_opening_is_shown() -> None:
    assert best_span(LAW, (), "fr", 150).of(LAW).startswith("Le crieur ne peut pas")


@given(
    st.lists(st.sampled_from(["Le crieur dort.", "La ville veille !", "Non ?", "x" * 90 + "."]), max_size=20),
    st.sampled_from(["", "crieur", "crieur ville", "absent"]),
    st.integers(20, 60),
)  # fmt: skip
@example(["Le crieur dort.", "La ville veille !"], "crieur ville", 20)
def test_a_quote_stays_within_the_limit_and_ends_where_sentences_end(
    parts: list[str], wanted: str, limit: int
) -> None:
    text = " ".join(parts)
    span = best_span(text, words(wanted, "fr"), "fr", limit)
    if len(text) <= limit:
        assert span.of(text) == text
        return
    spans = sentences(text)
    assert span.start in {s.start for s in spans} and span.end in {s.end for s in spans}
    inside = [s for s in spans if span.start <= s.start and s.end <= span.end]
    # Only a single sentence may be longer: a law's sentence cut in the middle misleads.
    assert span.end - span.start <= limit or len(inside) == 1
    assert quote_status(span.of(text), text) == "exact"


def test_a_blank_text_has_a_blank_quote() -> None:
    assert best_span(" \n" * 300, ["crieur"], "fr").of(" \n" * 300).strip() == ""


# --- holding a quote against a text


@pytest.mark.parametrize(
    "quote",
    [
        "Le crieur ne peut pas frapper",
        "l'accord écrit",
        "accord écrit",
        "20 000 EUR, ou 4 % des recettes",
        "l'article 34-5",
        " La fin du registre est notifiée ",
    ],
)
def test_the_words_of_the_text_letter_for_letter_are_exact(quote: str) -> None:
    assert quote_status(quote, LAW) == "exact"


@pytest.mark.parametrize(
    "quote",
    [
        "l’accord écrit de l’œuvre",
        "l'accord écrit de l'oeuvre",
        "d'un sous-\ntraitant sans l'accord",
        "d'un sous‑traitant sans",
        "frap-\nper à la porte",
        "frap\u00ad\nper à la porte",
        "frap\u00adper à la porte",
        "20\u202f000\u00a0EUR, ou 4\u00a0% des recettes",
        "l'article 34‑5",
        "La \ufb01n du registre est noti\ufb01ée",
        "notifie\u0301e au greffe",
        "dans  les\n72 heures",
    ],
)
def test_typography_alone_is_repaired(quote: str) -> None:
    assert quote_status(quote, LAW) == "repaired"


@pytest.mark.parametrize(
    "quote",
    [
        "", "   ", "…", ".",
        "Le crieur peut frapper",
        "Le crieur ne peut frapper",
        "dans les 27 heures",
        "dans les 72 jours",
        "ou 40 % des recettes",
        "le règlement 2016/679",
        "sans l'accord oral",
        "registre est notifiée au greffe dans les 7",
        "L'amende s'élève à 20",
        "L'amende s'élève à 20 000 EUR, ou 4 % des recettes, selon l'article 34",
        "000 EUR, ou 4 %",
        "d'un sous",
        "rieur ne peut pas",
        "registre est notifi",
    ],
)  # fmt: skip
def test_a_changed_or_cut_word_or_number_is_not_found(quote: str) -> None:
    assert quote_status(quote, LAW) == "not_found"


def test_an_exponent_is_no_digit() -> None:
    assert quote_status("une aire de 103 pas", "une aire de 10³ pas") == "not_found"
    assert quote_status("une aire de 10³ pas", "une  aire de 10³ pas") == "repaired"


@given(st.text(max_size=100))
def test_repairing_typography_twice_changes_nothing_more(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)


# --- a thousand changed quotes, a thousand quotes as a PDF gives them

QUOTE_COUNT = 1_000
HAND_WRITTEN: dict[Language, tuple[str, ...]] = {
    "fr": (
        LAW,
        "Nul n'entre au moulin si le meunier ne dort pas ; il n'est pas tenu d'ouvrir avant 8 heures.",
        "Toute personne dispose de 15 jours ouvrés, à compter du 1er mars 2019, pour contester l'avis.",
    ),
    "en": (
        "The miller shall not open before 8 a.m., unless 2 keepers of the first floor have agreed in writing.",
        "A sub-contractor that is not bound by Article 12(3) files its 40 reports within 3 months.",
        "Every fifth effective offer is final; it may not be withdrawn for 14 days.",
    ),
}
Mutation = Callable[[str, random.Random], str]


def change_a_word(quote: str, chance: random.Random) -> str:
    found = [match for match in re.finditer(r"[^\W\d_]{3,}", quote)]
    match = chance.choice(found)
    other = chance.choice(
        [word for word in ("moulin", "autre", "jamais", "shall", "data") if word != match[0]]
    )
    return quote[: match.start()] + other + quote[match.end() :]


def change_a_letter(quote: str, chance: random.Random) -> str:
    at = chance.choice([i for i, char in enumerate(quote) if char.isalpha()])
    other = chance.choice([char for char in "abdknptz" if char != quote[at].lower()])
    return quote[:at] + other + quote[at + 1 :]


def change_a_number(quote: str, chance: random.Random) -> str:
    found = list(re.finditer(r"\d+", quote))
    if not found:
        return change_a_word(quote, chance)
    match = chance.choice(found)
    other = chance.choice([str(int(match[0]) + 1), match[0] + "0", str(int(match[0]) // 10 + 3)])
    return quote[: match.start()] + (other if other != match[0] else "7") + quote[match.end() :]


def toggle_a_negation(quote: str, chance: random.Random) -> str:
    without = re.sub(r"(\w )(?:ne |n['’])(\w+) pas\b", r"\1\2", quote, count=1)
    without = re.sub(r"(?<=\w )not ", "", without, count=1)
    if without != quote:
        return without
    verb = re.search(
        r"(?<=\w )(est|sont|peut|peuvent|doit|doivent|shall|may|is|are|must) (?=\w)", quote
    )
    if verb is None:
        return drop_a_word(quote, chance)
    negated = (
        f"ne {verb[1]} pas "
        if verb[1] in "est sont peut peuvent doit doivent"
        else f"{verb[1]} not "
    )
    return quote[: verb.start()] + negated + quote[verb.end() :]


def drop_a_word(quote: str, chance: random.Random) -> str:
    inner = list(re.finditer(r"(?<=\w )\w+ (?=\w)", quote))
    match = chance.choice(inner)
    return quote[: match.start()] + quote[match.end() :]


MUTATIONS: tuple[Mutation, ...] = (
    change_a_word, change_a_letter, change_a_number, toggle_a_negation, drop_a_word,
)  # fmt: skip


def artefacts(quote: str, chance: random.Random) -> str:
    """What printing and extracting a page does to words: never to what they say."""
    for plain, printed in (
        ("ffi", "ﬃ"),
        ("ffl", "ﬄ"),
        ("ff", "ﬀ"),
        ("fi", "ﬁ"),
        ("fl", "ﬂ"),
        ("'", "’"),
    ):
        if chance.random() < 0.8:
            quote = quote.replace(plain, printed)
    pieces = []
    for word in re.split(r"( )", quote):
        if word == " ":
            word = chance.choice([" ", " ", " ", "\u00a0", "\u202f", "  ", "\n", " \n "])
        elif word.isalpha() and len(word) > 5 and chance.random() < 0.3:
            at = chance.randrange(2, len(word) - 2)
            word = word[:at] + chance.choice(["-\n", "\u00ad", "\u00ad\n", "- \n"]) + word[at:]
        elif "-" in word and chance.random() < 0.5:
            word = word.replace("-", chance.choice(["-\n", "‑", "–"]), 1)
        pieces.append(word)
    return "".join(pieces)


def some_quotes(texts: Sequence[str], seed: int) -> list[tuple[str, str]]:
    """(quote, text) pairs: whole sentences, as an answer quotes them, of eight words or more."""
    pairs = [
        (span.of(text), text)
        for text in texts
        for span in sentences(text)
        if len(span.of(text).split()) >= 8
    ]
    return random.Random(seed).choices(pairs, k=QUOTE_COUNT)


def texts_of_the_gdpr(mirror: Path, lang: Language) -> list[str]:
    source = default_manifest().source("gdpr")
    origin = next(o for o in source.origins if o.kind == "mirror" and o.lang == lang)
    path = mirror / origin.path
    if not path.is_file():
        pytest.skip(f"no {origin.path} in the mirror folder")
    passages = LOADERS[origin.loader](source, origin, path)
    return [passage.full_text for passage in passages if passage.is_searched]


def missed_mutations(texts: Sequence[str], seed: int) -> list[tuple[str, str]]:
    chance = random.Random(seed)
    missed = []
    for position, (quote, text) in enumerate(some_quotes(texts, seed)):
        changed = MUTATIONS[position % len(MUTATIONS)](quote, chance)
        assert changed != quote
        if quote_status(changed, text) != "not_found":
            missed.append((quote, changed))
    return missed


def false_alarms(texts: Sequence[str], seed: int) -> list[str]:
    chance = random.Random(seed)
    printed = [(artefacts(quote, chance), text) for quote, text in some_quotes(texts, seed)]
    return [quote for quote, text in printed if quote_status(quote, text) == "not_found"]


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_every_changed_quote_of_ours_is_caught(lang: Language) -> None:
    assert missed_mutations(HAND_WRITTEN[lang], seed=1) == []


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_every_changed_quote_of_the_gdpr_is_caught(lang: Language, mirror: Path) -> None:
    assert missed_mutations(texts_of_the_gdpr(mirror, lang), seed=2) == []


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_a_quote_of_ours_is_recognised_as_a_pdf_prints_it(lang: Language) -> None:
    assert len(false_alarms(HAND_WRITTEN[lang], seed=3)) <= 0.01 * QUOTE_COUNT


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_a_quote_of_the_gdpr_is_recognised_as_a_pdf_prints_it(lang: Language, mirror: Path) -> None:
    assert len(false_alarms(texts_of_the_gdpr(mirror, lang), seed=4)) <= 0.01 * QUOTE_COUNT
