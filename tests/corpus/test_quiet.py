from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from corpus.quiet import QUIET_ENVIRONMENT, switch_telemetry_off

ROOT = Path(__file__).parents[2]

ASK_THE_LIBRARIES = """
from corpus.quiet import switch_telemetry_off
switch_telemetry_off()
import huggingface_hub.constants as hub
from langsmith.utils import tracing_is_enabled
print(hub.HF_HUB_OFFLINE, hub.HF_HUB_DISABLE_TELEMETRY, tracing_is_enabled())
"""


@pytest.mark.parametrize("name", QUIET_ENVIRONMENT)
def test_each_variable_is_set_where_the_user_said_nothing(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "environ", {})
    switch_telemetry_off()
    assert os.environ[name] == QUIET_ENVIRONMENT[name]


def test_what_the_user_chose_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "environ", {"HF_HUB_OFFLINE": "0"})
    switch_telemetry_off()
    assert os.environ["HF_HUB_OFFLINE"] == "0"
    assert os.environ["RAGAS_DO_NOT_TRACK"] == "true"


@pytest.mark.parametrize("chosen", ["1", "yes", "false", "TRUE "])
def test_ragas_stays_silent_whatever_the_environment_says(
    chosen: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "environ", {"RAGAS_DO_NOT_TRACK": chosen})
    switch_telemetry_off()
    assert os.environ["RAGAS_DO_NOT_TRACK"] == "true"


def test_the_libraries_themselves_say_that_they_keep_quiet(tmp_path: Path) -> None:
    kept = {name: value for name, value in os.environ.items() if name not in QUIET_ENVIRONMENT}
    finished = subprocess.run(
        [sys.executable, "-c", ASK_THE_LIBRARIES],
        env=kept | {"PYTHONPATH": str(ROOT), "HOME": str(tmp_path)},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    assert finished.stdout.split() == ["True", "True", "False"]
