"""Every phrase an answer is built with, in French and in English."""

from __future__ import annotations

import re
from datetime import date

from corpus.nouns import Authority, Language, SourceStatus

DISCLAIMER = {
    "fr": "Information, pas un conseil juridique. Textes au {day}.",
    "en": "Information, not legal advice. Texts as of {day}.",
}
AUTHORITIES: dict[Language, dict[Authority, str]] = {
    "fr": {
        "law": "loi",
        "court": "jurisprudence",
        "edpb": "CEPD",
        "cnil": "CNIL",
        "research": "recherche",
        "other": "source tierce",
        "user": "votre document",
        "card": "fiche Recital",
    },
    "en": {
        "law": "law",
        "court": "case law",
        "edpb": "EDPB",
        "cnil": "CNIL",
        "research": "research",
        "other": "third-party source",
        "user": "your document",
        "card": "Recital card",
    },
}
QUOTE_STATUSES = {
    "fr": {
        "exact": "citation vérifiée",
        "repaired": "citation vérifiée, typographie rétablie",
        "not_loaded": "texte non chargé, lien seul",
        "not_found": "citation introuvable",
    },
    "en": {
        "exact": "quote verified",
        "repaired": "quote verified, typography repaired",
        "not_loaded": "text not loaded, link only",
        "not_found": "quote not found",
    },
}
SOURCE_STATUSES: dict[Language, dict[SourceStatus, str]] = {
    "fr": {
        "current": "en vigueur",
        "historical": "n'est plus en vigueur",
        "consultation": "version soumise à consultation",
        "superseded": "remplacé par une version plus récente",
        "not_verbatim": "transcription, pas le texte officiel",
        "partial": "texte incomplet",
        "altered": "exemplaire incomplet",
        "metadata": "fiche signalétique",
        "unofficial": "auteur inconnu, sans autorité",
    },
    "en": {
        "current": "current",
        "historical": "no longer in force",
        "consultation": "consultation version",
        "superseded": "superseded by a later version",
        "not_verbatim": "transcription, not the official text",
        "partial": "incomplete text",
        "altered": "incomplete copy",
        "metadata": "case facts",
        "unofficial": "author unknown, no authority",
    },
}
LANGUAGE_NAMES = {
    "fr": {"fr": "texte en français", "en": "texte en anglais"},
    "en": {"fr": "text in French", "en": "text in English"},
}
PHRASES: dict[str, dict[Language, str]] = {
    "law": {
        "fr": "La réponse est dans {label}{heading} :",
        "en": "The answer is in {label}{heading}:",
    },
    "cnil": {
        "fr": "La CNIL répond ({label}{dated}) :",
        "en": "The CNIL answers this ({label}{dated}):",
    },
    "document": {"fr": "{label}{dated} :", "en": "{label}{dated}:"},
    "definition": {
        "fr": "{label} en donne la définition :",
        "en": "{label} gives the definition:",
    },
    "nearest_card": {
        "fr": "Au plus près de votre question (*{title}*){marker} :",
        "en": "Closest to your question (*{title}*){marker}:",
    },
    "article": {
        "fr": "Voici ce que dit {label}{heading} :",
        "en": "Here is what {label}{heading} says:",
    },
    "named_document": {"fr": "{label}{heading} :", "en": "{label}{heading}:"},
    "to_do": {"fr": "À faire :", "en": "What to do:"},
    "to_note": {"fr": "À noter :", "en": "Note:"},
    "sanctioned": {"fr": "Déjà sanctionné :", "en": "Sanctioned before:"},
    "at_stake": {"fr": "Aussi en jeu dans votre cas :", "en": "Also at stake in your case:"},
    "apart": {"fr": "Ce qui les distingue :", "en": "What tells them apart:"},
    "also": {"fr": "À lire avec :", "en": "Read together with:"},
    "closest_text": {
        "fr": "Le texte le plus proche de votre cas :",
        "en": "The text closest to your case:",
    },
    "rest": {
        "fr": "La suite du texte se lit dans la citation.",
        "en": "The rest of the text is in the citation.",
    },
    "not_found": {
        "fr": "Je n'ai pas trouvé, dans les textes chargés, de quoi répondre à cette question.",
        "en": "I did not find, in the texts that are loaded, anything that answers this question.",
    },
    "out_of_scope": {
        "fr": "Cette question sort de mon domaine : le RGPD, la protection des données et le marketing "
        "fondé sur les données, en droit européen et français.",
        "en": "This question is outside my field: the GDPR, data protection and data marketing, under "
        "EU and French law.",
    },
    "other_law": {
        "fr": "Cette question touche {law}, que Recital ne couvre pas : il ne connaît que le RGPD et le droit "
        "européen et français de la protection des données et de la prospection. À consulter : {authority}.",
        "en": "This question touches {law}, which Recital does not cover: it only knows the GDPR and the EU and "
        "French law on data protection and direct marketing. See: {authority}.",
    },
    "wrong_figure": {
        "fr": "Le chiffre de votre question n'est pas le bon : {right}",
        "en": "The figure in your question is not the right one: {right}",
    },
    "it_is": {"fr": "c'est {figure}.", "en": "it is {figure}."},
    "rule_until": {
        "fr": "Réponse au {as_of} : cette règle vaut jusqu'au {day}, jour où une autre la remplace.",
        "en": "Answer as of {as_of}: this rule holds until {day}, the day another one replaces it.",
    },
    "rule_since": {
        "fr": "Réponse au {as_of} : cette règle vaut depuis le {day} ; avant, une autre s'appliquait.",
        "en": "Answer as of {as_of}: this rule has applied since {day}; before that, another one did.",
    },
    "greeting": {
        "fr": "Bonjour ! Je réponds aux questions sur le RGPD, les cookies et la prospection (e-mail, SMS, "
        "téléphone), en droit européen et français, avec les mots exacts des textes. Posez la vôtre, par exemple : "
        "« Puis-je envoyer une newsletter à mes anciens clients ? »",
        "en": "Hello! I answer questions on the GDPR, cookies and direct marketing (e-mail, texts, telephone) under "
        'EU and French law, with the exact words of the texts. Ask yours, for example: "May I send a newsletter to '
        'my former customers?"',
    },
    "thanks": {
        "fr": "Avec plaisir. Je reste là pour toute question sur le RGPD ou la prospection.",
        "en": "You are welcome. I am here for any question on the GDPR or direct marketing.",
    },
    "nearest": {"fr": "Les passages les plus proches :", "en": "The nearest passages:"},
    "no_such_unit": {
        "fr": "Je ne trouve pas {unit} : {source} ne contient pas cette référence.",
        "en": "I cannot find {unit}: {source} has no such reference.",
    },
    "unit_not_loaded": {
        "fr": "{unit} existe peut-être, mais le texte n'est pas chargé ici.",
        "en": "{unit} may well exist, but the text is not loaded here.",
    },
    "unknown_document": {
        "fr": "Aucun texte chargé ne porte ni ne cite le numéro {number} : il n'existe peut-être pas, ou il n'est pas "
        "dans ce que je lis. Vérifiez-le à sa source officielle (Légifrance, CNIL, CEPD).",
        "en": "No text that is loaded bears or cites the number {number}: it may not exist, or is not among what I "
        "read. Check it at its official source (Légifrance, CNIL, EDPB).",
    },
    "contact": {
        "fr": "Je ne connais les coordonnées de personne : je lis des textes. La CNIL se joint par son site, cnil.fr.",
        "en": "I know nobody's contact details: I read texts. The CNIL can be reached through its site, cnil.fr.",
    },
    "register": {
        "fr": "Je ne peux consulter aucun fichier ni registre : je lis des textes. La personne elle-même peut "
        "demander au responsable du fichier ce qu'il contient sur elle (droit d'accès, article 15 du RGPD).",
        "en": "I cannot look anything up in a file or register: I read texts. The person can ask whoever keeps it "
        "what it holds on them (right of access, Article 15 GDPR).",
    },
    "practice": {
        "fr": "Aucun texte chargé ne parle de cet organisme : je ne sais pas ce qu'il fait. Sa politique de "
        "confidentialité le dit, et vous pouvez le lui demander (droit d'accès, article 15 du RGPD).",
        "en": "No text that is loaded speaks of that organisation: I do not know what it does. Its privacy notice "
        "says so, and you can ask it (right of access, Article 15 GDPR).",
    },
    "statistic": {
        "fr": "Je n'ai pas trouvé ce chiffre dans les textes chargés : ils disent des règles, peu de statistiques.",
        "en": "I did not find that number in the texts that are loaded: they state rules, few statistics.",
    },
    "fact": {
        "fr": "Aucun texte ne peut me dire cela : les textes disent des règles, et vous demandez un fait (une personne, "
        "une entreprise, un prix, un usage, un avis, l'avenir) ou un service que je ne rends pas. Si vous cherchez la "
        "règle, demandez ce qui est permis, dû ou interdit.",
        "en": "No text can tell me that: texts state rules, and you ask for a fact (a person, a company, a price, a habit, "
        "an opinion, the future) or for a service I do not offer. If you are after the rule, ask what is allowed, due or "
        "forbidden.",
    },
    "in_force": {"fr": "applicable depuis le {day}", "en": "applies since {day}"},
    "until": {"fr": "jusqu'au {day}", "en": "until {day}"},
    "text_of": {"fr": "texte au {day}", "en": "text as of {day}"},
    "modified": {"fr": "mise à jour le {day}", "en": "last changed {day}"},
    "published": {"fr": "publié le {day}", "en": "published {day}"},
    "pending": {
        "fr": "Cette réponse porte sur un texte en projet : ce n'est pas encore une règle.",
        "en": "This answer is about a proposal: it is not a rule yet.",
    },
    "unchecked": {
        "fr": "Cette réponse n'a pas pu être vérifiée entièrement : contrôlez-la avant d'agir.",
        "en": "This answer could not be fully checked: verify it before you act on it.",
    },
    "hidden_words": {
        "fr": "des mots invisibles de ce document ont été laissés de côté",
        "en": "invisible words of this document were left out",
    },
    "speaks_to_machines": {
        "fr": "ce passage contient des consignes adressées à une machine",
        "en": "this passage contains instructions to a machine",
    },
    "your_documents": {
        "fr": "Dans vos documents, sans valeur de droit :",
        "en": "In your own documents, which are no law:",
    },
    "only_your_documents": {
        "fr": "Seul un document que vous avez ajouté répond à cette question ; aucun texte officiel chargé ne le confirme.",
        "en": "Only a document you added answers this question; no official text that is loaded confirms it.",
    },
    "official_text": {"fr": "texte officiel", "en": "official text"},
    "old_entry": {
        "fr": "Une réponse de la CNIL citée ici date de {year} : la loi a pu changer depuis.",
        "en": "A CNIL answer cited here dates from {year}: the law may have changed since.",
    },
}
_FRENCH_SPACE = re.compile(r" (?=[;:!?»](?:\s|[*_)\]»]|$))|(?<=«) ")
_MONTHS_FR = (
    "janvier", "février", "mars", "avril", "mai", "juin",
    "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip
_MONTHS_EN = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def phrase(name: str, lang: Language, **values: object) -> str:
    """One phrase of an answer, filled in."""
    return typeset(PHRASES[name][lang].format(**values), lang)


def typeset(text: str, lang: Language) -> str:
    """Our own words with the unbreakable spaces of French typography; quotes are never passed here."""
    return _FRENCH_SPACE.sub("\u00a0", text) if lang == "fr" else text


def spoken_date(day: date, lang: Language) -> str:
    """25 mai 2018; 25 May 2018."""
    months = _MONTHS_FR if lang == "fr" else _MONTHS_EN
    number = "1er" if lang == "fr" and day.day == 1 else str(day.day)
    return f"{number} {months[day.month - 1]} {day.year}"
