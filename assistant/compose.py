"""Answers without a chat model: a direct sentence, then the verbatim passages that carry it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from assistant.answer import Citation
from assistant.cite import cite, cite_unloaded, quote_block
from assistant.quote import QUOTE_CHARACTERS, best_span
from assistant.retrieve import NAMED_SCORE, Retrieved
from assistant.sentences import Span, sentences
from assistant.wording import phrase, spoken_date
from corpus.index import Index
from corpus.keywords import coverage, words
from corpus.locator import Locator, ancestors, label
from corpus.manifest import Manifest
from corpus.nouns import AUTHORITY_ORDER, USER_SOURCE_PREFIX, Hit, Language, Passage

QUOTES = 3
"""Passages quoted in one answer: enough to see the rule and its neighbours, short enough to read."""
OWN_QUOTES = 2
"""Passages of the user's own documents quoted after the law."""
ARTICLE_QUOTES = 4
ARTICLE_QUOTE_CHARACTERS = 2_400
"""An article that was asked for is shown at length."""
# e5 cosines of the parts of one article differ by a few hundredths.
SHARED_WORD_WEIGHT = 0.01
# A sentence is marked with a citation when it holds this share of the words the unit is cited for.
CARRIED_SHARE = 0.34
# A further passage is quoted when its score is at least this share of the first one's.
FURTHER_SCORE = 0.4
# Below this nearness a card may answer a neighbouring question: its title is said first, so that a
# "yes" is never read as the answer to something else. On the development cases, right and wrong
# cards lie on both sides of every threshold up to here.
SAME_QUESTION_COSINE = 0.93
CARD_WARNINGS = ("pending", "unchecked")
"""The flags of a card that its reader is told of before anything else."""
CARD_DEPTH = 5
"""Hits among which a card is looked for that stands on the text found first."""


@dataclass(frozen=True, slots=True)
class Draft:
    """An answer's text and citations, before verification."""

    text: str
    citations: tuple[Citation, ...] = ()
    nearest: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()


@dataclass(slots=True)
class Citations:
    """The citations of one answer, numbered as they are asked for."""

    index: Index
    manifest: Manifest
    retrieved: Retrieved
    cited: list[Citation] = field(default_factory=list)

    @property
    def lang(self) -> Language:
        """The reader's language."""
        return self.retrieved.understood.lang

    def add_hit(self, hit: Hit) -> Citation:
        """Quote what matched best in a hit."""
        wanted = words(self.retrieved.understood.search_text, self.lang)
        # A part made by us is cited as its unit; a point of the law is cited as itself.
        unit = hit.passage if "#" in hit.focus.locator else hit.focus
        return self.add(hit.focus, unit, wanted)

    def add(
        self,
        passage: Passage,
        unit: Passage,
        wanted: Sequence[str],
        *,
        limit: int = QUOTE_CHARACTERS,
    ) -> Citation:
        """Quote the part of `passage` that holds most `wanted` words, or its opening."""
        span = best_span(passage.text, wanted, passage.lang, limit)
        return self._append(passage, unit, span)

    def add_locator(self, locator: str, carries: Mapping[Language, str]) -> Citation:
        """Quote the unit at a locator for what it carries, or name it as not loaded.

        `carries` says in each language what the unit is cited for: a text is searched for the words
        of its own language.
        """
        as_of = self.retrieved.understood.question.as_of
        if not self.index.has(locator):
            unloaded = cite_unloaded(len(self.cited) + 1, locator, self.manifest, self.lang)
            self.cited.append(unloaded)
            return unloaded
        unit = self.index.passage(locator, self.lang, as_of)
        wanted = words(carries.get(unit.lang, ""), unit.lang)
        return self.add(self._nearest_part(unit, wanted), unit, wanted)

    def _nearest_part(self, unit: Passage, wanted: Sequence[str]) -> Passage:
        """The part of a long unit that lies nearest the question and what the unit is cited for."""
        as_of = self.retrieved.understood.question.as_of
        inside = [
            self.index.passage(i, unit.lang, as_of) for i in self.index.inside(unit.locator, as_of)
        ]
        parts = [part for part in inside if part.is_searched and "#" in part.locator]
        asked = set(wanted)

        def nearness(part: Passage) -> float:
            shared = len(asked & set(words(part.text, part.lang)))
            cosine = self.index.exact.text_cosine(part.id, self.retrieved.vector)
            return cosine + SHARED_WORD_WEIGHT * shared

        return max(parts, key=nearness) if len(parts) > 1 else unit

    def _append(self, passage: Passage, unit: Passage, span: Span) -> Citation:
        source = self.manifest.source_of(passage)
        citation = cite(len(self.cited) + 1, passage, span, source, self.lang, unit=unit)
        self.cited.append(citation)
        return citation


