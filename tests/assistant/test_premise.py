from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from small_law import TODAY, find

from assistant.assistant import Assistant, open_assistant
from assistant.citations import Citations
from assistant.draft import Draft
from assistant.limits import _corrected, within_limits
from assistant.premise import Correction, correction, is_meant, premises
from assistant.question import Question, understand
from assistant.retrieve import Retrieved
from assistant.verify import check_quotes, find_faults
from corpus.card import CARDS_PATH
from corpus.index import Index
from corpus.manifest import Manifest, default_manifest
from corpus.nouns import LANGUAGES, Language
from corpus.settings import load_settings
from ingest.questions import read_questions

# Read before the fixtures that hide the environment.
DATA = os.environ.get("RECITAL_DATA_DIR", "")
BY_ID = {premise.id: premise for premise in premises()}


@pytest.fixture(scope="module")
def full() -> Assistant:
    """The assistant over the whole published index, wordings of the table included."""
    if not DATA or not (Path(DATA) / "index" / "CURRENT").is_file():
        pytest.skip("no published index in RECITAL_DATA_DIR")
    settings = load_settings()
    data = settings.data.model_copy(update={"directory": Path(DATA)})
    assistant = open_assistant(settings.model_copy(update={"data": data}), is_one_shot=True)
    card = assistant.setting.reader.index().passage("card:bloctel-today", "en")
    if not set(BY_ID["bloctel"].said["en"]) <= set(card.questions):
        pytest.skip("the published index is older than the table: run `recital ingest`")
    return assistant


# The table


def test_the_table_is_large_and_each_premise_has_a_name_of_its_own() -> None:
    assert len(BY_ID) == len(premises()) >= 60


def test_every_premise_leads_to_a_card_and_stands_on_texts_of_the_manifest() -> None:
    cards = {path.name.split(".")[0] for path in CARDS_PATH.rglob("*.md")}
    prefixes = {source.prefix for source in default_manifest().sources.values()}
    for premise in premises():
        assert premise.card.removeprefix("card:") in cards, premise.id
        assert premise.locators, premise.id
        assert {locator.partition(":")[0] for locator in premise.locators} <= prefixes, premise.id


def test_every_premise_is_said_in_both_languages_and_recognised_by_its_words() -> None:
    for premise in premises():
        for lang in LANGUAGES:
            assert len(premise.said[lang]) >= 2 and premise.right[lang], premise.id
            assert any(is_meant(premise, said, TODAY) for said in premise.said[lang]), premise.id


def test_the_wordings_are_questions_of_the_card() -> None:
    for premise in premises():
        for lang in LANGUAGES:
            assert set(premise.said[lang]) <= set(read_questions()[premise.card, lang]), premise.id


# Recognising


def test_a_figure_is_wrong_only_when_it_is_another_one() -> None:
    breach = BY_ID["breach-deadline"]
    assert is_meant(breach, "We have 48 hours to report a breach, right?", TODAY)
    assert is_meant(breach, "On a cinq jours pour notifier une violation ?", TODAY)
    assert not is_meant(breach, "We have 72 hours to report a breach, right?", TODAY)
    assert not is_meant(breach, "When do we report a breach?", TODAY)


def test_bloctel_was_the_rule_until_the_reform() -> None:
    question = "Suffit-il de vérifier Bloctel ?"
    assert not is_meant(BY_ID["bloctel"], question, date(2026, 8, 10))
    assert is_meant(BY_ID["bloctel"], question, date(2026, 8, 11))


def test_a_word_that_must_be_absent_keeps_a_premise_away() -> None:
    assert is_meant(BY_ID["declare-cnil"], "Il faut déclarer son fichier à la CNIL", TODAY)
    assert not is_meant(BY_ID["declare-cnil"], "déclarer une fuite du fichier", TODAY)


def test_an_index_without_the_wordings_gives_no_correction(
    index: Index, manifest: Manifest
) -> None:
    asked = find(index, "Checking Bloctel is enough before calling consumers")
    assert correction(asked, index, manifest) is None


