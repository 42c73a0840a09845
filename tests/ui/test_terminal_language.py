import os
import subprocess
import sys
from pathlib import Path

import pytest

from ui.terminal_language import terminal_language


@pytest.mark.parametrize(
    ("environment", "lang"),
    [
        ({}, "en"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LANG": "fr_FR.UTF-8"}, "fr"),
        ({"LANG": "fr_FR.UTF-8", "LC_ALL": "en_GB.UTF-8"}, "en"),
        ({"LANG": "en_GB.UTF-8", "RECITAL_LANG": "fr"}, "fr"),
        ({"LANG": "fr_FR.UTF-8", "RECITAL_LANG": ""}, "fr"),
    ],
)
def test_the_setting_goes_before_the_locale_and_english_is_the_rest(
    environment: dict[str, str], lang: str
) -> None:
    assert terminal_language(environment) == lang


@pytest.mark.parametrize(("lang", "said"), [("fr", "Interrompu."), ("en", "Interrupted.")])
def test_ctrl_c_is_answered_in_a_word(lang: str, said: str) -> None:
    program = """
import sys
from ui import cli

@cli.app.command()
def wait() -> None:
    raise KeyboardInterrupt

sys.argv = ["recital", "wait"]
cli.main()
"""
    environment = {**os.environ, "RECITAL_LANG": lang}
    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True, text=True, check=False, env=environment, cwd=Path(__file__).parents[2],
    )  # fmt: skip
    assert (done.returncode, done.stderr.strip()) == (130, said)
