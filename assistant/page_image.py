"""A page of a PDF as an image, with the words of a quote marked on it.

The page is drawn in a process of its own that can be killed (`page_image_worker.py`); what comes
back are pixels and the place of each letter. Nothing is written to disk: a document that is erased
leaves no image behind.
"""

from __future__ import annotations

import io
import json
import subprocess
import sys
import threading
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from PIL import Image, ImageChops

from assistant.page_words import Found, find_words
from corpus.errors import PageNotDrawn
from corpus.nouns import PageSpan

_WORKER = Path(__file__).with_name("page_image_worker.py")
# A worker may take a gigabyte and a core: a third one waits until one of two has ended.
_FREE_WORKERS = threading.BoundedSemaphore(2)
_MARKER = (255, 226, 112)  # multiplied with the page: its ink stays as dark as it was
_MARGIN_PIXELS = 1
_PNG_EFFORT = 2  # of 9: 302 kB and 0.06 s a page of the mirror; at 4 351 kB, at 9 333 kB and 0.29 s


@dataclass(frozen=True, slots=True)
class PageLimits:
    """What drawing one page may cost.

    A page of the mirror takes 0.3 s of processor time (median of 60), 19 in 20 take at most 0.4 s;
    of the first pages of 153 hostile files the slowest took 4.2 s.
    """

    pixels: int = 4_000_000
    characters: int = 60_000
    pages: int = 2_000
    cpu_seconds: int = 10
    memory_bytes: int = 1024**3
    wall_seconds: float = 20.0


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in pixels of the image, from its top left corner."""

    left: int
    top: int
    right: int
    bottom: int


@dataclass(frozen=True, slots=True)
class PageImage:
    """A page as a PNG of `width` x `height` pixels with `boxes` marked, one a line.

    `found_share` is the part of the words found on this page: 0 for none, 1 for all.
    """

    png: bytes
    width: int
    height: int
    boxes: tuple[Box, ...] = ()
    found_share: float = 0.0


def page_image(
    path: Path,
    page: int,
    *,
    words: str = "",
    width_pixels: int = 1000,
    near: PageSpan | None = None,
    limits: PageLimits = PageLimits(),
) -> PageImage:
    """Page `page` (from 1) with `words` marked where they stand, nearest to `near`.

    Raises `PageNotDrawn`, and nothing else, whatever the file holds.
    """
    header, pixels = _drawn(path, page, width_pixels, limits)
    size = header["width"], header["height"]
    boxes = [Box(*box) for box in header["boxes"]]
    expected = near.start / max(1, header["text_length"]) if near else 0.0
    found = find_words(header["characters"], words, expected)
    lines = lines_of(boxes, found)
    image = _marked(Image.frombytes("RGB", size, pixels), lines)
    return PageImage(_png(image), *size, tuple(lines), found.share)


def lines_of(boxes: list[Box], found: Found) -> list[Box]:
    """The letters of each run merged into one box a line."""
    lines: list[Box] = []
    for start, end in found.runs:
        is_new = True
        for box in boxes[start:end]:
            if not is_new and _is_same_line(lines[-1], box):
                lines[-1] = _around(lines[-1], box)
            else:
                lines.append(box)
            is_new = False
    return lines


def _is_same_line(line: Box, box: Box) -> bool:
    shared = min(line.bottom, box.bottom) - max(line.top, box.top)
    height = min(line.bottom - line.top, box.bottom - box.top)
    # Text set in columns goes on at the height it began at, but farther off than any space.
    gap = max(box.left - line.right, line.left - box.right)
    return 2 * shared >= height and gap <= 3 * max(height, 1)


def _around(one: Box, other: Box) -> Box:
    return Box(
        min(one.left, other.left),
        min(one.top, other.top),
        max(one.right, other.right),
        max(one.bottom, other.bottom),
    )


def _marked(image: Image.Image, lines: list[Box]) -> Image.Image:
    for line in lines:
        place = (
            max(0, line.left - _MARGIN_PIXELS),
            max(0, line.top),
            min(image.width, line.right + _MARGIN_PIXELS),
            min(image.height, line.bottom),
        )
        if place[0] < place[2] and place[1] < place[3]:
            part = image.crop(place)
            image.paste(ImageChops.multiply(part, Image.new("RGB", part.size, _MARKER)), place)
    return image


def _png(image: Image.Image) -> bytes:
    file = io.BytesIO()
    image.save(file, "PNG", compress_level=_PNG_EFFORT)
    return file.getvalue()


def _drawn(path: Path, page: int, width: int, limits: PageLimits) -> tuple[dict[str, Any], bytes]:
    """What the worker made of the page; raises `PageNotDrawn`."""
    request = {"path": str(path.resolve()), "page": page, "width": width, **asdict(limits)}
    # -P: the folder of the worker holds modules whose names are also those of libraries.
    command = [sys.executable, "-P", str(_WORKER), json.dumps(request)]
    if not path.is_file():
        raise _not_drawn(path, page, "absent")
    try:
        with _FREE_WORKERS:
            finished = subprocess.run(  # noqa: S603  our own program, no shell
                command,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=limits.wall_seconds,
                check=False,
            )
    except subprocess.TimeoutExpired as error:
        raise _not_drawn(path, page, "too_slow") from error
    header, pixels = _parts(finished.stdout)
    if "refused" in header:
        raise _not_drawn(path, page, header["refused"])
    if not header or len(pixels) != 3 * header["width"] * header["height"]:
        raise _not_drawn(path, page, "too_slow" if _ran_out_of_time(finished) else "broken")
    return header, pixels


def _parts(output: bytes) -> tuple[dict[str, Any], bytes]:
    line, _, pixels = output.partition(b"\n")
    try:
        header: dict[str, Any] = json.loads(line)
    except ValueError:  # the worker died before it could say anything
        return {}, b""
    return header, pixels


def _ran_out_of_time(finished: subprocess.CompletedProcess[bytes]) -> bool:
    try:
        import signal

        return -finished.returncode in (signal.SIGXCPU, signal.SIGKILL)
    except AttributeError:  # Windows has neither signal
        return False


def _not_drawn(path: Path, page: int, reason: str) -> PageNotDrawn:
    remedy_fr, remedy_en = _REMEDIES[reason]
    return PageNotDrawn(page=page, document=path.name, remedy_fr=remedy_fr, remedy_en=remedy_en)


_REMEDIES = {
    "absent": (
        "Le fichier n'est plus là : lisez le texte du passage.",
        "The file is no longer there: read the text of the passage.",
    ),
    "password": (
        "Le fichier est protégé par un mot de passe : lisez le texte du passage.",
        "The file is protected by a password: read the text of the passage.",
    ),
    "broken": (
        "Le fichier est endommagé : lisez le texte du passage.",
        "The file is damaged: read the text of the passage.",
    ),
    "no_page": (
        "Le document n'a pas cette page : il a changé depuis qu'il a été lu.",
        "The document has no such page: it has changed since it was read.",
    ),
    "too_heavy": (
        "Elle est trop lourde à dessiner : lisez le texte du passage.",
        "It is too heavy to draw: read the text of the passage.",
    ),
    "too_slow": (
        "Elle est trop longue à dessiner : lisez le texte du passage.",
        "It takes too long to draw: read the text of the passage.",
    ),
}
