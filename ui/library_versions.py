"""The versions page: which index versions exist, what changed, going back, cleaning up."""

from __future__ import annotations

import math
from datetime import datetime
from typing import TYPE_CHECKING

import streamlit as st

from corpus.errors import InvalidInput, RecitalError
from corpus.nouns import Language
from corpus.settings import Settings
from corpus.versions import BirthCertificate, IndexVersions
from ui.documents_words import VersionWords, version_words
from ui.library_job_screen import show_job
from ui.render import plain
from ui.version_label import LABEL_CHARACTERS, name_version
from ui.words import words_in

if TYPE_CHECKING:
    from assistant.assistant import Assistant

_MEGABYTE = 1_000_000
_TOLD = "versions_told"


def show_versions(assistant: Assistant, settings: Settings, lang: Language) -> None:
    """The versions, newest first, and what can be done with them."""
    words = version_words(lang)
    versions = IndexVersions(settings.data.directory)
    _style()
    with st.container(key="versions"):
        st.markdown(words.intro)
        _tell()
        show_job(lang)
        names = list(reversed(versions.versions()))
        if not names:
            st.info(words.none_yet)
            return
        for name in names:
            _show_version(versions, name, settings, lang)
        _show_cleaning(versions, settings, words)
        _show_comparison(versions, names, settings, lang)


def _show_version(versions: IndexVersions, name: str, settings: Settings, lang: Language) -> None:
    words = version_words(lang)
    is_served = name == versions.current()
    label = versions.label(name)
    badges = [f":green-badge[✓ {words.served}]"] if is_served else []
    badges += [f":blue-badge[{plain(label)}]"] if label else []
    with st.container(border=True):
        st.markdown(f"**{_moment(versions, name, lang)}** {' '.join(badges)}")
        st.caption(_facts(versions, name, lang))
        with st.container(horizontal=True, vertical_alignment="center"):
            is_asked = not is_served and st.button(words.roll_back, key=f"roll_back_{name}")
            _show_naming(versions, name, label, lang)
    if is_asked:
        _confirm_roll_back(versions, name, settings, lang)


def _show_naming(versions: IndexVersions, name: str, label: str, lang: Language) -> None:
    words = version_words(lang)
    with st.popover(words.name, help=words.name_help, icon=":material/label:"):
        field = f"label_{name}"
        st.text_input(words.name_field, value=label, max_chars=LABEL_CHARACTERS, key=field)
        st.button(
            words.name_save, type="primary", key=f"name_{name}", on_click=_name,
            args=(versions, name, lang),
        )  # fmt: skip


def _name(versions: IndexVersions, name: str, lang: Language) -> None:
    words, label = version_words(lang), st.session_state[f"label_{name}"].strip()
    try:
        if label:
            name_version(versions, name, label, refusal=words.name_refused)
        else:
            with versions.building_lock():
                versions.set_label(name, "")
    except InvalidInput:
        _remember("error", words.name_refused)
    except RecitalError as error:
        _remember("error", error.message(lang))
    else:
        _remember("success", words.named.format(label=label) if label else words.unnamed)


def _confirm_roll_back(
    versions: IndexVersions, name: str, settings: Settings, lang: Language
) -> None:
    words = version_words(lang)
    moment = _moment(versions, name, lang)

    @st.dialog(words.roll_back_title.format(day=moment))
    def confirm() -> None:
        st.markdown(words.roll_back_confirm)
        with st.container(horizontal=True):
            if st.button(
                words.roll_back_yes,
                type="primary",
                key="roll_back_yes",
                on_click=_roll_back,
                args=(versions, name, settings, lang),
            ):
                st.rerun()
            if st.button(words.cancel, key="roll_back_no"):
                st.rerun()

    confirm()


def _roll_back(versions: IndexVersions, name: str, settings: Settings, lang: Language) -> None:
    words = version_words(lang)
    from ingest.rollback import roll_back

    try:
        roll_back(settings, name)
    except RecitalError as error:
        _remember("error", error.message(lang))
    else:
        _remember("success", words.rolled_back.format(day=_moment(versions, name, lang)))


