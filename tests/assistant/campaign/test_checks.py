from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from postgres_server import running_postgres

from assistant.campaign.checks import (
    AUTHOR_LENGTH,
    LISTED,
    TITLE_LENGTH,
    Checks,
    Rerun,
    SavedCheck,
    decide_again,
    new_check_id,
)
from assistant.campaign.decide import MOST_CASES, decide
from assistant.campaign.decision import Decision
from assistant.campaign.facts import Facts, fact_table
from assistant.campaign.rules import rule_book
from assistant.database import Database, checks, open_database
from corpus.errors import DatabaseUnavailable

TODAY = date(2026, 11, 23)
REFORM = date(2026, 8, 11)
RAW = {
    "operations": ["sms"],
    "consent": "valid",
    "audience": ["consumers"],
    "relationship": ["former_customer"],
    "last_contact": "2024-02-29",
    "large_scale": "unknown",
}
CALL = {
    "operations": ["live_call"],
    "consent": "none",
    "audience": ["consumers"],
    "relationship": ["prospect"],
}


class Clock:
    def __init__(self) -> None:
        self.now = datetime(2026, 11, 23, 12, tzinfo=UTC)

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
        connection.execute(checks.delete())
    yield opened
    opened.close()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def kept(database: Database, clock: Clock) -> Checks:
    return Checks(database, clock)


def decided(raw: dict[str, Any], day: date = TODAY) -> Decision:
    return decide(Facts.from_json(raw), day)


def save(
    kept: Checks,
    check: str = "c",
    raw: dict[str, Any] = RAW,
    *,
    owner: str = "me",
    day: date = TODAY,
    title: str = "Soldes",
    author: str = "Ada",
) -> Decision:
    decision = decided(raw, day)
    kept.save(owner, check, decision, title=title, author=author, index_version="v1")
    return decision


def only(kept: Checks, owner: str = "me") -> SavedCheck:
    (found,) = kept.listed(owner)
    return found


def overwrite(database: Database, **values: str) -> None:
    with database.writing() as connection:
        connection.execute(checks.update().values(**values))


def ids(kept: Checks, owner: str = "me") -> list[str]:
    return [one.id for one in kept.listed(owner)]


# Keeping.


def test_a_check_comes_back_as_it_was_decided(kept: Checks) -> None:
    decision = save(kept)
    found = only(kept)
    assert (found.id, found.title, found.author) == ("c", "Soldes", "Ada")
    assert found.facts == decision.facts and found.facts.given["last_contact"] == date(2024, 2, 29)
    assert (found.outcome, found.day) == (decision.outcome, TODAY)
    assert found.rules == tuple(step.rule.id for step in decision.steps)
    assert (found.rules_version, found.index_version) == (rule_book().version, "v1")
    assert found.updated == datetime(2026, 11, 23, 12, 0, 1, tzinfo=UTC)


def test_a_check_saved_again_replaces_what_was_kept_of_it(kept: Checks) -> None:
    save(kept)
    save(kept, raw={**RAW, "consent": "withdrawn"}, title="Soldes 2")
    assert (only(kept).title, only(kept).outcome) == ("Soldes 2", "not_allowed")


def test_the_list_begins_with_what_was_changed_last(kept: Checks) -> None:
    for check in ("a", "b", "c"):
        save(kept, check)
    save(kept, "a")
    assert ids(kept) == ["a", "c", "b"]


def test_the_list_ends_after_a_hundred(kept: Checks) -> None:
    decision = decided(RAW)
    for number in range(LISTED + 1):
        kept.save("me", f"c{number}", decision, title="", author="", index_version="v1")
    assert len(ids(kept)) == LISTED and "c0" not in ids(kept)


def test_title_and_author_are_one_line_of_bounded_length(kept: Checks) -> None:
    save(kept, title="  Soldes \n d'hiver " + "x" * 200, author="a" * 300)
    found = only(kept)
    assert found.title.startswith("Soldes d'hiver x") and len(found.title) == TITLE_LENGTH
    assert len(found.author) == AUTHOR_LENGTH


def test_words_of_every_alphabet_come_back(kept: Checks) -> None:
    save(kept, title="Œuvre «𝕬» '; DROP TABLE checks; --", author="漢字 🙂")
    assert only(kept).title == "Œuvre «𝕬» '; DROP TABLE checks; --"
    assert only(kept).author == "漢字 🙂"


def test_ids_are_long_and_never_the_same() -> None:
    made = {new_check_id() for _ in range(100)}
    assert len(made) == 100 and all(len(one) >= 16 for one in made)


# Owners.


def test_a_reader_never_meets_the_check_of_another(kept: Checks) -> None:
    save(kept)
    assert kept.listed("you") == ()
    kept.erase("you", "c")
    assert kept.erase_all("you") == 0
    assert ids(kept) == ["c"]


