"""No incomplete GDPR gets through: whatever single unit is lost, emptied or misplaced."""

import re
import tempfile
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Literal, get_args

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from mirror_texts import load_mirror, mirror_path, package_file, source_and_origin
from small_gdpr import (
    Row,
    markdown_page,
    markdown_units,
    row,
    small_articles,
    xhtml_article,
    xhtml_page,
    xhtml_units,
)

from corpus.errors import SourceUnreadable
from corpus.nouns import Passage
from ingest.parse import eurlex, gdpr_markdown, gdpr_package
from ingest.parse.gdpr import check_complete
from ingest.parse.gdpr_outline import read_outline
from ingest.parse.loaders import LOADERS, Loader

Units = list[tuple[str, str]]
Damage = Literal["removed", "emptied", "swapped", "repeated"]
DAMAGES: tuple[Damage, ...] = get_args(Damage)

RECITALS, ARTICLES = range(0, 173), range(173, 272)
positions = st.sampled_from([*RECITALS, *ARTICLES])


def damaged(units: Units, at: int, damage: Damage, empty: Callable[[str], str]) -> Units:
    found = list(units)
    if damage == "removed":
        del found[at]
    elif damage == "emptied":
        found[at] = (found[at][0], empty(found[at][0]))
    elif damage == "repeated":
        found.insert(at, found[at])
    else:
        # With its neighbour of the same kind.
        other = at - 1 if at in (RECITALS[-1], ARTICLES[-1]) else at + 1
        found[at], found[other] = found[other], found[at]
    return found


def empty_xhtml(name: str) -> str:
    kind, number = name.split("_")
    if kind == "art":
        return xhtml_article(int(number), "")
    return f'<div id="{name}">{row(f"({number})", "")}</div>'


def empty_markdown(name: str) -> str:
    kind, number = name.split("_")
    return f"### Article {number}\n\n**Title**" if kind == "art" else f"- ({number}) "


def load_text(load: Loader, loader: str, content: str) -> list[Passage]:
    source, origin = source_and_origin("gdpr", loader, "en")
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "law"
        file.write_text(content, encoding="utf-8")
        return load(source, origin, file)


def test_the_undamaged_small_law_passes_in_both_forms() -> None:
    assert load_text(eurlex.load, "eurlex", xhtml_page(xhtml_units()))
    assert load_text(gdpr_markdown.load, "gdpr_markdown", markdown_page(markdown_units()))


@settings(max_examples=25, deadline=None)
@given(at=positions, damage=st.sampled_from(DAMAGES))
def test_the_journal_page_is_refused_when_one_unit_is_damaged(at: int, damage: Damage) -> None:
    page = xhtml_page(damaged(xhtml_units(), at, damage, empty_xhtml))
    with pytest.raises(SourceUnreadable):
        load_text(eurlex.load, "eurlex", page)


@settings(max_examples=25, deadline=None)
@given(at=positions, damage=st.sampled_from(DAMAGES))
def test_the_markdown_is_refused_when_one_unit_is_damaged(at: int, damage: Damage) -> None:
    page = markdown_page(damaged(markdown_units(), at, damage, empty_markdown))
    with pytest.raises(SourceUnreadable):
        load_text(gdpr_markdown.load, "gdpr_markdown", page)


ROWS = [(number, index) for number, rows in small_articles().items() for index in range(len(rows))]


def damaged_rows(rows: list[Row], at: int, damage: Damage) -> list[Row]:
    """The rows with one block, and what stands below it, damaged; the same rows if that cannot be.

    Dashes and further subparagraphs bear no number: nobody sees two of them change places.
    """
    end = at + 1
    while end < len(rows) and is_below(rows[end], rows[at]):
        end += 1
    own = rows[at:end]
    if damage == "removed":
        return rows[:at] + rows[end:]
    if damage == "repeated":
        return rows[:end] + rows[at:]
    if damage == "emptied":
        return [*rows[:at], replace(rows[at], words=""), *rows[at + 1 :]]
    after = end
    while after < len(rows) and (after == end or is_below(rows[after], rows[end])):
        after += 1
    is_sibling = end < len(rows) and len(rows[end].path) == len(rows[at].path)
    if not is_sibling or rows[at].form == "indent" or rows[end].path == rows[at].path:
        return rows
    return rows[:at] + rows[end:after] + own + rows[after:]


def is_below(row: Row, other: Row) -> bool:
    return len(row.path) > len(other.path) and row.path[: len(other.path)] == other.path


@st.composite
def damaged_laws(draw: st.DrawFn) -> dict[int, list[Row]]:
    number, at = draw(st.sampled_from(ROWS))
    whole = small_articles()
    rows = damaged_rows(whole[number], at, draw(st.sampled_from(DAMAGES)))
    assume(rows != whole[number])
    return {**whole, number: rows}


@settings(max_examples=60, deadline=None)
@given(law=damaged_laws())
def test_the_journal_page_is_refused_when_one_paragraph_or_point_is_damaged(
    law: dict[int, list[Row]],
) -> None:
    with pytest.raises(SourceUnreadable):
        load_text(eurlex.load, "eurlex", xhtml_page(xhtml_units(law)))


@settings(max_examples=60, deadline=None)
@given(law=damaged_laws())
def test_the_markdown_is_refused_when_one_paragraph_or_point_is_damaged(
    law: dict[int, list[Row]],
) -> None:
    with pytest.raises(SourceUnreadable):
        load_text(gdpr_markdown.load, "gdpr_markdown", markdown_page(markdown_units(law)))


