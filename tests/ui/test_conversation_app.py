from __future__ import annotations

import os
import re
import sqlite3
from collections.abc import Iterator
from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import streamlit
from fake_assistant import CARDS, FakeAssistant, answer_with
from streamlit.testing.v1 import AppTest

import assistant.database
import ui.app
import ui.storage
from assistant.conversations import Conversations, owner_of
from assistant.database import open_database
from assistant.ratings import Rating
from ui.conversation_words import ConversationWords, conversation_words
from ui.words import words_in

FR, EN = conversation_words("fr"), conversation_words("en")
KEY = "k" * 43
QUESTION = "on peut envoyer un sms ?"


def page() -> None:
    import ui.app

    ui.app.main()


@pytest.fixture(autouse=True)
def data(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Path]:
    """A data folder of its own, whose database no other test has open."""
    for name in list(os.environ):
        if name.startswith("RECITAL_"):
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    streamlit.cache_resource.clear()
    yield tmp_path / "data"
    streamlit.cache_resource.clear()


@pytest.fixture(autouse=True)
def fake(monkeypatch: pytest.MonkeyPatch) -> FakeAssistant:
    assistant = FakeAssistant()
    monkeypatch.setattr(ui.app, "open_assistant", lambda settings: assistant)
    return assistant


def visitor(conversation: str = "", key: str = KEY) -> AppTest:
    """A browser that keeps `key`, opening the page at the address of a conversation."""
    test = AppTest.from_function(page, default_timeout=30)
    if key:
        test.session_state["reader_key"] = key
    if conversation:
        test.query_params["c"] = conversation
    test.run()
    assert not test.exception
    return test


def ask(test: AppTest, question: str) -> AppTest:
    test.chat_input[0].set_value(question).run()
    assert not test.exception
    return test


def address(test: AppTest) -> str:
    named = test.query_params.get("c", "")
    return named if isinstance(named, str) else named[0]


def kept(data: Path) -> Conversations:
    return Conversations(open_database(f"sqlite:///{data / 'recital.sqlite'}"))


def shown(test: AppTest) -> str:
    kinds = (test.markdown, test.caption, test.warning, test.error)
    text = "\n".join(str(element.value) for kind in kinds for element in kind)
    return text.replace("\\", "").replace("\u2060", "")


def titles(test: AppTest) -> list[str]:
    return [b.label.replace("\\", "") for b in test.sidebar.button if (b.key or "")[:5] == "open_"]


def test_a_reload_brings_back_every_question_answer_and_citation() -> None:
    first = ask(ask(visitor(), QUESTION), "et la lune ?")
    again = visitor(address(first))
    text = shown(again)
    assert "Oui, sans leur redemander" in text and "Aucun passage ne parle de la lune" in text
    citation = next(one for one in again.expander if "article 21(2)" in one.label.replace("\\", ""))
    passage = "\n".join(str(part.value) for part in citation.markdown).replace("\\", "")
    assert ":orange-background[peut dire non" in passage and "se tait devant sa porte" in passage
    assert "[1] RGPD, article 21(2) — loi" in citation.label.replace("\\", "")


def test_a_restored_conversation_goes_on_where_it_was(fake: FakeAssistant) -> None:
    again = visitor(address(ask(visitor(), QUESTION)))
    ask(again, "et par e-mail ?")
    assert [turn.question for turn in fake.asked[-1][1]] == [QUESTION]
    assert len(fake.asked) == 2  # nothing was asked again


def test_a_reader_with_another_key_sees_nothing_of_it() -> None:
    name = address(ask(visitor(), QUESTION))
    stranger = visitor(name, key="x" * 43)
    assert "Oui, sans leur redemander" not in shown(stranger) and stranger.tabs
    assert titles(stranger) == [] and address(stranger) == ""
    assert titles(visitor(name, key="")) == []


def test_a_newcomer_has_no_key_before_the_first_question(data: Path) -> None:
    test = visitor(key="")
    assert "reader_key" not in test.session_state and not (data / "recital.sqlite").exists()
    ask(test, QUESTION)
    assert re.fullmatch(r"[\w-]{43}", test.session_state["reader_key"])
    assert [one.title for one in kept(data).listed(owner_of(test.session_state["reader_key"]))]


