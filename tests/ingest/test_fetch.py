import io
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from misbehaving_server import (
    Behaviour,
    MisbehavingServer,
    cut_after,
    drip,
    endless,
    garbage,
    gzip_bomb,
    redirect,
    reset,
    rest,
    slow_start,
    status,
    text,
    unchanged_since,
)

from corpus.nouns import Origin, Source
from ingest.fetch import Fetched, Fetcher, kept_text
from ingest.fetch_address import check_address, redirected
from ingest.fetch_archive import plain_name
from ingest.fetch_kept import KeptText, Receipt
from ingest.fetch_limits import FetchLimits
from ingest.fetch_network import has_network, retry_after, user_agent
from ingest.fetch_words import FETCH_CODES, FetchFault, reason_in

OLD = b"The lamp is lit at dusk."
NEW = b"The lamp is lit an hour before dusk."
LIMITS = FetchLimits(
    connect_seconds=2.0,
    silence_seconds=5.0,
    attempts=3,
    bytes_by_media_type={"text/plain": 50_000, "application/zip": 50_000},
    unpacked_files=3,
    unpacked_bytes=10_000,
)
SOURCE = Source("lamps", "law", {}, {}, {}, ("en",), (), "MIT")


class Clock:
    """Time passes only where somebody sleeps."""

    def __init__(self) -> None:
        self.seconds = 1000.0
        self.slept: list[float] = []

    def timer(self) -> float:
        return self.seconds

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.seconds += seconds

    def now(self) -> datetime:
        return datetime(2026, 11, 22, tzinfo=UTC) + timedelta(seconds=self.seconds)


@pytest.fixture
def server() -> Iterator[MisbehavingServer]:
    running = MisbehavingServer()
    yield running
    running.stop()


@pytest.fixture
def clock() -> Clock:
    return Clock()


class Desk:
    """A fetcher, where it keeps things, and one text on the server."""

    def __init__(self, server: MisbehavingServer, clock: Clock, directory: Path) -> None:
        self.server = server
        self.clock = clock
        self.directory = directory
        self.origin = Origin(
            "web", "lamps.txt", "prose", "en", server.address("/text"), "text/plain"
        )

    @property
    def kept(self) -> KeptText:
        return kept_text(self.origin, SOURCE, self.directory)

    def serve(self, *behaviours: Behaviour) -> None:
        self.server.serve("/text", *behaviours)

    def fetcher(self, **changes: Any) -> Fetcher:
        settings: dict[str, Any] = {
            "limits": LIMITS,
            "now": self.clock.now,
            "timer": self.clock.timer,
            "sleep": self.clock.sleep,
        }
        return Fetcher(**{**settings, **changes})

    def fetch(self, *, refresh: bool = True, **changes: Any) -> Fetched:
        with self.fetcher(**changes) as fetcher:
            return fetcher.fetch(self.origin, SOURCE, self.directory, refresh=refresh)

    def fault(self, **changes: Any) -> FetchFault:
        with pytest.raises(FetchFault) as caught:
            self.fetch(**changes)
        return caught.value

    def have(self, body: bytes, **headers: str) -> None:
        self.serve(text(body, **headers))
        self.fetch()
        self.server.asked.clear()


@pytest.fixture
def desk(server: MisbehavingServer, clock: Clock, tmp_path: Path) -> Desk:
    return Desk(server, clock, tmp_path / "texts")


# What a good server gives


def test_a_text_is_kept_below_its_source_and_language_with_a_receipt(desk: Desk) -> None:
    desk.serve(text(OLD, ETag='"1"', Last_Modified="Sun, 22 Nov 2026 08:00:00 GMT"))

    fetched = desk.fetch()

    assert fetched.status == "new"
    assert fetched.path == desk.directory / "lamps" / "en" / "lamps.txt"
    assert fetched.path.read_bytes() == OLD
    receipt = Receipt.model_validate_json(
        (fetched.path.parent / "lamps.txt.json").read_text(encoding="utf-8")
    )
    assert receipt == fetched.receipt
    assert receipt.sha256 == sha256(OLD).hexdigest()
    assert (receipt.bytes, receipt.media_type, receipt.etag) == (len(OLD), "text/plain", '"1"')
    assert receipt.url == receipt.final_url == desk.origin.url
    assert receipt.fetched_at == receipt.checked_at
    assert sorted(path.name for path in fetched.path.parent.iterdir()) == [
        "lamps.txt",
        "lamps.txt.json",
    ]


