"""Each rule of `recital cards verify`: kept by a right card, broken by a wrong one."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tiny_texts import TEXTS, TWENTY_WORDS, tiny_index, write_both, write_card

from corpus.manifest import default_manifest
from evals.cards.glossary import Glossary
from evals.cards.overlap import COPIED_WORDS, OfficialWords
from evals.cards.stats import coverage, table
from evals.cards.support import support
from evals.cards.verify import Verification, read_cards, read_topics, verify

GLOSSARY = Glossary([{"fr": ["accord", "consentement"], "en": ["consent"]},
                     {"fr": ["prouver", "démontrer"], "en": ["prove", "demonstrate"]},
                     {"fr": ["courrier électronique", "e-mail"], "en": ["e-mail", "electronic mail"]}])  # fmt: skip


def check(folder: Path, **options: Any) -> Verification:
    return verify(tiny_index(), default_manifest(), folder, **options)


def rules(found: Verification) -> set[str]:
    return {fault.rule for fault in found.faults}


def test_a_right_card_in_both_languages_has_no_fault(tmp_path: Path) -> None:
    write_both(tmp_path)
    found = check(tmp_path)
    assert found.faults == []
    assert (found.cards, found.citations) == (2, 2)
    assert (found.named_only, found.not_loaded) == (0, 0)


def citing(locator: str, carries: str = "le consentement est démontré") -> dict[str, Any]:
    return {"citations": [{"locator": locator, "carries": carries}]}


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"colour": "red"}, "schema"),
        ({"body": "## Autre chose\nx\n"}, "sections"),
        ({"topics": ["vélo"]}, "topics"),
        (citing("gdpr:art-7-9"), "locator"),
        (citing("nowhere:art-1"), "locator"),
        (citing("card:nowhere"), "locator"),
        (citing("ai-act:art-50"), "confidence"),
        (citing("gdpr:art-7-1", "le consentement est démontré sous 48 heures"), "support"),
        (citing("gdpr:art-7-1", "l'article 83 fixe le consentement démontré"), "support"),
        (citing("gdpr:art-7-1", "les bateaux rentrent au port"), "support"),
        ({"short_answer": "Prouvez le consentement sous 48 heures."}, "number"),
        ({"short_answer": "Oui, prouvez le consentement sous 72 heures."}, "polarity"),
        ({"body": TEXTS["fr"]["body"] + "Voir `nulle-part`."}, "reference"),
        ({"short_answer": TWENTY_WORDS}, "copied"),
        ({"body": TEXTS["fr"]["body"] + TWENTY_WORDS}, "copied"),
        ({"title": TWENTY_WORDS}, "copied"),
        ({"questions": [*TEXTS["fr"]["questions"], TWENTY_WORDS]}, "copied"),
        (citing("lil:art-82", TWENTY_WORDS), "copied"),
        ({"applies_from": date(2020, 1, 1)}, "parity"),
        ({"topics": ["sms"]}, "parity"),
        ({"short_answer": "Prouvez le consentement."}, "parity"),
        (citing("edpb-2022-1:par-5", "les frais"), "parity"),
    ],
)
def test_a_wrong_card_is_told_what_is_wrong(
    tmp_path: Path, changes: dict[str, Any], rule: str
) -> None:
    write_card(tmp_path, "en")
    write_card(tmp_path, "fr", **changes)
    assert rule in rules(check(tmp_path))


def test_a_card_in_one_language_only_is_told_so(tmp_path: Path) -> None:
    write_card(tmp_path, "fr")
    assert [fault.message for fault in check(tmp_path).faults] == ["no card in en"]


def test_a_card_in_the_folder_of_another_kind_is_told_so(tmp_path: Path) -> None:
    write_both(tmp_path)
    (tmp_path / "practice").rename(tmp_path / "term")
    assert rules(check(tmp_path)) == {"schema"}


def test_a_citation_of_a_text_that_is_only_named_is_counted_apart(tmp_path: Path) -> None:
    write_both(tmp_path, confidence="medium", **citing("ai-act:art-50", "72 heures (72 hours)"))
    found = check(tmp_path)
    assert (found.named_only, found.not_loaded, found.faults) == (2, 0, [])


def test_a_citation_of_a_text_this_machine_does_not_have_is_no_fault(tmp_path: Path) -> None:
    write_both(tmp_path, **citing("cpce:art-l34-5", "72 heures (72 hours)"))
    found = check(tmp_path)
    assert (found.named_only, found.not_loaded, found.faults) == (0, 2, [])


def test_words_between_quotation_marks_are_no_copy(tmp_path: Path) -> None:
    write_card(tmp_path, "en")
    write_card(tmp_path, "fr", body=f"{TEXTS['fr']['body']}La loi : « {TWENTY_WORDS} »")
    assert check(tmp_path).faults == []


def test_only_the_cards_asked_for_are_checked(tmp_path: Path) -> None:
    write_both(tmp_path)
    write_card(tmp_path, "fr", id="other", confidence="sure")
    assert check(tmp_path, only=["proof"]).faults == []
    assert rules(check(tmp_path, only=["other"])) == {"schema"}


@pytest.mark.parametrize(
    ("sentence", "lang", "locator", "holds"),
    [
        ("le consentement se démontre", "fr", "gdpr:art-7-1", True),
        ("l'accord est à prouver", "fr", "gdpr:art-7-1", True),
        ("prouver son consentement sous 72 heures", "fr", "gdpr:art-7-1", True),
        ("prouver son consentement sous 73 heures", "fr", "gdpr:art-7-1", False),
        ("the great green lamp", "en", "lil:art-82", False),
        ("la taxe suit l'article 83", "fr", "edpb-2022-1:par-5", False),
    ],
)
def test_a_passage_carries_a_sentence_by_its_numbers_articles_and_key_terms(
    sentence: str, lang: Any, locator: str, holds: bool
) -> None:
    assert support(sentence, lang, locator, tiny_index(), GLOSSARY).holds == holds


def test_an_article_named_in_a_sentence_may_be_one_that_the_passage_refers_to() -> None:
    held = support("the fee of Article 83", "en", "edpb-2022-1:par-5", tiny_index(), GLOSSARY)
    assert held.references == ()
    other = support("the fee of Article 84", "en", "edpb-2022-1:par-5", tiny_index(), GLOSSARY)
    assert other.references == ("gdpr:art-84",)


def test_the_longest_form_of_words_names_the_concept() -> None:
    found = GLOSSARY.concepts("un courrier électronique sans accord", "fr")
    assert list(found.values()) == [{"=e-mail"}, {"=consent"}]


def test_a_copy_is_found_at_its_first_word_and_one_word_less_is_none() -> None:
    words = [f"mot{number}" for number in range(COPIED_WORDS + 5)]
    official = OfficialWords([" ".join(words)])
    assert official.copied(" ".join(["avant", *words[:COPIED_WORDS]])).split()[0] == "mot0"
    assert official.copied(" ".join(words[: COPIED_WORDS - 1])) == ""


def test_the_statistics_count_a_card_once_and_name_what_is_due(tmp_path: Path) -> None:
    write_both(tmp_path)
    write_both(tmp_path, id="draft", status="pending", confidence="medium")
    cards, _ = read_cards(tmp_path)
    found = coverage(cards, read_topics(), date(2027, 3, 1))
    assert (found.cards, found.languages) == (2, {"en": 2, "fr": 2})
    assert (found.kinds["practice"], found.topics) == (2, {"proof": 2})
    assert found.articles == {"gdpr:art-7": 2}
    assert len(found.articles_uncited) == 98
    assert (found.pending, found.past_review) == (["draft"], ["draft"])
    assert any("past: draft" in line for line in table(found))


def test_every_topic_has_one_label_in_each_language() -> None:
    topics = read_topics()
    assert set(topics["fr"].values()) == set(topics["en"].values())
    both = topics["fr"].keys() & topics["en"].keys()
    assert all(topics["fr"][label] == topics["en"][label] for label in both)
