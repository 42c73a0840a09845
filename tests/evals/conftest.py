"""The small law of the assistant's tests, served to the evaluation."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).parents[1] / "assistant"))
from small_law import open_small_law, publish

from assistant.assistant import Assistant


@pytest.fixture(scope="session")
def law(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """The assistant over a made-up law."""
    folder = tmp_path_factory.mktemp("law")
    publish(folder)
    return open_small_law(folder)
