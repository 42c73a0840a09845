from __future__ import annotations

import re
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import streamlit
from streamlit.testing.v1 import AppTest
from test_render import HOSTILE, problems

import ui.library_documents
import ui.library_job
from corpus.errors import IndexMissing
from corpus.nouns import LANGUAGES, Language, Passage
from corpus.settings import DataSettings, Settings
from corpus.store import SourceRecord
from ingest.obtain import digest
from ui.documents_words import document_words, job_words
from ui.library_job_screen import workplace

FR, EN = document_words("fr"), document_words("en")
NOTE = b"# Notre note\n\nNous demandons un accord avant chaque campagne.\n"
HIDDEN = (
    b"<html><body><p>Une note tout \xc3\xa0 fait visible pour ses lecteurs.</p>"
    b'<p style="display:none">un secret</p></body></html>'
)


@dataclass
class HeldIndex:
    """What the documents page asks of the served index."""

    records: tuple[SourceRecord, ...] = ()
    passages: dict[str, Passage] = field(default_factory=dict)


@dataclass
class Bench:
    """A data folder, the index served from it, and the page over both."""

    settings: Settings
    index: HeldIndex | None = None
    commands: list[list[str]] = field(default_factory=list)
    program: str = "print('{}')"
    lang: Language = "fr"

    @property
    def folder(self) -> Path:
        return self.settings.data.documents

    @property
    def setting(self) -> Any:
        return self

    @property
    def reader(self) -> Any:
        return Reader(self.index)

    def page(self, *files: tuple[str, bytes]) -> AppTest:
        test = AppTest.from_function(draw, default_timeout=30).run()
        if files:
            triples = [(name, data, "application/octet-stream") for name, data in files]
            test.file_uploader[0].set_value(triples).run()
        assert not test.exception
        return test


@dataclass
class Reader:
    held: HeldIndex | None

    def index(self) -> HeldIndex:
        if self.held is None:
            raise IndexMissing(directory="data/index")
        return self.held


def draw() -> None:
    import test_library_documents

    from ui.library_documents import show_documents

    bench = test_library_documents.BENCH[0]
    show_documents(bench, bench.settings, bench.lang)  # type: ignore[arg-type]


BENCH: list[Bench] = []


@pytest.fixture
def bench(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bench]:
    """A job that only notes its command and runs a tiny program instead."""
    made = Bench(Settings(data=DataSettings(directory=tmp_path / "data")))

    def command(settings: Settings, arguments: Sequence[str]) -> subprocess.Popen[str]:
        made.commands.append(list(arguments))
        return subprocess.Popen(
            [sys.executable, "-c", made.program],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            start_new_session=True,
        )

    monkeypatch.setattr(ui.library_job, "_command", command)
    BENCH[:] = [made]
    yield made
    job = workplace().job
    if job is not None:
        job._signal(signal.SIGKILL)
        for reader in job._readers:
            reader.join()
        job._process.wait()
    streamlit.cache_resource.clear()
    streamlit.cache_data.clear()


def shown(test: AppTest) -> str:
    kinds = (test.markdown, test.caption, test.error, test.warning, test.info, test.success)
    texts = [str(element.value) for kind in kinds for element in kind]
    texts += [str(button.label) for button in test.button]
    return "\n".join(texts).replace("\\", "").replace("\u2060", "")


def without_our_marks(markdown: str) -> str:
    ours = (":green[✓]", ":red[✗]", *(f":{colour}-badge[" for colour in ("gray", "orange")))
    for mark in ours:
        markdown = markdown.replace(mark, "" if mark.endswith("]") else "\\[")
    return markdown


def wait_for_job() -> None:
    job = workplace().job
    assert job is not None
    job._process.wait(timeout=20)
    for reader in job._readers:
        reader.join(timeout=20)


def published(bench: Bench, *, flags: tuple[str, ...] = (), source: str = "user-note") -> None:
    """Let the served index hold the note as it is in the folder now."""
    path = bench.folder / "note.md"
    record = SourceRecord(
        source, "fr", "loaded", "user", digest(path), 2, path=str(path), title="note.md"
    )
    passage = Passage(f"{source}:sec-1", "fr", source, "section", "", "Mots.", flags=flags)
    bench.index = HeldIndex((record,), {passage.id: passage})


def test_an_empty_page_says_what_may_be_added_and_that_the_law_outranks_it(bench: Bench) -> None:
    text = shown(bench.page())
    assert FR.intro in text and FR.label in text and FR.none_yet in text
    assert FR.publish not in text


def test_each_file_is_taken_or_refused_at_once_with_its_reason(bench: Bench) -> None:
    test = bench.page(("note.md", NOTE), ("photo.jpg", b"\xff\xd8\xff" + bytes(100)))
    text = shown(test)
    assert f"**note.md** · {FR.accepted}" in text
    assert "photo.jpg » n'est pas un document" in text
    assert [path.name for path in bench.folder.iterdir() if path.name[0] != "."] == ["note.md"]
    assert FR.states["waiting"] in text and FR.badge in text


def test_the_reasons_follow_the_language_of_the_page(bench: Bench) -> None:
    bench.lang = "en"
    text = shown(bench.page(("vide.txt", b"")))
    assert '"vide.txt"' in text and FR.intro not in text


def test_the_bytes_of_a_file_do_not_stay_in_the_field(bench: Bench) -> None:
    test = bench.page(("note.md", NOTE))
    assert not test.file_uploader[0].value
    again = test.run()
    assert shown(again).count(FR.accepted) == 1


