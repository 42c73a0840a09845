"""The facts of a campaign on a terminal: what was said, in which words, and what is assumed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from rich.text import Text

from assistant.campaign.cited import CitedDecision, assumed
from assistant.campaign.facts import fact_table
from assistant.campaign.unread import MOST_UNREAD
from assistant.campaign.wording import CHECK_WORDS, COLONS
from ui.terminal_check_words import TERMINAL_WORDS
from ui.terminal_lines import heading

if TYPE_CHECKING:
    from assistant.campaign.describe import Description
FIRST_ASSUMED = ("data_origin", "role")
"""What is assumed and most often wrong: whose data they are, and who answers for them."""


def facts_given(cited: CitedDecision, read: Description | None) -> Iterator[Text]:
    """What was said, with the words of the sentence that say it."""
    lang, said = cited.lang, TERMINAL_WORDS[cited.lang]
    given = cited.decision.facts.given
    if given:
        yield heading(CHECK_WORDS[lang].facts)
    for name in given:
        line = f"  – {fact_table()[name].question[lang]} {cited.said(name)}"
        heard = "" if read is None else _heard(name, cited, read)
        yield Text(line) + Text(heard, style="cyan")
        if read is not None and _is_proof_open(name, cited):
            yield Text(f"    {said.proof_open}", style="yellow")
    for left in read.unread[:MOST_UNREAD] if read else ():
        yield Text(f"  ! {said.unread.format(words=' '.join(left.split()))}", style="yellow")


def _heard(name: str, cited: CitedDecision, read: Description) -> str:
    """The words of the sentence that say this value."""
    given = cited.decision.facts.given[name]
    values = given if isinstance(given, tuple) else (given,)
    heard = [
        " ".join(read.text[one.start : one.end].split())
        for one in read.mentions
        if one.fact == name and one.value in values
    ]
    said = TERMINAL_WORDS[cited.lang]
    quoted = ", ".join(said.heard.format(words=one) for one in dict.fromkeys(heard))
    return f" {quoted or said.by_the_model}"


def _is_proof_open(name: str, cited: CitedDecision) -> bool:
    """Whether a sentence says a consent valid and nothing of its proof, which is a duty."""
    given = cited.decision.facts.given
    is_consent = name in fact_table().weakens["consent_proof"] and given[name] == "valid"
    return is_consent and given.get("consent_proof") is None


def facts_assumed(cited: CitedDecision) -> Iterator[Text]:
    """What is taken for granted, most often wrong first."""
    lang = cited.lang
    asked = cited.decision.missing  # assumed in one case, open in another
    taken = {k: v for k, v in assumed(cited.decision).items() if k not in asked}
    if not (taken.get("objected") or cited.decision.given("objected")):
        taken.pop("consent_after_objection", None)  # of people who never objected
    order = sorted(taken, key=lambda name: name not in FIRST_ASSUMED)
    if order:
        table = fact_table()
        said = " · ".join(
            f"{table[name].question[lang]} {table[name].said(taken[name], lang)}" for name in order
        )
        yield Text(f"\n{TERMINAL_WORDS[lang].assumed}{COLONS[lang]}{said}", style="dim")
