from __future__ import annotations

import logging
import os
import re
from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import date
from typing import Any

import pytest
import streamlit
from fake_assistant import CITATIONS, LAW, PASSAGES, FakeAssistant, answer_with
from streamlit.runtime.scriptrunner_utils.exceptions import StopException
from streamlit.testing.v1 import AppTest
from test_render import problems

import ui.app
from corpus.errors import ChatModelUnavailable, IndexMissing
from corpus.manifest import default_manifest
from ui.words import Words, words_in

FR, EN = words_in("fr"), words_in("en")


def page() -> None:
    import ui.app

    ui.app.main()


@pytest.fixture(autouse=True)
def _clean_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> Iterator[None]:
    for name in list(os.environ):
        if name.startswith("RECITAL_"):
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    streamlit.cache_resource.clear()
    yield
    streamlit.cache_resource.clear()


@pytest.fixture
def assistant(monkeypatch: pytest.MonkeyPatch) -> FakeAssistant:
    fake = FakeAssistant()
    monkeypatch.setattr(ui.app, "open_assistant", lambda settings: fake)
    return fake


def opened(*questions: str) -> AppTest:
    test = AppTest.from_function(page, default_timeout=20).run()
    for question in questions:
        test.chat_input[0].set_value(question).run()
    assert not test.exception
    return test


def shown(test: AppTest) -> str:
    """Every word on the page, in order, without the escapes and joiners of the renderer."""
    kinds = (test.title, test.markdown, test.caption, test.error, test.warning, test.info)
    texts = [str(element.value) for kind in kinds for element in kind]
    texts += [
        str(element.label) for kind in (test.button, test.expander, test.tabs) for element in kind
    ]
    texts += [str(box.placeholder) for box in test.chat_input]
    return "\n".join(texts).replace("\\", "").replace("\u2060", "")


def test_the_first_screen_says_what_it_is_for_and_warns_twice(assistant: FakeAssistant) -> None:
    text = shown(opened())
    assert all(word in text for word in ("Recital", FR.promise, FR.notice_legal, FR.notice_machine))


def test_the_first_screen_names_the_texts_that_are_missing(assistant: FakeAssistant) -> None:
    text = shown(opened())
    held = sum(bool(source.origins) for source in default_manifest().sources.values())
    assert f"2 textes chargés sur {held} · préparés le 22 novembre 2026" in text
    assert "RGPD (français)\u00a0; CPCE" in text
    assert "recital ingest" in text
    assert "anglais, 787 passages" in text
    assert "(<library?section=sources>)" in text


def test_a_text_that_is_only_named_is_not_called_missing(assistant: FakeAssistant) -> None:
    named = [source for source in default_manifest().sources.values() if not source.origins]
    text = shown(opened())
    absent = re.findall(r"Non chargés[^*]*[*]{2} (.*?)[.] Les réponses", text)
    missing = {title.strip() for titles in absent for title in titles.split(";")}
    assert named and missing and missing.isdisjoint(source.short_title("fr") for source in named)
    assert not any(source.title("fr") in text for source in named)


def test_a_citation_leads_to_its_unit_in_the_library(assistant: FakeAssistant) -> None:
    test = opened("on peut envoyer un sms ?")
    links = [str(part.value) for part in test.expander[1].markdown]
    assert "[Ouvrir dans la bibliothèque](<library?unit=gdpr:art-21-2>)" in "".join(links)
    absent = [str(part.value) for part in test.expander[3].markdown]
    assert "library?" not in "".join(absent)


def test_each_kind_of_user_finds_three_examples(assistant: FakeAssistant) -> None:
    test = opened()
    assert [tab.label for tab in test.tabs] == list(FR.examples)
    assert [[button.label for button in tab.button] for tab in test.tabs] == [
        list(questions) for questions in FR.examples.values()
    ]


def test_an_example_is_asked_with_one_click_and_then_they_go(assistant: FakeAssistant) -> None:
    test = opened()
    question = FR.examples["Marketing"][0]
    next(button for button in test.button if button.label == question).click().run()
    assert assistant.asked == [(question, ())]
    assert not test.tabs
    assert "Oui, sans leur redemander" in shown(test)


