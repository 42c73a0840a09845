"""Switches off, before any library is imported, everything in this stack that phones home."""

from __future__ import annotations

import os

# Hugging Face libraries look for newer models unless offline:
# someone who wants to download a model sets HF_HUB_OFFLINE=0 for that one run.
QUIET_ENVIRONMENT = {
    "RAGAS_DO_NOT_TRACK": "true",
    "HF_HUB_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "LANGSMITH_TRACING": "false",
    "LANGCHAIN_TRACING_V2": "false",
    "ANONYMIZED_TELEMETRY": "False",
    "STREAMLIT_BROWSER_GATHER_USAGE_STATS": "false",
    "DO_NOT_TRACK": "1",
    "TOKENIZERS_PARALLELISM": "false",
}


# RAGAS heeds the word "true" only: somebody who set "1" would be reported on all the same.
FORCED = ("RAGAS_DO_NOT_TRACK",)


def switch_telemetry_off() -> None:
    """Set each variable the user has not set, and those of `FORCED` whatever they were set to."""
    for name, value in QUIET_ENVIRONMENT.items():
        if name in FORCED:
            os.environ[name] = value
        os.environ.setdefault(name, value)
