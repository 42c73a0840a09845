"""Further copies of a text say the same as the one that is quoted."""

import json
import re

from mirror_texts import load_mirror, mirror_path
from pypdf import PdfReader

# The consolidated PDF repeats its number on each page, marks where an amendment begins, and calls
# footnotes ("( 1 )") that stand at the foot of the page.
_PAGE_HEADER = re.compile(r"^\s*02016R0679 — FR — .*$", re.MULTILINE)
_FOOTNOTES = re.compile(r"^\(\s*\d+\s*\)\s.*", re.MULTILINE | re.DOTALL)
_MARKS = re.compile(r"[▼►◄](?:B|C\d)?|\(\s+\d+\s+\)")


def letters_and_digits(text: str) -> str:
    return re.sub(r"[\W_]", "", text.casefold())


def pdf_text(relative: str) -> str:
    pages = [page.extract_text() for page in PdfReader(mirror_path(relative)).pages]
    return "\n".join(
        _MARKS.sub("", _FOOTNOTES.sub("", _PAGE_HEADER.sub("", page))) for page in pages
    )


def test_the_french_consolidated_pdf_has_every_corrected_article_in_order() -> None:
    copy = letters_and_digits(pdf_text("law/gdpr_fr_consolidated.pdf"))
    articles = [p for p in load_mirror("gdpr", "eurlex", "fr") if p.kind == "article"]
    position, absent = 0, []
    for article in articles:
        words = letters_and_digits(article.text)
        found = copy.find(words, position)
        if found < 0:
            absent.append(article.locator)
        else:
            position = found + len(words)
    assert absent == []


def test_both_copies_of_the_data_protection_act_have_the_same_words() -> None:
    content = json.loads(mirror_path("law/loi_78-17_fr.json").read_bytes())
    copy = {
        f"lil:art-{row['section'].lower()}": letters_and_digits(row["content"])
        for row in content["provisions"]
    }
    articles = {
        p.locator: letters_and_digits(p.text)
        for p in load_mirror("lil", "code_markdown", "fr")
        if "#" not in p.locator
    }
    assert list(articles) == list(copy)
    assert [locator for locator in copy if copy[locator] != articles[locator]] == []