def test_only_the_language_and_the_type_are_told_to_the_server(desk: Desk) -> None:
    desk.serve(text(OLD))

    desk.fetch()

    [headers] = desk.server.asked_for("/text")
    assert headers.keys() == {
        "Host",
        "Accept",
        "Accept-Encoding",
        "Accept-Language",
        "Connection",
        "User-Agent",
    }
    assert headers["Accept"] == "text/plain"
    assert headers["Accept-Language"] == "eng"
    assert headers["User-Agent"] == user_agent()
    assert user_agent().startswith("Recital/")


def test_a_confirmed_text_is_not_downloaded_again(desk: Desk) -> None:
    desk.have(OLD, ETag='"1"')
    before = desk.kept.receipt()
    desk.clock.seconds += 60
    desk.serve(unchanged_since('"1"', NEW))

    fetched = desk.fetch()

    assert fetched.status == "unchanged"
    assert fetched.path.read_bytes() == OLD
    assert before is not None
    assert fetched.receipt.fetched_at == before.fetched_at
    assert fetched.receipt.checked_at > before.checked_at
    assert desk.kept.receipt() == fetched.receipt


def test_the_date_confirms_where_there_is_no_etag(desk: Desk) -> None:
    desk.have(OLD, Last_Modified="Sun, 22 Nov 2026 08:00:00 GMT")
    desk.serve(status(304))

    assert desk.fetch().status == "unchanged"
    [headers] = desk.server.asked_for("/text")
    assert headers["If-Modified-Since"] == "Sun, 22 Nov 2026 08:00:00 GMT"


def test_a_changed_text_takes_the_place_of_the_old_one(desk: Desk) -> None:
    desk.have(OLD, ETag='"1"')
    desk.serve(unchanged_since('"2"', NEW))

    fetched = desk.fetch()

    assert fetched.status == "new"
    assert fetched.path.read_bytes() == NEW
    assert desk.kept.receipt() == fetched.receipt


def test_the_same_bytes_sent_again_are_no_change(desk: Desk) -> None:
    desk.have(OLD)

    assert desk.fetch().status == "unchanged"


def test_a_text_confirmed_today_is_not_asked_for_again(desk: Desk) -> None:
    desk.have(OLD)
    desk.clock.seconds += LIMITS.fresh_seconds - 60

    assert desk.fetch(refresh=False).status == "recent"
    assert desk.server.asked == []


def test_a_text_confirmed_yesterday_is_asked_for_again(desk: Desk) -> None:
    desk.have(OLD)
    desk.clock.seconds += LIMITS.fresh_seconds + 60

    desk.fetch(refresh=False)

    assert len(desk.server.asked_for("/text")) == 1


def test_a_text_changed_by_hand_is_downloaded_again(desk: Desk) -> None:
    desk.have(OLD, ETag='"1"')
    desk.kept.path.write_bytes(b"tampered")
    desk.serve(unchanged_since('"1"', NEW))

    assert desk.fetch(refresh=False).path.read_bytes() == NEW


def test_another_address_in_the_manifest_is_asked_without_conditions(desk: Desk) -> None:
    desk.have(OLD, ETag='"1"')
    moved = desk.server.serve("/moved", unchanged_since('"1"', NEW))
    desk.origin = replace(desk.origin, url=moved)

    assert desk.fetch(refresh=False).path.read_bytes() == NEW


def test_bytes_are_reported_as_they_come(desk: Desk) -> None:
    desk.serve(text(OLD))
    seen: list[tuple[int, int]] = []

    with desk.fetcher() as fetcher:
        fetcher.fetch(desk.origin, SOURCE, desk.directory, lambda d, t: seen.append((d, t)))

    assert seen[-1] == (len(OLD), len(OLD))


# What may pass