def test_conversations_are_listed_opened_and_begun_anew() -> None:
    test = ask(visitor(), QUESTION)
    test.button(key="new_conversation").click().run()
    assert test.tabs and address(test) == ""
    ask(test, "et la lune ?")
    assert titles(test) == ["et la lune ?", QUESTION]
    next(b for b in test.sidebar.button if b.label.startswith("on peut")).click().run()
    assert "Oui, sans leur redemander" in shown(test) and "de la lune." not in shown(test)
    assert titles(visitor(address(test)))[0] == "et la lune ?"


def test_a_conversation_is_renamed() -> None:
    test = ask(visitor(), QUESTION)
    test.sidebar.text_input[0].set_value("Relances SMS")
    next(b for b in test.sidebar.button if b.label == FR.rename).click().run()
    assert titles(test) == ["Relances SMS"] == titles(visitor())


def test_a_conversation_is_deleted_only_when_it_is_confirmed(data: Path) -> None:
    test = ask(visitor(), QUESTION)
    test.button(key="delete").click().run()
    assert "définitivement" in shown(test)
    test.button(key="cancel_delete").click().run()
    assert titles(test) == [QUESTION]
    test.button(key="delete").click().run()
    test.button(key="confirm_delete").click().run()
    assert titles(test) == [] and test.tabs
    assert kept(data).listed(owner_of(KEY)) == ()


def test_everything_of_a_reader_is_erased_and_their_key_is_dropped(data: Path) -> None:
    test = ask(visitor(), "Une question sur les cormorans ?")
    ask(visitor(key="y" * 43), QUESTION)
    test.button(key="erase_all").click().run()
    test.button(key="confirm_delete").click().run()
    assert "reader_key" not in test.session_state and titles(test) == []
    written = b"".join(file.read_bytes() for file in data.glob("recital.sqlite*"))
    assert b"cormorans" not in written and b"envoyer un sms" in written


