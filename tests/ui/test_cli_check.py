"""`recital check` over a data folder that holds the small law, without a chat model."""

from __future__ import annotations

import csv
import importlib
import json
import sys
from collections.abc import Sequence
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader
from typer.testing import CliRunner, Result

from assistant.campaign.facts import fact_table
from assistant.campaign.wording import CHECK_WORDS
from corpus.errors import (
    DateNotCovered,
    IndexMissing,
    InvalidFact,
    InvalidInput,
    QuestionTooLong,
    RecitalError,
    TooManyCases,
    UnknownFact,
)
from ui.cli import app, main
from ui.cli_check import LARGEST_FACTS_BYTES, LONGEST_DESCRIPTION

REFUSED = {
    "operations": ["live_call"],
    "consent": "none",
    "audience": ["consumers"],
    "relationship": ["prospect"],
}
AGREED = {"operations": ["email"], "audience": ["consumers"], "consent": "valid"}
SENTENCE = "Puis-je envoyer un SMS à d'anciens clients ?"
LAW_OF_CRIERS = Path(__file__).parents[1] / "assistant"


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder that serves the small law of the assistant's tests."""
    folder = tmp_path_factory.mktemp("data")
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(LAW_OF_CRIERS)
        importlib.import_module("small_law").publish(folder)
    return folder


