"""The fixed words of a decision, in both languages."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from assistant.campaign.decision import DutyState, Outcome
from assistant.campaign.facts import Texts
from assistant.campaign.rules import Advice, Basis, Reason, Rule, Timing
from corpus.nouns import Language

OUTCOMES: dict[Language, dict[Outcome, str]] = {
    "fr": {
        "allowed": "Autorisé",
        "allowed_if": "Autorisé sous conditions",
        "not_allowed": "Non autorisé",
        "cannot_tell": "Impossible à dire",
    },
    "en": {
        "allowed": "Allowed",
        "allowed_if": "Allowed, on conditions",
        "not_allowed": "Not allowed",
        "cannot_tell": "Cannot tell",
    },
}
HEADLINES: dict[Language, dict[Outcome, str]] = {
    "fr": {
        "allowed": "Rien ne s'y oppose dans les faits donnés, et chaque obligation est remplie.",
        "allowed_if": "Rien ne s'y oppose, à condition de remplir les obligations encore ouvertes.",
        "not_allowed": "La campagne telle qu'elle est décrite se heurte à la loi.",
        "cannot_tell": "Il manque des réponses\u00a0: selon elles, la campagne peut être interdite.",
    },
    "en": {
        "allowed": "Nothing in the facts given stands against it, and every duty is met.",
        "allowed_if": "Nothing stands against it, provided the duties still open are met.",
        "not_allowed": "The campaign as it is described runs into the law.",
        "cannot_tell": "Answers are missing: depending on them, the campaign may be forbidden.",
    },
}
TIMINGS: dict[Language, dict[Timing, str]] = {
    "fr": {
        "before": "Avant",
        "in_each_message": "Dans chaque message",
        "afterwards": "Ensuite",
    },
    "en": {"before": "Before", "in_each_message": "In each message", "afterwards": "Afterwards"},
}
DUTY_STATES: dict[Language, dict[DutyState, str]] = {
    "fr": {
        "declined": "refusé",
        "open": "à faire",
        "done": "fait",
        "later": "à suivre",
    },
    "en": {"declined": "refused", "open": "to do", "done": "done", "later": "to follow up"},
}
REASONS: dict[Language, dict[Reason, str]] = {
    "fr": {
        "named": "l'exception l'emporte",
        "specific": "la règle la plus précise l'emporte",
        "recent": "la règle la plus récente l'emporte",
    },
    "en": {
        "named": "the exception prevails",
        "specific": "the more specific rule prevails",
        "recent": "the more recent rule prevails",
    },
}
ADVICE: dict[Language, dict[Advice, str]] = {
    "fr": {
        "dpo": "Associez le délégué à la protection des données avant de commencer.",
        "dpia": "Menez une analyse d'impact (article 35 du RGPD) avant de commencer.",
        "lia": "Écrivez la mise en balance de l'intérêt légitime (article 6(1)(f) du RGPD).",
    },
    "en": {
        "dpo": "Involve the data protection officer before starting.",
        "dpia": "Carry out an impact assessment (Article 35 GDPR) before starting.",
        "lia": "Write down the legitimate-interest balancing test (Article 6(1)(f) GDPR).",
    },
}
UNKNOWN_SAID: dict[Language, str] = {"fr": "Je ne sais pas", "en": "I don't know"}
COLONS: dict[Language, str] = {"fr": "\u00a0: ", "en": ": "}


@dataclass(frozen=True, slots=True)
class CheckWords:
    """The headings of a decision."""

    unconfirmed: str
    facts: str
    assumed: str
    missing: str
    path: str
    could_refuse: str
    doubts: str
    would_change: str
    no_change: str
    duties: str
    evidence: str
    risks: str
    advice: str
    citations: str


CHECK_WORDS: dict[Language, CheckWords] = {
    "fr": CheckWords(
        unconfirmed="Faits lus dans la phrase, à confirmer avant de s'y fier.",
        facts="Faits",
        assumed="supposé",
        missing="Questions à trancher",
        path="Pourquoi",
        could_refuse="Peut encore l'interdire",
        doubts="Règles qui peuvent encore l'interdire",
        would_change="Ce qui changerait la décision",
        no_change="Aucun changement d'un seul fait, de votre part, n'a été trouvé qui lève ce refus.",
        duties="Obligations",
        evidence="Preuves à réunir",
        risks="Risques",
        advice="À associer",
        citations="Citations vérifiées",
    ),
    "en": CheckWords(
        unconfirmed="Facts read from the sentence: confirm them before relying on this.",
        facts="Facts",
        assumed="assumed",
        missing="Questions to settle",
        path="Why",
        could_refuse="Could still forbid it",
        doubts="Rules that could still forbid it",
        would_change="What would change the decision",
        no_change="No change of a single fact on your side was found that lifts this refusal.",
        duties="Duties",
        evidence="Evidence to collect",
        risks="Risks",
        advice="Whom to involve",
        citations="Verified quotes",
    ),
}


@dataclass(frozen=True, slots=True)
class FileWords:
    """The words of the file around the decision."""

    title: str
    outcome: str
    author: str
    made: str
    law_as_of: str
    versions: str
    to_fill: str
    footer: str
    machine: str


FILE_WORDS: dict[Language, FileWords] = {
    "fr": FileWords(
        title="Contrôle d'une campagne",
        outcome="Décision",
        author="Établi par",
        made="Établi le",
        law_as_of="Droit au",
        versions="Versions des règles et du corpus",
        to_fill="à compléter",
        footer="Recital",
        machine="Produit par une machine, Recital, à partir des faits déclarés.",
    ),
    "en": FileWords(
        title="Campaign check",
        outcome="Decision",
        author="Made by",
        made="Made on",
        law_as_of="Law as of",
        versions="Versions of rules and corpus",
        to_fill="to fill in",
        footer="Recital",
        machine="Made by a machine, Recital, from the facts as declared.",
    ),
}

BASES: dict[Language, dict[Basis, str]] = {
    "fr": {
        "consent": "Consentement, article 6(1)(a)",
        "legitimate_interest": "Intérêt légitime, article 6(1)(f)",
        "contract": "Contrat, article 6(1)(b)",
    },
    "en": {
        "consent": "Consent, Article 6(1)(a)",
        "legitimate_interest": "Legitimate interest, Article 6(1)(f)",
        "contract": "Contract, Article 6(1)(b)",
    },
}


@dataclass(frozen=True, slots=True)
class RecordWords:
    """The columns of an entry of the record of processing (Article 30(1) GDPR)."""

    name: str
    controller: str
    purposes: str
    basis: str
    people: str
    data: str
    sensitive: str
    source: str
    recipients: str
    transfers: str
    retention: str
    security: str
    check: str
    author: str


RECORD_WORDS: dict[Language, RecordWords] = {
    "fr": RecordWords(
        name="Traitement",
        controller="Responsable du traitement et coordonnées, DPO",
        purposes="Finalités",
        basis="Base légale",
        people="Catégories de personnes",
        data="Catégories de données",
        sensitive="Données sensibles",
        source="Source des données",
        recipients="Catégories de destinataires",
        transfers="Transferts hors de l'Union",
        retention="Durées de conservation",
        security="Mesures de sécurité",
        check="Contrôle de campagne",
        author="Établi par",
    ),
    "en": RecordWords(
        name="Processing",
        controller="Controller and contact details, DPO",
        purposes="Purposes",
        basis="Legal basis",
        people="Categories of people",
        data="Categories of data",
        sensitive="Sensitive data",
        source="Source of the data",
        recipients="Categories of recipients",
        transfers="Transfers outside the Union",
        retention="Retention periods",
        security="Security measures",
        check="Campaign check",
        author="Made by",
    ),
}


@dataclass(frozen=True, slots=True)
class Sanction:
    """What a breach can cost, and the card that tells it with its source."""

    card: str
    said: Texts


# Which articles a sanction guards; the first that matches a locator is taken.
_SANCTIONS: tuple[tuple[str, Sanction], ...] = (
    (
        r"conso:art-l223-8",
        Sanction(
            "card:figure-renovation-message-fine-375000",
            {
                "fr": "Message de rénovation ou d'adaptation du logement interdit\u00a0: jusqu'à 375\u00a0000\u00a0€ pour une société.",
                "en": "Prohibited message about home renovation or adaptation: up to €375,000 for a company.",
            },
        ),
    ),
    (
        r"conso(-[\d-]+)?:art-l223",
        Sanction(
            "card:figure-call-fine-375000",
            {
                "fr": "Appel interdit\u00a0: jusqu'à 375\u00a0000\u00a0€ pour une société (75\u00a0000\u00a0€ pour une personne physique).",
                "en": "Prohibited call: up to €375,000 for a company (€75,000 for a natural person).",
            },
        ),
    ),
    (
        r"cpce:art-l34-5",
        Sanction(
            "card:figure-email-fine-375000",
            {
                "fr": "Prospection électronique sans consentement\u00a0: jusqu'à 375\u00a0000\u00a0€ pour une société (75\u00a0000\u00a0€ pour une personne physique).",
                "en": "Electronic marketing without consent: up to €375,000 for a company (€75,000 for a natural person).",
            },
        ),
    ),
    (
        r"lil:art-82|cnil-2020-09\d",
        Sanction(
            "card:figure-cookie-fine-2-percent",
            {
                "fr": "Traceurs sans consentement\u00a0: jusqu'à 10 millions d'euros ou 2\u00a0% du chiffre d'affaires mondial.",
                "en": "Trackers without consent: up to 10 million euros or 2% of worldwide turnover.",
            },
        ),
    ),
    (
        r"gdpr:art-([5-79]|1[2-9]|2[0-2]|4[4-9])(-|$)",
        Sanction(
            "card:figure-fine-20-million",
            {
                "fr": "Principes, consentement, droits ou transferts du RGPD\u00a0: jusqu'à 20 millions d'euros ou 4\u00a0% du chiffre d'affaires mondial.",
                "en": "GDPR principles, consent, rights or transfers: up to 20 million euros or 4% of worldwide turnover.",
            },
        ),
    ),
    (
        r"gdpr:art-(8|11|2[5-9]|3\d|4[23])(-|$)",
        Sanction(
            "card:figure-fine-10-million",
            {
                "fr": "Obligations du responsable et du sous-traitant (RGPD)\u00a0: jusqu'à 10 millions d'euros ou 2\u00a0% du chiffre d'affaires mondial.",
                "en": "Duties of controller and processor (GDPR): up to 10 million euros or 2% of worldwide turnover.",
            },
        ),
    ),
)


def sanctions_of(rules: Iterable[Rule]) -> tuple[Sanction, ...]:
    """What breaching these rules can cost, each sanction once."""
    found: dict[str, Sanction] = {}
    for rule in rules:
        for ground in rule.law:
            for pattern, sanction in _SANCTIONS:
                if re.match(pattern, ground.locator):
                    found.setdefault(sanction.card, sanction)
                    break
    return tuple(found.values())
