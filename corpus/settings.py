"""The settings, in sections named after the stage that receives them.

They come from defaults, then a TOML file (`recital.toml`, or the one named by
`RECITAL_SETTINGS`), then the environment. Unknown names are refused, numbers are bounded.
Secrets (provider keys) are never settings: the chat-model library reads them from its own
environment variables.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from corpus.errors import InvalidSetting

DEFAULT_EMBEDDING_MODEL = "intfloat/multilingual-e5-small"


class _Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class DataSettings(_Section):
    """Where things are kept and found."""

    directory: Path = Path("data")
    mirror_directory: Path | None = None
    documents_directory: Path | None = None
    database_url: str = ""
    conversation_days: int = Field(default=90, ge=0, le=3_650)
    """Days a conversation is kept after its last use; 0 keeps none at all."""

    @property
    def database(self) -> str:
        """Where conversations are kept: the address given, else a file of SQLite."""
        return self.database_url or f"sqlite:///{self.directory / 'recital.sqlite'}"

    @property
    def documents(self) -> Path:
        """The folder of the user's own documents."""
        return self.documents_directory or self.directory / "documents"

    @property
    def texts(self) -> Path:
        """Where downloaded texts are kept, and where a person may put one by hand."""
        return self.directory / "texts"


class IndexSettings(_Section):
    """How passages are turned into vectors and searched."""

    embedding_model: str = Field(default=DEFAULT_EMBEDDING_MODEL, min_length=1)
    reranker: str = ""
    vector_store: Literal["chroma", "exact"] = "chroma"
    kept_versions: int = Field(default=2, ge=1, le=20)


class AnswerSettings(_Section):
    """How a question becomes an answer."""

    chat_model: str = ""
    judge_model: str = ""
    lang: Literal["", "fr", "en"] = ""


class Settings(_Section):
    """Everything that can be set; a stage receives its own section only."""

    data: DataSettings = DataSettings()
    index: IndexSettings = IndexSettings()
    answer: AnswerSettings = AnswerSettings()


# Environment variable -> (section, field). The README's table is checked against this one.
ENVIRONMENT: dict[str, tuple[str, str]] = {
    "RECITAL_DATA_DIR": ("data", "directory"),
    "RECITAL_MIRROR_DIR": ("data", "mirror_directory"),
    "RECITAL_DOCUMENTS_DIR": ("data", "documents_directory"),
    "RECITAL_DATABASE_URL": ("data", "database_url"),
    "RECITAL_CONVERSATION_DAYS": ("data", "conversation_days"),
    "RECITAL_EMBEDDING_MODEL": ("index", "embedding_model"),
    "RECITAL_RERANKER": ("index", "reranker"),
    "RECITAL_VECTOR_STORE": ("index", "vector_store"),
    "RECITAL_CHAT_MODEL": ("answer", "chat_model"),
    "RECITAL_JUDGE_MODEL": ("answer", "judge_model"),
    "RECITAL_LANG": ("answer", "lang"),
}
SETTINGS_FILE_VARIABLE = "RECITAL_SETTINGS"
DEFAULT_SETTINGS_FILE = "recital.toml"
_SECRET_NAME = re.compile(r"KEY|TOKEN|SECRET|PASSWORD", re.IGNORECASE)


def load_settings(environment: Mapping[str, str] | None = None) -> Settings:
    """Settings from the TOML file and the environment (default: the process's own).

    Raises `InvalidSetting` for an unknown name, a value out of bounds or an unreadable file.
    """
    env = os.environ if environment is None else environment
    sections: dict[str, dict[str, Any]] = {}
    for section, values in _read_file(env.get(SETTINGS_FILE_VARIABLE, "")).items():
        if not isinstance(values, dict):
            raise InvalidSetting(name=section, value=values, reason="not a section")
        sections[section] = dict(values)
    for name, value in env.items():
        if not name.startswith("RECITAL_") or name == SETTINGS_FILE_VARIABLE:
            continue
        if name not in ENVIRONMENT:
            # A key someone put under our prefix must not reach a screen or a log.
            shown = "***" if _SECRET_NAME.search(name) else value
            known = ", ".join(sorted(ENVIRONMENT))
            raise InvalidSetting(name=name, value=shown, reason=f"unknown; known: {known}")
        if value == "":  # an empty variable means "not set"
            continue
        section, field = ENVIRONMENT[name]
        sections.setdefault(section, {})[field] = value
    try:
        return Settings.model_validate(sections)
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(str(part) for part in first["loc"])
        raise InvalidSetting(name=name, value=first.get("input"), reason=first["msg"]) from error


def _read_file(named: str) -> dict[str, Any]:
    path = Path(named or DEFAULT_SETTINGS_FILE)
    if not named and not path.is_file():
        return {}
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise InvalidSetting(
            name=SETTINGS_FILE_VARIABLE, value=str(path), reason=str(error)
        ) from error
