"""From an understood question to ranked passages.

Three searches see the question (`matching.py`): the references it names, the words it uses (BM25)
and what it means (vectors). What an answer is made of keeps our cards; what a search shows are the
texts they lead to (`expansion.py`). A question of several sentences is searched sentence by sentence
too.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice

from assistant.answer_ranking import reranked, told_together
from assistant.closest_text import CLOSEST_TEXTS, closest_text
from assistant.expansion import Ranked, articles, combined, is_card
from assistant.facets import questions_among
from assistant.matching import Found, Matcher
from assistant.question import Understood
from assistant.references import find_references
from assistant.unknown_document import unknown_documents
from assistant.untellable import Untellable, asks_for_fact, untellable
from corpus.embedder import Embedder, Vectors
from corpus.index import Index
from corpus.keywords import coverage, words
from corpus.locator import ancestors
from corpus.manifest import Manifest
from corpus.nouns import USER_SOURCE_PREFIX, Hit, Language, Passage
from corpus.reranker import Reranker

NAMED_SCORE = 100.0
"""What a unit the person named scores: above any sum of z-scores."""
OWN_UNITS = 3
"""Units of the user's own documents among the hits: they never crowd out the law."""
TEXTS_BEFORE_CARDS = 5
"""A search shows so many texts before the card that explains them."""
FEWEST_QUESTIONS = 2
"""Questions asked at once that are answered one by one."""
STORY_SENTENCES = 3
"""Sentences from which a question is a story: what each of them finds counts for its answer too."""
UNITS_PER_ARTICLE = 2
"""Units of one article among the hits, so that an answer sees several articles."""


@dataclass(frozen=True, slots=True)
class Retrieved:
    """Ranked hits, best first, and how much the best of them deserve trust.

    `hits` are what an answer is made of, our cards among them; `texts` are what a search shows: the
    units found and those our cards lead to, one of each article, with few cards; `facets` what was
    found for each question where several are asked. `best_cosine`: the highest cosine of any face
    with the question. `best_coverage`: the highest share of the question's words found in one of the
    first hits, 0 to 1. `named`: the locators the person named that are loaded; `unknown`: those that
    no loaded text holds. `closest`: the text whose own words answer most closely, if one comes near
    enough to be quoted beside a card. `unknown_documents`: numbers of documents that no text bears or
    cites; `untellable`: the kind of fact about the world that is asked for, if it is nothing else.
    """

    understood: Understood
    vector: Vectors
    hits: tuple[Hit, ...]
    best_cosine: float
    best_coverage: float
    named: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    texts: tuple[Hit, ...] = ()
    facets: tuple[Retrieved, ...] = ()
    closest: Hit | None = None
    unknown_documents: tuple[str, ...] = ()
    untellable: Untellable | None = None


def retrieve(
    understood: Understood,
    index: Index,
    embedder: Embedder,
    *,
    manifest: Manifest | None = None,
    reranker: Reranker | None = None,
    limit: int = 10,
) -> Retrieved:
    """The `limit` best units for a question, within what the question limits itself to.

    With a `manifest`, texts that stand with reservations are outranked by those that do not.
    """
    return Retrieval(Matcher(index, embedder, manifest, reranker), limit).of(understood)


def retrieve_sentences(
    understood: Understood, index: Index, embedder: Embedder, *, manifest: Manifest | None = None
) -> Iterator[Retrieved]:
    """What is found for each sentence of a story, as if nothing else had been told."""
    retrieval = Retrieval(Matcher(index, embedder, manifest), limit=10)
    return (retrieval.of(_about(understood, text, text)) for text in understood.facets)


@dataclass(frozen=True, slots=True)
class Stages:
    """What each stage of a search says, before anything is left out: best first, each of them.

    `fused`: units by what they mean and say; `leads`: those of them that stand in front for a reason of
    their own; `articles`: the articles behind them, none within a single source; `answers`: units in
    the order in which they may answer.
    """

    found: Found
    fused: list[tuple[str, float]]
    leads: frozenset[str]
    articles: list[Ranked]
    answers: list[tuple[str, float]]


