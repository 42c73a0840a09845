"""The sentences of the documents page, the versions page and the page images, FR and EN."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import TypeVar

from corpus.nouns import Language
from ui.words import typeset


@dataclass(frozen=True, slots=True)
class PageWords:
    """What is said around the image of a page."""

    open_page: str
    drawing: str
    page: str
    not_on_page: str
    partly_on_page: str
    no_document: str
    alt: str
    alt_marked: str


@dataclass(frozen=True, slots=True)
class DocumentWords:
    """The page of the user's own documents."""

    intro: str
    drop: str
    drop_help: str
    choose: str
    too_heavy: str
    taking: str
    accepted: str
    title: str
    none_yet: str
    label: str
    badge: str
    states: dict[str, str]
    passages: str
    passage: str
    flags: dict[str, str]
    remove: str
    remove_title: str
    remove_confirm: str
    remove_file_confirm: str
    remove_yes: str
    removed: str
    cancel: str
    publish: str
    publish_help: str
    publish_hint: str
    nothing_to_publish: str


@dataclass(frozen=True, slots=True)
class JobWords:
    """The progress of work done beside the chat."""

    names: dict[str, str]
    stages: dict[str, str]
    starting: str
    chat_goes_on: str
    stop: str
    stopping: str
    stopped: str
    published: str
    unchanged: str
    erased: str
    failed: str
    close: str
    busy: str
    counts: str


@dataclass(frozen=True, slots=True)
class VersionWords:
    """The page of index versions."""

    intro: str
    none_yet: str
    served: str
    built: str
    passages: str
    size: str
    compare: str
    compare_with: str
    compare_to: str
    compare_show: str
    comparing: str
    no_change: str
    only_one: str
    name: str
    name_help: str
    name_field: str
    name_save: str
    name_refused: str
    named: str
    unnamed: str
    kinds: dict[str, str]
    summary: str
    dates: str
    since: str
    until: str
    modified: str
    no_date: str
    show_more: str
    roll_back: str
    roll_back_title: str
    roll_back_confirm: str
    roll_back_yes: str
    rolled_back: str
    collect: str
    collect_help: str
    collect_confirm: str
    collected: str
    nothing_collected: str
    cancel: str


_PAGE: dict[Language, PageWords] = {
    "fr": PageWords(
        open_page="Voir la page {page} du document",
        drawing="Dessin de la page…",
        page="Page {page}",
        not_on_page="Les mots cités n'ont pas pu être repérés sur l'image : lisez-les dans le texte du passage.",
        partly_on_page="Une partie seulement des mots cités a pu être repérée sur l'image.",
        no_document="Le document n'est pas sur cette machine : lisez le texte du passage.",
        alt="Page {page} du document",
        alt_marked="Page {page} du document, les mots cités surlignés en jaune",
    ),
    "en": PageWords(
        open_page="See page {page} of the document",
        drawing="Drawing the page…",
        page="Page {page}",
        not_on_page="The quoted words could not be found on the image: read them in the text of the passage.",
        partly_on_page="Only a part of the quoted words could be found on the image.",
        no_document="The document is not on this machine: read the text of the passage.",
        alt="Page {page} of the document",
        alt_marked="Page {page} of the document, the quoted words marked in yellow",
    ),
}

