"""`python -m evals.bench [--json]`: prints the figures with their aims, date and machine."""

from __future__ import annotations

import json
import os
import platform
import sys
from datetime import date
from pathlib import Path
from typing import Any

from evals.bench.measure import cold_answer, embedding_rate, serving, warm_answers

# measure, figure, unit, aim ("" where none is set)
ROWS = (
    ("warm", "p50_ms", "warm answer, p50 of 200 questions", "ms", "< 100"),
    ("warm", "p95_ms", "warm answer, p95 of 200 questions", "ms", "< 250"),
    ("cold", "median_s", "cold `recital ask`, whole process, median of 7", "s", "< 3"),
    ("embed", "passages_per_s", "passages embedded", "per s", ""),
    ("serving", "peak_rss_mb", "peak memory of the web server after 20 questions", "MB", "< 1000"),
)


def main() -> int:
    """Measure one thing after the other; each says when it begins."""
    results: dict[str, dict[str, Any]] = {}
    measures = {
        "warm": warm_answers,
        "cold": cold_answer,
        "embed": embedding_rate,
        "serving": serving,
    }
    for name, measure in measures.items():
        print(f"measuring: {name} …", file=sys.stderr, flush=True)
        results[name] = measure()
    if "--json" in sys.argv:
        print(json.dumps({"date": date.today().isoformat(), "machine": machine(), **results}))
        return 0
    print(f"`make bench`, {date.today().isoformat()}, {machine()}\n")
    print("| figure | value | aim |\n|---|---|---|")
    for group, key, title, unit, aim in ROWS:
        print(f"| {title} | {results[group][key]:.3g} {unit} | {aim} |")
    print(f"\nWarm stages, mean ms: {results['warm']['stages_ms']}; torch loaded: "
          f"{results['warm']['is_torch_loaded']}.")  # fmt: skip
    return 0


def machine() -> str:
    """Processor, cores and Python of this machine, in words."""
    model = platform.machine()
    for line in Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace").splitlines():
        if line.startswith("model name"):
            model = line.partition(":")[2].strip()
            break
    load = os.getloadavg()[0]
    return f"{os.cpu_count()} cores {model}, Python {platform.python_version()}, load {load:.1f}"


if __name__ == "__main__":
    sys.exit(main())
