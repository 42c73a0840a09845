from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from postgres_server import running_postgres

from assistant.answer import Answer, Citation
from assistant.conversations import (
    TITLE_LENGTH,
    Conversations,
    StoredExchange,
    new_conversation_id,
    new_key,
    owner_of,
    title_of,
)
from assistant.database import Database, conversations, exchanges, open_database
from assistant.filters import Filters
from assistant.ratings import Rating, Ratings
from corpus.errors import DatabaseUnavailable

ANSWER = Answer(
    question="Qui allume la lampe ?",
    lang="fr",
    outcome="answered",
    mode="composed",
    text="Le gardien [1].",
    citations=(
        Citation(
            n=1,
            locator="gdpr:art-1-1",
            source="gdpr",
            label="RGPD, article 1(1)",
            lang="fr",
            authority="law",
            quote="Le gardien allume la lampe",
            quote_status="exact",
            url="https://example.org",
            applies_from=date(2018, 5, 25),
            flags=("hidden",),
        ),
    ),
    index_version="20261122T103000-4f2a",
    as_of=date(2026, 11, 22),
    unsupported=("La lune.",),
    timings_ms={"total": 3.5},
)
LIMITED = Filters(is_law_only=True, text_lang="fr", as_of=date(2026, 8, 1))
ASKED = StoredExchange(ANSWER.question, ANSWER, LIMITED, asked=datetime(2026, 11, 22, tzinfo=UTC))


