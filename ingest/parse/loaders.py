"""Which loader reads which form of document, by the names used in `corpus/sources.toml`."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import cast

from corpus.nouns import Origin, Passage, Source

Loader = Callable[[Source, Origin, Path], list[Passage]]


def _loader(name: str) -> Loader:
    """The `load` of a module of this package, imported when it is first needed."""

    def load(source: Source, origin: Origin, path: Path) -> list[Passage]:
        module_load = cast(Loader, import_module(f"ingest.parse.{name}").load)
        return module_load(source, origin, path)

    return load


LOADERS: dict[str, Loader] = {
    name: _loader(name)
    for name in (
        "eurlex",
        "eurlex_consolidated",
        "gdpr_markdown",
        "gdpr_package",
        "code_markdown",
        "code_extract",
        "law_json",
        "faq",
        "pia",
        "guide_markdown",
        "numbered_markdown",
        "decisions_csv",
        "prose",
        "pdf",
        "pdf_paragraphs",
        "pdf_sheets",
        "user_document",
        "cards",
    )
}
