"""Every sentence of the library's own screens, in French and in English."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date

from assistant.contents import DivisionKind
from assistant.source_row import Standing
from assistant.wording import AUTHORITIES, SOURCE_STATUSES, spoken_date
from corpus.nouns import Authority, Language, SourceStatus
from ui.words import typeset


@dataclass(frozen=True, slots=True)
class LibraryWords:
    """The library in one language; a missing sentence is a type error."""

    lang: Language
    chat: str
    library: str
    all_sources: str
    open_here: str
    sections: dict[str, str]
    held: str
    named_only: str
    find_source: str
    only_loaded: str
    no_source: str
    authorities: Mapping[Authority, str]
    groups: dict[Authority, str]
    statuses: Mapping[SourceStatus, str]
    standings: dict[Standing, str]
    language_names: dict[Language, str]
    passage: str
    passages: str
    applies_from: str
    applies_until: str
    text_of: str
    published: str
    replaced_by: str
    licence: str
    reason: str
    read: str
    choose_text: str
    search_in: str
    search: str
    clear_search: str
    exact_words: str
    exact_words_more: str
    by_meaning: str
    nothing_found: str
    reference: str
    divisions: dict[DivisionKind, str]
    entries_range: str
    contents: str
    side_by_side: str
    both: str
    previous: str
    next: str
    versions: str
    since: str
    until: str
    since_until: str
    undated: str
    not_in_force: str
    last_modified: str
    only_in: dict[Language, str]
    official_text: str
    locator: str
    not_loaded: str
    nothing_to_read: str
    stands_on: str

    def day(self, day: date) -> str:
        """A date as it is read aloud."""
        return spoken_date(day, self.lang)

    def count(self, number: int) -> str:
        """ "1 passage", "2 082 passages"."""
        separator = "\u202f" if self.lang == "fr" else ","
        words = self.passage if number == 1 else self.passages
        return words.format(count=f"{number:,}".replace(",", separator))


_EN = LibraryWords(
    lang="en",
    chat="Chat",
    library="Library",
    all_sources="All sources in the library →",
    open_here="Open in the library",
    sections={"sources": "Sources", "read": "Read", "documents": "Documents", "versions": "Versions"},
    held="{loaded} of {known} texts are loaded: {passages}.",
    named_only="{count} more are known by name only: Recital cites them with a link.",
    find_source="Find a source",
    only_loaded="Loaded only",
    no_source="No source matches.",
    authorities=AUTHORITIES["en"],
    groups={"law": "Law", "court": "Case law", "edpb": "EDPB", "cnil": "CNIL", "research": "Research", "other": "Third parties", "user": "Your documents", "card": "Recital's cards"},
    statuses=SOURCE_STATUSES["en"],
    standings={"loaded": "loaded", "kept": "kept from an earlier version", "missing": "not loaded", "refused": "could not be read", "named": "named only"},
    language_names={"fr": "French", "en": "English"},
    passage="{count} passage",
    passages="{count} passages",
    applies_from="applies since {day}",
    applies_until="until {day}",
    text_of="text as of {day}",
    published="published {day}",
    replaced_by="Replaced by: {title}",
    licence="Licence: {licence}",
    reason="Reason: {reason}",
    read="Read here",
    choose_text="Text",
    search_in="Search in this text",
    search="Article 6(1)(f), consent, legitimate interest…",
    clear_search="Back to the contents",
    exact_words="These exact words",
    exact_words_more="The first {shown} of {count} passages.",
    by_meaning="Nearest in meaning",
    nothing_found="Nothing found in this text.",
    reference="The reference itself",
    divisions={"chapter": "Chapter {number}", "section": "Section {number}", "recitals": "Recitals", "group": "", "list": ""},
    entries_range="{first} to {last}",
    contents="Contents",
    side_by_side="Languages",
    both="Both languages",
    previous="Previous",
    next="Next",
    versions="Versions",
    since="since {day}",
    until="until {day}",
    since_until="from {since} until {day}",
    undated="undated",
    not_in_force="This version does not apply today.",
    last_modified="last changed {day}",
    only_in={"fr": "This text is held in French only.", "en": "This text is held in English only."},
    official_text="Official text",
    locator="Locator, to copy",
    not_loaded="This passage is not loaded here.",
    nothing_to_read="No text is loaded yet. Run `recital ingest` to load them.",
    stands_on="It stands on",
)  # fmt: skip

_FR = LibraryWords(
    lang="fr",
    chat="Questions",
    library="Bibliothèque",
    all_sources="Toutes les sources, dans la bibliothèque →",
    open_here="Ouvrir dans la bibliothèque",
    sections={"sources": "Sources", "read": "Lire", "documents": "Documents", "versions": "Versions"},
    held="{loaded} textes chargés sur {known} : {passages}.",
    named_only="{count} autres ne sont connus que de nom : Recital les cite par un lien.",
    find_source="Trouver une source",
    only_loaded="Chargées seulement",
    no_source="Aucune source ne correspond.",
    authorities=AUTHORITIES["fr"],
    groups={"law": "Lois et règlements", "court": "Jurisprudence", "edpb": "CEPD", "cnil": "CNIL", "research": "Recherche", "other": "Tiers", "user": "Vos documents", "card": "Fiches de Recital"},
    statuses=SOURCE_STATUSES["fr"],
    standings={"loaded": "chargé", "kept": "gardé d'une version antérieure", "missing": "non chargé", "refused": "illisible", "named": "connu de nom"},
    language_names={"fr": "français", "en": "anglais"},
    passage="{count} passage",
    passages="{count} passages",
    applies_from="applicable depuis le {day}",
    applies_until="jusqu'au {day}",
    text_of="texte au {day}",
    published="publié le {day}",
    replaced_by="Remplacé par : {title}",
    licence="Licence : {licence}",
    reason="Motif : {reason}",
    read="Lire ici",
    choose_text="Texte",
    search_in="Chercher dans ce texte",
    search="article 6, paragraphe 1, point f) ; consentement…",
    clear_search="Retour au sommaire",
    exact_words="Ces mots exactement",
    exact_words_more="Les {shown} premiers passages sur {count}.",
    by_meaning="Les plus proches par le sens",
    nothing_found="Rien trouvé dans ce texte.",
    reference="La référence elle-même",
    divisions={"chapter": "Chapitre {number}", "section": "Section {number}", "recitals": "Considérants", "group": "", "list": ""},
    entries_range="{first} à {last}",
    contents="Sommaire",
    side_by_side="Langues",
    both="Les deux langues",
    previous="Précédent",
    next="Suivant",
    versions="Versions dans le temps",
    since="depuis le {day}",
    until="jusqu'au {day}",
    since_until="du {since} au {day}",
    undated="sans date",
    not_in_force="Cette version ne s'applique pas aujourd'hui.",
    last_modified="modifié le {day}",
    only_in={"fr": "Ce texte n'est chargé qu'en français.", "en": "Ce texte n'est chargé qu'en anglais."},
    official_text="Texte officiel",
    locator="Référence à copier",
    not_loaded="Ce passage n'est pas chargé ici.",
    nothing_to_read="Aucun texte n'est encore chargé. Lancez `recital ingest` pour les charger.",
    stands_on="Elle s'appuie sur",
)  # fmt: skip


def library_words(lang: Language) -> LibraryWords:
    """The library in `lang`, French with its unbreakable spaces."""
    return _FRENCH if lang == "fr" else _EN


_FRENCH = replace(_FR, **{field.name: typeset(getattr(_FR, field.name)) for field in fields(_FR)})
