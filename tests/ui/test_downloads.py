"""Every file a page offers, whichever page it is."""

from __future__ import annotations

import ast
from pathlib import Path

import ui

PAGES = sorted(Path(ui.__file__).parent.rglob("*.py"))


def _downloads() -> list[tuple[str, ast.Call]]:
    return [
        (f"{page.name}:{node.lineno}", node)
        for page in PAGES
        for node in ast.walk(ast.parse(page.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "download_button"
    ]


def test_no_download_redraws_the_page() -> None:
    """A redraw registers every file anew, so a second click made meanwhile was lost."""
    downloads = _downloads()
    assert downloads
    redrawing = [
        place
        for place, call in downloads
        if not any(
            word.arg == "on_click"
            and isinstance(word.value, ast.Constant)
            and word.value.value == "ignore"
            for word in call.keywords
        )
    ]
    assert redrawing == []