def compose(retrieved: Retrieved, index: Index, manifest: Manifest) -> Draft:
    """The answer of the best hit: our card, the article asked for, or the words of a text."""
    citations = Citations(index, manifest, retrieved)
    if retrieved.named and retrieved.hits[0].score == NAMED_SCORE:
        return _compose_named(retrieved, citations)
    own = [hit for hit in retrieved.hits if is_own(hit.passage)]
    hits = [hit for hit in retrieved.hits if not is_own(hit.passage)]
    if not hits:
        return _compose_own(own, citations)
    card = _card_for(hits)
    if card is not None:
        draft = _compose_card(card, _first_text(hits), citations)
    else:
        draft = _compose_passages(hits, citations)
    draft = _with_own(draft, own, retrieved.hits[0].score, citations)
    return replace(draft, notices=(*draft.notices, *_age_notice(draft.citations, citations.lang)))


def compose_refusal(retrieved: Retrieved, index: Index, manifest: Manifest, kind: str) -> Draft:
    """ "I do not know" (`not_found`, `out_of_scope`), with the nearest passages where they help."""
    lang = retrieved.understood.lang
    lines = [_unknown_reference(retrieved, index, manifest) or phrase(kind, lang)]
    nearest = retrieved.hits[:QUOTES] if kind == "not_found" else ()
    if nearest:
        lines += ["", phrase("nearest", lang)]
        for hit in nearest:
            source = manifest.source(hit.passage.source)
            name = label(
                hit.passage.locator,
                source,
                lang,
                page=hit.passage.page,
                heading=hit.passage.heading,
            )
            has_heading = hit.passage.heading and hit.passage.kind != "card"
            heading = f" — {hit.passage.heading}" if has_heading else ""
            lines.append(f"- **{name}**{heading}")
    return Draft("\n".join(lines), nearest=tuple(hit.passage.locator for hit in nearest))


def _card_for(hits: Sequence[Hit]) -> Hit | None:
    """The card that answers: the first hit, or one near it that stands on the first hit's text."""
    if hits[0].passage.kind == "card":
        return hits[0]
    found = hits[0].passage.locator
    for hit in hits[1:CARD_DEPTH]:
        if any(_is_same_text(found, locator) for locator in hit.passage.cited_locators):
            return hit
    return None


def _first_text(hits: Sequence[Hit]) -> Hit | None:
    """The best hit that is not one of our cards."""
    return next((hit for hit in hits if hit.passage.kind != "card"), None)


def _is_same_text(one: str, other: str) -> bool:
    return one == other or one in ancestors(other) or other in ancestors(one)


def _compose_card(hit: Hit, found: Hit | None, citations: Citations) -> Draft:
    """Our short answer, each sentence with its citations, then the law it stands on.

    `found` is the text the question led to: it is quoted too, if the card does not cite it.
    """
    card, lang = hit.passage, citations.lang
    carried = _carried(card, citations.index)
    shown = _shown_first(carried, citations)[:QUOTES]
    for locator in shown:
        citations.add_locator(locator, carried[locator])
    if found and not any(_is_same_text(found.passage.locator, locator) for locator in shown):
        citations.add_hit(found)
        shown.append(found.passage.locator)
    laws = list(citations.cited)
    own = citations.add(card, card, ())
    marked = _mark_sentences(
        card, [carried.get(locator, {}).get(lang, "") for locator in shown], laws, own
    )
    blocks = [quote_block(citation, lang) for citation in laws]
    is_same_question = hit.rankings.get("meaning", 0.0) >= SAME_QUESTION_COSINE
    # The card's title may hold a figure ("72 hours"): it is the card that carries it.
    nearest = f"{phrase('nearest_card', lang, title=card.heading)} [{own.n}]"
    lead = [] if is_same_question else [nearest]
    warnings = tuple(phrase(flag, lang) for flag in card.flags if flag in CARD_WARNINGS)
    return Draft("\n\n".join([*lead, marked, *blocks]), tuple(citations.cited), notices=warnings)