@pytest.mark.parametrize(
    ("number", "path", "damage", "named"),
    [
        (22, ("2",), "removed", "missing: gdpr:art-22-2, gdpr:art-22-2-a"),
        (6, ("1", "f"), "removed", r"law: missing: gdpr:art-6-1-f\)"),
        (4, ("16", "b"), "removed", r"law: missing: gdpr:art-4-16-b\)"),
        (6, ("1", "f"), "emptied", r"law: without words: gdpr:art-6-1-f\)"),
        (17, ("3",), "emptied", "017.003|without words: gdpr:art-17-3"),
        (17, ("3", "a"), "swapped", "out of order: gdpr:art-17-3-b before gdpr:art-17-3-a"),
        (17, ("3", "e"), "repeated", "not expected: gdpr:art-17-3-e#2"),
    ],
)
@pytest.mark.parametrize("form", ["eurlex", "gdpr_markdown"])
def test_the_refusal_names_the_paragraph_or_point(
    number: int, path: tuple[str, ...], damage: Damage, named: str, form: str
) -> None:
    whole = small_articles()
    at = [row.path for row in whole[number]].index(path)
    law = {**whole, number: damaged_rows(whole[number], at, damage)}
    page = xhtml_page(xhtml_units(law)) if form == "eurlex" else markdown_page(markdown_units(law))
    with pytest.raises(SourceUnreadable, match=named):
        load_text(LOADERS[form], form, page)


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_a_paragraph_or_a_point_taken_out_of_the_official_page_is_missed(
    lang: str, tmp_path: Path
) -> None:
    source, origin = source_and_origin("gdpr", "eurlex", lang)
    page = mirror_path(origin.path).read_text(encoding="utf-8")
    file = tmp_path / "law.xhtml"
    start = page.index('<div id="022.002"')
    file.write_text(page[:start] + page[page.index('<div id="022.003"') :], encoding="utf-8")
    with pytest.raises(SourceUnreadable, match="missing: gdpr:art-22-2, gdpr:art-22-2-a"):
        eurlex.load(source, origin, file)
    start = page.index("<table", page.index('<div id="006.001"'))
    end = page.index("</table>", start) + len("</table>")
    file.write_text(page[:start] + page[end:], encoding="utf-8")
    with pytest.raises(SourceUnreadable, match=r"law.xhtml: missing: gdpr:art-6-1-a\)"):
        eurlex.load(source, origin, file)


@cache
def package_passages() -> tuple[Passage, ...]:
    source, origin = source_and_origin("gdpr", "gdpr_package", "en")
    return tuple(gdpr_package.load(source, origin, package_file()))


@settings(max_examples=100, deadline=None)
@given(data=st.data(), damage=st.sampled_from(DAMAGES))
def test_the_gate_of_the_package_is_shut_when_one_unit_of_any_size_is_damaged(
    data: st.DataObject, damage: Damage
) -> None:
    source, _ = source_and_origin("gdpr", "gdpr_package", "en")
    passages = list(package_passages())
    at = data.draw(st.integers(0, len(passages) - 2))
    if damage == "removed":
        del passages[at]
    elif damage == "emptied":
        passages[at] = replace(passages[at], text=" ")
    elif damage == "repeated":
        passages.append(passages[at])
    else:
        passages[at : at + 2] = reversed(passages[at : at + 2])
    with pytest.raises(SourceUnreadable):
        check_complete(passages, source, file_name="law.json")


@settings(max_examples=20, deadline=None)
@given(data=st.data())
def test_a_package_file_with_other_bytes_is_refused(data: st.DataObject) -> None:
    content = package_file().read_text(encoding="utf-8")
    numbers = [match.span() for match in re.finditer(r'"number": ?\d+', content)]
    start, end = data.draw(st.sampled_from(numbers))
    with pytest.raises(SourceUnreadable):
        load_text(gdpr_package.load, "gdpr_package", content[:start] + content[end:])


def test_the_units_expected_are_those_of_the_official_pages() -> None:
    expected = [f"gdpr:{name}" for name in read_outline().units()]
    for lang in ("fr", "en"):
        assert [p.locator for p in load_mirror("gdpr", "eurlex", lang)] == expected


def test_the_units_expected_are_99_articles_173_recitals_and_all_that_is_numbered() -> None:
    units = list(read_outline().units())
    assert [u for u in units if re.fullmatch(r"rec-\d+", u)] == [f"rec-{n}" for n in range(1, 174)]
    assert [u for u in units if re.fullmatch(r"art-\d+", u)] == [f"art-{n}" for n in range(1, 100)]
    assert len(units) == len(set(units)) == 1041


def test_every_numbered_unit_exists_in_both_languages() -> None:
    french, english = (load_mirror("gdpr", "eurlex", lang) for lang in ("fr", "en"))
    assert [(p.locator, p.kind) for p in french] == [(p.locator, p.kind) for p in english]
    kinds = [p.kind for p in french]
    assert (kinds.count("article"), kinds.count("recital")) == (99, 173)
    # 372 numbered paragraphs, and the further subparagraphs that have no number of their own.
    numbered = [p for p in french if p.kind == "paragraph" and "#" not in p.locator]
    assert len(numbered) == 372
