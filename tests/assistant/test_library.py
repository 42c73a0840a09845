from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from small_law import REFORM, SMALL_LAW, TODAY

from assistant.contents import CHAPTERS_PATH, contents, trail
from assistant.leaves import PARAGRAPHS_A_PAGE
from assistant.library import Library
from assistant.reading import pieces_of
from assistant.source_row import SourceRow
from corpus.errors import UnknownLocator
from corpus.index import Index
from corpus.manifest import Manifest, default_manifest
from corpus.nouns import LANGUAGES, Passage, user_source
from corpus.store import SourceRecord


def library_of(
    passages: Sequence[Passage], records: tuple[SourceRecord, ...] = (), *documents: Any
) -> Library:
    nothing: Any = None
    certificate: Any = SimpleNamespace(version="20261122T1")
    index = Index(certificate, tuple(passages), records, nothing, nothing, nothing)
    return Library(index, default_manifest().with_documents(documents).as_held(records))


@pytest.fixture(scope="module")
def library() -> Library:
    return library_of(SMALL_LAW)


def row(library: Library, source_id: str) -> SourceRow:
    return next(row for row in library.rows() if row.source.id == source_id)


def test_every_source_of_the_manifest_has_a_row_in_its_order(manifest: Manifest) -> None:
    rows = library_of(()).rows()
    assert [row.source.id for row in rows] == list(manifest.sources)


def test_a_row_says_what_became_of_its_source() -> None:
    records = (
        SourceRecord("gdpr", "fr", "loaded", passage_count=3),
        SourceRecord("gdpr", "en", "missing", reason="no origin answered"),
        SourceRecord("lil", "fr", "kept", passage_count=2, reason="gone since"),
        SourceRecord("cpce", "fr", "refused", reason="no article found"),
        SourceRecord("eprivacy", "en", "missing", reason="no origin answered"),
    )
    library = library_of((), records)
    standings = {
        name: row(library, name).standing for name in ("gdpr", "lil", "cpce", "eprivacy", "wp243")
    }
    assert standings == {
        "gdpr": "loaded",
        "lil": "kept",
        "cpce": "refused",
        "eprivacy": "missing",
        "wp243": "named",
    }
    assert (row(library, "gdpr").languages, row(library, "gdpr").passage_count) == (("fr",), 3)
    assert row(library, "gdpr").reasons == ("no origin answered",)


def test_a_row_says_how_far_each_loaded_copy_can_be_relied_upon() -> None:
    def conso(origin: str) -> SourceRow:
        held = SourceRecord("conso", "fr", "loaded", origin=origin, passage_count=1)
        return row(library_of((), (held,)), "conso")

    assert conso("mirror").statuses == ("partial",)
    assert conso("mirror").notes("en")[0].startswith("Second-hand partial transcription")
    assert (conso("web").statuses, conso("web").notes("fr")) == ((), ())


def test_a_note_on_the_copy_in_one_language_is_told_where_that_copy_is_loaded() -> None:
    french, english = (
        SourceRecord("cnil-security-guide", lang, "loaded", origin="mirror", passage_count=1)
        for lang in LANGUAGES
    )

    def notes(*records: SourceRecord) -> tuple[str, ...]:
        return row(library_of((), records), "cnil-security-guide").notes("fr")

    assert notes(french) == ()
    assert len(notes(french, english)) == 1


def test_a_source_that_is_not_loaded_has_the_notes_of_the_manifest() -> None:
    missing = SourceRecord("edpb-2024-1", "en", "missing")
    shown = row(library_of((), (missing,)), "edpb-2024-1")
    assert shown.statuses == ("consultation",) and len(shown.notes("fr")) == 1


def test_a_unit_is_read_with_the_standing_of_the_copy_that_is_held() -> None:
    held = SourceRecord("conso", "fr", "loaded", origin="mirror", passage_count=2)
    for records, status in (((held,), "partial"), ((replace(held, origin="web"),), "current")):
        reading = library_of(SMALL_LAW, records).open("conso:art-l223-1", TODAY)
        assert reading.units[0][0].source.status == status


def test_a_document_of_the_user_has_its_row_and_is_never_only_named() -> None:
    library = library_of((), (), user_source("user-plan", "Plan", "fr"))
    assert row(library, "user-plan").standing == "missing"


def test_two_sources_of_one_law_are_one_text(library: Library) -> None:
    prefixes = [source.prefix for source in library.texts()]
    assert len(prefixes) == len(set(prefixes)) and "conso" in prefixes
    assert [source.id for source in library.sources_of("conso")] == ["conso", "conso-2026-04"]


def test_an_article_opens_with_both_languages_and_its_neighbours(library: Library) -> None:
    reading = library.open("gdpr:art-21-1-b", TODAY)
    assert reading.target == "gdpr:art-21-1-b" and reading.leaf.locator == "gdpr:art-21"
    assert reading.languages == ("fr", "en")
    assert [side.passage.lang for side in reading.units[0]] == ["fr", "en"]
    assert reading.previous and reading.previous.locator == "gdpr:art-5"
    assert reading.next and reading.next.locator == "gdpr:art-83"


