"""Where each source can be had: on this machine, else from its official address."""

from __future__ import annotations

import hashlib
import sysconfig
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from corpus.manifest import Manifest
from corpus.nouns import Language, Origin, Source
from corpus.settings import DataSettings
from ingest.fetch import Fetcher, document_path, kept_text
from ingest.fetch_address import host_of
from ingest.fetch_words import ONLY_NAMED, FetchFault

REPOSITORY = Path(__file__).resolve().parent.parent
Progress = Callable[[str, int, int], None]
"""Called with the stage "fetch", done and total (hundredths of a text)."""
_PARTS_OF_A_TEXT = 100
# Enough hosts to tell a dead network from one dead host.
_PROBED_HOSTS = 3


@dataclass(frozen=True, slots=True)
class Document:
    """A source in one language, found at `path`; `sha256` covers the bytes of all its files.

    `obtained_at` is the ISO time at which a download was last confirmed, `note` why it could not be
    confirmed now.
    """

    source: Source
    origin: Origin
    path: Path
    sha256: str
    obtained_at: str = ""
    note: str = ""

    @property
    def lang(self) -> Language:
        """The language of the document."""
        return self.origin.lang


@dataclass(frozen=True, slots=True)
class Absence:
    """A source in one language that no origin has, and why (`fetch_words.reason_in` translates)."""

    source: Source
    lang: Language
    reason: str


def obtain(
    manifest: Manifest,
    data: DataSettings,
    *,
    offline: bool = True,
    refresh: bool = False,
    progress: Progress | None = None,
    fetcher: Fetcher | None = None,
) -> Iterator[list[Document] | Absence]:
    """For each source and language: the documents found, in the manifest's order, or an absence.

    Several documents mean several origins answered; a reader tries them in turn. A text put by hand
    below `data.texts` takes the place of the mirror's. An official address is asked only where no
    earlier origin has the text, or always with `refresh`, never with `offline`; a text downloaded
    before serves in any case. `fetcher` is closed at the end.
    """
    places = _Places(
        data, manifest, offline, refresh, progress or (lambda stage, done, total: None)
    )
    with fetcher or Fetcher(web_hosts(manifest)[:_PROBED_HOSTS]) as opened:
        for source in manifest.sources.values():
            for lang in source.languages:
                origins = [origin for origin in source.origins if origin.lang == lang]
                yield places.search(source, lang, origins, opened)


def web_hosts(manifest: Manifest) -> list[str]:
    """The hosts of all official addresses, in the manifest's order."""
    origins = (origin for source in manifest.sources.values() for origin in source.origins)
    return list(dict.fromkeys(host_of(origin.url) for origin in origins if origin.kind == "web"))


def located(origin: Origin, data: DataSettings) -> Path | None:
    """The place on this machine an origin points to, whether or not there is anything."""
    if origin.kind == "mirror":
        by_hand = data.texts / origin.path
        if by_hand.exists():
            return by_hand
        return data.mirror_directory / origin.path if data.mirror_directory else None
    if origin.kind == "package":
        return Path(sysconfig.get_path("purelib")) / origin.path
    return REPOSITORY / origin.path


def digest(path: Path) -> str:
    """SHA-256 of a file, or of every file of a folder with its name; raises `OSError`."""
    total = hashlib.sha256()
    files = sorted(path.rglob("*")) if path.is_dir() else [path]
    for file in files:
        if file.is_file() and file.suffix != ".pyc":
            name = file.relative_to(path.parent).as_posix()
            # Digests of fixed length: no byte can move from one file to the next unnoticed.
            total.update(hashlib.sha256(name.encode()).digest())
            total.update(hashlib.sha256(file.read_bytes()).digest())
    return total.hexdigest()


class _Places:
    """The places of one run, searched source by source."""

    def __init__(
        self,
        data: DataSettings,
        manifest: Manifest,
        offline: bool,
        refresh: bool,
        progress: Progress,
    ) -> None:
        self._data = data
        self._offline = offline
        self._refresh = refresh
        self._progress = progress
        self._done = 0
        self._total = sum(
            _PARTS_OF_A_TEXT
            for source in manifest.sources.values()
            for origin in source.origins
            if origin.kind == "web"
        )

    def search(
        self, source: Source, lang: Language, origins: list[Origin], fetcher: Fetcher
    ) -> list[Document] | Absence:
        """What the origins of one source in one language have."""
        found: list[Document] = []
        reasons: list[str] = []
        for origin in origins:
            try:
                if origin.kind == "web":
                    is_asked = not self._offline and (self._refresh or not found)
                    document = self._download(source, origin, fetcher, is_asked=is_asked)
                else:
                    document = _document(source, origin, located(origin, self._data))
            except FetchFault as fault:
                reasons.append(fault.message("en"))
                continue
            except OSError as error:
                reasons.append(f"{origin.path}: {error.strerror or error}")
                continue
            if document is not None:
                found.append(document)
            else:
                reasons.append(self._absence_reason(origin))
        return found or Absence(source, lang, "; ".join(reasons) or ONLY_NAMED)

    def _download(
        self, source: Source, origin: Origin, fetcher: Fetcher, *, is_asked: bool
    ) -> Document | None:
        """The download of now, else the one kept; raises `FetchFault` where there is neither."""
        note = ""
        try:
            if is_asked:
                fetched = fetcher.fetch(
                    origin, source, self._data.texts, self._report, refresh=self._refresh
                )
                return _document(source, origin, fetched.path, fetched.receipt.checked_at)
        except FetchFault as fault:
            if kept_text(origin, source, self._data.texts).receipt() is None:
                raise
            note = fault.message("en")
        finally:
            self._done += _PARTS_OF_A_TEXT
            if is_asked:
                self._progress("fetch", self._done, self._total)
        return self._kept(source, origin, note)

    def _kept(self, source: Source, origin: Origin, note: str) -> Document | None:
        kept = kept_text(origin, source, self._data.texts)
        receipt = kept.receipt()
        if receipt is None or receipt.url != origin.url:
            return None
        path = document_path(origin, kept, receipt)
        return _document(source, origin, path, receipt.checked_at, note)

    def _report(self, done_bytes: int, total_bytes: int) -> None:
        part = (
            _PARTS_OF_A_TEXT * done_bytes // max(total_bytes, done_bytes, 1) if total_bytes else 0
        )
        self._progress("fetch", self._done + min(part, _PARTS_OF_A_TEXT), self._total)

    def _absence_reason(self, origin: Origin) -> str:
        if origin.kind == "web":
            return FetchFault("offline").message("en")
        if origin.kind == "mirror":
            has_mirror = self._data.mirror_directory is not None
            return (
                f"not in the mirror ({origin.path})"
                if has_mirror
                else "RECITAL_MIRROR_DIR is not set"
            )
        if origin.kind == "package":
            return f"package not installed ({origin.path.split('/')[0]})"
        return f"not in the repository ({origin.path})"


def _document(
    source: Source, origin: Origin, path: Path | None, obtained_at: str = "", note: str = ""
) -> Document | None:
    if path is None or not path.exists():
        return None
    return Document(source, origin, path, digest(path), obtained_at, note)
