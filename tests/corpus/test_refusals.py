import pytest

from corpus.refusals import DEAD_LINK, REFUSAL_CODES, UNOPENED, Refusal, RefusalCode, refusal_in

VALUES = {
    "name": "cats.pdf",
    "limit": 5_000,
    "unit": "pages",
    "expected": "PDF",
    "other": "Cats",
}


@pytest.mark.parametrize("code", REFUSAL_CODES)
def test_each_reason_names_the_document_and_says_what_to_do_next(code: RefusalCode) -> None:
    french, english = (Refusal(code, VALUES).message(lang) for lang in ("fr", "en"))
    assert french.startswith("« cats.pdf » ")
    assert english.startswith('"cats.pdf" ')
    for sentence in (french, english):
        assert sentence.endswith(".")
        assert sentence.count(". ") == 1, "one sentence on what failed, one on what to do"


def test_no_two_reasons_read_the_same() -> None:
    for lang in ("fr", "en"):
        assert len({Refusal(code, VALUES).message(lang) for code in REFUSAL_CODES}) == 8


def test_numbers_and_units_are_written_as_the_language_does() -> None:
    refusal = Refusal("too_long", {"name": "a", "limit": 5_000_000, "unit": "characters"})
    assert "5,000,000 characters" in refusal.message("en")
    assert "5\u202f000\u202f000 caractères" in refusal.message("fr")
    short = Refusal("limit", {"name": "a", "limit": 1.5, "unit": "seconds"})
    assert "1.5 seconds" in short.message("en")
    assert "1,5 seconde" in short.message("fr")


def test_a_language_we_do_not_speak_is_answered_in_english() -> None:
    assert Refusal("password", VALUES).message("de") == Refusal("password", VALUES).message("en")


def test_a_name_cannot_break_the_sentence_it_stands_in() -> None:
    name = "a\u202egpj.\n{limit}\x00" + "b" * 300
    sentence = Refusal("broken", {"name": name}).message("en")
    assert sentence.isprintable()
    assert "a\ufffdgpj.\ufffd{limit}\ufffdbbb" in sentence
    assert "b" * 100 not in sentence


@pytest.mark.parametrize(
    ("code", "missing"),
    [("password", "name"), ("too_long", "limit, unit"), ("wrong_type", "expected")],
)
def test_a_refusal_without_what_its_sentence_needs_fails_at_once(
    code: RefusalCode, missing: str
) -> None:
    kept = {key: value for key, value in VALUES.items() if key not in missing}
    with pytest.raises(ValueError, match=f"needs {missing}"):
        Refusal(code, kept)


def test_an_unknown_reason_is_refused() -> None:
    with pytest.raises(ValueError, match="unknown reason 'ugly'"):
        Refusal("ugly", VALUES)  # type: ignore[arg-type]


@pytest.mark.parametrize("code", REFUSAL_CODES)
def test_a_reason_recorded_in_english_is_read_in_french(code: RefusalCode) -> None:
    refusal = Refusal(code, VALUES)
    assert refusal_in("fr", refusal.message("en")) == refusal.message("fr")
    assert refusal_in("en", refusal.message("en"), code) == refusal.message("en")


def test_a_technical_reason_is_worded_by_its_code() -> None:
    recorded = "guide.pdf: broken (stream ended)"
    assert refusal_in("fr", recorded, "broken").startswith("« guide.pdf » est endommagé")
    assert refusal_in("en", recorded, "broken").startswith('"guide.pdf" is damaged')
    assert refusal_in("fr", recorded) == recorded


def test_a_document_without_pages_is_empty_not_scanned() -> None:
    values = {"name": "cats.txt", "type": "TXT"}
    french, english = (Refusal("no_text", values).message(lang) for lang in ("fr", "en"))
    assert french.startswith("« cats.txt » est vide")
    assert english.startswith('"cats.txt" is empty')
    assert "OCR" not in french + english
    assert "OCR" in Refusal("no_text", {"name": "cats.pdf"}).message("en")
    assert refusal_in("fr", english, "no_text") == french


def test_a_file_that_cannot_be_opened_is_told_with_what_to_do() -> None:
    assert refusal_in("fr", DEAD_LINK).startswith("un lien vers un fichier qui n'est plus là")
    told = refusal_in("fr", UNOPENED.format(detail="Permission denied"))
    assert told.startswith("ne peut pas être ouvert (accès interdit)")


def test_a_reason_without_a_code_is_translated_where_it_is_known() -> None:
    full = "the folder holds more than 200 documents or 500 MB"
    assert refusal_in("fr", full) == "le dossier contient plus de 200 documents ou 500 Mo"
    assert refusal_in("fr", "[Errno 13] Permission denied") == "[Errno 13] Permission denied"
