"""A corpus small enough to ingest in a second, in the forms real documents come in."""

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

import numpy as np

from corpus.embedder import Vectors
from corpus.index import Index, IndexReader
from corpus.keywords import words
from corpus.manifest import Manifest, read_manifest
from corpus.settings import DataSettings, IndexSettings, Settings
from corpus.versions import IndexVersions
from ingest.changes import Change
from ingest.pipeline import IngestReport, ingest

REPOSITORY = Path(__file__).parents[2]
MODEL = "test/words"
DIMENSION = 64

MANIFEST = """
[[source]]
id = "code"
authority = "law"
titles = {fr = "Code des jardins"}
short_titles = {fr = "C. jard."}
urls = {fr = "https://example.org/code"}
languages = ["fr"]
licence = "MIT"
origins = [{kind = "mirror", path = "code.md", loader = "code_markdown", lang = "fr"}]

[[source]]
id = "faq"
authority = "cnil"
titles = {fr = "Questions du jardin"}
short_titles = {fr = "FAQ"}
urls = {fr = "https://example.org/faq"}
languages = ["fr"]
licence = "MIT"
origins = [{kind = "mirror", path = "faq.jsonl", loader = "faq", lang = "fr"}]

[[source]]
id = "guide"
authority = "cnil"
titles = {fr = "Guide du jardinier"}
short_titles = {fr = "Guide"}
urls = {fr = "https://example.org/guide"}
languages = ["fr"]
licence = "MIT"
origins = [{kind = "mirror", path = "guide", loader = "guide_markdown", lang = "fr"}]

[[source]]
id = "leaflet"
authority = "other"
titles = {en = "Leaflet"}
short_titles = {en = "Leaflet"}
urls = {en = "https://example.org/leaflet.pdf"}
languages = ["en"]
licence = "MIT"
origins = [{kind = "mirror", path = "leaflet.pdf", loader = "pdf", lang = "en"}]

[[source]]
id = "card"
authority = "card"
titles = {fr = "Fiche", en = "Card"}
short_titles = {fr = "Fiche", en = "Card"}
urls = {}
languages = ["fr", "en"]
licence = "MIT"
origins = [
  {kind = "mirror", path = "cards", loader = "cards", lang = "fr"},
  {kind = "mirror", path = "cards", loader = "cards", lang = "en"},
]
"""

CODE = """# Livre Ier : Des allées

## Article L1-1

Le gravier des allées est ratissé chaque matin.

## Article L1-2

Les bordures de buis sont taillées deux fois par an.
"""

# A Markdown sheet as the guides have them: number and title in the file name, sections below.
SHEETS = {
    "01_arroser.md": "# Fiche n°1 : Arroser\n\nL'eau de pluie suffit souvent.\n\n## Le soir\n\nLa terre garde mieux la fraîcheur.\n",
    "02_semer.md": "# Fiche n°2 : Semer\n\n## Les radis\n\nUn sillon léger et dix jours de patience.\n",
}

ANSWERS = {
    "1": ("Quand planter un rosier ?", "Un rosier se plante en novembre, hors gel."),
    "2": ("Comment nourrir un compost ?", "Le compost veut des feuilles sèches et des épluchures."),
    "3": ("Que faire des limaces ?", "Une planche humide les attire pendant la nuit."),
}

LEAFLET = ("The greenhouse opens at nine and closes when the last visitor has left the garden.",)


class WordsEmbedder:
    """Bags of hashed words, no model: equal words lie near each other.

    A text asked and the same text told lie near each other and differ, as with e5. Remembers every
    text it was given (`embedded`), and which of them were questions (`asked`).
    """

    def __init__(self, name: str = MODEL, dimension: int = DIMENSION) -> None:
        self.name = name
        self.dimension = dimension
        self.embedded: list[str] = []
        self.asked: list[str] = []

    def embed_query(self, text: str) -> Vectors:
        self.embedded.append(text)
        self.asked.append(text)
        return self.vector("query", text)

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        self.embedded += texts
        return np.stack([self.vector("passage", text) for text in texts])

    def vector(self, kind: str, text: str) -> Vectors:
        # A little of the whole text, so that two texts of the same words still differ.
        total = 0.05 * self._direction(f"{kind}: {text}")
        for word in words(text, "fr"):
            total = total + self._direction(word)
        vector: Vectors = (total / np.linalg.norm(total)).astype(np.float32)
        return vector

    def _direction(self, text: str) -> Vectors:
        seed = int.from_bytes(sha256(text.encode()).digest()[:8], "big")
        return np.random.default_rng(seed).standard_normal(self.dimension, dtype=np.float32)