def _carried(card: Passage, index: Index) -> dict[str, dict[Language, str]]:
    """For each locator a card cites, what it is cited for, in each language the card exists in."""
    carried: dict[str, dict[Language, str]] = {locator: {} for locator in card.cited_locators}
    for lang in index.languages(card.locator):
        twin = index.passage(card.locator, lang)
        for locator, carries in zip(twin.cited_locators, twin.carried, strict=True):
            carried.setdefault(locator, {})[lang] = carries
    return carried


def _mark_sentences(
    card: Passage, carries: Sequence[str], laws: Sequence[Citation], own: Citation
) -> str:
    """The short answer, each sentence followed by the citations whose purpose shares its words."""
    marked = []
    for position, span in enumerate(sentences(card.text)):
        sentence = span.of(card.text)
        said = words(sentence, card.lang)
        shares = [coverage(words(purpose, card.lang), said) for purpose in carries]
        least = min(CARRIED_SHARE, max(shares, default=0.0))
        pairs = zip(laws, shares, strict=True)
        numbers = [law.n for law, share in pairs if share and share >= least]
        markers = "".join(f" [{n}]" for n in (*numbers, own.n))
        text = f"**{sentence}**" if position == 0 else sentence
        marked.append(f"{text}{markers}")
    return " ".join(marked)


