"""Why an official address gave no text: a code, and a plain sentence in both languages."""

from __future__ import annotations

import re
from typing import Literal, get_args

from corpus.nouns import Language
from corpus.system_words import in_plain_words
from ingest.reading_words import french_of

FetchCode = Literal[
    "offline",
    "no_network",
    "unreachable",
    "timeout",
    "reset",
    "broken",
    "truncated",
    "too_large",
    "wrong_type",
    "encoded",
    "status",
    "later",
    "redirects",
    "insecure",
    "private",
    "robots",
    "robots_unknown",
    "archive",
    "disk",
]
FETCH_CODES: tuple[FetchCode, ...] = get_args(FetchCode)

_SENTENCES: dict[FetchCode, dict[Language, str]] = {
    "offline": {
        "fr": "téléchargement interdit par --offline",
        "en": "downloads are forbidden by --offline",
    },
    "no_network": {
        "fr": "pas de réseau : aucune adresse officielle n'a été demandée",
        "en": "no network: no official address was asked",
    },
    "unreachable": {
        "fr": "{host} est injoignable",
        "en": "{host} cannot be reached",
    },
    "timeout": {
        "fr": "{host} a mis plus de {seconds} s",
        "en": "{host} took longer than {seconds} s",
    },
    "reset": {
        "fr": "{host} a coupé la connexion",
        "en": "{host} cut the connection",
    },
    "broken": {
        "fr": "{host} a répondu hors du protocole HTTP",
        "en": "{host} answered outside the HTTP protocol",
    },
    "truncated": {
        "fr": "{host} n'a envoyé qu'une partie du texte",
        "en": "{host} sent only part of the text",
    },
    "too_large": {
        "fr": "{host} envoie plus de {limit} octets",
        "en": "{host} sends more than {limit} bytes",
    },
    "wrong_type": {
        "fr": "mauvais type {media_type} de {host}",
        "en": "wrong type {media_type} from {host}",
    },
    "encoded": {
        "fr": "{host} a compressé sa réponse ({encoding}) sans qu'on le demande",
        "en": "{host} compressed its answer ({encoding}) unasked",
    },
    "status": {
        "fr": "réponse {status} de {host}",
        "en": "{status} from {host}",
    },
    "later": {
        "fr": "{host} demande de revenir dans {seconds} s",
        "en": "{host} asks to come back in {seconds} s",
    },
    "redirects": {
        "fr": "plus de {limit} redirections depuis {host}",
        "en": "more than {limit} redirects from {host}",
    },
    "insecure": {
        "fr": "{url} n'est pas une adresse https",
        "en": "{url} is not an https address",
    },
    "private": {
        "fr": "{host} est une adresse de réseau privé",
        "en": "{host} is an address of a private network",
    },
    "robots": {
        "fr": "le robots.txt de {host} interdit cette adresse",
        "en": "the robots.txt of {host} forbids this address",
    },
    "robots_unknown": {
        "fr": "le robots.txt de {host} ne peut pas être lu ({status}) : remis à plus tard",
        "en": "the robots.txt of {host} cannot be read ({status}): put off",
    },
    "archive": {
        "fr": "archive refusée : {reason}",
        "en": "archive refused: {reason}",
    },
    "disk": {
        "fr": "écriture impossible : {reason}",
        "en": "cannot be written: {reason}",
    },
}

ONLY_NAMED = "cited by its name and address, not held here: read it at that address, or add a file of it to your documents"
"""Why a text is absent that the manifest gives no origin to."""

# What `ingest.obtain` says of origins on this machine.
_ABSENCES: tuple[dict[Language, str], ...] = (
    {"fr": "absent du miroir ({path})", "en": "not in the mirror ({path})"},
    {"fr": "RECITAL_MIRROR_DIR n'est pas défini", "en": "RECITAL_MIRROR_DIR is not set"},
    {"fr": "paquet non installé ({path})", "en": "package not installed ({path})"},
    {"fr": "absent du dépôt ({path})", "en": "not in the repository ({path})"},
    {
        "fr": "cité par son nom et son adresse, non détenu ici : lisez-le à cette adresse, ou ajoutez-en un fichier à vos documents",
        "en": ONLY_NAMED,
    },
)

# What may pass by itself: worth another attempt, then another day.
_PASSING: frozenset[FetchCode] = frozenset(
    {"unreachable", "timeout", "reset", "broken", "truncated"}
)


class FetchFault(Exception):
    """An official address gave no text; `values` fill the sentence.

    `is_passing` unless asking again would give the same; `wait_seconds` is what the server asked.
    """

    def __init__(
        self, code: FetchCode, *, wait_seconds: float | None = None, **values: object
    ) -> None:
        self.code = code
        self.values = values
        self.wait_seconds = wait_seconds
        status = values.get("status") if code == "status" else None
        self.is_passing = code in _PASSING or status in (408, 429, 500, 502, 503, 504)
        super().__init__(self.message("en"))

    def message(self, lang: Language) -> str:
        """The sentence, without a full stop: reasons are joined by semicolons."""
        return _SENTENCES[self.code][lang].format(**self.values)


def reason_in(lang: Language, reason: str) -> str:
    """A recorded reason (English sentences joined by semicolons) in `lang`.

    What is none of the sentences known here, nor of `reading_words`, stays as it is.
    """
    parts = reason.split("; ")
    return in_plain_words(lang, "; ".join(map(_in_french, parts)) if lang == "fr" else reason)


def _in_french(part: str) -> str:
    if (read := french_of(part)) is not None:
        return read
    # The sentence with most words of its own first: "{status} from {host}" fits nearly anything.
    known = sorted((*_SENTENCES.values(), *_ABSENCES), key=lambda s: -len(s["en"]))
    for sentences in known:
        names = re.findall(r"{(\w+)}", sentences["en"])
        pieces = map(re.escape, re.split(r"{\w+}", sentences["en"]))
        match = re.fullmatch("(.+?)".join(pieces), part)
        if match:
            return sentences["fr"].format(**dict(zip(names, match.groups(), strict=True)))
    return part
