"""An export as PDF: the one door to ReportLab.

Only the fonts every reader of PDF has are used. Words are escaped before they become ReportLab's
own markup, so nothing in a text can become a tag, an image or a link.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from io import BytesIO
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape, quoteattr

from assistant.blocks import Block, BlockKind, Run

if TYPE_CHECKING:
    from reportlab.lib.styles import ParagraphStyle

_INK = "#1c1b19"
_PALE = "#5b5850"
_BLUE = "#1f4e79"
# size, leading, space before, space after, left indent, colour, font
_STYLES: dict[BlockKind, tuple[float, float, float, float, float, str, str]] = {
    "title": (18, 22, 0, 6, 0, _INK, "Times-Bold"),
    "heading": (13, 17, 16, 6, 0, _BLUE, "Times-Bold"),
    "paragraph": (10, 14, 0, 6, 0, _INK, "Helvetica"),
    "item": (10, 14, 0, 3, 14, _INK, "Helvetica"),
    "quote": (10.5, 14, 0, 6, 16, _INK, "Times-Roman"),
    "note": (8, 11, 0, 6, 0, _PALE, "Helvetica"),
    "rule": (4, 4, 0, 4, 0, _PALE, "Helvetica"),
}
_INDENT_PER_DEPTH = 12
_MARGIN = 56
# Signs of other alphabets and symbols that ReportLab finds in the two standard symbol fonts.
_SYMBOLS = frozenset("✓✗○●■□→←↑↓≤≥≠≈∞αβγδεμπσωΔΩ")
_NEAREST = {"\u202f": "\u00a0", "\u2011": "-", "\u2010": "-", "\u2212": "-", "\u2060": ""}
_UNPRINTED = {
    "fr": "Signes que les polices de ce document n'ont pas, remplacés par le plus proche\u00a0: {signs}",
    "en": "Signs that the fonts of this document lack, replaced by the nearest: {signs}",
}


def export_pdf(blocks: Sequence[Block], *, title: str, footer: str, lang: str) -> bytes:
    """The blocks as a PDF of A4 pages, `footer` and a page number on each."""
    from reportlab.lib.pagesizes import A4
    from reportlab.platypus import SimpleDocTemplate

    written = BytesIO()
    document = SimpleDocTemplate(
        written,
        pagesize=A4,
        leftMargin=_MARGIN,
        rightMargin=_MARGIN,
        topMargin=_MARGIN,
        bottomMargin=_MARGIN,
        title=_printable(title),
        author="Recital",
        lang=lang,
    )

    def number(canvas: Any, page: Any) -> None:
        canvas.setFont("Helvetica", 8)
        canvas.setFillColor(_PALE)
        canvas.drawString(_MARGIN, _MARGIN / 2, _printable(footer))
        canvas.drawRightString(A4[0] - _MARGIN, _MARGIN / 2, str(page.page))

    styles = _styles()
    parts = [_part(block, styles) for block in blocks]
    lost = _unprinted(blocks)
    if lost:
        said = _UNPRINTED["fr" if lang == "fr" else "en"].format(signs=" ".join(lost))
        parts.append(_part(Block("note", (Run(said),)), styles))
    document.build(parts, onFirstPage=number, onLaterPages=number)
    return written.getvalue()


def _styles() -> dict[BlockKind, ParagraphStyle]:
    from reportlab.lib.styles import ParagraphStyle

    return {
        kind: ParagraphStyle(
            kind,
            fontName=font,
            fontSize=size,
            leading=leading,
            spaceBefore=before,
            spaceAfter=after,
            leftIndent=indent,
            textColor=colour,
            splitLongWords=1,
        )
        for kind, (size, leading, before, after, indent, colour, font) in _STYLES.items()
    }


def _part(block: Block, styles: dict[BlockKind, ParagraphStyle]) -> Any:
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.platypus import HRFlowable, Paragraph

    if block.kind == "rule":
        return HRFlowable(width="100%", thickness=0.5, color=_PALE, spaceBefore=4, spaceAfter=8)
    style = styles[block.kind]
    if block.depth:
        indent = style.leftIndent + _INDENT_PER_DEPTH * block.depth
        style = ParagraphStyle(
            f"{style.name}{block.depth}",
            parent=style,
            leftIndent=indent,
            bulletIndent=indent - style.leftIndent,
        )
    mark = _printable(block.mark) if block.kind == "item" else None
    return Paragraph("".join(map(_run, block.runs)), style, bulletText=mark)


def _run(run: Run) -> str:
    text = escape(_printable(run.text)).replace("\n", "<br/>")
    if run.url:
        return f'<link href={quoteattr(run.url)} color="{_BLUE}">{text}</link>'
    if run.is_bold:
        text = f"<b>{text}</b>"
    return f"<i>{text}</i>" if run.is_italic else text


def _printable(text: str) -> str:
    return "".join(map(_nearest, text))


def _nearest(sign: str) -> str:
    """The sign itself, else the nearest one that the standard fonts have."""
    if sign == "\n" or _is_printable(sign):
        return sign
    if sign in _NEAREST:
        return _NEAREST[sign]
    if unicodedata.category(sign)[0] == "C":
        return ""
    plain = "".join(part for part in unicodedata.normalize("NFKD", sign) if _is_printable(part))
    return plain or "?"


def _is_printable(sign: str) -> bool:
    if sign in _SYMBOLS:
        return True
    try:
        return sign.encode("cp1252") >= b" "
    except UnicodeEncodeError:
        return False


def _unprinted(blocks: Sequence[Block]) -> list[str]:
    """Which letters were replaced by others, shown by their names in Unicode."""
    signs = {sign for block in blocks for sign in block.text}
    return sorted(
        f"U+{ord(sign):04X}"
        for sign in signs
        if not _is_printable(sign) and sign not in _NEAREST and unicodedata.category(sign)[0] != "C"
    )
