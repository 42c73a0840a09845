"""The user's own documents in answers: quoted, labelled, never above the law."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from small_law import SMALL_LAW, VERSION, find, open_small_law, publish

from assistant.assistant import Assistant
from assistant.chat_limits import ChatLimits
from assistant.personal_data import Mask
from assistant.prompt import context_hits, messages_about
from assistant.retrieve import OWN_UNITS
from corpus.nouns import Passage
from corpus.store import SourceRecord, StoreWriter
from corpus.versions import STORE, IndexVersions

OWN = "user-criers-handbook"
QUESTION = "May a crier knock at the door of a householder?"
DOOR = "A crier knocks at a door only with the agreement of the householder, says our handbook."


def own_page(number: int, text: str, flags: Sequence[str] = ()) -> Passage:
    return Passage(f"{OWN}:p{number}", "en", OWN, "page", "", text, page=number, flags=tuple(flags))


def with_own(data: Path, *pages: Passage, law: Sequence[Passage] = SMALL_LAW) -> Assistant:
    publish(data, [*law, *pages])
    record = SourceRecord(
        OWN, "en", "loaded", "user", "1" * 64, len(pages), title="Criers' handbook.pdf"
    )
    writer = StoreWriter.__new__(StoreWriter)
    writer._connection = __import__("sqlite3").connect(IndexVersions(data).path(VERSION) / STORE)
    writer.write_records([record])
    writer.close()
    return open_small_law(data)


def test_the_law_comes_first_and_the_users_document_after_it_labelled_as_such(
    tmp_path: Path,
) -> None:
    answer = with_own(tmp_path, own_page(1, DOOR)).ask(QUESTION)
    authorities = [citation.authority for citation in answer.citations]
    assert authorities[-1] == "user" and "law" in authorities[:-1]
    own = answer.citations[-1]
    assert own.label == "Criers' handbook.pdf, page 1"
    assert own.quote_status == "exact"
    assert "In your own documents, which are no law:" in answer.text
    assert "your document" in answer.text


def test_a_user_document_alone_answers_with_a_warning(tmp_path: Path) -> None:
    strange = "The brass weathervane turns thrice before supper on market days."
    assistant = with_own(tmp_path, own_page(1, strange), law=())
    answer = assistant.ask("When does the brass weathervane turn?", lang="en")
    if answer.outcome == "answered":
        assert any("Only a document you added" in notice for notice in answer.notices)
    assert all(citation.authority == "user" for citation in answer.citations)


def test_many_pages_of_a_document_never_crowd_out_the_law(tmp_path: Path) -> None:
    pages = [own_page(n, f"{QUESTION} {DOOR} Note {n}.") for n in range(1, 12)]
    hits = with_own(tmp_path, *pages).search(QUESTION)
    own = [hit for hit in hits if hit.passage.source == OWN]
    assert 0 < len(own) <= OWN_UNITS
    assert any(hit.passage.source == "gdpr" for hit in hits)


def test_a_document_can_be_searched_by_itself_and_shown(tmp_path: Path) -> None:
    assistant = with_own(tmp_path, own_page(1, DOOR), own_page(2, "Lanterns stay home."))
    hits = assistant.search("agreement of the householder", source=OWN)
    assert {hit.passage.source for hit in hits} == {OWN}
    [status] = [s for s in assistant.sources() if s.source.id == OWN]
    assert status.is_loaded and status.source.authority == "user" and status.passage_count == 2


@pytest.mark.parametrize("flags", [(), ("instructions",)])
def test_a_passage_that_speaks_to_machines_is_marked_and_never_told_to_the_model(
    tmp_path: Path, flags: tuple[str, ...]
) -> None:
    assistant = with_own(tmp_path, own_page(1, DOOR, flags))
    answer = assistant.ask(QUESTION)
    assert ("instructions to a machine" in answer.text) == bool(flags)
    told = context_hits(find(assistant.setting.reader.index(), QUESTION), 8)
    assert any(hit.passage.source == OWN for hit in told) != bool(flags)


def test_a_question_of_another_field_is_answered_by_the_users_document_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assistant.chain.decide", lambda *_: "out_of_scope")
    strange = "The brass weathervane turns thrice before supper on market days."
    assistant = with_own(tmp_path, own_page(1, strange))
    answer = assistant.ask("When does the brass weathervane turn on market days?", lang="en")
    assert answer.outcome == "answered"
    assert {citation.authority for citation in answer.citations} == {"user"}
    assert any("Only a document you added" in notice for notice in answer.notices)
    other = assistant.ask("Which soup is served on Thursdays?", lang="en")
    assert (other.outcome, other.citations) == ("out_of_scope", ())


def test_two_copies_of_a_document_are_quoted_once(tmp_path: Path) -> None:
    copy = Passage("user-copy:p1", "en", "user-copy", "page", "", DOOR, page=1)
    publish(tmp_path, [*SMALL_LAW, own_page(1, DOOR), copy])
    connection = __import__("sqlite3").connect(IndexVersions(tmp_path).path(VERSION) / STORE)
    writer = StoreWriter.__new__(StoreWriter)
    writer._connection = connection
    writer.write_records(
        SourceRecord(name, "en", "loaded", "user", "1" * 64, 1, title=name)
        for name in (OWN, "user-copy")
    )
    writer.close()
    answer = open_small_law(tmp_path).ask(QUESTION)
    assert [c.authority for c in answer.citations].count("user") == 1


def test_words_left_out_of_a_document_are_told_beside_its_quote(tmp_path: Path) -> None:
    answer = with_own(tmp_path, own_page(1, DOOR, flags=("hidden",))).ask(QUESTION)
    assert "invisible words of this document were left out" in answer.text


def test_personal_data_of_a_users_document_is_masked_where_the_law_is_told_as_it_stands(
    tmp_path: Path,
) -> None:
    page = own_page(1, f"{DOOR} Ask Mrs Knocker, 06 12 34 56 78.")
    assistant = with_own(tmp_path, page)
    index = assistant.setting.reader.index()
    retrieved = find(index, QUESTION, lang="en")
    manifest = assistant.setting.manifest_of(index)
    [as_typed] = messages_about(retrieved, manifest, ChatLimits())[1:]
    [masked] = messages_about(retrieved, manifest, ChatLimits(), Mask("en"))[1:]
    assert "Mrs Knocker, 06 12 34 56 78" in as_typed[1]
    assert "Mrs ‹NAME-1›, ‹TELEPHONE-1›" in masked[1]
    law = next(hit for hit in retrieved.hits if hit.passage.source == "gdpr")
    assert law.focus.full_text in masked[1]
