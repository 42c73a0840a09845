from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from small_law import REFORM, TODAY, find, with_hits

from assistant.answer import Citation
from assistant.cite import cite, cite_unloaded
from assistant.compose import Citations
from assistant.sentences import Span
from assistant.statement import Fault
from assistant.verify import check_quotes, claims, find_faults, unsupported_sentences
from corpus.index import Index
from corpus.manifest import Manifest
from corpus.nouns import Language


def cited(
    index: Index, manifest: Manifest, *locators: str, lang: Language = "fr"
) -> tuple[Citation, ...]:
    """Citations 1, 2 … of whole units."""
    units = [index.passage(locator, lang) for locator in locators]
    return tuple(
        cite(n, unit, Span(0, len(unit.text)), manifest.source(unit.source), lang, unit=unit)
        for n, unit in enumerate(units, start=1)
    )


@pytest.fixture
def fine(index: Index, manifest: Manifest) -> tuple[Citation, ...]:
    return cited(index, manifest, "gdpr:art-83")


def test_a_sentence_that_says_what_its_citation_holds_is_supported(
    index: Index, fine: Sequence[Citation]
) -> None:
    text = "L'article 83 prévoit une amende de 20 000 € ou de 4 % des recettes [1]. Le silence dure 72 heures [1]."
    assert unsupported_sentences(text, fine, index) == ()


@pytest.mark.parametrize(
    "sentence",
    [
        "Le crieur paie une amende.",
        "Le crieur paie une amende [2].",
        "Le crieur paie une amende [1] [7].",
        "Le crieur paie une amende [999999999].",
        "Le crieur paie une amende [0].",
        "L'amende atteint 20 millions d'euros [1].",
        "L'amende atteint 6 % des recettes [1].",
        "L'amende atteint 5 % des recettes [1].",  # 5 is the article the text names
        "Le silence dure 72 jours [1].",
        "Le silence dure 4 heures [1].",
        "Le registre se garde 5 ans [1].",
        "L'article 104 du RGPD prévoit une amende [1].",
        "L'article 21 du RGPD prévoit une amende [1].",
        "L'article 83(9) du RGPD prévoit une amende [1].",
        "L'article 13 de la directive ePrivacy prévoit une amende [1].",
        "**L'amende est de 50 % [1].**",
        "- L'amende est de 50 % [1].",
        "* L'amende est de 50 % [1].",
        "1. L'amende est de 50 % [1].",
        "L'amende est de 50 % :",
        "L'amende atteint 20 000 dollars [1].",
        "L'amende atteint 4 points de pourcentage des recettes [1].",
        "Le silence dure deux heures [1].",
        "Le registre se garde deux ans [1].",
        "Le silence dure au moins 72 heures et l'amende au moins 4 % [7].",
        "L'amende vise les crieurs depuis le 26 mai 2018 [1].",
        "L'amende vise les crieurs depuis 2011 [1].",
        "L'amende vise 300 crieurs [1].",
        "L'amende suit la délibération SAN-2031-099 [1].",
        "L'amende suit l'arrêt C-999/30 [1].",
        "L'amende suit la délibération n° 2035-123 [1].",
        "L'amende suit la décision du Conseil d'État n° 999999 [1].",
        "L'article 226-16 du code pénal prévoit une amende [1].",
        "L'article 53 de l'AI Act prévoit une amende [1].",
        "Le meunier vend la farine bise au quai des potiers chaque dimanche matin [1].",
    ],
)
def test_a_sentence_its_citations_do_not_carry_is_listed(
    sentence: str, index: Index, fine: Sequence[Citation]
) -> None:
    assert len(unsupported_sentences(sentence, fine, index)) == 1


