from dataclasses import replace
from hashlib import sha256

import numpy as np
from small_corpus import WordsEmbedder

from corpus.embedder import BATCH_SIZE
from corpus.nouns import Passage
from corpus.store import VectorRow
from ingest.embed import MAXIMUM_CHARACTERS, Face, embed, faces

POINT = Passage("code:art-1-a", "fr", "code", "point", "Allées", "le gravier ;", lead="Ratisser :")
ENTRY = Passage(
    "faq:1",
    "fr",
    "faq",
    "entry",
    "Quand ?",
    "En novembre.",
    questions=("Quand ?", "À quelle date ?"),
    keywords=("rosier", "gel"),
)


def texts(passage: Passage) -> dict[str, str]:
    return {face.field: face.text for face in faces([passage], "m")}


def embed_all(
    wanted: list[Face], embedder: WordsEmbedder, known: dict[str, np.ndarray] | None = None
) -> tuple[list[VectorRow], list[int]]:
    finished: list[int] = []
    rows = [row for batch in embed(wanted, embedder, known or {}, finished.append) for row in batch]
    return rows, finished


def kind_of(face: Face) -> str:
    return "query" if face.field.startswith("question-") else "passage"


def passages_saying(*words: str) -> list[Passage]:
    return [
        replace(POINT, locator=f"code:art-{number}", text=text, heading="", lead="")
        for number, text in enumerate(words, start=1)
    ]


def test_a_unit_is_embedded_with_its_heading_and_its_opening_words() -> None:
    assert texts(POINT) == {"text": "Allées. Ratisser :\nle gravier ;"}


def test_each_question_and_the_keywords_have_a_vector_of_their_own() -> None:
    assert texts(ENTRY) == {
        "question-0": "Quand ?",
        "question-1": "À quelle date ?",
        "keywords": "Quand ? rosier gel",
        "text": "Quand ?. En novembre.",
    }


def test_a_unit_searched_by_its_parts_has_only_the_vectors_of_its_questions() -> None:
    assert texts(replace(ENTRY, is_searched=False)) == {
        "question-0": "Quand ?",
        "question-1": "À quelle date ?",
    }
    assert texts(replace(ENTRY, is_searched=False, questions=())) == {}
    assert texts(replace(POINT, is_searched=False)) == {}


def test_what_the_model_would_not_read_is_cut_off() -> None:
    long = replace(ENTRY, text="a" * 5_000, questions=("b" * 5_000,))

    assert {len(text) for text in texts(long).values()} == {MAXIMUM_CHARACTERS}


def test_a_hash_names_the_text_and_the_model() -> None:
    def hash_of(passage: Passage, model: str) -> str:
        [face] = faces([passage], model)
        return face.hash

    assert hash_of(POINT, "m") == hash_of(replace(POINT, locator="code:art-9"), "m")
    assert hash_of(POINT, "m") != hash_of(POINT, "another model")
    assert hash_of(POINT, "m") != hash_of(replace(POINT, text="le sable ;"), "m")


def test_a_text_asked_and_the_same_text_told_have_different_hashes() -> None:
    asked, told = faces(
        [replace(POINT, heading="", lead="", text="Quand ?", questions=("Quand ?",))], "m"
    )

    assert (asked.field, told.field) == ("question-0", "text")
    assert asked.text == told.text
    # These exact forms: the shipped vectors are found by them.
    assert asked.hash == sha256(b"m\x00query\x00Quand ?").hexdigest()
    assert told.hash == sha256(b"m\x00Quand ?").hexdigest()


def test_a_question_is_embedded_as_a_question_and_a_text_as_a_text() -> None:
    embedder = WordsEmbedder()
    entries = [replace(ENTRY, locator=f"faq:{n}", text=f"Réponse {n}.") for n in range(20)]
    wanted = list(faces([*entries, replace(ENTRY, locator="faq:99", is_searched=False)], "m"))

    embed_all(wanted, embedder)

    told = set(embedder.embedded) - set(embedder.asked)
    assert sorted(embedder.asked) == ["Quand ?", "À quelle date ?"]
    assert told == {"Quand ? rosier gel", *(f"Quand ?. Réponse {n}." for n in range(20))}
    assert len(embedder.embedded) == len(set(embedder.embedded))


def test_every_face_gets_the_vector_of_its_text() -> None:
    embedder = WordsEmbedder()
    wanted = list(faces([POINT, ENTRY], embedder.name))

    rows, _ = embed_all(wanted, embedder)

    expected = {
        (face.passage_id, face.field): embedder.vector(kind_of(face), face.text).tolist()
        for face in wanted
    }
    assert {kind_of(face) for face in wanted} == {"query", "passage"}
    assert {(row.passage_id, row.field): row.vector.tolist() for row in rows} == expected
    assert {row.hash for row in rows} == {face.hash for face in wanted}


def test_a_known_text_is_not_embedded_again() -> None:
    embedder = WordsEmbedder()
    known_face, new_face = faces(passages_saying("connu", "nouveau"), embedder.name)
    vector = embedder.vector("passage", "anything")

    rows, finished = embed_all([known_face, new_face], embedder, {known_face.hash: vector})

    assert embedder.embedded == ["nouveau"]
    assert rows[0].vector is vector
    assert finished == [1, 2]


def test_a_text_said_twice_is_embedded_once() -> None:
    embedder = WordsEmbedder()

    rows, finished = embed_all(
        list(faces(passages_saying("deux fois", "deux fois", "une fois"), "m")), embedder
    )

    assert sorted(embedder.embedded) == ["deux fois", "une fois"]
    assert sorted(row.passage_id for row in rows) == [
        "code:art-1@fr",
        "code:art-2@fr",
        "code:art-3@fr",
    ]
    assert finished == [3]


def test_batches_are_small_and_of_like_length() -> None:
    embedder = WordsEmbedder()
    count = 2 * BATCH_SIZE + 1
    wanted = list(faces(passages_saying(*("x" * n for n in range(count, 0, -1))), "m"))
    finished: list[int] = []

    batches = [len(rows) for rows in embed(wanted, embedder, {}, finished.append)]

    assert batches == [BATCH_SIZE, BATCH_SIZE, 1]
    assert finished == [BATCH_SIZE, 2 * BATCH_SIZE, count]
    assert [len(text) for text in embedder.embedded] == list(range(1, count + 1))