@dataclass
class SmallCorpus:
    """Documents, a manifest that names them, and a data folder to ingest them into."""

    root: Path
    embedder: WordsEmbedder = field(default_factory=WordsEmbedder)

    def __post_init__(self) -> None:
        self.mirror = self.root / "mirror"
        self.data = self.root / "data"
        self.manifest_text = MANIFEST
        self.stages: list[tuple[str, int, int]] = []
        write_documents(self.mirror)

    @property
    def manifest(self) -> Manifest:
        path = self.root / "sources.toml"
        path.write_text(self.manifest_text, encoding="utf-8")
        return read_manifest(path)

    @property
    def settings(self) -> Settings:
        return small_settings(self.data, self.mirror, self.embedder.name)

    @property
    def versions(self) -> IndexVersions:
        return IndexVersions(self.data)

    def ingest(
        self,
        *,
        rebuild: bool = False,
        end_rollback: bool = False,
        confirm: Callable[[tuple[Change, ...]], bool] | None = None,
    ) -> IngestReport:
        self.stages.clear()
        return ingest(
            self.settings,
            progress=lambda *stage: self.stages.append(stage),
            manifest=self.manifest,
            embedder=self.embedder,
            rebuild=rebuild,
            end_rollback=end_rollback,
            confirm=confirm,
            offline=True,
        )

    def embedded_by(self, *, rebuild: bool = False) -> list[str]:
        """The texts the embedder is given by one ingestion."""
        before = len(self.embedder.embedded)
        self.ingest(rebuild=rebuild)
        return self.embedder.embedded[before:]

    def change_answer(self, text: str, entry: str = "1") -> None:
        """Give one entry of the FAQ another answer."""
        write_faq(self.mirror, {**ANSWERS, entry: (ANSWERS[entry][0], text)})


@contextmanager
def served(corpus: SmallCorpus) -> Iterator[Index]:
    """The served version, as an assistant opens it."""
    index = IndexReader(corpus.data, corpus.settings.index, corpus.embedder).index()
    try:
        yield index
    finally:
        index.close()


def answer(corpus: SmallCorpus, entry: str = "1") -> str:
    """The words the served version holds for an entry, found by vector and by keywords."""
    with served(corpus) as index:
        passage = index.passage(f"faq:{entry}", "fr")
        question = ANSWERS[entry][0]
        nearest = index.vectors.search(corpus.embedder.embed_query(question), 1)
        assert nearest[0].passage_id == passage.id
        assert index.keywords.search(question, "fr", 1)[0][0] == passage.id
        return passage.text


def ingest_command(data: Path) -> tuple[subprocess.CompletedProcess[str], float]:
    environment = {k: v for k, v in os.environ.items() if not k.startswith("RECITAL_")}
    started = time.monotonic()
    finished = subprocess.run(
        [sys.executable, "-m", "ui.cli", "ingest"],
        cwd=REPOSITORY,
        env={**environment, "RECITAL_DATA_DIR": str(data), "LANG": "C.UTF-8"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return finished, time.monotonic() - started


def small_settings(data: Path, mirror: Path, model: str = MODEL) -> Settings:
    return Settings(
        data=DataSettings(directory=data, mirror_directory=mirror),
        index=IndexSettings(embedding_model=model),
    )


def write_documents(mirror: Path) -> None:
    """One document for each source of the manifest."""
    mirror.mkdir(parents=True, exist_ok=True)
    (mirror / "code.md").write_text(CODE, encoding="utf-8")
    write_faq(mirror, ANSWERS)
    shutil.rmtree(mirror / "guide", ignore_errors=True)
    (mirror / "guide").mkdir()
    for name, text in SHEETS.items():
        (mirror / "guide" / name).write_text(text, encoding="utf-8")
    (mirror / "leaflet.pdf").write_bytes(pdf_document(LEAFLET))
    write_card(mirror, "fr", "Tondre sans bruit", "La tonte attend neuf heures.")
    write_card(mirror, "en", "Mowing quietly", "Mowing waits until nine.")


def write_faq(mirror: Path, answers: dict[str, tuple[str, str]]) -> None:
    rows = [
        {"id": entry, "question": question, "answer_text": answer, "lang": "fr"}
        for entry, (question, answer) in answers.items()
    ]
    lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    (mirror / "faq.jsonl").write_text(lines, encoding="utf-8")


def write_card(mirror: Path, lang: str, title: str, answer: str) -> None:
    folder = mirror / "cards" / "term"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"mowing.{lang}.md").write_text(
        f"""---
id: mowing
lang: {lang}
kind: term
title: {title}
audiences: [trainee]
topics: [lawn]
questions: ["{title} ?", "{title} : when?"]
term: {{fr: [tonte], en: [mowing]}}
short_answer: {answer}
citations:
  - locator: code:art-l1-1
    carries: the hour
applies_from: null
applies_until: null
checked_on: 2026-11-01
confidence: high
---
{title}, on a weekday.
""",
        encoding="utf-8",
    )


def pdf_document(pages: Sequence[str]) -> bytes:
    """A PDF with one line of Helvetica on each page."""
    page_numbers = [4 + 2 * index for index in range(len(pages))]
    kids = " ".join(f"{number} 0 R" for number in page_numbers)
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    for number, text in zip(page_numbers, pages, strict=True):
        stream = f"BT /F1 9 Tf 40 700 Td ({text}) Tj ET".encode("latin-1")
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents {number + 1} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>".encode()
        )
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
    content, offsets = b"%PDF-1.4\n", []
    for index, body in enumerate(objects, start=1):
        offsets.append(len(content))
        content += b"%d 0 obj\n%s\nendobj\n" % (index, body)
    rows = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    trailer = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
    size = len(objects) + 1
    table = b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, rows)
    return content + table + trailer % (size, len(content))
