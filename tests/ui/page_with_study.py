"""Test me alone, in the look of the program: what its browser test opens."""

from __future__ import annotations

import streamlit as st
import study_screen

from ui.style import apply_style, follow_inner_links

st.set_page_config(page_title="Recital", layout="centered")
apply_style()
follow_inner_links()
study_screen.main()
