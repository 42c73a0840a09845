import errno
import os
from pathlib import Path

import pytest

from corpus.errors import DataFolderReadOnly
from corpus.system_words import in_plain_words


@pytest.mark.parametrize(
    "number",
    [errno.ENOENT, errno.EACCES, errno.EISDIR, errno.EROFS, errno.ENOSPC, errno.EIO, errno.ELOOP],
)
def test_what_the_system_says_is_said_plainly_in_both_languages(number: int) -> None:
    said = os.strerror(number)
    french, english = (in_plain_words(lang, said) for lang in ("fr", "en"))
    assert len({said, french, english}) == 3


def test_neither_a_number_nor_a_path_is_left(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError) as failed:
        (tmp_path / "absent.md").read_text()
    told = in_plain_words("fr", f"absent.md: {failed.value}")
    assert told == "absent.md: fichier ou dossier introuvable"


def test_other_words_stay_as_they_are() -> None:
    assert in_plain_words("fr", "the cat is out") == "the cat is out"


def test_an_error_of_ours_says_it_plainly_too() -> None:
    error = DataFolderReadOnly(directory="/cats", reason="Permission denied")
    assert "(accès interdit)" in error.message("fr")
    assert "(access is not allowed)" in error.message("en")