def _compose_named(retrieved: Retrieved, citations: Citations) -> Draft:
    """The units the person named, in their own order and words."""
    lang = citations.lang
    blocks = []
    named = [hit for hit in retrieved.hits if hit.score == NAMED_SCORE]
    for hit in named:
        parts = _readable_parts(hit.passage, citations.index, lang, retrieved)
        share = max(1, ARTICLE_QUOTES // len(named))
        limit = ARTICLE_QUOTE_CHARACTERS // share
        added = [citations.add(part, part, (), limit=limit) for part in parts[:share]]
        name = _definite(hit.passage, citations.manifest, lang)
        markers = " ".join(f"[{citation.n}]" for citation in added)
        is_law = citations.manifest.source(hit.passage.source).authority == "law"
        heading = "" if hit.passage.heading in name else _heading(hit.passage)
        lead = phrase("article" if is_law else "named_document", lang, label=name, heading=heading)
        explained = _article_card(hit.passage, citations.index, lang)
        if explained is not None and len(named) == 1:
            own = citations.add(explained, explained, ())
            blocks.append(_mark_sentences(explained, (), (), own))
        blocks.append(f"{lead} {markers}")
        blocks += [quote_block(citation, lang) for citation in added]
        is_cut = len(parts) > share or any(
            len(c.quote) < len(p.text) for c, p in zip(added, parts, strict=False)
        )
        if is_cut:
            blocks.append(f"*{phrase('rest', lang)}*")
    return Draft("\n\n".join(blocks), tuple(citations.cited))


def _article_card(unit: Passage, index: Index, lang: Language) -> Passage | None:
    """Our card that explains an article in plain words, if there is one in the reader's language."""
    locator = f"card:{unit.locator.replace(':', '-')}"
    return index.passage(locator, lang) if lang in index.languages(locator) else None


def _readable_parts(
    unit: Passage, index: Index, lang: Language, retrieved: Retrieved
) -> list[Passage]:
    """The paragraphs of an article, or the unit itself when it has none."""
    as_of = retrieved.understood.question.as_of
    inside = [index.passage(locator, lang, as_of) for locator in index.inside(unit.locator, as_of)]
    numbered = [p for p in inside if "#" not in p.locator and p.kind in ("paragraph", "point")]
    return numbered if unit.kind == "article" and numbered else [unit]


def _compose_passages(hits: Sequence[Hit], citations: Citations) -> Draft:
    """The best passage introduced in a sentence, then those that come close to it."""
    lang = citations.lang
    first, *others = hits
    main = citations.add_hit(first)
    blocks = [f"{_introduction(first, main, citations)} [{main.n}]", quote_block(main, lang)]
    further = [
        hit
        for hit in others
        if hit.score >= FURTHER_SCORE * first.score and hit.passage.kind != "card"
    ][: QUOTES - 1]
    if further:
        blocks.append(phrase("also", lang))
        blocks += [quote_block(citations.add_hit(hit), lang) for hit in further]
    return Draft("\n\n".join(blocks), tuple(citations.cited))


def is_own(passage: Passage) -> bool:
    """Whether a passage is of one of the user's own documents, which the law outranks."""
    return passage.source.startswith(USER_SOURCE_PREFIX)


def _compose_own(own: Sequence[Hit], citations: Citations) -> Draft:
    """The user's own words, when nothing else was found: said to be that and no more."""
    lang = citations.lang
    main = citations.add_hit(own[0])
    blocks = [f"{citations.cited[0].label} [{main.n}]", quote_block(main, lang)]
    return Draft(
        "\n\n".join(blocks),
        tuple(citations.cited),
        notices=(phrase("only_your_documents", lang),),
    )


def _with_own(draft: Draft, own: Sequence[Hit], best: float, citations: Citations) -> Draft:
    """What the user's own documents say, after what the law says."""
    near = _unlike([hit for hit in own if hit.score >= FURTHER_SCORE * best])[:OWN_QUOTES]
    if not near:
        return draft
    lang = citations.lang
    blocks = [quote_block(citations.add_hit(hit), lang) for hit in near]
    text = "\n\n".join([draft.text, phrase("your_documents", lang), *blocks])
    return replace(draft, text=text, citations=tuple(citations.cited))


def _unlike(hits: Sequence[Hit]) -> list[Hit]:
    """The hits without those whose words another one has: two copies of a document are one."""
    return list({hit.focus.text: hit for hit in reversed(hits)}.values())[::-1]


def _introduction(hit: Hit, citation: Citation, citations: Citations) -> str:
    lang = citations.lang
    dated = ""
    if citation.last_modified:
        dated = f", {phrase('modified', lang, day=spoken_date(citation.last_modified, lang))}"
    name = _definite(hit.passage, citations.manifest, lang)
    if citation.authority == "law":
        is_definition = citation.locator.startswith("gdpr:art-4-")
        kind = "definition" if is_definition else "law"
        label_text = name[0].upper() + name[1:] if is_definition else name
        return phrase(kind, lang, label=label_text, heading=_heading(hit.passage))
    kind = "cnil" if citation.source == "cnil-faq" else "document"
    return phrase(kind, lang, label=citation.label, dated=dated)


def _heading(passage: Passage) -> str:
    if not passage.heading:
        return ""
    return f", *{passage.heading}*"


def _definite(passage: Passage, manifest: Manifest, lang: Language) -> str:
    """ "l'article 21(2) du RGPD", "Article 21(2) of the GDPR"."""
    source = manifest.source(passage.source)
    full = label(passage.locator, source, lang, page=passage.page, heading=passage.heading)
    short = source.short_title(lang)
    if source.authority != "law" or not full.startswith(f"{short}, "):
        return full
    unit = full.removeprefix(f"{short}, ")
    if lang == "en":
        return f"{unit} of the {short}"
    article = "l'" if unit.startswith("article") else "le "
    of = {"loi Informatique et Libertés": "de la ", "directive ePrivacy": "de la "}.get(
        short, "du "
    )
    return f"{article}{unit} {of}{short}"


def _age_notice(cited: Sequence[Citation], lang: Language) -> tuple[str, ...]:
    """A warning of the oldest answer among those that the law may have overtaken."""
    years = [c.last_modified.year for c in cited if c.last_modified and "old" in c.flags]
    return (phrase("old_entry", lang, year=min(years)),) if years else ()


def _unknown_reference(retrieved: Retrieved, index: Index, manifest: Manifest) -> str:
    """What to say of a reference the person named that no loaded text holds, else ""."""
    if not retrieved.unknown or retrieved.named:
        return ""
    lang, locator = retrieved.understood.lang, retrieved.unknown[0]
    source = manifest.of_prefix(Locator.parse(locator).source)
    if source is None:
        return ""
    is_loaded = any(record.source == source.id and record.passage_count for record in index.records)
    kind = "no_such_unit" if is_loaded else "unit_not_loaded"
    return phrase(
        kind, lang, unit=f"**{label(locator, source, lang)}**", source=source.short_title(lang)
    )


def _shown_first(carried: Mapping[str, object], citations: Citations) -> list[str]:
    """The locators of a card in the order to quote them.

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