@pytest.fixture(autouse=True)
def settings(data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("RECITAL_DATA_DIR", str(data))
    monkeypatch.setenv("RECITAL_EMBEDDING_MODEL", "test/words")
    monkeypatch.setenv("RECITAL_LANG", "en")


def run(*arguments: str | Path, stdin: str | bytes | None = None) -> Result:
    return CliRunner().invoke(app, ["check", *map(str, arguments)], input=stdin)


def said(*arguments: str | Path, stdin: str | bytes | None = None) -> str:
    """What the command prints; an error of ours is raised."""
    result = run(*arguments, stdin=stdin)
    if isinstance(result.exception, RecitalError):
        raise result.exception
    assert result.exit_code == 0, (result.output, result.exception)
    return result.stdout


def told(*arguments: str | Path, stdin: str | bytes | None = None) -> Any:
    return json.loads(said(*arguments, "--json", stdin=stdin))


def refused(*arguments: str | Path, stdin: str | bytes | None = None) -> InvalidInput:
    with pytest.raises(InvalidInput) as caught:
        said(*arguments, stdin=stdin)
    return caught.value


def write(raw: object, name: str = "facts.json") -> Path:
    path = Path(name)
    path.write_text(json.dumps(raw), encoding="utf-8")
    return path


# The schema.


def test_the_schema_is_printed_without_facts_and_without_an_index(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("RECITAL_DATA_DIR", str(tmp_path / "empty"))
    schema = json.loads(said("--schema"))
    assert list(schema["properties"]) == list(fact_table().facts)


# From facts.


def test_facts_of_a_file_are_decided() -> None:
    printed = told("--facts", write(REFUSED), "--as-of", "2026-08-11")
    assert printed["outcome"] == "not_allowed" and printed["confirmed"] is True
    assert printed["facts"] == {name: REFUSED[name] for name in printed["facts"]}
    assert printed["rules"][0]["id"] == "call-consumer-needs-consent"
    assert "description" not in printed and "heard" not in printed


def test_facts_are_read_from_the_standard_input() -> None:
    printed = told("--facts", "-", "--as-of", "2026-08-11", stdin=json.dumps(REFUSED))
    assert printed["outcome"] == "not_allowed"


def test_what_json_printed_can_be_given_back() -> None:
    first = told("--facts", write(REFUSED), "--as-of", "2026-08-11")
    again = told("--facts", write(first, "printed.json"), "--as-of", "2026-08-11")
    assert again == first


def test_a_file_that_begins_with_a_byte_order_mark_is_read() -> None:
    Path("bom.json").write_text(json.dumps(REFUSED), encoding="utf-8-sig")
    assert told("--facts", "bom.json")["facts"]["consent"] == "none"


def test_a_standard_input_that_begins_with_a_byte_order_mark_is_read() -> None:
    sent = json.dumps(REFUSED).encode("utf-8-sig")
    assert told("--facts", "-", stdin=sent)["facts"]["consent"] == "none"


def test_no_facts_at_all_cannot_be_told() -> None:
    printed = told("--facts", write({}))
    assert printed["outcome"] == "cannot_tell"
    assert [one["fact"] for one in printed["missing"]] == ["operations"]


def test_the_law_of_a_day_decides_and_is_quoted() -> None:
    outcomes = {}
    for day, quoted in (("2026-08-10", "liste bleue"), ("2026-08-11", "accord écrit du meunier")):
        printed = told("--facts", write(REFUSED), "--as-of", day)
        outcomes[day] = printed["outcome"]
        quotes = {one["locator"]: one["quote"] for one in printed["citations"]}
        assert quoted in quotes["conso:art-l223-1"] and printed["as_of"] == day
    assert outcomes == {"2026-08-10": "allowed_if", "2026-08-11": "not_allowed"}


def test_without_a_day_it_is_the_law_of_today() -> None:
    assert told("--facts", write(REFUSED))["as_of"] == date.today().isoformat()


@pytest.mark.parametrize(("lang", "word"), [("fr", "La campagne"), ("en", "The campaign")])
def test_the_language_is_the_one_asked_for(lang: str, word: str) -> None:
    printed = told("--facts", write(REFUSED), "--as-of", "2026-08-11", "--lang", lang)
    assert printed["lang"] == lang and printed["headline"].startswith(word)


def test_without_a_language_facts_are_told_in_that_of_the_interface(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("RECITAL_LANG", "fr")
    assert told("--facts", write(REFUSED))["lang"] == "fr"


# On a terminal.


def shown(*arguments: str | Path) -> str:
    """What a person reads, lines joined."""
    return " ".join(said(*arguments).split())


def is_in_order(text: str, *parts: str) -> bool:
    places = [text.find(part) for part in parts]
    return -1 not in places and places == sorted(places)


def test_a_refusal_is_read_with_what_refuses_and_what_would_change_it_before_all_else() -> None:
    text = shown("--facts", write(REFUSED), "--as-of", "2026-08-11")
    assert text.startswith("✗ Not allowed. The campaign as it is described runs into the law.")
    assert is_in_order(text, "Why 1. Since 11 August 2026", "[1]", "What would change", "Facts –")
    assert "accord écrit du meunier" in text and "conso:art-l223-1" in text


def test_a_refusal_gives_no_to_do_list_but_how_many_duties_there_are() -> None:
    text = shown("--facts", write(REFUSED), "--as-of", "2026-08-11")
    listed = told("--facts", write(REFUSED), "--as-of", "2026-08-11")["obligations"]
    assert f"Duties that would also apply: {len(listed)}; --json lists them." in text
    assert not any(one["text"] in text for one in listed) and "(to do)" not in text


def test_a_refusal_that_no_single_change_lifts_says_so() -> None:
    twice = {"operations": ["email"], "consent": "withdrawn", "age": "minors_under_15"}
    refused = write({**twice, "parental_consent": False, "sector": "alcohol"})
    assert not told("--facts", refused)["would_change"]
    assert CHECK_WORDS["en"].no_change in shown("--facts", refused)
    assert CHECK_WORDS["fr"].no_change in shown("--facts", refused, "--lang", "fr")


def test_a_duty_the_sender_refuses_is_named_with_the_rule_it_breaks() -> None:
    text = shown("--facts", write({**AGREED, "sender_identified": False}))
    assert text.startswith("✗ Not allowed.") and "Duty refused: Say clearly on whose behalf" in text


def test_what_is_allowed_on_conditions_is_read_with_the_permission_then_the_duties() -> None:
    text = shown("--facts", write(AGREED))
    assert text.startswith("◐ Allowed, on conditions. Nothing stands against it, provided")
    assert is_in_order(text, "Why 1. A valid consent", "Duties Before –", "(to do) [", "Facts –")
    assert "Questions to settle" not in text and "Duties that would also apply" not in text


def test_missing_answers_are_asked_with_their_values_before_the_rules_that_could_forbid() -> None:
    text = shown("--facts", write({"operations": ["sms"]}))
    assert text.startswith("? Cannot tell. Answers are missing: depending on them,")
    for value in fact_table()["consent"].values:
        assert f"– {value.id} = {value.said['en']}" in text
    assert "true = Yes · false = No" in text and "recital check --schema" in text
    doubts = CHECK_WORDS["en"].doubts
    assert is_in_order(text, "Questions to settle 1.", "(consent)", "--facts FILE", doubts, "Facts")


def test_the_facts_to_complete_are_printed_as_they_are_taken() -> None:
    text = said("--facts", write({"operations": ["sms"]}))
    template = json.loads(text[text.index("{") : text.index("}") + 1])
    again = told("--facts", write(template))
    assert again["outcome"] == "cannot_tell"
    assert {one["fact"] for one in again["missing"]} == template.keys() - {"operations"}


def test_without_a_means_every_means_is_offered_and_no_heading_stands_empty() -> None:
    text = said("--describe", "Hello!", "--lang", "en")
    for value in fact_table()["operations"].values:
        assert f"{value.id} = {value.said['en']}" in " ".join(text.split())
    lines = text.splitlines()
    assert not any(heading in lines for heading in ("Why", "Facts", "Risks", "Verified quotes"))


def test_only_the_quotes_that_a_line_refers_to_are_printed() -> None:
    text = said("--facts", write(REFUSED), "--as-of", "2026-08-11")
    above, quotes = text.split("Verified quotes\n")
    printed = {line.split("]")[0] + "]" for line in quotes.splitlines() if line.startswith("[")}
    assert printed and printed == {f"[{n}]" for n in range(1, 40) if f"[{n}]" in above}


def test_cases_that_come_out_otherwise_stand_under_the_outcome() -> None:
    text = shown("--facts", write({**REFUSED, "operations": ["post", "live_call"]}))
    assert is_in_order(text, "✗ Not allowed.", "◐ Allowed, on conditions: Send addressed", "Why 1.")


def test_the_day_is_told_with_how_to_ask_for_another_unless_it_was_asked_for() -> None:
    hint = "--as-of YYYY-MM-DD decides for another day."
    assert shown("--facts", write(REFUSED)).endswith(hint)
    assert hint not in shown("--facts", write(REFUSED), "--as-of", "2026-08-11")
    french = shown("--facts", write(REFUSED), "--lang", "fr")
    assert french.endswith("--as-of AAAA-MM-JJ décide pour un autre jour.")


def test_what_a_sentence_says_is_shown_with_its_words_apart_from_what_is_assumed() -> None:
    text = shown("--describe", SENTENCE, "--lang", "fr")
    facts, assumed = text.split("Supposé, faute de l'avoir dit")
    assert "« SMS »" in facts and "« anciens clients »" in facts.lower()
    first = assumed.split("·")[:2]
    assert "D'où viennent les données" in first[0] and "Qui décide" in first[1]
    assert "après leur opposition" not in assumed
    assert "«" not in shown("--facts", write({"operations": ["sms"]}), "--lang", "fr").split("Faits")[1]  # fmt: skip


def test_what_is_asked_is_not_assumed_too() -> None:
    bought = {"operations": ["post", "buy_data", "email"], "consent": "valid", "data_origin": "bought"}  # fmt: skip
    facts = write(bought)
    asked = {one["question"] for one in told("--facts", facts)["missing"]}
    text = shown("--facts", facts)
    assumed = text.split("Assumed, as nobody said otherwise")[1]
    assert asked and not any(question in assumed for question in asked)
    assert "What speaks for it 1." in text and "Why 1." not in text


def test_a_consent_read_from_a_sentence_leaves_its_proof_to_be_given() -> None:
    agreed = "We e-mail our newsletter to consumers who opted in"
    assert told("--describe", agreed)["facts"]["consent"] == "valid"
    proof = "that proof is a duty still open"
    assert proof in shown("--describe", agreed)
    assert proof not in shown("--facts", write({"operations": ["email"], "consent": "valid"}))


# From a sentence.


def test_a_sentence_is_read_decided_and_left_to_confirm() -> None:
    printed = told("--describe", SENTENCE, "--as-of", "2026-11-23")
    assert printed["confirmed"] is False and printed["description"] == SENTENCE
    assert printed["facts"]["operations"] == ["sms"]
    assert printed["facts"]["relationship"] == ["former_customer"]
    assert printed["outcome"] == "cannot_tell" and printed["missing"]
    assert {"fact": "operations", "value": "sms", "words": "SMS"} in printed["heard"]
    assert all(one["words"] in SENTENCE for one in printed["heard"])


def test_a_sentence_is_answered_in_its_own_language_or_the_one_asked_for() -> None:
    assert told("--describe", SENTENCE)["lang"] == "fr"
    assert told("--describe", SENTENCE, "--lang", "en")["lang"] == "en"


def test_a_person_is_told_that_what_was_read_is_to_be_confirmed() -> None:
    assert "confirm them before relying on this" in " ".join(said("--describe", SENTENCE, "--lang", "en").split())  # fmt: skip


def test_a_sentence_that_says_nothing_asks_for_the_means() -> None:
    printed = told("--describe", "Bonjour !")
    assert printed["outcome"] == "cannot_tell" and printed["heard"] == []


def test_a_description_over_the_limit_is_refused_with_both_numbers() -> None:
    with pytest.raises(QuestionTooLong) as caught:
        said("--describe", "a" * (LONGEST_DESCRIPTION + 1))
    assert caught.value.values == {"length": 2001, "limit": 2000}
    assert caught.value.exit_status == 2
    assert told("--describe", "a" * LONGEST_DESCRIPTION)["outcome"] == "cannot_tell"


# Files.


def test_the_file_is_written_as_pdf_with_its_author() -> None:
    said("--facts", write(REFUSED), "--pdf", "file.pdf", "--author", "Ada Lovelace")
    content = Path("file.pdf").read_bytes()
    assert content.startswith(b"%PDF")
    assert "Ada Lovelace" in PdfReader(BytesIO(content)).pages[0].extract_text()


def test_the_entry_for_the_record_is_written_as_a_spreadsheet_reads_it() -> None:
    said("--facts", write(REFUSED), "--lang", "fr", "--record", "record.csv", "--author", "=Ada")
    content = Path("record.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbf") and content.endswith(b"\r\n")
    heading, entry = csv.reader(content.decode("utf-8-sig").splitlines(), delimiter=";")
    row = dict(zip(heading, entry, strict=True))
    assert row["Catégories de personnes"].startswith("Des particuliers")
    assert row["Établi par"] == "'=Ada"


def test_both_files_and_json_come_of_one_call() -> None:
    printed = told("--facts", write(REFUSED), "--pdf", "a.pdf", "--record", "a.csv")
    assert printed["outcome"] and Path("a.pdf").exists() and Path("a.csv").exists()


@pytest.mark.parametrize("option", ["--pdf", "--record"])
def test_a_file_that_cannot_be_written_is_told(option: str) -> None:
    error = refused("--facts", write(REFUSED), option, "no/such/folder/file")
    assert error.values["value"] == "no/such/folder/file"


# What cannot be served.


def test_facts_and_a_sentence_together_or_neither_are_refused() -> None:
    both = ("--facts", write(REFUSED), "--describe", SENTENCE)
    calls: Sequence[Sequence[str | Path]] = (both, (), ("--describe", "   "))
    for arguments in calls:
        error = refused(*arguments)
        assert error.exit_status == 2
        assert "--facts FILE or --describe TEXT" in error.message("en")


def test_a_file_that_is_not_there_or_is_a_folder_is_told() -> None:
    assert "no such file or folder" in refused("--facts", "absent.json").message("en")
    assert "absent.json" in refused("--facts", "absent.json").message("fr")
    assert refused("--facts", ".").exit_status == 2


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"operations: sms", b"\xff\xfe\x00", b'{"consent": }', b"[" * 90_000, b"1" * 9_000],
)
def test_what_is_not_json_is_told(content: bytes) -> None:
    Path("bad.json").write_bytes(content)
    for error in (refused("--facts", "bad.json"), refused("--facts", "-", stdin=content)):
        assert error.exit_status == 2 and error.values["value"] in ("bad.json", "-")


@pytest.mark.parametrize("raw", [[], ["operations"], "sms", 3, None, True])
def test_json_that_is_no_object_is_told(raw: object) -> None:
    assert "not a JSON object" in refused("--facts", write(raw)).message("en")


def test_a_huge_file_is_refused_before_it_is_read_whole() -> None:
    huge = f'{{"consent": "{"é" * (LARGEST_FACTS_BYTES // 2)}"}}'
    Path("huge.json").write_text(huge, encoding="utf-8")
    for error in (refused("--facts", "huge.json"), refused("--facts", "-", stdin=huge)):
        assert f"more than {LARGEST_FACTS_BYTES} bytes" in error.message("en")


def test_an_unknown_fact_or_value_is_named() -> None:
    with pytest.raises(UnknownFact, match="consentt"):
        said("--facts", write({"consentt": "none"}))
    for name, value in (("consent", "maybe"), ("last_contact", ["2024-01-01"]), ("objected", 1)):
        with pytest.raises(InvalidFact, match=name):
            said("--facts", write({name: value}))


def test_a_contact_after_the_day_of_the_decision_is_refused() -> None:
    tomorrow = (date.today() + timedelta(days=1)).isoformat()
    with pytest.raises(InvalidFact):
        said("--facts", write({**REFUSED, "last_contact": tomorrow}))
    with pytest.raises(InvalidFact, match="2026-08-10"):
        said("--facts", write({"last_contact": "2026-08-11"}), "--as-of", "2026-08-10")


def test_a_day_that_is_none_or_before_the_gdpr_is_refused() -> None:
    assert refused("--facts", write(REFUSED), "--as-of", "tomorrow").values["value"] == "tomorrow"
    with pytest.raises(DateNotCovered):
        said("--facts", write(REFUSED), "--as-of", "2018-05-24")


def test_a_language_we_do_not_speak_is_refused() -> None:
    assert refused("--facts", write(REFUSED), "--lang", "de").values["value"] == "de"


def test_too_many_combinations_are_refused() -> None:
    means = [value.id for value in fact_table()["operations"].values]
    with pytest.raises(TooManyCases):
        said("--facts", write({**REFUSED, "operations": means, "relationship": ["customer", "prospect", "registered"]}))  # fmt: skip


def test_without_an_index_the_command_to_make_one_is_told(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("RECITAL_DATA_DIR", str(tmp_path / "empty"))
    with pytest.raises(IndexMissing) as caught:
        said("--facts", write(REFUSED))
    assert caught.value.exit_status == 1


# Exit status.


def status(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    """How the whole program ends."""
    monkeypatch.setattr(sys, "argv", ["recital", "check", *arguments])
    with pytest.raises(SystemExit) as ended:
        main()
    code = ended.value.code
    assert isinstance(code, int)
    return code


def test_the_program_ends_with_0_whatever_the_outcome(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for day in ("2026-08-10", "2026-08-11"):
        assert status(monkeypatch, "--facts", str(write(REFUSED)), "--as-of", day) == 0
    assert capsys.readouterr().err == ""


def test_the_program_ends_with_2_and_one_plain_line_for_a_wrong_request(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong: Sequence[Sequence[str]] = (
        (),
        ("--facts", "absent.json"),
        ("--facts", str(write({"consent": "maybe"}, "value.json"))),
        ("--facts", str(write({"consentt": "none"}, "fact.json"))),
        ("--describe", "a" * 2001),
        ("--describe", SENTENCE, "--as-of", "2018-05-24"),
    )
    for arguments in wrong:
        assert status(monkeypatch, *arguments) == 2
        told_in = capsys.readouterr()
        assert told_in.out == "" and "Traceback" not in told_in.err
        assert len(told_in.err.splitlines()) == 1, arguments
