from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from small_law import SINCE

from assistant.cite import cite, cite_unloaded, quote_block
from assistant.sentences import Span
from corpus.index import Index
from corpus.manifest import Manifest
from corpus.nouns import Language

FORGOTTEN = Span(0, 9)


def test_a_citation_quotes_the_span_and_says_whose_words_they_are(
    index: Index, manifest: Manifest
) -> None:
    unit = index.passage("gdpr:art-5-1", "fr")
    citation = cite(3, unit, FORGOTTEN, manifest.source("gdpr"), "fr", unit=unit)
    assert citation.quote == "Le crieur"
    assert (citation.n, citation.locator, citation.source) == (3, "gdpr:art-5-1", "gdpr")
    assert (citation.label, citation.authority) == ("RGPD, article 5(1)", "law")
    assert (citation.lang, citation.quote_status) == ("fr", "exact")
    assert citation.url == unit.url and citation.applies_from == SINCE
    assert citation.applies_until is None and citation.page is None


def test_a_part_made_by_us_is_cited_as_its_unit(index: Index, manifest: Manifest) -> None:
    part = index.passage("cnil-dev-guide:sheet-3#2", "fr")
    unit = index.passage("cnil-dev-guide:sheet-3", "fr")
    whole = Span(0, len(part.text))
    citation = cite(1, part, whole, manifest.source("cnil-dev-guide"), "fr", unit=unit)
    assert citation.locator == "cnil-dev-guide:sheet-3"
    assert "#" not in citation.label and citation.quote_status == "exact"


def test_the_label_follows_the_reader_and_the_quote_keeps_its_own_language(
    index: Index, manifest: Manifest
) -> None:
    unit = index.passage("lil:art-82", "en")
    citation = cite(1, unit, FORGOTTEN, manifest.source("lil"), "en", unit=unit)
    assert citation.lang == "fr"
    assert citation.label == "French Data Protection Act, Article 82"
    assert "text in French" in quote_block(citation, "en")


def test_a_unit_without_an_address_or_a_date_takes_those_of_its_source(
    index: Index, manifest: Manifest
) -> None:
    source = manifest.source("cnil-dpo-guide")
    unit = index.passage("cnil-dpo-guide:p12", "fr")
    citation = cite(1, unit, FORGOTTEN, source, "fr", unit=unit)
    assert citation.url == source.url("fr") != ""
    assert citation.applies_from == source.applies_from
    assert citation.page == 12 and "page 12" in citation.label


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_a_text_that_is_not_loaded_is_named_and_linked_without_a_word_of_it(
    lang: Language, manifest: Manifest
) -> None:
    citation = cite_unloaded(2, "eprivacy:art-13-2", manifest, lang)
    assert (citation.quote, citation.quote_status) == ("", "not_loaded")
    assert citation.url == manifest.source("eprivacy").url(lang)
    assert citation.url.startswith("https://eur-lex.europa.eu/")
    assert citation.label.endswith("13(2)") and citation.authority == "law"
    assert ">" in quote_block(citation, lang) and "[2]" in quote_block(citation, lang)


def test_a_quote_block_holds_the_words_who_says_them_and_since_when(
    index: Index, manifest: Manifest
) -> None:
    unit = index.passage("gdpr:art-21-1", "fr")
    citation = cite(1, unit, Span(0, len(unit.text)), manifest.source("gdpr"), "fr", unit=unit)
    block = quote_block(citation, "fr")
    assert all(line.startswith(">") for line in block.splitlines())
    for line in unit.text.splitlines():
        assert f"> {line}" in block
    assert "> — **RGPD, article 21(1)** · loi · applicable depuis le 25 mai 2018" in block
    assert block.endswith("*citation vérifiée* [1]")


def test_a_quote_block_says_when_an_entry_last_changed_and_that_a_quote_does_not_hold(
    index: Index, manifest: Manifest
) -> None:
    unit = index.passage("cnil-faq:61", "fr")
    citation = cite(1, unit, FORGOTTEN, manifest.source("cnil-faq"), "fr", unit=unit)
    assert citation.last_modified == date(2017, 5, 3)
    assert "mise à jour le 3 mai 2017" in quote_block(citation, "fr")
    broken = replace(citation, quote_status="not_found")
    assert "citation introuvable" in quote_block(broken, "fr")


@pytest.mark.parametrize(("origin", "status"), [("mirror", "partial"), ("web", "current")])
def test_a_citation_says_how_far_the_copy_it_quotes_can_be_relied_upon(
    origin: str, status: str, index: Index, manifest: Manifest
) -> None:
    unit = index.passage("conso:art-l223-1", "fr")
    held = [replace(r, origin=origin) if r.source == "conso" else r for r in index.records]
    source = manifest.as_held(held).source_of(unit)
    citation = cite(1, unit, FORGOTTEN, source, "fr", unit=unit)
    assert citation.source_status == status
    assert ("**texte incomplet**" in quote_block(citation, "fr")) is (origin == "mirror")
