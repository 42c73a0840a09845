"""The bounds of every download, each with its reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

MEGABYTE = 1_000_000

# The largest text of the manifest of each type, times five to ten: the GDPR in French is 0.9 MB of
# XHTML, a French code 1.2 MB of Markdown, the heaviest guide 4 MB of PDF.
BYTES_BY_MEDIA_TYPE: Mapping[str, int] = MappingProxyType(
    {
        "application/xhtml+xml": 10 * MEGABYTE,
        "text/html": 10 * MEGABYTE,
        "text/plain": 10 * MEGABYTE,
        "application/json": 10 * MEGABYTE,
        "application/pdf": 40 * MEGABYTE,
        "application/zip": 30 * MEGABYTE,
    }
)


@dataclass(frozen=True, slots=True)
class FetchLimits:
    """How long, how much and how often; seconds unless the name says otherwise.

    Every number bounds what one bad server can cost; the comments say what it must still allow.
    """

    # A machine without network must go on within five seconds, and an ingestion with nothing to do
    # ends within three; a name and a connection take under two on a satellite link.
    probe_seconds: float = 2.0
    # Official sites answer a connection within a second or two, their documents within ten.
    connect_seconds: float = 10.0
    silence_seconds: float = 30.0
    # The heaviest document at 100 kB/s; a server that drips for ever ends here.
    document_seconds: float = 400.0
    # Nobody's site is asked more than once a second, and a site may ask for more.
    pause_seconds: float = 1.0
    crawl_delay_seconds: float = 30.0
    # Waits of about 1, 2 and 4 seconds ride out a restart; longer troubles are told, not waited for.
    attempts: int = 4
    first_wait_seconds: float = 1.0
    longest_wait_seconds: float = 60.0
    # Cellar needs two, a moved page one.
    redirects: int = 5
    # RFC 9309 asks for at least 500 KiB of robots.txt to be read.
    robots_bytes: int = 512 * 1024
    bytes_by_media_type: Mapping[str, int] = field(default_factory=lambda: BYTES_BY_MEDIA_TYPE)
    # A repository of a guide unpacks to 20 sheets of 0.2 MB in all.
    unpacked_files: int = 200
    unpacked_bytes: int = 20 * MEGABYTE
    # An address that answered today is not asked again by `recital ingest`.
    fresh_seconds: float = 24 * 3600.0

    def bytes_of(self, media_types: tuple[str, ...]) -> int:
        """The most bytes a document of one of these types may have; 0 for an unknown type."""
        return max((self.bytes_by_media_type.get(name, 0) for name in media_types), default=0)
