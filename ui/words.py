"""Every sentence of the screen, in French and in English."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

from assistant.answer import Mode
from assistant.wording import AUTHORITIES, LANGUAGE_NAMES, QUOTE_STATUSES, spoken_date
from corpus.nouns import Authority, Language


@dataclass(frozen=True, slots=True)
class Words:
    """The interface in one language; a missing sentence is a type error."""

    lang: Language
    language: str
    promise: str
    notice_legal: str
    notice_machine: str
    question_placeholder: str
    opening: str
    searching: str
    sources_count: str
    sources_missing: str
    titles_further: str
    list_separator: str
    sources_remedy: str
    source_loaded: str
    source_absent: str
    language_names: dict[Language, str]
    corpus_day: str
    index_version: str
    examples_title: str
    examples: dict[str, tuple[str, str, str]]
    citations_title: str
    quote_statuses: Mapping[str, str]
    authorities: dict[Authority, str]
    applies_from: str
    applies_until: str
    last_modified: str
    text_of: str
    undated: str
    page: str
    quote: str
    whole_passage: str
    passage_absent: str
    text_in: Mapping[str, str]
    official_text: str
    not_found: str
    out_of_scope: str
    nearest: str
    guide: str
    unsupported: str
    unsupported_list: str
    modes: dict[Mode, str]
    interrupted: str
    unexpected: str
    serving: str
    port_busy: str

    def day(self, day: date) -> str:
        """A date as it is read aloud: "25 mai 2018", "25 May 2018"."""
        return spoken_date(day, self.lang)


_EN = Words(
    lang="en",
    language="Language",
    promise="Ask about the GDPR and data marketing. Every answer quotes the exact words of the law, and you can check them.",
    notice_legal="Information, not legal advice.",
    notice_machine="You are talking to a machine.",
    question_placeholder="Your question, in French or English",
    opening="Opening the texts…",
    searching="Looking in the texts…",
    sources_count="{loaded} of {known} texts loaded",
    titles_further="{titles} and {count} more",
    sources_missing="**Not loaded:** {titles}. Answers are made without them.",
    list_separator="; ",
    sources_remedy="To load them, run `recital ingest` with a network connection or a mirror folder.",
    source_loaded="{languages}, {count} passages",
    source_absent="not loaded",
    language_names={"fr": "French", "en": "English"},
    corpus_day="prepared on {day}",
    index_version="Index version: {version}",
    examples_title="Not sure where to start?",
    examples={
        "Marketing": (
            "Can I text a promotion to someone who bought from us two years ago?",
            "Do I need consent to e-mail a business contact?",
            "Someone objects to our newsletter: what must we do?",
        ),
        "DPO training": (
            "When must a data protection officer be designated?",
            "How long do we have to notify a data breach?",
            "What are the conditions of valid consent?",
        ),
        "Teaching": (
            "What is the difference between a controller and a processor?",
            "What does recital 47 say about direct marketing?",
            "How does the GDPR define personal data?",
        ),
    },
    citations_title="Citations",
    quote_statuses=QUOTE_STATUSES["en"],
    authorities=AUTHORITIES["en"],
    applies_from="in force since {day}",
    applies_until="until {day}",
    last_modified="last changed on {day}",
    text_of="text as of {day}",
    undated="no date given",
    page="page {page}",
    quote="Quoted words",
    whole_passage="The whole passage",
    passage_absent="The text of this passage is not loaded here. Read it at its official address.",
    text_in=LANGUAGE_NAMES["en"],
    official_text="Read the official text",
    not_found="No answer in the loaded texts",
    out_of_scope="Outside the GDPR and data marketing",
    nearest="Nearest passages",
    guide="In practice: {title}",
    unsupported="no citation",
    unsupported_list="**No citation carries these sentences:**",
    modes={
        "composed": "Composed from the texts and Recital's cards, without a language model",
        "generated": "Written by {model}, quotes checked by Recital",
        "sources_only": "Sources only",
    },
    interrupted="Interrupted before the end. Ask again for a complete, checked answer.",
    unexpected="Something went wrong on our side (error {number}). Try again; if it happens again, give this number to whoever runs Recital.",
    serving="Recital: {url}  (Ctrl-C to stop)",
    port_busy="Port {port} is taken by another program. Stop it, or choose another port.",
)  # fmt: skip

_FR = Words(
    lang="fr",
    language="Langue",
    promise="Posez une question sur le RGPD ou le marketing de données. Chaque réponse cite les mots exacts des textes, et vous pouvez les vérifier.",
    notice_legal="Information, pas un conseil juridique.",
    notice_machine="Vous parlez à une machine.",
    question_placeholder="Votre question, en français ou en anglais",
    opening="Ouverture des textes…",
    searching="Recherche dans les textes…",
    sources_count="{loaded} textes chargés sur {known}",
    titles_further="{titles} et {count} autres",
    sources_missing="**Non chargés :** {titles}. Les réponses se font sans eux.",
    list_separator=" ; ",
    sources_remedy="Pour les charger, lancez `recital ingest` avec le réseau ou un dossier miroir.",
    source_loaded="{languages}, {count} passages",
    source_absent="non chargé",
    language_names={"fr": "français", "en": "anglais"},
    corpus_day="préparés le {day}",
    index_version="Version de l'index : {version}",
    examples_title="Par où commencer ?",
    examples={
        "Marketing": (
            "Puis-je envoyer un SMS promotionnel à un client qui a acheté il y a deux ans ?",
            "Faut-il un consentement pour écrire à un contact professionnel ?",
            "Une personne s'oppose à notre newsletter : que devons-nous faire ?",
        ),
        "Formation DPO": (
            "Quand faut-il désigner un délégué à la protection des données ?",
            "Sous quel délai notifier une violation de données ?",
            "À quelles conditions un consentement est-il valable ?",
        ),
        "Enseignement": (
            "Quelle est la différence entre responsable du traitement et sous-traitant ?",
            "Que dit le considérant 47 sur la prospection ?",
            "Comment le RGPD définit-il une donnée personnelle ?",
        ),
    },
    citations_title="Citations",
    quote_statuses=QUOTE_STATUSES["fr"],
    authorities=AUTHORITIES["fr"],
    applies_from="en vigueur depuis le {day}",
    applies_until="jusqu'au {day}",
    last_modified="modifié le {day}",
    text_of="texte au {day}",
    undated="date non indiquée",
    page="page {page}",
    quote="Mots cités",
    whole_passage="Le passage entier",
    passage_absent="Le texte de ce passage n'est pas chargé ici. Lisez-le à son adresse officielle.",
    text_in=LANGUAGE_NAMES["fr"],
    official_text="Lire le texte officiel",
    not_found="Pas de réponse dans les textes chargés",
    out_of_scope="Hors du RGPD et du marketing de données",
    nearest="Passages les plus proches",
    guide="En pratique : {title}",
    unsupported="sans citation",
    unsupported_list="**Aucune citation ne porte ces phrases :**",
    modes={
        "composed": "Réponse composée des textes et des fiches de Recital, sans modèle de langue",
        "generated": "Réponse rédigée par {model}, citations vérifiées par Recital",
        "sources_only": "Sources seules",
    },
    interrupted="Interrompue avant la fin. Reposez la question pour une réponse complète et vérifiée.",
    unexpected="Un incident est survenu de notre côté (erreur {number}). Réessayez ; s'il se répète, donnez ce numéro à la personne qui gère Recital.",
    serving="Recital : {url}  (Ctrl-C pour arrêter)",
    port_busy="Le port {port} est pris par un autre programme. Arrêtez-le ou choisissez un autre port.",
)  # fmt: skip


def words_in(lang: Language) -> Words:
    """The interface in `lang`, French with its unbreakable spaces."""
    return _FRENCH if lang == "fr" else _EN


def typeset(value: Any) -> Any:
    """French punctuation never starts a line: its space is unbreakable."""
    if isinstance(value, str):
        return re.sub(r" (?=[?!;:»])|(?<=«) ", "\u00a0", value)
    if isinstance(value, tuple):
        return tuple(typeset(part) for part in value)
    return {key: typeset(part) for key, part in value.items()}


_FRENCH = replace(_FR, **{field.name: typeset(getattr(_FR, field.name)) for field in fields(_FR)})
