"""A button that puts a text on the clipboard, without asking the server for anything."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

import streamlit as st

from ui.conversation_words import ConversationWords

if TYPE_CHECKING:
    from streamlit.components.v2.types import ComponentRenderer

# The text travels as data and is never made part of the page. Without https, browsers give no
# clipboard: there the text is selected in a hidden field and copied the old way.
_SCRIPT = """
export default function ({ data, parentElement }) {
  const button = parentElement.querySelector("button");
  const label = button.querySelector("span");
  label.textContent = data.label;
  const byHand = () => {
    const field = document.createElement("textarea");
    field.value = data.text;
    field.style.position = "fixed";
    field.style.opacity = "0";
    document.body.appendChild(field);
    field.select();
    document.execCommand("copy");
    field.remove();
  };
  button.onclick = async () => {
    try {
      await navigator.clipboard.writeText(data.text);
    } catch {
      byHand();
    }
    label.textContent = data.done;
    setTimeout(() => { label.textContent = data.label; }, 2000);
  };
}
"""
_STYLE = """
button {
  display: inline-flex; align-items: center; gap: .4rem; white-space: nowrap;
  font: inherit; font-size: .875rem; color: var(--st-text-color); background: none; border: none;
  padding: .25rem .1rem; min-height: 2.5rem; cursor: pointer; border-radius: .25rem;
}
button:hover { color: var(--st-primary-color); }
button:focus-visible { outline: 2px solid var(--st-primary-color); }
"""
_HTML = """
<button type="button">
  <svg viewBox="0 0 24 24" width="18" height="18" fill="none" stroke="currentColor" stroke-width="1.7" aria-hidden="true">
    <rect x="9" y="9" width="11" height="11" rx="1.5"/><path d="M15 6V5a1 1 0 0 0-1-1H5a1 1 0 0 0-1 1v9a1 1 0 0 0 1 1h1"/>
  </svg>
  <span aria-live="polite"></span>
</button>
"""


def copy_button(text: str, words: ConversationWords, *, key: str) -> None:
    """Copy `text` when it is pressed."""
    data = {"text": text, "label": words.copy, "done": words.copied}
    # Two underscores in a row, as a random key may have them, are refused in a component's name.
    name = sha256(key.encode()).hexdigest()[:16]
    _component()(data=data, key=f"copy_{name}", width="content", height="content")


@st.cache_resource(show_spinner=False)
def _component() -> ComponentRenderer:
    return st.components.v2.component("recital_copy", html=_HTML, css=_STYLE, js=_SCRIPT)
