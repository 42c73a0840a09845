from pathlib import Path

import pytest
from small_corpus import SmallCorpus

from corpus.manifest import Manifest
from corpus.nouns import Origin, Source
from ingest.obtain import Absence, digest, obtain


def manifest_of(*origins: Origin) -> Manifest:
    return Manifest(
        (
            Source(
                id="faq",
                authority="cnil",
                titles={},
                short_titles={},
                urls={},
                languages=("fr",),
                origins=origins,
                licence="MIT",
            ),
        )
    )


def absence_reason(origin: Origin, mirror: Path | None) -> str:
    [absence] = obtain(manifest_of(origin), mirror)
    assert isinstance(absence, Absence)
    return absence.reason


def test_every_source_is_obtained_once_in_each_of_its_languages(corpus: SmallCorpus) -> None:
    found = list(obtain(corpus.manifest, corpus.mirror))

    names = [(item[0].source.id, item[0].lang) for item in found if not isinstance(item, Absence)]
    assert names == [
        ("code", "fr"),
        ("faq", "fr"),
        ("guide", "fr"),
        ("leaflet", "en"),
        ("card", "fr"),
        ("card", "en"),
    ]


def test_several_origins_answer_in_the_order_of_the_manifest(tmp_path: Path) -> None:
    (tmp_path / "mirror.jsonl").write_text("{}")
    (tmp_path / "here.jsonl").write_text("{}")
    mirror = Origin("mirror", "mirror.jsonl", "faq", "fr")
    repository = Origin("repository", str(tmp_path / "here.jsonl"), "faq", "fr")

    [documents] = obtain(manifest_of(mirror, repository), tmp_path)

    assert not isinstance(documents, Absence)
    assert [document.origin.kind for document in documents] == ["mirror", "repository"]


def test_an_installed_package_answers() -> None:
    [documents] = obtain(manifest_of(Origin("package", "numpy/version.py", "faq", "fr")), None)

    assert not isinstance(documents, Absence)
    assert documents[0].path.is_file()


@pytest.mark.parametrize(
    ("origin", "reason"),
    [
        (Origin("mirror", "faq.jsonl", "faq", "fr"), "not in the mirror (faq.jsonl)"),
        (Origin("package", "no_such/a.json", "faq", "fr"), "package not installed (no_such)"),
        (Origin("repository", "no/such", "faq", "fr"), "not in the repository (no/such)"),
    ],
)
def test_a_source_that_no_origin_has_says_why(origin: Origin, reason: str, tmp_path: Path) -> None:
    assert absence_reason(origin, tmp_path) == reason


def test_without_a_mirror_the_setting_is_named() -> None:
    reason = absence_reason(Origin("mirror", "faq.jsonl", "faq", "fr"), None)

    assert reason == "RECITAL_MIRROR_DIR is not set"


def test_each_origin_that_failed_is_named(tmp_path: Path) -> None:
    origins = (Origin("mirror", "a", "faq", "fr"), Origin("repository", "no/such", "faq", "fr"))

    [absence] = obtain(manifest_of(*origins), tmp_path)

    assert isinstance(absence, Absence)
    assert absence.reason == "not in the mirror (a); not in the repository (no/such)"


def test_a_file_the_system_refuses_to_name_is_an_absence(tmp_path: Path) -> None:
    reason = absence_reason(Origin("mirror", "x" * 300, "faq", "fr"), tmp_path)

    assert "File name too long" in reason


def test_a_file_the_disk_cannot_read_is_an_absence(tmp_path: Path) -> None:
    unreadable = Path("/proc/self/mem")  # its first byte gives an input/output error, to root too
    if not unreadable.exists():
        pytest.skip("no file that fails to be read on this system")
    (tmp_path / "faq.jsonl").symlink_to(unreadable)

    reason = absence_reason(Origin("mirror", "faq.jsonl", "faq", "fr"), tmp_path)

    assert "Input/output error" in reason


def test_a_folder_has_the_same_digest_wherever_it_lies(tmp_path: Path) -> None:
    for place in ("a", "b"):
        (tmp_path / place / "guide").mkdir(parents=True)
        (tmp_path / place / "guide" / "1_x.md").write_text("same")

    assert digest(tmp_path / "a" / "guide") == digest(tmp_path / "b" / "guide")


def test_the_digest_of_a_folder_changes_with_a_word_a_name_a_place_or_a_border(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "guide"
    (folder / "inside").mkdir(parents=True)
    digests = set()
    layouts = [
        {"1_x.md": "word", "2_y.md": "other"},
        {"1_x.md": "wird", "2_y.md": "other"},
        {"1_z.md": "word", "2_y.md": "other"},
        {"inside/1_x.md": "word", "2_y.md": "other"},
        {"1_x.md": "word2_y.mdother"},
        {"1_x.md": "word2_y.md", "2_y.md": "other"},
    ]
    for layout in layouts:
        for file in folder.rglob("*.md"):
            file.unlink()
        for name, text in layout.items():
            (folder / name).write_text(text)
        digests.add(digest(folder))

    assert len(digests) == len(layouts)