def test_the_switch_changes_the_whole_interface(assistant: FakeAssistant) -> None:
    test = opened("on peut envoyer un sms ?", "et la lune ?", "!!")
    test.button_group[0].set_value("en").run()
    text = shown(test)
    assert EN.promise in text and EN.citations_title in text
    assert "in force since 25 May 2018" in text
    text = text.replace("*Information, pas un conseil juridique.", "")  # the French answer's own
    left = [word for word in sentences(FR) if word not in sentences(EN) and word in text]
    assert left == []


def sentences(words: Words) -> list[str]:
    """The fixed sentences of an interface language, those with a gap to fill left out."""
    values = (getattr(words, field.name) for field in fields(words))
    parts: list[str] = []
    for value in values:
        if isinstance(value, str):
            parts.append(value)
        elif isinstance(value, dict):
            for key, part in value.items():
                parts += [key] if isinstance(part, tuple) else []
                parts += part if isinstance(part, tuple) else [part]
    return [part for part in parts if "{" not in part and len(part) > 6]


def test_no_sentence_of_the_interface_was_left_untranslated() -> None:
    same = set(sentences(FR)) & set(sentences(EN))
    assert same == {"Marketing", "Citations"} & same
    gaps = [
        [str(getattr(words, field.name)).count("{") for field in fields(words)]
        for words in (FR, EN)
    ]
    assert gaps[0] == gaps[1]


@pytest.mark.parametrize(("setting", "expected"), [("", FR), ("fr", FR), ("en", EN)])
def test_the_setting_decides_the_first_language(
    assistant: FakeAssistant, monkeypatch: pytest.MonkeyPatch, setting: str, expected: Words
) -> None:
    monkeypatch.setenv("RECITAL_LANG", setting)
    assert expected.promise in shown(opened())


def test_dates_are_written_as_they_are_read() -> None:
    assert FR.day(date(2018, 5, 25)) == "25 mai 2018"
    assert FR.day(date(2019, 3, 1)) == "1er mars 2019"
    assert EN.day(date(2019, 3, 1)) == "1 March 2019"


def test_french_punctuation_never_starts_a_line() -> None:
    assert " ?" not in "".join(sentences(FR)) and "\u00a0?" in "".join(sentences(FR))


def test_an_answer_shows_its_citations_numbered_with_their_authority(
    assistant: FakeAssistant,
) -> None:
    test = opened("on peut envoyer un sms ?")
    labels = [expander.label.replace("\\", "") for expander in test.expander][1:]
    assert labels[0] == "[1] RGPD, article 21(2) — loi"
    assert labels[1].startswith("[2] CNIL, question-réponse n° 61") and labels[1].endswith("— CNIL")
    assert labels[2].endswith("— CEPD · ○ texte non chargé, lien seul")


