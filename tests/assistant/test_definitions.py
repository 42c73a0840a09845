import numpy as np
import pytest

from assistant.definitions import find_definition
from corpus.index import Index
from corpus.keywords import KeywordIndex
from corpus.manifest import default_manifest
from corpus.settings import DataSettings
from corpus.vectors import ExactVectors
from corpus.versions import BirthCertificate
from ingest.obtain import Document, obtain
from ingest.parse.loaders import LOADERS

NO_VECTORS = np.empty((0, 384), dtype=np.float32)


@pytest.fixture(scope="module")
def gdpr() -> Index:
    """The English GDPR of the installed package, without vectors."""
    found = [item for item in obtain(default_manifest(), DataSettings()) if isinstance(item, list)]
    document: Document = next(item[0] for item in found if item[0].source.id == "gdpr")
    passages = LOADERS[document.origin.loader](document.source, document.origin, document.path)
    certificate = BirthCertificate("v", 1, "m", 0, "", len(passages), 0, "", {}, {})
    empty = ExactVectors([], NO_VECTORS, {})
    return Index(certificate, tuple(passages), (), empty, empty, KeywordIndex({}))


@pytest.mark.parametrize(
    ("question", "locator"),
    [
        ("What is consent?", "gdpr:art-4-11"),
        ("what is a processor", "gdpr:art-4-8"),
        ("Define profiling under the GDPR", "gdpr:art-4-4"),
        ("what does pseudonymisation mean?", "gdpr:art-4-5"),
    ],
)
def test_a_question_for_a_meaning_finds_its_definition(
    gdpr: Index, question: str, locator: str
) -> None:
    assert find_definition(question, "en", gdpr) == locator


@pytest.mark.parametrize(
    "question",
    ["What is the deadline to report a breach?", "Is consent needed?", "what is love", "what is ?"],
)
def test_any_other_question_finds_none(gdpr: Index, question: str) -> None:
    assert find_definition(question, "en", gdpr) is None


def test_a_language_without_the_text_has_no_definition(gdpr: Index) -> None:
    assert find_definition("c'est quoi le consentement", "fr", gdpr) is None
