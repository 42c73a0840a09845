"""The few rules of appearance that the theme cannot say."""

from __future__ import annotations

import streamlit as st


def apply_style() -> None:
    """A readable measure, the law set apart from our prose, no sideways scrolling on a phone."""
    st.html(
        """
        <style>
        .stAppHeader, .stAppHeader * { background: transparent; pointer-events: none; }
        .stStatusWidget { display: none; }
        .stMain .stMainBlockContainer { max-width: 44rem; padding: 2rem 1.5rem 2rem; }
        .stBottom [data-testid="stBottomBlockContainer"] { max-width: 44rem; padding: .5rem 1.5rem 1rem; }
        .stBottom .stVerticalBlock { gap: .25rem; }
        :is(.stMain, [role="dialog"]) [data-testid="stCaptionContainer"] { opacity: .8; }
        .stMain [data-testid="stCaptionContainer"] code { color: inherit; }
        .stBottom [data-testid="stCaptionContainer"] { margin: 0; text-wrap: balance; }
        .stMain h1 { font-size: 2rem; padding: 0; }
        @media (prefers-color-scheme: dark) {  /* Streamlit writes white on it, whatever its colour */
          [data-testid="stBaseButton-primary"]:not(:disabled), [data-testid="stBaseButton-primary"]:not(:disabled) *,
          .stMultiSelect [data-tag], .stMultiSelect [data-tag] * { color: #191815; }
        }
        .st-key-header { flex-wrap: wrap; row-gap: .5rem; }
        .st-key-header > :has(h1) { flex: 1 1 auto; }
        .st-key-header > :has(.st-key-pages) { order: 3; flex: 1 0 100%; }
        .st-key-pages { gap: .25rem; width: auto; flex: 1 1 auto; margin-left: -.5rem; }
        .stChatMessage .stMarkdown :is(p, li) { font-size: 1.0625rem; }
        .stChatMessage [data-testid="stCaptionContainer"] p { font-size: .875rem; }
        .stChatMessage .stMarkdownBadge { font-size: .875rem; }
        .stChatMessage { --own-ground: color-mix(in srgb, currentColor 6%, transparent); }
        .stChatMessage:has([aria-label$="user"]) { background: var(--own-ground); }
        [data-testid="stChatMessageAvatarCustom"] { background: var(--own-ground); }
        .stMarkdown, .stExpander { overflow-wrap: anywhere; }
        .stMarkdown code { white-space: nowrap; }
        .stMarkdown blockquote {
          margin: 0 0 1rem; padding: .1rem 0 .1rem 1rem; border-left: .2rem solid #b98a2f;
          opacity: 1; font-family: "Source Serif", Georgia, serif;
        }
        .stMarkdown blockquote p { margin-bottom: .25rem; }
        .stExpander .stMarkdownColoredBackground {
          background-color: color-mix(in srgb, #f5b83d 38%, transparent) !important;
          padding: .1em 0 !important; border-radius: .15em;
        }
        .stExpander summary p { font-size: .95rem; }
        .st-key-examples button > div { width: 100%; justify-content: flex-start; text-align: left; }
        .st-key-examples button p { text-align: left; }
        .st-key-examples [data-testid="stTabPanel"] .stVerticalBlock { gap: .5rem; }
        @media (max-width: 640px) {
          .stMain .stMainBlockContainer { padding: 1rem; }
          .stBottom [data-testid="stBottomBlockContainer"] { padding: .5rem 1rem .5rem; }
          .stChatMessage { padding-left: 0; padding-right: 0; }
          .stChatMessage:has([aria-label$="user"]) { padding: .75rem 1rem; }
          .stExpander summary p { font-size: .875rem; }
          [data-testid="stChatMessageAvatarCustom"] { display: none; }
        }
        </style>
        """
    )


def scroll_to_last_question() -> None:
    """Bring a new question to the top of the screen, wherever the reader was in the one before."""
    st.html(
        """
        <script>
        requestAnimationFrame(() => {
          const asked = document.querySelectorAll('.stChatMessage:has([aria-label$="user"])');
          if (asked.length > 1) asked[asked.length - 1].scrollIntoView({block: "start"});
        });
        </script>
        """,
        unsafe_allow_javascript=True,
    )


