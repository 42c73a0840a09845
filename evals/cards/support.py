"""Whether the passage a card cites carries what the card says it carries.

The numbers and the articles of the sentence must stand in the passage, in any language it is held
in; so must enough of its key terms: by their stem in the passage's own language, by the glossary in
the other one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from assistant.figures import Figure, claimed_figures, held_figures
from assistant.references import find_cited, find_references
from corpus.index import Index
from corpus.keywords import words
from corpus.locator import ancestors
from corpus.nouns import Language, Passage
from evals.cards.glossary import Glossary

LEAST_SHARE = 0.5
"""Share of the key terms of a sentence that its passage must hold. On 22 November 2026 every one of
our 4,536 citations held it, and 8 % of sentences paired with the passage of another card."""


_REMEMBERED = 20_000


@dataclass(frozen=True, slots=True)
class Support:
    """What of a sentence was found in the passage; `missing` are its key terms that were not."""

    share: float
    missing: tuple[str, ...] = ()
    figures: tuple[str, ...] = ()
    references: tuple[str, ...] = ()

    @property
    def holds(self) -> bool:
        """Whether nothing that matters is missing."""
        return not self.figures and not self.references and self.share >= LEAST_SHARE


def support(
    sentence: str, lang: Language, locator: str, index: Index, glossary: Glossary
) -> Support:
    """How far the unit at `locator` carries a sentence; raises `UnknownLocator`."""
    units = tuple(_units(locator, index))
    texts = " ".join(f"{unit.heading}. {unit.full_text}" for unit in units)
    missing_figures = claimed_figures(sentence) - figures_of(texts)
    named = set(find_references(sentence)) - {locator, *ancestors(locator)}
    cited = {found for unit in units for found in _cited(unit.full_text, unit.locator)}
    around = {above for found in cited for above in (found, *ancestors(found))}
    inside = {reference for reference in named if locator in ancestors(reference)}
    terms = _best_terms(sentence, lang, units, glossary)
    return Support(
        share=sum(terms.values()) / len(terms) if terms else 0.0,
        missing=tuple(term for term, is_held in terms.items() if not is_held),
        figures=tuple(sorted(f"{figure.value} {figure.unit}" for figure in missing_figures)),
        references=tuple(sorted(named - around - inside)),
    )


# Most passages are cited by several cards: what is read off them is kept.
@lru_cache(maxsize=_REMEMBERED)
def figures_of(text: str) -> frozenset[Figure]:
    """The figures a text holds, as `held_figures` reads them."""
    return frozenset(held_figures(text))


@lru_cache(maxsize=_REMEMBERED)
def _cited(text: str, locator: str) -> tuple[str, ...]:
    return find_cited(text, locator)


def _units(locator: str, index: Index) -> Iterator[Passage]:
    """The unit in every language it is held in, and its parts where its own text is empty."""
    for lang in index.languages(locator):
        unit = index.passage(locator, lang)
        yield unit
        for inner in index.inside(locator):
            if lang in index.languages(inner):
                yield index.passage(inner, lang)


def _best_terms(
    sentence: str, lang: Language, units: tuple[Passage, ...], glossary: Glossary
) -> dict[str, bool]:
    """Each key term of the sentence, and whether the passage holds it.

    In the language of the sentence every word that carries meaning is a term; where the passage is
    held in the other language only, the terms are those the glossary knows.
    """
    concepts = glossary.concepts(sentence, lang)
    held: frozenset[str] = frozenset()
    stems: set[str] = set()
    for unit in units:
        text = f"{unit.heading}. {unit.full_text}"
        held |= glossary.named(text, unit.lang)
        if unit.lang == lang:
            stems |= set(words(text, lang))
    terms = {
        form: bool(held & names) or set(form.split()) <= stems for form, names in concepts.items()
    }
    if any(unit.lang == lang for unit in units):
        in_concepts = {stem for form in concepts for stem in form.split()}
        for stem in words(sentence, lang):
            if stem not in in_concepts and not stem.isdigit() and len(stem) > 2:
                terms[stem] = stem in stems
    return terms