@dataclass(frozen=True, slots=True)
class Retrieval:
    """What a question is searched with, and how many hits of which kind are wanted."""

    matcher: Matcher
    limit: int
    searched: dict[str, Found] = field(default_factory=dict)
    """What was found for a wording: a sentence that is also a question is searched once."""

    @property
    def index(self) -> Index:
        """The index that is searched."""
        return self.matcher.index

    @property
    def manifest(self) -> Manifest | None:
        """The texts as they are held, if their standing counts."""
        return self.matcher.manifest

    def of(self, understood: Understood) -> Retrieved:
        """What was found for a question."""
        question = understood.question
        stages = self.stages(understood)
        found = stages.found
        # A unit asked for by name is shown even on a day on which it does not apply: its dates say so.
        named = tuple(locator for locator in understood.references if self.index.has(locator))
        lead = [(locator, NAMED_SCORE) for locator in named]
        allowed = self._allowed(stages.answers, understood)
        hits = found.hits(_diverse([*lead, *allowed], self.limit), self.index)
        texts = self._texts(lead, stages, allowed) if stages.articles else hits
        return Retrieved(
            understood=understood,
            vector=found.vector,
            # Without our cards, the texts they lead to are all that can answer.
            hits=texts if question.authorities else hits,
            best_cosine=max((meaning.cosine for meaning in found.meanings.values()), default=0.0),
            best_coverage=_best_coverage(understood, hits),
            named=named,
            unknown=tuple(name for name in understood.references if not self.index.has(name)),
            texts=texts,
            facets=self._facets(understood),
            closest=self._closest(found),
            unknown_documents=unknown_documents(question.text, self.index, self.manifest),
            untellable=self._untellable(question.text, found.vector, hits),
        )

    def _untellable(
        self, question: str, vector: Vectors, hits: tuple[Hit, ...]
    ) -> Untellable | None:
        form = untellable(question, hits, self.index)
        if form is None and asks_for_fact(vector, self.matcher.embedder.name, hits):
            return "fact"
        return form

    def stages(self, understood: Understood) -> Stages:
        """What each stage says of a question; within one source its units are not weighed again."""
        found = self._search(understood)
        fused = _ranked(self.matcher.scores(found))
        if understood.question.source:
            return Stages(found, fused, frozenset(), [], fused)
        leads = frozenset(self.matcher.leads(found))
        parts = [(part, self._articles(part)) for part in self._parts(found)]
        ranking = self._articles(found)
        if parts:
            ranking = combined(ranking, [articles for _, articles in parts])
        answers = reranked(fused, leads, found, ranking, self.index)
        if len(parts) >= STORY_SENTENCES:
            told = [self._answers(part, articles) for part, articles in parts]
            answers = told_together(answers, told, leads)
        return Stages(found, fused, leads, ranking, answers)

    def _search(self, understood: Understood) -> Found:
        known = self.searched.get(understood.search_text)
        if known is None:
            known = self.searched[understood.search_text] = self.matcher.search(understood)
        return replace(known, understood=understood)

    def _parts(self, found: Found) -> list[Found]:
        """What each sentence of a question finds, where it has several."""
        asked = found.understood
        return [self._search(replace(asked, search_text=sentence)) for sentence in asked.facets]

    def _answers(self, part: Found, ranking: Sequence[Ranked]) -> list[tuple[str, float]]:
        """Units in the order in which they may answer a sentence."""
        return reranked(_ranked(self.matcher.scores(part)), (), part, ranking, self.index)

    def _texts(
        self, lead: list[tuple[str, float]], stages: Stages, ranked: list[tuple[str, float]]
    ) -> tuple[Hit, ...]:
        """What a search shows: units named, one unit of each article, a card after the first five."""
        names = {name for name, _ in lead}
        units = [(one.unit, one.score) for one in stages.articles if one.unit not in names]
        shown = _few_of_their_own([*lead, *self._allowed(units, stages.found.understood)])
        cards = [one for one in ranked if is_card(one[0])]
        first, rest = shown[:TEXTS_BEFORE_CARDS], shown[TEXTS_BEFORE_CARDS:]
        explained = [(card, first[-1][1] if first else score) for card, score in cards[:1]]
        return stages.found.hits([*first, *explained, *rest][: self.limit], self.index)

    def _articles(self, found: Found) -> list[Ranked]:
        understood = found.understood
        scores, as_of = self.matcher.text_scores(found), understood.question.as_of
        return articles(scores, self.index, understood.lang, as_of)

    def _facets(self, understood: Understood) -> tuple[Retrieved, ...]:
        """What was found for each question, where several are asked at once."""
        asked = questions_among(understood.facets)
        if len(asked) < FEWEST_QUESTIONS or understood.question.source is not None:
            return ()
        return tuple(self.of(_about(understood, *one)) for one in asked)

    def _closest(self, found: Found) -> Hit | None:
        """The text to quote beside a card, among those that may be shown."""
        understood = found.understood
        if self.manifest is None or understood.question.source is not None:
            return None
        shown = (one for one in found.texts if self._is_allowed(one[0], understood))
        unit = closest_text(tuple(islice(shown, CLOSEST_TEXTS)), found, self.index, self.manifest)
        return found.hits([unit], self.index)[0] if unit else None

    def _allowed(
        self, ranked: Iterable[tuple[str, float]], understood: Understood
    ) -> list[tuple[str, float]]:
        return [one for one in ranked if self._is_allowed(one[0], understood)]

    def _is_allowed(self, unit: str, understood: Understood) -> bool:
        """Whether a unit is in force on the day, of an authority and in a language asked for."""
        question = understood.question
        if question.text_lang and question.text_lang not in self.index.languages(unit):
            return False
        passage = self.index.passage(unit, understood.lang, question.as_of)
        wanted = question.authorities if self.manifest else None
        if wanted and self._authority(passage) not in wanted:
            return False
        # Within one source a reader sees all that it holds, what no longer applies included.
        return question.source is not None or passage.is_in_force(question.as_of)

    def _authority(self, passage: Passage) -> str:
        return self.manifest.source_of(passage).authority if self.manifest else ""


