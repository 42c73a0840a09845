"""The real page over the hand-written assistant: what the browser tests open."""

from __future__ import annotations

import json
import os

from fake_assistant import FakeAssistant

import ui.app

ANSWERS: dict[str, str] = json.loads(os.environ.get("FAKE_ANSWERS", "{}"))
ui.app.open_assistant = lambda settings: FakeAssistant(answers=ANSWERS)  # type: ignore[assignment, return-value]
ui.app.main()
