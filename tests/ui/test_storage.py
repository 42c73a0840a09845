from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

import ui.storage
from assistant.conversations import Conversations, StoredExchange
from assistant.database import open_database
from corpus.errors import DatabaseUnavailable
from corpus.settings import DataSettings
from ui.storage import Storage


def test_what_is_too_old_is_erased_at_the_start_and_then_once_a_day(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = DataSettings(directory=tmp_path, conversation_days=30)
    old = datetime.now(UTC) - timedelta(days=31)
    database = open_database(data.database)
    Conversations(database, lambda: old).save("me", "a", 0, StoredExchange("?"))
    storage = Storage(data)
    assert storage.use(lambda kept: kept.conversations.listed("me")) == ()
    Conversations(database, lambda: old).save("me", "b", 0, StoredExchange("?"))
    assert len(storage.use(lambda kept: kept.conversations.listed("me"))) == 1

    class Tomorrow(date):
        @classmethod
        def today(cls) -> Tomorrow:
            return cls.fromordinal(date.today().toordinal() + 1)

    monkeypatch.setattr(ui.storage, "date", Tomorrow)
    assert storage.use(lambda kept: kept.conversations.listed("me")) == ()
    database.close()


def test_a_database_that_failed_is_left_alone_for_a_while_and_then_asked_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "recital.sqlite"
    file.write_bytes(b"no database" * 500)
    storage = Storage(DataSettings(directory=tmp_path))
    with pytest.raises(DatabaseUnavailable):
        storage.use(lambda kept: None)
    file.unlink()
    with pytest.raises(DatabaseUnavailable):  # not tried again at every click
        storage.use(lambda kept: None)
    monkeypatch.setattr(storage, "_retry_at", 0.0)
    assert storage.use(lambda kept: kept.conversations.listed("me")) == ()