@pytest.mark.parametrize(
    ("sentence", "fault"),
    [
        ("Le crieur paie une amende.", "marker"),
        ("L'amende atteint 6 % des recettes [1].", "figure"),
        ("L'amende est d'au moins 20 000 EUR [1].", "bound"),
        ("L'amende court depuis le 25 mai 2017 [1].", "date"),
        ("L'amende vise 300 crieurs [1].", "number"),
        ("L'amende suit l'arrêt C-999/30 [1].", "decision"),
        ("L'article 104 du RGPD prévoit une amende [1].", "article"),
        ("Le crieur qui passe outre ne paie pas une amende [1].", "negation"),
        ("Le meunier vend la farine bise au quai des potiers chaque dimanche matin [1].", "topic"),
    ],
)
def test_what_is_wrong_with_a_sentence_is_named(
    sentence: str, fault: Fault, index: Index, fine: Sequence[Citation]
) -> None:
    [(_, faults)] = find_faults(sentence, fine, index)
    assert faults == {fault}


@pytest.mark.parametrize(
    "sentence",
    [
        "L'amende vaut depuis le 25 mai 2018 [1].",
        "L'amende vaut depuis le 2018-05-25 [1].",
        "L'amende vaut depuis mai 2018 [1].",
        "Le règlement (UE) 2016/679 du 27 avril 2016 fixe l'amende [1].",
        "L'article 83 fixe l'amende à 20 000 EUR au plus [1].",
        "L'amende est de vingt mille euros ou de quatre pour cent des recettes [1].",
        "Le registre se garde 3 ans [1].",
        "Il y a 2 conditions à l'amende [1].",
    ],
)
def test_dates_of_the_citation_names_of_the_law_and_small_counts_are_carried(
    sentence: str, index: Index, fine: Sequence[Citation]
) -> None:
    assert unsupported_sentences(sentence, fine, index) == ()


def test_an_article_without_its_law_is_that_of_the_text_cited(
    index: Index, manifest: Manifest
) -> None:
    [lantern] = cited(index, manifest, "lil:art-82")
    assert unsupported_sentences("L'article 82 vise la lanterne [1].", [lantern], index) == ()
    named = "L'article 82 du RGPD vise la lanterne [1]."
    assert unsupported_sentences(named, [lantern], index) == (named,)


def test_a_text_that_ended_on_a_day_applied_until_the_day_before(
    index: Index, manifest: Manifest
) -> None:
    old = index.passage("conso:art-l223-1", "fr", REFORM.replace(day=10))
    quoted = cite(1, old, Span(0, len(old.text)), manifest.source("conso"), "fr", unit=old)
    said = "Jusqu'au 10 août 2026, une liste bleue existait [1]."
    assert find_faults(said, [quoted], index, REFORM.replace(day=10)) == ()


def test_a_title_in_italics_does_not_end_the_sentence_it_stands_in() -> None:
    text = "La fiche la plus proche, *La visite ? (porte, seuil)*, répond : [1]"
    assert claims(text) == [text]
    assert len(claims("*Le crieur dort.* Le crieur paie [1].")) == 2


def test_an_invented_article_is_caught_even_beside_a_true_one(
    index: Index, fine: Sequence[Citation]
) -> None:
    text = "L'article 83 du RGPD punit le crieur [1]. L'article 104 du RGPD le punit aussi [1]."
    assert unsupported_sentences(text, fine, index) == (
        "L'article 104 du RGPD le punit aussi [1].",
    )


def test_an_article_may_be_named_when_the_cited_text_refers_to_it(
    index: Index, fine: Sequence[Citation]
) -> None:
    sentence = "Passer outre à l'article 5 du RGPD coûte une amende [1]."
    assert unsupported_sentences(sentence, fine, index) == ()


def test_a_card_carries_the_articles_it_stands_on(index: Index, manifest: Manifest) -> None:
    [card] = cited(index, manifest, "card:crier-visit")
    assert unsupported_sentences("L'article 83 du RGPD fixe l'amende [1].", [card], index) == ()
    assert unsupported_sentences("L'article 21 du RGPD fixe l'amende [1].", [card], index) != ()


def test_a_figure_may_stand_next_to_the_paragraph_cited_in_the_same_article(
    index: Index, manifest: Manifest
) -> None:
    [first] = cited(index, manifest, "gdpr:art-5-1")
    assert unsupported_sentences("L'accord se retire sous 2 jours [1].", [first], index) == ()
    assert unsupported_sentences("L'accord se retire sous 3 jours [1].", [first], index) != ()


