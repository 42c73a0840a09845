"""Whether a reader would see a piece of HTML: what its attributes and style sheet say.

Only what can be told without laying the page out: a rule for a tag, a class or an id, and the
element's own style.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from ingest.parse.html_colour import Colour, are_alike, is_clear, is_faint, read_colour

Declarations = dict[str, str]

# A page has thousands of rules, of which a few hide: this bounds what matching them can cost.
_RULES_PER_KEY = 50
_SMALLEST_FONT_PIXELS = 1.0
_OFF_SCREEN_PIXELS = -200.0

_SIMPLE_SELECTOR = re.compile(r"([a-z][a-z0-9]*|\*)?((?:[.#][a-z0-9_-]+)*)")
_SELECTOR_PART = re.compile(r"([.#])([a-z0-9_-]+)")
_LENGTH = re.compile(r"(-?\d{0,9}(?:\.\d{0,9})?)\s*(px|pt|em|rem|ex|ch|%|vw|vh|in|cm|mm)?")
_PIXELS = {
    "px": 1.0,
    "pt": 4 / 3,
    "rem": 16.0,
    "in": 96.0,
    "cm": 37.8,
    "mm": 3.78,
    "vw": 10.0,
    "vh": 8.0,
}


@dataclass(frozen=True, slots=True)
class Look:
    """How the text of an element looks, as it is handed down to what is inside it.

    `colour` is None until one is declared, `background` when it is an image or unknown.
    """

    font_pixels: float = 16.0
    colour: Colour | None = None
    background: Colour | None = (255, 255, 255)
    is_transparent: bool = False
    is_visible: bool = True

    @property
    def shows_text(self) -> bool:
        """Whether text of this look can be read."""
        is_blended = (
            self.colour is not None
            and self.background is not None
            and are_alike(self.colour, self.background)
        )
        is_tiny = self.font_pixels <= _SMALLEST_FONT_PIXELS
        return self.is_visible and not (is_tiny or is_blended or self.is_transparent)


@dataclass(slots=True)
class StyleSheet:
    """The rules of a page that name a tag, a class or an id."""

    rules: dict[str, list[tuple[str, frozenset[str], Declarations]]] = field(
        default_factory=lambda: defaultdict(list)
    )

    @classmethod
    def parse(cls, css: str) -> StyleSheet:
        """Read the text of `<style>` elements; what holds for print or for a width is left out."""
        sheet = cls()
        for selectors, body in _blocks(css):
            if selectors.startswith("@"):
                continue
            declarations = read_declarations(body)
            for selector in selectors.split(",") if declarations else ():
                sheet._add(selector.strip().lower(), declarations)
        return sheet

    def declarations(self, tag: str, attributes: Mapping[str, str]) -> Declarations:
        """What holds for an element: its rules, then its own style, then old attributes."""
        names = {f".{name.lower()}" for name in attributes.get("class", "").split()}
        if "id" in attributes:
            names.add(f"#{attributes['id'].lower()}")
        found: Declarations = {}
        for key in (tag, "*", *sorted(names)):
            for rule_tag, needed, values in self.rules.get(key, ()):
                if rule_tag in ("", "*", tag) and needed <= names:
                    found.update(values)
        if attributes:
            found.update(_old_attributes(tag, attributes))
            found.update(read_declarations(attributes.get("style", "")))
        return found

    def _add(self, selector: str, declarations: Declarations) -> None:
        match = _SIMPLE_SELECTOR.fullmatch(selector)
        if not selector or match is None:
            return
        names = frozenset(mark + name for mark, name in _SELECTOR_PART.findall(match[2]))
        rules = self.rules[max(names) if names else match[1]]
        if len(rules) < _RULES_PER_KEY:
            rules.append((match[1] or "", names, declarations))


def look_inside(
    outside: Look, attributes: Mapping[str, str], declarations: Declarations
) -> Look | None:
    """The look of an element's text, or None where nothing inside it can be seen."""
    is_marked = "hidden" in attributes or attributes.get("aria-hidden", "").lower() == "true"
    if is_marked or _is_taken_away(declarations):
        return None
    visibility = declarations.get("visibility", "")
    look = replace(
        outside,
        font_pixels=_font_pixels(declarations, outside.font_pixels),
        is_visible=visibility == "visible"
        or (outside.is_visible and visibility not in ("hidden", "collapse")),
    )
    if colour := declarations.get("color", ""):
        seen = read_colour(colour)
        look = replace(look, colour=seen, is_transparent=is_clear(colour))
    background = declarations.get("background", declarations.get("background-color", ""))
    if background and not is_clear(background):
        look = replace(look, background=read_colour(background))
    return look


