from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from io import BytesIO

import pypdfium2
import pytest
from pypdf import PdfReader

from assistant.answer import Answer, Citation
from assistant.blocks import parse_blocks, to_markdown, to_plain_text
from assistant.conversations import StoredExchange
from assistant.export import export_blocks, export_markdown, export_plain_text, notice
from assistant.export_pdf import export_pdf
from assistant.filters import Filters

TODAY = date(2026, 11, 22)
QUOTE = "« L’œuvre du phare\u202f: allumer la lampe\u00a0», dit le gardien…"
LAW = Citation(
    n=1,
    locator="gdpr:art-1-1",
    source="gdpr",
    label="RGPD, article 1(1)",
    lang="fr",
    authority="law",
    quote=QUOTE,
    quote_status="exact",
    url="https://eur-lex.europa.eu/legal-content/FR/TXT/?uri=CELEX:02016R0679-20160504",
    applies_from=date(2018, 5, 25),
)
GUIDE = replace(
    LAW,
    n=2,
    label="EDPB 1/2024",
    lang="en",
    quote="",
    quote_status="not_loaded",
    page=14,
    applies_from=None,
)
ANSWER = Answer(
    question="Qui allume la lampe ?",
    lang="fr",
    outcome="answered",
    mode="composed",
    text="**Le gardien**, à la nuit [1].\n\n- la lampe ;\n- la corne.\n\n> « allumer la lampe »",
    citations=(LAW, GUIDE),
    index_version="20261122T103000-4f2a",
    as_of=date(2026, 8, 1),
    unsupported=("La lune est en fromage.",),
)
EXCHANGE = StoredExchange(
    ANSWER.question, ANSWER, Filters(is_law_only=True), asked=datetime(2026, 11, 22, 12, tzinfo=UTC)
)
HOSTILE = (
    '<img src="http://evil.test/a.png"/> ![x](http://evil.test/b.png) [go](javascript:alert(1))\n\n'
    "<font color=red>&lt;b&gt;</font> <para></b></i> & &amp; %s {0} \\ \x00\x07 </link>\n\n"
    "<script>x</script>\n\n[ref]\n\n[ref]: http://evil.test/c\n\n<http://evil.test/d>"
)


def pdf_of(*exchanges: StoredExchange, title: str = "Le phare") -> PdfReader:
    blocks = export_blocks(exchanges, title=title, lang="fr", today=TODAY)
    written = export_pdf(blocks, title=title, footer=notice("fr"), lang="fr")
    return PdfReader(BytesIO(written))


def words_of(reader: PdfReader) -> str:
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def links_of(reader: PdfReader) -> set[str]:
    notes = (note.get_object() for page in reader.pages for note in page.get("/Annots", ()))
    return {note["/A"]["/URI"] for note in notes}


def test_an_export_says_what_was_asked_answered_quoted_and_when() -> None:
    text = export_markdown([EXCHANGE], title="Le phare", lang="fr", today=TODAY)
    for said in (
        "# Le phare",
        "## Qui allume la lampe ?",
        "**Le gardien**, à la nuit [1].",
        "- la lampe ;\n- la corne.",
        f"> {QUOTE}",
        "**[1] RGPD, article 1(1)** — loi, citation vérifiée, applicable depuis le 25 mai 2018",
        "texte non chargé, lien seul, page 14, texte en anglais",
        "Aucune citation ne porte cette phrase\u00a0: *La lune est en fromage.*",
        "Question posée le 22 novembre 2026.",
        "Droit applicable au 1er août 2026.",
        "Textes de loi seulement.",
        "Version de l'index\u00a0: 20261122T103000-4f2a.",
        "Information, pas un conseil juridique.",
        "Produit par une machine",
        f"[{LAW.url}](<{LAW.url}>)",
    ):
        assert said in text, said


def test_an_export_speaks_the_language_of_the_reader() -> None:
    text = export_markdown([EXCHANGE], title="The lamp", lang="en", today=TODAY)
    assert "Information, not legal advice." in text and "Law as of 1 August 2026." in text
    assert "law, quote verified" in text and "text in French" in text


def test_a_conversation_is_exported_whole_and_what_was_interrupted_says_so() -> None:
    text = export_markdown(
        [EXCHANGE, StoredExchange("Et la nuit ?")], title="T", lang="fr", today=TODAY
    )
    assert text.index("Qui allume") < text.index(
        "## Et la nuit ?\n\nCette réponse a été interrompue."
    )


def test_the_copied_text_is_plain_words_with_the_citations() -> None:
    text = export_plain_text(EXCHANGE, "fr")
    assert "Le gardien, à la nuit [1]." in text and "**" not in text
    assert f"    {QUOTE}" in text and LAW.url in text
    assert text.startswith("Qui allume la lampe ?\n")


