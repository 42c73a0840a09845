"""No incomplete GDPR gets through: whatever single unit is lost, emptied or misplaced."""

import re
import tempfile
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Literal, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mirror_texts import load_mirror, package_file, source_and_origin
from small_gdpr import markdown_page, markdown_units, row, xhtml_article, xhtml_page, xhtml_units

from corpus.errors import SourceUnreadable
from corpus.nouns import Passage
from ingest.parse import eurlex, gdpr_markdown, gdpr_package
from ingest.parse.gdpr import check_complete
from ingest.parse.loaders import Loader

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


@settings(max_examples=60, deadline=None)
@given(at=positions, damage=st.sampled_from(DAMAGES))
def test_the_journal_page_is_refused_when_one_unit_is_damaged(at: int, damage: Damage) -> None:
    page = xhtml_page(damaged(xhtml_units(), at, damage, empty_xhtml))
    with pytest.raises(SourceUnreadable):
        load_text(eurlex.load, "eurlex", page)


@settings(max_examples=60, deadline=None)
@given(at=positions, damage=st.sampled_from(DAMAGES))
def test_the_markdown_is_refused_when_one_unit_is_damaged(at: int, damage: Damage) -> None:
    page = markdown_page(damaged(markdown_units(), at, damage, empty_markdown))
    with pytest.raises(SourceUnreadable):
        load_text(gdpr_markdown.load, "gdpr_markdown", page)


@cache
def package_passages() -> tuple[Passage, ...]:
    source, origin = source_and_origin("gdpr", "gdpr_package", "en")
    return tuple(gdpr_package.load(source, origin, package_file()))


@settings(max_examples=60, deadline=None)
@given(at=positions, damage=st.sampled_from(DAMAGES))
def test_the_gate_of_the_package_is_shut_when_one_unit_is_damaged(at: int, damage: Damage) -> None:
    source, _ = source_and_origin("gdpr", "gdpr_package", "en")
    passages = list(package_passages())
    wholes = [n for n, p in enumerate(passages) if p.kind in ("recital", "article")]
    index = wholes[at]
    if damage == "removed":
        del passages[index]
    elif damage == "emptied":
        passages[index] = replace(passages[index], text=" ")
    elif damage == "repeated":
        passages.append(passages[index])
    else:
        other = wholes[at - 1 if at in (RECITALS[-1], ARTICLES[-1]) else at + 1]
        passages[index], passages[other] = passages[other], passages[index]
    with pytest.raises(SourceUnreadable):
        check_complete(passages, source)


@settings(max_examples=20, deadline=None)
@given(data=st.data())
def test_a_package_file_with_other_bytes_is_refused(data: st.DataObject) -> None:
    content = package_file().read_text(encoding="utf-8")
    numbers = [match.span() for match in re.finditer(r'"number": ?\d+', content)]
    start, end = data.draw(st.sampled_from(numbers))
    with pytest.raises(SourceUnreadable):
        load_text(gdpr_package.load, "gdpr_package", content[:start] + content[end:])


def test_every_numbered_unit_exists_in_both_languages() -> None:
    french, english = (load_mirror("gdpr", "eurlex", lang) for lang in ("fr", "en"))
    assert [(p.locator, p.kind) for p in french] == [(p.locator, p.kind) for p in english]
    kinds = [p.kind for p in french]
    assert (kinds.count("article"), kinds.count("recital")) == (99, 173)
    # 372 numbered paragraphs, and the further subparagraphs that have no number of their own.
    numbered = [p for p in french if p.kind == "paragraph" and "#" not in p.locator]
    assert len(numbered) == 372