def test_the_id_of_another_readers_check_is_refused_and_nothing_of_it_changes(
    kept: Checks,
) -> None:
    save(kept)
    with pytest.raises(DatabaseUnavailable):
        save(kept, owner="you", title="Mine now")
    assert only(kept).title == "Soldes" and kept.listed("you") == ()


# Erasing.


def test_an_erased_check_is_gone_and_the_others_stay(kept: Checks) -> None:
    for check in ("a", "b"):
        save(kept, check)
    kept.erase("me", "a")
    kept.erase("me", "never-there")
    assert ids(kept) == ["b"]


def test_all_checks_of_a_reader_are_erased_at_once_and_counted(kept: Checks) -> None:
    for check in ("a", "b"):
        save(kept, check)
    save(kept, "other", owner="you")
    assert kept.erase_all("me") == 2
    assert kept.listed("me") == () and ids(kept, "you") == ["other"]


def test_an_erased_title_is_gone_from_the_file_too(tmp_path: Path) -> None:
    path = tmp_path / "recital.sqlite"
    database = open_database(f"sqlite:///{path}")
    kept = Checks(database)
    save(kept, title="Opération marmotte")
    kept.erase("me", "c")
    database.close()
    content = b"".join(one.read_bytes() for one in tmp_path.iterdir())
    assert b"marmotte" not in content


def test_what_nobody_changed_for_long_is_erased_and_what_was_changed_stays(
    kept: Checks, clock: Clock
) -> None:
    save(kept, "old")
    save(kept, "used")
    clock.now += timedelta(days=20)
    save(kept, "used")
    clock.now += timedelta(days=11)
    save(kept, "new", owner="you")
    assert kept.erase_unused(30) == 1
    assert ids(kept) == ["used"] and ids(kept, "you") == ["new"]
    assert kept.erase_unused(30) == 0


# Deciding again.


def again(kept: Checks, day: date) -> Rerun:
    rerun = decide_again(only(kept), day)
    assert rerun is not None
    return rerun


def test_the_same_day_gives_the_same_decision(kept: Checks) -> None:
    decision = save(kept)
    rerun = again(kept, TODAY)
    assert not rerun.differs and rerun.decision == decision
    assert rerun.rules_gone == rerun.rules_new == ()


def test_a_check_differs_once_the_last_contact_is_three_years_old(kept: Checks) -> None:
    save(kept)
    assert not again(kept, date(2027, 2, 28)).differs
    rerun = again(kept, date(2027, 3, 1))
    assert rerun.differs and rerun.is_other_outcome
    assert rerun.decision.outcome == "not_allowed"
    assert rerun.rules_new == ("retention-over-three-years",)


def test_a_call_checked_before_11_august_2026_differs_from_that_day(kept: Checks) -> None:
    save(kept, raw=CALL, day=date(2026, 7, 1))
    assert not again(kept, date(2026, 8, 10)).differs
    rerun = again(kept, REFORM)
    assert rerun.is_other_outcome and rerun.decision.outcome == "not_allowed"
    assert rerun.rules_gone == ("call-consumer-before-reform",)
    assert rerun.rules_new == ("call-consumer-needs-consent",)


def test_a_check_differs_where_the_outcome_is_the_same_but_a_rule_is_another(
    kept: Checks, database: Database
) -> None:
    save(kept)
    overwrite(database, rules='["mail-valid-consent", "rule-of-last-year"]')
    rerun = again(kept, TODAY)
    assert rerun.differs and not rerun.is_other_outcome
    assert rerun.rules_gone == ("rule-of-last-year",)
    assert "record-entry" in rerun.rules_new


@pytest.mark.parametrize(
    "facts",
    [
        '{"fact_of_last_year": true}',
        '{"operations": ["telegram"]}',
        '{"last_contact": ["2024-02-29"]}',
        "[]",
    ],
)
def test_facts_of_another_table_leave_the_check_listed_but_undecided(
    kept: Checks, database: Database, facts: str
) -> None:
    save(kept)
    overwrite(database, facts=facts)
    found = only(kept)
    assert found.facts is None and (found.title, found.outcome) == ("Soldes", "allowed_if")
    assert decide_again(found, TODAY) is None


def test_an_outcome_this_program_does_not_know_cannot_be_told(
    kept: Checks, database: Database
) -> None:
    save(kept)
    overwrite(database, outcome="perhaps")
    assert only(kept).outcome == "cannot_tell"
    assert again(kept, TODAY).is_other_outcome


def test_a_check_of_more_combinations_than_are_decided_at_once_is_left_as_it_is(
    kept: Checks, database: Database
) -> None:
    save(kept)
    means = ", ".join(f'"{value.id}"' for value in fact_table()["operations"].values)
    several = '"audience": ["consumers", "professionals", "employees"]'
    overwrite(database, facts=f'{{"operations": [{means}], {several}}}')
    assert len(fact_table()["operations"].values) * 3 > MOST_CASES
    assert only(kept).facts is not None and decide_again(only(kept), TODAY) is None
