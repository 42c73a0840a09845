"""A chat model helps to read a description, and is held to the table of facts."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from scripted_model import ScriptedModel

from assistant.campaign.describe import describe
from assistant.campaign.describe_chat import describe_with, facts_in_reply
from assistant.chat_limits import ChatLimits
from assistant.generate import Chat, guarded
from assistant.providers import Provider

TODAY = date(2026, 11, 23)
TEXT = "We want to text our customers about the sale"
HERE = Provider("Fake", "localhost", "local", is_local=True)
ABROAD = Provider("Faraway", "api.faraway.example", "US")


def chat_saying(*pieces: Any, provider: Provider = HERE) -> tuple[Chat, ScriptedModel]:
    model = ScriptedModel(pieces=pieces)
    return guarded(model, "scripted:model", provider, ChatLimits(retries=0)), model


def test_what_the_model_reads_is_added_to_what_the_words_say() -> None:
    chat, _ = chat_saying('Sure: {"audience": ["consumers"], ', '"consent": "none"}')
    read = describe_with(chat, TEXT, TODAY)
    assert read.facts.given["operations"] == ("sms",)
    assert read.facts.given["audience"] == ("consumers",) and read.facts.given["consent"] == "none"


def test_what_is_not_in_the_table_is_dropped() -> None:
    reply = '{"mood": "good", "consent": "absolutely", "age": "adults", "operations": ["email"]}'
    assert facts_in_reply(reply, TODAY) == {"age": "adults", "operations": ("email",)}


@pytest.mark.parametrize("reply", ["", "I cannot.", "[1, 2]", "{broken", '{"consent": {}}', "{}"])
def test_a_reply_that_is_no_facts_leaves_what_the_words_say(reply: str) -> None:
    chat, _ = chat_saying(reply)
    assert describe_with(chat, TEXT, TODAY) == describe(TEXT, TODAY)


def test_a_model_that_fails_leaves_what_the_words_say() -> None:
    chat, _ = chat_saying(RuntimeError("no"))
    assert describe_with(chat, TEXT, TODAY) == describe(TEXT, TODAY)


def test_without_a_model_the_words_alone_are_read() -> None:
    assert describe_with(None, TEXT, TODAY) == describe(TEXT, TODAY)


def test_words_the_model_contradicts_are_no_longer_shown_as_the_source() -> None:
    chat, _ = chat_saying('{"operations": ["email"]}')
    read = describe_with(chat, TEXT, TODAY)
    assert read.facts.given["operations"] == ("email",)
    assert all(mention.fact != "operations" for mention in read.mentions)


def test_a_description_leaves_this_machine_masked_only() -> None:
    chat, model = chat_saying("{}", provider=ABROAD)
    describe_with(chat, "Text jane.doe@example.org about the sale", TODAY)
    [told] = model.asked
    assert "jane.doe" not in "".join(str(message.content) for message in told)
