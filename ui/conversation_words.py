"""Every sentence around a conversation: the list, filters, ratings, exports, in both languages."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace

from assistant.ratings import Reason
from corpus.nouns import Language
from ui.words import typeset


@dataclass(frozen=True, slots=True)
class ConversationWords:
    """A conversation's own words in one language; a missing sentence is a type error."""

    lang: Language
    conversations: str
    new: str
    new_help: str
    untitled: str
    kept_for: str
    not_kept: str
    menu: str
    title: str
    rename: str
    delete: str
    delete_ask: str
    deleted: str
    erase_all: str
    erase_all_ask: str
    erased_all: str
    confirm_delete: str
    cancel: str
    still_there: str
    older_version: str
    next_questions: str
    copy: str
    copied: str
    export: str
    this_answer: str
    whole_conversation: str
    as_markdown: str
    as_pdf: str
    file_name: str
    rating: str
    why: str
    reasons: dict[Reason, str]
    comment: str
    send: str
    thanks: str
    filters: str
    law_only: str
    law_only_help: str
    text_lang: str
    text_langs: dict[str, str]
    as_of: str
    as_of_help: str
    remove_filter: str
    filtered: str
    filter_law: str
    filter_lang: dict[Language, str]
    filter_day: str
    read_around: str


_EN = ConversationWords(
    lang="en",
    conversations="Your conversations",
    new="New conversation",
    new_help="Begin another conversation; this one stays in the list.",
    untitled="Conversation",
    kept_for="Kept on this machine's server for {days} days after their last use, for this browser alone.",
    not_kept="Nothing is kept here: this conversation is forgotten when you close the page.",
    menu="Rename or delete this conversation",
    title="Title",
    rename="Rename",
    delete="Delete…",
    delete_ask="“{title}” and its answers will be erased for good.",
    deleted="Conversation deleted.",
    erase_all="Erase all my conversations…",
    erase_all_ask="Your {count} conversations, their answers and your ratings will be erased for good.",
    erased_all="All your conversations are erased.",
    confirm_delete="Erase for good",
    cancel="Keep",
    still_there="Nothing was erased. Try again in a minute.",
    older_version="This answer was given from an earlier version of the texts ({version}). Ask again to have today's.",
    next_questions="You could ask next",
    copy="Copy",
    copied="Copied",
    export="Export",
    this_answer="This answer",
    whole_conversation="The whole conversation",
    as_markdown="Markdown",
    as_pdf="PDF",
    file_name="recital-answer",
    rating="Was this answer useful?",
    why="What was wrong with it?",
    reasons={
        "wrong": "It is wrong",
        "incomplete": "Something is missing",
        "wrong_source": "Wrong source cited",
        "not_understood": "Question misunderstood",
        "outdated": "Out of date",
        "other": "Something else",
    },
    comment="Tell us more (optional, no personal data)",
    send="Send",
    thanks="Thank you. Your remark will be read.",
    filters="Filters",
    law_only="Law only",
    law_only_help="Answer from texts of law alone: no guidance, no card of ours.",
    text_lang="Language of the texts",
    text_langs={"": "Both", "fr": "French", "en": "English"},
    as_of="Law of a day",
    as_of_help="The law as it applied, or will apply, on that day.",
    remove_filter="Remove this filter",
    filtered="Limited to: {filters}.",
    filter_law="law only",
    filter_lang={"fr": "texts in French", "en": "texts in English"},
    filter_day="law of {day}",
    read_around="Read it in its article",
)  # fmt: skip

_FR = ConversationWords(
    lang="fr",
    conversations="Vos conversations",
    new="Nouvelle conversation",
    new_help="Commencer une autre conversation ; celle-ci reste dans la liste.",
    untitled="Conversation",
    kept_for="Gardées {days} jours après leur dernier usage sur le serveur de Recital, pour ce navigateur seul.",
    not_kept="Rien n'est gardé ici : cette conversation est oubliée en fermant la page.",
    menu="Renommer ou supprimer cette conversation",
    title="Titre",
    rename="Renommer",
    delete="Supprimer…",
    delete_ask="« {title} » et ses réponses seront effacées définitivement.",
    deleted="Conversation supprimée.",
    erase_all="Effacer toutes mes conversations…",
    erase_all_ask="Vos {count} conversations, leurs réponses et vos avis seront effacés définitivement.",
    erased_all="Toutes vos conversations sont effacées.",
    confirm_delete="Effacer définitivement",
    cancel="Garder",
    still_there="Rien n'a été effacé. Réessayez dans une minute.",
    older_version="Cette réponse vient d'une version antérieure des textes ({version}). Reposez la question pour celle d'aujourd'hui.",
    next_questions="Pour continuer",
    copy="Copier",
    copied="Copié",
    export="Exporter",
    this_answer="Cette réponse",
    whole_conversation="Toute la conversation",
    as_markdown="Markdown",
    as_pdf="PDF",
    file_name="recital-reponse",
    rating="Cette réponse vous est-elle utile ?",
    why="Qu'est-ce qui ne va pas ?",
    reasons={
        "wrong": "Elle est fausse",
        "incomplete": "Il manque quelque chose",
        "wrong_source": "Mauvaise source citée",
        "not_understood": "Question mal comprise",
        "outdated": "Plus à jour",
        "other": "Autre chose",
    },
    comment="Précisez si vous voulez (sans donnée personnelle)",
    send="Envoyer",
    thanks="Merci. Votre remarque sera lue.",
    filters="Filtres",
    law_only="Loi seulement",
    law_only_help="Répondre avec les seuls textes de loi : ni recommandation, ni fiche de Recital.",
    text_lang="Langue des textes",
    text_langs={"": "Les deux", "fr": "Français", "en": "Anglais"},
    as_of="Droit d'un jour",
    as_of_help="Le droit tel qu'il s'appliquait, ou s'appliquera, ce jour-là.",
    remove_filter="Retirer ce filtre",
    filtered="Limitée à : {filters}.",
    filter_law="loi seulement",
    filter_lang={"fr": "textes en français", "en": "textes en anglais"},
    filter_day="droit du {day}",
    read_around="Lire dans son article",
)  # fmt: skip


def conversation_words(lang: Language) -> ConversationWords:
    """The words in `lang`, French with its unbreakable spaces."""
    return _FRENCH if lang == "fr" else _EN


_FRENCH = replace(_FR, **{field.name: typeset(getattr(_FR, field.name)) for field in fields(_FR)})
