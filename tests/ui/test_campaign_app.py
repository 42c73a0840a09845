"""The campaign check as a screen: sentence, confirmation, questions, decision, saving."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import fields
from datetime import date
from pathlib import Path

import pytest
import streamlit
from streamlit.testing.v1 import AppTest

from assistant.campaign.facts import Facts, Given, fact_table
from assistant.campaign.wording import CHECK_WORDS, OUTCOMES
from corpus.nouns import Language
from ui.campaign_figure import ICONS, signal
from ui.campaign_state import Campaign
from ui.campaign_words import CampaignWords, campaign_words

FR, EN = campaign_words("fr"), campaign_words("en")
SMS = "We want to text a promotion to our customers"


def campaign_page() -> None:
    import small_library
    import streamlit as st

    from corpus.settings import load_settings
    from ui.campaign import show_campaign
    from ui.keeper import Keeper

    settings = load_settings()
    lang = st.session_state.get("lang", "en")
    show_campaign(small_library.served(), Keeper(settings), settings, lang)


@pytest.fixture(autouse=True)
def _clean(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    for name in list(os.environ):
        if name.startswith("RECITAL_"):
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    streamlit.cache_resource.clear()
    streamlit.cache_data.clear()
    yield
    streamlit.cache_resource.clear()


def opened(lang: str = "en", campaign: Campaign | None = None) -> AppTest:
    test = AppTest.from_function(campaign_page, default_timeout=30)
    test.session_state["lang"] = lang
    if campaign:
        test.session_state["campaign"] = campaign
    test.run()
    assert not test.exception
    return test


def press(test: AppTest, key: str) -> AppTest:
    [button] = [one for one in test.button if one.key == key]
    button.click().run()
    assert not test.exception
    return test


def described(text: str = SMS, lang: str = "en") -> AppTest:
    test = opened(lang)
    test.text_area(key="campaign_text").set_value(text).run()
    return press(test, "campaign_read")


def state(test: AppTest) -> Campaign:
    found: Campaign = test.session_state["campaign"]
    return found


def keys(test: AppTest) -> set[str]:
    return {str(button.key) for button in test.button}


def shown(test: AppTest) -> str:
    kinds = (test.markdown, test.caption, test.subheader, test.info, test.warning)
    texts = [str(element.value) for kind in kinds for element in kind]
    texts += [str(element.proto.body) for element in test.get("html")]
    return "\n".join(texts).replace("\\", "").replace("\u2060", "")


def verdict(test: AppTest) -> str | None:
    """The outcome that stands on the screen."""
    outcomes = {icon: outcome for outcome, icon in ICONS.items()}
    alerts = (*test.error, *test.warning, *test.success, *test.info)
    return next((outcomes[alert.icon] for alert in alerts if alert.icon in outcomes), None)


def test_what_a_sentence_says_is_confirmed_before_anything_is_decided() -> None:
    test = described()
    assert EN.confirm_title in shown(test) and "campaign_confirm" in keys(test)
    assert "read in" in shown(test) and verdict(test) is None
    press(test, "campaign_confirm")
    assert verdict(test) == "cannot_tell"


def test_a_fact_that_was_read_wrong_is_corrected_before() -> None:
    test = described()
    [means] = [one for one in test.multiselect if "operations" in str(one.key)]
    means.set_value(["email"]).run()
    assert state(test).facts.given["operations"] == ("email",)
    press(test, "campaign_confirm")
    assert state(test).facts.given["operations"] == ("email",)


def test_each_answer_prunes_the_questions() -> None:
    test = press(described(), "campaign_confirm")
    assert "answer_consent_valid" in keys(test)
    press(test, "answer_consent_valid")
    assert not any(key.startswith("answer_") for key in keys(test))
    assert verdict(test) == "allowed_if"


def test_a_question_can_be_taken_back_skipped_and_answered_with_not_knowing() -> None:
    test = press(described(), "campaign_confirm")
    press(test, "answer_consent_none")
    assert state(test).facts.given["consent"] == "none"
    press(test, "campaign_back")
    assert "consent" not in state(test).facts.given and "answer_consent_valid" in keys(test)
    press(test, "campaign_skip")
    assert "answer_consent_valid" not in keys(test) and state(test).skipped == ["consent"]
    decided = state(test).decide()
    asked = state(test).next_question(decided)
    assert asked is not None
    press(test, "campaign_unknown")
    assert state(test).facts.given[asked] is None
    assert verdict(test) == "cannot_tell"


def test_skipped_questions_are_asked_again_when_wanted() -> None:
    campaign = Campaign(facts=Facts({"operations": ("email",), "consent": "none"}))
    campaign.is_started = True
    campaign.skipped = list(campaign.decide().missing)
    test = opened(campaign=campaign)
    press(test, "campaign_unskip")
    assert state(test).skipped == [] and any(key.startswith("answer_") for key in keys(test))


def test_why_a_question_is_asked_is_told_with_its_text() -> None:
    test = press(described(), "campaign_confirm")
    assert fact_table()["consent"].why["en"] in shown(test)
    assert "gdpr:art-4-11" in shown(test)


def test_without_a_sentence_the_form_begins_with_the_means() -> None:
    test = press(opened("fr"), "campaign_ask")
    assert "Que voulez-vous faire" in shown(test)
    pills = [one for one in test.get("button_group") if "operations" in str(one.key)]
    assert len(pills) == 4


def test_a_sentence_without_a_fact_leads_to_the_questions() -> None:
    test = described("Hello there")
    assert EN.nothing_read in shown(test)


def test_ticking_every_duty_makes_it_allowed() -> None:
    facts = Facts({"operations": ("email",), "consent": "valid"})
    test = opened(campaign=Campaign(facts=facts, is_started=True))
    assert test.checkbox
    while any(not box.value for box in test.checkbox):
        [box, *_] = [box for box in test.checkbox if not box.value]
        box.check().run()
        assert not test.exception
    assert verdict(test) == "allowed"
    test.checkbox[0].uncheck().run()
    assert verdict(test) == "allowed_if"


def test_an_assumption_can_be_corrected() -> None:
    facts = Facts({"operations": ("email",), "consent": "valid"})
    test = opened(campaign=Campaign(facts=facts, is_started=True))
    [objected] = [one for one in test.selectbox if str(one.key).endswith("_objected")]
    objected.set_value(True).run()
    assert verdict(test) == "not_allowed" and state(test).facts.given["objected"] is True


def test_what_would_change_a_refusal_is_told() -> None:
    given: dict[str, Given] = {"operations": ("live_call",), "consent": "none"}
    given |= {"audience": ("consumers",), "relationship": ("prospect",)}
    facts = Facts(given)
    campaign = Campaign(facts=facts, is_started=True, day=date(2026, 11, 23))
    test = opened("fr", campaign)
    assert "Ce qui changerait la décision" in shown(test) and verdict(test) == "not_allowed"


def test_a_refusal_that_no_single_change_lifts_says_so_and_asks_for_nothing() -> None:
    given: dict[str, Given] = {"operations": ("email",), "consent": "withdrawn"}
    given |= {"age": "minors_under_15", "parental_consent": False, "sector": "alcohol"}
    test = opened(campaign=Campaign(facts=Facts(given), is_started=True))
    assert verdict(test) == "not_allowed" and CHECK_WORDS["en"].no_change in shown(test)
    headings = [str(one.value) for one in test.subheader]
    assert CHECK_WORDS["en"].duties not in headings and CHECK_WORDS["en"].advice not in headings
    assert not [box for box in test.checkbox if str(box.key).startswith("duty_")]


def test_a_check_is_saved_listed_reopened_and_deleted() -> None:
    facts = Facts({"operations": ("email",), "consent": "valid"})
    test = opened(campaign=Campaign(facts=facts, is_started=True, title="Spring sale"))
    press(test, "campaign_save")
    assert state(test).is_saved
    press(test, "campaign_restart")
    assert EN.saved_title in shown(test) and "Spring sale" in shown(test) and EN.same in shown(test)
    [open_key] = [key for key in keys(test) if key.startswith("open_")]
    press(test, open_key)
    assert state(test).facts == facts
    press(test, "campaign_restart")
    [delete_key] = [key for key in keys(test) if key.startswith("delete_")]
    press(test, delete_key)
    assert EN.saved_title not in shown(test)


def test_where_nothing_is_kept_the_page_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RECITAL_CONVERSATION_DAYS", "0")
    facts = Facts({"operations": ("email",), "consent": "valid"})
    test = opened(campaign=Campaign(facts=facts, is_started=True))
    assert EN.not_kept in shown(test) and "campaign_save" not in keys(test)


def test_the_same_words_exist_in_both_languages() -> None:
    for one in fields(CampaignWords):
        french, english = getattr(FR, one.name), getattr(EN, one.name)
        assert type(french) is type(english) and french and english
        if isinstance(french, str):
            assert (
                sorted(part for part in french.split() if part.startswith("{"))
                == sorted(part for part in english.split() if part.startswith("{"))
                or "{" in french
            )


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_an_outcome_is_told_by_shape_and_word_not_by_colour_alone(lang: Language) -> None:
    assert len(set(ICONS.values())) == len(ICONS) == 4
    for outcome, icon in ICONS.items():
        assert icon in signal(outcome, lang) and OUTCOMES[lang][outcome] in signal(outcome, lang)


def page_of_wicked_words() -> None:
    from dataclasses import replace
    from datetime import date
    from typing import Any

    import small_library
    import streamlit as st

    from assistant.campaign.cited import cite_decision
    from assistant.campaign.decide import decide
    from assistant.campaign.facts import Facts
    from ui.campaign_figure import show_parts, show_path, show_verdict

    setting = small_library.served().setting
    index = setting.reader.index()
    facts = Facts({"operations": ("email", "live_call"), "consent": "none"})
    decision = decide(facts, date(2026, 11, 23))
    step = decision.steps[0]
    wicked: Any = {"fr": "<script>alert(1)</script>", "en": "[a](http://b.test) :red[c]"}
    rule = replace(step.rule, verdict="refuse", title=wicked, because=wicked)
    part = replace(decision.parts[0], steps=(replace(step, rule=rule),))
    changed = replace(decision, parts=(part, *decision.parts[1:]))
    cited = cite_decision(changed, index, setting.manifest_of(index), st.session_state["lang"])
    show_verdict(cited)
    show_parts(cited)
    show_path(cited)


@pytest.mark.parametrize(
    ("lang", "escaped"),
    [("fr", r"\<script\>alert\(1\)\<"), ("en", r"\[a\]\(")],
)
def test_no_word_of_a_rule_becomes_markup_in_the_pictures(lang: str, escaped: str) -> None:
    test = AppTest.from_function(page_of_wicked_words, default_timeout=30)
    test.session_state["lang"] = lang
    test.run()
    assert not test.exception
    drawn = [str(one.value) for one in test.markdown if "a" in str(one.value)]
    assert any(escaped in text for text in drawn)
    assert not any("<script" in text.replace("\\<", "") or "[a]" in text for text in drawn)
    assert not test.get("html")
