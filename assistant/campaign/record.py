"""The entry of a campaign for the record of processing (Article 30 GDPR), as CSV.

What the facts say is filled in; what only the controller knows is left to fill, and says so.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date
from io import StringIO

from assistant.campaign.cited import CitedDecision, assumed, said_value
from assistant.campaign.decision import Decision
from assistant.campaign.facts import OPERATIONS, fact_table
from assistant.campaign.rules import Basis
from assistant.campaign.wording import BASES, COLONS, FILE_WORDS, OUTCOMES, RECORD_WORDS
from corpus.nouns import Language

_DELIMITERS: dict[Language, str] = {"fr": ";", "en": ","}  # what spreadsheets expect there
_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")


def to_csv(cited: CitedDecision, *, made: date, title: str = "", author: str = "") -> str:
    """A heading row and one entry, each column named as in Article 30(1)."""
    written = StringIO()
    writer = csv.writer(written, delimiter=_DELIMITERS[cited.lang], lineterminator="\r\n")
    entry = dict(_entry(cited, made=made, title=title, author=author))
    writer.writerow(entry)
    writer.writerow(map(_safe, entry.values()))
    return written.getvalue()


def bases_of(decision: Decision) -> tuple[Basis, ...]:
    """The legal bases the permitting rules stand on, in the order of the path."""
    permits = (step.rule for step in decision.steps if not step.refuses)
    return tuple(dict.fromkeys(rule.basis for rule in permits if rule.basis))


def _entry(
    cited: CitedDecision, *, made: date, title: str, author: str
) -> Iterator[tuple[str, str]]:
    decision, lang = cited.decision, cited.lang
    words, to_fill = RECORD_WORDS[lang], FILE_WORDS[lang].to_fill
    bases = ", ".join(BASES[lang][basis] for basis in bases_of(decision))
    yield words.name, title or _said(cited, OPERATIONS) or to_fill
    yield words.controller, to_fill
    yield words.purposes, _said(cited, "purpose", OPERATIONS) or to_fill
    yield words.basis, bases or to_fill
    yield words.people, _said(cited, "audience", "relationship", "age") or to_fill
    sensitive = _said(cited, "special_categories")
    yield (
        words.data,
        f"{words.sensitive}{COLONS[lang]}{sensitive} · {to_fill}" if sensitive else to_fill,
    )
    yield words.source, _said(cited, "data_origin") or to_fill
    yield words.recipients, to_fill
    yield words.transfers, _said(cited, "transfer") or to_fill
    yield words.retention, to_fill
    yield words.security, to_fill
    yield (
        words.check,
        f"{OUTCOMES[lang][decision.outcome]} ({made.isoformat()}, {decision.rules_version})",
    )
    yield words.author, author or to_fill


def _said(cited: CitedDecision, *names: str) -> str:
    """What was given of facts, else what is presumed of them; nothing for what is not known."""
    facts = cited.decision.facts.given
    taken = {**assumed(cited.decision), **facts}
    known = [name for name in names if taken.get(name) is not None]
    return " · ".join(said_value(fact_table()[name], taken[name], cited.lang) for name in known)


def _safe(cell: str) -> str:
    """A cell no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(_FORMULA_SIGNS) else cell
