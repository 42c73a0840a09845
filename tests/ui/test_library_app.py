from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import fields
from typing import Any

import pytest
import small_library
import streamlit
from small_library import PASSAGES, small_assistant
from streamlit.testing.v1 import AppTest
from test_render import problems

from corpus.manifest import default_manifest
from ui.library_words import LibraryWords, library_words

FR, EN = library_words("fr"), library_words("en")


def library_page() -> None:
    import small_library
    import streamlit as st

    from corpus.settings import load_settings
    from ui.library import show_library

    lang = st.session_state.get("lang", "fr")
    show_library(small_library.served(), load_settings(), lang)


@pytest.fixture(autouse=True)
def _served(monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> Iterator[None]:
    for name in list(os.environ):
        if name.startswith("RECITAL_"):
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    streamlit.cache_resource.clear()
    yield
    streamlit.cache_resource.clear()


def opened(lang: str = "fr", **address: str) -> AppTest:
    test = AppTest.from_function(library_page, default_timeout=20)
    test.session_state["lang"] = lang
    for name, value in address.items():
        test.query_params[name] = value
    test.run()
    assert not test.exception
    return test


def texts(test: AppTest) -> list[str]:
    """Everything written on the page, block by block, without the renderer's escapes."""
    kinds = (test.subheader, test.markdown, test.caption, test.warning, test.info)
    written = [str(element.value) for kind in kinds for element in kind]
    written += [str(element.label) for element in test.expander]
    return [text.replace("\\", "").replace("\u2060", "") for text in written]


def shown(test: AppTest) -> str:
    return "\n".join(texts(test))


def block(test: AppTest, words: str) -> str:
    """The one block that holds these words."""
    found = [text for text in texts(test) if words in text]
    assert len(found) == 1, found
    return found[0]


def test_every_source_of_the_manifest_is_listed_with_its_official_address() -> None:
    text = shown(opened())
    for source in default_manifest().sources.values():
        assert source.title("fr") in text
        if source.url("fr"):
            assert f"](<{source.url('fr')}>)" in text


def test_a_source_says_whose_it_is_how_much_of_it_is_held_and_since_when() -> None:
    card = block(opened(), "Règlement (UE) 2016/679")
    assert ":green-badge[chargé]" in card and "14 passages" in card
    assert "français, anglais" in card
    assert "Applicable depuis le 25 mai 2018" in card and "Licence : EUR-Lex" in card.replace(
        "\u00a0", " "
    )
    assert "[Lire ici →](<library?text=gdpr>)" in card


def test_what_is_not_loaded_says_so_and_why() -> None:
    test = opened()
    assert ":orange-badge[non chargé]" in block(test, "questions-réponses « Besoin")
    refused = next(str(m.value) for m in opened().markdown if FR.standings["refused"] in m.value)
    assert ":red-badge[illisible]" in refused and r"no \<b\>article\<\/b\> found" in refused
    named = block(test, default_manifest().source("wp243").title("fr"))
    assert ":gray-badge[connu de nom]" in named and "Lire ici" not in named
    assert "gardé d'une version antérieure" in block(test, "Loi n° 78-17 du 6 janvier")
    assert "texte incomplet" in block(test, "L223-1 en vigueur depuis le 11 août 2026")


def test_the_summary_counts_loaded_texts_and_leaves_out_those_only_named() -> None:
    rows = default_manifest().sources.values()
    named = sum(not source.origins for source in rows)
    said = block(opened(), "textes chargés sur")
    assert f"5 textes chargés sur {len(rows) - named}" in said
    assert f"{named} autres" in said


def test_the_sources_are_narrowed_by_words_authority_and_what_is_loaded() -> None:
    test = opened()
    test.text_input(key="filter_text").set_value("consommation DEMARCHAGE agressives").run()
    cards = [text for text in texts(test) if "-badge[" in text]
    assert len(cards) == 1 and "démarchage et pratiques" in cards[0]
    test.text_input(key="filter_text").set_value("").run()
    test.toggle(key="filter_loaded").set_value(True).run()
    assert len([text for text in texts(test) if "-badge[" in text]) == 5
    test.button_group(key="filter_authorities").set_value(["card"]).run()
    assert len([text for text in texts(test) if "-badge[" in text]) == 1
    test.text_input(key="filter_text").set_value("zzz").run()
    assert FR.no_source in shown(test)


def test_the_contents_lead_to_every_article_and_recital() -> None:
    text = shown(opened(section="read"))
    assert "Chapitre III — Droits de la personne concernée" in text
    assert "[Article 21](<library?unit=gdpr:art-21>) — Des crieurs" in text
    assert "[7](<library?unit=gdpr:rec-7>)" in text


def test_another_text_is_chosen_by_its_name_and_goes_into_the_address() -> None:
    test = opened(section="read")
    test.selectbox(key="reader_text").set_value("conso").run()
    assert test.query_params["text"] in ("conso", ["conso"])
    assert "[Article L223-1](<library?unit=conso:art-l223-1>)" in shown(test)


def test_an_article_is_read_in_both_languages_paragraph_beside_paragraph() -> None:
    test = opened(unit="gdpr:art-21")
    pieces = [text for text in texts(test) if '> "gdpr:art-21' in text]
    assert [re.findall(r'"(gdpr:[^"]+)"', text)[0] for text in pieces] == [
        name
        for name in ("gdpr:art-21-1", "gdpr:art-21-1-a", "gdpr:art-21-1-b", "gdpr:art-21-2")
        for _ in ("fr", "en")
    ]
    assert "un volet est fermé" in pieces[2] and "a shutter is closed" in pieces[3]
    assert test.code[0].value == "gdpr:art-21"


def test_the_reader_of_english_has_english_first() -> None:
    pieces = [text for text in texts(opened("en", unit="gdpr:art-21")) if "gdpr:art-21-1-a" in text]
    assert "a shutter is closed" in pieces[0]


def test_one_language_alone_can_be_chosen() -> None:
    test = opened(unit="gdpr:art-21")
    test.button_group(key="reader_languages").set_value("en").run()
    assert "a shutter is closed" in shown(test) and "un volet est fermé" not in shown(test)


def test_a_point_that_is_named_stands_out_in_both_languages() -> None:
    test = opened(unit="gdpr:art-21-1-b")
    assert test.code[0].value == "gdpr:art-21-1-b"
    names = set(keys_of(test))
    assert {"unit_gdpr:art-21-1-b_fr", "unit_gdpr:art-21-1-b_en", "unit_gdpr:art-21_top"} <= names
    assert not any("art-21-1-a" in name for name in names)


def keys_of(test: AppTest) -> Iterator[str]:
    """The keys of the containers on the page."""

    def walk(node: Any) -> Iterator[str]:
        proto = getattr(node, "proto", None)
        name = getattr(proto, "id", "") if proto is not None else ""
        if name:
            yield str(name).split("-", 2)[-1]
        for child in getattr(node, "children", {}).values():
            yield from walk(child)

    return walk(test._tree)


def test_a_reference_in_the_text_is_a_link_to_its_unit() -> None:
    paragraph = next(text for text in texts(opened(unit="gdpr:art-21")) if "aussi la nuit" in text)
    assert "[paragraphe 1, point b)](<library?unit=gdpr:art-21-1-b>)" in paragraph
    assert "[article 22](<library?unit=gdpr:art-22>)" in paragraph
    assert "[considérant 7](<library?unit=gdpr:rec-7>)" in paragraph


def test_the_way_goes_on_to_the_next_article_and_back_to_the_contents() -> None:
    text = shown(opened(unit="gdpr:art-21"))
    assert "[Article 22 →](<library?unit=gdpr:art-22>)" in text
    assert "[← Considérant 7](<library?unit=gdpr:rec-7>)" in text
    assert (
        "[RGPD](<library?text=gdpr>) › Chapitre III — Droits de la personne concernée › Section 4"
        in text
    )


def test_an_article_with_versions_in_time_shows_todays_and_leads_to_the_others() -> None:
    test = opened(unit="conso:art-l223-1")
    text = shown(test)
    assert "accord du meunier" in text and "liste bleue" not in text
    assert "[jusqu'au 11 août 2026](<library?unit=conso:art-l223-1&as_of=2026-08-10>)" in text
    assert "**depuis le 11 août 2026**" in text and not test.warning
    former = opened(unit="conso:art-l223-1", as_of="2026-08-10")
    assert "liste bleue" in shown(former) and FR.not_in_force in shown(former)
    assert "accord du meunier" in shown(opened(unit="conso:art-l223-1", as_of="not a day"))


def test_a_card_names_the_loaded_texts_it_stands_on() -> None:
    line = block(opened(unit="card:crier-visit"), FR.stands_on)
    assert "[RGPD, article 21(1)](<library?unit=gdpr:art-21-1>)" in line
    assert "eprivacy" not in line


def test_a_text_held_in_another_language_says_so() -> None:
    assert EN.only_in["fr"] in shown(opened("en", unit="lil:art-8"))


@pytest.mark.parametrize("unit", ["gdpr:art-99", "wp243:par-1", "x", "<script>", "gdpr:art-21#9"])
def test_an_address_that_leads_nowhere_says_so_calmly(unit: str) -> None:
    test = opened(unit=unit)
    assert not test.error and (FR.not_loaded in shown(test) or test.code)


def test_a_search_finds_the_reference_the_exact_words_and_the_nearest() -> None:
    test = opened(text="gdpr", query="un chien dort")
    text = shown(test)
    assert FR.exact_words in text
    assert "[Article 21(1)(b)](<library?unit=gdpr:art-21-1-b&words=un+chien+dort>)" in text
    assert ":orange-background[un chien dort] sur le seuil." in text
    text = shown(opened(text="gdpr", query="article 21, paragraphe 2"))
    assert FR.reference in text and "[Article 21(2)](<library?unit=gdpr:art-21-2>)" in text
    assert FR.by_meaning in text


def test_words_looked_for_are_marked_in_the_article() -> None:
    text = shown(opened(unit="gdpr:art-21-1-b", words="un chien dort"))
    assert ":orange-background[un chien dort] sur le seuil." in text


def test_a_search_is_put_into_the_address_and_can_be_taken_back() -> None:
    test = opened(text="gdpr")
    test.text_input(key="reader_query").set_value("  volet ").run()
    assert test.query_params["query"] in ("volet", ["volet"])
    assert "un :orange-background[volet] est fermé" in shown(test)
    test.text_input(key="reader_query").set_value("").run()
    assert "query" not in test.query_params and "Chapitre III" in shown(test)


def test_a_hostile_text_reaches_the_page_as_words_only() -> None:
    ours = re.compile(r"\]\(<library\?[^>]*>(?: \"[^\"]*\")?\)|:orange-background(?=\[)")
    for address in ({"unit": "lil:art-8"}, {"text": "lil", "query": "evil.test"}):
        touched = [str(m.value) for m in opened(**address).markdown if "evil" in str(m.value)]
        assert touched
        assert [problems(ours.sub("]", text)) for text in touched] == [[]] * len(touched)


def test_without_any_text_the_reader_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    empty = small_assistant((), version="none")
    monkeypatch.setattr(small_library, "served", lambda: empty)
    assert "recital ingest" in str(opened(section="read").info[0].value)


def test_the_sections_go_into_the_address() -> None:
    test = opened(unit="gdpr:art-21")
    test.button_group(key="library_section").set_value("sources").run()
    assert "unit" not in test.query_params and "textes chargés sur" in shown(test)


def test_no_sentence_of_the_library_was_left_untranslated() -> None:
    def sentences(words: LibraryWords) -> dict[str, str]:
        values = {field.name: getattr(words, field.name) for field in fields(words)}
        plain = {name: value for name, value in values.items() if isinstance(value, str)}
        inner = {
            f"{name}.{key}": text
            for name, value in values.items()
            if not isinstance(value, str)
            for key, text in value.items()
        }
        return {**plain, **inner}

    french, english = sentences(FR), sentences(EN)
    same = {name for name in french if french[name] == english[name] and len(french[name]) > 4}
    assert {french[name] for name in same} <= {
        "{count} passage",
        "{count} passages",
        "Documents",
        "Sources",
        "Versions",
        "Section {number}",
        "Research",
    }
    assert [t.count("{") for t in french.values()] == [t.count("{") for t in english.values()]


def test_every_passage_of_the_law_opens() -> None:
    for passage in PASSAGES:
        assert opened(unit=passage.locator).code[0].value == passage.locator
