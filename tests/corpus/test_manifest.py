from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from pydantic import ValidationError

from corpus.errors import UnknownSource
from corpus.locator import Locator
from corpus.manifest import default_manifest, read_manifest
from corpus.nouns import Passage
from corpus.store import SourceRecord

LAMPS = """
[[source]]
id = "lamps"
authority = "law"
titles = {fr = "Loi sur les lampes", en = "Lamp Act"}
short_titles = {fr = "LL"}
urls = {fr = "https://www.legifrance.gouv.fr/"}
languages = ["fr"]
licence = "ours"
applies_from = 2026-01-01
origins = [{kind = "mirror", path = "lamps.md", loader = "code_markdown", lang = "fr"}]
"""


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "sources.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_row_becomes_a_source(tmp_path: Path) -> None:
    lamps = read_manifest(written(tmp_path, LAMPS)).source("lamps")
    assert lamps.applies_from == date(2026, 1, 1)
    assert lamps.languages == ("fr",)
    assert [(origin.kind, origin.path) for origin in lamps.origins] == [("mirror", "lamps.md")]


def test_a_title_missing_in_a_language_is_given_in_the_other(tmp_path: Path) -> None:
    lamps = read_manifest(written(tmp_path, LAMPS)).source("lamps")
    assert lamps.title("en") == "Lamp Act"
    assert lamps.short_title("en") == "LL"
    assert lamps.url("en") == "https://www.legifrance.gouv.fr/"


def test_an_unknown_source_is_refused_with_the_known_ones(tmp_path: Path) -> None:
    with pytest.raises(UnknownSource) as caught:
        read_manifest(written(tmp_path, LAMPS)).source("lampes")
    assert "'lampes'" in str(caught.value)
    assert "lamps" in str(caught.value)


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ('authority = "law"', 'authority = "blog"'),
        ('licence = "ours"', ""),
        ('languages = ["fr"]', 'languages = ["de"]'),
        ('kind = "mirror"', 'kind = "ftp"'),
        ("applies_from = 2026-01-01", 'applies_from = "soon"'),
        ('licence = "ours"', 'licence = "ours"\ncolour = "red"'),
    ],
)
def test_a_malformed_row_is_refused(tmp_path: Path, right: str, wrong: str) -> None:
    assert right in LAMPS
    with pytest.raises(ValidationError):
        read_manifest(written(tmp_path, LAMPS.replace(right, wrong)))


def test_two_sources_of_one_id_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="lamps"):
        read_manifest(written(tmp_path, LAMPS + LAMPS))


def test_the_shipped_manifest_is_read_once() -> None:
    assert default_manifest() is default_manifest()


def test_every_shipped_source_can_be_cited() -> None:
    for source in default_manifest().sources.values():
        assert str(Locator.parse(f"{source.id}:art-1")) == f"{source.id}:art-1"
        for lang in source.languages:
            assert source.titles[lang], f"{source.id} has no title in {lang}"
        assert source.short_titles, source.id
        assert source.licence or not source.origins, source.id


def test_every_shipped_address_is_an_official_one_over_https() -> None:
    hosts = (
        "eur-lex.europa.eu", "www.legifrance.gouv.fr", "www.cnil.fr", "www.edpb.europa.eu", "ec.europa.eu",
        "www.goodintech.org", "github.com/chaire-goodintech", "gdprhub.eu", "cnil.fr", "edpb.europa.eu",
        "www.conseil-etat.fr", "www.courdecassation.fr", "leginfo.legislature.ca.gov", "www.ftc.gov", "af2m.org",
    )  # fmt: skip
    for source in default_manifest().sources.values():
        for url in source.urls.values():
            assert url == "" or url.startswith(tuple(f"https://{host}/" for host in hosts)), url


def test_every_origin_brings_a_language_its_source_declares() -> None:
    for source in default_manifest().sources.values():
        assert {origin.lang for origin in source.origins} <= set(source.languages), source.id


COPY = ', status = "partial", notes = {fr = "Copie."}, text_of = 2026-03-31}]'


def test_an_origin_may_say_how_far_its_copy_can_be_relied_upon(tmp_path: Path) -> None:
    lamps = read_manifest(written(tmp_path, LAMPS.replace("}]", COPY))).source("lamps")
    [origin] = lamps.origins
    assert (origin.status, origin.notes) == ("partial", {"fr": "Copie."})
    assert origin.text_of == date(2026, 3, 31)
    assert lamps.status == "current"
    with pytest.raises(ValidationError):
        read_manifest(written(tmp_path, LAMPS.replace("}]", COPY.replace("partial", "blurred"))))


def test_a_passage_is_of_its_source_as_the_copy_that_is_held_leaves_it(tmp_path: Path) -> None:
    manifest = read_manifest(written(tmp_path, LAMPS.replace("}]", COPY)))
    passage = Passage("lamps:art-1", "fr", "lamps", "article", "", "Mots.")
    held = SourceRecord("lamps", "fr", "kept", origin="mirror", passage_count=1)
    assert manifest.source_of(passage).status == "current"
    assert manifest.as_held([held]).source_of(passage).status == "partial"
    assert manifest.as_held([replace(held, origin="web")]).source_of(passage).status == "current"
    assert manifest.as_held([replace(held, lang="en")]).source_of(passage).status == "current"
    assert manifest.as_held([replace(held, passage_count=0)]).source_of(passage).status == "current"
    assert "gone" not in manifest.as_held([replace(held, source="gone")]).sources
