"""The documents page: add files of one's own, see what became of them, publish, erase."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import streamlit as st

from corpus.nouns import Language
from corpus.settings import Settings
from ui.documents_words import DocumentWords, document_words, job_words
from ui.failure import Failure, failures_to
from ui.library_documents_rows import DocumentRow, document_rows
from ui.library_job_screen import show_job, workplace
from ui.render import plain

if TYPE_CHECKING:
    from assistant.assistant import Assistant

_MEGABYTES = 20
_TAKEN = "documents_taken"
_TOLD = "documents_told"
_ROUND = "documents_round"


def show_documents(assistant: Assistant, settings: Settings, lang: Language) -> None:
    """Files are taken or refused at once; what is taken is answered from once it is published."""
    words = document_words(lang)
    _style()
    with st.container(key=f"documents_{lang}"):
        st.markdown(words.intro)
        st.caption(words.label)
        _take_files(settings, lang)
        _show_taken(words, lang)
        show_job(lang)
        rows = document_rows(assistant, settings, lang)
        _show_publish(rows, settings, words, lang)
        st.subheader(words.title, anchor=False)
        if not rows:
            st.caption(words.none_yet)
        for row in rows:
            _show_row(row, settings, words, lang)


def _take_files(settings: Settings, lang: Language) -> None:
    """Take each file that was dropped, then empty the field: bytes do not stay in the session."""
    words = document_words(lang)
    number = st.session_state.get(_ROUND, 0)
    files = st.file_uploader(
        words.drop,
        accept_multiple_files=True,
        max_upload_size=_MEGABYTES,
        help=words.drop_help,
        key=f"documents_{number}",
    )
    if not files:
        return
    taken: list[tuple[str, Failure | None, tuple[str, ...]]] = []
    with st.status(words.taking, expanded=True) as status:
        for file in files:
            st.write(plain(file.name))
            taken.append(_take(settings, file.name, file.getvalue()))
        status.update(state="complete")
    st.session_state[_TAKEN] = taken
    st.session_state[_ROUND] = number + 1
    st.rerun()


def _take(
    settings: Settings, name: str, data: bytes
) -> tuple[str, Failure | None, tuple[str, ...]]:
    """The name, why it was refused, and the flags of what was taken."""
    from ingest.documents import add_document

    failures: list[Failure] = []
    flags: tuple[str, ...] = ()
    with failures_to(failures.append):
        flags = add_document(settings, name, data).flags
    return name, failures[0] if failures else None, flags


def _show_taken(words: DocumentWords, lang: Language) -> None:
    """What became of the files dropped last, until the next ones."""
    taken = st.session_state.get(_TAKEN, ())
    if taken:
        with st.container(border=True, gap="small", key="documents_taken"):
            for name, failure, flags in taken:
                if failure is None:
                    st.markdown(f":green[✓] **{plain(name)}** · {words.accepted}")
                else:
                    st.markdown(f":red[✗] {plain(failure.message(lang))}")
                _show_flags(flags, words)
    told = st.session_state.pop(_TOLD, "")
    if told:
        st.info(told)


def _show_publish(
    rows: Sequence[DocumentRow], settings: Settings, words: DocumentWords, lang: Language
) -> None:
    waiting = sum(row.is_waiting for row in rows)
    if not waiting:
        if rows:
            st.caption(f"✓ {words.nothing_to_publish}")
        return
    job = workplace().job
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(
            words.publish,
            type="primary",
            icon=":material/publish:",
            help=words.publish_help,
            disabled=job is not None and job.is_running,
            on_click=_publish,
            args=(settings, lang),
            key="publish",
        )
        st.caption(words.publish_hint.format(count=waiting), width="stretch")


def _publish(settings: Settings, lang: Language) -> None:
    # Whoever asks for a publication does not want an earlier rollback to hold it back.
    arguments = ["ingest", "--offline", "--end-rollback", "--json", "--progress-json"]
    _start(settings, "publish", arguments, lang)


def _start(settings: Settings, name: str, arguments: list[str], lang: Language) -> None:
    """Start the job and put the reports of the last upload away; say so where another is at work."""
    st.session_state.pop(_TAKEN, None)
    if not workplace().start(settings, name, arguments):
        st.session_state[_TOLD] = job_words(lang).busy


def _show_row(row: DocumentRow, settings: Settings, words: DocumentWords, lang: Language) -> None:
    colour = {"published": "green", "refused": "red"}.get(row.state, "orange")
    facts = [f":{colour}-badge[{words.states[row.state]}]", f":gray-badge[{words.badge}]"]
    if row.passage_count:
        text = words.passages if row.passage_count > 1 else words.passage
        facts.append(f":gray-badge[{text.format(count=row.passage_count)}]")
    with st.container(border=True, gap="small"):
        with st.container(horizontal=True, key=f"document_{row.source}"):
            st.markdown(f"**{plain(row.title)}**  \n{' '.join(facts)}", width="stretch")
            is_asked = st.button(
                words.remove, icon=":material/delete:", type="tertiary", key=f"remove_{row.source}"
            )
        if row.reason:
            st.markdown(f":red[✗] {plain(row.reason)}")
        _show_flags(row.flags, words)
    if is_asked:
        _confirm_removal(row, settings, words, lang)


def _show_flags(flags: Sequence[str], words: DocumentWords) -> None:
    for flag in flags:
        if flag in words.flags:
            st.markdown(f":orange[:material/warning: {words.flags[flag]}]")


def _confirm_removal(
    row: DocumentRow, settings: Settings, words: DocumentWords, lang: Language
) -> None:
    @st.dialog(words.remove_title)
    def confirm() -> None:
        text = words.remove_confirm if row.is_indexed else words.remove_file_confirm
        st.markdown(text.format(title=plain(row.title)))
        with st.container(horizontal=True):
            if st.button(
                words.remove_yes,
                type="primary",
                key="remove_yes",
                on_click=_remove,
                args=(row, settings, lang),
            ):
                st.rerun()
            if st.button(words.cancel, key="remove_no"):
                st.rerun()

    confirm()


def _remove(row: DocumentRow, settings: Settings, lang: Language) -> None:
    """The file alone where nothing of it is indexed; else every byte, by a job of its own."""
    if row.is_indexed:
        _start(settings, "erase", ["erase", row.source, "--yes", "--json", "--progress-json"], lang)
        return
    from ingest.documents import remove_document

    failures: list[Failure] = []
    with failures_to(failures.append):
        remove_document(settings, row.source)
    words = document_words(lang)
    told = failures[0].message(lang) if failures else words.removed.format(title=row.title)
    st.session_state.pop(_TAKEN, None)
    st.session_state[_TOLD] = plain(told)


def _style() -> None:
    """The field's own words are English only: they are hidden, ours stand in their place."""
    st.html(
        """
        <style>
        [data-testid="stFileUploaderDropzoneInstructions"] { display: none; }
        [class*="st-key-documents_"] { max-width: 46rem; }
        [class*="st-key-documents_"] h3 { padding-bottom: .6rem; }
        [data-testid="stFileUploaderDropzone"] { justify-content: center; align-items: center; padding: 1.25rem; border-style: dashed; }
        [data-testid="stFileUploaderDropzone"] > span > button p { font-size: 0; }
        [data-testid="stFileUploaderDropzone"] > span > button p::after { font-size: .95rem; }
        .st-key-documents_fr [data-testid="stFileUploaderDropzone"] > span > button p::after { content: "Choisir des fichiers"; }
        .st-key-documents_en [data-testid="stFileUploaderDropzone"] > span > button p::after { content: "Choose files"; }
        [data-testid="stFileUploader"]:has([role="alert"])::after { color: light-dark(#a1282b, #f59a94); font-size: .95rem; }
        .st-key-documents_fr [data-testid="stFileUploader"]:has([role="alert"])::after { content: "Non envoyé : un document prend 20 Mo au plus."; }
        .st-key-documents_en [data-testid="stFileUploader"]:has([role="alert"])::after { content: "Not sent: a document takes 20 MB at most."; }
        [class*="st-key-document_"] { flex-wrap: nowrap !important; }
        [class*="st-key-document_"] [data-testid="stMarkdownContainer"] { overflow-wrap: anywhere; }
        </style>
        """
    )
