"""Which words of a PDF page its reader cannot see.

pypdf calls `Sight.before` and `Sight.after` around every operator of a page and of the forms it
paints; `before` empties the operands of the text that is not wanted, so that pypdf goes on to
place the rest exactly as it would have. Nothing here imports pypdf.

Unseen is: text in the invisible mode (ISO 32000-2, 9.3.6), transparent text, text smaller than
any eye reads, text off the page, white text on bare paper. In doubt a word is seen: white text is
called unseen only where no colour, picture, shading or thick line was painted under it.
"""

from __future__ import annotations

import copy
import math
from collections import Counter
from collections.abc import Sequence
from typing import Any

from ingest.parse.pdf_plane import EVERYWHERE, IDENTITY, Box, Matrix, area, box_around, meets, times

_SMALLEST_POINTS = 1.5
_WHITEST_INK = 0.97
_FAINTEST = 0.02
# Thinner lines are rules and frames, which hold no word.
_THICK_LINE_POINTS = 3.0
# A picture this large, as a share of the page, is the scan that an invisible layer transcribes.
_SCAN_SHARE = 0.5
# With more painted shapes than this, the page is a drawing and counts as coloured all over.
_MOST_BACKDROPS = 5_000

_INVISIBLE_MODE = 3
_FILL_ONLY_MODES = (0, 4)
_SHOWS = frozenset((b"Tj", b"TJ", b"'", b'"'))
_MOVES = frozenset((b"BT", b"Td", b"TD", b"Tm", b"T*"))
_BUILDS = frozenset((b"m", b"l", b"c", b"v", b"y"))
_FILLS = frozenset((b"f", b"F", b"f*", b"B", b"B*", b"b", b"b*"))
_STROKES = frozenset((b"S", b"s", b"B", b"B*", b"b", b"b*"))
_SPACES = {
    "/DeviceGray": 1,
    "/CalGray": 1,
    "/DeviceRGB": 3,
    "/CalRGB": 3,
    "/DeviceCMYK": 4,
}
_MALFORMED = (AttributeError, IndexError, KeyError, OverflowError, TypeError, ValueError)


class _State:
    """The part of the graphics state that decides what is seen; `q` saves it, `Q` restores it."""

    def __init__(self) -> None:
        self.is_white = False
        self.components = 1
        self.mode = 0
        self.size = 12.0
        self.opacity = 1.0
        self.line_width = 1.0
        self.is_drawn_font = False


