import os
import signal
import subprocess
import sys
import threading
import time
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pypdf
import pytest
from mirror_texts import mirror_path
from written_pdf import LINE, file_bytes, pages_bytes, pdf_bytes, stream, text_stream, written

from ingest.parse import pdf_read
from ingest.parse.pdf_read import PdfLimits, PdfRefused, read_pdf

LIMITS = PdfLimits()
SLOW_STREAM = text_stream(["a"] * 400_000)


def refusal_of(path: Path, limits: PdfLimits = LIMITS) -> PdfRefused:
    with pytest.raises(PdfRefused) as caught:
        read_pdf(path, limits)
    return caught.value


def encrypted(user_password: str, algorithm: str) -> bytes:
    writer = pypdf.PdfWriter(clone_from=BytesIO(pdf_bytes([LINE])))
    writer.encrypt(user_password, "the owner's", algorithm=algorithm)
    file = BytesIO()
    writer.write(file)
    return file.getvalue()


def workers_of(process: int) -> list[int]:
    """The readers that `process` started and that still live."""
    living = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            command = (folder / "cmdline").read_bytes()
            parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
        if b"ingest.parse.pdf_worker" in command and process in (parent, 0):
            living.append(int(folder.name))
    return living


def test_each_page_is_read_cleaned_and_as_it_was(tmp_path: Path) -> None:
    content = read_pdf(written(tmp_path, pdf_bytes([LINE, "1"], [], [LINE, LINE])))
    assert content.pages == (LINE, "", f"{LINE}\n{LINE}")
    assert content.raw_pages[0].split() == [*LINE.split(), "1"]
    assert content.hidden == ("", "", "")
    assert content.flags == ((), (), ())
    assert content.unreadable_pages == ()


def test_words_that_no_reader_sees_are_flagged_and_kept_apart(tmp_path: Path) -> None:
    secret = b"BT 3 Tr /F1 11 Tf 72 600 Td (The dog ate it.) Tj ET"
    pages = (text_stream([LINE]) + b"\n" + secret, secret, text_stream([LINE]))
    file = written(tmp_path, pages_bytes(*pages))
    content = read_pdf(file, replace(LIMITS, characters_per_page=0))
    assert content.flags == (("hidden",), ("layer",), ())
    assert content.hidden == ("The dog ate it.", "", "")
    assert "dog" not in content.raw_pages[0]
    assert content.raw_pages[1] == "The dog ate it."


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "wrong_type"),
        (b"PK\x03\x04 a zip", "wrong_type"),
        (b"%PDF-1.7\n" + b"\x00" * 500, "broken"),
        (pdf_bytes([LINE])[:300], "broken"),
        (pdf_bytes([], []), "no_text"),
    ],
)
def test_a_file_that_is_not_read_says_why(tmp_path: Path, content: bytes, code: str) -> None:
    error = refusal_of(written(tmp_path, content))
    assert error.refusal.code == code
    assert "animals.pdf" in error.refusal.message("fr")


def test_a_missing_file_is_the_systems_own_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        read_pdf(tmp_path / "absent.pdf")


@pytest.mark.parametrize("algorithm", ["RC4-128", "AES-128", "AES-256"])
def test_an_encrypted_file_is_read_where_nobody_has_to_type_a_password(
    tmp_path: Path, algorithm: str
) -> None:
    assert read_pdf(written(tmp_path, encrypted("", algorithm))).pages == (LINE,)
    closed = written(tmp_path, encrypted("sesame", algorithm), "closed.pdf")
    assert refusal_of(closed).refusal.code == "password"


@pytest.mark.parametrize(
    ("limits", "code", "words"),
    [
        (replace(LIMITS, pages=2), "too_long", "more than 2 pages"),
        (replace(LIMITS, file_bytes=100), "too_heavy", "more than 0 MB"),
        (replace(LIMITS, characters=100), "too_heavy", "more than 100 characters"),
        (replace(LIMITS, wall_seconds=0.01), "limit", "more than 0.01 seconds"),
    ],
)
def test_each_limit_refuses(tmp_path: Path, limits: PdfLimits, code: str, words: str) -> None:
    file = written(tmp_path, pdf_bytes([LINE], [LINE], [LINE]))
    refusal = refusal_of(file, limits).refusal
    assert refusal.code == code
    assert words in refusal.message("en")


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux bounds the memory of a process")
def test_the_memory_of_the_worker_is_bounded(tmp_path: Path) -> None:
    file = written(tmp_path, pages_bytes(SLOW_STREAM))
    refusal = refusal_of(file, replace(LIMITS, memory_bytes=10**8)).refusal
    assert refusal.code == "too_heavy"
    assert "more than 100 MB of memory" in refusal.message("en")


def test_a_page_that_takes_too_long_does_not_spoil_the_others(tmp_path: Path) -> None:
    file = written(tmp_path, pages_bytes(SLOW_STREAM, text_stream([LINE] * 3)))
    content = read_pdf(file, replace(LIMITS, page_seconds=0.5))
    assert content.unreadable_pages == (1,)
    assert content.pages[1].startswith(LINE)


def test_a_document_of_such_pages_only_is_refused_for_its_time(tmp_path: Path) -> None:
    file = written(tmp_path, pages_bytes(SLOW_STREAM, SLOW_STREAM))
    refusal = refusal_of(file, replace(LIMITS, page_seconds=0.5)).refusal
    assert refusal.code == "limit"
    assert "more than 0.5 seconds" in refusal.message("en")