@pytest.mark.parametrize(
    "trouble",
    [status(500), status(503), status(429), reset, garbage, cut_after(5, NEW)],
    ids=["500", "503", "429", "reset", "garbage", "truncated"],
)
def test_a_passing_trouble_is_ridden_out(desk: Desk, trouble: Behaviour) -> None:
    desk.serve(trouble, trouble, text(NEW))

    assert desk.fetch().path.read_bytes() == NEW
    assert len(desk.server.asked_for("/text")) == 3


def test_each_wait_before_a_retry_is_about_twice_the_last(desk: Desk) -> None:
    desk.serve(status(503))

    fault = desk.fault(limits=replace(LIMITS, attempts=4, pause_seconds=0))

    waits = [wait for wait in desk.clock.slept if wait]
    assert [1 <= waits[0] <= 1.5, 2 <= waits[1] <= 3, 4 <= waits[2] <= 6] == [True] * 3
    assert len(waits) == 3
    assert fault.message("en") == "503 from 127.0.0.1"


def test_a_server_that_says_when_to_come_back_is_obeyed(desk: Desk) -> None:
    desk.serve(status(429, Retry_After="7"), text(NEW))

    desk.fetch()

    assert 7.0 in desk.clock.slept


def test_a_server_that_asks_for_an_hour_is_left_for_another_day(desk: Desk) -> None:
    desk.have(OLD)
    desk.serve(status(503, Retry_After="3600"), text(NEW))

    fault = desk.fault()

    assert fault.message("en") == "127.0.0.1 asks to come back in 3600 s"
    assert len(desk.server.asked_for("/text")) == 1
    assert desk.kept.path.read_bytes() == OLD


def test_retry_after_is_read_in_both_its_forms() -> None:
    assert retry_after("12") == 12
    assert retry_after("Mon, 01 Jan 2001 00:00:00 GMT") == 0
    assert retry_after("soon") is None


@pytest.mark.parametrize(
    ("trouble", "sentence"),
    [
        (status(403), "403 from 127.0.0.1"),
        (status(404), "404 from 127.0.0.1"),
        (status(202), "202 from 127.0.0.1"),
        (text(NEW, "text/html"), "wrong type text/html from 127.0.0.1"),
        (text(NEW, ""), "wrong type (none) from 127.0.0.1"),
        (gzip_bomb, "127.0.0.1 compressed its answer (gzip) unasked"),
        (endless, "127.0.0.1 sends more than 50000 bytes"),
        (text(b"x" * 50_001), "127.0.0.1 sends more than 50000 bytes"),
    ],
    ids=["403", "404", "202", "wrong type", "no type", "gzip bomb", "endless", "too large"],
)
def test_what_will_not_pass_is_asked_once_and_named(
    desk: Desk, trouble: Behaviour, sentence: str
) -> None:
    desk.have(OLD)
    desk.serve(trouble)

    fault = desk.fault()

    assert fault.message("en") == sentence
    assert len(desk.server.asked_for("/text")) == 1
    assert desk.kept.path.read_bytes() == OLD
    assert desk.kept.receipt() is not None
    assert not desk.kept.part_path.exists()


@pytest.mark.parametrize(
    ("trouble", "code"),
    [
        (slow_start(30, text(NEW)), "timeout"),
        (reset, "reset"),
        (garbage, "broken"),
        (cut_after(5, NEW), "truncated"),
        (text(b""), "truncated"),
    ],
    ids=["slow first byte", "reset", "garbage", "truncated", "empty"],
)
def test_a_trouble_that_does_not_pass_leaves_the_old_text(
    desk: Desk, trouble: Behaviour, code: str
) -> None:
    desk.have(OLD)
    desk.serve(trouble)

    silence_seconds = 0.2 if code == "timeout" else LIMITS.silence_seconds
    fault = desk.fault(limits=replace(LIMITS, attempts=2, silence_seconds=silence_seconds))

    assert fault.code == code
    assert len(desk.server.asked_for("/text")) == 2
    assert desk.kept.path.read_bytes() == OLD
    assert desk.kept.receipt() is not None


