"""Why a document is not taken: a code, and a plain sentence in French and in English.

Each sentence says what failed, on which document, and what to do next.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from string import Formatter
from typing import Literal, get_args

from corpus.system_words import in_plain_words

RefusalCode = Literal[
    "password", "broken", "too_long", "too_heavy", "no_text", "wrong_type", "duplicate", "limit"
]
REFUSAL_CODES: tuple[RefusalCode, ...] = get_args(RefusalCode)

_SENTENCES: dict[RefusalCode, dict[str, str]] = {
    "password": {
        "fr": "« {name} » est protégé par un mot de passe. Enregistrez-en une copie sans mot de passe et ajoutez-la.",
        "en": '"{name}" is protected by a password. Save a copy without one and add that.',
    },
    "broken": {
        "fr": "« {name} » est endommagé et ne peut pas être lu. Ouvrez-le dans un autre logiciel, enregistrez-le de nouveau et ajoutez cette copie.",
        "en": '"{name}" is damaged and cannot be read. Open it in another program, save it again and add that copy.',
    },
    "too_long": {
        "fr": "« {name} » est trop long : il compte plus de {limit} {unit}. Gardez-en la partie utile ou coupez-le en plusieurs documents.",
        "en": '"{name}" is too long: it has more than {limit} {unit}. Keep the part you need or split it into several documents.',
    },
    "too_heavy": {
        "fr": "« {name} » est trop lourd : il prend plus de {limit} {unit}. Retirez-en les images ou coupez-le en plusieurs documents.",
        "en": '"{name}" is too heavy: it takes more than {limit} {unit}. Remove its images or split it into several documents.',
    },
    "no_text": {
        "fr": "« {name} » n'a pas de texte : ses pages sont sans doute des images numérisées. Passez-le à la reconnaissance de caractères (OCR) et ajoutez le résultat.",
        "en": '"{name}" has no text: its pages are probably scanned images. Run character recognition (OCR) on it and add the result.',
    },
    "wrong_type": {
        "fr": "« {name} » n'est pas un document de type {expected}. Vérifiez que c'est le bon fichier et que son nom finit comme il le doit.",
        "en": '"{name}" is not a document of type {expected}. Check that it is the right file and that its name ends as it should.',
    },
    "duplicate": {
        "fr": "« {name} » est déjà là, sous le nom « {other} ». Il n'y a rien à faire ; pour le remplacer, retirez d'abord l'autre.",
        "en": '"{name}" is already there, as "{other}". There is nothing to do; to replace it, remove the other first.',
    },
    "limit": {
        "fr": "« {name} » demande trop de temps à lire : plus de {limit} {unit}. Imprimez-le dans un nouveau PDF, ou coupez-le, et ajoutez le résultat.",
        "en": '"{name}" takes too long to read: more than {limit} {unit}. Print it to a new PDF, or split it, and add the result.',
    },
}

Unit = Literal["pages", "characters", "megabytes", "megabytes of memory", "seconds"]
_UNITS: dict[str, dict[str, str]] = {
    "pages": {"fr": "pages", "en": "pages"},
    "characters": {"fr": "caractères", "en": "characters"},
    "megabytes": {"fr": "Mo", "en": "MB"},
    "megabytes of memory": {"fr": "Mo de mémoire", "en": "MB of memory"},
    "seconds": {"fr": "secondes", "en": "seconds"},
}
DEAD_LINK = "a link to a file that is not there any more; put the file itself into the folder, or remove the link"
UNOPENED = "cannot be opened ({detail}); give yourself the right to read it, or remove it"
# What a document without pages has in place of the sentence on scanned ones.
_NO_WORDS: dict[str, str] = {
    "fr": "« {name} » est vide : il n'y a pas un mot dedans. Vérifiez que c'est le bon fichier, enregistrez-le avec son texte et ajoutez-le.",
    "en": '"{name}" is empty: there is not a word in it. Check that it is the right file, save it with its text and add that.',
}
# What keeps a file out of the folder of documents without a code: it is seldom met.
_UNCODED: tuple[dict[str, str], ...] = (
    {"fr": "un lien qui sort du dossier", "en": "a link that leaves the folder"},
    {"fr": "ce n'est pas un fichier", "en": "not a file"},
    {
        "fr": "un lien vers un fichier qui n'est plus là ; mettez le fichier lui-même dans le dossier, ou retirez le lien",
        "en": DEAD_LINK,
    },
    {
        "fr": "ne peut pas être ouvert ({detail}) ; donnez-vous le droit de le lire, ou retirez-le",
        "en": UNOPENED,
    },
    {
        "fr": "le dossier contient plus de {files} documents ou {megabytes} Mo",
        "en": "the folder holds more than {files} documents or {megabytes} MB",
    },
)
_NAME_CHARACTERS = 100
_FRENCH_NUMBER = str.maketrans({",": "\u202f", ".": ","})


@dataclass(frozen=True, slots=True)
class Refusal:
    """One document not taken; raises `ValueError` where `values` lack what its sentence needs.

    `values` always hold `name`; `type` for a document without pages ("TXT") that is "no_text"; `limit` (a number) and `unit` (a `Unit`) for "too_long",
    "too_heavy" and "limit"; `expected` ("PDF", "HTML") for "wrong_type"; `other` for "duplicate";
    `detail`, for a log, where something technical is known.
    """

    code: RefusalCode
    values: Mapping[str, object]

    def __post_init__(self) -> None:
        if self.code not in REFUSAL_CODES:
            raise ValueError(f"unknown reason {self.code!r}; known: {', '.join(REFUSAL_CODES)}")
        if missing := _needs(self.code) - self.values.keys():
            raise ValueError(f"a refusal {self.code!r} needs {', '.join(sorted(missing))}")

    def message(self, lang: str) -> str:
        """The sentence to show, in French for "fr" and in English otherwise."""
        lang = "fr" if lang == "fr" else "en"
        shown = {key: _shown(key, value, lang) for key, value in self.values.items()}
        has_pages = self.values.get("type", "PDF") == "PDF"
        sentences = _SENTENCES[self.code] if has_pages or self.code != "no_text" else _NO_WORDS
        return sentences[lang].format(**shown)


def refusal_in(lang: str, reason: str, code: str = "") -> str:
    """A recorded reason (English, as a version keeps it) in `lang`; `code` is "" where it is lost.

    What is none of the sentences known here, such as the words of a system error, stays as it is.
    """
    lang = "fr" if lang == "fr" else "en"
    for sentences in (*_SENTENCES.values(), _NO_WORDS, *_UNCODED):
        values = _values(sentences["en"], reason)
        if values is not None:
            told = reason if lang == "en" else sentences["fr"].format(**values)
            return in_plain_words(lang, told)
    # What a PDF of the manifest is refused for is recorded as "file.pdf: broken (technical words)".
    name, colon, _ = reason.partition(": ")
    bare = [
        known for known in REFUSAL_CODES if known == code and colon and _needs(known) == {"name"}
    ]
    return Refusal(bare[0], {"name": name}).message(lang) if bare else reason


def _needs(code: RefusalCode) -> set[str]:
    return {field for _, field, _, _ in Formatter().parse(_SENTENCES[code]["en"]) if field}


def _values(sentence: str, reason: str) -> dict[str, str] | None:
    """What fills the sentence in a recorded reason, in French; None where it is another one."""
    names = [field for _, field, _, _ in Formatter().parse(sentence) if field]
    pieces = map(re.escape, re.split(r"{\w+}", sentence))
    match = re.fullmatch("(.+?)".join(pieces), reason)
    if match is None:
        return None
    found = dict(zip(names, match.groups(), strict=True))
    units = {unit["en"]: unit["fr"] for unit in _UNITS.values()}
    french: dict[str, Callable[[str], str]] = {
        "limit": lambda value: value.translate(_FRENCH_NUMBER),
        "unit": lambda value: units.get(value, value),
    }
    return {name: french.get(name, str)(value) for name, value in found.items()}


def _shown(key: str, value: object, lang: str) -> str:
    if isinstance(value, int | float):
        written = f"{value:,.10g}"
        return written.translate(_FRENCH_NUMBER) if lang == "fr" else written
    if key == "unit":
        return _UNITS[str(value)][lang]
    # A name may hold line breaks, or the marks that turn the direction of writing around.
    text = "".join(char if char.isprintable() else "\ufffd" for char in str(value))
    return text if len(text) <= _NAME_CHARACTERS else f"{text[:_NAME_CHARACTERS]}…"
