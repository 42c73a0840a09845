"""Which pages of a document hold the words of a passage, drawn when they are asked for.

The last pages drawn stay in memory only, and go when their file goes: erasing a document must leave
no picture of it.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterator
from pathlib import Path

from assistant.page_image import PageImage, page_image
from corpus.manifest import default_manifest
from corpus.nouns import PageSpan, Passage
from corpus.settings import Settings
from corpus.store import SourceRecord

WIDTH_PIXELS = 1100
ENOUGH = 0.95
"""The part of the words' letters from which on they count as found."""
_KEPT_PAGES = 24  # about 300 kB each
# Words that run over the end of a page stand on two; a reader of a long section sees no more.
_PAGES_SHOWN = 3
_Key = tuple[Path, int, int, int, str, int]


class PageImages:
    """The pages drawn last, for every reader of this process."""

    def __init__(self) -> None:
        self._images: OrderedDict[_Key, PageImage] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, path: Path, page: int, words: str, near: PageSpan | None) -> PageImage:
        """A page of today's file, drawn if it is not held; raises `PageNotDrawn`."""
        self.forget_changed()
        key = (path, *_stamp(path), page, words, near.start if near else 0)
        with self._lock:
            held = self._images.get(key)
            if held is not None:
                self._images.move_to_end(key)
                return held
        image = page_image(path, page, words=words, width_pixels=WIDTH_PIXELS, near=near)
        with self._lock:
            self._images[key] = image
            while len(self._images) > _KEPT_PAGES:
                self._images.popitem(last=False)
        return image

    def forget_changed(self) -> None:
        """Drop the pages of files that are gone or have changed."""
        with self._lock:
            for key in [key for key in self._images if _stamp(key[0]) != key[1:3]]:
                del self._images[key]

    def __len__(self) -> int:
        return len(self._images)


def pages_with(
    images: PageImages, path: Path, passage: Passage, words: str
) -> list[tuple[int, PageImage]]:
    """The pages that hold `words`, in order, or the page they should be on; raises `PageNotDrawn`."""
    found: dict[int, PageImage] = {}
    first: tuple[int, PageImage] | None = None
    for near in _places(passage, words):
        image = images.get(path, near.page, words, near)
        first = first or (near.page, image)
        if image.boxes:
            found[near.page] = image
        if sum(image.found_share for image in found.values()) >= ENOUGH:
            break
    return sorted(found.items()) if found else [first] if first else []


def expected_place(passage: Passage, quote: str) -> PageSpan:
    """Where in the document a quote of a passage should begin: its spans, taken as one long line."""
    if not passage.spans:
        page = passage.page or 1
        return PageSpan(page, 0, 0)
    start = max(0, passage.text.find(quote)) if quote else 0
    total = sum(span.end - span.start for span in passage.spans)
    left = int(total * start / max(1, len(passage.text)))
    for span in passage.spans:
        length = span.end - span.start
        if left < length:
            return PageSpan(span.page, span.start + left, span.end)
        left -= length
    return passage.spans[-1]


def document_path(
    settings: Settings, records: tuple[SourceRecord, ...], passage: Passage
) -> Path | None:
    """The PDF on this machine that a passage was read from, or None."""
    recorded = [
        Path(record.path)
        for record in records
        if (record.source, record.lang) == (passage.source, passage.lang) and record.path
    ]
    known = [path for path in (*recorded, *_manifest_paths(settings, passage)) if path.is_file()]
    return next((path for path in known if path.suffix.lower() == ".pdf"), None)


def _manifest_paths(settings: Settings, passage: Passage) -> Iterator[Path]:
    """Where the manifest's origins of a text would be, for a version that recorded no path."""
    source = default_manifest().sources.get(passage.source)
    for origin in source.origins if source else ():
        if origin.lang != passage.lang:
            continue
        if origin.kind == "mirror" and settings.data.mirror_directory is not None:
            yield settings.data.mirror_directory / origin.path
        if origin.kind in ("mirror", "web"):
            yield settings.data.texts / origin.path


def _places(passage: Passage, words: str) -> list[PageSpan]:
    """The pages to look at: the expected one first, then those beside it that the passage is on."""
    expected = expected_place(passage, words)
    others = [span for span in passage.spans if span.page != expected.page]
    others.sort(key=lambda span: abs(span.page - expected.page))
    return [expected, *others][:_PAGES_SHOWN]


def _stamp(path: Path) -> tuple[int, int]:
    try:
        status = path.stat()
    except OSError:
        return 0, 0
    return status.st_mtime_ns, status.st_size
