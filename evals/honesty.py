"""What the figures do not say: written down beside them, in both languages, with counts that are computed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from corpus.nouns import Language
from evals.cases import Case

_FIXED: dict[Language, tuple[str, ...]] = {
    "fr": (
        "Toutes les questions et toutes les réponses attendues sont les nôtres. Elles ne sont pas un échantillon de vraies conversations : des utilisateurs posent d'autres questions, et autrement.",
        "Aucun juriste n'a relu les questions, les réponses attendues ni les fiches.",
        "« Tout est juste » est vérifié par des règles (passages cités, faits attendus, mots interdits), pas par une personne : une réponse juste dite avec d'autres mots peut être comptée fausse, une réponse fausse qui contient les mots attendus peut être comptée juste.",
        "Les questions de mise au point ont servi à régler Recital : leurs chiffres le flattent. Seules les questions mises de côté en disent la qualité ; elles-mêmes ont été écrites par peu de mains.",
        "Celui qui a écrit les tables de mots des refus et des idées fausses connaissait les 310 questions du jeu « limits », même mises de côté : ce jeu flatte Recital.",
        "171 questions du jeu « limits » ont été relues par quelqu'un qui connaît le programme ; la moitié anglaise du jeu « scenario » a été écrite par quelqu'un qui le connaît aussi.",
        "Une quinzaine de questions mises de côté du jeu « heldout » ont été vues par un auteur de fiches.",
        "Aucun vrai modèle de dialogue n'a été mesuré : les chiffres sont ceux des réponses composées.",
        "Ni l'effet sur des étudiants, ni l'utilité pour une campagne réelle, ni l'accessibilité par des personnes n'ont été mesurés.",
    ),
    "en": (
        "All questions and all expected answers are our own. They are no sample of real conversations: users ask other questions, and otherwise.",
        "No lawyer has reviewed the questions, the expected answers or the cards.",
        "“All of it right” is checked by rules (passages cited, expected facts, forbidden words), not by a person: a right answer in other words may count as wrong, a wrong one that holds the expected words as right.",
        "Development questions served to tune Recital: their figures flatter it. Only held-out questions tell its quality, and those too were written by few hands.",
        "Whoever wrote the word tables of refusals and false premises knew all 310 questions of the set “limits”, held-out ones too: that set flatters Recital.",
        "171 questions of the set “limits” were read again by somebody who knows the program; the English half of the set “scenario” was written by somebody who knows it too.",
        "About fifteen held-out questions of the set “heldout” were seen by an author of cards.",
        "No real chat model was measured: the figures are those of composed answers.",
        "Neither the effect on students, nor the use for a real campaign, nor accessibility by people was measured.",
    ),
}
_REVIEWED: dict[Language, str] = {
    "fr": "Sur {count} questions, {reviewed} ont été relues par un second lecteur, textes en main ; {adopted} viennent de lecteurs qui ont signalé une mauvaise réponse.",
    "en": "Of {count} questions, {reviewed} were checked by a second reader against the texts; {adopted} come from readers who reported a bad answer.",
}
ADOPTED_SET = "adopted"
KNOWN_SETS = ("limits", "heldout")
"""Sets some of whose held-out questions were known to whoever wrote word tables or cards."""


def honesty(cases: Sequence[Case], lang: Language) -> Iterator[str]:
    """One sentence or two for each thing the figures leave out."""
    yield _REVIEWED[lang].format(
        count=len(cases),
        reviewed=sum(bool(case.reviewed) for case in cases),
        adopted=sum(case.set == ADOPTED_SET for case in cases),
    )
    yield from _FIXED[lang]
