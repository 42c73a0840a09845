from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from small_law import WordsEmbedder, find

from assistant.matching import Matcher
from assistant.standing import OLD_ENTRY_PENALTY, OWN_DOCUMENT_PENALTY, STATUS_PENALTIES, penalty
from corpus.index import Index
from corpus.manifest import Manifest
from corpus.nouns import Passage, user_source
from corpus.store import SourceRecord

TRANSCRIBED = Passage("cnil-2020-091:par-1", "fr", "cnil-2020-091", "paragraph", "", "Mots.")


@pytest.mark.parametrize(
    ("origin", "status"), [("mirror", "not_verbatim"), ("web", "current"), ("package", "current")]
)
def test_a_text_is_weighed_by_the_copy_that_is_held(
    origin: str, status: str, manifest: Manifest
) -> None:
    record = SourceRecord("cnil-2020-091", "fr", "loaded", origin=origin, passage_count=1)
    source = manifest.as_held([record]).source_of(TRANSCRIBED)
    assert source.status == status
    assert penalty(TRANSCRIBED, source) == STATUS_PENALTIES[source.status]


def test_old_entries_and_own_documents_lose_a_little(manifest: Manifest) -> None:
    old = replace(TRANSCRIBED, last_modified=date(2017, 5, 3))
    assert penalty(old, manifest.source("cnil-faq")) == OLD_ENTRY_PENALTY
    own = user_source("user-plan", "Plan", "fr")
    assert penalty(TRANSCRIBED, own) == OWN_DOCUMENT_PENALTY


def test_the_search_takes_the_reservation_of_the_copy_that_is_held(
    index: Index, manifest: Manifest
) -> None:
    lil = manifest.source("lil")
    origins = tuple(
        replace(origin, status="not_verbatim" if origin.kind == "mirror" else None)
        for origin in lil.origins
    )
    doubted = Manifest((*manifest.without(["lil"]).sources.values(), replace(lil, origins=origins)))
    understood = find(index, "Qui allume une lanterne devant la maison d'autrui ?").understood

    def score(origin: str) -> float:
        held = [replace(r, origin=origin) if r.source == "lil" else r for r in index.records]
        known = doubted.as_held(held)
        matcher = Matcher(index, WordsEmbedder(), known)
        return matcher.scores(matcher.search(understood))["lil:art-82"]

    assert score("web") - score("mirror") == pytest.approx(STATUS_PENALTIES["not_verbatim"])
