"""Which of the lines that begin with a number begin a numbered paragraph."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.parse.pdf_lines import BLANK, Line

_DOTTED = re.compile(r"(\d{1,3}) ?\.(?=\s|[^\W\d]|$)")
_UNDOTTED = re.compile(r"(\d{1,3})(?=\s+[^\W\d_]|$)")

# A candidate is worth 1; more after the end of a sentence, less without its dot. Skipping a number
# costs what a candidate in doubt is worth, so that a gap is taken only where nothing fills it.
_AFTER_SENTENCE = 0.5
_CAPITAL = 0.25
_WITHOUT_DOT = -0.6
_SKIPPED = 0.4


def numbered(lines: Sequence[Line]) -> dict[int, int]:
    """The number of each paragraph and the line it begins on: the best rising sequence."""
    candidates = [
        (index, number, worth)
        for index, line in enumerate(lines)
        for number, worth in [_candidate(lines, index)]
        if number and not line.is_title
    ]
    best: list[tuple[float, int]] = []
    for place, (_, number, worth) in enumerate(candidates):
        scores = [(-_SKIPPED * (number - 1), -1)]
        for earlier in range(place):
            step = number - candidates[earlier][1]
            if step > 0:
                scores.append((best[earlier][0] - _SKIPPED * (step - 1), earlier))
        score, before = max(scores)
        best.append((score + worth, before))
    place = max(range(len(best)), key=lambda one: best[one][0], default=-1)
    chain = []
    while place >= 0:
        chain.append(candidates[place])
        place = best[place][1]
    return {number: index for index, number, _ in reversed(chain)}


def _candidate(lines: Sequence[Line], index: int) -> tuple[int, float]:
    """The number a line begins with, 0 for none, and how likely it numbers a paragraph."""
    line = lines[index]
    dotted = _DOTTED.match(line.text)
    match = dotted or _UNDOTTED.match(line.text)
    if match is None:
        return 0, 0.0
    before = lines[index - 1] if index else None
    worth = 1.0 if dotted else 1.0 + _WITHOUT_DOT
    if before is None or before.is_title or before.text[-1] in ".;:!?»”)" or line.gap >= BLANK:
        worth += _AFTER_SENTENCE
    rest = line.text[match.end() :].lstrip()
    return int(match[1]), worth + (_CAPITAL if rest[:1].isupper() else 0.0)
