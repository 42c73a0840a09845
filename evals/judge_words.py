"""What a judge's failures and figures are called, in both languages."""

from __future__ import annotations

from corpus.nouns import Language

PROBLEMS: dict[str, dict[Language, str]] = {
    "bounded": {"fr": "au-delà de la limite d'appels ou de temps", "en": "over the limit of calls or time"},
    "timeout": {"fr": "pas de réponse à temps", "en": "no reply in time"},
    "unreachable": {"fr": "injoignable", "en": "unreachable"},
    "unreadable": {"fr": "réponse illisible", "en": "unreadable reply"},
    "incomplete": {"fr": "réponse incomplète", "en": "incomplete reply"},
    "nan": {"fr": "aucun nombre (NaN)", "en": "no number (NaN)"},
    "ragas": {"fr": "erreur de RAGAS", "en": "error of RAGAS"},
    "key": {"fr": "accès refusé", "en": "access refused"},
    "quota": {"fr": "plus de crédit", "en": "no credit left"},
    "model_name": {"fr": "modèle inconnu", "en": "unknown model"},
    "rejected": {"fr": "demande refusée", "en": "request rejected"},
    "busy": {"fr": "trop de demandes", "en": "too many requests"},
    "filtered": {"fr": "arrêté par le filtre du fournisseur", "en": "stopped by the provider's filter"},
    "declined": {"fr": "refus du modèle", "en": "declined by the model"},
    "too_long": {"fr": "trop long pour le modèle", "en": "too long for the model"},
    "resting": {"fr": "fournisseur en pause", "en": "provider left alone"},
    "crowded": {"fr": "trop d'appels à la fois", "en": "too many calls at once"},
    "unknown": {"fr": "autre échec", "en": "other failure"},
}  # fmt: skip
"""By the problem of a verdict: whatever else a chat model's failure is called keeps its name."""

REMEDIES: dict[str, dict[Language, str]] = {
    "unreachable": {
        "fr": "Rien ne répond comme il faut chez {host} : lancez le modèle, vérifiez le réseau et l'adresse.",
        "en": "Nothing answers as it should at {host}: start the model, check the network and the address.",
    },
    "timeout": {
        "fr": "{host} n'a pas répondu en {seconds} s : recommencez quand le modèle est chargé, ou choisissez-en un plus rapide.",
        "en": "{host} did not reply within {seconds} s: try again when the model is loaded, or choose a faster one.",
    },
    "key": {
        "fr": "{host} refuse l'accès : corrigez la clé du fournisseur.",
        "en": "{host} refuses access: correct the provider's key.",
    },
    "quota": {
        "fr": "Le compte chez {host} n'a plus de crédit : rechargez-le.",
        "en": "The account with {host} has no credit left: top it up.",
    },
    "model_name": {
        "fr": "{host} ne connaît pas ce modèle : corrigez RECITAL_JUDGE_MODEL.",
        "en": "{host} does not know this model: correct RECITAL_JUDGE_MODEL.",
    },
    "": {
        "fr": "{host} a répondu par une erreur : recommencez plus tard, ou choisissez un autre modèle.",
        "en": "{host} replied with an error: try again later, or choose another model.",
    },
}
"""What to do about a judge that does not answer its first call; "" for every other problem."""

NOT_OPENED: dict[Language, str] = {
    "fr": "Corrigez RECITAL_JUDGE_MODEL, donnez la clé du fournisseur ou installez son paquet.",
    "en": "Correct RECITAL_JUDGE_MODEL, set its provider's key or install its package.",
}
AGREEMENTS: dict[str, dict[Language, str]] = {
    "supported": {
        "fr": "fidélité (juge) et « rien sans appui » (nos contrôles)",
        "en": "faithfulness (judge) and nothing unsupported (our checks)",
    },
    "every_fact": {
        "fr": "exactitude (juge) et « tous les faits attendus » (nos contrôles)",
        "en": "correctness (judge) and every expected fact (our checks)",
    },
}
LINES: dict[Language, dict[str, str]] = {
    "fr": {
        "judge": "Juge : {model}, RAGAS {ragas}, consignes {prompts}.",
        "cost": "{calls} appels en {seconds:.0f} s, {from_cache} réponses déjà connues ; textes coupés à {context_characters} caractères pour {cut_samples} réponses.",
        "given_up": "Après plusieurs échecs de suite ({problem}), plus aucun appel n'a été fait.",
        "failed": "{measure} : {scored} notées, {failed} sans note ({problems})",
        "agreement": "Accord entre {of} : {share} de {count} réponses, kappa de Cohen {kappa} (oui du juge {judge}, oui de nos contrôles {ours}).",
        "no_kappa": "non défini",
        "nothing": "Accord entre {of} : aucune réponse notée par les deux.",
        "help": "Une mesure sans note est comptée, nommée, et n'entre dans aucune moyenne. Un kappa proche de 0 : pas plus d'accord que par hasard.",
    },
    "en": {
        "judge": "Judge: {model}, RAGAS {ragas}, prompts {prompts}.",
        "cost": "{calls} calls in {seconds:.0f} s, {from_cache} replies already known; texts cut to {context_characters} characters for {cut_samples} answers.",
        "given_up": "After several failures in a row ({problem}) no other call was made.",
        "failed": "{measure}: {scored} scored, {failed} without a score ({problems})",
        "agreement": "Agreement of {of}: {share} of {count} answers, Cohen's kappa {kappa} (yes of the judge {judge}, yes of our checks {ours}).",
        "no_kappa": "undefined",
        "nothing": "Agreement of {of}: no answer scored by both.",
        "help": "A measure without a score is counted, named, and in no mean. A kappa near 0: no more agreement than by chance.",
    },
}  # fmt: skip
