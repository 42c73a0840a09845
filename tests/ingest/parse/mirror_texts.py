"""Where the tests of the loaders find official texts: never in this repository."""

import os
from importlib.util import find_spec
from pathlib import Path

import pytest

from corpus.manifest import default_manifest
from corpus.nouns import Origin, Passage, Source
from ingest.parse.loaders import LOADERS

# Read once, before any test changes the environment.
_MIRROR = os.environ.get("RECITAL_MIRROR_DIR", "")


def mirror_path(relative: str) -> Path:
    """A file of the mirror; skips the test where there is none."""
    if not _MIRROR:
        pytest.skip("RECITAL_MIRROR_DIR is not set: no official texts to read")
    path = Path(_MIRROR) / relative
    if not path.exists():
        pytest.skip(f"{relative} is not in the mirror")
    return path


def source_and_origin(source_id: str, loader: str, lang: str) -> tuple[Source, Origin]:
    source = default_manifest().source(source_id)
    [origin] = [
        o for o in source.origins if (o.loader, o.lang) == (loader, lang) and o.kind != "web"
    ]
    return source, origin


def load_mirror(source_id: str, loader: str, lang: str) -> list[Passage]:
    source, origin = source_and_origin(source_id, loader, lang)
    return LOADERS[loader](source, origin, mirror_path(origin.path))


def package_file() -> Path:
    """The English GDPR in the installed package."""
    spec = find_spec("gdpr_shift_left_mcp")
    assert spec is not None and spec.submodule_search_locations
    _, origin = source_and_origin("gdpr", "gdpr_package", "en")
    return Path(spec.submodule_search_locations[0]).parent / origin.path