def test_a_server_that_drips_for_ever_is_left(desk: Desk) -> None:
    desk.serve(drip(0.01))

    def hurried() -> float:
        desk.clock.seconds += 50
        return desk.clock.seconds

    fault = desk.fault(timer=hurried)

    assert fault.message("en") == "127.0.0.1 took longer than 400 s"


# Cut and continued


def test_a_cut_download_is_continued_where_it_stopped(desk: Desk) -> None:
    desk.serve(cut_after(10, NEW, ETag='"2"'), rest(NEW, '"2"'))

    assert desk.fetch().path.read_bytes() == NEW
    assert [h.get("Range") for h in desk.server.asked_for("/text")] == [None, "bytes=10-"]


def test_a_later_run_continues_what_this_one_left(desk: Desk) -> None:
    desk.serve(cut_after(10, NEW, ETag='"2"'))
    desk.fault(limits=replace(LIMITS, attempts=1))
    desk.serve(rest(NEW, '"2"'))

    assert desk.fetch().path.read_bytes() == NEW
    assert desk.server.asked_for("/text")[-1]["If-Range"] == '"2"'


def test_a_text_that_changed_meanwhile_is_begun_again(desk: Desk) -> None:
    desk.serve(cut_after(10, OLD, ETag='"1"'), rest(NEW, '"2"'))

    assert desk.fetch().path.read_bytes() == NEW


def test_a_rest_that_begins_elsewhere_is_thrown_away(desk: Desk) -> None:
    def elsewhere(handler: Any) -> None:
        headers = {"Content-Type": "text/plain", "Content-Length": "3", "ETag": '"2"'}
        handler.start(206, {**headers, "Content-Range": "bytes 20-22/23"})
        handler.wfile.write(b"xxx")

    desk.serve(cut_after(10, NEW, ETag='"2"'), elsewhere, text(NEW))

    assert desk.fetch().path.read_bytes() == NEW


def test_a_server_without_the_rest_is_asked_for_the_whole(desk: Desk) -> None:
    desk.serve(cut_after(10, NEW, ETag='"2"'), status(416), text(NEW))

    assert desk.fetch().path.read_bytes() == NEW
    assert "Range" not in desk.server.asked_for("/text")[-1]


def test_without_a_validator_nothing_is_continued(desk: Desk) -> None:
    desk.serve(cut_after(10, NEW), text(NEW))

    assert desk.fetch().path.read_bytes() == NEW
    assert "Range" not in desk.server.asked_for("/text")[-1]


KILLED = """
import sys
from pathlib import Path
from corpus.nouns import Origin, Source
from ingest.fetch import Fetcher
origin = Origin("web", "lamps.txt", "prose", "en", sys.argv[1], "text/plain")
source = Source("lamps", "law", {}, {}, {}, ("en",), (), "MIT")
with Fetcher() as fetcher:
    fetcher.fetch(origin, source, Path(sys.argv[2]), refresh=True)
"""


def test_a_kill_in_the_middle_leaves_the_old_text_whole(desk: Desk) -> None:
    desk.have(OLD, ETag='"1"')
    desk.serve(drip(0.01))
    arguments = [sys.executable, "-c", KILLED, desk.origin.url, str(desk.directory)]
    process = subprocess.Popen(arguments, cwd=Path(__file__).parents[2])
    try:
        deadline = time.monotonic() + 30
        while not desk.kept.part_path.exists() and time.monotonic() < deadline:
            time.sleep(0.01)
        assert desk.kept.part_path.exists(), "the download never began"
    finally:
        os.kill(process.pid, signal.SIGKILL)
        process.wait()

    assert desk.kept.path.read_bytes() == OLD
    assert desk.kept.receipt() is not None
    desk.serve(text(NEW))
    assert desk.fetch().path.read_bytes() == NEW


