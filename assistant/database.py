"""The application database: SQLite by default, PostgreSQL by its address; the one door to SQLAlchemy.

The schema grows forward only: `MIGRATIONS[n]` takes version n to n + 1, and is never edited.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import (
    Column,
    Connection,
    Engine,
    ForeignKeyConstraint,
    Integer,
    MetaData,
    Table,
    Text,
    create_engine,
    event,
)
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from assistant.database_faults import fault_of, unavailable
from corpus.errors import DatabaseUnavailable, InvalidSetting

BUSY_TIMEOUT_MILLISECONDS = 5_000
CONNECT_TIMEOUT_SECONDS = 5
# Readers are quick and writers take turns: a few connections serve a full room.
POOL_SIZE = 8
POOL_TIMEOUT_SECONDS = 10
_MIGRATION_LOCK = 7_425_218  # any number, the same for every process

MIGRATIONS: tuple[tuple[str, ...], ...] = (
    (
        """CREATE TABLE conversations (
            id TEXT PRIMARY KEY, owner TEXT NOT NULL, title TEXT NOT NULL,
            created TEXT NOT NULL, updated TEXT NOT NULL)""",
        "CREATE INDEX conversations_owner ON conversations (owner, updated)",
        """CREATE TABLE exchanges (
            conversation TEXT NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
            position INTEGER NOT NULL, question TEXT NOT NULL, answer TEXT, filters TEXT NOT NULL,
            asked TEXT NOT NULL, index_version TEXT NOT NULL,
            PRIMARY KEY (conversation, position))""",
        """CREATE TABLE ratings (
            conversation TEXT NOT NULL, position INTEGER NOT NULL, thumb TEXT NOT NULL,
            reason TEXT NOT NULL, comment TEXT NOT NULL, created TEXT NOT NULL, reviewed TEXT,
            PRIMARY KEY (conversation, position),
            FOREIGN KEY (conversation, position)
                REFERENCES exchanges (conversation, position) ON DELETE CASCADE)""",
    ),
    (
        """CREATE TABLE checks (
            id TEXT PRIMARY KEY, owner TEXT NOT NULL, title TEXT NOT NULL, author TEXT NOT NULL,
            facts TEXT NOT NULL, outcome TEXT NOT NULL, rules TEXT NOT NULL, day TEXT NOT NULL,
            rules_version TEXT NOT NULL, index_version TEXT NOT NULL,
            created TEXT NOT NULL, updated TEXT NOT NULL)""",
        "CREATE INDEX checks_owner ON checks (owner, updated)",
    ),
)
"""Statements both databases understand: days and hours are texts in ISO form, in UTC."""

_metadata = MetaData()
conversations = Table(
    "conversations",
    _metadata,
    *(Column(name, Text) for name in ("id", "owner", "title", "created", "updated")),
)
exchanges = Table(
    "exchanges",
    _metadata,
    Column("conversation", Text),
    Column("position", Integer),
    *(Column(name, Text) for name in ("question", "answer", "filters", "asked", "index_version")),
)
ratings = Table(
    "ratings",
    _metadata,
    Column("conversation", Text),
    Column("position", Integer),
    *(Column(name, Text) for name in ("thumb", "reason", "comment", "created", "reviewed")),
    ForeignKeyConstraint(
        ["conversation", "position"], ["exchanges.conversation", "exchanges.position"]
    ),
)
checks = Table(
    "checks",
    _metadata,
    *(
        Column(name, Text)
        for name in (
            *("id", "owner", "title", "author", "facts", "outcome", "rules", "day"),
            *("rules_version", "index_version", "created", "updated"),
        )
    ),
)
_versions = Table("schema_version", _metadata, Column("version", Integer))


class Database:
    """Thread-safe; every error of the driver comes out as `DatabaseUnavailable`."""

    def __init__(self, engine: Engine, place: str) -> None:
        self._engine = engine
        self._place = place
        self._is_sqlite = engine.dialect.name == "sqlite"
        # SQLite's own waiting is a lottery: of many threads some wait past any limit.
        self._turn = threading.Lock()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A short transaction that sees one state of everything."""
        with self._translated(), self._engine.begin() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A short transaction that changes everything it changes, or nothing."""
        engine = self._engine.execution_options(is_writing=True)
        with self._own_turn(), self._translated(), engine.begin() as connection:
            yield connection

    def forget_erased(self) -> None:
        """After an erasure: leave no trace of it in SQLite's journal file."""
        if not self._is_sqlite:
            return
        with self._own_turn(), self._translated(), self._engine.connect() as connection:
            plain = connection.execution_options(isolation_level="AUTOCOMMIT")
            plain.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        """Release every connection."""
        self._engine.dispose()

    @contextmanager
    def _own_turn(self) -> Iterator[None]:
        """SQLite has one writer: the others of this process wait here, in turn and not for ever."""
        if not self._is_sqlite:
            yield
            return
        if not self._turn.acquire(timeout=BUSY_TIMEOUT_MILLISECONDS / 1000):
            raise unavailable("locked", self._place)
        try:
            yield
        finally:
            self._turn.release()

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except DBAPIError as error:
            raise unavailable(fault_of(error.orig), self._place) from error
        except PoolTimeout as error:
            raise unavailable("locked", self._place) from error

    def migrate(self) -> None:
        """Bring the schema up to today's; raises `DatabaseUnavailable`, also for a newer one."""
        with self.writing() as connection:
            if not self._is_sqlite:
                connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_MIGRATION_LOCK})")
            connection.exec_driver_sql(
                "CREATE TABLE IF NOT EXISTS schema_version (version INTEGER NOT NULL)"
            )
            version: int = connection.execute(_versions.select()).scalar() or 0
            if version > len(MIGRATIONS):
                raise unavailable("newer", self._place)
            for statement in (s for migration in MIGRATIONS[version:] for s in migration):
                connection.exec_driver_sql(statement)
            connection.execute(_versions.delete())
            connection.execute(_versions.insert().values(version=len(MIGRATIONS)))

    def is_current(self) -> bool:
        """Whether the schema is today's: then nothing has to be written to open it."""
        try:
            with self.reading() as connection:
                return connection.execute(_versions.select()).scalar() == len(MIGRATIONS)
        except DatabaseUnavailable as error:
            # "no such table" has no code of its own: a new file, which the migration will fill.
            if error.values["reason"] in ("not_opened", "unreachable"):
                return False
            raise