class Sight:
    """One reading of a page: the seen words, or with `unseen` the others.

    `reads_layer` counts the invisible mode as seen. After the reading, `reasons` counts the pieces
    of text found unseen by reason, and `has_scan` tells whether a large picture was painted.
    """

    def __init__(self, page: Any, *, unseen: bool = False, reads_layer: bool = False) -> None:
        self.reasons: Counter[str] = Counter()
        self.has_scan = False
        self._unseen = unseen
        self._reads_layer = reads_layer
        self._box, self._unit = _page_box(page)
        self._resources: Any = _resources(page, {})
        self._state = _State()
        self._saved: list[_State] = []
        self._outer: Matrix = IDENTITY
        self._forms: list[tuple[Any, _State, list[_State], Matrix]] = []
        self._path: list[Sequence[Any]] = []
        self._backdrops: list[Box] = []
        self._advance = 0.0

    def before(self, operator: bytes, operands: list[Any], cm: Matrix, tm: Matrix) -> None:
        """Follow one operator; empty `operands` where they are text that is not wanted."""
        try:
            if operator in _SHOWS:
                self._show(operator, operands, times(times(tm, cm), self._outer))
            elif operator in _MOVES:
                self._advance = 0.0
            else:
                self._follow(operator, operands, cm)
        except _MALFORMED:  # what pypdf makes of a malformed operator is text that is seen
            return

    def after(self, operator: bytes, _operands: list[Any], _cm: Matrix, _tm: Matrix) -> None:
        """Come back from a form."""
        if operator == b"Do" and self._forms:
            self._resources, self._state, self._saved, self._outer = self._forms.pop()

    def _show(self, operator: bytes, operands: list[Any], matrix: Matrix) -> None:
        self._advance += _advance(operands) * abs(self._state.size)
        reason = self._reason(matrix)
        if reason:
            self.reasons[reason] += 1
        if bool(reason) is self._unseen:
            return
        # The operator " also sets spacings, with its first two operands.
        operands[2 if operator == b'"' else 0 :] = [b""] if operator == b'"' else []

    def _reason(self, matrix: Matrix) -> str:
        state = self._state
        is_layer = state.mode == _INVISIBLE_MODE and not state.is_drawn_font
        if is_layer and not self._reads_layer:
            return "layer"
        line = self._line(matrix, 0.3)
        if not meets(self._box, line, abs(state.size) * math.hypot(matrix[2], matrix[3])):
            return "off the page"
        if state.is_drawn_font or is_layer:
            return ""
        if state.opacity < _FAINTEST:
            return "transparent"
        if abs(state.size) * math.hypot(matrix[2], matrix[3]) * self._unit < _SMALLEST_POINTS:
            return "tiny"
        if state.is_white and state.mode in _FILL_ONLY_MODES:
            return "" if any(meets(box, line, 0.5) for box in self._backdrops) else "white"
        return ""

    def _line(self, matrix: Matrix, height: float) -> Box:
        """The box of a line of text at a share of its height above the baseline."""
        up = height * self._state.size
        return box_around([(0.0, up), (self._advance, up)], matrix)

    def _follow(self, operator: bytes, operands: list[Any], cm: Matrix) -> None:
        if operator in _BUILDS:
            self._path.append(operands)
        elif operator == b"re":
            x, y, width, height = operands
            self._path.append((x, y, x + width, y + height))
        elif operator == b"q":
            self._saved.append(copy.copy(self._state))
        elif operator == b"Q":
            self._state = self._saved.pop() if self._saved else self._state
        elif operator == b"Do":
            self._forms.append((self._resources, self._state, self._saved, self._outer))
            self._state, self._saved = copy.copy(self._state), []
            self._paint_object(operands[0], cm)
        elif operator in (b"sh", b"INLINE IMAGE"):
            self._backdrops.append(EVERYWHERE)
        elif operator in _FILLS or operator in _STROKES or operator == b"n":
            self._paint_path(operator, cm)
        else:
            self._set(operator, operands)

    def _set(self, operator: bytes, operands: list[Any]) -> None:
        state = self._state
        if operator == b"Tf":
            state.size, state.is_drawn_font = float(operands[1]), False
            state.is_drawn_font = self._resources["/Font"][operands[0]]["/Subtype"] == "/Type3"
        elif operator == b"Tr":
            state.mode = int(operands[0])
        elif operator == b"w":
            state.line_width = float(operands[0])
        elif operator == b"gs":
            state.opacity = float(self._resources["/ExtGState"][operands[0]]["/ca"])
        elif operator == b"cs":
            state.is_white, state.components = False, 0
            state.components = self._component_count(operands[0])
        elif operator in (b"sc", b"scn"):
            state.is_white = len(operands) == state.components and _is_white(operands)
        elif operator in (b"g", b"rg", b"k"):
            state.is_white = _is_white(operands)

    def _component_count(self, name: Any) -> int:
        """How many numbers a colour has where all at their most (or no ink) is white; else 0."""
        if name in _SPACES:
            return _SPACES[name]
        space = self._resources["/ColorSpace"][name]
        if isinstance(space, str):
            return _SPACES.get(space, 0)
        if space[0] == "/ICCBased":
            return int(space[1]["/N"])
        return _SPACES.get(space[0], 0)

    def _paint_path(self, operator: bytes, cm: Matrix) -> None:
        path, self._path = self._path, []
        state = self._state
        matrix = times(cm, self._outer)
        width = state.line_width * math.sqrt(abs(matrix[0] * matrix[3] - matrix[1] * matrix[2]))
        is_thick = operator in _STROKES and width >= _THICK_LINE_POINTS
        if not path or not (is_thick or (operator in _FILLS and not state.is_white)):
            return
        points = [(float(p[i]), float(p[i + 1])) for p in path for i in range(0, len(p) - 1, 2)]
        grown = width / 2 if is_thick else 0.0
        left, bottom, right, top = box_around(points, matrix)
        self._cover((left - grown, bottom - grown, right + grown, top + grown))

    def _cover(self, box: Box) -> None:
        if len(self._backdrops) >= _MOST_BACKDROPS:
            self._backdrops = [EVERYWHERE]
        elif self._backdrops[:1] != [EVERYWHERE]:
            self._backdrops.append(box)

    def _paint_object(self, name: Any, cm: Matrix) -> None:
        matrix = times(cm, self._outer)
        painted = self._resources["/XObject"][name]
        if painted["/Subtype"] == "/Image":
            box = box_around([(0, 0), (1, 0), (0, 1), (1, 1)], matrix)
            self._cover(box)
            self.has_scan |= area(box) >= _SCAN_SHARE * area(self._box)
            return
        self._outer = times(_form_matrix(painted), matrix)
        self._resources = _resources(painted, self._resources)


def _page_box(page: Any) -> tuple[Box, float]:
    """What of the page is shown, and how many points its unit of length is."""
    try:
        box = [float(number) for number in page.cropbox]
        unit = float(page["/UserUnit"]) if "/UserUnit" in page else 1.0
    except _MALFORMED:
        return EVERYWHERE, 1.0
    left, right = sorted((box[0], box[2]))
    bottom, top = sorted((box[1], box[3]))
    is_empty = left == right or bottom == top
    return (EVERYWHERE if is_empty else (left, bottom, right, top)), unit


def _resources(holder: Any, inherited: Any) -> Any:
    try:
        return holder["/Resources"]
    except _MALFORMED:
        return inherited


def _form_matrix(form: Any) -> Matrix:
    try:
        return [float(number) for number in form["/Matrix"]]
    except _MALFORMED:
        return IDENTITY


def _advance(operands: Sequence[Any]) -> float:
    """How far a piece of text reaches at most, in sizes of its font."""
    shown = operands[-1]
    pieces = shown if isinstance(shown, list) else [shown]
    length = 0.0
    for piece in pieces:
        length += len(piece) if isinstance(piece, str | bytes) else abs(float(piece)) / 1000
    return length


def _is_white(operands: Sequence[Any]) -> bool:
    numbers = [float(operand) for operand in operands]
    if len(numbers) == 4:
        return max(numbers) <= 1 - _WHITEST_INK
    return len(numbers) in (1, 3) and min(numbers) >= _WHITEST_INK
