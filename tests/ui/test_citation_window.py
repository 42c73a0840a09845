from __future__ import annotations

import os
from pathlib import Path

import pytest
import streamlit
from small_library import served
from streamlit.testing.v1 import AppTest

import ui.app
from ui.conversation_words import conversation_words

FR = conversation_words("fr")


def page() -> None:
    import ui.app

    ui.app.main()


@pytest.fixture(autouse=True)
def _own_data(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in list(os.environ):
        if name.startswith("RECITAL_"):
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    streamlit.cache_resource.clear()
    monkeypatch.setattr(ui.app, "open_assistant", lambda settings: served())


def test_a_citation_opens_in_its_article_with_the_cited_unit_standing_out() -> None:
    test = AppTest.from_function(page, default_timeout=30).run()
    test.chat_input[0].set_value("Que dit l'article 21, paragraphe 2, du RGPD ?").run()
    assert not test.exception
    before = len(test.markdown)
    next(button for button in test.button if button.label == FR.read_around).click().run()
    opened = "\n".join(str(part.value) for part in test.markdown[before:]).replace("\\", "")
    assert "un volet est fermé" in opened and "valent aussi la nuit" in opened
    assert "(<library?unit=gdpr:art-21-2>" in opened  # each unit is a link to its own address
