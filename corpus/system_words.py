"""What the operating system says of a file it cannot give, in plain French and English."""

from __future__ import annotations

import re

_WORDS: dict[str, dict[str, str]] = {
    "No such file or directory": {
        "fr": "fichier ou dossier introuvable",
        "en": "no such file or folder",
    },
    "Permission denied": {"fr": "accès interdit", "en": "access is not allowed"},
    "Operation not permitted": {"fr": "opération interdite", "en": "this is not allowed"},
    "Is a directory": {"fr": "c'est un dossier", "en": "it is a folder"},
    "Not a directory": {"fr": "ce n'est pas un dossier", "en": "it is not a folder"},
    "File exists": {"fr": "un fichier de ce nom est déjà là", "en": "a file of that name exists"},
    "File name too long": {"fr": "nom de fichier trop long", "en": "the file name is too long"},
    "Read-only file system": {"fr": "disque en lecture seule", "en": "the disk is read-only"},
    "No space left on device": {
        "fr": "plus de place sur le disque",
        "en": "no space left on the disk",
    },
    "Disk quota exceeded": {
        "fr": "votre part du disque est pleine",
        "en": "your share of the disk is full",
    },
    "Input/output error": {
        "fr": "le disque n'a pas pu être lu ou écrit",
        "en": "the disk could not be read or written",
    },
    "Too many levels of symbolic links": {
        "fr": "un lien qui renvoie à lui-même",
        "en": "a link that leads back to itself",
    },
    "Too many open files": {"fr": "trop de fichiers ouverts", "en": "too many files are open"},
    "Device or resource busy": {"fr": "déjà utilisé", "en": "it is in use"},
}
# "[Errno 13] Permission denied: '/home/me/law.md'", or the words alone.
_SAID = re.compile(rf"(?:\[Errno \d+\] )?({'|'.join(_WORDS)})(?:: '[^']*')?")


def in_plain_words(lang: str, text: str) -> str:
    """The text, with every error of the system in it said plainly in `lang`."""
    lang = "fr" if lang == "fr" else "en"
    return _SAID.sub(lambda said: _WORDS[said[1]][lang], text)
