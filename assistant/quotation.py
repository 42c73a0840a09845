"""A quote as an answer prints it: the words, who says them, and what a point belongs to."""

from __future__ import annotations

from assistant.answer import Citation
from assistant.citations import Citations
from assistant.cite import quote_block

LEAD_WORDS = 25
"""Opening words of a paragraph are shown above its point up to this length."""


def quotation(citation: Citation, citations: Citations) -> str:
    """The block quote of a citation; a point stands under the opening words of its paragraph."""
    block = quote_block(citation, citations.lang)
    lead = _lead(citation, citations)
    return f"> *{lead}*\n>\n{block}" if lead else block


def _lead(citation: Citation, citations: Citations) -> str:
    as_of = citations.retrieved.understood.question.as_of
    if not citation.quote or not citations.index.has(citation.locator):
        return ""
    unit = citations.index.passage(citation.locator, citation.lang, as_of)
    is_whole = unit.text.startswith(citation.quote)
    is_short = len(unit.lead.split()) <= LEAD_WORDS
    return " ".join(unit.lead.replace("*", "").split()) if is_whole and is_short else ""
