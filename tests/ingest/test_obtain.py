from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from misbehaving_server import Behaviour, Handler, MisbehavingServer, redirect, status, text
from small_corpus import SmallCorpus

from corpus.manifest import Manifest, default_manifest
from corpus.nouns import Origin, Source
from corpus.settings import DataSettings
from ingest.fetch import Fetcher, kept_text
from ingest.fetch_address import host_of
from ingest.fetch_kept import KeptText, Part, Receipt, file_digest
from ingest.fetch_plan import PlannedFetch, dry_run
from ingest.fetch_words import FetchFault
from ingest.obtain import Absence, Document, digest, obtain, web_hosts
from ingest.parse.loaders import LOADERS


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
    [absence] = obtain(manifest_of(origin), DataSettings(mirror_directory=mirror))
    assert isinstance(absence, Absence)
    return absence.reason


def test_every_source_is_obtained_once_in_each_of_its_languages(corpus: SmallCorpus) -> None:
    found = list(obtain(corpus.manifest, DataSettings(mirror_directory=corpus.mirror)))

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

    [documents] = obtain(manifest_of(mirror, repository), DataSettings(mirror_directory=tmp_path))

    assert not isinstance(documents, Absence)
    assert [document.origin.kind for document in documents] == ["mirror", "repository"]


def test_an_installed_package_answers() -> None:
    [documents] = obtain(
        manifest_of(Origin("package", "numpy/version.py", "faq", "fr")), DataSettings()
    )

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

    [absence] = obtain(manifest_of(*origins), DataSettings(mirror_directory=tmp_path))

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
        for name, words in layout.items():
            (folder / name).write_text(words)
        digests.add(digest(folder))

    assert len(digests) == len(layouts)


URL = "https://www.example.org/faq"
WEB = Origin("web", "faq.txt", "faq", "fr", URL, "text/plain")
MIRROR = Origin("mirror", "law/faq.jsonl", "faq", "fr")
TODAY = datetime(2026, 11, 22, 12, tzinfo=UTC)


class ScriptedFetcher(Fetcher):
    """Gives the same answer to each address, and remembers which were asked."""

    def __init__(self, body: bytes | FetchFault) -> None:
        super().__init__()
        self.body = body
        self.asked: list[tuple[str, bool]] = []

    def fetch(self, origin, source, directory, progress=lambda d, t: None, *, refresh=False):  # type: ignore[no-untyped-def]
        self.asked.append((origin.url, refresh))
        if isinstance(self.body, FetchFault):
            raise self.body
        progress(1, 2)
        keep(kept_text(origin, source, directory), origin.url, self.body)
        return super().fetch(origin, source, directory)


def keep(kept: KeptText, url: str, body: bytes, checked_at: datetime | None = None) -> None:
    """What a download of `body` leaves behind."""
    kept.begin_part(Part(url=url))
    kept.part_path.write_bytes(body)
    moment = (checked_at or datetime.now(UTC)).isoformat()
    kept.publish(
        Receipt(
            url=url,
            final_url=url,
            sha256=file_digest(kept.part_path),
            bytes=len(body),
            media_type="text/plain",
            fetched_at=moment,
            checked_at=moment,
        )
    )


@pytest.fixture
def data(tmp_path: Path) -> DataSettings:
    (tmp_path / "mirror" / "law").mkdir(parents=True)
    return DataSettings(directory=tmp_path / "data", mirror_directory=tmp_path / "mirror")


def one(found: list[list[Document] | Absence]) -> list[Document]:
    [documents] = found
    assert not isinstance(documents, Absence), documents.reason
    return documents


def test_the_official_address_answers_where_the_mirror_has_nothing(data: DataSettings) -> None:
    fetcher = ScriptedFetcher(b"text")

    [document] = one(list(obtain(manifest_of(MIRROR, WEB), data, offline=False, fetcher=fetcher)))

    assert document.path == data.texts / "faq" / "fr" / "faq.txt"
    assert document.origin == WEB
    assert document.obtained_at
    assert fetcher.asked == [(URL, False)]


def test_the_official_address_is_not_asked_for_what_the_mirror_has(data: DataSettings) -> None:
    assert data.mirror_directory is not None
    (data.mirror_directory / MIRROR.path).write_text("{}")
    fetcher = ScriptedFetcher(b"text")

    documents = one(list(obtain(manifest_of(MIRROR, WEB), data, offline=False, fetcher=fetcher)))

    assert [document.origin.kind for document in documents] == ["mirror"]
    assert fetcher.asked == []


