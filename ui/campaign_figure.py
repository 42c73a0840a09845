"""The pictures of a decision: a signal that does not hang on colour, and the path as a diagram.

Streamlit's own elements in named containers; only the style is ours, a constant. Nothing here is markup
made of words, so no word of a rule or a campaign can become any; it is read aloud in its order.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import streamlit as st

from assistant.campaign.cited import CitedDecision
from assistant.campaign.decision import Decision, Outcome, Part, Step
from assistant.campaign.facts import fact_table
from assistant.campaign.rules import Rule, rule_book
from assistant.campaign.wording import OUTCOMES
from corpus.nouns import Language
from ui.campaign_words import campaign_words
from ui.render import plain

Box = Literal["refuse", "permit", "doubt", "duty"]

# Shape and word say it, colour only helps: octagon, triangle, disc, rounded square.
ICONS: dict[Outcome, str] = {
    "not_allowed": ":material/dangerous:",
    "allowed_if": ":material/warning:",
    "allowed": ":material/check_circle:",
    "cannot_tell": ":material/live_help:",
}
"""The sign of each outcome, of Streamlit's own icons."""
MOST_DOUBTS = 3
"""Rules that could still refuse, each with a box of its own: a path is read at a glance."""
_COLOURS: dict[Outcome, str] = {
    "not_allowed": "red",
    "allowed_if": "orange",
    "allowed": "green",
    "cannot_tell": "gray",
}
_MARKS: dict[Box, str] = {
    "refuse": ":red[:material/block:]",
    "permit": ":green[:material/check:]",
    "duty": ":orange[:material/checklist:]",
    "doubt": ":gray[:material/question_mark:]",
}


def signal(outcome: Outcome, lang: Language) -> str:
    """The sign and the name of an outcome, as Markdown on one line."""
    return f":{_COLOURS[outcome]}[{ICONS[outcome]}] **{plain(OUTCOMES[lang][outcome])}**"


def show_verdict(cited: CitedDecision) -> None:
    """The outcome with its sentence, announced by a screen reader when it changes."""
    outcome, lang = cited.decision.outcome, cited.lang
    alert = {
        "not_allowed": st.error,
        "allowed_if": st.warning,
        "allowed": st.success,
        "cannot_tell": st.info,
    }[outcome]
    said = f"**{plain(OUTCOMES[lang][outcome])}**  \n{plain(cited.headline)}"
    with st.container(key=f"verdict_{outcome}"):
        alert(said, icon=ICONS[outcome])


def show_parts(cited: CitedDecision) -> None:
    """The outcome of each combination of means, public and place."""
    lines = [
        f"- {signal(part.outcome, cited.lang)} {plain(_case(part, cited.lang))}"
        for part in cited.decision.parts
    ]
    with st.container(key="campaign_parts"):
        st.markdown("\n".join(lines))


def show_path(cited: CitedDecision) -> None:
    """From the facts to the outcome: one box a deciding rule, the duties as one, then the outcome."""
    lang, decision = cited.lang, cited.decision
    with st.container(key="campaign_path"):
        for number, (kind, text) in enumerate(_boxes(cited)):
            with st.container(key=f"path_{number}_{kind}", border=True):
                st.markdown(f"{_MARKS[kind]} {text}")
        with st.container(key=f"path_end_{decision.outcome}", border=True):
            st.markdown(signal(decision.outcome, lang))


def _boxes(cited: CitedDecision) -> Iterator[tuple[Box, str]]:
    lang, decision = cited.lang, cited.decision
    for step in decision.steps:
        if step.refuses or step.rule.verdict == "permit":
            more = [*_beaten(step, lang), *_declined(step, lang)]
            yield "refuse" if step.refuses else "permit", _said(step.rule, cited, more)
    doubts = tuple(dict.fromkeys(rule for part in decision.parts for rule in part.doubts))
    for rule in doubts[:MOST_DOUBTS]:
        yield "doubt", _said(rule, cited, [])
    if (rest := len(doubts) - MOST_DOUBTS) > 0:
        yield "doubt", f"**{plain(campaign_words(lang).doubts_more.format(count=rest))}**"
    if decision.outcome in ("allowed_if", "allowed") and (count := _open_duties(decision)):
        yield "duty", f"**{plain(campaign_words(lang).duties_open.format(count=count))}**"


def _open_duties(decision: Decision) -> int:
    return sum(duty.state in ("open", "declined") for duty in decision.duties)


