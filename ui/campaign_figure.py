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
from assistant.campaign.wording import OUTCOMES
from corpus.nouns import Language
from ui.campaign_words import campaign_words

# Shape, sign and word say it; colour only helps. Octagon, triangle, circle, diamond.
_SHAPES: dict[Outcome, tuple[str, str, str]] = {
    "not_allowed": ("M16 3h16l13 13v16L32 45H16L3 32V16z", "#b3261e", "M15 15l18 18M33 15L15 33"),
    "allowed_if": ("M24 4L46 43H2z", "#8a5a00", "M24 18v12M24 35v2"),
    "allowed": ("M24 3a21 21 0 1 0 .1 0z", "#1b6b3a", "M14 25l7 7 13-15"),
    "cannot_tell": (
        "M24 2l22 22-22 22L2 24z",
        "#44546a",
        "M19 20a5 5 0 1 1 7 4.5c-1.5.8-2 1.8-2 3.5M24 33v1.5",
    ),
}


def signal(outcome: Outcome, lang: Language, *, size: int = 44) -> str:
    """The sign of an outcome, with its name for those who do not see it."""
    shape, colour, mark = _SHAPES[outcome]
    name = escape(OUTCOMES[lang][outcome])
    return (
        f'<svg class="signal" role="img" aria-label="{name}" width="{size}" height="{size}"'
        f' viewBox="0 0 48 48"><path d="{shape}" fill="{colour}"/>'
        f'<path d="{mark}" fill="none" stroke="#fff" stroke-width="4.5" stroke-linecap="round"'
        f' stroke-linejoin="round"/></svg>'
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
        f"<li>{signal(part.outcome, cited.lang, size=22)}"
        f"<span><strong>{escape(OUTCOMES[cited.lang][part.outcome])}</strong> "
        f"{escape(_case(part, cited.lang))}</span></li>"
        for part in cited.decision.parts
    )
    return f'<ul class="parts">{rows}</ul>'


def diagram(cited: CitedDecision) -> str:
    """The path from the facts to the outcome: one box per rule, in order."""
    title = escape(campaign_words(cited.lang).diagram)
    boxes = "".join(_boxes(cited))
    outcome = cited.decision.outcome
    end = (
        f'<li class="end {outcome}">{signal(outcome, cited.lang, size=26)}'
        f"<b>{escape(OUTCOMES[cited.lang][outcome])}</b></li>"
    )
    return f'<ol class="path" aria-label="{title}">{boxes}{end}</ol>'


def _boxes(cited: CitedDecision) -> Iterator[str]:
    lang = cited.lang
    for step in cited.decision.steps:
        kind = _kind(step)
        yield (
            f'<li class="{kind}"><span class="mark" aria-hidden="true">{_MARKS[kind]}</span>'
            f"<div><b>{escape(step.rule.title[lang])}</b>{_beaten(step, lang)}"
            f"<small>{escape(', '.join(_labels(step, cited)))}</small></div></li>"
        )
    for rule in dict.fromkeys(rule for part in cited.decision.parts for rule in part.doubts):
        yield (
            f'<li class="doubt"><span class="mark" aria-hidden="true">?</span>'
            f"<div><b>{escape(rule.title[lang])}</b></div></li>"
        )


_MARKS = {"refuse": "✗", "permit": "✓", "duty": "!"}


def _kind(step: Step) -> str:
    return "refuse" if step.refuses else step.rule.verdict


def _beaten(step: Step, lang: Language) -> str:
    words = campaign_words(lang)
    return "".join(
        f"<em>{escape(words.before)} : {escape(one.rule.title[lang])}</em>" for one in step.beaten
    )


def _labels(step: Step, cited: CitedDecision) -> list[str]:
    by_number = {citation.n: citation for citation in cited.citations}
    numbers = cited.grounds.get(step.rule.id, ())
    return [f"{by_number[n].label} [{n}]" for n in numbers if n in by_number]


def _case(part: Part, lang: Language) -> str:
    table = fact_table()
    return " · ".join(
        ", ".join(table[name].said(one, lang) for one in values)
        for name, values in part.case.items()
    )


STYLE = """
<style>
.verdict { display: flex; gap: 1rem; align-items: center; padding: 1rem 1.1rem; border-radius: .75rem;
  border: 2px solid currentColor; margin: .25rem 0 1rem; }
.verdict.not_allowed { border-color: #b3261e; } .verdict.allowed_if { border-color: #8a5a00; }
.verdict.allowed { border-color: #1b6b3a; } .verdict.cannot_tell { border-color: #44546a; border-style: dashed; }
.verdict svg, .parts svg, .path svg { flex: none; }
.verdict strong { display: block; font-size: 1.25rem; line-height: 1.3; }
.parts { list-style: none; padding: 0; margin: 0 0 1rem; }
.parts li { display: flex; gap: .6rem; align-items: flex-start; margin: .35rem 0; }
.path { list-style: none; margin: .5rem 0 1rem; padding: 0; }
.path li { position: relative; display: flex; gap: .75rem; align-items: flex-start; margin: 0 0 1.4rem;
  padding: .65rem .8rem; border: 1px solid color-mix(in srgb, currentColor 25%, transparent); border-radius: .6rem; }
.path li:not(:last-child)::after { content: ""; position: absolute; left: 1.55rem; bottom: -1.4rem; height: 1.4rem;
  border-left: 2px solid color-mix(in srgb, currentColor 40%, transparent); }
.path .mark { flex: none; width: 1.5rem; height: 1.5rem; line-height: 1.5rem; text-align: center; border-radius: 50%;
  font-weight: 700; color: #fff; background: #44546a; }
.path .refuse { border-width: 2px; border-color: #b3261e; } .path .refuse .mark { background: #b3261e; border-radius: .25rem; }
.path .permit .mark { background: #1b6b3a; } .path .duty .mark { background: #8a5a00; }
.path .doubt { border-style: dashed; }
.path li b { display: block; line-height: 1.35; } .path li em, .path li small { display: block; opacity: .85; margin-top: .2rem; }
.path .end { align-items: center; border-width: 2px; font-size: 1.05rem; }
.path .end.not_allowed { border-color: #b3261e; } .path .end.allowed { border-color: #1b6b3a; }
.path .end.allowed_if { border-color: #8a5a00; }
</style>
"""