def test_an_update_asks_every_official_address(data: DataSettings) -> None:
    assert data.mirror_directory is not None
    (data.mirror_directory / MIRROR.path).write_text("{}")
    fetcher = ScriptedFetcher(b"text")

    documents = one(
        list(obtain(manifest_of(MIRROR, WEB), data, offline=False, refresh=True, fetcher=fetcher))
    )

    assert [document.origin.kind for document in documents] == ["mirror", "web"]
    assert fetcher.asked == [(URL, True)]


def test_offline_asks_nothing_and_says_so(data: DataSettings) -> None:
    fetcher = ScriptedFetcher(b"text")

    [absence] = obtain(manifest_of(MIRROR, WEB), data, fetcher=fetcher)

    assert isinstance(absence, Absence)
    assert absence.reason == (
        "not in the mirror (law/faq.jsonl); downloads are forbidden by --offline"
    )
    assert fetcher.asked == []


def test_a_text_downloaded_before_serves_offline(data: DataSettings) -> None:
    manifest = manifest_of(WEB)
    keep(kept_text(WEB, manifest.source("faq"), data.texts), URL, b"text", TODAY)

    [document] = one(list(obtain(manifest, data)))

    assert document.path.read_bytes() == b"text"
    assert document.obtained_at == TODAY.isoformat()


def test_a_text_downloaded_before_serves_when_the_address_fails_and_says_why(
    data: DataSettings,
) -> None:
    manifest = manifest_of(WEB)
    keep(kept_text(WEB, manifest.source("faq"), data.texts), URL, b"text", TODAY)
    fetcher = ScriptedFetcher(FetchFault("status", status=403, host="www.example.org"))

    [document] = one(list(obtain(manifest, data, offline=False, fetcher=fetcher)))

    assert document.path.read_bytes() == b"text"
    assert document.note == "403 from www.example.org"


def test_an_address_that_fails_is_named_with_the_other_origins(data: DataSettings) -> None:
    fetcher = ScriptedFetcher(FetchFault("status", status=403, host="www.cnil.fr"))

    [absence] = obtain(manifest_of(MIRROR, WEB), data, offline=False, fetcher=fetcher)

    assert isinstance(absence, Absence)
    assert absence.reason == "not in the mirror (law/faq.jsonl); 403 from www.cnil.fr"


def test_the_package_answers_where_the_address_fails(data: DataSettings) -> None:
    package = Origin("package", "numpy/version.py", "faq", "fr")
    fetcher = ScriptedFetcher(FetchFault("no_network"))

    documents = one(list(obtain(manifest_of(WEB, package), data, offline=False, fetcher=fetcher)))

    assert [document.origin.kind for document in documents] == ["package"]


def test_a_text_kept_from_another_address_is_not_taken(data: DataSettings) -> None:
    manifest = manifest_of(WEB)
    keep(kept_text(WEB, manifest.source("faq"), data.texts), "https://old.example/", b"text")

    [absence] = obtain(manifest, data)

    assert isinstance(absence, Absence)


def test_a_text_put_by_hand_comes_before_the_mirror(data: DataSettings) -> None:
    assert data.mirror_directory is not None
    for folder, words in ((data.mirror_directory, "mirror"), (data.texts, "by hand")):
        (folder / MIRROR.path).parent.mkdir(parents=True, exist_ok=True)
        (folder / MIRROR.path).write_text(words)

    [document] = one(list(obtain(manifest_of(MIRROR), data)))

    assert document.path.read_text() == "by hand"


def test_a_text_put_by_hand_needs_no_mirror(tmp_path: Path) -> None:
    data = DataSettings(directory=tmp_path)
    (data.texts / "law").mkdir(parents=True)
    (data.texts / MIRROR.path).write_text("by hand")

    [document] = one(list(obtain(manifest_of(MIRROR), data)))

    assert document.origin.kind == "mirror"


def test_progress_ends_at_its_total(data: DataSettings) -> None:
    seen: list[tuple[str, int, int]] = []
    fetcher = ScriptedFetcher(b"text")

    list(
        obtain(
            manifest_of(WEB),
            data,
            offline=False,
            fetcher=fetcher,
            progress=lambda stage, done, total: seen.append((stage, done, total)),
        )
    )

    assert seen == [("fetch", 50, 100), ("fetch", 100, 100)]


