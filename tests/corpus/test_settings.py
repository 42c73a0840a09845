from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from corpus.errors import InvalidSetting
from corpus.settings import DEFAULT_EMBEDDING_MODEL, ENVIRONMENT, Settings, load_settings


@pytest.fixture(autouse=True)
def _empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_without_any_setting_the_defaults_stand() -> None:
    settings = load_settings({})
    assert settings == Settings()
    assert settings.data.directory == Path("data")
    assert settings.data.mirror_directory is None
    assert settings.index.embedding_model == DEFAULT_EMBEDDING_MODEL
    assert settings.index.vector_store == "chroma"
    assert settings.answer.chat_model == ""


@pytest.mark.parametrize("variable", ENVIRONMENT)
def test_every_environment_variable_reaches_its_field(variable: str) -> None:
    known = {
        "RECITAL_VECTOR_STORE": "exact",
        "RECITAL_LANG": "fr",
        "RECITAL_CONVERSATION_DAYS": "30",
    }
    value = known.get(variable, "somewhere")
    section, field = ENVIRONMENT[variable]
    reached = getattr(getattr(load_settings({variable: value}), section), field)
    assert str(reached) == value


@pytest.mark.parametrize("variable", ENVIRONMENT)
def test_an_empty_variable_means_not_set(variable: str) -> None:
    assert load_settings({variable: ""}) == Settings()


def test_the_process_environment_is_read_by_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RECITAL_LANG", "en")
    assert load_settings().answer.lang == "en"


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    (tmp_path / "recital.toml").write_text(
        '[index]\nvector_store = "exact"\nkept_versions = 5\n[answer]\nlang = "fr"\n'
    )
    settings = load_settings({"RECITAL_VECTOR_STORE": "chroma"})
    assert settings.index.vector_store == "chroma"
    assert settings.index.kept_versions == 5
    assert settings.answer.lang == "fr"


def test_a_file_named_by_its_variable_is_read_instead_of_the_usual_one(tmp_path: Path) -> None:
    (tmp_path / "recital.toml").write_text('[answer]\nlang = "fr"\n')
    other = tmp_path / "other.toml"
    other.write_text('[answer]\nlang = "en"\n', encoding="utf-8")
    assert load_settings({"RECITAL_SETTINGS": str(other)}).answer.lang == "en"


def test_variables_of_other_programs_are_ignored() -> None:
    assert load_settings({"PATH": "/bin", "MISTRAL_API_KEY": "abc"}) == Settings()


def test_an_unknown_variable_is_refused_with_the_known_ones() -> None:
    with pytest.raises(InvalidSetting) as caught:
        load_settings({"RECITAL_LANGUE": "fr"})
    message = str(caught.value)
    assert "RECITAL_LANGUE = 'fr'" in message
    assert all(name in message for name in ENVIRONMENT)


@pytest.mark.parametrize(
    "variable", ["RECITAL_API_KEY", "RECITAL_OPENAI_TOKEN", "RECITAL_PASSWORD"]
)
def test_a_secret_under_our_prefix_is_refused_without_being_shown(variable: str) -> None:
    with pytest.raises(InvalidSetting) as caught:
        load_settings({variable: "sk-1234"})
    assert variable in str(caught.value)
    assert "sk-1234" not in caught.value.message("en") + caught.value.message("fr")


@pytest.mark.parametrize(
    ("text", "name", "value"),
    [
        ("[index]\nkept_versions = 0", "index.kept_versions", "0"),
        ("[index]\nkept_versions = 21", "index.kept_versions", "21"),
        ('[index]\nvector_store = "faiss"', "index.vector_store", "'faiss'"),
        ('[index]\nembedding_model = ""', "index.embedding_model", "''"),
        ('[answer]\nlang = "de"', "answer.lang", "'de'"),
        ("[answer]\nlanguage = 1", "answer.language", "1"),
        ("[chunking]\nsize = 1", "chunking", "{'size': 1}"),
        ("answer = 3", "answer", "3"),
    ],
)
def test_a_file_with_a_wrong_value_is_refused_by_name_and_value(
    tmp_path: Path, text: str, name: str, value: str
) -> None:
    (tmp_path / "recital.toml").write_text(text)
    with pytest.raises(InvalidSetting) as caught:
        load_settings({})
    assert f"{name} = {value}" in str(caught.value)


@pytest.mark.parametrize("content", [b"[index", b"\xff\xfe", None])
def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "settings.toml"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(InvalidSetting) as caught:
        load_settings({"RECITAL_SETTINGS": str(path)})
    assert caught.value.values["value"] == str(path)


@pytest.mark.parametrize("change", [{"lang": "en"}, {"chat_model": "ollama:x"}])
def test_settings_are_frozen(change: dict[str, Any]) -> None:
    settings = load_settings({})
    for name, value in change.items():
        with pytest.raises(ValidationError, match="frozen"):
            setattr(settings.answer, name, value)