def _said(rule: Rule, cited: CitedDecision, more: list[str]) -> str:
    lang = cited.lang
    lines = [f"**{plain(rule.title[lang])}**", plain(rule.because[lang])]
    lines += [f"*{plain(one)}*" for one in more]
    if labels := ", ".join(_labels(rule, cited)):
        lines.append(f":small[{plain(labels)}]")
    return "  \n".join(lines)


def _beaten(step: Step, lang: Language) -> Iterator[str]:
    words = campaign_words(lang)
    return (words.before.format(rule=one.rule.title[lang]) for one in step.beaten)


def _declined(step: Step, lang: Language) -> Iterator[str]:
    words, known = campaign_words(lang), rule_book().obligations
    return (words.declined.format(duty=known[name].said[lang]) for name in step.declined)


def _labels(rule: Rule, cited: CitedDecision) -> Iterator[str]:
    by_number = {citation.n: citation for citation in cited.citations}
    numbers = cited.grounds.get(rule.id, ())
    return (f"{by_number[n].label} [{n}]" for n in numbers if n in by_number)


def _case(part: Part, lang: Language) -> str:
    table = fact_table()
    return " · ".join(
        ", ".join(table[name].said(one, lang) for one in values)
        for name, values in part.case.items()
    )


def apply_campaign_style() -> None:
    """A path of boxes joined by a line, a large sign, a checklist that holds together."""
    st.html(
        """
        <style>
        [class*="st-key-verdict_"] [data-testid="stAlertContainer"] { border: 2px solid; border-radius: .75rem; }
        .st-key-verdict_cannot_tell [data-testid="stAlertContainer"] { border-style: dashed; }
        [class*="st-key-verdict_"] [data-testid="stAlertDynamicIcon"] { font-size: 2.25rem; align-self: center; margin-right: .75rem; }
        [class*="st-key-verdict_"] [data-testid="stAlertDynamicIcon"] > * { font-size: inherit; }
        [class*="st-key-verdict_"] strong { font-size: 1.25rem; line-height: 1.3; }
        .st-key-campaign_parts ul { list-style: none; margin: 0; padding: 0 0 0 1.75rem; }
        .st-key-campaign_parts li { margin: 0 0 .4rem; padding: 0; text-indent: -1.75rem; }
        .st-key-campaign_parts li > :first-child { display: inline-block; width: 1.5rem; text-indent: 0; }
        .st-key-campaign_path, .st-key-campaign_path > .stVerticalBlock { gap: 1.25rem; }
        .st-key-campaign_path [class*="st-key-path_"] { position: relative; padding: .65rem .9rem; overflow: visible; }
        .st-key-campaign_path [class*="st-key-path_"]:not([class*="st-key-path_end"])::after {
          content: ""; position: absolute; left: 1.5rem; top: 100%; height: calc(1.25rem + 1px);
          border-left: 2px solid color-mix(in srgb, currentColor 40%, transparent);
        }
        .st-key-campaign_path [data-testid="stMarkdownContainer"] { padding-left: 1.75rem; margin-bottom: 0; }
        .st-key-campaign_path [data-testid="stMarkdownContainer"] p { margin: 0; }
        .st-key-campaign_path [data-testid="stMarkdownContainer"] p > :first-child { display: inline-block; width: 1.5rem; margin-left: -1.75rem; }
        .st-key-campaign_path [data-testid="stMarkdownContainer"] p > :first-child span { font-size: 1.25rem; }
        .st-key-campaign_path :is([class*="_refuse"], [class*="path_end_"]) { border-width: 2px; }
        .st-key-campaign_path :is([class*="_refuse"], .st-key-path_end_not_allowed) { border-color: #b3261e; }
        .st-key-campaign_path .st-key-path_end_allowed { border-color: #1b6b3a; }
        .st-key-campaign_path .st-key-path_end_allowed_if { border-color: #8a5a00; }
        .st-key-campaign_path :is([class*="_doubt"], .st-key-path_end_cannot_tell) { border-style: dashed; }
        .st-key-campaign_duties > .stVerticalBlock, .st-key-campaign_duties { gap: .35rem; }
        .st-key-campaign_duties [data-testid="stCaptionContainer"] { margin: -.25rem 0 .35rem 1.6rem; }
        .st-key-campaign_question button p { text-align: left; }
        .st-key-campaign_question .stButton button > div { justify-content: flex-start; width: 100%; }
        </style>
        """
    )