PLANS: list[tuple[str, Callable[[DataSettings, Manifest], None]]] = [
    ("missing", lambda data, manifest: None),
    (
        "recent",
        lambda data, manifest: keep(
            kept_text(WEB, manifest.source("faq"), data.texts), URL, b"text", TODAY
        ),
    ),
    (
        "due",
        lambda data, manifest: keep(
            kept_text(WEB, manifest.source("faq"), data.texts),
            URL,
            b"text",
            datetime(2026, 11, 20, tzinfo=UTC),
        ),
    ),
]


@pytest.mark.parametrize(("reason", "arrange"), PLANS, ids=[name for name, _ in PLANS])
def test_the_plan_says_what_would_be_asked(
    data: DataSettings, reason: str, arrange: Callable[[DataSettings, Manifest], None]
) -> None:
    manifest = manifest_of(MIRROR, WEB)
    arrange(data, manifest)

    [planned] = dry_run(manifest, data, now=lambda: TODAY)

    assert (planned.reason, planned.url, planned.source) == (reason, URL, "faq")
    assert planned.is_asked == (reason != "recent")
    assert planned.kept_bytes == (0 if reason == "missing" else 4)


def test_the_plan_does_not_ask_for_what_the_mirror_has(data: DataSettings) -> None:
    assert data.mirror_directory is not None
    (data.mirror_directory / MIRROR.path).write_text("{}")

    [planned] = dry_run(manifest_of(MIRROR, WEB), data)

    assert planned == PlannedFetch("faq", "fr", URL, "text/plain", "mirror")


def web_origins() -> list[Origin]:
    sources = default_manifest().sources.values()
    return [origin for source in sources for origin in source.origins if origin.kind == "web"]


def test_the_manifest_asks_https_addresses_for_types_it_bounds() -> None:
    limits = Fetcher().limits
    for origin in web_origins():
        assert origin.url.startswith("https://"), origin.path
        for media_type in origin.media_type.split(", "):
            assert media_type in limits.bytes_by_media_type, origin.path


def test_the_manifest_never_asks_legifrance_which_refuses_programs() -> None:
    hosts = web_hosts(default_manifest())

    assert "publications.europa.eu" in hosts
    assert not [host for host in hosts if "legifrance" in host]
    assert hosts == list(dict.fromkeys(host_of(origin.url) for origin in web_origins()))


def test_no_two_downloads_of_a_source_are_kept_in_one_place() -> None:
    places = [
        (source.id, origin.lang, origin.path)
        for source in default_manifest().sources.values()
        for origin in source.origins
        if origin.kind == "web"
    ]
    assert len(set(places)) == len(places)


def in_the_language_asked_for(bodies: dict[str, bytes]) -> Behaviour:
    def behave(handler: Handler) -> None:
        body = bodies.get(handler.headers.get("Accept-Language", ""))
        if body is None or handler.headers.get("Accept") != "application/xhtml+xml":
            status(400)(handler)
        else:
            text(body, "application/xhtml+xml;charset=UTF-8", ETag='"1"')(handler)

    return behave


def test_the_regulation_comes_from_an_official_address_in_both_languages(
    tmp_path: Path, mirror: Path
) -> None:
    """As Cellar does it: a redirect, then the text in the language that the request names."""
    server = MisbehavingServer()
    law = mirror / "law"
    bodies = {
        "fra": (law / "gdpr_fr.xhtml").read_bytes(),
        "eng": (law / "gdpr_en.xhtml").read_bytes(),
    }
    address = server.serve("/resource/celex/32016R0679", redirect("/resource/cellar/DOC_1"))
    server.serve("/resource/cellar/DOC_1", in_the_language_asked_for(bodies))
    gdpr = default_manifest().source("gdpr")
    origins = tuple(replace(origin, url=address) for origin in gdpr.origins if origin.kind == "web")
    manifest = Manifest((replace(gdpr, origins=origins),))
    data = DataSettings(directory=tmp_path)
    try:
        with Fetcher(sleep=lambda seconds: None) as fetcher:
            found = list(obtain(manifest, data, offline=False, fetcher=fetcher))
    finally:
        server.stop()

    for item in found:
        assert not isinstance(item, Absence), item.reason
        [document] = item
        load = LOADERS[document.origin.loader]
        passages = load(document.source, document.origin, document.path)
        assert len({p.locator for p in passages if p.kind in ("article", "recital")}) == 99 + 173
    assert len(list(obtain(manifest, data))) == 2, "what was downloaded serves offline"
