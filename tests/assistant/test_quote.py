from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from assistant.quote import best_span, normalise, quote_status
from assistant.sentences import sentences
from corpus.keywords import words

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
        "ou 4% des recettes",
        "ou 4 % des recettes , selon",
        "notifiée¹ au greffe[2] dans",
        "La fin du registre* est",
        "LA FIN DU REGISTRE est notifiée",
        "notifi\ufffeée au greffe",
        "frap\u00ad per à la porte",
        "de l' œuvre",
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
        "L'amende s'élève à 20 000 EUR, ou 4 % des recettes, selon l",
        "eur ne peut pas frapper",
        "Le crieur … la porte",
        "dans les [72] heures",
        "20 000 eur, ou 4 %",
    ],
)  # fmt: skip
def test_a_changed_or_cut_word_or_number_is_not_found(quote: str) -> None:
    assert quote_status(quote, LAW) == "not_found"


def test_a_quote_may_not_begin_behind_the_negation_it_loses() -> None:
    text = "Le meunier n'est tenu à rien d'autre."
    assert quote_status("est tenu à rien", text) == "not_found"
    assert quote_status("autre", text) == "exact"


def test_half_of_and_or_is_another_word() -> None:
    assert quote_status("le grain et", "le grain et/ou la farine") == "not_found"


def test_where_both_have_footnote_marks_they_must_be_the_same() -> None:
    assert quote_status("la farine² bise", "la farine¹ bise") == "not_found"
    assert quote_status("la farine  bise", "la farine¹ bise") == "repaired"


def test_an_exponent_is_no_digit() -> None:
    assert quote_status("une aire de 103 pas", "une aire de 10³ pas") == "not_found"
    assert quote_status("une aire de 10³ pas", "une  aire de 10³ pas") == "repaired"


@given(st.text(max_size=100))
def test_repairing_typography_twice_changes_nothing_more(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)