@pytest.mark.parametrize("step", range(3))
def test_a_kill_while_publishing_leaves_a_text_with_its_own_receipt(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, step: int
) -> None:
    desk.have(OLD)
    desk.serve(text(NEW))
    replacements: list[Path] = []
    real = Path.replace

    def replace_then_die(path: Path, target: Path) -> Path:
        if len(replacements) == step:
            raise KeyboardInterrupt
        replacements.append(path)
        return real(path, target)

    monkeypatch.setattr(Path, "replace", replace_then_die)
    if step < 2:
        with pytest.raises(KeyboardInterrupt):
            desk.fetch()
    else:
        desk.fetch()
    monkeypatch.undo()

    receipt = desk.kept.receipt()
    assert receipt is not None
    assert sha256(desk.kept.path.read_bytes()).hexdigest() == receipt.sha256
    assert desk.kept.path.read_bytes() == (OLD if step == 0 else NEW)
    desk.serve(text(OLD))
    assert desk.fetch().path.read_bytes() == OLD


def test_a_place_that_cannot_be_written_is_named(desk: Desk) -> None:
    desk.serve(text(NEW))
    desk.directory.write_text("a file where the folder should be")

    assert desk.fault().message("en") == "cannot be written: Not a directory"


# Redirects and addresses


def test_redirects_are_followed_to_the_text(desk: Desk) -> None:
    desk.serve(redirect("/one"))
    desk.server.serve("/one", redirect(desk.server.address("/two"), 301))
    desk.server.serve("/two", text(NEW))

    fetched = desk.fetch()

    assert fetched.path.read_bytes() == NEW
    assert fetched.receipt.final_url.endswith("/two")


def test_a_redirect_loop_ends(desk: Desk) -> None:
    desk.serve(redirect("/text"))

    assert desk.fault().message("en") == "more than 5 redirects from 127.0.0.1"
    assert len(desk.server.asked_for("/text")) == 6


@pytest.mark.parametrize(
    ("location", "code"),
    [
        ("ftp://example.org/text", "insecure"),
        ("file:///etc/passwd", "insecure"),
        ("http://example.org/text", "insecure"),
        ("https://10.0.0.1/text", "private"),
        ("https://[fd00::1]/text", "private"),
        ("https://169.254.169.254/latest", "private"),
        ("https://name:secret@example.org/", "insecure"),
        ("https://exa[mple/", "insecure"),
        ("", "status"),
    ],
)
def test_a_redirect_that_leads_astray_is_not_followed(desk: Desk, location: str, code: str) -> None:
    desk.serve(redirect(location))

    assert desk.fault().code == code


def test_a_public_name_that_leads_to_a_private_network_is_refused() -> None:
    with pytest.raises(FetchFault) as caught:
        check_address("https://rebound.example/", lambda host: ["93.184.216.34", "192.168.0.7"])

    assert caught.value.code == "private"


def test_a_public_name_is_accepted() -> None:
    check_address("https://example.org/", lambda host: ["93.184.216.34"])


def test_plain_http_of_the_same_host_is_asked_by_https() -> None:
    cellar = "https://publications.europa.eu/resource/celex/32016R0679"

    there = redirected(cellar, "http://publications.europa.eu/resource/cellar/1/DOC_1")

    assert there == "https://publications.europa.eu/resource/cellar/1/DOC_1"


@pytest.mark.parametrize(
    ("location", "code"),
    [("http://other.example/text", "insecure"), ("https://127.0.0.1/text", "private")],
)
def test_https_leads_neither_to_plain_http_nor_to_this_machine(location: str, code: str) -> None:
    with pytest.raises(FetchFault) as caught:
        redirected("https://example.org/text", location)

    assert caught.value.code == code


# Politeness


def test_a_second_request_to_a_host_waits(desk: Desk) -> None:
    desk.serve(text(NEW))

    desk.fetch()

    assert [path for path, _ in desk.server.asked] == ["/robots.txt", "/text"]
    assert desk.clock.slept == [1.0]


def test_a_site_may_ask_for_a_longer_pause(desk: Desk) -> None:
    desk.server.serve("/robots.txt", text(b"User-agent: *\nCrawl-delay: 9\n"))
    desk.serve(text(NEW))

    desk.fetch()

    assert desk.clock.slept == [9.0]


