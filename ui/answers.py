"""An exchange on the page: the question, the answer, its citations, and what it leaves open."""

from __future__ import annotations

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from assistant.answer import Answer
from corpus.nouns import Passage
from ui.citations import ReadAround, show_citation, show_nearest
from ui.conversation import Exchange
from ui.conversation_words import conversation_words
from ui.filter_box import filter_names
from ui.render import mark_sentences, plain, render
from ui.words import Words, words_in


def show_question(question: str) -> None:
    """The question as it was typed."""
    with st.chat_message("user", avatar=":material/person:"):
        st.markdown(plain(question))


def show_answer(
    exchange: Exchange,
    place: DeltaGenerator,
    words: Words,
    *,
    served: str = "",
    read_around: ReadAround | None = None,
) -> None:
    """Fill `place` with the text, then what stands under it.

    `served` is the index version that answers today: an answer from another one says so.
    `read_around` opens a citation's passage inside its article.
    """
    if exchange.answer is not None:
        _show_text(exchange.answer, place, words)
        _show_notices(exchange.answer)
        _show_guides(exchange.guides)
        _show_citations(exchange, exchange.answer, words, read_around)
        _show_nearest_passages(exchange.nearest, words)
        _show_origin(exchange, exchange.answer, words)
        if served and served != exchange.answer.index_version:
            version = plain(exchange.answer.index_version)
            st.caption(conversation_words(words.lang).older_version.format(version=version))
    elif exchange.failure is not None:
        place.error(plain(exchange.failure.message(words.lang)))
    else:
        place.markdown(render(exchange.text), anchors=False)
        st.warning(words.interrupted)


def _show_text(answer: Answer, place: DeltaGenerator, words: Words) -> None:
    text, absent = mark_sentences(answer.text, answer.unsupported, words.unsupported)
    if answer.outcome == "answered":
        place.markdown(text, anchors=False)
    else:
        headline = words.not_found if answer.outcome == "not_found" else words.out_of_scope
        with place.container(border=True):
            st.markdown(f"**{headline}**")
            st.markdown(text, anchors=False)
    if absent:
        lines = "\n".join(f"- {plain(sentence)}" for sentence in absent)
        st.warning(f"{words.unsupported_list}\n\n{lines}")


def _show_notices(answer: Answer) -> None:
    for notice in answer.notices:
        if notice in answer.text:  # told already, where it belongs
            continue
        st.info(render(notice))


def _show_guides(guides: list[Passage]) -> None:
    """What our cards say beyond the short answer: what to do, exceptions, evidence, mistakes."""
    for guide in guides:
        title = words_in(guide.lang).guide.format(title=plain(guide.heading))
        with st.expander(title, icon=":material/checklist:"):
            st.markdown(render(guide.text), anchors=False)


def _show_citations(
    exchange: Exchange, answer: Answer, words: Words, read_around: ReadAround | None
) -> None:
    if answer.citations:
        st.caption(words.citations_title)
    for citation in answer.citations:
        # The conversation holds the exchange: until it is erased, no other has its identity.
        key = f"{id(exchange):x}"
        passage = exchange.cited.get(citation.n)
        show_citation(citation, passage, words, key=key, read_around=read_around)


def _show_nearest_passages(nearest: list[Passage], words: Words) -> None:
    if nearest:
        st.caption(words.nearest)
    for passage in nearest:
        show_nearest(passage, words)


def _show_origin(exchange: Exchange, answer: Answer, words: Words) -> None:
    said = [words.modes[answer.mode].format(model=plain(answer.model or "?"))]
    more = conversation_words(words.lang)
    limits = filter_names(exchange.filters, more, words)
    if limits:
        said.append(more.filtered.format(filters=words.list_separator.join(limits)))
    st.caption(". ".join(said))