# Leading the answer


def test_a_correction_comes_first_with_the_citations_it_stands_on(
    index: Index, manifest: Manifest
) -> None:
    asked = find(index, "A crier keeps silent for 48 hours, right?")
    drafted = Draft("The rest. [1]", (Citations(index, manifest, asked).add_hit(asked.hits[0]),))
    found = Correction("He keeps silent for 72 hours.", ("gdpr:art-83",))

    led = _corrected(drafted, found, Citations(index, manifest, asked))

    assert led.text.startswith("**He keeps silent for 72 hours.** [")
    assert led.text.endswith("The rest. [1]")
    assert led.citations[0] == drafted.citations[0]
    assert [c.n for c in led.citations] == list(range(1, len(led.citations) + 1))
    assert "gdpr:art-83" in {c.locator for c in led.citations}


def test_a_refusal_names_the_other_law_and_a_greeting_is_returned(
    index: Index, manifest: Manifest
) -> None:
    def refused(question: str) -> str:
        asked = find(index, question)
        return within_limits(Draft("No."), "out_of_scope", asked, index, manifest).text

    assert "gov.br/anpd" in refused("What does the LGPD require?")
    assert refused("Bonjour !").startswith("Bonjour")
    assert refused("thank you").startswith("You are welcome")
    assert refused("How long do I boil an egg?") == "No."


# On the whole index


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_correction_is_carried_by_what_it_cites(full: Assistant, lang: Language) -> None:
    index = full.setting.reader.index()
    manifest = full.setting.manifest_of(index)
    faults = {}
    for premise in premises():
        asked = understand(Question("?", TODAY, lang))
        nothing = Retrieved(asked, np.zeros(384, dtype=np.float32), (), 0.0, 0.0)
        found = Correction(premise.right[lang], (*premise.locators, premise.card))
        led = _corrected(Draft(""), found, Citations(index, manifest, nothing))
        cited = check_quotes(led.citations, index, TODAY)
        faults[premise.id] = find_faults(led.text, cited, index, TODAY)
        assert all(index.has(locator) for locator in found.locators), premise.id
    assert {name: found for name, found in faults.items() if found} == {}


@pytest.mark.parametrize(
    ("question", "right"),
    [
        ("On a bien 48 h pour prévenir la CNIL d'une fuite, pas plus ?", "72 heures"),
        ("We have 48 hours to tell the regulator about a breach, correct?", "72 hours"),
        ("Bloctel is all we need before calling consumers?", "no longer enough"),
    ],
)
def test_a_false_premise_is_put_right_first(full: Assistant, question: str, right: str) -> None:
    answer = full.ask(question, as_of=TODAY)
    assert right in answer.text.partition("\n\n")[0]


@pytest.mark.parametrize(
    ("question", "before", "after"),
    [
        (
            "Puis-je démarcher un particulier par téléphone ?",
            ("on pouvait appeler un particulier sans son accord", "jusqu'au 11 août 2026"),
            ("Interdit sans le consentement préalable", "depuis le 11 août 2026"),
        ),
        (
            "Can I cold call consumers in France?",
            ("could be called without consent", "until 11 August 2026"),
            ("Forbidden without the consumer's prior consent", "since 11 August 2026"),
        ),
    ],
)
def test_telephone_marketing_changes_on_11_august_2026_and_each_answer_says_so(
    full: Assistant, question: str, before: tuple[str, str], after: tuple[str, str]
) -> None:
    old = full.ask(question, as_of=date(2026, 8, 1))
    new = full.ask(question, as_of=date(2026, 8, 12))
    for answer, said in ((old, before), (new, after)):
        plain_text = answer.text.replace("\u00a0", " ")
        assert all(words in plain_text for words in said), plain_text
    assert any(before[1] in notice for notice in old.notices)
    assert any(after[1] in notice for notice in new.notices)
