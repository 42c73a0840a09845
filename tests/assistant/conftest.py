"""One index of the small law for all tests of the assistant."""

from __future__ import annotations

from pathlib import Path

import pytest
from small_law import open_small_law, publish

from assistant.assistant import Assistant
from corpus.index import Index
from corpus.manifest import Manifest, default_manifest


@pytest.fixture(scope="session")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder that serves the small law."""
    folder = tmp_path_factory.mktemp("data")
    publish(folder)
    return folder


@pytest.fixture(scope="session")
def assistant(data: Path) -> Assistant:
    """The assistant over it, without a chat model."""
    return open_small_law(data)


@pytest.fixture(scope="session")
def index(assistant: Assistant) -> Index:
    return assistant.setting.reader.index()


@pytest.fixture(scope="session")
def manifest() -> Manifest:
    return default_manifest()