def read_declarations(style: str) -> Declarations:
    """ "color: red; opacity: 0" as names and values, in small letters."""
    pairs = (part.partition(":") for part in style.lower().split(";"))
    return {
        name.strip(): value.replace("!important", "").strip() for name, mark, value in pairs if mark
    }


def _blocks(css: str) -> Iterator[tuple[str, str]]:
    """(selectors, body) of each block of the outermost level."""
    depth, start, opening = 0, 0, 0
    text = re.sub(r"/\*[^*]*\*+(?:[^/*][^*]*\*+)*/|<!--|-->", " ", css)
    for mark in re.finditer(r"[{};]", text):
        if mark[0] == "{":
            opening = mark.start() if depth == 0 else opening
            depth += 1
        elif mark[0] == "}" and depth:
            depth -= 1
            if depth == 0:
                yield text[start:opening].strip(), text[opening + 1 : mark.start()]
                start = mark.end()
        elif mark[0] == ";" and depth == 0:
            start = mark.end()


def _old_attributes(tag: str, attributes: Mapping[str, str]) -> Declarations:
    found = {}
    if "bgcolor" in attributes:
        found["background-color"] = attributes["bgcolor"].strip().lower()
    if tag == "font" and "color" in attributes:
        found["color"] = attributes["color"].strip().lower()
    if tag == "body" and "text" in attributes:
        found["color"] = attributes["text"].strip().lower()
    return found


def _is_taken_away(values: Declarations) -> bool:
    opacity = values.get("opacity", "")
    is_gone = is_faint(opacity)
    return (
        values.get("display") == "none"
        or values.get("content-visibility") == "hidden"
        or is_gone
        or _is_off_screen(values)
        or _is_clipped(values)
    )


def _is_off_screen(values: Declarations) -> bool:
    is_moved = values.get("position") in ("absolute", "fixed", "relative")
    sides = ("left", "top", "right", "bottom") if is_moved else ()
    moved = [values.get(side, "") for side in (*sides, "text-indent", "margin-left", "margin-top")]
    moved += re.findall(r"-\d[\d.]*(?:px|em|rem|%|vw|vh)", values.get("transform", ""))
    return any(_pixels(value, 16.0) <= _OFF_SCREEN_PIXELS for value in moved)


def _is_clipped(values: Declarations) -> bool:
    clip = values.get("clip", "").replace(" ", "").replace("px", "")
    is_cut = clip.startswith("rect(") and bool(re.fullmatch(r"rect\((?:[01],?){4}\)", clip))
    path = values.get("clip-path", "").replace(" ", "")
    is_cut = is_cut or path.startswith(("inset(50%", "inset(100%", "circle(0"))
    is_nothing = any(
        values.get(name, "") and 0 <= _pixels(values[name], 16.0) <= 1
        for name in ("width", "height", "max-width", "max-height")
    )
    is_shrunk = "scale(0)" in values.get("transform", "").replace(" ", "")
    return is_cut or is_shrunk or (is_nothing and "hidden" in values.get("overflow", ""))


def _font_pixels(values: Declarations, outside: float) -> float:
    size = values.get("font-size", "")
    if not size:
        shorthand = re.search(r"(?:^|\s)(\d[\d.]{0,9}(?:px|pt|em|rem|%))", values.get("font", ""))
        size = shorthand[1] if shorthand else ""
    pixels = _pixels(size, outside)
    return outside if pixels != pixels else pixels


def _pixels(value: str, outside: float) -> float:
    """A length in pixels; not a number where it is none."""
    match = _LENGTH.fullmatch(value)
    if match is None or not any(char.isdigit() for char in match[1]):
        return float("nan")
    unit = match[2] or "px"
    number = float(match[1])
    if unit == "%":
        return number * outside / 100 if number >= 0 else number * 10
    return number * _PIXELS.get(unit, outside)