def test_a_pdf_holds_the_same_words_with_french_typography() -> None:
    reader = pdf_of(EXCHANGE)
    words = words_of(reader)
    assert "« L’œuvre du phare : allumer la lampe », dit le gardien…" in words.replace(
        "\u00a0", " "
    )
    for said in ("RGPD, article 1(1)", "citation vérifiée", "Droit applicable au 1er août 2026"):
        assert said in words
    assert reader.metadata is not None and reader.metadata.title == "Le phare"


def test_every_page_of_a_pdf_has_its_number_and_the_notice() -> None:
    long = replace(LAW, quote="Le gardien veille. " * 1_500)
    reader = pdf_of(replace(EXCHANGE, answer=replace(ANSWER, citations=(long,))))
    assert len(reader.pages) > 3
    for number, page in enumerate(reader.pages, start=1):
        text = page.extract_text()
        assert "Information, pas un conseil juridique." in text and str(number) in text.split()
    assert words_of(reader).count("Le gardien veille.") == 1_500


def test_a_word_without_a_space_does_not_run_off_the_page() -> None:
    long = replace(LAW, quote="x" * 5_000)
    reader = pdf_of(replace(EXCHANGE, answer=replace(ANSWER, citations=(long,))))
    page = pypdfium2.PdfDocument(BytesIO(_bytes(reader)))[0]
    text = page.get_textpage()
    width = page.get_width()
    boxes = [text.get_charbox(index) for index in range(text.count_chars())]
    assert max(box[2] for box in boxes) <= width
    text.close()
    page.pdf.close()


def _bytes(reader: PdfReader) -> bytes:
    stream = reader.stream
    stream.seek(0)
    return stream.read()


def test_the_links_of_a_pdf_are_those_of_our_citations_and_no_other() -> None:
    answer = replace(ANSWER, text=HOSTILE, unsupported=(HOSTILE,))
    own = replace(LAW, label=HOSTILE, quote=HOSTILE)
    script = replace(LAW, url="javascript:alert(1)")
    answer = replace(answer, citations=(own, script))
    reader = pdf_of(replace(EXCHANGE, question=HOSTILE, answer=answer), title=HOSTILE)
    assert links_of(reader) == {LAW.url}
    raw = _bytes(reader)
    assert b"/Subtype /Image" not in raw and b"/JavaScript" not in raw and b"/JS" not in raw
    assert "<script>x</script>" in words_of(reader)  # the question, as it was typed


def test_letters_the_fonts_lack_become_the_nearest_and_the_pdf_says_so() -> None:
    own = replace(LAW, quote="Dvořák ✓ ≥ 漢 \ufb01n")
    words = words_of(pdf_of(replace(EXCHANGE, answer=replace(ANSWER, citations=(own,)))))
    assert "Dvorák" in words and "fin" in words
    assert "remplacés par le plus proche" in words and "U+0159" in words and "U+6F22" in words
    assert "remplacés" not in words_of(pdf_of(EXCHANGE))


def test_markdown_from_outside_stays_words_in_an_exported_file() -> None:
    blocks = parse_blocks(to_markdown(parse_blocks(HOSTILE)))
    assert [run.url for block in blocks for run in block.runs if run.url] == []
    answer = replace(ANSWER, citations=(replace(LAW, quote="# <b>x</b> [a](b) ![c](d) * | `"),))
    text = export_markdown([replace(EXCHANGE, answer=answer)], title="T", lang="fr", today=TODAY)
    assert r"> \# \<b>x\</b>" in text.replace(r"\>", ">") and r"!\[c](d) \* \| \`" in text


@pytest.mark.parametrize(
    "text", ["1. un", "- un", "# un", "un\n===", "a *b* _c_ `d`", "[1]: http://evil.test", "<b>"]
)
def test_words_written_as_markdown_are_read_back_as_the_same_words(text: str) -> None:
    from assistant.blocks import block

    read = parse_blocks(to_markdown([block("paragraph", text)]))
    assert [one.kind for one in read] == ["paragraph"]
    assert read[0].text == text


def test_the_shape_of_an_answer_survives() -> None:
    markdown = "# Titre\n\nUn **mot** et *un autre*.\n\n1. un\n    - deux\n2. trois\n\n> cité\n\n---\n\n| a | b |\n|---|---|\n| 1 | 2 |"
    blocks = parse_blocks(markdown)
    assert [(one.kind, one.mark, one.depth) for one in blocks] == [
        ("paragraph", "", 0),
        ("paragraph", "", 0),
        ("item", "1.", 0),
        ("item", "–", 1),
        ("item", "2.", 0),
        ("quote", "", 0),
        ("rule", "", 0),
        ("paragraph", "", 0),
        ("paragraph", "", 0),
    ]
    assert to_plain_text(blocks).count("\n\n") == 6
