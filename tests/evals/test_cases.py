import json
import re
import unicodedata
from collections import Counter
from pathlib import Path

import pytest
import yaml

from corpus.errors import InvalidInput
from corpus.manifest import default_manifest
from evals.cases import (
    CASE_SETS,
    CASES_FOLDER,
    DEVELOPMENT_CASES,
    HELD_OUT_CASES,
    LOCATOR_PATTERN,
    Case,
    development_cases,
    held_out_cases,
    read_cases,
)

CARDS_FOLDER = Path(__file__).parents[2] / "corpus" / "cards"

ROW: dict[str, object] = {
    "id": "en-consent-01",
    "lang": "en",
    "audience": "trainee",
    "kind": "definition",
    "question": "what is consent",
    "outcome": "answered",
    "must": [["gdpr:art-4-11", "gdpr:art-7-4"]],
    "may": ["gdpr:rec-32"],
    "facts": [["freely given", "libre"]],
    "needs": ["gdpr"],
    "note": "",
}


@pytest.fixture(scope="module")
def development() -> tuple[Case, ...]:
    return read_cases(DEVELOPMENT_CASES)


@pytest.fixture(scope="module")
def held_out() -> tuple[Case, ...]:
    return read_cases(HELD_OUT_CASES)


@pytest.fixture(scope="module")
def cases(development: tuple[Case, ...], held_out: tuple[Case, ...]) -> tuple[Case, ...]:
    return development + held_out


def plain(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return " ".join(re.findall(r"[a-z0-9]+", decomposed.encode("ascii", "ignore").decode()))


def write_rows(folder: Path, *rows: dict[str, object]) -> Path:
    path = folder / "cases.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def is_answered(case: Case) -> bool:
    return case.outcome == "answered"


def test_a_row_becomes_a_case(tmp_path: Path) -> None:
    (case,) = read_cases(write_rows(tmp_path, ROW))
    assert case.must == (("gdpr:art-4-11", "gdpr:art-7-4"),)
    assert case.gold == ("gdpr:art-4-11", "gdpr:art-7-4")
    assert case.facts == (("freely given", "libre"),)


@pytest.mark.parametrize(
    "change",
    [
        {"id": "fr-consent-01"},
        {"lang": "de"},
        {"kind": "quiz"},
        {"question": ""},
        {"must": [["GDPR art. 4"]]},
        {"must": ["gdpr:art-4-11"]},
        {"must": [[]]},
        {"must": []},
        {"must": [["card:valid-consent"]]},
        {"needs": []},
        {"facts": [[]]},
        {"may": ["gdpr:art-4-11"]},
        {"kind": "off_topic"},
        {"kind": "follow_up"},
        {"kind": "as_of"},
        {"as_of": "yesterday"},
        {"reviewed": "last week"},
        {"outcome": "out_of_scope"},
        {"extra": 1},
    ],
)
def test_a_row_that_breaks_the_schema_is_refused(tmp_path: Path, change: dict[str, object]) -> None:
    with pytest.raises(InvalidInput):
        read_cases(write_rows(tmp_path, {**ROW, **change}))


def test_an_error_names_the_file_and_the_line(tmp_path: Path) -> None:
    path = write_rows(tmp_path, ROW, {**ROW, "id": "en-consent-02", "audience": "judge"})
    with pytest.raises(InvalidInput, match=r"cases\.jsonl:2.*audience"):
        read_cases(path)


def test_a_repeated_id_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match=r"cases\.jsonl:2.*en-consent-01"):
        read_cases(write_rows(tmp_path, ROW, ROW))


def test_a_line_that_is_not_json_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "cases.jsonl"
    path.write_text("{not json\n", encoding="utf-8")
    with pytest.raises(InvalidInput, match=r"cases\.jsonl:1"):
        read_cases(path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match=r"absent\.jsonl"):
        read_cases(tmp_path / "absent.jsonl")


def test_ids_are_unique_across_the_two_files(cases: tuple[Case, ...]) -> None:
    assert len({case.id for case in cases}) == len(cases)


def test_no_question_is_asked_twice(cases: tuple[Case, ...]) -> None:
    questions = [plain(case.question) for case in cases]
    assert sorted(set(questions)) == sorted(questions)


