"""The lecture view alone, in the look of the program: what its browser test opens."""

from __future__ import annotations

import lecture_screen
import streamlit as st

from ui.style import apply_style

st.set_page_config(page_title="Recital", layout="centered")
apply_style()
lecture_screen.main()
