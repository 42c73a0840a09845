"""Every error a person can meet, drawn as one tree.

    RecitalError
    ├── UsageError            the request itself cannot be served (exit status 2)
    │   ├── EmptyQuestion
    │   ├── QuestionTooLong
    │   ├── UnknownLocator
    │   ├── UnknownSource
    │   ├── UnknownVersion
    │   ├── InvalidSetting
    │   ├── InvalidInput
    │   ├── UnknownFact
    │   ├── InvalidFact
    │   ├── TooManyCases
    │   ├── UnknownResult
    │   ├── NoResultSaved
    │   ├── ResultsShareNothing
    │   ├── ResultsOfOtherTexts
    │   ├── UnknownReview
    │   ├── AlreadyAdopted
    │   ├── RagasMissing
    │   ├── DateNotCovered
    │   └── DocumentRefused
    └── Fault                 the request was fine, the machine or the data was not (exit status 1)
        ├── IndexMissing
        ├── IndexMismatch
        ├── IndexDamaged
        ├── IngestRunning
        ├── NothingIngested
        ├── GdprRefused
        ├── TextsRefused
        ├── DataFolderReadOnly
        ├── DiskFull
        ├── SourceUnreadable
        ├── UnfitIndex
        ├── VectorStoreFailed
        ├── EmbedderUnavailable
        ├── RerankerUnavailable
        ├── PageNotDrawn
        ├── DatabaseUnavailable
        ├── ChatModelUnavailable
        └── JudgeUnavailable

Each says, in French and in English, what failed, on which value, and what to do next.
"""

from __future__ import annotations

from typing import ClassVar

from corpus.system_words import in_plain_words


class RecitalError(Exception):
    """Base of the tree. Keyword arguments fill the two templates; `unprinted` ones are only kept.

    `asked_in` is the language a person asked for with the command ("": that of the terminal).
    """

    exit_status: ClassVar[int] = 1
    fr: ClassVar[str] = "Une erreur est survenue."
    en: ClassVar[str] = "Something failed."
    unprinted: ClassVar[frozenset[str]] = frozenset()

    def __init__(self, **values: object) -> None:
        self.values = values
        self.asked_in = ""
        super().__init__(self.message("en"))

    def message(self, lang: str) -> str:
        """The sentence to show, in French for "fr" and in English otherwise."""
        template = self.fr if lang == "fr" else self.en
        return in_plain_words(lang, template.format(**self.values))


class UsageError(RecitalError):
    """The request itself cannot be served."""

    exit_status = 2


class EmptyQuestion(UsageError):
    """A question without a single letter or digit."""

    fr = "La question est vide. Écrivez une question, par exemple « Qu'est-ce qu'un consentement valable ? »."
    en = 'The question is empty. Ask one, for example "What is valid consent?".'


class QuestionTooLong(UsageError):
    """A question over the limit of the place it was asked in."""

    fr = "La question compte {length} caractères, la limite est de {limit}. Raccourcissez-la."
    en = "The question has {length} characters and the limit is {limit}. Shorten it."


class UnknownLocator(UsageError):
    """A locator that no source of the manifest or the index carries."""

    fr = "Aucun passage à la référence {locator!r}. Essayez par exemple gdpr:art-6-1-f ou gdpr:rec-47."
    en = "No passage at locator {locator!r}. Try gdpr:art-6-1-f or gdpr:rec-47, for example."


class UnknownSource(UsageError):
    """A source id that the manifest does not have."""

    fr = "Source inconnue : {source!r}. Sources connues : {known}."
    en = "Unknown source {source!r}. Known sources: {known}."


class UnknownVersion(UsageError):
    """An index version that is not on disk, or a label that no version bears."""

    fr = "Version d'index inconnue : {version!r}. Versions présentes : {known}. Essayez « recital versions »."
    en = 'Unknown index version {version!r}. Versions on disk: {known}. Try "recital versions".'


class InvalidSetting(UsageError):
    """A setting that is unknown or out of bounds."""

    fr = "Réglage invalide : {name} = {value!r} ({reason}). Corrigez-le ou retirez-le."
    en = "Invalid setting {name} = {value!r} ({reason}). Correct it or remove it."


class InvalidInput(UsageError):
    """An argument or an input file that cannot be read as what it should be."""

    fr = "Entrée illisible : {value!r} ({reason}). Corrigez-la et recommencez."
    en = "Unreadable input {value!r} ({reason}). Correct it and try again."


class UnknownResult(UsageError):
    """A name that no saved result of the evaluation has, or that several begin with."""

    fr = "{name!r} ne désigne pas un seul résultat d'évaluation. Résultats possibles : {known}. Essayez « recital eval list »."
    en = '{name!r} does not name one result of the evaluation. Could be: {known}. Try "recital eval list".'


