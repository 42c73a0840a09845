"""What the next ingestion would ask of which official address; nothing is asked here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from corpus.manifest import Manifest
from corpus.nouns import Language, Origin, Source
from corpus.settings import DataSettings
from ingest.fetch import is_recent, kept_text, utc_now
from ingest.fetch_limits import FetchLimits
from ingest.obtain import located

PlanReason = Literal["missing", "due", "recent", "mirror"]


@dataclass(frozen=True, slots=True)
class PlannedFetch:
    """One official address. `reason`: "missing" (nothing kept: asked in full), "due" (asked whether
    it changed), "recent" (confirmed less than a day ago: not asked), "mirror" (an earlier origin
    has the text: not asked).
    """

    source: str
    lang: Language
    url: str
    media_type: str
    reason: PlanReason
    checked_at: str = ""
    kept_bytes: int = 0

    @property
    def is_asked(self) -> bool:
        """Whether the next `recital ingest` asks this address."""
        return self.reason in ("missing", "due")


def dry_run(
    manifest: Manifest, data: DataSettings, now: Callable[[], datetime] = utc_now
) -> list[PlannedFetch]:
    """For each official address of the manifest, what an ingestion would do with it."""
    moment = now()
    return [
        _planned(source, origin, data, moment)
        for source in manifest.sources.values()
        for lang in source.languages
        for origin in source.origins
        if origin.kind == "web" and origin.lang == lang
    ]


def _planned(source: Source, origin: Origin, data: DataSettings, now: datetime) -> PlannedFetch:
    receipt = kept_text(origin, source, data.texts).receipt()
    reason: PlanReason = "due" if receipt else "missing"
    if _is_here(source, origin, data):
        reason = "mirror"
    elif receipt and is_recent(receipt, origin, now, FetchLimits()):
        reason = "recent"
    return PlannedFetch(
        source=source.id,
        lang=origin.lang,
        url=origin.url,
        media_type=origin.media_type,
        reason=reason,
        checked_at=receipt.checked_at if receipt else "",
        kept_bytes=receipt.bytes if receipt else 0,
    )


def _is_here(source: Source, asked: Origin, data: DataSettings) -> bool:
    """Whether an origin before the asked one has the text."""
    for origin in source.origins:
        if origin == asked:
            return False
        if origin.lang == asked.lang and origin.kind != "web":
            path = located(origin, data)
            if path is not None and path.exists():
                return True
    return False