def test_the_pieces_of_an_article_carry_their_numbers_and_locators(library: Library) -> None:
    side = library.open("gdpr:art-21", TODAY).units[0][1]
    assert [(p.locator, p.mark, p.depth) for p in side.pieces] == [
        ("gdpr:art-21-1", "1.", 0),
        ("gdpr:art-21-1-a", "a)", 1),
        ("gdpr:art-21-1-b", "b)", 1),
    ]
    assert side.pieces[0].text == "The crier keeps silent when:"


@pytest.mark.parametrize("passage", SMALL_LAW, ids=lambda p: f"{p.locator}-{p.lang}")
def test_no_word_of_a_unit_is_lost_or_repeated_in_its_pieces(
    library: Library, passage: Passage
) -> None:
    for sides in library.open(passage.locator, TODAY).units:
        for side in sides:
            words = " ".join(f"{piece.mark} {piece.text}" for piece in side.pieces)
            assert words.split() == side.passage.text.split()


def test_a_short_point_is_not_taken_for_the_same_words_earlier_on() -> None:
    unit = Passage("gdpr:art-1", "en", "gdpr", "article", "", "He sings or:\n(a) sings;\n(b) or")
    points = [
        replace(unit, locator="gdpr:art-1-a", kind="point", text="sings;"),
        replace(unit, locator="gdpr:art-1-b", kind="point", text="or"),
    ]
    pieces = pieces_of(unit, lambda part: points if part is unit else [])
    assert [(p.mark, p.text) for p in pieces] == [
        ("", "He sings or:"),
        ("(a)", "sings;"),
        ("(b)", "or"),
    ]


def test_a_part_whose_words_are_not_found_is_left_in_the_whole() -> None:
    unit = Passage("lil:art-1", "fr", "lil", "article", "", "Un mot.")
    other = replace(unit, locator="lil:art-1#1", text="Un autre mot.")
    pieces = pieces_of(unit, lambda part: [other] if part is unit else [])
    assert [(p.locator, p.text) for p in pieces] == [("lil:art-1", "Un mot.")]


def test_a_reference_leads_to_a_loaded_unit_or_to_the_one_around_it(library: Library) -> None:
    side = library.open("gdpr:art-83", TODAY).units[0][0]
    found = [
        (piece.text[r.start : r.end], r.locator)
        for piece, references in zip(side.pieces, side.references, strict=True)
        for r in references
    ]
    assert found == [("article 5", "gdpr:art-5")]
    text = "Voir l'article 5, paragraphe 9, et l'article 40."
    far = replace(SMALL_LAW[0], locator="gdpr:art-90", text=text)
    references = library_of([*SMALL_LAW, far]).open("gdpr:art-90", TODAY).units[0][0].references
    assert [r.locator for r in references[0]] == ["gdpr:art-5"]


def test_an_article_of_somebodys_contract_is_not_one_of_the_law() -> None:
    contract = Passage("user-plan:p1", "fr", "user-plan", "page", "", "Voir l'article 5.")
    library = library_of([*SMALL_LAW, contract], (), user_source("user-plan", "Plan", "fr"))
    assert library.open("user-plan:p1", TODAY).units[0][0].references == ((),)


def test_versions_in_time_are_told_apart_by_the_day(library: Library) -> None:
    today = library.open("conso:art-l223-1", TODAY)
    before = library.open("conso:art-l223-1", date(2025, 1, 1))
    assert "accord écrit" in today.units[0][0].passage.text
    assert "liste bleue" in before.units[0][0].passage.text
    assert [p.applies_from for p in today.versions] == [date(2020, 1, 1), REFORM]
    assert library.open("lil:art-82", TODAY).versions == ()


def test_the_articles_of_a_code_from_two_sources_stand_in_the_order_of_their_numbers() -> None:
    units = ["art-r223-1", "art-l223-10", "art-l223-9", "art-l121-6"]
    passages = [
        Passage(f"conso:{unit}", "fr", "conso", "article", "", f"Texte {unit}.") for unit in units
    ]
    leaves = library_of(passages).leaves("conso")
    assert [leaf.locator for leaf in leaves] == [
        "conso:art-l121-6",
        "conso:art-l223-9",
        "conso:art-l223-10",
        "conso:art-r223-1",
    ]


def test_numbered_paragraphs_are_read_together_under_their_heading() -> None:
    passages = [
        Passage(f"edpb-2024-1:par-{n}", "en", "edpb-2024-1", "paragraph", heading, f"Words {n}.")
        for n, heading in enumerate(["Scope"] * 3 + ["Test"] * (PARAGRAPHS_A_PAGE + 2), start=1)
    ]
    leaves = library_of(passages).leaves("edpb-2024-1")
    assert [len(leaf.locators) for leaf in leaves] == [3, PARAGRAPHS_A_PAGE, 2]
    reading = library_of(passages).open("edpb-2024-1:par-2", TODAY)
    assert (reading.target, reading.leaf.locator) == ("edpb-2024-1:par-2", "edpb-2024-1:par-1")
    assert len(reading.units) == 3


