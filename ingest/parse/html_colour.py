"""Colours as style sheets write them, as far as is needed to tell text from what is behind it."""

from __future__ import annotations

import re

Colour = tuple[int, int, int]

# Colours closer than this in each of red, green and blue cannot be told apart.
_SAME_COLOUR = 16
_SMALLEST_OPACITY = 0.1

_NUMBER = re.compile(r"\d{1,4}(?:\.\d{1,6})?%?")
_NAMED_COLOURS: dict[str, Colour] = {
    "white": (255, 255, 255), "snow": (255, 250, 250), "ivory": (255, 255, 240),
    "whitesmoke": (245, 245, 245), "ghostwhite": (248, 248, 255), "floralwhite": (255, 250, 240),
    "azure": (240, 255, 255), "mintcream": (245, 255, 250), "black": (0, 0, 0),
    "red": (255, 0, 0), "lime": (0, 255, 0), "green": (0, 128, 0), "blue": (0, 0, 255),
    "yellow": (255, 255, 0), "gray": (128, 128, 128), "grey": (128, 128, 128),
    "silver": (192, 192, 192), "navy": (0, 0, 128),
}  # fmt: skip


def read_colour(value: str) -> Colour | None:
    """Red, green and blue; None for an image or a colour of unknown name."""
    if "url(" in value or "gradient" in value:
        return None
    if "rgb" in value:
        return _rgb(value)
    if "hsl" in value:
        light = _NUMBER.findall(value.partition("(")[2])
        share = _share(light[2]) if len(light) > 2 else 0.5
        return {0.0: (0, 0, 0), 1.0: (255, 255, 255)}.get(share)
    word = value.split()[0] if value.split() else ""
    return _hexadecimal(word) if word.startswith("#") else _NAMED_COLOURS.get(word)


def _rgb(value: str) -> Colour | None:
    parts = _NUMBER.findall(value.partition("(")[2])
    if len(parts) < 3:
        return None
    numbers = [255 * _share(part) if part.endswith("%") else float(part) for part in parts[:3]]
    return (int(numbers[0]), int(numbers[1]), int(numbers[2]))


def _hexadecimal(word: str) -> Colour | None:
    digits = word[1:]
    if len(digits) in (3, 4):
        digits = "".join(2 * digit for digit in digits)
    if not re.fullmatch(r"[0-9a-f]{6}(?:[0-9a-f]{2})?", digits):
        return None
    return (int(digits[0:2], 16), int(digits[2:4], 16), int(digits[4:6], 16))


def is_clear(value: str) -> bool:
    """Whether a colour is transparent."""
    if value == "transparent" or re.fullmatch(r"#[0-9a-f]{3}0|#[0-9a-f]{6}00", value):
        return True
    parts = _NUMBER.findall(value.partition("(")[2]) if value.startswith(("rgb", "hsl")) else []
    return len(parts) == 4 and _share(parts[3]) <= _SMALLEST_OPACITY


def _share(number: str) -> float:
    return float(number[:-1]) / 100 if number.endswith("%") else float(number)


def are_alike(one: Colour, other: Colour) -> bool:
    """Whether an eye would take them for one."""
    return all(abs(a - b) <= _SAME_COLOUR for a, b in zip(one, other, strict=True))


def is_faint(opacity: str) -> bool:
    """Whether an opacity ("0", "5%") leaves nothing to see."""
    return bool(_NUMBER.fullmatch(opacity)) and _share(opacity) <= _SMALLEST_OPACITY
