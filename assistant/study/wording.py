"""Every sentence of a test question, in French and in English."""

from __future__ import annotations

import re

from corpus.nouns import Language

_SPACE_INSIDE = re.compile(r" (?=[?!;:»])|(?<=«) ")

PHRASES: dict[str, dict[Language, str]] = {
    "figure_hour": {"fr": "Combien d'heures ?", "en": "How many hours?"},
    "figure_day": {"fr": "Combien de jours ?", "en": "How many days?"},
    "figure_week": {"fr": "Combien de semaines ?", "en": "How many weeks?"},
    "figure_month": {"fr": "Combien de mois ?", "en": "How many months?"},
    "figure_year": {"fr": "Combien d'années ?", "en": "How many years?"},
    "figure_percent": {"fr": "Quel pourcentage ?", "en": "What percentage?"},
    "in_figures": {"fr": "Répondez par un nombre.", "en": "Answer with a number."},
    "figure_eur": {"fr": "Quel montant ?", "en": "What amount?"},
    "figure_person": {"fr": "Combien de personnes ?", "en": "How many people?"},
    "figure_age": {"fr": "Quel âge ?", "en": "What age?"},
    "figure_is": {"fr": "{value} vaut pour autre chose : {purpose}.", "en": "{value} is for something else: {purpose}."},
    "until": {"fr": "règle en vigueur jusqu'au {day}", "en": "rule in force until {day}"},
    "term_of": {
        "fr": "Quel terme correspond à cette définition ? « {definition} »",
        "en": "Which term fits this definition? “{definition}”",
    },
    "definition_of": {
        "fr": "Que veut dire « {term} » ?",
        "en": "What does “{term}” mean?",
    },
    "term_is": {"fr": "« {term} » : {definition}", "en": "“{term}”: {definition}"},
    "article_says": {
        "fr": "Quel article dit ceci ({source}) ?",
        "en": "Which article says this ({source})?",
    },
    "article_about": {
        "fr": "Sur quoi porte l'article {number} du RGPD ?",
        "en": "What is Article {number} of the GDPR about?",
    },
    "number_of_article": {
        "fr": "Quel article du RGPD porte sur ce sujet : {topic} ?",
        "en": "Which article of the GDPR is about this: {topic}?",
    },
    "article_is": {"fr": "{article} : {topic}.", "en": "{article}: {topic}."},
    "article_not": {"fr": "Ces mots n'y sont pas.", "en": "These words are not in it."},
    "article_on": {"fr": "Cet article porte sur : {topic}.", "en": "That article is about: {topic}."},
    "case_forbidden": {
        "fr": "{title} — lequel de ces cas n'est pas permis ?",
        "en": "{title} — which of these cases is not allowed?",
    },
    "case_allowed": {
        "fr": "{title} — lequel de ces cas est permis ou possible ?",
        "en": "{title} — which of these cases is allowed or possible?",
    },
    "fine_amount": {
        "fr": "{party}, {day} ({body}, {number}) : de combien est l'amende ?",
        "en": "{party}, {day} ({body}, {number}): how much was the fine?",
    },
    "fine_party": {
        "fr": "{body}, {day}, amende de {amount} : contre qui ?",
        "en": "{body}, {day}, a fine of {amount}: against whom?",
    },
    "fine_was": {
        "fr": "{amount} : amende infligée à {party} ({number}).",
        "en": "{amount}: fine imposed on {party} ({number}).",
    },
    "lesson": {
        "fr": "Que retenir de cette décision : {decision} ?",
        "en": "What is the lesson of this decision: {decision}?",
    },
    "lesson_is": {
        "fr": "C'est la leçon d'une autre décision : {decision}.",
        "en": "This is the lesson of another decision: {decision}.",
    },
    "truth": {
        "fr": "{title} — vrai ou faux : « {statement} »",
        "en": "{title} — true or false: “{statement}”",
    },
    "true": {"fr": "Vrai", "en": "True"},
    "false": {"fr": "Faux", "en": "False"},
    "is_mistake": {
        "fr": "C'est une erreur fréquente, relevée par la fiche « {title} ».",
        "en": "It is a common mistake, named by the card “{title}”.",
    },
    "is_true": {
        "fr": "C'est ce que dit la fiche « {title} ».",
        "en": "That is what the card “{title}” says.",
    },
    "gap": {
        "fr": "Quels mots manquent dans ce texte ({label}) ?",
        "en": "Which words are missing from this text ({label})?",
    },
    "gap_is": {"fr": "Le texte dit « {words} ».", "en": "The text says “{words}”."},
    "gap_not": {
        "fr": "Le texte ne dit pas « {words} », mais « {right} ».",
        "en": "The text does not say “{words}” but “{right}”.",
    },
    "right": {"fr": "C'est la bonne réponse.", "en": "This is the right answer."},
}  # fmt: skip

UNIT_NAMES: dict[str, dict[Language, tuple[str, str]]] = {
    "hour": {"fr": ("heure", "heures"), "en": ("hour", "hours")},
    "day": {"fr": ("jour", "jours"), "en": ("day", "days")},
    "week": {"fr": ("semaine", "semaines"), "en": ("week", "weeks")},
    "month": {"fr": ("mois", "mois"), "en": ("month", "months")},
    "year": {"fr": ("an", "ans"), "en": ("year", "years")},
    "age": {"fr": ("an", "ans"), "en": ("year", "years")},
    "percent": {"fr": ("%", "%"), "en": ("%", "%")},
    "eur": {"fr": ("euro", "euros"), "en": ("euro", "euros")},
    "person": {"fr": ("personne", "personnes"), "en": ("person", "people")},
}
"""One and several of each unit a figure card counts in."""


def study_phrase(name: str, lang: Language, **values: object) -> str:
    """One sentence of a test question, filled in; French punctuation never starts a line."""
    text = PHRASES[name][lang].format(**values)
    return _SPACE_INSIDE.sub("\u00a0", text) if lang == "fr" else text


def amount(value: str, unit: str, lang: Language) -> str:
    """A figure as it is read: "72 heures", "20 000 000 euros", "2 %"."""
    number = int(value) if value.isdigit() else None
    grouped = value if number is None else f"{number:,}"
    shown = grouped.replace(",", "\u202f") if lang == "fr" else grouped
    one, several = UNIT_NAMES[unit][lang]
    separator = "" if unit == "percent" and lang == "en" else "\u00a0"
    # French says "zéro heure", "une heure", "deux heures": from two on, the plural.
    return f"{shown}{separator}{one if number == 1 else several}"
