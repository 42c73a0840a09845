from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.language import READ_CHARACTERS, detect_language
from corpus.nouns import Language

FRENCH = """
sms pub sans consentement c possible ?
droit d acces delai
cookies refus aussi simple
dpo obligatoire ?
RGPD newsletter
puis-je envoyer un mail à mes anciens clients
faut il un double opt in
opt-in b2b obligatoire
prospection b2b par email
combien de temps garder les prospects
durée conservation crm
g un fichier acheté, je peux l'utiliser ?
achat de base email legal ou pas
bloctel c fini ?
demarchage telephonique 2026
case pré-cochée valable ?
on a le droit de scraper linkedin ?
intérêt légitime newsletter
intérêt légitime ou consentement
c'est quoi une donnée sensible
est-ce que l'adresse IP est une donnée perso
que dit l'article 6
article 21 opposition
art 13 rgpd mentions
L34-5 cpce sms
un client me demande de tout supprimer
délai de réponse droit d'accès
fuite de données que faire
violation de données 72h
notification cnil comment faire
amende max
sanction cookies google
mur de cookies autorisé ?
tcf iab conforme ?
google analytics interdit en france ?
pixel facebook consentement
retargeting et cookies tiers
profilage publicitaire des mineurs
age minimum consentement enfant
jeu concours facebook rgpd
carte de fidélité données
vidéosurveillance magasin
photo des salariés sur le site
registre des traitements pme
sous-traitant contrat article 28
transfert usa
hebergeur americain possible
dpo mutualisé
dpo peut il etre le dsi
qui doit nommer un dpo
analyse d'impact quand
différence responsable et sous traitant
pseudonymisation vs anonymisation
newsletter gratuite besoin de consentement ?
relance panier abandonné
enquete de satisfaction par sms
peut-on appeler un prospect sans son accord
email nominatif pro consentement ?
adresse contact@ entreprise
partage de fichiers entre filiales
vendre mon fichier client a un partenaire
desabonnement en un clic
lien de désinscription obligatoire
et pour les associations ?
et en b2b ?
oui mais si le client refuse
ça marche aussi pour whatsapp ?
le GDPR s'applique à moi ?
quid du privacy by design
c koi le soft opt in
jpeux relancer un client inactif depuis 3 ans
mentions légales formulaire
preuve du consentement
retrait du consentement
consentement groupé plusieurs partenaires
"""

ENGLISH = """
do i need opt in for sms marketing
opt-out b2b email rules
what about existing customers?
GDPR newsletter
can i email my old customers
is double opt in required
b2b cold email
cold calling rules france
how long to keep leads
crm retention period
i bought a list, can i use it?
buying email lists legal?
pre-ticked box valid?
scraping linkedin allowed?
legitimate interest newsletter
legitimate interest or consent
what is sensitive data
is an ip address personal data
what does article 6 say
article 21 right to object
art 13 gdpr notice
customer asks to delete everything
deadline subject access request
data leak what to do
breach 72 hours
how to notify the cnil
max fine
cookie fine google
cookie wall allowed?
is google analytics banned in france
facebook pixel consent
retargeting third-party cookies
profiling children for ads
age of consent for kids online
facebook giveaway gdpr
loyalty card data
cctv in a shop
employee photos on website
records of processing small company
processor contract article 28
transfers to the us
us hosting ok?
shared dpo
can the cto be the dpo
who must appoint a dpo
when is a dpia needed
controller vs processor
pseudonymised or anonymous
free newsletter need consent?
abandoned cart reminder
satisfaction survey by text message
can we phone a prospect without asking
named work email consent?
generic info@ mailbox
sharing files between group companies
selling my customer file to a partner
one-click unsubscribe
unsubscribe link mandatory
and for charities?
and in b2b?
yes but what if they refuse
does it work for whatsapp too
does the RGPD apply to me
what does CNIL say about cold emailing
explain the soft opt-in
can't i just rely on legitimate interest
u need consent for cookies?
what's a data protection officer
privacy policy footer
proof of consent
withdrawing consent
bundled consent several partners
lawful basis
right to be forgotten
consumer rights summary
"""


def questions_of(table: str) -> list[str]:
    return [line for line in table.splitlines() if line]


CASES: list[tuple[str, Language]] = [
    *((question, "fr") for question in questions_of(FRENCH)),
    *((question, "en") for question in questions_of(ENGLISH)),
]


def wrong(cases: list[tuple[str, Language]]) -> list[str]:
    """Counted as wrong as soon as one of the two defaults would hide a tie."""
    return [
        question
        for question, lang in cases
        if not (detect_language(question, "fr") == detect_language(question, "en") == lang)
    ]


def test_at_least_98_in_100_short_questions_are_told_apart_whatever_the_default() -> None:
    assert len(CASES) >= 120
    assert len(questions_of(FRENCH)) == len(questions_of(ENGLISH))
    failures = wrong(CASES)
    assert len(failures) <= 0.02 * len(CASES), failures


def test_the_questions_in_french_of_the_cnil_are_found_french(mirror: Path) -> None:
    path = mirror.parent / "evals" / "cnil_dev_queries.jsonl"
    if not path.is_file():
        pytest.skip(f"no {path.name} beside the mirror folder")
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    several_words = [row["query"] for row in rows if len(row["query"].split()) > 1]
    sentences = [row["query"] for row in rows if row["kind"] == "paraphrase"]
    assert share_found_french(several_words, "fr") >= 0.98
    assert share_found_french(sentences, "en") >= 0.95


def share_found_french(questions: list[str], default: Language) -> float:
    return sum(detect_language(question, default) == "fr" for question in questions) / len(
        questions
    )


@pytest.mark.parametrize("text", ["", "?", "123", "dpo", "sms", "gdpr:art-6-1-f", "b2b newsletter"])
@pytest.mark.parametrize("default", ["fr", "en"])
def test_what_tells_nothing_is_in_the_default_language(text: str, default: Language) -> None:
    assert detect_language(text, default) == default


@settings(deadline=None)
@given(st.text(max_size=200))
def test_case_and_outer_spaces_change_nothing_and_no_text_is_refused(text: str) -> None:
    padded = f"  {text.strip()} "
    if text.lower().upper().lower() == text.lower():
        assert detect_language(text.upper()) == detect_language(text)
    assert detect_language(padded[:READ_CHARACTERS]) in ("fr", "en")


@settings(deadline=None)
@given(st.sampled_from(CASES), st.sampled_from(["sms", "newsletter", "dpo", "123", "gdpr:art-6"]))
def test_shared_words_do_not_change_the_answer(case: tuple[str, Language], shared: str) -> None:
    question, _ = case
    assert detect_language(f"{question} {shared}", "en") == detect_language(question, "en")
