"""A card is cited with the law it stands on, and with whoever it says speaks."""

from pathlib import Path

import pytest
from small_law import SMALL_LAW, TODAY, WordsEmbedder, open_small_law, publish

from assistant.citations import Citations
from assistant.cited_card import CITED_TEXTS, cite_card
from assistant.plan import Plan
from assistant.question import Question, understand
from assistant.retrieve import retrieve
from corpus.manifest import Manifest
from corpus.nouns import Passage

LAWS = ("gdpr:art-5-1", "gdpr:art-83", "gdpr:art-21-1", "lil:art-82")
ENTRY, GUIDE = "cnil-faq:61", "cnil-dpo-guide:p12"


def _cited(folder: Path, manifest: Manifest, said: str, *cited: str) -> list[str]:
    """The locators cited for a card that says `said` and stands on `cited`."""
    card = Passage(
        "card:crier-book",
        "fr",
        "card",
        "card",
        "Le carnet du crieur",
        said,
        cited_locators=cited,
        carried=tuple("le carnet du crieur" for _ in cited),
    )
    publish(folder, (*SMALL_LAW, card))
    index = open_small_law(folder).setting.reader.index()
    found = retrieve(understand(Question("Le carnet ?", TODAY, "fr")), index, WordsEmbedder())
    citations = Citations(index, manifest, found)
    cite_card(card, (), citations, Plan())
    return [citation.locator for citation in citations.cited]


def test_a_card_that_says_what_the_cnil_says_leads_to_where_it_says_so(
    tmp_path: Path, manifest: Manifest
) -> None:
    found = _cited(tmp_path, manifest, "La CNIL admet un carnet.", *LAWS, ENTRY, GUIDE)
    assert found == [*LAWS[:CITED_TEXTS], ENTRY, "card:crier-book"]


@pytest.mark.parametrize("said", ["La loi admet un carnet.", "Le maire admet un carnet."])
def test_whoever_does_not_speak_is_not_cited_besides(
    tmp_path: Path, manifest: Manifest, said: str
) -> None:
    found = _cited(tmp_path, manifest, said, *LAWS, ENTRY)
    assert found == [*LAWS[:CITED_TEXTS], "card:crier-book"]


def test_an_authority_among_the_first_texts_is_not_cited_twice(
    tmp_path: Path, manifest: Manifest
) -> None:
    found = _cited(tmp_path, manifest, "La CNIL admet un carnet.", *LAWS[:2], ENTRY, GUIDE)
    assert found == [*LAWS[:2], ENTRY, "card:crier-book"]


def test_a_text_that_is_not_loaded_is_not_cited_besides(tmp_path: Path, manifest: Manifest) -> None:
    found = _cited(tmp_path, manifest, "La CNIL admet un carnet.", *LAWS, "cnil-faq:9999")
    assert found == [*LAWS[:CITED_TEXTS], "card:crier-book"]
