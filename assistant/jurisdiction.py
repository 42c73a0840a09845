"""What lies outside our law: the laws of other countries, other branches of law, other fields.

Recognised by words (`corpus/other_fields.toml`), never by similarity: the CCPA and the GDPR lie near
each other for an embedding model, and a person who asks about one must not be answered with the other.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

import corpus
from assistant.word_list import pattern, plain
from assistant.wording import phrase
from corpus.nouns import Language

TABLE = Path(corpus.__file__).parent / "other_fields.toml"

# Our own law, named: a question that names it beside another one is answered for it.
_OUR_LAW = re.compile(
    r"\b(?:(?<!uk )(?:gdpr|rgpd)(?! (?:britannique|anglais))|cnil|edpb|cepd|eprivacy|france|french"
    r"|francais(?:e|es)?|europe(?:en|enne|ens|ennes|an)?|eu|ue|dpo europeen|lil|cpce)\b"
)
# "Droits d'auteur sur une photo": a photo or a newsletter can be anybody's matter; a DPO is ours.
_ANYBODYS = re.compile(r"\b(?:photo|video|newsletter|pub|marketing|e mail|e?mail|adresse|appel)\w*")


@dataclass(frozen=True, slots=True)
class OtherLaw:
    """A law we do not hold: what it is called, and the authority that answers on it.

    `pattern` finds its names; `places` its country, which alone says nothing about the law asked for.
    `is_apart`: nobody asks about data protection in these words.
    """

    id: str
    kind: Literal["country", "branch"]
    pattern: re.Pattern[str]
    places: re.Pattern[str]
    names: dict[Language, str]
    authority: str
    is_apart: bool = False


@dataclass(frozen=True, slots=True)
class Fields:
    """The whole table; `own` are words of our field, `everyday` those of fields without law."""

    own: re.Pattern[str]
    everyday: re.Pattern[str]
    laws: tuple[OtherLaw, ...]


@dataclass(frozen=True, slots=True)
class Notice:
    """That a question asks about another law; `is_mixed` if it asks about ours as well."""

    law: OtherLaw
    is_mixed: bool

    def text(self, lang: Language) -> str:
        """What is covered, what is not, and which authority to look at."""
        return phrase("other_law", lang, law=self.law.names[lang], authority=self.law.authority)


@lru_cache(maxsize=1)
def fields(path: Path = TABLE) -> Fields:
    """The table; raises `ValueError` or `KeyError` for a malformed file."""
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    laws = tuple(
        OtherLaw(
            id=row["id"],
            kind=row["kind"],
            pattern=pattern(row["words"]),
            places=pattern(row.get("places", ())),
            names={"fr": row["fr"], "en": row["en"]},
            authority=row["authority"],
            is_apart=row.get("is_apart", row["kind"] == "country"),
        )
        for row in table["law"]
    )
    return Fields(pattern(table["own"]), pattern(table["everyday"]), laws)


def other_law(question: str) -> Notice | None:
    """The other law a question asks about, if any.

    A branch of law counts only where no word of our field stands beside it: dismissing a DPO, or the
    copy of a payslip, is ours.
    """
    text, known = plain(question), fields()
    for law in known.laws:
        if law.pattern.search(text):
            if law.kind == "country":
                return Notice(law, is_mixed=bool(_OUR_LAW.search(text)))
            if not known.own.search(_without_other_names(text, law)):
                return Notice(law, is_mixed=False)
    return None


def field_words(question: str) -> tuple[int, int]:
    """How many words of a question are of our field, and how many of another one."""
    text, known = plain(question), fields()
    foreign = len(set(known.everyday.findall(text)))
    for law in known.laws:
        foreign += len(set(law.pattern.findall(text))) + len(set(law.places.findall(text)))
    return len(set(known.own.findall(text))), foreign


def _without_other_names(text: str, law: OtherLaw) -> str:
    bare = law.pattern.sub(" ", text)
    return re.sub(
        r"\b(?:photo|video|newsletter|pub|marketing|mail|email|e mail|adresse|appel)\w*", " ", bare
    )
