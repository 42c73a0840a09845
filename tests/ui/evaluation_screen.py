"""The Evaluation page alone, over the tiny law: what its tests open."""

from __future__ import annotations

import os
from pathlib import Path

import streamlit as st
from small_library import served

from corpus.settings import DataSettings, Settings
from ui.evaluation import show_evaluation


def main() -> None:
    settings = Settings(data=DataSettings(directory=Path(os.environ["EVALUATION_FOLDER"])))
    show_evaluation(served(), settings, st.session_state["lang"])
