import pytest

from assistant.question_kind import QuestionKind, kind_of, wants_detail
from corpus.nouns import Language

FRENCH: list[tuple[str, QuestionKind]] = [
    ("jpeux envoyer un sms promo a des gens ?", "permission"),
    ("On peut démarcher par téléphone un particulier ?", "permission"),
    ("Ai-je le droit d'acheter un fichier ?", "permission"),
    ("c koi un traitement ?", "definition"),
    ("c'est quoi la pseudonymisation", "definition"),
    ("Qu’est-ce qu’un responsable de traitement ?", "definition"),
    ("que veut dire consentement", "definition"),
    ("Quels sont les droits des personnes ?", "list"),
    ("Que doit contenir le registre ?", "list"),
    ("Quelles mesures la loi cite-t-elle pour protéger un fichier ?", "list"),
    ("Que faut-il indiquer dans la lettre au client ?", "list"),
    ("le dpo c'est quoi ses missions", "list"),
    ("L'autorité regarde quoi avant de punir ?", "list"),
    ("combien risque une boîte qui spamme ?", "sanction"),
    ("cb de tps garder un prospect", "deadline"),
    ("Quel est le délai pour répondre ?", "deadline"),
    ("À partir de quel âge peut-on consentir ?", "figure"),
    ("combien de salariés pour le registre", "figure"),
    ("Comment notifier une violation ?", "procedure"),
    ("un client se plaint, que faire ?", "procedure"),
    ("ct quoi la diff entre responsable et sous-traitant", "comparison"),
    ("opt-in vs opt-out", "comparison"),
    ("comparer consentement et intérêt légitime", "comparison"),
    ("Faut-il comparer nos fichiers aux refus ?", "permission"),
    ("opt-in ou opt-out ?", "comparison"),
    ("Que dit l'article 6 du RGPD ?", "article"),
    ("article 30", "article"),
    ("on risque quoi si on spamme ?", "sanction"),
    ("Quelle amende pour Google ?", "sanction"),
    ("bonjour", "other"),
]
ENGLISH: list[tuple[str, QuestionKind]] = [
    ("can we email our old customers", "permission"),
    ("Is cold texting consumers OK?", "permission"),
    ("what is a data controller", "definition"),
    ("whats a filing system", "definition"),
    ("Define pseudonymisation", "definition"),
    ("What does 'main establishment' mean?", "definition"),
    ("List the data protection principles", "list"),
    ("What must a DPIA contain?", "list"),
    ("What information goes in the letter to the watchdog?", "list"),
    ("what do we have to tell people on the poster", "list"),
    ("On what grounds may a shop use my address?", "list"),
    ("What can a regulator do besides that?", "list"),
    ("what should i recieve when i ask for my file", "list"),
    ("how long may i keep leads", "deadline"),
    ("how many hours to report a breach", "deadline"),
    ("How many employees before the duty applies?", "figure"),
    ("How do we show that someone agreed?", "procedure"),
    ("Someone objects. What now?", "procedure"),
    ("controller vs processor", "comparison"),
    ("consent or legitimate interest: how do they differ?", "comparison"),
    ("What does Article 25 say?", "article"),
    ("Article 17 GDPR", "article"),
    ("fine cap for not keeping records", "sanction"),
    ("What do we risk if we ignore people's rights?", "sanction"),
    ("people accept the terms, so we're fine", "other"),
]


@pytest.mark.parametrize(("text", "kind"), FRENCH)
def test_a_french_question_has_the_kind_its_wording_tells(text: str, kind: QuestionKind) -> None:
    assert kind_of(text, "fr") == kind


@pytest.mark.parametrize(("text", "kind"), ENGLISH)
def test_an_english_question_has_the_kind_its_wording_tells(text: str, kind: QuestionKind) -> None:
    assert kind_of(text, "en") == kind


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_case_accents_and_apostrophes_do_not_matter(lang: Language) -> None:
    text = {"fr": "QUEL EST LE DELAI POUR REPONDRE", "en": "WHAT’S THE DEADLINE"}[lang]
    assert kind_of(text, lang) == "deadline"


@pytest.mark.parametrize(
    ("text", "is_wanted"),
    [
        ("Que dit l'article 6, en détail ?", True),
        ("montre-moi tout l'article 6", True),
        ("Article 6 in full, please", True),
        ("Que dit l'article 6 ?", False),
        ("What does Article 6 say?", False),
    ],
)
def test_more_than_the_essential_is_given_when_it_is_asked_for(text: str, is_wanted: bool) -> None:
    assert wants_detail(text) == is_wanted
