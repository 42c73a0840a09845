"""Texts from their official addresses: politely, within bounds, and never half a text.

One request at a time and a pause between two on one host; robots.txt is asked first and obeyed;
nothing about this machine or its user is sent.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from corpus.nouns import Language, Origin, Source
from ingest.fetch_address import Resolve, resolve
from ingest.fetch_archive import unpack
from ingest.fetch_client import Answer, Client, Sleep, Timer
from ingest.fetch_kept import KeptText, Part, Receipt, file_digest
from ingest.fetch_limits import FetchLimits
from ingest.fetch_network import has_network
from ingest.fetch_words import FetchFault

FetchStatus = Literal["new", "unchanged", "recent"]
BytesProgress = Callable[[int, int], None]
"""Called with the bytes received and the bytes expected (0: unknown)."""
ARCHIVE = "application/zip"

# Cellar names languages by three letters, and answers 400 to a request that names none.
_LANGUAGE_NAMES: Mapping[Language, str] = {"fr": "fra", "en": "eng"}


@dataclass(frozen=True, slots=True)
class Fetched:
    """A kept text: the file, or the folder its archive was unpacked into.

    `status`: "new" bytes came; "unchanged": the address confirmed those kept; "recent": confirmed
    less than a day ago, so not asked.
    """

    path: Path
    receipt: Receipt
    status: FetchStatus


def media_types(origin: Origin) -> tuple[str, ...]:
    """The content types an origin may have, best first."""
    return tuple(name.strip() for name in origin.media_type.split(",") if name.strip())


def kept_text(origin: Origin, source: Source, directory: Path) -> KeptText:
    """Where a download of `source` is kept below `directory`."""
    return KeptText(directory / source.id / origin.lang / origin.path)


def is_recent(receipt: Receipt, origin: Origin, now: datetime, limits: FetchLimits) -> bool:
    """Whether this very address confirmed the text so lately that it need not be asked again."""
    try:
        age_seconds = (now - datetime.fromisoformat(receipt.checked_at)).total_seconds()
    except (ValueError, TypeError):
        return False
    return receipt.url == origin.url and 0 <= age_seconds < limits.fresh_seconds


def utc_now() -> datetime:
    """The time of the receipts."""
    return datetime.now(UTC)


class Fetcher:
    """Downloads of one run. Used from one thread; close it, or use it in a `with`.

    `hosts` are those of the run: if none of them can be connected to, nothing is asked.
    """

    def __init__(
        self,
        hosts: Sequence[str] = (),
        *,
        limits: FetchLimits | None = None,
        now: Callable[[], datetime] = utc_now,
        timer: Timer = time.monotonic,
        sleep: Sleep = time.sleep,
        resolve_host: Resolve = resolve,
        probe: Callable[[Sequence[str], float], bool] = has_network,
    ) -> None:
        self.limits = limits or FetchLimits()
        self._hosts = tuple(hosts)
        self._now = now
        self._timer = timer
        self._probe = probe
        self._is_online: bool | None = None
        self._client = Client(self.limits, timer=timer, sleep=sleep, resolve_host=resolve_host)

    def __enter__(self) -> Fetcher:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End all connections."""
        self._client.close()

    def fetch(
        self,
        origin: Origin,
        source: Source,
        directory: Path,
        progress: BytesProgress = lambda done, total: None,
        *,
        refresh: bool = False,
    ) -> Fetched:
        """The text of a "web" origin, kept below `directory`; raises `FetchFault`.

        Asks only for what changed, continues what an earlier cut left, and leaves the kept text as
        it is unless a whole new one of the right type came. `refresh` asks however recent it is.
        """
        kept = kept_text(origin, source, directory)
        try:
            receipt = kept.receipt()
            if receipt and not refresh and is_recent(receipt, origin, self._now(), self.limits):
                return self._fetched(origin, kept, receipt, "recent")
            self._require_network()
            known = receipt if receipt and receipt.url == origin.url else None
            return self._ask(_Request(origin, kept, known), progress)
        except OSError as error:
            raise FetchFault("disk", reason=error.strerror or str(error)) from error

    def _require_network(self) -> None:
        if self._is_online is None:
            self._is_online = not self._hosts or self._probe(self._hosts, self.limits.probe_seconds)
        if not self._is_online:
            raise FetchFault("no_network")

    def _ask(self, request: _Request, progress: BytesProgress) -> Fetched:
        deadline = self._timer() + self.limits.document_seconds
        for attempt in range(1, self.limits.attempts + 1):
            try:
                return self._attempt(request, deadline, progress)
            except FetchFault as fault:
                if not fault.is_passing or attempt == self.limits.attempts:
                    self._client.give_up(fault)
                    raise
                self._client.wait_before_retry(fault, attempt, deadline)
        raise AssertionError("the last attempt returns or raises")

    def _attempt(self, request: _Request, deadline: float, progress: BytesProgress) -> Fetched:
        origin, kept = request.origin, request.kept
        part = kept.part()
        with self._client.get(origin.url, request.headers(part), deadline) as answer:
            if answer.status == 304 and request.known is not None:
                receipt = kept.confirm(request.known, self._stamp())
                return self._fetched(origin, kept, receipt, "unchanged")
            if answer.status == 416:
                # What an earlier cut left is no part of today's text.
                kept.discard_part()
                raise FetchFault("truncated", host=answer.host)
            answer.require_success()
            answer.require_type(media_types(origin))
            self._receive(answer, kept, part, progress)
        receipt = self._receipt(origin, kept, answer)
        if not receipt.bytes:
            kept.discard_part()
            raise FetchFault("truncated", host=answer.host)
        kept.publish(receipt)
        is_same = request.known is not None and request.known.sha256 == receipt.sha256
        return self._fetched(origin, kept, receipt, "unchanged" if is_same else "new")

    def _receive(
        self, answer: Answer, kept: KeptText, part: Part | None, progress: BytesProgress
    ) -> None:
        start = kept.part_path.stat().st_size if part and answer.status == 206 else 0
        if answer.status == 206 and not answer.continues(start, part.etag if part else ""):
            kept.discard_part()
            raise FetchFault("truncated", host=answer.host)
        if not start:
            kept.begin_part(Part(url=answer.url, etag=answer.etag, last_modified=answer.modified))
        expected = start + answer.length if answer.length is not None else 0
        try:
            with kept.part_path.open("ab") as file:
                for chunk in answer.chunks(start):
                    file.write(chunk)
                    progress(file.tell(), expected)
        except FetchFault as fault:
            # A text that is too large stays so; one that was cut is continued.
            if not fault.is_passing or kept.part() is None:
                kept.discard_part()
            raise

    def _receipt(self, origin: Origin, kept: KeptText, answer: Answer) -> Receipt:
        stamp = self._stamp()
        return Receipt(
            url=origin.url,
            final_url=answer.url,
            etag=answer.etag,
            last_modified=answer.modified,
            sha256=file_digest(kept.part_path),
            bytes=kept.part_path.stat().st_size,
            media_type=answer.media_type,
            fetched_at=stamp,
            checked_at=stamp,
        )

    def _stamp(self) -> str:
        return self._now().isoformat(timespec="seconds")

    def _fetched(
        self, origin: Origin, kept: KeptText, receipt: Receipt, status: FetchStatus
    ) -> Fetched:
        return Fetched(document_path(origin, kept, receipt, self.limits), receipt, status)


def document_path(
    origin: Origin, kept: KeptText, receipt: Receipt, limits: FetchLimits | None = None
) -> Path:
    """The text to read: the kept file, or the folder of its members; raises `FetchFault`."""
    if ARCHIVE not in media_types(origin):
        return kept.path
    return unpack(kept.path, origin.members, receipt.sha256, limits or FetchLimits())


@dataclass(frozen=True, slots=True)
class _Request:
    """What is asked: an origin, where it is kept, and the receipt of what is there."""

    origin: Origin
    kept: KeptText
    known: Receipt | None

    def headers(self, part: Part | None) -> dict[str, str]:
        """The headers of a first request, a conditional one, or one for the rest of a text."""
        headers = {
            "Accept": ", ".join(media_types(self.origin)),
            "Accept-Language": _LANGUAGE_NAMES[self.origin.lang],
        }
        if part is not None:
            headers["Range"] = f"bytes={self.kept.part_path.stat().st_size}-"
            headers["If-Range"] = part.validator
        elif self.known is not None:
            if self.known.etag:
                headers["If-None-Match"] = self.known.etag
            if self.known.last_modified:
                headers["If-Modified-Since"] = self.known.last_modified
        return headers