class NoResultSaved(UsageError):
    """A report is asked for before anything was measured."""

    fr = "Aucun résultat d'évaluation n'est enregistré. Lancez « recital eval run »."
    en = 'No result of the evaluation is saved. Run "recital eval run".'


class ResultsShareNothing(UsageError):
    """Two results that asked no case in common."""

    fr = "{before!r} et {after!r} n'ont aucune question en commun : rien à comparer. Essayez deux résultats d'une même suite (« recital eval list »)."
    en = '{before!r} and {after!r} have no question in common: nothing to compare. Try two results of one suite ("recital eval list").'


class ResultsOfOtherTexts(UsageError):
    """Two results over different sources."""

    fr = "{before!r} et {after!r} n'ont pas été mesurés sur les mêmes sources : leur différence ne dit rien du programme. Essayez deux résultats des mêmes textes."
    en = "{before!r} and {after!r} were not measured on the same sources: their difference says nothing of the program. Try two results of the same texts."


class UnknownReview(UsageError):
    """The id of a review that is not on the list."""

    fr = "Aucun signalement n'a l'identifiant {review!r}. Essayez « recital reviews »."
    en = 'No review has the id {review!r}. Try "recital reviews".'


class AlreadyAdopted(UsageError):
    """A question that was made a case before."""

    fr = "Cette question est déjà un cas de l'évaluation : {question!r}. Essayez d'autres mots avec --question."
    en = "This question is a case of the evaluation already: {question!r}. Try other words with --question."


class RagasMissing(UsageError):
    """The measures of RAGAS are asked for and the package is not there."""

    fr = 'RAGAS n\'est pas installé. Installez-le avec pip install "recital[evals]", ou retirez --ragas.'
    en = 'RAGAS is not installed. Install it with pip install "recital[evals]", or leave out --ragas.'


class UnknownFact(UsageError):
    """A fact that the campaign check does not know."""

    fr = "Fait inconnu : {fact!r}. Écrivez {nearest!r}, le plus proche, ou un autre : « recital check --schema » les donne tous."
    en = 'Unknown fact {fact!r}. Try {nearest!r}, the nearest, or another: "recital check --schema" lists them all.'


class InvalidFact(UsageError):
    """A value that a fact of the campaign check cannot have."""

    fr = (
        "Valeur impossible pour {fact} : {value!r}. Remplacez-la par une valeur possible : {known}."
    )
    en = "Impossible value for {fact}: {value!r}. Replace it by a possible value: {known}."


class TooManyCases(UsageError):
    """A campaign of too many combinations of means, people and places."""

    fr = "Cette campagne compte {count} combinaisons de moyens, de publics et de lieux, la limite est de {limit}. Essayez une partie de la campagne à la fois."
    en = "This campaign has {count} combinations of means, audiences and places and the limit is {limit}. Try one part of the campaign at a time."


class DateNotCovered(UsageError):
    """A day before the law that the rules hold."""

    fr = "Les règles valent à partir du {first} ; {day} est antérieur. Indiquez une date plus récente."
    en = "The rules hold from {first}; {day} is earlier. Name a later date."


class DocumentRefused(UsageError):
    """A document of the user's that is not taken; `refusal` is a `Refusal`, or None without a code."""

    unprinted = frozenset({"refusal"})
    fr = "{remedy_fr}"
    en = "{remedy_en}"


class Fault(RecitalError):
    """The request was fine; the machine or the data was not."""


class IndexMissing(Fault):
    """No index version is published in the data folder."""

    fr = "Aucun index dans {directory!r}. Lancez « recital ingest »."
    en = 'No index in {directory!r}. Run "recital ingest".'


class IndexMismatch(Fault):
    """The published index was built with other settings than today's."""

    fr = "L'index {version!r} a été construit avec {name} = {stored!r}, le réglage actuel est {current!r}. Lancez « recital ingest »."
    en = 'Index {version!r} was built with {name} = {stored!r}; the current setting is {current!r}. Run "recital ingest".'


class IndexDamaged(Fault):
    """A published index version that cannot be read."""

    fr = "L'index {version!r} est endommagé ({reason}). Lancez « recital ingest » pour le reconstruire."
    en = 'Index {version!r} is damaged ({reason}). Run "recital ingest" to rebuild it.'


class IngestRunning(Fault):
    """A second ingestion on the same data folder."""

    fr = "Une autre ingestion travaille déjà dans {directory!r}. Attendez qu'elle finisse."
    en = "Another ingestion is already at work in {directory!r}. Wait until it ends."


class NothingIngested(Fault):
    """An ingestion that obtained no source at all."""

    fr = "Aucune source n'a pu être obtenue ({remedy_fr}). L'index précédent reste en service."
    en = "No source could be had ({remedy_en}). The previous index stays in service."