def open_database(address: str) -> Database:
    """The database at an SQLAlchemy address, its schema brought up to date.

    Raises `InvalidSetting` for an address that is none, `DatabaseUnavailable` for everything else.
    """
    url = _url(address)
    place = url.database or "" if _is_sqlite(url) else url.render_as_string(hide_password=True)
    if _is_sqlite(url) and not place.startswith("file:"):
        _make_folder(place)
    try:
        engine = _engine(url)
    except (ImportError, NoSuchModuleError) as error:
        raise unavailable("no_driver", place) from error
    database = Database(engine, place)
    if not database.is_current():
        database.migrate()
    return database


def _url(address: str) -> URL:
    try:
        url = make_url(address)
        kind = url.get_backend_name()
    except (ArgumentError, ValueError) as error:
        raise _refused("***", "not an address of a database") from error
    if kind not in ("sqlite", "postgresql"):
        raise _refused(kind, "only sqlite and postgresql are known")
    return url if kind == "sqlite" else url.set(drivername="postgresql+psycopg")


def _refused(value: str, reason: str) -> InvalidSetting:
    return InvalidSetting(name="RECITAL_DATABASE_URL", value=value, reason=reason)


def _is_sqlite(url: URL) -> bool:
    return url.get_backend_name() == "sqlite"


def _make_folder(file: str) -> None:
    try:
        Path(file).parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise unavailable("not_opened", file) from error


def _engine(url: URL) -> Engine:
    limits = {
        "pool_size": POOL_SIZE,
        "max_overflow": POOL_SIZE,
        "pool_timeout": POOL_TIMEOUT_SECONDS,
    }
    if not _is_sqlite(url):
        arguments = {"connect_timeout": CONNECT_TIMEOUT_SECONDS}
        return create_engine(url, pool_pre_ping=True, connect_args=arguments, **limits)
    engine = create_engine(url, **limits)

    @event.listens_for(engine, "connect")
    def _prepare(connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = None  # we say BEGIN ourselves
        cursor = connection.cursor()
        for pragma in (
            f"busy_timeout = {BUSY_TIMEOUT_MILLISECONDS}",
            "foreign_keys = ON",
            "secure_delete = ON",
            "journal_mode = WAL",
            "synchronous = NORMAL",
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        # A transaction that turns into a writing one fails at once, past any time-out.
        is_writing = connection.get_execution_options().get("is_writing")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if is_writing else "BEGIN")

    return engine
