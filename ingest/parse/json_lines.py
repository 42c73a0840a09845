"""A file of one JSON object a line into checked entries."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

Entry = TypeVar("Entry", bound=BaseModel)


def read_entries(path: Path, form: type[Entry], name: Callable[[Entry], str]) -> Iterator[Entry]:
    """The entries in order; empty lines are passed over.

    Raises `OSError`, or `ValueError` naming the line that is not of the `form` or whose `name`
    stood in the file before.
    """
    seen = set()
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip():
            continue
        try:
            entry = form.model_validate_json(line)
        except ValidationError as error:
            first = error.errors()[0]
            field = ".".join(str(part) for part in first["loc"]) or "the line"
            raise ValueError(f"line {number}, {field}: {first['msg']}") from error
        if name(entry) in seen:
            raise ValueError(f"line {number}: entry {name(entry)!r} a second time")
        seen.add(name(entry))
        yield entry
