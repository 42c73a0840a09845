"""A thousand quotes of every text, changed in every way: none may pass; as printed: nearly all."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import pytest
from misquote import ARTEFACTS, as_printed, mutants, some_quotes, spoken

from assistant.answer import QuoteStatus
from assistant.quote import quote_status
from corpus.manifest import default_manifest
from corpus.nouns import Language
from ingest.parse.loaders import LOADERS

QUOTE_COUNT = 1_000
HAND_WRITTEN: dict[Language, tuple[str, ...]] = {
    "fr": (
        "Le crieur ne peut pas frapper à la porte d'un sous-traitant sans l'accord écrit de l'œuvre. "
        "L'amende s'élève à 20 000 EUR, ou 4 % des recettes, selon l'article 34-5 du règlement 2016/679. "
        "La fin du registre est notifiée au greffe « sans délai » et/ou dans les 72 heures.",
        "Nul n'entre au moulin si le meunier ne dort pas ; il n'est pas tenu d'ouvrir avant 8 heures. "
        "Le responsable du traitement doit prévenir la personne concernée, sauf si le sous-traitant l'a fait.",
        "Toute personne dispose de 15 jours ouvrés, à compter du 1er mars 2019, pour contester l'avis. "
        "Le grain et la farine, y compris la farine bise, se pèsent avec le meunier ou avec son aide.",
    ),
    "en": (
        "The miller shall not open before 8 a.m., unless 2 keepers of the first floor have agreed in writing. "
        "The controller may sell the flour and the bran, except to a processor that is not bound by contract.",
        "A sub-contractor that is not bound by Article 12(3) files its 40 reports within 3 months. "
        "The data subject must be told of the fine of 20 000 EUR, or 4 % of takings, after 72 hours.",
        "Every fifth effective offer is final; it may not be withdrawn for 14 days without a reason.",
    ),
}  # fmt: skip


@cache
def texts_of_the_mirror(mirror: Path, *, with_pages: bool) -> tuple[str, ...]:
    """The texts of every source and language; those of PDFs only where time allows."""
    texts = []
    for source in default_manifest().sources.values():
        for origin in source.origins:
            path = mirror / origin.path
            is_page = path.suffix == ".pdf"
            if origin.kind == "mirror" and path.is_file() and is_page == with_pages:
                passages = LOADERS[origin.loader](source, origin, path)
                texts += [passage.full_text for passage in passages if passage.is_searched]
    if not texts:
        pytest.skip(f"no text of the manifest in {mirror}")
    return tuple(texts)


def missed_mutants(
    texts: Sequence[str], seed: int
) -> tuple[list[tuple[str, str, QuoteStatus]], Counter[str]]:
    """(operator, changed quote, status) of every mutant that passed; and how many were tried."""
    chance, tried = random.Random(seed), Counter[str]()
    missed: list[tuple[str, str, QuoteStatus]] = []
    for quote, passage in some_quotes(texts, QUOTE_COUNT, seed):
        for operator, changed in mutants(quote, passage, chance):
            tried[operator] += 1
            status = quote_status(changed, passage)
            if status != "not_found":
                missed.append((operator, changed, status))
    return missed, tried


def false_alarms(texts: Sequence[str], seed: int) -> dict[str, list[str]]:
    """The true quotes that were not found, by artefact; "as_printed" has several at once."""
    chance = random.Random(seed)
    flagged: dict[str, list[str]] = {}
    # In the order of the passages, so that each is read once.
    pairs = sorted(some_quotes(texts, QUOTE_COUNT, seed), key=lambda pair: pair[1])
    for name, change in {**ARTEFACTS, "as_printed": as_printed}.items():
        printed = [(change(quote, chance), passage) for quote, passage in pairs]
        flagged[name] = [q for q, passage in printed if quote_status(q, passage) == "not_found"]
    return flagged


def check_mutants(texts: Sequence[str], seed: int) -> None:
    missed, tried = missed_mutants(texts, seed)
    assert sum(tried.values()) >= 5 * QUOTE_COUNT, tried
    assert missed == []


def check_artefacts(texts: Sequence[str], seed: int) -> None:
    flagged = false_alarms(texts, seed)
    too_many = {name: rows[:3] for name, rows in flagged.items() if len(rows) > 0.01 * QUOTE_COUNT}
    assert too_many == {}


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_every_changed_quote_of_a_made_up_law_is_caught(lang: Language) -> None:
    check_mutants(HAND_WRITTEN[lang], seed=1)


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_a_quote_of_a_made_up_law_is_recognised_as_printed(lang: Language) -> None:
    check_artefacts(HAND_WRITTEN[lang], seed=2)


def test_every_operator_changes_a_quote_of_the_made_up_law() -> None:
    _, tried = missed_mutants([*HAND_WRITTEN["fr"], *HAND_WRITTEN["en"]], seed=3)
    assert len(tried) == 15 and min(tried.values()) >= 20, tried


def test_a_change_that_gives_another_true_stretch_is_no_mutant() -> None:
    passage = "Le crieur crie et la ville dort. Le crieur dort et la ville crie."
    found = [changed for _, changed in mutants(passage[:32], passage, random.Random(0))]
    held = " ".join(spoken(passage))
    assert found and not any(" ".join(spoken(changed)) in held for changed in found)


def test_every_changed_quote_of_the_law_and_the_answers_is_caught(mirror: Path) -> None:
    check_mutants(texts_of_the_mirror(mirror, with_pages=False), seed=4)


def test_a_quote_of_the_law_and_the_answers_is_recognised_as_printed(mirror: Path) -> None:
    check_artefacts(texts_of_the_mirror(mirror, with_pages=False), seed=5)


@pytest.mark.slow
def test_every_changed_quote_of_a_paged_document_is_caught(mirror: Path) -> None:
    check_mutants(texts_of_the_mirror(mirror, with_pages=True), seed=6)


@pytest.mark.slow
def test_a_quote_of_a_paged_document_is_recognised_as_printed(mirror: Path) -> None:
    check_artefacts(texts_of_the_mirror(mirror, with_pages=True), seed=7)
