"""What the installation says, in French and in English; standard library only."""

from __future__ import annotations

import os
from collections.abc import Mapping

MESSAGES = {
    "start": (
        "Recital : installation dans .venv avec Python {python} (journal : {log})",
        "Recital: installing into .venv with Python {python} (log: {log})",
    ),
    "waiting": ("Autre installation", "Another installation"),
    "environment": ("1/5 Environnement", "1/5 Environment"),
    "pip": ("1/5 Environnement, pip", "1/5 Environment, pip"),
    "chat": ("2/5 Dialogue", "2/5 Chat"),
    "project": ("3/5 Recital", "3/5 Recital"),
    "rest": ("4/5 Évaluation, modèles", "4/5 Evaluation, models"),
    "finish": ("5/5 Contrôle", "5/5 Check"),
    "counts": (
        "{obtained}/{total} obtenus, {installed}/{total} installés, {megabytes} Mo",
        "{obtained}/{total} obtained, {installed}/{total} installed, {megabytes} MB",
    ),
    "retrying": ("réseau lent ou absent, nouvel essai", "network slow or absent, trying again"),
    "background": (
        "Le reste (évaluation, tests, autres modèles) s'installe en arrière-plan (journal : {log})",
        "The rest (evaluation, tests, other models) is being installed in the background (log: {log})",
    ),
    "interrupted": (
        "Installation interrompue. Relancez la même commande : elle reprendra.",
        "Installation interrupted. Run the same command again: it will resume.",
    ),
    "failed": (
        "L'installation a échoué. Dernières lignes de {log} :",
        "The installation failed. Last lines of {log}:",
    ),
    "network": (
        "Le registre de paquets ne répond pas. Vérifiez le réseau (ou le proxy), puis relancez la même commande : elle reprendra.",
        "The package registry does not answer. Check the network (or the proxy), then run the same command again: it will resume.",
    ),
    "space": (
        "Le disque est plein : il faut environ 4 Go en tout, il reste {free} Go. Libérez de la place, puis relancez la même commande : elle reprendra.",
        "The disk is full: about 4 GB are needed in all, {free} GB are left. Free some space, then run the same command again: it will resume.",
    ),
    "version": (
        "Le registre de paquets n'a pas, pour cette machine (Python {python}, {machine}), une version que demande requirements.lock.",
        "The package registry lacks, for this machine (Python {python}, {machine}), a version that requirements.lock asks for.",
    ),
    "ensurepip": (
        "Il manque le module venv de Python. Sur Debian : apt install python3-venv, puis relancez la même commande.",
        "Python's venv module is missing. On Debian: apt install python3-venv, then run the same command again.",
    ),
    "unknown": (
        "Lisez la fin de {log}, puis relancez la même commande : elle reprendra.",
        "Read the end of {log}, then run the same command again: it will resume.",
    ),
    "python": (
        "Recital demande Python 3.11 ou 3.12 ; {executable} est Python {python}. Essayez : make run PYTHON=python3.11",
        "Recital needs Python 3.11 or 3.12; {executable} is Python {python}. Try: make run PYTHON=python3.11",
    ),
}


def language(environment: Mapping[str, str]) -> str:
    """The language of the messages: "fr" when the first variable that is set starts with it."""
    names = ("RECITAL_LANG", "LC_ALL", "LC_MESSAGES", "LANG")
    chosen = next((environment[name] for name in names if environment.get(name)), "")
    return "fr" if chosen.lower().startswith("fr") else "en"


def say(key: str, **values: object) -> str:
    """The message of that name in the reader's language."""
    french, english = MESSAGES[key]
    return (french if language(os.environ) == "fr" else english).format(**values)
