"""The real page over the hand-written assistant: what the browser tests open."""

from __future__ import annotations

import json
import os

from fake_assistant import FakeAssistant, answer_with

import ui.app

PREPARED: dict[str, dict[str, str]] = json.loads(os.environ.get("FAKE_ANSWERS", "{}"))
ANSWERS = {question: answer_with(**values) for question, values in PREPARED.items()}
setattr(ui.app, "open_assistant", lambda settings: FakeAssistant(answers=ANSWERS))  # noqa: B010
ui.app.main()
