"""Asks the served version again and again until told to stop; prints what it met, as JSON."""

import json
import logging
import random
import sys
import time
from pathlib import Path

from crash_documents import expected_words, generation_of
from small_corpus import WordsEmbedder, small_settings

from corpus.index import Index, IndexReader

PAUSE_SECONDS = 0.01


def faults_of(index: Index, embedder: WordsEmbedder, chance: random.Random) -> list[str]:
    """What is wrong with the answers of one version; [] for a sound one."""
    held = {passage.locator: passage.text for passage in index.passages.values()}
    generation = generation_of(next(iter(held)))
    faults = []
    if held != expected_words(generation):
        faults.append("its passages are not those of one generation")
    if not index.certificate.verification["is_fit"]:
        faults.append("it was never verified")
    passage = chance.choice(list(index.passages.values()))
    nearest = index.vectors.search(embedder.embed_query(f"{passage.heading}. {passage.text}"), 5)
    if not nearest or nearest[0].passage_id != passage.id:
        faults.append(f"vectors find {nearest[:1]} for {passage.id}")
    if not {match.passage_id for match in nearest} <= index.passages.keys():
        faults.append("vectors of another version")
    number = passage.text.split()[1]
    found = [name for name, _ in index.keywords.search(f"{number} génération{generation}", "fr", 2)]
    if passage.id not in found or not set(found) <= index.passages.keys():
        faults.append(f"keywords find {found} for {passage.id}")
    return [f"{index.version}: {fault}" for fault in faults]


def main() -> None:
    root = Path(sys.argv[1])
    logging.basicConfig(filename=root / "reader.log", level=logging.WARNING)
    embedder, chance = WordsEmbedder(), random.Random(11)
    reader = IndexReader(root / "data", small_settings(root / "data", root).index, embedder)
    reads = 0
    faults: list[str] = []
    errors: list[str] = []
    versions: dict[str, int] = {}
    while not (root / "stop").exists():
        reads += 1
        try:
            index = reader.index()
            faults += faults_of(index, embedder, chance)
            versions[index.version] = generation_of(next(iter(index.passages.values())).locator)
        except Exception as error:  # noqa: BLE001  whatever a user would have met is counted
            errors.append(f"{type(error).__name__}: {error}")
        if reads == 1:
            print("reading", flush=True)
        time.sleep(PAUSE_SECONDS)
    print(json.dumps({"reads": reads, "faults": faults, "errors": errors, "versions": versions}))


if __name__ == "__main__":
    main()
