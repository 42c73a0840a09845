"""The progress of work done beside the chat, as the screen shows it until it is put away."""

from __future__ import annotations

import streamlit as st

from corpus.nouns import Language
from ui.documents_words import JobWords, job_words
from ui.library_job import Job, Workplace
from ui.render import plain

_LOOK_SECONDS = 1.0


@st.cache_resource(show_spinner=False)
def workplace() -> Workplace:
    """The one place of this process where such work is done, for every browser."""
    return Workplace()


def show_job(lang: Language) -> None:
    """The job at work or just ended, if there is one; the whole page is drawn anew when it ends."""
    job = workplace().job
    if job is None:
        return
    was_running = job.is_running

    @st.fragment(run_every=_LOOK_SECONDS if was_running else None)
    def follow() -> None:
        words = job_words(lang)
        with st.container(border=True, key="job"):
            if job.is_running:
                _show_running(job, words)
            elif was_running:
                st.rerun(scope="app")
            else:
                _show_ended(job, words, lang)

    follow()


def _show_running(job: Job, words: JobWords) -> None:
    st.markdown(f"**{words.names[job.name]}**")
    st.progress(job.share, text=_stage_line(job, words))
    st.caption(words.chat_goes_on)
    if job.is_stopping:
        st.caption(words.stopping)
    else:
        st.button(words.stop, on_click=job.stop, key="job_stop")


def _stage_line(job: Job, words: JobWords) -> str:
    if not job.stage:
        return words.starting
    stage = words.stages.get(job.stage, job.stage)
    if job.total <= 1:
        return stage
    return words.counts.format(stage=stage, done=job.done, total=job.total)


def _show_ended(job: Job, words: JobWords, lang: Language) -> None:
    if job.outcome == "done":
        st.success(_result_line(job, words), icon=":material/check:")
    elif job.outcome == "stopped":
        st.info(words.stopped, icon=":material/pause:")
    else:
        st.error(plain(job.failure(lang)) or words.failed)
    st.button(words.close, on_click=workplace().dismiss, key="job_close")


def _result_line(job: Job, words: JobWords) -> str:
    version = plain(str(job.result.get("index_version") or job.result.get("served") or ""))
    if job.name == "erase":
        return words.erased.format(version=version)
    if not job.result.get("is_published", True):
        return words.unchanged.format(version=version)
    return words.published.format(
        passages=job.result.get("passage_count", "?"),
        version=version,
        seconds=round(float(job.result.get("seconds", 0))),
    )