class Clock:
    def __init__(self) -> None:
        self.now = datetime(2026, 11, 22, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


@pytest.fixture(scope="module")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with running_postgres(tmp_path_factory.mktemp("postgres")) as address:
        yield address


@pytest.fixture(params=["sqlite", "postgres"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    is_file = request.param == "sqlite"
    address = (
        f"sqlite:///{tmp_path / 'recital.sqlite'}"
        if is_file
        else request.getfixturevalue("postgres")
    )
    opened = open_database(address)
    with opened.writing() as connection:
        connection.execute(conversations.delete())
    yield opened
    opened.close()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def kept(database: Database, clock: Clock) -> Conversations:
    return Conversations(database, clock)


def test_a_conversation_comes_back_with_every_answer_as_it_was(kept: Conversations) -> None:
    kept.save("me", "c", 0, ASKED)
    kept.save("me", "c", 1, StoredExchange("Et la nuit ?", replace(ANSWER, citations=())))
    opened = kept.opened("me", "c")
    assert opened is not None
    assert opened[0] == ASKED
    assert [exchange.question for exchange in opened] == [ANSWER.question, "Et la nuit ?"]
    assert opened[1].asked is not None


def test_a_question_is_kept_before_its_answer_and_filled_later(kept: Conversations) -> None:
    kept.save("me", "c", 0, StoredExchange(ANSWER.question))
    kept.save("me", "c", 0, ASKED)
    opened = kept.opened("me", "c")
    assert opened is not None and [exchange.answer for exchange in opened] == [ANSWER]


def test_a_reader_never_meets_the_conversation_of_another(kept: Conversations) -> None:
    kept.save("me", "c", 0, ASKED)
    assert kept.listed("you") == () and kept.opened("you", "c") is None
    kept.rename("you", "c", "Mine now")
    kept.erase("you", "c")
    assert kept.erase_all("you") == 0
    with pytest.raises(DatabaseUnavailable):
        kept.save("you", "c", 0, StoredExchange("Une intrusion ?"))
    opened = kept.opened("me", "c")
    assert opened is not None and opened[0].question == ANSWER.question
    assert [one.title for one in kept.listed("me")] == [ANSWER.question]


def test_the_list_begins_with_what_was_used_last(kept: Conversations) -> None:
    for name in ("old", "new"):
        kept.save("me", name, 0, ASKED)
    kept.save("me", "old", 1, ASKED)
    assert [one.id for one in kept.listed("me")] == ["old", "new"]


def test_a_conversation_takes_another_title_but_never_an_empty_one(kept: Conversations) -> None:
    kept.save("me", "c", 0, ASKED)
    kept.rename("me", "c", "  La\n lampe ")
    kept.rename("me", "c", "   ")
    kept.save("me", "c", 1, ASKED)
    assert [one.title for one in kept.listed("me")] == ["La lampe"]


def test_a_title_is_the_first_question_cut_between_words() -> None:
    assert title_of(" Qui\nallume ? ") == "Qui allume ?"
    long = title_of("Faut-il allumer la lampe, " * 5)
    assert len(long) <= TITLE_LENGTH + 1 and long.endswith(" Faut-il…")
    assert title_of("x" * 200) == "x" * TITLE_LENGTH + "…"


def test_what_was_not_used_for_long_is_erased_and_nothing_younger(
    kept: Conversations, clock: Clock
) -> None:
    kept.save("me", "old", 0, ASKED)
    clock.now += timedelta(days=60)
    kept.save("me", "young", 0, ASKED)
    clock.now += timedelta(days=31)
    assert kept.erase_unused(90) == 1
    assert [one.id for one in kept.listed("me")] == ["young"]


def test_what_is_erased_leaves_no_byte_in_any_file(tmp_path: Path) -> None:
    database = open_database(f"sqlite:///{tmp_path / 'recital.sqlite'}")
    kept = Conversations(database)
    canary = "cormoran-hululant"
    for number in range(20):
        text = replace(ANSWER, text=f"{canary} " * 400)
        kept.save("me", f"c{number}", 0, StoredExchange(canary, text))
    assert found(canary, tmp_path)
    assert kept.erase_all("me") == 20
    assert not found(canary, tmp_path)
    kept.save("me", "again", 0, StoredExchange(canary, ANSWER))
    kept.erase("me", "again")
    assert not found(canary, tmp_path)
    database.close()


def found(word: str, folder: Path) -> list[str]:
    return [file.name for file in folder.iterdir() if word.encode() in file.read_bytes()]


def test_the_key_of_a_reader_is_long_and_never_kept(tmp_path: Path) -> None:
    key = new_key()
    assert len(key) >= 43 and new_key() != key and new_conversation_id() != new_conversation_id()
    database = open_database(f"sqlite:///{tmp_path / 'recital.sqlite'}")
    Conversations(database).save(owner_of(key), "c", 0, ASKED)
    database.close()
    assert not found(key, tmp_path) and found(owner_of(key), tmp_path)


def test_an_answer_that_cannot_be_read_any_more_leaves_its_question(
    kept: Conversations, database: Database
) -> None:
    kept.save("me", "c", 0, ASKED)
    for written in ("{", "[]", '{"question": 1}', "null"):
        with database.writing() as connection:
            connection.execute(exchanges.update().values(answer=written, filters=written))
        opened = kept.opened("me", "c")
        assert opened is not None
        assert opened[0].question == ANSWER.question and opened[0].answer is None
        assert opened[0].filters == Filters()


def test_an_answer_of_an_earlier_or_later_program_is_read(kept: Conversations) -> None:
    stored = ANSWER.to_json()
    del stored["notices"], stored["timings_ms"], stored["citations"][0]["flags"]
    stored["mood"] = "calm"
    stored["citations"][0]["colour"] = "blue"
    read = Answer.from_json(stored)
    assert read.citations[0].applies_from == date(2018, 5, 25)
    assert read.citations[0].flags == () and read.notices == () and read.timings_ms == {}
    assert Answer.from_json(ANSWER.to_json()) == ANSWER


@pytest.mark.parametrize("stored", [{}, {"question": "?"}, {"citations": 3}])
def test_what_is_no_answer_is_refused_as_such(stored: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="not an answer"):
        Answer.from_json(stored)


def test_a_thumb_is_kept_with_its_reason_and_can_be_taken_back(
    kept: Conversations, database: Database, clock: Clock
) -> None:
    ratings = Ratings(database, clock)
    kept.save("me", "c", 0, ASKED)
    rating = Rating("down", "outdated", "La loi a changé.")
    ratings.rate("me", "c", 0, Rating("up"))
    ratings.rate("me", "c", 0, rating)
    opened = kept.opened("me", "c")
    assert opened is not None and opened[0].rating == rating
    ratings.rate("me", "c", 0, None)
    opened = kept.opened("me", "c")
    assert opened is not None and opened[0].rating is None


def test_nobody_rates_the_answer_of_another(
    kept: Conversations, database: Database, clock: Clock
) -> None:
    kept.save("me", "c", 0, ASKED)
    Ratings(database, clock).rate("you", "c", 0, Rating("down"))
    assert Ratings(database, clock).reviews() == ()


def test_the_reviews_are_the_thumbs_down_that_nobody_dealt_with(
    kept: Conversations, database: Database, clock: Clock
) -> None:
    ratings = Ratings(database, clock)
    kept.save("me", "c", 0, StoredExchange("Première ?"))
    kept.save("me", "c", 1, ASKED)
    ratings.rate("me", "c", 0, Rating("up"))
    ratings.rate("me", "c", 1, Rating("down", "wrong", "Non."))
    (review,) = ratings.reviews()
    row = review.to_json()
    assert (row["question"], row["history"]) == (ANSWER.question, ["Première ?"])
    assert (row["reason"], row["comment"]) == ("wrong", "Non.")
    assert row["answer"] == ANSWER.to_json() and row["index_version"] == ANSWER.index_version
    assert row["filters"] == LIMITED.to_json() and "me" not in row.values()
    assert not ratings.mark_reviewed("c:0") and not ratings.mark_reviewed("c")
    assert ratings.mark_reviewed(review.id) and ratings.reviews() == ()
    assert [one.reviewed is None for one in ratings.reviews(with_reviewed=True)] == [False]
