"""What a user's file really is: decided by its bytes, then compared with what its name says."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import PurePath
from typing import Literal

from corpus.refusals import Refusal, RefusalCode

DocumentType = Literal["PDF", "HTML", "Markdown", "TXT"]

TYPES: dict[str, DocumentType] = {
    ".pdf": "PDF",
    ".html": "HTML",
    ".htm": "HTML",
    ".xhtml": "HTML",
    ".md": "Markdown",
    ".markdown": "Markdown",
    ".txt": "TXT",
    ".text": "TXT",
}
_ANY_TYPE = "PDF, HTML, Markdown, TXT"

# What people most often take for a document, by its first bytes.
_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"PK\x03\x04", "ZIP, Office"),
    (b"\xd0\xcf\x11\xe0", "Office"),
    (b"{\\rtf", "RTF"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"\x1f\x8b", "GZIP"),
    (b"\x7fELF", "ELF"),
    (b"MZ\x90", "EXE"),
)
_PDF_SIGNATURE = b"%PDF-"
# Readers of PDF accept a signature this far into the file.
_PDF_SIGNATURE_BYTES = 1024
_HEAD_CHARACTERS = 2048

_XML_PROLOGUE = re.compile(r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--(?:(?!-->).)*-->\s*)*", re.DOTALL)
_HTML_OPENING = re.compile(r"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_XML_OPENING = re.compile(r"\s*<(?:\?xml|svg|!doctype)\b", re.IGNORECASE)
_TAG = re.compile(r"<[a-z][a-z0-9]*[\s/>]", re.IGNORECASE)
# A text of any origin has none of these; \x1a and \x1b are left by old editors.
_BINARY = re.compile("[\x00-\x08\x0e-\x19\x1c-\x1f]")


@dataclass(frozen=True, slots=True)
class DocumentLimits:
    """How much the user's documents may hold: all of them, one of them, one that is not a PDF.

    What a PDF may cost to read is in `PdfLimits`. A document of more sections has them joined.
    """

    files: int = 200
    file_bytes: int = 20_000_000
    total_bytes: int = 200_000_000
    characters: int = 2_000_000
    sections: int = 2_000


LIMITS = DocumentLimits()


class DocumentUnreadable(ValueError):
    """A user's document that is not taken, and why."""

    def __init__(self, refusal: Refusal) -> None:
        self.refusal = refusal
        super().__init__(refusal.message("en"))


def refused(code: RefusalCode, name: str, **values: object) -> DocumentUnreadable:
    """The error to raise for document `name`; `values` as `Refusal` wants them."""
    return DocumentUnreadable(Refusal(code, {"name": name, **values}))


def document_type(name: str, data: bytes) -> DocumentType:
    """The type of a document; raises `DocumentUnreadable` where name and content disagree.

    `data` may be its first kilobytes only. A name without a suffix lets the content decide.
    """
    suffix = PurePath(name).suffix.lower()
    expected = TYPES.get(suffix)
    found = _content_type(data, expected)
    if expected is None and suffix:
        raise refused("wrong_type", name, expected=_ANY_TYPE, found=_named(found))
    if found == expected or (found == "TXT" and expected == "Markdown"):
        return expected
    if expected is None and found in TYPES.values():
        return "TXT" if found == "TXT" else ("PDF" if found == "PDF" else "HTML")
    raise refused("wrong_type", name, expected=expected or _ANY_TYPE, found=_named(found))


def decoded(data: bytes) -> str:
    """The text of `data`: UTF-8, UTF-16 with its mark, else Windows-1252.

    Raises `ValueError` where it is no text.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = data.decode("utf-16")
    else:
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = data.decode("cp1252")
    if _BINARY.search(text):
        raise ValueError("bytes that no text holds")
    return text


def _content_type(data: bytes, expected: DocumentType | None) -> str:
    """A `DocumentType`, the name of another, or "" for bytes of unknown kind."""
    if data.lstrip().startswith(_PDF_SIGNATURE):
        return "PDF"
    for signature, name in _SIGNATURES:
        if data.startswith(signature):
            return name
    head = _head(data)
    if _PDF_SIGNATURE in data[:_PDF_SIGNATURE_BYTES] and (head is None or expected == "PDF"):
        return "PDF"
    return "" if head is None else _text_type(head, expected)


def _head(data: bytes) -> str | None:
    """The opening of a text, or None where it is none."""
    start = data[: 4 * _HEAD_CHARACTERS]
    # Cut where no character is: a line ends there in every encoding but UTF-16.
    if len(data) > len(start) and not start.startswith((b"\xff\xfe", b"\xfe\xff")):
        start = start[: start.rfind(b"\n") + 1] or start.rstrip(bytes(range(0x80, 0x100)))
    try:
        return decoded(start)
    except ValueError:
        return None


def _text_type(head: str, expected: DocumentType | None) -> str:
    prologue = _XML_PROLOGUE.match(head)
    opening = head[prologue.end() if prologue else 0 :]
    if _HTML_OPENING.match(opening) or (expected == "HTML" and _TAG.search(opening)):
        return "HTML"
    if _XML_OPENING.match(head):
        return "XML"
    return "TXT"


def _named(found: str) -> str:
    return found or "?"
