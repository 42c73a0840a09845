"""Addresses inside the library: a unit, a text's contents, a search in it."""

from __future__ import annotations

from datetime import date
from urllib.parse import urlencode

from ui.render import plain

PAGE = "library"
"""The path of the library's page."""


def unit_address(locator: str, *, words: str = "", as_of: date | None = None) -> str:
    """Where a unit is read; `words` are marked in it, `as_of` picks one of its versions in time."""
    day = as_of.isoformat() if as_of else ""
    return _address(unit=locator, words=words, as_of=day)


def text_address(prefix: str, *, query: str = "") -> str:
    """The contents of a text, or what a search in it finds."""
    return _address(text=prefix, query=query)


def section_address(section: str) -> str:
    """A section of the library."""
    return _address(section=section)


def inner_link(label: str, address: str, title: str = "") -> str:
    """A link to one of these addresses as Markdown; `title` shows under the pointer."""
    shown = f' "{title}"' if title else ""
    return f"[{plain(label)}](<{address}>{shown})"


def _address(**parameters: str) -> str:
    query = urlencode({name: value for name, value in parameters.items() if value}, safe=":#")
    return f"{PAGE}?{query.replace('#', '%23')}"
