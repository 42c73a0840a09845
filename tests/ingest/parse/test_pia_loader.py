import json
from pathlib import Path

import pytest
from mirror_texts import load_mirror, source_and_origin

from corpus.errors import SourceUnreadable
from corpus.nouns import Passage
from ingest.parse import pia

SOURCE, ORIGIN = source_and_origin("cnil-pia", "pia", "en")


def entry(**changes: str) -> dict[str, str]:
    return {
        "id": "PIA_CAT_NAP",
        "lang": "en",
        "kind": "knowledge_base",
        "category": "Definition",
        "title": "Nap",
        "text": "A short  sleep.\n\n- in the sun",
    } | changes


def load(tmp_path: Path, *entries: dict[str, str]) -> dict[str, Passage]:
    file = tmp_path / "pia.jsonl"
    file.write_text("\n".join(json.dumps(e) for e in entries), encoding="utf-8")
    return {p.locator: p for p in pia.load(SOURCE, ORIGIN, file)}


def test_an_entry_is_named_after_its_id(tmp_path: Path) -> None:
    [found] = load(tmp_path, entry()).values()
    assert found.locator == "cnil-pia:pia-cat-nap"
    assert found.heading == "Definition — Nap"
    assert found.text == "A short sleep.\n- in the sun"
    assert found.questions == ()


def test_a_question_of_the_form_is_found_by_its_own_words(tmp_path: Path) -> None:
    asked = entry(
        id="section_1.1.question_2",
        kind="pia_question",
        category="Context > Overview",
        title="Who naps?",
    )
    found = load(tmp_path, asked)["cnil-pia:section-1-1-question-2"]
    assert found.questions == ("Who naps?",)
    assert found.heading == "Context — Overview — Who naps?"


def test_a_prompt_repeated_under_every_risk_is_not_searched(tmp_path: Path) -> None:
    prompts = [
        entry(id=f"section_3.{n}.question_2", kind="pia_question", text="Enter the threats")
        for n in (2, 3)
    ]
    found = load(tmp_path, *prompts, entry())
    assert [p.is_searched for p in found.values()] == [False, False, True]
    assert found["cnil-pia:section-3-2-question-2"].questions == ()


def test_a_long_entry_is_searched_in_parts(tmp_path: Path) -> None:
    text = "\n".join(["Cats sleep a lot. " * 30] * 4)
    found = load(tmp_path, entry(text=text))
    parts = [p.text for locator, p in found.items() if "#" in locator]
    assert "\n".join(parts) == found["cnil-pia:pia-cat-nap"].text


@pytest.mark.parametrize(
    ("entries", "named"),
    [
        ([], "no entry in en"),
        ([entry(lang="fr")], "no entry in en"),
        ([entry(), entry(id="pia_cat.nap")], "a second time"),
        ([entry(text="")], "line 1, text"),
        ([entry(colour="red")], "line 1, colour"),
    ],
)
def test_a_file_of_another_form_is_refused(
    tmp_path: Path, entries: list[dict[str, str]], named: str
) -> None:
    with pytest.raises(SourceUnreadable, match=named):
        load(tmp_path, *entries)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceUnreadable):
        pia.load(SOURCE, ORIGIN, tmp_path / "absent.jsonl")


def test_both_languages_have_the_same_entries() -> None:
    french, english = (load_mirror("cnil-pia", "pia", lang) for lang in ("fr", "en"))
    wholes = [[p for p in found if "#" not in p.locator] for found in (french, english)]
    assert [p.locator for p in wholes[0]] == [p.locator for p in wholes[1]]
    assert len(wholes[0]) == 140
    # Six prompts stand under each of three risks.
    repeated = [
        [p.locator for p in found if not p.questions and "question" in p.locator]
        for found in wholes
    ]
    assert repeated[0] == repeated[1]
    assert len(repeated[0]) == 18
