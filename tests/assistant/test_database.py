from __future__ import annotations

import sqlite3
import stat
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from postgres_server import running_postgres
from sqlalchemy import MetaData, create_engine

import assistant.database as module
from assistant.database import (
    Database,
    checks,
    conversations,
    exchanges,
    open_database,
    ratings,
)
from assistant.database_faults import FAULT_CODES, unavailable
from corpus.errors import DatabaseUnavailable, InvalidSetting

ROW = {"owner": "o", "title": "t", "created": "2026", "updated": "2026"}


@pytest.fixture(scope="module")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with running_postgres(tmp_path_factory.mktemp("postgres")) as address:
        yield address


@pytest.fixture(params=["sqlite", "postgres"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    if request.param == "sqlite":
        opened = open_database(f"sqlite:///{tmp_path / 'recital.sqlite'}")
    else:
        opened = open_database(request.getfixturevalue("postgres"))
        with opened.writing() as connection:
            connection.execute(conversations.delete())
    yield opened
    opened.close()


def file_of(folder: Path) -> tuple[Path, str]:
    file = folder / "recital.sqlite"
    return file, f"sqlite:///{file}"


def add(database: Database, name: str) -> None:
    with database.writing() as connection:
        connection.execute(conversations.insert().values(id=name, **ROW))


def names(database: Database) -> set[str]:
    with database.reading() as connection:
        return {row.id for row in connection.execute(conversations.select())}


def test_a_database_is_made_at_its_first_use_and_found_again(tmp_path: Path) -> None:
    file = tmp_path / "new" / "folder" / "recital.sqlite"
    first = open_database(f"sqlite:///{file}")
    add(first, "a")
    first.close()
    again = open_database(f"sqlite:///{file}")
    assert names(again) == {"a"}
    again.close()


def test_a_transaction_that_fails_changes_nothing(database: Database) -> None:
    with pytest.raises(ZeroDivisionError), database.writing() as connection:
        connection.execute(conversations.insert().values(id="half", **ROW))
        raise ZeroDivisionError
    assert names(database) == set()


def test_what_hangs_on_a_conversation_goes_with_it(database: Database) -> None:
    add(database, "a")
    place = {"conversation": "a", "position": 0}
    with database.writing() as connection:
        asked = {"question": "?", "filters": "{}", "asked": "", "index_version": ""}
        connection.execute(exchanges.insert().values(**place, **asked))
        rated = {"thumb": "down", "reason": "", "comment": "", "created": ""}
        connection.execute(ratings.insert().values(**place, **rated))
    with database.writing() as connection:
        connection.execute(conversations.delete())
    with database.reading() as connection:
        left = [list(connection.execute(table.select())) for table in (exchanges, ratings)]
    assert left == [[], []]


def test_the_tables_of_the_program_are_those_of_the_migrations(tmp_path: Path) -> None:
    _, address = file_of(tmp_path)
    open_database(address).close()
    found = MetaData()
    engine = create_engine(address)
    found.reflect(engine)
    engine.dispose()
    columns = {name: set(table.columns.keys()) for name, table in found.tables.items()}
    written = {
        table.name: set(table.columns.keys())
        for table in (checks, conversations, exchanges, ratings, module._versions)
    }
    assert columns == written


def test_an_older_schema_is_brought_forward_and_keeps_its_rows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, address = file_of(tmp_path)
    old = open_database(address)
    add(old, "kept")
    old.close()
    more = (*module.MIGRATIONS, ("ALTER TABLE conversations ADD COLUMN colour TEXT",))
    monkeypatch.setattr(module, "MIGRATIONS", more)
    for _ in range(2):  # the second time there is nothing left to do
        new = open_database(address)
        with new.reading() as connection:
            assert list(connection.exec_driver_sql("SELECT id, colour FROM conversations")) == [
                ("kept", None)
            ]
        new.close()


def test_a_schema_from_a_newer_program_is_left_alone(tmp_path: Path) -> None:
    file, address = file_of(tmp_path)
    open_database(address).close()
    with sqlite3.connect(file) as connection:
        connection.execute("UPDATE schema_version SET version = 99")
    connection.close()
    assert reason_of(address) == "newer"


def test_a_hundred_threads_write_at_once_without_one_lock_error(tmp_path: Path) -> None:
    _, address = file_of(tmp_path)
    database = open_database(address)
    waits: list[float] = []

    def write(thread: int) -> None:
        for number in range(10):
            started = time.perf_counter()
            add(database, f"{thread}-{number}")
            waits.append(time.perf_counter() - started)

    with ThreadPoolExecutor(100) as pool:
        list(pool.map(write, range(100)))
    assert len(names(database)) == 1000
    assert max(waits) < 10
    database.close()


def test_two_programs_write_to_one_file(tmp_path: Path) -> None:
    _, address = file_of(tmp_path)
    both = [open_database(address) for _ in range(2)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda number: add(both[number % 2], str(number)), range(100)))
    assert len(names(both[0])) == 100
    for database in both:
        database.close()


def reason_of(address: str) -> Any:
    with pytest.raises(DatabaseUnavailable) as caught:
        open_database(address)
    return caught.value.values["reason"]


def test_a_lock_held_from_outside_is_told_and_ends(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "BUSY_TIMEOUT_MILLISECONDS", 100)
    file, address = file_of(tmp_path)
    database = open_database(address)
    holder = sqlite3.connect(file, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    with pytest.raises(DatabaseUnavailable) as caught:
        add(database, "a")
    assert caught.value.values["reason"] == "locked"
    assert names(database) == set()  # reading goes on
    holder.execute("COMMIT")
    holder.close()
    add(database, "a")
    assert names(database) == {"a"}
    database.close()


def test_a_writer_waits_for_its_turn_and_not_for_ever(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, address = file_of(tmp_path)
    database = open_database(address)
    monkeypatch.setattr(module, "BUSY_TIMEOUT_MILLISECONDS", 50)
    inside, leave = threading.Event(), threading.Event()

    def hold() -> None:
        with database.writing():
            inside.set()
            leave.wait(10)

    holder = threading.Thread(target=hold)
    holder.start()
    inside.wait(10)
    with pytest.raises(DatabaseUnavailable) as caught:
        add(database, "a")
    leave.set()
    holder.join()
    assert caught.value.values["reason"] == "locked"
    database.close()


def test_a_file_that_is_no_database_is_called_damaged_and_left_as_it_is(tmp_path: Path) -> None:
    file, address = file_of(tmp_path)
    file.write_bytes(b"this is a letter, not a database" * 200)
    before = file.read_bytes()
    assert reason_of(address) == "damaged"
    assert file.read_bytes() == before


def test_a_file_nobody_may_write_is_called_read_only(tmp_path: Path) -> None:
    file, address = file_of(tmp_path)
    open_database(address).close()
    # What a file system mounted for reading answers, also to root.
    reading = open_database(f"sqlite:///file:{file}?mode=ro&uri=true")
    with pytest.raises(DatabaseUnavailable) as caught:
        add(reading, "a")
    assert caught.value.values["reason"] == "read_only"
    reading.close()
    assert file.stat().st_mode & stat.S_IWUSR


def test_a_full_disk_is_called_full(tmp_path: Path) -> None:
    _, address = file_of(tmp_path)
    database = open_database(address)
    with pytest.raises(DatabaseUnavailable) as caught, database.writing() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count = 1")
        for number in range(2_000):
            row = {**ROW, "id": str(number), "title": "long " * 1_000}
            connection.execute(conversations.insert().values(**row))
    assert caught.value.values["reason"] == "full"
    assert names(database) == set()
    database.close()


def test_a_folder_that_is_a_file_cannot_hold_a_database(tmp_path: Path) -> None:
    (tmp_path / "folder").write_text("a file")
    assert reason_of(f"sqlite:///{tmp_path / 'folder' / 'recital.sqlite'}") == "not_opened"


def test_a_server_that_is_not_there_is_unreachable_and_its_password_is_not_told() -> None:
    pytest.importorskip("psycopg")
    with pytest.raises(DatabaseUnavailable) as caught:
        open_database("postgresql://recital:hush@127.0.0.1:9/none")
    assert caught.value.values["reason"] == "unreachable"
    assert "hush" not in caught.value.message("fr") and "127.0.0.1" in caught.value.message("fr")


@pytest.mark.parametrize("address", ["mysql://localhost/a", "not an address"])
def test_an_address_of_no_known_database_is_a_wrong_setting(address: str) -> None:
    with pytest.raises(InvalidSetting) as caught:
        open_database(address)
    assert "RECITAL_DATABASE_URL" in caught.value.message("en")


@pytest.mark.parametrize("code", FAULT_CODES)
def test_each_fault_names_the_place_and_says_that_the_chat_goes_on(code: Any) -> None:
    error = unavailable(code, "data/recital.sqlite")
    assert "'data/recital.sqlite'" in error.message("fr") and "chat continue" in error.message("fr")
    assert "'data/recital.sqlite'" in error.message("en") and "chat goes on" in error.message("en")
