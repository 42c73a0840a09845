"""The documents page and a cited page, as a script for a real browser; the publication is made up."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any, cast

import streamlit as st

import ui.library_job
from corpus.errors import IndexMissing
from corpus.nouns import Language, PageSpan, Passage
from corpus.settings import Settings, load_settings
from ui.library_documents import show_documents
from ui.library_page_image import page_button
from ui.style import apply_style

# Nine seconds of work, then a report; an interruption ends it as it ends the real command.
WORK = """
import json, sys, time
try:
    for done in range(1, 10):
        print(json.dumps({"stage": "embed", "done": done, "total": 9}), file=sys.stderr, flush=True)
        time.sleep(float(sys.argv[1]))
except KeyboardInterrupt:
    sys.exit(130)
print(json.dumps({"index_version": "v2", "passage_count": 12, "seconds": 9}))
"""
QUOTE = "The keeper lights the lamp at dusk."


def main() -> None:
    ui.library_job._command = made_up_work
    st.set_page_config(page_title="Recital", layout="centered")
    apply_style()
    lang = cast(Language, st.query_params.get("lang", "fr"))
    cited = Passage(
        "user-rock:p1", "fr", "user-rock", "page", "", QUOTE, page=1, spans=(PageSpan(1, 0, 35),)
    )
    page_button(cited, QUOTE, title="Rocher", key="cited", lang=lang)
    show_documents(cast(Any, assistant()), load_settings(), lang)


def assistant() -> object:
    def index() -> None:
        raise IndexMissing(directory="index")

    return SimpleNamespace(setting=SimpleNamespace(reader=SimpleNamespace(index=index)))


def made_up_work(settings: Settings, arguments: Sequence[str]) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", WORK, os.environ.get("STEP_SECONDS", "1")],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        start_new_session=True,
    )


if __name__ == "__main__":
    main()
