"""What is still to be answered, on a terminal: each question with its values and how to give one."""

from __future__ import annotations

import json
from collections.abc import Iterator

from rich.text import Text

from assistant.campaign.decision import Decision
from assistant.campaign.facts import OPERATIONS, UNKNOWN, Fact, FactValue, fact_table
from assistant.campaign.means import THEMES
from assistant.campaign.wording import CHECK_WORDS, COLONS
from corpus.nouns import Language
from ui.terminal_check_words import TERMINAL_WORDS
from ui.terminal_lines import heading


def questions(decision: Decision, lang: Language) -> Iterator[Text]:
    """What is missing, with the values that answer it and how to give them; nothing where all is known."""
    said = TERMINAL_WORDS[lang]
    missing = decision.missing
    if not missing:
        return
    yield heading(CHECK_WORDS[lang].missing)
    if OPERATIONS in missing:
        yield Text(f"  {said.no_means}")
    for number, name in enumerate(missing, start=1):
        fact = fact_table()[name]
        yield Text(f"  {number}. {fact.question[lang]} ({name})", style="bold")
        yield from _values(fact, lang)
        yield Text(f"     {fact.why[lang]} ({fact.law})", style="dim")
    example = {**decision.facts.to_json(), **dict.fromkeys(missing, UNKNOWN)}
    yield Text(f"  {said.how_to_answer}")
    yield Text(f"  {json.dumps(example, ensure_ascii=False)}", style="cyan")


def _values(fact: Fact, lang: Language) -> Iterator[Text]:
    if fact.id == OPERATIONS:
        known = {value.id: value for value in fact.values}
        for theme in THEMES.values():
            means = " · ".join(_value(known[one], lang) for one in theme["means"])
            yield Text(f"     {theme[lang]}{COLONS[lang]}{means}")
    elif fact.kind == "flag":
        yield Text(f"     {' · '.join(_value(one, lang) for one in fact.values)}")
    else:
        yield from (Text(f"     – {_value(value, lang)}") for value in fact.values)
    if fact.kind == "age":
        yield Text(f"     – {TERMINAL_WORDS[lang].a_day}")


def _value(value: FactValue, lang: Language) -> str:
    return f"{str(value.id).lower()} = {value.said[lang]}"