def _about(understood: Understood, text: str, search_text: str) -> Understood:
    """One question of several, as if it had been asked by itself."""
    question = replace(understood.question, text=text)
    return replace(
        understood,
        question=question,
        search_text=search_text,
        references=find_references(text),
        facets=(),
    )


def _ranked(scores: Mapping[str, float]) -> list[tuple[str, float]]:
    return sorted(scores.items(), key=lambda item: -item[1])


def _few_of_their_own(ranked: Iterable[tuple[str, float]]) -> list[tuple[str, float]]:
    """The ranking with few units of the user's own documents: they never crowd out the law."""
    kept, own_count = [], 0
    for unit, score in ranked:
        is_own = unit.startswith(USER_SOURCE_PREFIX)
        own_count += is_own
        if not is_own or own_count <= OWN_UNITS or score >= NAMED_SCORE:
            kept.append((unit, score))
    return kept


def _diverse(ranked: Iterable[tuple[str, float]], limit: int) -> list[tuple[str, float]]:
    """The best units, without a paragraph beside its own point, few of the same article."""
    chosen: list[tuple[str, float]] = []
    taken: set[str] = set()
    per_article: dict[str, int] = defaultdict(int)
    own_count = 0
    for locator, score in ranked:
        is_own = locator.startswith(USER_SOURCE_PREFIX)
        if is_own and own_count >= OWN_UNITS and score < NAMED_SCORE:
            continue
        above = ancestors(locator)
        article = above[-1] if above else locator
        is_covered = locator in taken or any(a in taken for a in above)
        covers = any(locator in ancestors(other) for other, _ in chosen)
        if is_covered or covers or per_article[article] >= UNITS_PER_ARTICLE:
            continue
        chosen.append((locator, score))
        taken.add(locator)
        per_article[article] += 1
        own_count += is_own
        if len(chosen) == limit:
            break
    return chosen


def _best_coverage(understood: Understood, hits: tuple[Hit, ...]) -> float:
    asked = words(understood.search_text, understood.lang)
    return max(
        (coverage(asked, _hit_words(h.passage, understood.lang)) for h in hits[:5]), default=0.0
    )


def _hit_words(passage: Passage, lang: Language) -> list[str]:
    parts = (*passage.questions, passage.heading, *passage.keywords, passage.full_text)
    return words(" ".join(parts), lang)
