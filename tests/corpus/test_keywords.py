from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.keywords import STOPWORDS, KeywordIndex, coverage, words
from corpus.nouns import LANGUAGES, Language

ROWS: list[tuple[str, Language, str]] = [
    ("lamp@en", "en", "The keeper lights the lamp at dusk, and every lamp is cleaned."),
    ("ships@en", "en", "The keeper counts the ships."),
    ("lampe@fr", "fr", "Le gardien allume la lampe au crépuscule."),
    ("brume@fr", "fr", "L'obligation : sonner la corne de brume, même en été."),
]


@pytest.fixture
def index() -> KeywordIndex:
    return KeywordIndex.build(ROWS)


def ids(found: list[tuple[str, float]]) -> list[str]:
    return [passage_id for passage_id, _ in found]


@pytest.mark.parametrize(
    ("lang", "one", "other"),
    [
        ("en", "lamps", "lamp"),
        ("en", "Counting", "counted"),
        ("fr", "obligations", "obligation"),
        ("fr", "été", "ete"),
        ("fr", "e\u0301te\u0301", "\u00e9t\u00e9"),
        ("fr", "CONSENTEMENT", "consentement"),
    ],
)
def test_two_spellings_of_a_word_are_one_keyword(lang: Language, one: str, other: str) -> None:
    assert words(one, lang) == words(other, lang) != []


def test_words_keep_their_order_and_lose_the_small_ones() -> None:
    assert words("The keeper of the lamp", "en") == ["keeper", "lamp"]
    assert words("L'obligation de sonner", "fr") == ["oblig", "son"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_stopwords_are_written_the_way_they_are_compared(lang: Language) -> None:
    for word in STOPWORDS[lang] - {"est-ce"}:
        assert words(word, lang) == [], word


@given(st.text(max_size=80), st.sampled_from(LANGUAGES))
def test_any_text_can_be_cut_into_words(text: str, lang: Language) -> None:
    assert "" not in words(text, lang)


def test_the_passage_that_says_it_most_comes_first(index: KeywordIndex) -> None:
    found = index.search("which keeper cleans lamps?", "en", 5)
    assert ids(found) == ["lamp@en", "ships@en"]
    assert found[0][1] > found[1][1] > 0


def test_each_language_has_its_own_index(index: KeywordIndex) -> None:
    assert ids(index.search("lampe", "fr", 5)) == ["lampe@fr"]
    assert ids(index.search("lampe", "en", 5)) == ["lamp@en"]
    assert index.languages == ("fr", "en")


@pytest.mark.parametrize("question", ["", "?!", "the of and", "zeppelin"])
def test_a_question_without_a_known_word_finds_nothing(index: KeywordIndex, question: str) -> None:
    assert index.search(question, "en", 5) == []


def test_only_allowed_passages_are_found(index: KeywordIndex) -> None:
    assert ids(index.search("keeper", "en", 5, frozenset({"ships@en"}))) == ["ships@en"]
    assert index.search("keeper", "en", 5, frozenset()) == []


def test_the_limit_is_kept(index: KeywordIndex) -> None:
    assert len(index.search("keeper", "en", 1)) == 1


def test_a_language_without_passages_finds_nothing() -> None:
    french_only = KeywordIndex.build(row for row in ROWS if row[1] == "fr")
    assert french_only.search("lamp", "en", 5) == []
    assert french_only.languages == ("fr",)


def test_a_saved_index_answers_as_before(index: KeywordIndex, tmp_path: Path) -> None:
    index.save(tmp_path / "keywords")
    loaded = KeywordIndex.load(tmp_path / "keywords")
    questions: dict[Language, str] = {"en": "keeper lamps", "fr": "corne de brume"}
    for lang, question in questions.items():
        assert loaded.search(question, lang, 5) == index.search(question, lang, 5)


def test_an_index_of_nothing_can_be_saved_and_loaded(tmp_path: Path) -> None:
    KeywordIndex.build([]).save(tmp_path / "keywords")
    assert KeywordIndex.load(tmp_path / "keywords").languages == ()


def halve(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


DAMAGES: dict[str, Callable[[Path], object]] = {
    "removed": Path.unlink,
    "emptied": lambda path: path.write_bytes(b""),
    "halved": halve,
    "noise": lambda path: path.write_bytes(b"\xff\x00" * 50),
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_damage_to_any_file_is_noticed_when_it_is_loaded(
    index: KeywordIndex, tmp_path: Path, damage: Callable[[Path], object]
) -> None:
    index.save(tmp_path / "keywords")
    names = [path.name for path in (tmp_path / "keywords" / "fr").iterdir()]
    assert len(names) >= 5
    for name in names:
        index.save(tmp_path / name)
        damage(tmp_path / name / "fr" / name)
        with pytest.raises((OSError, ValueError)):
            KeywordIndex.load(tmp_path / name)


def test_a_missing_folder_is_an_error_and_not_an_empty_index(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        KeywordIndex.load(tmp_path / "keywords")


@pytest.mark.parametrize(
    ("question", "passage", "share"),
    [
        (["lamp", "ship"], ["lamp", "dusk"], 0.5),
        (["lamp", "lamp"], ["lamp"], 1.0),
        ([], ["lamp"], 0.0),
        (["lamp"], [], 0.0),
    ],
)
def test_coverage_is_the_share_of_the_questions_distinct_words(
    question: list[str], passage: list[str], share: float
) -> None:
    assert coverage(question, passage) == share
