"""The real pages over the tiny law in memory: what the browser tests of the library open."""

from __future__ import annotations

from small_library import served

import ui.app

setattr(ui.app, "open_assistant", lambda settings: served())  # noqa: B010
ui.app.main()