@pytest.mark.parametrize(
    ("robots", "code"),
    [
        (text(b"User-agent: *\nDisallow: /text\n"), "robots"),
        (text(b"User-agent: recital\nDisallow: /\n"), "robots"),
        (status(403), "robots"),
        (status(401), "robots"),
        (status(503), "robots_unknown"),
    ],
    ids=["all", "by name", "403", "401", "503"],
)
def test_what_a_site_forbids_is_not_asked_for(desk: Desk, robots: Behaviour, code: str) -> None:
    desk.server.serve("/robots.txt", robots)
    desk.serve(text(NEW))

    assert desk.fault().code == code
    assert desk.server.asked_for("/text") == []


@pytest.mark.parametrize(
    "robots",
    [
        status(404),
        status(410),
        text(b"User-agent: *\nDisallow: /private\n"),
        text(b"User-agent: other\nDisallow: /\n"),
        text(b"\xff\xfe not a text"),
        redirect("/elsewhere"),
        endless,
    ],
    ids=["404", "410", "another path", "another name", "not a text", "moved", "endless"],
)
def test_what_no_rule_forbids_is_asked_for(desk: Desk, robots: Behaviour) -> None:
    desk.server.serve("/robots.txt", robots)
    desk.serve(text(NEW))

    assert desk.fetch().path.read_bytes() == NEW


def test_the_rules_of_a_site_are_asked_for_once(desk: Desk) -> None:
    desk.serve(text(NEW))

    with desk.fetcher() as fetcher:
        for _ in range(2):
            fetcher.fetch(desk.origin, SOURCE, desk.directory, refresh=True)

    assert len(desk.server.asked_for("/robots.txt")) == 1


# Without network


def test_without_network_nothing_is_asked_and_it_is_said_once(desk: Desk) -> None:
    desk.serve(text(NEW))
    probes: list[Sequence[str]] = []

    def dead(hosts: Sequence[str], seconds: float) -> bool:
        probes.append(hosts)
        return False

    with desk.fetcher(hosts=("a.example", "b.example"), probe=dead) as fetcher:
        for _ in range(2):
            with pytest.raises(FetchFault, match="no network"):
                fetcher.fetch(desk.origin, SOURCE, desk.directory)

    assert probes == [("a.example", "b.example")]
    assert desk.server.asked == []


def test_a_network_that_swallows_everything_is_noticed_in_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ended = threading.Event()

    def swallow(place: tuple[str, int], timeout: float) -> None:
        ended.wait(60)
        raise TimeoutError

    monkeypatch.setattr("socket.create_connection", swallow)
    started = time.monotonic()
    try:
        assert not has_network(["a.example", "b.example"], 0.2)
        assert time.monotonic() - started < 5
    finally:
        ended.set()


def test_a_network_that_refuses_is_noticed_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(place: tuple[str, int], timeout: float) -> None:
        raise ConnectionRefusedError

    monkeypatch.setattr("socket.create_connection", refuse)
    started = time.monotonic()

    assert not has_network(["a.example", "b.example"], 30)
    assert time.monotonic() - started < 5


