"""The language the terminal is spoken to in, decided in one place."""

from __future__ import annotations

import os
from collections.abc import Mapping

from corpus.nouns import Language


def terminal_language(environment: Mapping[str, str] | None = None) -> Language:
    """`RECITAL_LANG`, else the terminal's locale: French where it is French, else English."""
    env = os.environ if environment is None else environment
    names = ("RECITAL_LANG", "LC_ALL", "LC_MESSAGES", "LANG")
    chosen = next((env[name] for name in names if env.get(name)), "")
    return "fr" if chosen.lower().startswith("fr") else "en"