def _show_cleaning(versions: IndexVersions, settings: Settings, words: VersionWords) -> None:
    with st.popover(words.collect, help=words.collect_help, icon=":material/delete_sweep:"):
        st.markdown(words.collect_confirm.format(count=settings.index.kept_versions))
        st.button(
            words.collect, type="primary", key="collect", on_click=_collect,
            args=(versions, settings, words),
        )  # fmt: skip


def _collect(versions: IndexVersions, settings: Settings, words: VersionWords) -> None:
    try:
        with versions.building_lock():
            versions.settle()
            removed = versions.collect(settings.index.kept_versions)
    except RecitalError as error:
        _remember("error", error.message(st.session_state.get("lang", "fr")))
        return
    told = words.collected.format(versions=", ".join(removed))
    _remember("success", told if removed else words.nothing_collected)


def _show_comparison(
    versions: IndexVersions, names: list[str], settings: Settings, lang: Language
) -> None:
    words = version_words(lang)
    st.subheader(words.compare, anchor=False)
    if len(names) < 2:
        st.caption(words.only_one)
        return

    def moment(name: str) -> str:
        marks = [versions.label(name), words.served if name == versions.current() else ""]
        shown = ", ".join(mark for mark in marks if mark)
        return _moment(versions, name, lang) + (f" ({shown})" if shown else "")

    left, right = st.columns(2)
    before = left.selectbox(words.compare_with, names, index=1, format_func=moment)
    after = right.selectbox(words.compare_to, names, index=0, format_func=moment)
    if st.button(words.compare_show, key="compare"):
        st.session_state["versions_compared"] = (before, after)
    if st.session_state.get("versions_compared") == (before, after):
        from ui.library_changes import show_changes

        show_changes(settings.data.directory, before, after, lang)


def _facts(versions: IndexVersions, name: str, lang: Language) -> str:
    words = version_words(lang)
    size = words.size.format(size=math.ceil(versions.byte_count(name) / _MEGABYTE))
    certificate = _certificate(versions, name)
    facts = [words.passages.format(count=certificate.passage_count)] if certificate else []
    return " · ".join([*facts, size, plain(name)])


def _moment(versions: IndexVersions, name: str, lang: Language) -> str:
    """When a version was built, in the time of this machine; its name where that is not known."""
    certificate = _certificate(versions, name)
    try:
        built = datetime.fromisoformat(certificate.built_at if certificate else "").astimezone()
    except ValueError:
        return plain(name)
    day = words_in(lang).day(built.date())
    return version_words(lang).built.format(day=day, time=f"{built:%H:%M}")


def _certificate(versions: IndexVersions, name: str) -> BirthCertificate | None:
    try:
        return versions.certificate(name)
    except RecitalError:  # a damaged version is listed by its name, and can be cleaned up
        return None


def _remember(kind: str, message: str) -> None:
    """Keep a message for the next time the page is drawn."""
    st.session_state[_TOLD] = (kind, message)


def _tell() -> None:
    kind, message = st.session_state.pop(_TOLD, ("", ""))
    if kind == "error":
        st.error(plain(message))
    elif kind == "success":
        st.success(plain(message))


def _style() -> None:
    """One ground for what was added and another for what was removed, where quotes have one only."""
    st.html(
        """
        <style>
        .st-key-versions { max-width: 46rem; }
        .st-key-versions h3 { padding-bottom: .6rem; }
        .stMain .st-key-changes .stMarkdownColoredBackground:has(strong) {
          background-color: color-mix(in srgb, #2e7d4f 20%, transparent) !important;
        }
        .stMain .st-key-changes .stMarkdownColoredBackground:has(del) {
          background-color: color-mix(in srgb, #b3261e 16%, transparent) !important;
        }
        .st-key-changes .stMarkdownColoredBackground strong {
          font-weight: 400; text-decoration: underline; text-decoration-thickness: .07em; text-underline-offset: .2em;
        }
        .st-key-changes .stMarkdown :is(p, li) { font-family: "Source Serif", Georgia, serif; }
        .st-key-changes .stMarkdownColoredBackground { padding: .05em .1em !important; }
        </style>
        """
    )