def test_where_nothing_may_be_kept_nothing_is(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RECITAL_CONVERSATION_DAYS", "0")
    test = ask(visitor(key=""), QUESTION)
    assert FR.not_kept in shown(test) and not data.exists()
    assert "reader_key" not in test.session_state and address(test) == ""


@pytest.mark.parametrize(("lang", "said"), [("fr", "le chat continue"), ("en", "the chat goes on")])
def test_a_broken_database_is_told_once_and_the_chat_goes_on(
    data: Path, monkeypatch: pytest.MonkeyPatch, lang: str, said: str
) -> None:
    monkeypatch.setenv("RECITAL_LANG", lang)
    data.mkdir()
    (data / "recital.sqlite").write_bytes(b"no database at all" * 500)
    test = ask(ask(visitor(), QUESTION), "et la lune ?")
    assert [str(one.value).lower().count(said) for one in test.warning if said in one.value.lower()] == [1]  # fmt: skip
    assert "Oui, sans leur redemander" in shown(test) and "de la lune." in shown(test)
    assert "recital.sqlite" in shown(test).replace("\\", "") and not test.error


def test_what_a_lock_kept_out_is_kept_when_the_lock_is_gone(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(assistant.database, "BUSY_TIMEOUT_MILLISECONDS", 50)
    monkeypatch.setattr(ui.storage, "RETRY_SECONDS", 0)
    test = ask(visitor(), "Première question ?")
    holder = sqlite3.connect(data / "recital.sqlite", isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    ask(test, QUESTION)
    assert any("verrouillée" in str(one.value) for one in test.warning)
    assert "Oui, sans leur redemander" in shown(test)
    holder.execute("COMMIT")
    holder.close()
    test.run()
    assert not any("verrouillée" in str(one.value) for one in test.warning)
    stored = kept(data).opened(owner_of(KEY), address(test))
    assert stored is not None
    assert [(one.question, one.answer is not None) for one in stored] == [
        ("Première question ?", True),
        (QUESTION, True),
    ]


def test_an_answer_from_another_version_of_the_texts_says_so(fake: FakeAssistant) -> None:
    name = address(ask(visitor(), QUESTION))
    fake.index_version = "20270101T000000-0000"
    assert "version antérieure des textes (20261122T103000-4f2a)" in shown(visitor(name))


def test_the_next_questions_are_asked_with_one_click(fake: FakeAssistant) -> None:
    test = ask(visitor(), QUESTION)
    suggested = [card.questions[1] for card in CARDS[:3]]
    labels = [button.label.replace("\\", "") for button in test.button]
    assert [label for label in labels if label in suggested] == suggested
    next(b for b in test.button if b.label.replace("\\", "") == suggested[1]).click().run()
    assert fake.asked[-1][0] == suggested[1]
    later = [button.label.replace("\\", "") for button in test.button]
    assert suggested[1] not in later and CARDS[3].questions[1] in later


def test_a_thumb_down_asks_why_and_both_are_kept(data: Path) -> None:
    test = ask(visitor(), QUESTION)
    thumbs = next(one for one in test.feedback)
    thumbs.set_value(0).run()
    stored = kept(data).opened(owner_of(KEY), address(test))
    assert stored is not None and stored[0].rating == Rating("down")
    pills = next(one for one in test.button_group if FR.why in str(one.proto.label))
    pills.set_value("outdated")
    next(one for one in test.text_input if one.label == FR.comment).set_value("Loi de 2026.")
    next(one for one in test.button if one.label == FR.send).click().run()
    stored = kept(data).opened(owner_of(KEY), address(test))
    assert stored is not None and stored[0].rating == Rating("down", "outdated", "Loi de 2026.")
    assert FR.thanks in shown(test) and FR.thanks in shown(visitor(address(test)))


def test_the_filters_reach_the_assistant_and_the_answer_says_them(fake: FakeAssistant) -> None:
    test = visitor()
    test.toggle(key="filter_law").set_value(True).run()
    test.date_input(key="filter_day").set_value(date(2026, 8, 1)).run()
    ask(test, QUESTION)
    assert fake.limits == [(frozenset({"law"}), None, date(2026, 8, 1))]
    said = "Limitée à\u00a0: loi seulement\u00a0; droit du 1er août 2026."
    assert said in shown(test) and said in shown(visitor(address(test)))
    test.button(key="chip_law").click().run()
    assert not test.toggle(key="filter_law").value
    ask(test, "et la lune ?")
    assert fake.limits[-1] == (None, None, date(2026, 8, 1))


def test_the_language_of_the_texts_can_be_chosen(fake: FakeAssistant) -> None:
    test = visitor()
    next(one for one in test.button_group if one.key == "filter_lang").set_value("en").run()
    ask(test, QUESTION)
    assert fake.limits == [(None, "en", None)] and test.button(key="chip_lang").label


def test_a_hostile_title_stays_words_in_the_list() -> None:
    hostile = "![x](http://evil.test/a.png) :red[a] $x$ ?"
    test = ask(visitor(), hostile)
    label = next(b.label for b in test.sidebar.button if (b.key or "").startswith("open_"))
    assert r"\!\[x\]" in label and r"\:red\[a\]" in label.replace("\u2060", "")


def test_an_answer_that_failed_is_kept_as_interrupted(fake: FakeAssistant) -> None:
    fake.answers["panne"] = ZeroDivisionError("x")
    fake.answers["après"] = answer_with("Un mot.")
    test = ask(ask(visitor(), "panne"), "après")
    again = visitor(address(test))
    assert words_in("fr").interrupted in shown(again) and "Un mot." in shown(again)


def sentences(words: ConversationWords) -> list[str]:
    values = (getattr(words, field.name) for field in fields(words))
    parts = [part for value in values for part in (value.values() if isinstance(value, dict) else [value])]  # fmt: skip
    return [str(part) for part in parts]


def test_every_sentence_is_in_both_languages_with_the_same_gaps() -> None:
    pairs: list[tuple[Any, Any]] = list(zip(sentences(FR), sentences(EN), strict=True))
    same = {french for french, english in pairs if french == english}
    assert same <= {"Markdown", "PDF", "Conversation"}
    assert [re.findall(r"{\w+}", a) for a, _ in pairs] == [
        re.findall(r"{\w+}", b) for _, b in pairs
    ]


def test_the_address_names_the_conversation_before_the_answer_can_be_clicked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from ui.conversation import fill

    seen: list[str] = []

    def watch(*arguments: Any, **named: Any) -> None:
        seen.append(streamlit.query_params.get("c", ""))
        fill(*arguments, **named)

    monkeypatch.setattr("ui.chat.fill", watch)
    test = ask(visitor(), QUESTION)
    assert seen == [test.query_params["c"]] and seen != [""]