def test_one_host_that_answers_is_a_network(
    server: MisbehavingServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = socket.create_connection

    def connect(place: tuple[str, int], timeout: float) -> socket.socket:
        if place[0] == "dead.example":
            raise ConnectionRefusedError
        return real(("127.0.0.1", server.server_address[1]), timeout)

    monkeypatch.setattr("socket.create_connection", connect)

    assert has_network(["dead.example", "alive.example"], 30)


def test_the_probe_leaves_time_for_the_rest() -> None:
    assert FetchLimits().probe_seconds <= 2


def test_a_host_that_takes_no_connection_is_given_up_for_the_run(desk: Desk) -> None:
    desk.server.stop()
    with desk.fetcher() as fetcher:
        for _ in range(2):
            with pytest.raises(FetchFault, match="cannot be reached"):
                fetcher.fetch(desk.origin, SOURCE, desk.directory)

    retries = [wait for wait in desk.clock.slept if wait > 0]
    assert len(retries) <= 2 * (LIMITS.attempts - 1), "the second text was waited for too"


# Archives


def archive(members: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as opened:
        for name, body in members.items():
            opened.writestr(name, body)
    return buffer.getvalue()


@pytest.fixture
def archive_desk(desk: Desk) -> Callable[[bytes, str], Desk]:
    def make(body: bytes, members: str) -> Desk:
        desk.origin = replace(
            desk.origin, path="sheets.zip", media_type="application/zip", members=members
        )
        desk.serve(text(body, "application/zip"))
        return desk

    return make


def test_the_wanted_members_of_an_archive_are_unpacked_by_plain_names(
    archive_desk: Callable[[bytes, str], Desk],
) -> None:
    body = archive(
        {"top/01-Éclairer l'île.md": b"one", "top/README.md": b"no", "top/02-B.md": b"2"}
    )
    desk = archive_desk(body, "*/[0-9][0-9]-*.md")

    folder = desk.fetch().path

    assert {path.name: path.read_bytes() for path in folder.iterdir()} == {
        "01_eclairer_l_ile.md": b"one",
        "02_b.md": b"2",
    }
    assert folder.name == "sheets"


def test_a_newer_archive_takes_the_place_of_the_older_folder(
    archive_desk: Callable[[bytes, str], Desk],
) -> None:
    desk = archive_desk(archive({"t/1.md": b"old"}), "*.md")
    before = desk.fetch().path
    desk.serve(text(archive({"t/1.md": b"new"}), "application/zip"))

    after = desk.fetch().path

    assert (after / "1.md").read_bytes() == b"new"
    assert not before.exists()


@pytest.mark.parametrize(
    ("members", "wanted", "reason"),
    [
        ({"../../evil.md": b"x", "a/evil.md": b"y"}, "*", "two members"),
        ({f"{n}.md": b"x" for n in range(4)}, "*", "more than 3 files"),
        ({"big.md": b"\0" * 20_000}, "*", "more than 10000 bytes"),
        ({"a.md": b"x"}, "*.md,*.txt", "nothing in it matches"),
    ],
    ids=["same name", "too many", "bomb", "absent"],
)
def test_an_archive_that_is_not_as_expected_is_refused(
    archive_desk: Callable[[bytes, str], Desk],
    members: dict[str, bytes],
    wanted: str,
    reason: str,
) -> None:
    fault = archive_desk(archive(members), wanted).fault()

    assert fault.code == "archive"
    assert reason in fault.message("en")


def test_a_member_cannot_climb_out_of_its_folder(
    archive_desk: Callable[[bytes, str], Desk], tmp_path: Path
) -> None:
    desk = archive_desk(archive({"../../../evil.md": b"x", "/etc/evil2.md": b"y"}), "*")

    folder = desk.fetch().path

    assert sorted(path.name for path in folder.iterdir()) == ["evil.md", "evil2.md"]
    assert [path for path in tmp_path.rglob("evil*") if path.parent != folder] == []


def test_what_is_no_archive_is_refused(archive_desk: Callable[[bytes, str], Desk]) -> None:
    assert archive_desk(b"not a zip", "*").fault().code == "archive"


@pytest.mark.parametrize(
    ("member", "name"),
    [
        ("a\\..\\b/C d.md", "c_d.md"),
        ("x/..", ""),
        ("01-L’été.md", "01_lete.md"),
    ],
)
def test_a_plain_name_has_no_folder_and_no_accent(member: str, name: str) -> None:
    assert plain_name(member) == name


# Words


@pytest.mark.parametrize("code", FETCH_CODES)
def test_each_reason_is_told_in_both_languages(code: Any) -> None:
    fault = FetchFault(
        code,
        host="www.cnil.fr",
        status=403,
        seconds=7,
        limit=5,
        url="ftp://x",
        media_type="text/html",
        encoding="gzip",
        reason="why",
    )
    english, french = fault.message("en"), fault.message("fr")

    assert english != french
    assert ";" not in english
    assert (
        reason_in("fr", f"not in the mirror (a.md); {english}")
        == f"absent du miroir (a.md); {french}"
    )
    assert reason_in("en", english) == english


def test_a_reason_of_the_system_is_said_plainly() -> None:
    recorded = "law/a.md: Input/output error"
    assert reason_in("fr", recorded) == "law/a.md : le disque n'a pas pu être lu ou écrit"
    assert reason_in("en", recorded) == "law/a.md: the disk could not be read or written"
