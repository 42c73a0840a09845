import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from small_corpus import SmallCorpus

import ingest.build
from ingest.indexes import build_indexes
from ingest.verify import verify

DISK_BYTES = 8_000_000


@pytest.fixture(scope="session")
def published_once(tmp_path_factory: pytest.TempPathFactory) -> SmallCorpus:
    """A corpus ingested from nothing, verified in a fresh process; not to be changed."""
    corpus = SmallCorpus(tmp_path_factory.mktemp("published"))
    corpus.ingest()
    return corpus


@pytest.fixture
def corpus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SmallCorpus:
    """A corpus never ingested; built and verified in this process, to save the start of others."""
    monkeypatch.setattr(ingest.build, "verify_in_fresh_process", verify)
    monkeypatch.setattr(ingest.build, "build_indexes_in_fresh_process", build_indexes)
    return SmallCorpus(tmp_path)


@pytest.fixture
def published(corpus: SmallCorpus, published_once: SmallCorpus) -> SmallCorpus:
    """A corpus with one served version, free to be changed."""
    shutil.copytree(published_once.data, corpus.data)
    return corpus


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of its own, of 8 MB; skips the test where none may be mounted."""
    folder = tmp_path / "disk"
    folder.mkdir()
    if shutil.which("mount") is None:
        pytest.skip("no mount command")
    options = ["-t", "tmpfs", "-o", f"size={DISK_BYTES}"]
    mounted = subprocess.run(
        ["mount", *options, "tmpfs", str(folder)], capture_output=True, text=True, check=False
    )
    if mounted.returncode != 0:
        pytest.skip(f"mounting a small disk is not permitted: {mounted.stderr.strip()}")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)
