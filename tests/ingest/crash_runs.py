"""Processes of the crash tests: started, read from, and ended whatever happens."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

HERE = Path(__file__).parent
REPOSITORY = HERE.parents[1]


@contextmanager
def started(script: str, root: Path) -> Iterator["subprocess.Popen[str]"]:
    environment = {name: os.environ[name] for name in os.environ if not name.startswith("RECITAL_")}
    process = subprocess.Popen(
        [sys.executable, str(HERE / script), str(root)],
        cwd=REPOSITORY,
        env={**environment, "PYTHONPATH": f"{REPOSITORY}{os.pathsep}{HERE}"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        bufsize=1,
    )
    try:
        with process:
            yield process
    finally:
        process.kill()


def stream(handle: IO[str] | None) -> IO[str]:
    assert handle is not None
    return handle
