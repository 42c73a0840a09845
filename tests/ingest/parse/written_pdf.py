"""Small PDFs written by hand, object by object."""

from collections.abc import Sequence
from pathlib import Path

LINE = "The cat sleeps in its basket nearly all day long and eats twice."

CATALOG = b"<</Type/Catalog/Pages 2 0 R>>"
HELVETICA = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"


def pdf_bytes(*pages: list[str]) -> bytes:
    """A line of text per string."""
    return pages_bytes(*(text_stream(lines) for lines in pages))


def text_stream(lines: Sequence[str]) -> bytes:
    shown = "".join(f"({line}) Tj T*\n" for line in lines)
    return f"BT /F1 11 Tf 14 TL 72 720 Td\n{shown}ET".encode("latin-1")


def pages_bytes(*streams: bytes, page: bytes = b"", more: Sequence[bytes] = ()) -> bytes:
    """A page per content stream; `page` goes into each page, `more` are objects from 4 on."""
    objects = [CATALOG, b"", HELVETICA, *more]
    kids = []
    for content in streams:
        objects.append(stream(content))
        contents = len(objects)
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents %d 0 R%b"
            b"/Resources<</Font<</F1 3 0 R>>/XObject<</X1 4 0 R>>>>>>" % (contents, page)
        )
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<</Type/Pages/Count %d/Kids[%b]>>" % (len(kids), b" ".join(kids))
    return file_bytes(objects)


def stream(content: bytes, entries: bytes = b"") -> bytes:
    return b"<</Length %d%b>>stream\n%b\nendstream" % (len(content), entries, content)


def file_bytes(objects: Sequence[bytes], trailer: bytes = b"") -> bytes:
    """Object 1 is the catalog; `trailer` holds further entries of the trailer."""
    content, offsets = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(content))
        content += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    size, start = len(objects) + 1, len(content)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    return content + (
        b"xref\n0 %d\n0000000000 65535 f \n%btrailer<</Size %d/Root 1 0 R%b>>\nstartxref\n%d\n%%%%EOF"
        % (size, table, size, trailer, start)
    )


def written(folder: Path, content: bytes, name: str = "animals.pdf") -> Path:
    file = folder / name
    file.write_bytes(content)
    return file
