"""One page of a PDF as pixels and characters, on standard output.

    python page_image_worker.py REQUEST_JSON

It runs alone in its process: a hostile PDF may crash, hang or fill the memory of a renderer written
in C++, and nothing but the process around it bounds that. It imports nothing of ours, so that it
starts fast and knows no setting.

The request: {"path", "page" (from 1), "width", "pixels", "characters", "pages", "cpu_seconds",
"memory_bytes"}. The output: one line of JSON, {"width", "height", "text_length", "characters",
"boxes"} followed by width x height x 3 bytes of RGB, or {"refused": "password" | "broken" |
"no_page" | "too_heavy", "detail": "…"} alone. A box is [left, top, right, bottom] in pixels of the
image; `text_length` counts the spaces and marks too, which have none.
"""

from __future__ import annotations

import ctypes
import json
import math
import sys
from typing import Any

_PASSWORD_ERROR = 4  # FPDF_ERR_PASSWORD


class _Refused(Exception):
    """Why there is no image: a reason the caller knows, and a detail."""


def main() -> None:
    """Draw the page named in the request within the limits given there."""
    request = json.loads(sys.argv[1])
    _cap_resources(request["cpu_seconds"], request["memory_bytes"])
    try:
        header, pixels = _draw(request)
    except _Refused as refused:
        header, pixels = {"refused": refused.args[0], "detail": refused.args[1]}, b""
    except MemoryError:
        header, pixels = {"refused": "too_heavy", "detail": "memory"}, b""
    except Exception as error:  # noqa: BLE001  a hostile file can raise anything, named or not
        header, pixels = {"refused": "broken", "detail": f"{type(error).__name__}: {error}"}, b""
    sys.stdout.buffer.write(json.dumps(header, ensure_ascii=True).encode() + b"\n" + pixels)
    sys.stdout.buffer.flush()


def _cap_resources(cpu_seconds: int, memory_bytes: int) -> None:
    try:
        import resource
    except ImportError:  # not on Windows; the wall clock still holds there
        return
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds + 1))
    if sys.platform == "linux":  # macOS counts shared libraries and would refuse at once
        resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _draw(request: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    page = _page(request)
    scale = _scale(page.get_size(), request)
    bitmap = page.render(scale=scale, rev_byteorder=True, may_draw_forms=False)
    text_page = page.get_textpage()
    characters, boxes = _characters(page, text_page, bitmap, request["characters"])
    header = {
        "width": bitmap.width,
        "height": bitmap.height,
        "text_length": text_page.count_chars(),
        "characters": characters,
        "boxes": boxes,
    }
    return header, _rows(bitmap)


def _page(request: dict[str, Any]) -> Any:
    from pypdfium2 import PdfDocument, PdfiumError

    try:
        document = PdfDocument(request["path"])
        page_count = len(document)
    except PdfiumError as error:
        is_locked = getattr(error, "err_code", None) == _PASSWORD_ERROR
        raise _Refused("password" if is_locked else "broken", str(error)) from error
    if page_count > request["pages"]:
        raise _Refused("too_heavy", f"{page_count} pages")
    if not 1 <= request["page"] <= page_count:
        raise _Refused("no_page", f"{page_count} pages")
    return document[request["page"] - 1]


def _scale(size: tuple[float, float], request: dict[str, Any]) -> float:
    """As wide as asked for, unless a freakish page would then hold too many pixels."""
    width, height = size
    if not (math.isfinite(width) and math.isfinite(height) and width > 0 and height > 0):
        raise _Refused("broken", f"a page of {width} x {height}")
    scale: float = (request["width"] - 0.5) / width
    # One pixel is kept for the rounding up of each side.
    most = math.sqrt(request["pixels"] / (width * height)) - 1 / min(width, height)
    scale = min(scale, most)
    if scale * min(width, height) < 1:
        raise _Refused("too_heavy", f"a page of {width:.0f} x {height:.0f}")
    return scale


def _rows(bitmap: Any) -> bytes:
    """The pixels without the padding at the end of each line."""
    length = bitmap.width * 3
    pixels = bytes(bitmap.buffer)
    if bitmap.stride == length:
        return pixels[: length * bitmap.height]
    starts = range(0, bitmap.stride * bitmap.height, bitmap.stride)
    return b"".join(pixels[start : start + length] for start in starts)


def _characters(page: Any, text_page: Any, bitmap: Any, limit: int) -> tuple[str, list[list[int]]]:
    """The letters and digits of the page in its own order, each with its box."""
    from pypdfium2 import raw

    position = bitmap.get_posconv(page)
    characters: list[str] = []
    boxes: list[list[int]] = []
    rectangle = raw.FS_RECTF()
    for index in range(min(text_page.count_chars(), limit)):
        character = chr(raw.FPDFText_GetUnicode(text_page, index))
        if not character.isalnum():
            continue
        if not raw.FPDFText_GetLooseCharBox(text_page, index, ctypes.byref(rectangle)):
            continue
        x1, y1 = position.to_bitmap(rectangle.left, rectangle.top)
        x2, y2 = position.to_bitmap(rectangle.right, rectangle.bottom)
        characters.append(character)
        boxes.append([min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2)])
    return "".join(characters), boxes


if __name__ == "__main__":
    main()