def test_no_held_out_question_is_printed_on_a_card() -> None:
    printed = set()
    for path in CARDS_FOLDER.rglob("*.md"):
        text = path.read_text(encoding="utf-8")
        front_matter = text.split("\n---", 1)[0] if text.startswith("---") else "{}"
        printed |= {
            plain(question) for question in yaml.safe_load(front_matter).get("questions", [])
        }
    alone = [case for case in held_out_cases() if not case.history]
    assert not {case.question for case in alone if plain(case.question) in printed}


def test_no_fact_is_already_in_the_question(cases: tuple[Case, ...]) -> None:
    echoed = [
        (case.id, fact)
        for case in cases
        for group in case.facts
        for fact in group
        if plain(fact) in plain(case.question)
    ]
    assert not echoed


def test_locators_are_well_formed_and_of_known_sources(cases: tuple[Case, ...]) -> None:
    known = set(default_manifest().sources)
    for case in cases:
        for locator in case.gold + case.may:
            assert re.fullmatch(LOCATOR_PATTERN, locator), case.id
            assert locator.partition(":")[0] in known, case.id
        assert set(case.needs) <= {locator.partition(":")[0] for locator in case.gold}, case.id


def test_each_file_is_large_and_balanced_enough(
    development: tuple[Case, ...], held_out: tuple[Case, ...]
) -> None:
    for cases, answerable, refused in ((development, 90, 30), (held_out, 42, 18)):
        assert sum(is_answered(case) for case in cases) >= answerable
        assert sum(not is_answered(case) for case in cases) >= refused
        assert 0.4 <= sum(case.lang == "fr" for case in cases) / len(cases) <= 0.6


def test_the_readme_counts_the_cases_of_every_set() -> None:
    table = DEVELOPMENT_CASES.with_name("README.md").read_text(encoding="utf-8")
    for name in CASE_SETS:
        path = CASES_FOLDER / f"{name}.jsonl"
        if not path.is_file():
            continue
        cases = read_cases(path)
        answered = sum(is_answered(case) for case in cases)
        row = next(line for line in table.splitlines() if line.startswith(f"| `{path.name}`"))
        assert f"| {len(cases)} | {answered}" in row, row
        assert re.search(rf"\| {len(cases) - answered}(?: \(| \|)", row), row


def test_most_answers_can_be_given_from_the_gdpr_alone(cases: tuple[Case, ...]) -> None:
    answered = [case for case in cases if is_answered(case)]
    from_gdpr = [case for case in answered if case.needs == ("gdpr",)]
    assert len(from_gdpr) / len(answered) >= 0.7


def test_every_gdpr_and_cnil_locator_exists_in_the_texts(
    cases: tuple[Case, ...], mirror: Path
) -> None:
    known = regulation_locators(mirror / "law" / "gdpr_en_consolidated.md")
    entries = mirror / "guidance" / "cnil_faq_fr.jsonl"
    lines = entries.read_text(encoding="utf-8").splitlines()
    known |= {f"cnil-faq:{json.loads(line)['id']}" for line in lines}
    gold = {locator for case in cases for locator in case.gold + case.may}
    assert not {x for x in gold if x.startswith(("gdpr:", "cnil-faq:"))} - known


def regulation_locators(path: Path) -> set[str]:
    found = set()
    unit, paragraph = "", ""
    for line in path.read_text(encoding="utf-8").splitlines():
        if heading := re.match(r"### Article (\d+)", line):
            unit = paragraph = f"gdpr:art-{heading[1]}"
            found.add(unit)
        elif numbered := re.match(r"(\d+)\. ", line):
            paragraph = f"{unit}-{numbered[1]}"
            found.add(paragraph)
        elif point := re.match(r"- \((\w+)\) ", line):
            found.add(f"{paragraph}-{point[1]}" if unit else f"gdpr:rec-{point[1]}")
    return found


FEWEST: dict[str, int] = {
    "factual": 50,
    "permission": 50,
    "figure": 40,
    "comparison": 30,
    "follow_up": 40,
    "scenario": 60,
    "cross_language": 30,
    "as_of": 30,
    "false_premise": 40,
    "injection": 30,
}


def test_the_cases_are_many_of_every_kind_and_even_in_language() -> None:
    every = (*development_cases(), *held_out_cases())
    kinds = Counter(str(case.kind) for case in every)
    assert len(every) >= 320
    assert not {kind: kinds[kind] for kind, fewest in FEWEST.items() if kinds[kind] < fewest}
    assert kinds["unanswerable"] + kinds["off_topic"] >= 60
    french = sum(case.lang == "fr" for case in every) / len(every)
    assert 0.45 <= french <= 0.55
