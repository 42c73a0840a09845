import tomllib
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pytest

from corpus.manifest import default_manifest
from corpus.nouns import LANGUAGES, Language, Passage
from ingest.obtain import REPOSITORY
from ingest.parse.loaders import LOADERS
from ingest.questions import PREMISES, QUESTIONS, Questions, read_questions, with_questions

FILES = sorted(QUESTIONS.glob("*.toml"))
SOURCES = sorted({path.stem.partition(".")[0] for path in FILES})
RAKE = Passage("code:art-1", "fr", "code", "article", "", "Le gravier est ratissé.")
ASKED: Questions = {
    ("code:art-1", "fr"): ("Quand ratisser ?", "râteau"),
    ("code:art-1", "en"): ("When to rake?",),
    ("code:art-2", "fr"): ("Et le buis ?",),
}


@pytest.fixture(autouse=True)
def no_questions_from_another_test() -> None:
    read_questions.cache_clear()


def tables(path: Path) -> dict[str, dict[str, list[str]]]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def folded(question: str) -> str:
    return " ".join(question.casefold().rstrip(" ?!.").split())


def repeated(questions: Iterable[str]) -> list[str]:
    counts = Counter(folded(question) for question in questions)
    return [question for question, count in counts.items() if count > 1]


# The files


def test_there_are_questions() -> None:
    assert FILES
    assert set(SOURCES) <= set(default_manifest().sources)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_file_is_read_unit_by_unit_and_language_by_language(path: Path) -> None:
    units = tables(path)

    assert units
    for unit, by_language in units.items():
        assert by_language and set(by_language) <= set(LANGUAGES), unit
        for questions in by_language.values():
            assert isinstance(questions, list) and questions, unit
            assert all(isinstance(q, str) and q and q == q.strip() for q in questions), unit


def test_every_question_of_every_file_is_read() -> None:
    written = sum(
        len(questions)
        for path in FILES
        for by_language in tables(path).values()
        for questions in by_language.values()
    )
    premises = tomllib.loads((QUESTIONS.parent / PREMISES).read_text(encoding="utf-8"))["premise"]
    written += sum(len(said) for premise in premises for said in premise["said"].values())

    assert sum(len(questions) for questions in read_questions().values()) == written > 0


@pytest.mark.parametrize("source_id", SOURCES)
def test_every_unit_that_questions_lead_to_exists_in_each_language_the_mirror_has(
    source_id: str, mirror: Path
) -> None:
    source = default_manifest().source(source_id)
    keys = {locator for locator, _ in read_questions() if locator.startswith(f"{source_id}:")}
    origins = [origin for origin in source.origins if origin.kind in ("mirror", "repository")]

    assert origins and {origin.lang for origin in origins} <= set(source.languages)
    for origin in origins:
        folder = mirror if origin.kind == "mirror" else REPOSITORY
        loaded = LOADERS[origin.loader](source, origin, folder / origin.path)
        assert keys - {passage.locator for passage in loaded} == set(), origin.path


@pytest.mark.parametrize("source_id", SOURCES)
def test_no_question_is_attached_twice_to_one_unit(source_id: str) -> None:
    languages = default_manifest().source(source_id).languages
    units = sorted({unit for unit, _ in read_questions() if unit.startswith(f"{source_id}:")})
    twice = {}
    for unit in units:
        for lang in languages:
            bare = Passage(unit, lang, source_id, "article", "", "")
            [passage] = with_questions([bare], read_questions(), languages)
            twice[passage.id] = repeated(passage.questions)

    assert {unit: questions for unit, questions in twice.items() if questions} == {}


# Reading


def test_files_of_one_source_are_read_together(tmp_path: Path) -> None:
    (tmp_path / "code.1.toml").write_text('[art-1]\nfr = ["Quand ?"]\nen = ["When?"]\n')
    (tmp_path / "code.2.toml").write_text(
        '[art-1]\nfr = ["À quelle heure ?"]\n[art-2]\nfr = ["b"]\n'
    )
    (tmp_path / "faq-2019.toml").write_text('[1]\nfr = ["c"]\n')

    assert read_questions(tmp_path) == {
        ("code:art-1", "fr"): ("Quand ?", "À quelle heure ?"),
        ("code:art-1", "en"): ("When?",),
        ("code:art-2", "fr"): ("b",),
        ("faq-2019:1", "fr"): ("c",),
    }


def test_what_is_wrongly_taken_for_the_law_leads_to_the_card_that_puts_it_right(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "questions"
    folder.mkdir()
    (folder / "card.1.toml").write_text('[rake]\nfr = ["Quand ?"]\n')
    (tmp_path / PREMISES).write_text(
        '[[premise]]\ncard = "rake"\n[premise.said]\nfr = ["Jamais."]\nen = ["Never."]\n'
    )

    assert read_questions(folder) == {
        ("card:rake", "fr"): ("Quand ?", "Jamais."),
        ("card:rake", "en"): ("Never.",),
    }


def test_a_malformed_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "code.toml").write_text("[art-1\n")

    with pytest.raises(ValueError, match="line 1"):
        read_questions(tmp_path)


# Attaching


def attached(languages: tuple[Language, ...], *passages: Passage) -> list[tuple[str, ...]]:
    return [passage.questions for passage in with_questions(passages, ASKED, languages)]


def test_a_text_held_in_both_languages_is_asked_in_its_own() -> None:
    english = Passage("code:art-1", "en", "code", "article", "", "Gravel is raked.")

    assert attached(("fr", "en"), RAKE, english) == [
        ("Quand ratisser ?", "râteau"),
        ("When to rake?",),
    ]


def test_a_text_held_in_one_language_is_asked_in_both() -> None:
    assert attached(("fr",), RAKE) == [("Quand ratisser ?", "râteau", "When to rake?")]


def test_a_passage_keeps_its_own_questions_first_and_everything_else_it_has() -> None:
    entry = Passage("code:art-1", "fr", "code", "entry", "h", "t", questions=("La mienne ?",))

    [passage] = with_questions([entry], ASKED, ("fr", "en"))

    assert passage.questions == ("La mienne ?", "Quand ratisser ?", "râteau")
    assert (passage.id, passage.heading, passage.text) == (entry.id, "h", "t")


def test_a_unit_nobody_asks_about_is_left_as_it_is() -> None:
    part = Passage("code:art-1-1", "fr", "code", "paragraph", "", "Le gravier.")

    assert with_questions([part], ASKED, ("fr",)) == (part,)


@pytest.mark.parametrize("before", [("fr",), ("fr", "en")])
@pytest.mark.parametrize("now", [("fr",), ("fr", "en")])
def test_questions_attached_for_other_languages_are_replaced(
    before: tuple[Language, ...], now: tuple[Language, ...]
) -> None:
    entry = Passage("code:art-1", "fr", "code", "entry", "h", "t", questions=("La mienne ?",))

    [earlier] = with_questions([entry], ASKED, before)

    assert with_questions([earlier], ASKED, now) == with_questions([entry], ASKED, now)
