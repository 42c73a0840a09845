"""The pictures of a decision: a signal that does not hang on colour, and the path as a diagram.

Plain HTML of our own, every text in it escaped: it needs no script, scales to a phone, prints, and is
read aloud in its order.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from assistant.campaign.cited import CitedDecision
from assistant.campaign.decision import Outcome, Part, Step
from assistant.campaign.facts import fact_table
from assistant.campaign.rules import Rule, rule_book
from assistant.campaign.wording import OUTCOMES
from corpus.nouns import Language
from ui.campaign_words import campaign_words

# Shape, sign and word say it; colour only helps: octagon, triangle, disc, diamond.
_SIGNS: dict[Outcome, str] = {
    "not_allowed": "✕",
    "allowed_if": "!",
    "allowed": "✓",
    "cannot_tell": "?",
}


def signal(outcome: Outcome, lang: Language, *, size: int = 44) -> str:
    """The sign of an outcome, `size` pixels wide, with its name for those who do not see it."""
    name = escape(OUTCOMES[lang][outcome])
    return (
        f'<span class="signal {outcome}" role="img" aria-label="{name}"'
        f' style="--size: {size}px">{_SIGNS[outcome]}</span>'
    )


def verdict(cited: CitedDecision) -> str:
    """The signal with the outcome and its sentence."""
    outcome, lang = cited.decision.outcome, cited.lang
    return (
        f'<div class="verdict {outcome}" role="status">{signal(outcome, lang)}'
        f"<div><strong>{escape(OUTCOMES[lang][outcome])}</strong>"
        f"<span>{escape(cited.headline)}</span></div></div>"
    )


def parts_table(cited: CitedDecision) -> str:
    """The outcome of each combination, where there are several."""
    rows = "".join(
        f'<div role="listitem">{signal(part.outcome, cited.lang, size=24)}'
        f"<span><strong>{escape(OUTCOMES[cited.lang][part.outcome])}</strong> "
        f"{escape(_case(part, cited.lang))}</span></div>"
        for part in cited.decision.parts
    )
    return f'<div class="parts" role="list">{rows}</div>'


def diagram(cited: CitedDecision) -> str:
    """The path from the facts to the outcome: one box per deciding rule, the duties as one."""
    lang, decision = cited.lang, cited.decision
    title = escape(campaign_words(lang).diagram)
    end = (
        f'<div role="listitem" class="end {decision.outcome}">'
        f"{signal(decision.outcome, lang, size=28)}"
        f"<b>{escape(OUTCOMES[lang][decision.outcome])}</b></div>"
    )
    return f'<div class="path" role="list" aria-label="{title}">{"".join(_boxes(cited))}{end}</div>'


def _boxes(cited: CitedDecision) -> Iterator[str]:
    lang, decision = cited.lang, cited.decision
    for step in decision.steps:
        if step.refuses or step.rule.verdict == "permit":
            kind = "refuse" if step.refuses else "permit"
            yield _box(kind, step.rule, cited, _beaten(step, lang) + _declined(step, lang))
    for rule in dict.fromkeys(rule for part in decision.parts for rule in part.doubts):
        yield _box("doubt", rule, cited)
    duties = [duty for duty in decision.duties if duty.state in ("open", "declined")]
    if duties and decision.outcome in ("allowed_if", "allowed"):
        told = escape(campaign_words(lang).duties_open.format(count=len(duties)))
        yield f'<div role="listitem" class="duty">{_mark("duty")}<div><b>{told}</b></div></div>'


def _box(kind: str, rule: Rule, cited: CitedDecision, more: str = "") -> str:
    lang = cited.lang
    return (
        f'<div role="listitem" class="{kind}">{_mark(kind)}<div><b>{escape(rule.title[lang])}</b>'
        f"<p>{escape(rule.because[lang])}</p>{more}"
        f"<small>{escape(', '.join(_labels(rule, cited)))}</small></div></div>"
    )


_MARKS = {"refuse": "✕", "permit": "✓", "duty": "!", "doubt": "?"}


def _mark(kind: str) -> str:
    return f'<span class="mark" aria-hidden="true">{_MARKS[kind]}</span>'


def _beaten(step: Step, lang: Language) -> str:
    words = campaign_words(lang)
    return "".join(
        f"<em>{escape(words.before.format(rule=one.rule.title[lang]))}</em>" for one in step.beaten
    )


def _declined(step: Step, lang: Language) -> str:
    words, known = campaign_words(lang), rule_book().obligations
    return "".join(
        f"<em>{escape(words.declined.format(duty=known[name].said[lang]))}</em>"
        for name in step.declined
    )


def _labels(rule: Rule, cited: CitedDecision) -> list[str]:
    by_number = {citation.n: citation for citation in cited.citations}
    numbers = cited.grounds.get(rule.id, ())
    return [f"{by_number[n].label} [{n}]" for n in numbers if n in by_number]


def _case(part: Part, lang: Language) -> str:
    table = fact_table()
    return " · ".join(
        ", ".join(table[name].said(one, lang) for one in values)
        for name, values in part.case.items()
    )


STYLE = """
<style>
.signal { flex: none; display: inline-grid; place-items: center; width: var(--size); height: var(--size);
  color: #fff; font: 700 calc(var(--size) * .56)/1 "Source Sans", sans-serif; }
.signal.not_allowed { background: #b3261e; clip-path: polygon(30% 0, 70% 0, 100% 30%, 100% 70%, 70% 100%, 30% 100%, 0 70%, 0 30%); }
.signal.allowed_if { background: #8a5a00; clip-path: polygon(50% 4%, 100% 96%, 0 96%); box-sizing: border-box; padding-top: calc(var(--size) * .25); font-size: calc(var(--size) * .5); }
.signal.allowed { background: #1b6b3a; border-radius: 50%; }
.signal.cannot_tell { background: #44546a; clip-path: polygon(50% 0, 100% 50%, 50% 100%, 0 50%); }
.verdict { display: flex; gap: 1rem; align-items: center; padding: .9rem 1.1rem; border-radius: .75rem;
  border: 2px solid; margin: .25rem 0 .5rem; }
.verdict.not_allowed { border-color: #b3261e; } .verdict.allowed_if { border-color: #8a5a00; }
.verdict.allowed { border-color: #1b6b3a; } .verdict.cannot_tell { border-color: #44546a; border-style: dashed; }
.verdict strong { display: block; font-size: 1.25rem; line-height: 1.3; }
.parts > div { display: flex; gap: .6rem; align-items: flex-start; margin: .4rem 0; }
.path > div { position: relative; display: flex; gap: .75rem; align-items: flex-start; margin: 0 0 1.25rem;
  padding: .65rem .8rem; border: 1px solid color-mix(in srgb, currentColor 25%, transparent); border-radius: .6rem; }
.path > div:not(:last-child)::after { content: ""; position: absolute; left: 1.5rem; bottom: -1.25rem; height: 1.25rem;
  border-left: 2px solid color-mix(in srgb, currentColor 40%, transparent); }
.path .mark { flex: none; width: 1.5rem; height: 1.5rem; line-height: 1.5rem; text-align: center; border-radius: 50%;
  font-weight: 700; color: #fff; background: #44546a; }
.path .refuse { border: 2px solid #b3261e; } .path .refuse .mark { background: #b3261e; border-radius: .25rem; }
.path .permit .mark { background: #1b6b3a; } .path .duty .mark { background: #8a5a00; }
.path .doubt { border-style: dashed; }
.path b { display: block; line-height: 1.35; } .path p { margin: .2rem 0 0; }
.path em, .path small { display: block; opacity: .85; margin-top: .25rem; }
.path .end { align-items: center; border-width: 2px; margin-bottom: .5rem; }
.path .end.not_allowed { border-color: #b3261e; } .path .end.allowed { border-color: #1b6b3a; }
.path .end.allowed_if { border-color: #8a5a00; } .path .end.cannot_tell { border-style: dashed; }
.st-key-campaign_duties > .stVerticalBlock, .st-key-campaign_duties { gap: .35rem; }
.st-key-campaign_duties [data-testid="stCaptionContainer"] { margin: -.25rem 0 .35rem 1.6rem; }
.st-key-campaign_question button p { text-align: left; }
.st-key-campaign_question .stButton button > div { justify-content: flex-start; width: 100%; }
</style>
"""
