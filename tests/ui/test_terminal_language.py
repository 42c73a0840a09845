import pytest

from ui.terminal_language import terminal_language


@pytest.mark.parametrize(
    ("environment", "lang"),
    [
        ({}, "en"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LANG": "fr_FR.UTF-8"}, "fr"),
        ({"LANG": "fr_FR.UTF-8", "LC_ALL": "en_GB.UTF-8"}, "en"),
        ({"LANG": "en_GB.UTF-8", "RECITAL_LANG": "fr"}, "fr"),
        ({"LANG": "fr_FR.UTF-8", "RECITAL_LANG": ""}, "fr"),
    ],
)
def test_the_setting_goes_before_the_locale_and_english_is_the_rest(
    environment: dict[str, str], lang: str
) -> None:
    assert terminal_language(environment) == lang