def test_what_a_card_says_on_practice_is_opened_in_the_language_it_is_written_in(
    assistant: FakeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    body = replace(
        PASSAGES["card:sms-b2c"], locator="card:sms-b2c#body", text="## À faire\n1. Demandez."
    )
    monkeypatch.setitem(PASSAGES, body.locator, body)
    own = replace(CITATIONS[0], locator="card:sms-b2c", source="card", authority="card")
    assistant.answers["guide ?"] = answer_with("Demandez [1].", citations=(own,))
    test = opened("guide ?")
    guide = next(item for item in test.expander if "En pratique" in item.label)
    assert guide.label == "En pratique\u00a0: SMS promotionnel à un particulier"
    text = "\n".join(str(part.value) for part in guide.markdown).replace("\\", "")
    assert "**À faire**" in text and "Demandez." in text


def test_a_citation_opens_on_its_whole_passage_with_the_quote_highlighted(
    assistant: FakeAssistant,
) -> None:
    citation = opened("on peut envoyer un sms ?").expander[1]
    text = "\n".join(str(part.value) for part in citation.markdown).replace("\\", "")
    assert ":blue-badge[loi]" in text
    assert "en vigueur depuis le 25 mai 2018" in text
    assert ":green-badge[✓ citation vérifiée]" in text
    assert (
        "ville :orange-background[peut dire non aux crieurs publics, à tout moment et sans frais]."
        in text
    )
    assert "2. Des crieurs et de leurs messages" in text and "se tait devant sa porte" in text
    assert "[Lire le texte officiel](<https://eur-lex.europa.eu/" in text


def test_a_quote_that_is_the_whole_passage_is_shown_once(assistant: FakeAssistant) -> None:
    citation = opened("on peut envoyer un sms ?").expander[2]
    text = "\n".join(str(part.value) for part in citation.markdown).replace("\\", "")
    assert text.count("puis il brûle la liste") == 1
    assert (
        "✓ citation vérifiée, typographie rétablie" in text and "modifié le 1er mars 2019" in text
    )


def test_a_quote_lost_in_a_long_passage_is_shown_before_it_too(
    assistant: FakeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    long = replace(LAW, text=LAW.text + "\nEt ainsi de suite, de porte en porte." * 30)
    monkeypatch.setitem(PASSAGES, LAW.locator, long)
    citation = opened("on peut envoyer un sms ?").expander[1]
    texts = [str(part.value) for part in citation.markdown]
    assert "> peut dire non aux crieurs publics, à tout moment et sans frais" in texts


def test_a_notice_that_the_text_tells_already_is_not_told_twice(assistant: FakeAssistant) -> None:
    assistant.answers["quoi ?"] = answer_with("Un mot.\n\n*Une note.*", notices=("Une note.",))
    test = opened("quoi ?")
    assert not test.info and shown(test).count("Une note.") == 1


def test_a_citation_without_its_text_says_so_and_links_to_it(assistant: FakeAssistant) -> None:
    citation = opened("on peut envoyer un sms ?").expander[3]
    assert [caption.value for caption in citation.caption] == [FR.passage_absent]
    text = "\n".join(str(part.value) for part in citation.markdown)
    assert (
        "page 14" in text and "texte en anglais" in text and "https://www.edpb.europa.eu/" in text
    )


def test_a_citation_of_a_former_version_opens_that_version(
    assistant: FakeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    days = []
    monkeypatch.setattr(
        FakeAssistant, "passage", lambda self, locator, lang, as_of: days.append(as_of)
    )
    old = replace(CITATIONS[0], applies_from=date(2018, 5, 25), applies_until=date(2026, 8, 11))
    assistant.answers["avant ?"] = answer_with("Avant [1] [2].", citations=(old, CITATIONS[0]))
    opened("avant ?")
    assert days == [date(2018, 5, 25), date(2026, 11, 22)]


def test_a_sentence_without_a_citation_is_marked_where_it_stands(assistant: FakeAssistant) -> None:
    test = opened("on peut envoyer un sms ?")
    assert any(
        r":orange-background[La lune est en fromage\.] :orange[*(sans citation)*]"
        in str(part.value)
        for part in test.markdown
    )


def test_an_unsupported_sentence_that_cannot_be_placed_is_listed(assistant: FakeAssistant) -> None:
    assistant.answers["quoi ?"] = answer_with("**Un** mot.", unsupported=("Un mot.",))
    test = opened("quoi ?")
    assert [str(part.value).replace("\\", "") for part in test.warning] == [
        f"{FR.unsupported_list}\n\n- Un mot."
    ]


def test_what_the_reader_must_be_told_is_told(assistant: FakeAssistant) -> None:
    test = opened("on peut envoyer un sms ?")
    assert "réponse composée est donnée à la place" in str(test.info[0].value)
    assert "Réponse composée des textes" in shown(test)


def test_a_model_that_wrote_the_answer_is_named(assistant: FakeAssistant) -> None:
    assistant.answers["qui ?"] = answer_with("Un mot.", mode="generated", model="ollama:mistral")
    assert "Réponse rédigée par ollama:mistral, citations vérifiées" in shown(opened("qui ?"))


def test_not_knowing_is_a_calm_answer_with_the_nearest_passages(assistant: FakeAssistant) -> None:
    test = opened("et la lune ?")
    assert FR.not_found in shown(test) and not test.error and not test.warning
    labels = [expander.label.replace("\\", "") for expander in test.expander][1:]
    assert labels == [
        "Fiche Recital : SMS promotionnel à un particulier",
        "CNIL, question-réponse n° 61 — CNIL",
    ]


def test_a_question_out_of_scope_is_declined_calmly(assistant: FakeAssistant) -> None:
    test = opened("une recette de gâteau ?")
    assert FR.out_of_scope in shown(test) and not test.error


def test_the_conversation_is_given_back_to_the_assistant(assistant: FakeAssistant) -> None:
    opened("on peut envoyer un sms ?", "et par e-mail ?")
    question, history = assistant.asked[1]
    assert question == "et par e-mail ?"
    assert [turn.question for turn in history] == ["on peut envoyer un sms ?"]
    assert "Oui, sans leur redemander" in history[0].answer


def test_an_answer_is_not_asked_for_twice(assistant: FakeAssistant) -> None:
    opened("on peut envoyer un sms ?").run().run()
    assert len(assistant.asked) == 1


def test_starting_over_forgets_the_conversation(assistant: FakeAssistant) -> None:
    test = opened("on peut envoyer un sms ?")
    test.button(key="new_conversation").click().run()
    assert "crieurs" not in shown(test) and test.tabs


def test_a_known_error_is_one_plain_message_in_the_language_of_the_moment(
    assistant: FakeAssistant,
) -> None:
    test = opened("!!")
    assert "La question est vide" in str(test.error[0].value)
    test.button_group[0].set_value("en").run()
    assert "The question is empty" in str(test.error[0].value)


def test_the_conversation_goes_on_after_an_error(assistant: FakeAssistant) -> None:
    assistant.answers["panne"] = ChatModelUnavailable(model="m", reason="refused")
    test = opened("panne", "on peut envoyer un sms ?")
    assert len(test.error) == 1 and "Oui, sans leur redemander" in shown(test)


def test_an_unexpected_error_shows_a_number_and_keeps_its_details_in_the_log(
    assistant: FakeAssistant, caplog: pytest.LogCaptureFixture
) -> None:
    assistant.answers["panne"] = ZeroDivisionError("secret-path")
    with caplog.at_level(logging.ERROR, logger="recital.ui"):
        test = opened("panne")
    text = shown(test)
    number = caplog.records[0].args
    assert isinstance(number, tuple) and f"(erreur {number[0]})" in text
    assert "secret-path" not in text and "ZeroDivision" not in text
    assert "secret-path" in caplog.text and "panne" not in caplog.records[0].getMessage()


def test_a_missing_index_is_explained_instead_of_a_question_box(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(settings: object) -> FakeAssistant:
        raise IndexMissing(directory="data/index")

    monkeypatch.setattr(ui.app, "open_assistant", fail)
    test = opened()
    assert "recital ingest" in str(test.error[0].value) and not test.chat_input


def test_a_wrong_setting_is_explained(
    assistant: FakeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RECITAL_LANGUE", "fr")
    assert "RECITAL_LANGUE" in shown(opened())


def test_a_stopped_answer_keeps_what_was_written_and_says_so(
    assistant: FakeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(self: FakeAssistant, question: str, **values: Any) -> Iterator[str]:
        yield "Un début"
        raise StopException

    monkeypatch.setattr(FakeAssistant, "stream", stopped)
    test = opened("une question").run()
    text = shown(test)
    assert "une question" in text and "Un début" in text and FR.interrupted in text


def test_a_hostile_answer_reaches_the_page_as_words_only(assistant: FakeAssistant) -> None:
    hostile = "![x](http://evil.test/a.png) <img src=http://evil.test> [go](http://evil.test) $x$ :red[a] www.evil.test"
    assistant.answers["quoi ?"] = answer_with(
        hostile, outcome="not_found", notices=(f"Note : {hostile}",), unsupported=(hostile,)
    )
    test = opened("quoi ?", hostile)
    texts = [str(part.value) for kind in (test.markdown, test.info, test.warning) for part in kind]
    touched = [text for text in texts if "evil" in text]
    assert len(touched) == 3  # the question, the answer, the notice
    ours = re.compile(r":orange(-background)?(?=\[)")
    assert [problems(ours.sub("", text)) for text in touched] == [[], [], []]