def test_hidden_text_is_warned_of_when_a_document_is_taken(bench: Bench) -> None:
    assert FR.flags["hidden"] in shown(bench.page(("page.html", HIDDEN)))


def test_a_published_document_shows_its_passages_and_warnings(bench: Bench) -> None:
    bench.page(("note.md", NOTE))
    published(bench, flags=("instructions",))
    text = shown(bench.page())
    assert FR.states["published"] in text and FR.passages.format(count=2) in text
    assert FR.flags["instructions"] in text and FR.nothing_to_publish in text
    assert FR.publish not in text.split("\n")


def test_a_document_changed_or_removed_behind_our_back_waits_for_publication(bench: Bench) -> None:
    bench.page(("note.md", NOTE))
    published(bench)
    (bench.folder / "note.md").write_bytes(NOTE + b"\nUne phrase de plus.\n")
    assert FR.states["changed"] in shown(bench.page())
    (bench.folder / "note.md").unlink()
    text = shown(bench.page())
    assert FR.states["leaving"] in text and FR.publish in text


def test_publishing_runs_an_ingestion_beside_the_page_and_tells_its_end(bench: Bench) -> None:
    bench.program = (
        "import json; print(json.dumps({'index_version': '2026v', 'is_published': True,"
        " 'passage_count': 41, 'seconds': 2.5}))"
    )
    test = bench.page(("note.md", NOTE))
    test.button(key="publish").click().run()
    wait_for_job()
    text = shown(test.run())
    assert bench.commands[0][0] == "ingest"
    assert {"--json", "--progress-json"} <= set(bench.commands[0])
    expected = job_words("fr").published.format(passages=41, version="2026v", seconds=2)
    assert expected in text
    test.button(key="job_close").click().run()
    assert expected not in shown(test)


def test_progress_is_shown_with_a_way_to_stop_and_the_chat_goes_on(bench: Bench) -> None:
    bench.program = (
        "import json, sys, time\n"
        "print(json.dumps({'stage': 'embed', 'done': 3, 'total': 9}), file=sys.stderr, flush=True)\n"
        "time.sleep(60)"
    )
    test = bench.page(("note.md", NOTE))
    test.button(key="publish").click().run()
    job = workplace().job
    assert job is not None
    while job.is_running and not job.stage:
        job._process.poll()
    text = shown(test.run())
    assert job_words("fr").chat_goes_on in text
    assert test.button(key="publish").disabled
    test.button(key="job_stop").click().run()
    wait_for_job()
    assert job_words("fr").stopped in shown(test.run())


def test_a_failed_publication_is_told_in_the_readers_language(bench: Bench) -> None:
    bench.program = (
        "import json, sys\n"
        "print(json.dumps({'failed': {'fr': 'Une autre ingestion travaille.', 'en': 'Another.'}}),"
        " file=sys.stderr)\nsys.exit(1)"
    )
    test = bench.page(("note.md", NOTE))
    test.button(key="publish").click().run()
    wait_for_job()
    assert "Une autre ingestion travaille." in shown(test.run())


def test_removing_asks_first_and_says_that_it_erases(bench: Bench) -> None:
    test = bench.page(("note.md", NOTE))
    test.button(key="remove_user-note").click().run()
    assert "**note.md** sera effacé" in shown(test)
    assert (bench.folder / "note.md").exists()
    test.button(key="remove_yes").click().run()
    assert not (bench.folder / "note.md").exists() and bench.commands == []
    assert FR.none_yet in shown(test)


def test_removing_a_published_document_erases_it_from_the_index_too(bench: Bench) -> None:
    bench.page(("note.md", NOTE))
    published(bench)
    test = bench.page()
    test.button(key="remove_user-note").click().run()
    assert "toutes les anciennes versions de l'index" in shown(test)
    test.button(key="remove_yes").click().run()
    assert bench.commands[0][:2] == ["erase", "user-note"]


def test_a_second_job_is_refused_while_one_is_at_work(bench: Bench) -> None:
    bench.program = "import time; time.sleep(60)"
    bench.page(("note.md", NOTE))
    published(bench)
    assert workplace().start(bench.settings, "publish", ["ingest"])
    test = bench.page()
    test.button(key="remove_user-note").click().run()
    test.button(key="remove_yes").click().run()
    assert job_words("fr").busy in shown(test)
    assert len(bench.commands) == 1 and (bench.folder / "note.md").exists()


def test_the_name_of_a_document_is_never_read_as_markup(bench: Bench) -> None:
    names = [payload.replace("\n", " ")[:120] for payload in HOSTILE.values()]
    taken = [(f"{name}.md", NOTE + str(n).encode()) for n, name in enumerate(names[::8])]
    test = bench.page(*taken, *((name, b"\x00") for name in names))
    elements = (*test.markdown, *test.caption)
    assert len(elements) > len(names)
    for element in elements:
        assert problems(without_our_marks(str(element.value))) == [], element.value


def test_both_languages_have_every_state_and_every_flag() -> None:
    assert FR.states.keys() == EN.states.keys() and FR.flags.keys() == EN.flags.keys()
    assert job_words("fr").stages.keys() == job_words("en").stages.keys()
    assert set(ui.library_job.STAGE_SHARES) == set(job_words("fr").stages)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_words_drawn_by_the_style_are_those_of_the_page(lang: Language) -> None:
    words = document_words(lang)
    style = Path(ui.library_documents.__file__).read_text(encoding="utf-8")
    for said in (words.choose, words.too_heavy):
        assert re.search(rf'\.st-key-documents_{lang} .*content: "{re.escape(said)}"', style), said