def test_a_paragraph_of_a_document_is_read_with_its_number() -> None:
    passages = [
        Passage("edpb-2024-1:par-9", "en", "edpb-2024-1", "paragraph", "Scope", "Some words."),
        Passage("edpb-2024-1:note-3", "en", "edpb-2024-1", "section", "Scope", "A footnote."),
    ]
    library = library_of(passages)
    assert [leaf.locators for leaf in library.leaves("edpb-2024-1")] == [
        ("edpb-2024-1:par-9",),
        ("edpb-2024-1:note-3",),
    ]
    pieces = [library.open(p.locator, TODAY).units[0][0].pieces[0] for p in passages]
    assert [(piece.mark, piece.text) for piece in pieces] == [
        ("9.", "Some words."),
        ("3.", "A footnote."),
    ]


def test_a_text_that_names_its_own_article_leads_nowhere() -> None:
    text = "Pour l'application du présent article, voir le paragraphe 1."
    unit = Passage("gdpr:art-5", "fr", "gdpr", "article", "", f"2. {text}")
    second = replace(unit, locator="gdpr:art-5-2", kind="paragraph", text=text)
    first = replace(unit, locator="gdpr:art-5-1", kind="paragraph", text="Absent du tout.")
    side = library_of([unit, second, first]).open("gdpr:art-5", TODAY).units[0][0]
    assert [r.locator for references in side.references for r in references] == ["gdpr:art-5-1"]


def test_a_unit_that_is_not_loaded_is_refused(library: Library) -> None:
    for locator in ("gdpr:art-40", "wp243:par-1", "nothing at all"):
        with pytest.raises(UnknownLocator):
            library.open(locator, TODAY)


def test_exact_words_are_found_where_they_stand_once(library: Library) -> None:
    found, count = library.find_words("gdpr", "UN CHIEN  dort", limit=5)
    assert [(p.locator, p.lang) for p in found] == [("gdpr:art-21-1-b", "fr")] and count == 1
    assert library.find_words("gdpr", "  ", limit=5) == ([], 0)
    assert library.find_words("wp243", "chien", limit=5) == ([], 0)
    shown, count = library.find_words("gdpr", "crier", limit=1)
    assert len(shown) == 1 < count


def test_the_contents_of_the_regulation_are_its_chapters_then_its_recitals(
    library: Library,
) -> None:
    divisions = contents(library, "gdpr", "fr")
    assert [(d.kind, d.number) for d in divisions] == [
        ("chapter", "II"),
        ("chapter", "III"),
        ("chapter", "VIII"),
        ("recitals", ""),
    ]
    rights = divisions[1]
    assert [(e.name, e.title) for e in rights.all_entries] == [("Article 21", "Des crieurs")]
    leaf = library.open("gdpr:art-21-1-a", TODAY).leaf
    assert [(d.kind, d.number) for d in trail(library, leaf, "en")] == [
        ("chapter", "III"),
        ("section", "4"),
    ]


def test_every_loaded_unit_can_be_reached_from_the_contents(library: Library) -> None:
    for source in library.texts():
        listed = [e.locator for d in contents(library, source.prefix, "fr") for e in d.all_entries]
        assert sorted(listed) == sorted(leaf.locator for leaf in library.leaves(source.prefix))


def test_articles_under_one_heading_of_a_code_are_one_group() -> None:
    passages = [
        Passage(f"lil:art-{n}", "fr", "lil", "article", heading, "Texte.")
        for n, heading in ((1, "Principes"), (2, "Principes"), (3, "Formalités"))
    ]
    library = library_of(passages)
    divisions = contents(library, "lil", "fr")
    assert [(d.title, [e.name for e in d.entries]) for d in divisions] == [
        ("Principes", ["Article 1", "Article 2"]),
        ("Formalités", ["Article 3"]),
    ]
    assert trail(library, library.leaves("lil")[0], "fr")[0].title == "Principes"


def test_the_chapters_hold_the_99_articles_once_each() -> None:
    chapters = json.loads(CHAPTERS_PATH.read_text(encoding="utf-8"))
    articles = [n for c in chapters for n in range(c["first"], c["last"] + 1)]
    assert articles == list(range(1, 100))
    for chapter in (c for c in chapters if c["sections"]):
        inside = [n for s in chapter["sections"] for n in range(s["first"], s["last"] + 1)]
        assert inside == list(range(chapter["first"], chapter["last"] + 1))


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_the_chapters_are_those_of_the_official_text(mirror: Any, lang: str) -> None:
    page = (mirror / f"law/gdpr_{lang}.xhtml").read_text(encoding="utf-8")
    printed = letters(re.sub(r"<[^>]+>", " ", page))
    chapters = json.loads(CHAPTERS_PATH.read_text(encoding="utf-8"))
    for chapter in chapters:
        for division in (chapter, *chapter["sections"]):
            assert letters(division[lang]) in printed, division[lang]


def letters(text: str) -> str:
    """Letters and digits alone, with two misprints of the French Official Journal put right."""
    bare = "".join(character for character in text.casefold() if character.isalnum())
    return bare.replace("protectiondesdonnésetconsultation", "protectiondesdonnéesetconsultation")