_DOCUMENT: dict[Language, DocumentWords] = {
    "fr": DocumentWords(
        intro="Ajoutez vos propres documents : PDF, HTML, Markdown ou texte, 20 Mo au plus chacun. Ils restent sur cette machine.",
        drop="Déposez vos documents, ou choisissez-les",
        drop_help="Un document scanné, protégé ou endommagé est refusé, avec la raison.",
        choose="Choisir des fichiers",
        too_heavy="Non envoyé : un document prend 20 Mo au plus.",
        taking="Lecture des documents…",
        accepted="accepté",
        title="Vos documents",
        none_yet="Aucun document pour l'instant.",
        label="Un document à vous n'est pas une autorité : la loi prime sur lui, et chaque citation le dit.",
        badge="votre document, pas une autorité",
        states={
            "published": "publié",
            "waiting": "à publier",
            "changed": "modifié, à publier",
            "refused": "refusé",
            "leaving": "retiré, à effacer de l'index",
        },
        passages="{count} passages",
        passage="{count} passage",
        flags={
            "hidden": "Contient du texte invisible pour un lecteur : ce texte n'a pas été retenu.",
            "instructions": "Contient des phrases adressées à une machine : elles sont citées comme telles, jamais suivies.",
        },
        remove="Retirer",
        remove_title="Retirer ce document ?",
        remove_confirm="**{title}** sera effacé de cette machine : le fichier, ses passages, ses vecteurs, et toutes les anciennes versions de l'index, même celles que vous avez nommées. On ne peut pas revenir en arrière.",
        remove_file_confirm="Le fichier **{title}** sera effacé de cette machine. Aucune version de l'index ne le contient.",
        remove_yes="Effacer",
        removed="{title} : effacé.",
        cancel="Annuler",
        publish="Publier",
        publish_help="Lit les documents et met en service une nouvelle version de l'index.",
        publish_hint="{count} à publier : les réponses n'en tiennent pas encore compte.",
        nothing_to_publish="Tout est publié.",
    ),
    "en": DocumentWords(
        intro="Add documents of your own: PDF, HTML, Markdown or text, at most 20 MB each. They stay on this machine.",
        drop="Drop your documents here, or choose them",
        drop_help="A scanned, protected or damaged document is refused, with the reason.",
        choose="Choose files",
        too_heavy="Not sent: a document takes 20 MB at most.",
        taking="Reading the documents…",
        accepted="accepted",
        title="Your documents",
        none_yet="No document yet.",
        label="A document of yours is not an authority: the law outranks it, and every citation says so.",
        badge="your document, not an authority",
        states={
            "published": "published",
            "waiting": "to be published",
            "changed": "changed, to be published",
            "refused": "refused",
            "leaving": "removed, to be erased from the index",
        },
        passages="{count} passages",
        passage="{count} passage",
        flags={
            "hidden": "Holds text that a reader cannot see: that text was left out.",
            "instructions": "Holds sentences that speak to a machine: they are quoted as such, never followed.",
        },
        remove="Remove",
        remove_title="Remove this document?",
        remove_confirm="**{title}** will be erased from this machine: the file, its passages, its vectors, and every older index version, even those you named. This cannot be undone.",
        remove_file_confirm="The file **{title}** will be erased from this machine. No index version holds it.",
        remove_yes="Erase",
        removed="{title}: erased.",
        cancel="Cancel",
        publish="Publish",
        publish_help="Reads the documents and puts a new index version into service.",
        publish_hint="{count} to publish: answers do not take account of it yet.",
        nothing_to_publish="Everything is published.",
    ),
}

_JOB: dict[Language, JobWords] = {
    "fr": JobWords(
        names={
            "publish": "Publication de vos documents",
            "erase": "Effacement",
            "rollback": "Retour à une version antérieure",
        },
        stages={
            "fetch": "Téléchargement",
            "read": "Lecture des sources",
            "embed": "Calcul des vecteurs",
            "index": "Écriture des index",
            "verify": "Vérification par requêtes",
            "publish": "Mise en service",
        },
        starting="Démarrage…",
        chat_goes_on="Les réponses continuent avec la version actuelle.",
        stop="Arrêter",
        stopping="Arrêt en cours…",
        stopped="Arrêté. La version précédente reste en service ; le travail déjà fait servira la prochaine fois.",
        published="Publié : {passages} passages dans la version {version}, en {seconds} s.",
        unchanged="Rien n'avait changé : la version {version} reste en service.",
        erased="Effacé : la version {version}, sans lui, est en service.",
        failed="L'opération n'a pas abouti et la version précédente reste en service. Relancez-la ; si cela se répète, lancez `recital ingest` dans un terminal pour en lire la raison.",
        close="Fermer",
        busy="Une autre opération est déjà en cours sur cette machine. Attendez qu'elle finisse.",
        counts="{stage} : {done} sur {total}",
    ),
    "en": JobWords(
        names={
            "publish": "Publishing your documents",
            "erase": "Erasing",
            "rollback": "Going back to an earlier version",
        },
        stages={
            "fetch": "Downloading",
            "read": "Reading sources",
            "embed": "Computing vectors",
            "index": "Writing indexes",
            "verify": "Verifying by query",
            "publish": "Putting into service",
        },
        starting="Starting…",
        chat_goes_on="Answers go on from the current version.",
        stop="Stop",
        stopping="Stopping…",
        stopped="Stopped. The previous version stays in service; the work done so far will serve next time.",
        published="Published: {passages} passages in version {version}, in {seconds} s.",
        unchanged="Nothing had changed: version {version} stays in service.",
        erased="Erased: version {version}, without it, is in service.",
        failed="The operation did not succeed and the previous version stays in service. Start it again; if it happens again, run `recital ingest` in a terminal to read why.",
        close="Close",
        busy="Another operation is already under way on this machine. Wait until it ends.",
        counts="{stage}: {done} of {total}",
    ),
}

