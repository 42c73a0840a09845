"""PDF files of a few lines, written by hand for the tests of whatever reads or draws a page."""

from __future__ import annotations


def pdf(pages: tuple[tuple[str, ...], ...], *, box: str = "0 0 400 300", extra: str = "") -> bytes:
    """A PDF of our own with a line of text every 20 points, from 30 points below the top."""
    font = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
    kids = " ".join(f"{4 + 2 * n} 0 R" for n in range(len(pages)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        font,
    ]
    for number, lines in enumerate(pages):
        drawn = "".join(f"({line}) Tj 0 -20 Td " for line in lines)
        content = f"BT /F1 14 Tf 20 270 Td {drawn}ET {extra}"
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [{box}] /Contents {5 + 2 * number} 0 R"
            " /Resources << /Font << /F1 3 0 R >> >> >>"
        )
        objects.append(f"<< /Length {len(content)} >>\nstream\n{content}\nendstream")
    text = "%PDF-1.4\n"
    starts = []
    for number, body in enumerate(objects, start=1):
        starts.append(len(text))
        text += f"{number} 0 obj\n{body}\nendobj\n"
    table = "".join(f"{start:010d} 00000 n \n" for start in starts)
    text += (
        f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer\n"
        f"<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(text)}\n%%EOF\n"
    )
    return text.encode("latin-1")
