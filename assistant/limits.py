"""What an answer says of its own limits: a premise put right first, another law, a recent change.

One step after the draft and before its verification: what is added is verified like all the rest.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from assistant.answer import Citation, Outcome
from assistant.citations import Citations
from assistant.cite import quote_block
from assistant.courtesy import courtesy
from assistant.draft import Draft, put_first
from assistant.jurisdiction import other_law
from assistant.premise import Correction, correction
from assistant.retrieve import Retrieved
from assistant.wording import phrase, spoken_date
from corpus.index import Index
from corpus.manifest import Manifest
from corpus.nouns import Language


def within_limits(
    draft: Draft, outcome: Outcome, retrieved: Retrieved, index: Index, manifest: Manifest
) -> Draft:
    """The draft with what a reader must know of its limits."""
    understood = retrieved.understood
    if outcome != "answered":
        return _refused(draft, outcome, understood.question.text, understood.lang)
    found = correction(retrieved, index, manifest)
    if found is not None:
        draft = _corrected(draft, found, Citations(index, manifest, retrieved))
    told = [*_other_law(understood.search_text, understood.lang)]
    told += _changes(draft.citations, manifest, understood.question.as_of, understood.lang)
    return replace(draft, notices=(*draft.notices, *told))


def _refused(draft: Draft, outcome: Outcome, question: str, lang: Language) -> Draft:
    polite = courtesy(question)
    if polite and outcome == "out_of_scope":
        return Draft(phrase(polite, lang))
    found = other_law(question)
    if found is None:
        return draft
    # What is outside is named instead of the field as a whole.
    text = found.text(lang) if outcome == "out_of_scope" else f"{draft.text}\n\n{found.text(lang)}"
    return replace(draft, text=text)


def _corrected(draft: Draft, found: Correction, citations: Citations) -> Draft:
    """The draft led by the correction, its citations after those that are there already."""
    citations.cited.extend(draft.citations)
    lang, before = citations.lang, len(draft.citations)
    carried = [citations.add_locator(unit, {lang: found.text}) for unit in found.locators]
    markers = "".join(f" [{citation.n}]" for citation in carried)
    added = [c for c in citations.cited[before:] if c.authority != "card"]
    blocks = [quote_block(citation, lang) for citation in added[:1]]
    led = put_first(draft, "\n\n".join([f"**{found.text}**{markers}", *blocks]))
    return replace(led, citations=tuple(citations.cited))


def _other_law(question: str, lang: Language) -> Iterator[str]:
    found = other_law(question)
    if found is not None and found.law.kind == "country":
        yield found.text(lang)


def _changes(
    cited: tuple[Citation, ...], manifest: Manifest, as_of: date, lang: Language
) -> Iterator[str]:
    """That a law cited took the place of another, or will give way to one: at most one notice."""
    for citation in cited:
        mine = manifest.sources.get(citation.source)
        versions = [s for s in manifest.sources.values() if mine and s.prefix == mine.prefix]
        since, until = citation.applies_from, citation.applies_until
        day = spoken_date(as_of, lang)
        if until and any(version.applies_from == until for version in versions):
            yield phrase("rule_until", lang, as_of=day, day=spoken_date(until, lang))
            return
        ends = {version.applies_until for version in versions}
        ends |= {dates.applies_until for version in versions for dates in version.unit_dates}
        if since and since in ends:
            yield phrase("rule_since", lang, as_of=day, day=spoken_date(since, lang))
            return