_VERSION: dict[Language, VersionWords] = {
    "fr": VersionWords(
        intro="Chaque publication fait une version de l'index. Une seule est en service ; les autres permettent de comparer et de revenir en arrière.",
        none_yet="Aucune version pour l'instant : lancez `recital ingest`.",
        served="en service",
        built="{day} à {time}",
        passages="{count} passages",
        size="{size} Mo",
        compare="Qu'est-ce qui a changé ?",
        compare_with="Depuis la version",
        compare_to="Jusqu'à la version",
        compare_show="Comparer",
        comparing="Comparaison…",
        no_change="Aucune différence entre ces deux versions.",
        only_one="Il n'y a qu'une version : rien à comparer.",
        name="Nommer",
        name_help="Une version nommée est gardée jusqu'à ce que vous retiriez son nom.",
        name_field="Nom de cette version (vide : aucun)",
        name_save="Enregistrer",
        name_refused="Un nom compte 1 à 60 caractères et n'est pas celui d'une autre version.",
        named="Cette version s'appelle « {label} » et sera gardée.",
        unnamed="Cette version n'a plus de nom.",
        kinds={
            "added": "ajouté",
            "removed": "supprimé",
            "changed": "modifié",
            "dates": "dates changées",
        },
        summary="Ajoutés : {added} · supprimés : {removed} · modifiés : {changed} · dates changées : {dates}",
        dates="{before} → {after}",
        since="depuis le {day}",
        until="jusqu'au {day}",
        modified="modifié le {day}",
        no_date="sans date",
        show_more="Montrer la suite ({count})",
        roll_back="Revenir à cette version",
        roll_back_title="Revenir à la version du {day} ?",
        roll_back_confirm="Les réponses suivantes s'appuieront sur cette version, ses textes et ses dates. La version actuelle reste sur le disque ; une publication, ou un texte qui change, remettra les textes d'aujourd'hui.",
        roll_back_yes="Revenir",
        rolled_back="La version du {day} est en service.",
        collect="Nettoyer",
        collect_help="Supprime les versions de trop et les restes de constructions interrompues. La version en service reste toujours.",
        collect_confirm="{count} versions seront gardées, celle en service comprise ; les plus anciennes seront supprimées pour de bon.",
        collected="Supprimées : {versions}.",
        nothing_collected="Rien à supprimer.",
        cancel="Annuler",
    ),
    "en": VersionWords(
        intro="Each publication makes an index version. One is in service; the others serve to compare and to go back.",
        none_yet="No version yet: run `recital ingest`.",
        served="in service",
        built="{day} at {time}",
        passages="{count} passages",
        size="{size} MB",
        compare="What has changed?",
        compare_with="Since version",
        compare_to="Up to version",
        compare_show="Compare",
        comparing="Comparing…",
        no_change="No difference between these two versions.",
        only_one="There is one version only: nothing to compare.",
        name="Name it",
        name_help="A named version is kept until you take its name away.",
        name_field="Name of this version (empty: none)",
        name_save="Save",
        name_refused="A name has 1 to 60 characters and is not that of another version.",
        named='This version is called "{label}" and will be kept.',
        unnamed="This version has no name any more.",
        kinds={
            "added": "added",
            "removed": "removed",
            "changed": "changed",
            "dates": "dates changed",
        },
        summary="Added: {added} · removed: {removed} · changed: {changed} · dates changed: {dates}",
        dates="{before} → {after}",
        since="since {day}",
        until="until {day}",
        modified="modified on {day}",
        no_date="no date",
        show_more="Show more ({count})",
        roll_back="Go back to this version",
        roll_back_title="Go back to the version of {day}?",
        roll_back_confirm="The answers that follow will rest on this version, its texts and its dates. The current version stays on disk; a publication, or a text that changes, brings today's texts back.",
        roll_back_yes="Go back",
        rolled_back="The version of {day} is in service.",
        collect="Clean up",
        collect_help="Removes versions beyond those kept and the leftovers of interrupted builds. The version in service always stays.",
        collect_confirm="{count} versions will be kept, the one in service included; older ones are removed for good.",
        collected="Removed: {versions}.",
        nothing_collected="Nothing to remove.",
        cancel="Cancel",
    ),
}


def page_words(lang: Language) -> PageWords:
    """The sentences around a page image."""
    return _in(_PAGE, lang)


def document_words(lang: Language) -> DocumentWords:
    """The sentences of the documents page."""
    return _in(_DOCUMENT, lang)


def job_words(lang: Language) -> JobWords:
    """The sentences of work done beside the chat."""
    return _in(_JOB, lang)


def version_words(lang: Language) -> VersionWords:
    """The sentences of the versions page."""
    return _in(_VERSION, lang)


_Table = TypeVar("_Table", PageWords, DocumentWords, JobWords, VersionWords)


def _in(tables: dict[Language, _Table], lang: Language) -> _Table:
    """The table of a language, the French one with its unbreakable spaces."""
    table = tables[lang]
    if lang != "fr":
        return table
    return replace(table, **{f.name: typeset(getattr(table, f.name)) for f in fields(table)})