def test_a_citation_that_does_not_hold_carries_nothing(
    index: Index, fine: Sequence[Citation]
) -> None:
    [broken] = check_quotes([replace(fine[0], quote="Le crieur ne paie pas.")], index)
    assert broken.quote_status == "not_found"
    assert unsupported_sentences("Le crieur paie une amende [1].", [broken], index) != ()


def test_each_sentence_needs_its_own_marker_even_after_bold_words(
    index: Index, fine: Sequence[Citation]
) -> None:
    text = "**Le crieur dort.** Le crieur paie une amende [1]."
    assert unsupported_sentences(text, fine, index) == ("**Le crieur dort.**",)


def test_block_quotes_notes_headings_and_lead_ins_are_no_claims() -> None:
    text = "\n".join(
        [
            "## Ce que dit la loi",
            "Le crieur paie [1].",
            "Les conditions :",
            "- un accord écrit ; [1]",
            "> Des mots cités. Et d'autres.",
            "> — **RGPD, article 83** · loi [1]",
            "---",
            "*Information, pas un conseil juridique. Textes au 22 novembre 2026.*",
        ]
    )
    assert claims(text) == ["Le crieur paie [1].", "un accord écrit ; [1]"]


def test_a_marker_after_the_full_stop_belongs_to_the_sentence_before_it() -> None:
    assert claims("Il crie. [1] [2] Il dort.\n[3]") == ["Il crie. [1] [2]", "Il dort. [3]"]


@pytest.mark.parametrize(
    ("locator", "quote", "status"),
    [
        ("gdpr:art-5-1", "Le crieur ne frappe à une porte", "exact"),
        ("gdpr:art-5-1", "qu’avec l’accord", "repaired"),
        ("gdpr:art-5-1", "Le crieur frappe à une porte", "not_found"),
        ("gdpr:art-104", "Le crieur ne frappe à une porte", "not_found"),
    ],
)
def test_quotes_are_looked_up_in_the_served_index_whatever_they_claimed(
    locator: str, quote: str, status: str, index: Index, fine: Sequence[Citation]
) -> None:
    claimed = replace(fine[0], locator=locator, quote=quote, quote_status="exact")
    assert check_quotes([claimed], index)[0].quote_status == status


def test_only_a_text_that_is_not_there_is_not_loaded(index: Index, manifest: Manifest) -> None:
    absent = cite_unloaded(1, "eprivacy:art-13-2", manifest, "fr")
    present = replace(absent, locator="gdpr:art-5-1")
    statuses = [citation.quote_status for citation in check_quotes([absent, present], index)]
    assert statuses == ["not_loaded", "not_found"]


def test_a_sentence_may_rest_on_a_text_that_is_not_loaded_but_no_figure_may(
    index: Index, manifest: Manifest
) -> None:
    absent = [cite_unloaded(1, "eprivacy:art-13-2", manifest, "fr")]
    said = "L'article 13 de la directive ePrivacy vise les pigeons [1]. Il donne 3 jours [1]."
    assert unsupported_sentences(said, absent, index) == ("Il donne 3 jours [1].",)


def test_the_version_in_force_on_the_day_asked_about_is_the_one_looked_up(
    index: Index, manifest: Manifest
) -> None:
    before = REFORM.replace(day=10)
    old = index.passage("conso:art-l223-1", "fr", before)
    assert "liste bleue" in old.text
    quoted = cite(1, old, Span(0, len(old.text)), manifest.source("conso"), "fr", unit=old)
    assert check_quotes([quoted], index, before)[0].quote_status == "exact"
    assert check_quotes([quoted], index, TODAY)[0].quote_status == "not_found"
    said = "Il attend 10 jours [1]."
    assert unsupported_sentences(said, [quoted], index, before) == ()
    assert unsupported_sentences(said, [quoted], index, TODAY) == (said,)


def test_every_sentence_of_a_composed_card_is_carried(index: Index, manifest: Manifest) -> None:
    retrieved = with_hits(find(index, "crieur porte habitant"), "card:crier-visit")
    citations = Citations(index, manifest, retrieved)
    citation = citations.add_hit(retrieved.hits[0])
    text = " ".join(f"{sentence} [1]" for sentence in claims(citation.quote))
    assert unsupported_sentences(text, [citation], index) == ()
