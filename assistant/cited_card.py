"""A card with the texts it stands on: what it says with its markers, and which texts to quote.

The card's own words carry markers of the card and of the law; the law is quoted, the card is not:
its words have just been said.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.answer import Citation
from assistant.card_body import Statement
from assistant.card_choice import is_same_text
from assistant.channel import is_written_only, speaks_of_calls
from assistant.citations import Citations
from assistant.closest_text import names_authority
from assistant.draft import word_count
from assistant.enumeration import quote_limit, whole_list
from assistant.figures import claimed_figures, held_figures
from assistant.plan import Plan
from assistant.sentences import sentences
from assistant.verify import unsupported_sentences
from assistant.wording import typeset
from corpus.index import Index
from corpus.keywords import coverage, words
from corpus.locator import Locator, ancestors
from corpus.nouns import AUTHORITY_ORDER, Authority, Hit, Language, Passage

CITED_TEXTS, LISTED_TEXTS = 3, 8
"""Texts of a card that an answer cites, and one that lists them, beside those that were found."""
# A sentence is marked with a citation when it holds this share of the words the unit is cited for.
CARRIED_SHARE = 0.34
TERM_PREFIX = "card:term-"
"""Cards of terms cite the definition first, and it is quoted first."""


@dataclass(frozen=True, slots=True)
class Law:
    """A text a card stands on: its citation, the words it is cited for and those it is quoted with."""

    citation: Citation
    carries: frozenset[str]
    quoted: frozenset[str]


@dataclass(slots=True)
class CitedCard:
    """One card and the texts it stands on, ready to be said and quoted."""

    card: Passage
    own: Citation
    laws: tuple[Law, ...]
    citations: Citations
    asked: tuple[str, ...] = ()
    """The stems of the question."""
    further: tuple[Law, ...] = ()
    """Texts that are cited where their words are said, and not quoted."""
    is_led: bool = False
    """Whether the question led to a text of the law before it led to the card."""

    @property
    def lang(self) -> Language:
        """The reader's language."""
        return self.citations.lang

    def direct(self) -> str:
        """The card's short answer, each sentence with the citations whose purpose shares its words."""
        return " ".join(self._told(is_direct=True))

    def told(self, words_left: int) -> str:
        """The first sentences of the short answer that have at most so many words, one at least."""
        kept: list[str] = []
        for sentence in self._told(is_direct=False):
            words_left -= word_count(sentence)
            if kept and words_left < 0:
                break
            kept.append(sentence)
        return " ".join(kept)

    def _told(self, *, is_direct: bool) -> list[str]:
        """The sentences of the short answer with their markers; the first one bold where it answers."""
        said = [span.of(self.card.text) for span in sentences(self.card.text)]
        shown = [f"**{said[0]}**", *said[1:]] if is_direct else said
        return [
            f"{typeset(words, self.lang)}{self._markers(sentence, self.own)}"
            for words, sentence in zip(shown, said, strict=True)
        ]

    def items(self, statements: Sequence[Statement], body: Citation, *, numbered: bool) -> str:
        """Statements as a list, every sentence with its markers."""
        lines = []
        for number, statement in enumerate(statements, start=1):
            told = (
                f"{typeset(_ended(sentence), self.lang)}{self._markers(sentence, body)}"
                for sentence in statement.sentences
            )
            lines.append(f"{f'{number}.' if numbered else '-'} {' '.join(told)}")
        return "\n".join(lines)

    def held(self, statements: Sequence[Statement], body: Citation) -> list[Statement]:
        """The statements the verifier finds nothing wrong with: out of its place a line may mislead."""
        as_of = self.citations.retrieved.understood.question.as_of
        cited, index = self.citations.cited, self.citations.index
        return [
            statement
            for statement in statements
            if not unsupported_sentences(
                self.items([statement], body, numbered=False), cited, index, as_of
            )
        ]

    def quoted(
        self, found: Citation | None, plan: Plan, named: Sequence[str] = ()
    ) -> list[Citation]:
        """The texts to quote: what carries the first sentence, what was found, what carries the rest.

        A text of the card that stands among the `named` locators comes before these.

        Those in the reader's language come first, and none stands inside another one.
        """
        carriers = [self._carrier(span.of(self.card.text)) for span in sentences(self.card.text)]
        cited = [law.citation for law in self.laws]
        told = sorted(self.laws, key=lambda law: -self._speaks(law))
        is_term = self.card.locator.startswith(TERM_PREFIX)
        led = [found] if found else []
        if found and plan.enumerates and any(c.locator in ancestors(found.locator) for c in cited):
            led = []  # the whole list says more than one of its points
        leading, last = (led, []) if self.is_led else ([], led)
        ordered = [
            *(leading if plan.enumerates else ()),
            *(cited[:1] if is_term else ()),
            *(citation for citation in cited if citation.locator in named),
            *carriers[:1],
            *leading,
            *carriers,
            *(law.citation for law in told),
            *last,
        ]
        unique = list({citation.n: citation for citation in ordered if citation}.values())
        unique.sort(
            key=lambda citation: (
                citation.quote == "",
                citation.lang != self.lang,
                plan.enumerates and citation not in leading and "\n" not in citation.quote,
            )
        )
        unique = [c for c in unique if c is unique[0] or self._is_read(c)]
        return _apart(unique)[: plan.quotes]

    def _markers(self, sentence: str, last: Citation) -> str:
        said = words(sentence, self.card.lang)
        laws = (*self.laws, *self.further)
        shares = [coverage(list(law.carries), said) for law in laws]
        least = min(CARRIED_SHARE, max(shares, default=0.0)) if last is self.own else CARRIED_SHARE
        pairs = zip(laws, shares, strict=True)
        numbers = [law.citation.n for law, share in pairs if share and share >= least]
        return "".join(f" [{n}]" for n in (*numbers, last.n))

    def _is_read(self, citation: Citation) -> bool:
        """Whether a further quote helps this reader: the law does, opinions in another language do not."""
        return citation.lang == self.lang or citation.authority == "law" or not citation.quote

    def _speaks(self, law: Law) -> float:
        """The share of the question's words that a text, or what it is cited for, holds."""
        return coverage(self.asked, [*law.carries, *law.quoted])

    def _carrier(self, sentence: str) -> Citation | None:
        """The text that carries a sentence best: it holds its figures, or speaks of what was asked."""
        said = words(sentence, self.card.lang)
        figures = claimed_figures(sentence)

        def worth(law: Law) -> float:
            holds = bool(figures) and figures <= held_figures(law.citation.quote)
            return holds + coverage(list(law.carries), said) + self._speaks(law)

        return max(self.laws, key=worth).citation if self.laws else None


