"""What the commands on index versions say, in French and in English."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.nouns import Language


@dataclass(frozen=True, slots=True)
class IndexWords:
    """The sentences in one language; a missing one is a type error."""

    heads: tuple[str, ...]
    served: str
    damaged: str
    no_version: str
    rolled_back: str
    already_served: str
    rollback_lasts: str
    named: str
    unnamed: str
    label_refused: str
    collected: str
    collected_unfinished: str
    freed: str
    nothing_collected: str
    erasing: str
    erasing_files: str
    erasing_versions: str
    erasing_labels: str
    erase_question: str
    erased: str
    erased_all: str
    erased_memory: str
    erased_mirror: str
    restored: str
    not_erased: str
    not_done: str
    no_change: str
    compared: str
    publish_question: str
    published: str
    not_published: str
    kinds: dict[str, str]
    many: dict[str, str]
    dates: str
    open_start: str
    open_end: str


_EN = IndexWords(
    heads=("version", "name", "built", "passages", "vectors", "MB", ""),
    served="served",
    damaged="damaged",
    no_version='No index version yet. Run "recital ingest".',
    rolled_back="Index {version} is served again, instead of {served}.",
    already_served="Index {version} is the one served: nothing to do.",
    rollback_lasts='It stays in service until a text changes; "recital ingest --end-rollback" publishes today\'s texts.',
    named="Index {version} is called {label!r} and is kept until you take the name away.",
    unnamed="Index {version} has no name any more.",
    label_refused="a name has 1 to 60 characters, on one line, and is not that of a version",
    collected="Versions removed: {versions}.",
    collected_unfinished="Unfinished builds removed: {builds}.",
    freed="{megabytes} MB freed.",
    nothing_collected="Nothing to remove.",
    erasing="This erases {source} ({title}): {count} passages of the served index.",
    erasing_files="Files that go: {files}",
    erasing_versions="Index versions that go: {versions}",
    erasing_labels="Among them, those you named: {labels}",
    erase_question="Erase for good?",
    erased='{source} is erased. It stays away until "recital restore {source}".',
    erased_all='{source} is erased, and no text is left. Run "recital ingest".',
    erased_memory='A page that is open forgets it when "recital serve" is started again.',
    erased_mirror="Copies outside the data folder (mirror, backups) are not touched.",
    restored='{source} may come back: run "recital ingest".',
    not_erased="{source} was not erased: nothing to restore.",
    not_done="Nothing was changed.",
    no_change="No unit of any text has changed.",
    compared="From index {before} to {after}:",
    publish_question="Publish these changes?",
    published="Index {version} published.",
    not_published='Not published. The vectors are kept; "recital update" asks again, "recital ingest" publishes without asking.',
    kinds={"added": "added", "removed": "removed", "changed": "changed", "dates": "new dates"},
    many={"added": "{count} units added", "removed": "{count} units removed"},
    dates="dates: {before} -> {after}",
    open_start="…",
    open_end="…",
)

_FR = IndexWords(
    heads=("version", "nom", "construite", "passages", "vecteurs", "Mo", ""),
    served="en service",
    damaged="endommagée",
    no_version="Aucune version d'index. Lancez « recital ingest ».",
    rolled_back="L'index {version} est de nouveau en service, à la place de {served}.",
    already_served="L'index {version} est déjà celui qui est en service : rien à faire.",
    rollback_lasts="Il le reste tant qu'aucun texte ne change ; « recital ingest --end-rollback » publie les textes du jour.",
    named="L'index {version} s'appelle {label!r} ; il est gardé tant que vous ne retirez pas ce nom.",
    unnamed="L'index {version} n'a plus de nom.",
    label_refused="un nom compte 1 à 60 caractères, sur une ligne, et n'est pas celui d'une version",
    collected="Versions supprimées : {versions}.",
    collected_unfinished="Constructions inachevées supprimées : {builds}.",
    freed="{megabytes} Mo libérés.",
    nothing_collected="Rien à supprimer.",
    erasing="Ceci efface {source} ({title}) : {count} passages de l'index en service.",
    erasing_files="Fichiers supprimés : {files}",
    erasing_versions="Versions d'index supprimées : {versions}",
    erasing_labels="Parmi elles, celles que vous avez nommées : {labels}",
    erase_question="Effacer définitivement ?",
    erased="{source} est effacée. Elle ne reviendra qu'après « recital restore {source} ».",
    erased_all="{source} est effacée, et il ne reste aucun texte. Lancez « recital ingest ».",
    erased_memory="Une page ouverte l'oublie quand « recital serve » est relancé.",
    erased_mirror="Les copies hors du dossier de données (miroir, sauvegardes) ne sont pas touchées.",
    restored="{source} peut revenir : lancez « recital ingest ».",
    not_erased="{source} n'était pas effacée : rien à rétablir.",
    not_done="Rien n'a été changé.",
    no_change="Aucune unité d'aucun texte n'a changé.",
    compared="De l'index {before} à {after} :",
    publish_question="Publier ces changements ?",
    published="Index {version} publié.",
    not_published="Non publié. Les vecteurs sont gardés ; « recital update » reposera la question, « recital ingest » publie sans la poser.",
    kinds={
        "added": "ajout",
        "removed": "suppression",
        "changed": "modification",
        "dates": "nouvelles dates",
    },
    many={"added": "{count} unités ajoutées", "removed": "{count} unités supprimées"},
    dates="dates : {before} -> {after}",
    open_start="…",
    open_end="…",
)


def index_words(lang: Language) -> IndexWords:
    """The sentences in `lang`."""
    return _FR if lang == "fr" else _EN
