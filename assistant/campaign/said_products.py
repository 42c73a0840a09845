"""What is offered, told by a word that comes again: "bought boots ... our own boots"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.campaign.mentions import Mention

_BOUGHT = re.compile(
    r"\b(?:bought|buying|purchas\w+|order(?:ed|ing)|achete\w*|achetant|achats? de|commande\w*|acquis\w*|lors d'un|a l'achat de)"
    r"(?: (?:some|a|an|the|our|their|any|des|du|de|la|de la|un|une|nos|notre|le|les|d'un|d'une|for|from|l'achat|lors|chez|nous|us))*"
    r" (?:(?:nos|our|de|d') ?)?(?P<first>[\w-]{4,})(?: (?:de |d')?(?P<second>[\w-]{4,}))?"
)
_OURS = r"\b(?:our|own|nos|notre|nouveau\w*|nouvelles?|new|other|autres|of ours|similar)\b"
_STEM = 5
_NOT_A_PRODUCT = frozenset(
    "chez nous notre avec dans from with when their address quelque chose something anything rien sans lors"
    " pour case opt-out other autres meme same once avant depuis since ligne magasin boutique site appli".split()
)
_MANY_LETTERS = re.compile(r"[^\W\d_]{5,}")


def similar_products(folded: str) -> Iterator[Mention]:
    """Where our own goods are of the kind once bought."""
    for bought in _BOUGHT.finditer(folded):
        for word in (bought["first"], bought["second"]):
            if word and word not in _NOT_A_PRODUCT:
                again = re.compile(
                    rf"{_OURS}(?:\s[\w'-]+){{0,3}}?\s{re.escape(word.rstrip('s'))}\w?\b"
                )
                found = again.search(folded, bought.end())
                if found:
                    yield Mention("similar_products", True, found.start(), found.end())


def related_to_profession(audience: Sequence[Mention], folded: str) -> Iterator[Mention]:
    """Where the offer is named after the job: plumbers and plumbing tools."""
    for job in audience:
        for word in _MANY_LETTERS.findall(folded[job.start : job.end]):
            if job.value != "professionals" or word.startswith(("profes", "entre", "compan")):
                continue
            again = re.compile(rf"\b{re.escape(word[:_STEM])}[^\W\d_]*")
            for found in again.finditer(folded, job.end):
                if found.group().rstrip("s") != word.rstrip("s"):
                    yield Mention("related_to_profession", True, found.start(), found.end())
