"""The name a person gives an index version, by which it is kept and found again."""

from __future__ import annotations

from corpus.errors import InvalidInput
from corpus.versions import IndexVersions

LABEL_CHARACTERS = 60


def name_version(versions: IndexVersions, version: str, label: str, *, refusal: str) -> str:
    """Name a version, or a named one anew; the version found.

    Raises `InvalidInput` with `refusal` for what cannot be a name, `UnknownVersion` or
    `IngestRunning`.
    """
    is_name = 0 < len(label) <= LABEL_CHARACTERS and label.isprintable()
    if not is_name or label in versions.versions():
        raise InvalidInput(value=label, reason=refusal)
    with versions.building_lock():
        found = versions.find(version)
        versions.set_label(found, label)
    return found