def carried_by(card: Passage, index: Index) -> dict[str, dict[Language, str]]:
    """For each locator a card cites, what it is cited for, in each language the card exists in."""
    carried: dict[str, dict[Language, str]] = {locator: {} for locator in card.cited_locators}
    for lang in index.languages(card.locator):
        twin = index.passage(card.locator, lang)
        for locator, carries in zip(twin.cited_locators, twin.carried, strict=True):
            carried.setdefault(locator, {})[lang] = carries
    return carried


def cite_card(
    card: Passage, found: Sequence[Hit], citations: Citations, plan: Plan
) -> tuple[CitedCard, Citation | None]:
    """The card with the texts it stands on and those `found` cited, and the citation of the best
    of the latter."""
    carried = carried_by(card, citations.index)
    index, as_of = citations.index, citations.retrieved.understood.question.as_of

    def limit(unit: Passage) -> int:
        return quote_limit(unit, plan, index, as_of)

    def law(locator: str) -> Law:
        carries = carried[locator]
        return _law(
            citations.add_locator(locator, carries, limit=limit),
            words(carries.get(citations.lang, ""), citations.lang),
        )

    shown = _of_channel(_shown_first(carried, citations), citations)
    first = [*shown[:CITED_TEXTS], *_spoken_for(card, shown, citations)]
    laws = [law(locator) for locator in first]
    led_to = None
    for hit in (whole_list(hit, plan, index, as_of) for hit in found):
        same = next((law for law in laws if _holds(hit.focus, law.citation)), None)
        if same is None:
            same = _law(citations.add_hit(hit, limit=limit(hit.focus)), ())
            laws.append(same)
        led_to = led_to or same.citation
    listed = shown[CITED_TEXTS:LISTED_TEXTS] if plan.enumerates else ()
    further = tuple(law(locator) for locator in listed if locator not in first)
    own = citations.find(card.locator) or citations.add(card, card, ())
    asked = tuple(words(citations.retrieved.understood.search_text, citations.lang))
    return CitedCard(card, own, tuple(laws), citations, asked, further), led_to


def _law(citation: Citation, carries: Sequence[str]) -> Law:
    quoted = words(citation.quote, citation.lang)
    return Law(citation, frozenset(carries), frozenset(quoted))


def _holds(found: Passage, cited: Citation) -> bool:
    """Whether a citation already says what was found: it is of the unit, inside it, or quotes it."""
    unit = found.locator.partition("#")[0]
    is_inside = cited.locator == unit or unit in ancestors(cited.locator)
    return is_inside or (unit.startswith(cited.locator) and found.text in cited.quote)


def _apart(citations: Sequence[Citation]) -> list[Citation]:
    """The citations without those of units around or inside one that comes before."""
    kept: list[Citation] = []
    for citation in citations:
        if not any(is_same_text(citation.locator, other.locator) for other in kept):
            kept.append(citation)
    return kept


def _ended(sentence: str) -> str:
    return sentence if sentence.endswith((".", "!", "?", "…")) else f"{sentence}."


def _of_channel(locators: list[str], citations: Citations) -> list[str]:
    """The locators without those of calls, where the question is about written messages alone."""
    if not is_written_only(citations.retrieved.understood.question.text):
        return locators
    return [locator for locator in locators if not speaks_of_calls(locator)] or locators


def _spoken_for(card: Passage, shown: Sequence[str], citations: Citations) -> list[str]:
    """The first loaded text of each authority that a card says speaks, if none of it stands in front.

    "For the CNIL, one message is allowed" must lead to where the CNIL says so.
    """
    kept: list[str] = []
    for authority in AUTHORITY_ORDER:
        if not names_authority(card.text, authority):
            continue
        theirs = [one for one in shown if _authority(one, citations) == authority]
        loaded = [one for one in theirs if citations.index.has(one)]
        if loaded and not set(theirs) & set(shown[:CITED_TEXTS]):
            kept.append(loaded[0])
    return kept


def _authority(locator: str, citations: Citations) -> Authority | None:
    source = citations.manifest.of_prefix(Locator.parse(locator).source)
    return source.authority if source else None


def _shown_first(carried: Mapping[str, object], citations: Citations) -> list[str]:
    """The locators of a card in the order to cite them.

    Texts in the reader's language before others (in France the transposition before the
    directive), then by authority; the card's own order otherwise.
    """

    def rank(locator: str) -> tuple[bool, int]:
        source = citations.manifest.of_prefix(Locator.parse(locator).source)
        authority = AUTHORITY_ORDER.index(source.authority) if source else len(AUTHORITY_ORDER)
        is_foreign = citations.lang not in citations.index.languages(locator)
        is_elsewhere = source is not None and citations.lang not in source.languages
        return is_foreign and is_elsewhere and citations.lang == "fr", authority

    return sorted(carried, key=rank)