class GdprRefused(Fault):
    """A GDPR that was found and is not whole in any language: nothing is published."""

    fr = "Le RGPD ({languages}) n'a pas passé ses contrôles. {remedy_fr}"
    en = "The GDPR ({languages}) did not pass its checks. {remedy_en}"


class TextsRefused(Fault):
    """Texts that were found and did not pass their checks; everything else is published."""

    fr = "Texte refusé : {texts}. {remedy_fr}"
    en = "Text refused: {texts}. {remedy_en}"


class DataFolderReadOnly(Fault):
    """The data folder cannot be written."""

    fr = (
        "Impossible d'écrire dans {directory!r} ({reason}). Changez ses droits ou RECITAL_DATA_DIR."
    )
    en = "Cannot write to {directory!r} ({reason}). Change its permissions or RECITAL_DATA_DIR."


class DiskFull(Fault):
    """Not enough space for a new index version."""

    fr = "Plus assez de place sur le disque de {directory!r} : il faut environ {needed_mb} Mo, il en reste {free_mb}. L'index précédent reste en service ; libérez de la place et relancez."
    en = "The disk of {directory!r} is full: about {needed_mb} MB needed, {free_mb} left. The previous index stays in service; free some space and run again."


class SourceUnreadable(Fault):
    """A document that could not be turned into passages; `refusal` is a code of `corpus.refusals`."""

    unprinted = frozenset({"refusal"})
    fr = "Source illisible : {source!r} ({reason}). Remplacez le fichier et relancez « recital ingest »."
    en = 'Unreadable source {source!r} ({reason}). Replace the file and run "recital ingest" again.'


class UnfitIndex(Fault):
    """A build that its verification refused; the previous version stays in service."""

    fr = "L'index construit n'a pas passé sa vérification ({reason}). L'index précédent reste en service ; relancez « recital ingest »."
    en = 'The index built failed its verification ({reason}). The previous index stays in service; run "recital ingest" again.'


class VectorStoreFailed(Fault):
    """Chroma could not write the collection of a new version."""

    fr = "La base de vecteurs n'a pas pu être écrite ({reason}). L'index précédent reste en service ; relancez « recital ingest »."
    en = 'The vector store could not be written ({reason}). The previous index stays in service; run "recital ingest" again.'


class EmbedderUnavailable(Fault):
    """The embedding model cannot be used on this machine."""

    fr = "Le modèle de vecteurs {model!r} n'est pas utilisable ({reason}). {remedy_fr}"
    en = "The embedding model {model!r} cannot be used ({reason}). {remedy_en}"


class RerankerUnavailable(Fault):
    """The reranking model cannot be used on this machine."""

    fr = (
        "Le modèle de reclassement {model!r} n'est pas utilisable ({reason}). Téléchargez-le d'abord, "
        "donnez un dossier local, ou laissez RECITAL_RERANKER vide."
    )
    en = (
        "The reranking model {model!r} cannot be used ({reason}). Download it first, give a local "
        "folder, or leave RECITAL_RERANKER empty."
    )


class PageNotDrawn(Fault):
    """A page of a document that cannot be shown as an image; its text is there all the same."""

    fr = "La page {page} de {document!r} ne peut pas être montrée. {remedy_fr}"
    en = "Page {page} of {document!r} cannot be shown. {remedy_en}"


class DatabaseUnavailable(Fault):
    """The conversations cannot be read or written; the chat goes on in memory.

    `reason` is a code of `assistant.database_faults`, `place` the file or the server.
    """

    unprinted = frozenset({"reason"})
    fr = "Les conversations ne s'enregistrent plus dans {place!r}. {remedy_fr} Le chat continue, mais ce qui suit sera oublié en fermant la page."
    en = "Conversations are no longer kept in {place!r}. {remedy_en} The chat goes on, but what follows is forgotten when the page is closed."


class ChatModelUnavailable(Fault):
    """The chat model that was set cannot be opened: no package, no key, no such provider."""

    fr = "Le modèle de dialogue {model!r} n'est pas utilisable ({reason}). Corrigez RECITAL_CHAT_MODEL ou la clé de son fournisseur, ou retirez ce réglage : les réponses seront composées."
    en = "The chat model {model!r} cannot be used ({reason}). Correct RECITAL_CHAT_MODEL or its provider's key, or remove the setting: answers are then composed."


class JudgeUnavailable(Fault):
    """The model that was set to judge answers cannot be opened, or does not reply."""

    fr = "Le juge {model!r} n'est pas utilisable ({reason}). {remedy_fr} Ou retirez RECITAL_JUDGE_MODEL : seules les mesures qui demandent un juge ne sont alors pas faites."
    en = "The judge {model!r} cannot be used ({reason}). {remedy_en} Or remove RECITAL_JUDGE_MODEL: only the measures that need a judge are then left out."