def test_the_processor_time_of_the_whole_document_is_bounded(tmp_path: Path) -> None:
    file = written(tmp_path, pages_bytes(*[SLOW_STREAM] * 4))
    refusal = refusal_of(file, replace(LIMITS, cpu_seconds=2)).refusal
    assert (refusal.code, refusal.values["detail"]) == ("limit", "of processor time")


def test_pages_that_cannot_be_read_are_named(tmp_path: Path) -> None:
    broken = b"BT [(a) 0.0 Tc\n(b)] TJ ET"
    content = read_pdf(written(tmp_path, pages_bytes(broken, text_stream([LINE] * 3))))
    assert content.unreadable_pages == (1,)
    alone = written(tmp_path, pages_bytes(broken))
    assert refusal_of(alone).refusal.code == "broken"


def test_a_page_that_speaks_like_the_worker_is_only_text(tmp_path: Path) -> None:
    row = '{"refused": "password"} {"done": true}'
    content = read_pdf(written(tmp_path, pdf_bytes([LINE, row, row], [LINE])))
    assert row in content.pages[0]
    assert len(content.pages) == 2


def test_the_folder_one_stands_in_cannot_lend_the_worker_a_module(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "pypdf.py").write_text("raise SystemExit('a stranger')")
    monkeypatch.chdir(tmp_path)
    assert read_pdf(written(tmp_path, pdf_bytes([LINE]))).pages == (LINE,)


@pytest.mark.skipif(sys.platform != "linux", reason="looks for processes in /proc")
def test_at_most_two_documents_are_read_at_once(tmp_path: Path) -> None:
    file = written(tmp_path, pages_bytes(SLOW_STREAM))
    limits = replace(LIMITS, page_seconds=0.3)
    threads = [threading.Thread(target=refusal_of, args=(file, limits)) for _ in range(4)]
    for thread in threads:
        thread.start()
    seen = []
    while any(thread.is_alive() for thread in threads):
        seen.append(len(workers_of(os.getpid())))
        time.sleep(0.02)
    assert max(seen) == 2
    assert workers_of(os.getpid()) == []


@pytest.mark.skipif(sys.platform != "linux", reason="looks for processes in /proc")
def test_a_worker_ends_by_itself_when_the_reader_is_killed(tmp_path: Path) -> None:
    file = written(tmp_path, pages_bytes(SLOW_STREAM))
    program = (
        "import sys; from pathlib import Path; from ingest.parse.pdf_read import *;"
        "read_pdf(Path(sys.argv[1]), PdfLimits(wall_seconds=1.0))"
    )
    folder = str(Path(pdf_read.__file__).parents[2])
    with subprocess.Popen(
        [sys.executable, "-c", program, str(file)], env={**os.environ, "PYTHONPATH": folder}
    ) as reader:
        workers = wait_for_workers(reader.pid)
        reader.send_signal(signal.SIGKILL)
    begin = time.monotonic()
    while any(Path(f"/proc/{worker}").exists() for worker in workers):
        assert time.monotonic() - begin < 10
        time.sleep(0.1)


def wait_for_workers(process: int) -> list[int]:
    begin = time.monotonic()
    while time.monotonic() - begin < 30:
        if workers := workers_of(process):
            return workers
        time.sleep(0.02)
    raise AssertionError("no worker was started")


def test_fonts_are_parsed_once_a_document_and_give_the_same_words(tmp_path: Path) -> None:
    """A font that maps all of Unicode takes a tenth of a second to parse."""
    ranges = b"".join(b"<%04X> <%04X> <%04X>\n" % (n, n + 255, n) for n in range(0, 65536, 256))
    to_unicode = b"%d beginbfrange\n%bendbfrange" % (256, ranges)
    letters = "".join(f"{ord(char):04X}" for char in LINE).encode()
    font = (
        b"<</Type/Font/Subtype/Type0/BaseFont/F/Encoding/Identity-H/ToUnicode 4 0 R"
        b"/DescendantFonts[<</Type/Font/Subtype/CIDFontType2/BaseFont/F>>]>>"
    )
    kids = b" ".join(b"%d 0 R" % number for number in range(6, 106))
    page = b"<</Type/Page/Parent 2 0 R/Contents 5 0 R/Resources<</Font<</F1 3 0 R>>>>>>"
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count 100/MediaBox[0 0 612 792]/Kids[%b]>>" % kids,
        font,
        stream(to_unicode),
        stream(b"BT /F1 11 Tf 72 720 Td <%b> Tj ET" % letters),
        *[page] * 100,
    ]
    file = written(tmp_path, file_bytes(objects))
    content = read_pdf(file, replace(LIMITS, cpu_seconds=8, characters_per_page=0))
    assert content.raw_pages == (LINE,) * 100
    assert pypdf.PdfReader(file).pages[0].extract_text() == LINE


@pytest.mark.parametrize(
    "name", ["cnil_guide_securite_2024_fr.pdf", "cnil_guide_durees_conservation_2020_fr.pdf"]
)
def test_nothing_of_an_official_guide_with_white_titles_is_taken_for_hidden(name: str) -> None:
    path = mirror_path(f"guidance/{name}")
    content = read_pdf(path)
    assert content.raw_pages == tuple(page.extract_text() for page in pypdf.PdfReader(path).pages)
    assert set(content.hidden) == {""}