def follow_inner_links() -> None:
    """Open a link to the library on this page, as its own, and bring the unit it names into view.

    Without the script such a link opens in a new tab. The address alone says what to show.
    """
    st.html(
        """
        <script>
        (() => {
          if (window.recitalFollows) return;
          window.recitalFollows = true;
          const seek = () => {
            const unit = new URLSearchParams(location.search).get("unit");
            if (!unit) return;
            const name = "st-key-unit_" + unit.replace(/[^a-zA-Z0-9_-]/g, "-");
            const until = Date.now() + 8000;
            const look = () => {
              const found = ["_fr", "_en", "_top"]
                .map((end) => document.getElementsByClassName(name + end)[0])
                .filter((element) => element && element.offsetHeight)
                .sort((a, b) => a.getBoundingClientRect().top - b.getBoundingClientRect().top)[0];
              if (found) {
                const place = found.className.includes("_top") ? "start" : "center";
                found.scrollIntoView({block: place});
              } else if (Date.now() < until) setTimeout(look, 100);
            };
            look();
          };
          document.addEventListener("click", (event) => {
            const link = event.target.closest && event.target.closest('a[href^="library?"]');
            const isPlain = !(event.button || event.ctrlKey || event.metaKey || event.shiftKey);
            if (!link || !isPlain) return;
            event.preventDefault();
            event.stopPropagation();
            history.pushState({}, "", link.href);
            window.dispatchEvent(new PopStateEvent("popstate"));
            if (!link.href.includes("unit=")) {
              const main = document.querySelector('[data-testid="stMain"]');
              if (main) main.scrollTo(0, 0);
            }
          }, true);
          window.addEventListener("popstate", seek);
          seek();
        })();
        </script>
        """,
        unsafe_allow_javascript=True,
    )


def scroll_to_marks() -> None:
    """Bring the first marked words of a page image into view, once the image has its size.

    Where they are stands in the name of the image's container: `page_image_12_at_345_120`.
    """
    st.html(
        """
        <script>
        (() => {
          let tries = 0;
          const look = () => {
            const frame = document.querySelector('[class*="st-key-page_image_"][class*="_at_"]');
            const picture = frame && frame.querySelector('img');
            if (!picture || !picture.complete || picture.clientHeight < 50) {
              if (tries++ < 60) setTimeout(look, 50);
              return;
            }
            const [, top, left] = frame.className.match(/_at_(\\d+)_(\\d+)/);
            frame.scrollLeft = picture.clientWidth * left / 1000 - 16;
            let around = frame.parentElement;
            while (around && !/auto|scroll/.test(getComputedStyle(around).overflowY)) around = around.parentElement;
            if (!around) return;
            const place = picture.getBoundingClientRect();
            around.scrollTop += place.top + place.height * top / 1000 - around.getBoundingClientRect().top - around.clientHeight / 3;
          };
          setTimeout(look, 50);
        })();
        </script>
        """,
        unsafe_allow_javascript=True,
    )


def scroll_to_cited_unit() -> None:
    """Bring the unit a citation stands in into view, in the article around it."""
    st.html(
        """
        <script>
        (() => {
          let tries = 0;
          const look = () => {
            const unit = document.querySelector('[role="dialog"] .st-key-article_around [class*="st-key-unit_"]');
            if (unit && unit.offsetHeight) unit.scrollIntoView({block: "center"});
            else if (tries++ < 40) setTimeout(look, 50);
          };
          setTimeout(look, 150);
        })();
        </script>
        """,
        unsafe_allow_javascript=True,
    )


def keep_reader_cookie() -> None:
    """Set or drop the cookie of this browser, which Streamlit can only read.

    What to set stands in the name of the container around: `reader_cookie_7776000_KEY`, seconds first.
    """
    st.html(
        """
        <script>
        (() => {
          let tries = 0;
          const keep = () => {
            const around = document.querySelector('[class*="st-key-reader_cookie_"]');
            if (!around) { if (tries++ < 40) setTimeout(keep, 50); return; }
            const [, seconds, key] = around.className.match(/st-key-reader_cookie_(\\d+)_([A-Za-z0-9_-]*)/);
            document.cookie = `recital_reader=${key}; Path=/; Max-Age=${seconds}; SameSite=Lax`
              + (location.protocol === "https:" ? "; Secure" : "");
          };
          keep();
        })();
        </script>
        """,
        unsafe_allow_javascript=True,
    )
