"""Who a reader is, without an account: a random key in a cookie, set with the first question.

A cookie and not the address: an address is shared, kept in histories and written to logs. The
address only says which conversation is open (`?c=`), and that opens nothing without the key.
Streamlit can read cookies but not set them, so a script of the page does.
"""

from __future__ import annotations

import re

import streamlit as st

from assistant.conversations import new_key, owner_of
from ui.style import keep_reader_cookie

COOKIE = "recital_reader"
_KEY = "reader_key"
_WELL_FORMED = re.compile(r"[A-Za-z0-9_-]{43}")
_SECONDS_PER_DAY = 86_400


def current_owner() -> str:
    """Whose conversations are read here; "" for a reader who has asked nothing yet."""
    if _KEY not in st.session_state:
        found = dict(st.context.cookies).get(COOKIE, "")
        if not _WELL_FORMED.fullmatch(found):
            return ""
        st.session_state[_KEY] = found
    return owner_of(st.session_state[_KEY])


def make_owner() -> str:
    """The reader's key, made at their first question."""
    owner = current_owner()
    if not owner:
        st.session_state[_KEY] = new_key()
    return owner or current_owner()


def remember_reader(days: int) -> None:
    """Have the browser keep the key for as long as conversations are kept."""
    if _KEY in st.session_state:
        _set_cookie(st.session_state[_KEY], days * _SECONDS_PER_DAY)


def forget_reader() -> None:
    """Drop the key here and in the browser: nothing is left that it opens."""
    st.session_state.pop(_KEY, None)
    st.session_state["reader_is_forgotten"] = True


def clear_forgotten() -> None:
    """Have the browser drop the key of a reader who erased everything."""
    if st.session_state.pop("reader_is_forgotten", False):
        _set_cookie("", 0)


def _set_cookie(value: str, seconds: int) -> None:
    """Have the page's script set the cookie: it reads what to set in the name of its container."""
    with st.container(key=f"reader_cookie_{seconds}_{value}"):
        keep_reader_cookie()
