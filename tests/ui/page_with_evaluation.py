"""The real pages over the tiny law in memory, with two made-up results of the evaluation."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

from small_library import served

import ui.app
from evals.results import Result, Row, save
from evals.suites import profile_of

CASES = ("fr-b2b-01", "fr-off-01", "en-sms-01", "fr-consent-51")


def results(folder: Path) -> None:
    """Two results, the second better."""
    for number, passed in enumerate((0.0, 1.0)):
        rows = tuple(
            Row(name, name[:2], "marketer", "permission", "held_out" if "51" in name else "development",
                "development", "answered",
                {"passed": passed if place else 0.0, "cites_gold": 1.0, "declined": 1.0, "quotes_valid": 1.0})
            for place, name in enumerate(CASES)
        )  # fmt: skip
        made = Result(
            name=f"2026-11-2{number}-abc", made_on=date(2026, 11, 20 + number), commit="abc",
            is_modified=False, suite="full", answers="composed", profile=profile_of(served()),
            index_version="v1", machine="2 cores", seconds=3.0, fingerprint={"program": str(number)},
            rows=rows,
        )  # fmt: skip
        path = folder / "evals" / "results" / f"{made.name}.json"
        if not path.is_file():  # the page runs anew at every click
            save(made, path)


setattr(ui.app, "open_assistant", lambda settings: served())  # noqa: B010
if __name__ == "__main__":
    results(Path(os.environ["RECITAL_DATA_DIR"]))
    ui.app.main()
