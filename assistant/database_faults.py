"""Why the database of conversations cannot be used, in plain words: a code, a cause and a remedy."""

from __future__ import annotations

import sqlite3
from typing import Literal, get_args

from corpus.errors import DatabaseUnavailable

FaultCode = Literal[
    "locked", "read_only", "full", "damaged", "newer", "no_driver", "unreachable", "not_opened"
]
FAULT_CODES: tuple[FaultCode, ...] = get_args(FaultCode)

# The primary result codes of SQLite.
_SQLITE_CODES: dict[int, FaultCode] = {
    sqlite3.SQLITE_BUSY: "locked",
    sqlite3.SQLITE_LOCKED: "locked",
    sqlite3.SQLITE_PERM: "read_only",
    sqlite3.SQLITE_READONLY: "read_only",
    sqlite3.SQLITE_FULL: "full",
    sqlite3.SQLITE_IOERR: "full",
    sqlite3.SQLITE_CORRUPT: "damaged",
    sqlite3.SQLITE_NOTADB: "damaged",
    sqlite3.SQLITE_CANTOPEN: "not_opened",
}
_REMEDIES: dict[FaultCode, tuple[str, str]] = {
    "locked": (
        "Un autre programme garde la base verrouillée : attendez, l'enregistrement reprendra de lui-même.",
        "Another program keeps the database locked: wait, saving resumes by itself.",
    ),
    "read_only": (
        "La base est en lecture seule : donnez à Recital le droit d'écrire dans ce dossier.",
        "The database is read-only: let Recital write to this folder.",
    ),
    "full": (
        "Le disque est plein ou refuse d'écrire : libérez de la place.",
        "The disk is full or refuses to write: free some space.",
    ),
    "damaged": (
        "Le fichier est abîmé : remplacez-le par une sauvegarde, ou déplacez-le et un fichier neuf sera créé.",
        "The file is damaged: put a backup in its place, or move it away and a new one is made.",
    ),
    "newer": (
        "La base a été écrite par une version plus récente de Recital : mettez Recital à jour, ou indiquez une autre base dans RECITAL_DATABASE_URL.",
        "The database was written by a newer Recital: update Recital, or name another database in RECITAL_DATABASE_URL.",
    ),
    "no_driver": (
        'Le pilote de PostgreSQL manque : lancez pip install "recital[postgres]".',
        'The driver of PostgreSQL is missing: run pip install "recital[postgres]".',
    ),
    "unreachable": (
        "Le serveur ne répond pas : vérifiez qu'il tourne et corrigez RECITAL_DATABASE_URL s'il le faut.",
        "The server does not answer: check that it runs, and correct RECITAL_DATABASE_URL if need be.",
    ),
    "not_opened": (
        "La base ne s'ouvre pas : vérifiez que ce dossier existe et que Recital peut y écrire.",
        "The database does not open: check that this folder exists and that Recital can write to it.",
    ),
}
"""What is wrong and what to do, in French and in English."""


def unavailable(code: FaultCode, place: str) -> DatabaseUnavailable:
    """The error a person reads for a fault of the database at `place`."""
    french, english = _REMEDIES[code]
    return DatabaseUnavailable(reason=code, place=place, remedy_fr=french, remedy_en=english)


def fault_of(error: BaseException | None) -> FaultCode:
    """What an error of a driver means; a server's errors are all "unreachable"."""
    if isinstance(error, sqlite3.Error):
        code = getattr(error, "sqlite_errorcode", None)
        return _SQLITE_CODES.get((code or 0) & 0xFF, "not_opened")
    return "unreachable"
