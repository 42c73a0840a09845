"""How a sentence of ours names a unit: "l'article 21(2) du RGPD", "Article 21(2) of the GDPR"."""

from __future__ import annotations

import re

from corpus.locator import label
from corpus.manifest import Manifest
from corpus.nouns import Language, Passage

_OF_THE = {"loi Informatique et Libertés": "de la ", "directive ePrivacy": "de la "}


def definite_name(passage: Passage, manifest: Manifest, lang: Language) -> str:
    """The unit with its article, as it stands inside a sentence; a text that is no law by its label."""
    source = manifest.source(passage.source)
    full = label(passage.locator, source, lang, page=passage.page, heading=passage.heading)
    short = source.short_title(lang)
    if source.authority != "law" or not full.startswith(f"{short}, "):
        return full
    unit = full.removeprefix(f"{short}, ")
    if lang == "en":
        return f"{unit} of the {short}"
    article = "l'" if unit.startswith("article") else "le "
    return f"{article}{unit} {_OF_THE.get(short, 'du ')}{short}"


def unended(title: str) -> str:
    """A title without the signs that would end the sentence it is named in."""
    return re.sub(r"\s*[?!.](?=\W|$)", "", title)


def titled(passage: Passage) -> str:
    """The unit's heading in italics after a comma, or nothing."""
    return f", *{passage.heading}*" if passage.heading else ""
