"""The appearance of the projector's view: large, plain, black on white or white on black."""

from __future__ import annotations

import streamlit as st


def apply_stage_style(ground: str) -> None:
    """Type that grows with the screen, nothing else on it; `ground` is system, light or dark."""
    if ground == "dark":
        st.html(
            "<style>.stApp { --ground: #000; --ink: #fff; --pale: #ccc; --rule: #f5b83d; }</style>"
        )
    else:
        st.html(
            "<style>.stApp { --ground: #fff; --ink: #000; --pale: #333; --rule: #8a5a00; }</style>"
        )
    if ground == "system":
        st.html(
            "<style>@media (prefers-color-scheme: dark) "
            "{ .stApp { --ground: #000; --ink: #fff; --pale: #ccc; --rule: #f5b83d; } }</style>"
        )
    st.html(
        """
        <style>
        .stApp, .stMain, .stBottom > div { background: var(--ground) !important; color: var(--ink) !important; }
        .st-key-header, .stAppHeader, .st-key-stage_remote { display: none !important; }
        .stMain .stMainBlockContainer {
          max-width: none; min-height: 100dvh; padding: clamp(1rem, 3vw, 3.5rem) clamp(1rem, 5vw, 6rem) 6rem;
        }
        [class*="st-key-stage_"] :is(p, li, strong, em, a, span):not(button *) { color: var(--ink) !important; }
        [class*="st-key-stage_"] .stMarkdown :is(p, li) {
          font-size: clamp(1.35rem, .6rem + 2.15vw, 3.4rem); line-height: 1.32; overflow-wrap: anywhere;
        }
        [class*="st-key-stage_"] .stMarkdown :is(ul, ol) { padding-left: 1.4em; }
        .st-key-stage_question .stMarkdown p {
          font-family: "Source Serif", Georgia, serif; font-size: clamp(1.8rem, .8rem + 3.4vw, 5rem);
          font-weight: 600; line-height: 1.2; text-wrap: balance; padding-top: 8dvh;
        }
        .st-key-stage_quote .stMarkdown blockquote {
          margin: 0; padding-left: 1.2rem; border-left: .35rem solid var(--rule);
          font-family: "Source Serif", Georgia, serif; opacity: 1;
        }
        .st-key-stage_sources .stMarkdown p { font-size: clamp(1.1rem, .6rem + 1.4vw, 2.2rem); }
        [class*="st-key-stage_"] [data-testid="stCaptionContainer"] { opacity: 1; }
        [class*="st-key-stage_"] .stMarkdown [data-testid="stCaptionContainer"] :is(p, strong, span) {
          font-family: inherit; font-size: clamp(1rem, .7rem + .85vw, 1.75rem) !important; font-weight: 400;
          color: var(--pale) !important; padding: 0 !important; line-height: 1.35;
        }
        .st-key-stage_quote [data-testid="stCaptionContainer"] { margin-top: .75rem; }
        .st-key-stage_controls {
          position: fixed; inset: auto 0 0 0; z-index: 5; width: 100% !important; flex-wrap: nowrap;
          padding: .6rem clamp(1rem, 5vw, 6rem) .8rem; background: var(--ground);
        }
        .st-key-stage_controls button { min-height: 3.25rem; padding: .4rem 1.4rem; }
        .st-key-stage_controls button:not([data-testid$="primary"]) {
          background: transparent; color: var(--ink); border-color: var(--pale);
        }
        .st-key-stage_controls button kbd, .st-key-stage_controls button [data-testid*="hortcut"] { display: none; }
        .st-key-stage_controls button p { font-size: 1.15rem; }
        </style>
        """
    )
