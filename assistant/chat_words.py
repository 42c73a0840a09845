"""What the reader is told of a chat model: where the question goes, and what failed, in two languages."""

from __future__ import annotations

from assistant.chat_failure import Failure, FailureKind
from assistant.providers import Provider
from corpus.nouns import Language

# Each says what failed and what to do next; {host}, {status} and {seconds} are filled in.
FAILURES: dict[FailureKind, dict[Language, str]] = {
    "refused_connection": {
        "fr": "Rien ne répond à l'adresse du modèle de dialogue ({host}) : démarrez-le, ou corrigez son adresse.",
        "en": "Nothing answers at the chat model's address ({host}): start it, or correct the address.",
    },
    "unknown_host": {
        "fr": "L'adresse du modèle de dialogue ({host}) est introuvable : vérifiez la connexion au réseau et l'adresse.",
        "en": "The chat model's address ({host}) cannot be found: check the network and the address.",
    },
    "insecure": {
        "fr": "La connexion au modèle de dialogue ({host}) n'est pas sûre (certificat refusé) ; rien n'a été envoyé. Vérifiez l'adresse et le certificat.",
        "en": "The connection to the chat model ({host}) is not secure (certificate refused); nothing was sent. Check the address and the certificate.",
    },
    "unreachable": {
        "fr": "Le modèle de dialogue ({host}) n'est pas joignable : vérifiez la connexion, puis reposez la question.",
        "en": "The chat model ({host}) cannot be reached: check the network, then ask again.",
    },
    "key": {
        "fr": "Le fournisseur du modèle ({host}) a refusé l'accès (HTTP {status}) : vérifiez la clé et ses droits.",
        "en": "The model's provider ({host}) refused access (HTTP {status}): check the key and what it allows.",
    },
    "quota": {
        "fr": "Le compte chez le fournisseur du modèle ({host}) n'a plus de crédit : rechargez-le, ou changez de modèle.",
        "en": "The account with the model's provider ({host}) has no credit left: top it up, or change the model.",
    },
    "model_name": {
        "fr": "Le fournisseur ({host}) ne connaît pas ce modèle (HTTP {status}) : corrigez RECITAL_CHAT_MODEL ou l'adresse.",
        "en": "The provider ({host}) does not know this model (HTTP {status}): correct RECITAL_CHAT_MODEL or the address.",
    },
    "rejected": {
        "fr": "Le fournisseur du modèle ({host}) n'a pas accepté la demande (HTTP {status}) : vérifiez le nom du modèle et l'adresse.",
        "en": "The model's provider ({host}) did not accept the request (HTTP {status}): check the model's name and the address.",
    },
    "busy": {
        "fr": "Le modèle de dialogue ({host}) reçoit trop de demandes : reposez la question dans un moment.",
        "en": "The chat model ({host}) has too many requests: ask again in a moment.",
    },
    "down": {
        "fr": "Le modèle de dialogue ({host}) est en panne : reposez la question plus tard.",
        "en": "The chat model ({host}) is out of order: ask again later.",
    },
    "slow": {
        "fr": "Le modèle de dialogue ({host}) n'a pas commencé à répondre à temps : reposez la question, ou choisissez un modèle plus rapide.",
        "en": "The chat model ({host}) did not begin to answer in time: ask again, or choose a faster model.",
    },
    "stalled": {
        "fr": "Le modèle de dialogue ({host}) s'est arrêté au milieu de sa réponse : reposez la question.",
        "en": "The chat model ({host}) stopped in the middle of its answer: ask again.",
    },
    "endless": {
        "fr": "La réponse du modèle de dialogue ({host}) dépassait les limites et a été arrêtée : reposez la question plus précisément.",
        "en": "The answer of the chat model ({host}) passed the limits and was stopped: ask more precisely.",
    },
    "cut": {
        "fr": "La connexion au modèle de dialogue ({host}) a été coupée : reposez la question.",
        "en": "The connection to the chat model ({host}) was cut: ask again.",
    },
    "garbled": {
        "fr": "Ce que le modèle de dialogue ({host}) a envoyé est illisible : vérifiez que cette adresse est bien celle d'un modèle.",
        "en": "What the chat model ({host}) sent cannot be read: check that this is the address of a model.",
    },
    "empty": {
        "fr": "Le modèle de dialogue ({host}) n'a rien écrit : reposez la question, ou changez de modèle.",
        "en": "The chat model ({host}) wrote nothing: ask again, or change the model.",
    },
    "filtered": {
        "fr": "Le filtre du fournisseur ({host}) a arrêté la réponse : formulez la question autrement.",
        "en": "The provider's filter ({host}) stopped the answer: put the question differently.",
    },
    "declined": {
        "fr": "Le modèle de dialogue ({host}) a refusé de répondre : formulez la question autrement.",
        "en": "The chat model ({host}) declined to answer: put the question differently.",
    },
    "too_long": {
        "fr": "La question et les textes dépassent ce que le modèle de dialogue ({host}) peut lire : commencez une nouvelle conversation, ou choisissez un modèle au contexte plus long.",
        "en": "The question and the texts exceed what the chat model ({host}) can read: begin a new conversation, or choose a model with a longer context.",
    },
    "uncited": {
        "fr": "La réponse du modèle de dialogue ne citait aucun texte : elle a été écartée.",
        "en": "The chat model's answer cited no text: it was put aside.",
    },
    "unsupported": {
        "fr": "La plupart des phrases du modèle de dialogue n'étaient portées par aucun texte : sa réponse a été écartée.",
        "en": "Most sentences of the chat model were carried by no text: its answer was put aside.",
    },
    "language": {
        "fr": "Le modèle de dialogue n'a pas répondu en français : sa réponse a été écartée.",
        "en": "The chat model did not answer in English: its answer was put aside.",
    },
    "resting": {
        "fr": "Le modèle de dialogue ({host}) a échoué plusieurs fois ; il sera rappelé dans {seconds} s environ.",
        "en": "The chat model ({host}) failed several times; it will be called again in about {seconds} s.",
    },
    "crowded": {
        "fr": "Trop de questions attendent déjà le modèle de dialogue : reposez la vôtre dans un moment.",
        "en": "Too many questions are waiting for the chat model: ask yours again in a moment.",
    },
    "unknown": {
        "fr": "Le modèle de dialogue ({host}) n'a pas répondu : reposez la question ; si cela se répète, vérifiez le nom du modèle et l'adresse.",
        "en": "The chat model ({host}) did not answer: ask again; if it happens again, check the model's name and the address.",
    },
}
_INSTEAD: dict[Language, str] = {
    "fr": "La réponse ci-dessus est composée à partir des textes.",
    "en": "The answer above is composed from the texts.",
}
_DEPARTURE: dict[Language, str] = {
    "fr": "Votre question et les passages trouvés partent chez {name} ({where}). Les données personnelles reconnues sont masquées ; n'en écrivez pas.",
    "en": "Your question and the passages found go to {name} ({where}). Personal data that is recognised is masked; write none.",
}


def failure_notice(failure: Failure, provider: Provider, lang: Language) -> str:
    """What the reader is told when the composed answer replaces the model's."""
    said = FAILURES[failure.kind][lang].format(
        host=provider.host, status=failure.status, seconds=max(1, round(failure.wait_seconds))
    )
    return f"{said} {_INSTEAD[lang]}"


def departure_notice(provider: Provider, lang: Language) -> str:
    """The warning before a question leaves the machine; "" where it stays."""
    if provider.is_local:
        return ""
    where = ", ".join(dict.fromkeys((provider.country(lang), provider.host)))
    return _DEPARTURE[lang].format(name=provider.name, where=where)
