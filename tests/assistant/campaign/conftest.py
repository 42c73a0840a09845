"""A desk over the index of the small law."""

from __future__ import annotations

import pytest
from desk import Desk

from corpus.index import Index
from corpus.manifest import Manifest


@pytest.fixture
def desk(index: Index, manifest: Manifest) -> Desk:
    return Desk(index, manifest)
