"""The few rules of appearance of the library: wider than the chat, the law in serif, two columns."""

from __future__ import annotations

import streamlit as st


def apply_library_style() -> None:
    """Two aligned columns on a wide screen; on a phone one language after the other."""
    st.html(
        """
        <style>
        .stMain .stMainBlockContainer { max-width: 68rem; }
        .stMain h2 { font-size: 1.6rem; padding: .25rem 0 0; }
        .stMain h3 { font-size: 1.15rem; padding: .75rem 0 .35rem; }
        [class*="st-key-source_"] .stMarkdown p { line-height: 1.6; font-size: .95rem; }
        [class*="st-key-source_"] .stMarkdown strong { font-size: 1.0625rem; }
        [class*="st-key-source_"] {
          padding: .1rem 0 .9rem;
          border-bottom: 1px solid color-mix(in srgb, currentColor 14%, transparent);
        }
        .st-key-filters [data-testid="stTextInput"] { max-width: 26rem; }
        .stMain .stMarkdown a[href^="library?"] { text-decoration-thickness: .06em; text-underline-offset: .18em; }
        .st-key-library_section { max-width: 34rem; }
        .st-key-contents { gap: 0; }
        .st-key-contents .stMarkdown p { margin-bottom: .35rem; }
        .st-key-contents .stExpander details {
          border: 0; border-radius: 0;
          border-bottom: 1px solid color-mix(in srgb, currentColor 14%, transparent);
        }
        .st-key-contents .stExpander summary { padding-left: 0; }
        .st-key-contents .stExpander summary p { font-size: 1rem; }
        .stMain .stMarkdownColoredBackground {
          background-color: color-mix(in srgb, #f5b83d 38%, transparent) !important;
          padding: .1em 0 !important; border-radius: .15em;
        }
        .st-key-reader .stMarkdown :is(p, li) {
          font-family: "Source Serif", Georgia, serif; font-size: 1.0625rem; line-height: 1.6;
        }
        .st-key-reader .stMarkdown ul { list-style: none; margin: 0; padding-left: 1.25rem; }
        .st-key-reader .stMarkdown li { margin: 0; padding: 0; }
        .st-key-reader [data-testid="stMarkdownContainer"] { margin-bottom: 0; }
        .st-key-reader .stMarkdown p { margin-bottom: 0; }
        .st-key-reader .stMarkdown p + p, .st-key-reader .stMarkdown p + ul { margin-top: .6rem; }
        .st-key-reader .stVerticalBlock { gap: .6rem; }
        .st-key-reader [class*="st-key-reader_one"] { max-width: 44rem; }
        .st-key-reader [class*="st-key-reader_two"] {
          display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 1fr);
          gap: .6rem 2.5rem; align-items: start;
        }
        .st-key-reader [class*="st-key-reader_two"] > div { width: 100%; min-width: 0; }
        .st-key-reader [class*="st-key-unit_"]:not([class*="_top"]) {
          background: color-mix(in srgb, #f5b83d 14%, transparent);
          margin-left: -.9rem; padding: .25rem .25rem .25rem .7rem; border-left: .2rem solid #b98a2f;
          width: calc(100% + .9rem); max-width: none;
        }
        [class*="st-key-unit_"] { scroll-margin: 5rem; }
        .st-key-reader_head h2 { padding: 0; }
        .st-key-reader_head [data-testid="stMarkdownContainer"] { margin-bottom: 0; }
        .st-key-reader_locator pre { padding: .15rem 2.25rem .15rem .6rem; }
        .st-key-reader_locator [data-testid="stCode"] { width: auto; }
        @media (max-width: 640px) {
          .st-key-reader [class*="st-key-reader_two"] { display: flex; flex-direction: column; gap: .5rem; }
          .st-key-reader [class*="st-key-reader_two"] > div:nth-child(even) { order: 2; }
          .st-key-reader [class*="st-key-reader_two"] > div:nth-child(2) { margin-top: 1.5rem; }
          .st-key-filters [data-testid="stTextInput"] { max-width: none; }
        }
        </style>
        """
    )
