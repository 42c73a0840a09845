"""What the figures do not say: written down beside them, in both languages.

What can be counted is counted; what depends on the result shown is said of that result.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assistant.wording import typeset
from corpus.nouns import Language
from evals.cases import Case
from evals.results import Result

KNOWN_SETS = ("limits", "heldout")
"""Sets some of whose held-out questions were known to whoever wrote word tables or cards."""
ADOPTED_SET = "adopted"
READ_BY_AN_INSIDER = 171
"""Questions of "limits" that a second reader who knows the program checked: nothing in a case tells."""
WRITTEN_BY_AN_INSIDER = tuple(f"en-scenario-{number:02d}" for number in range(1, 21))
"""Cases that somebody who knows the program wrote."""

_WORDS: dict[Language, dict[str, str]] = {
    "fr": {
        "reviewed": "Sur {count} questions, {reviewed} ont été relues par un second lecteur, textes en main ; {adopted} viennent de lecteurs qui ont signalé une mauvaise réponse.",
        "ours": "Toutes les questions et toutes les réponses attendues sont les nôtres. Elles ne sont pas un échantillon de vraies conversations : des utilisateurs posent d'autres questions, et autrement.",
        "no_lawyer": "Aucun juriste n'a relu les questions, les réponses attendues ni les fiches.",
        "rules": "« Tout est juste » est vérifié par des règles (passages cités, faits attendus, mots interdits), pas par une personne : une réponse juste dite avec d'autres mots peut être comptée fausse, une réponse fausse qui contient les mots attendus peut être comptée juste.",
        "development": "Les questions de mise au point ont servi à régler Recital : leurs chiffres le flattent. Seules les questions mises de côté en disent la qualité ; elles-mêmes ont été écrites par peu de mains.",
        "limits": "Celui qui a écrit les tables de mots des refus et des idées fausses connaissait les {limits} questions du jeu « limits », même mises de côté : ce jeu flatte Recital.",
        "insider": "{read} questions du jeu « limits » ont été relues par quelqu'un qui connaît le programme ; {written} questions anglaises du jeu « scenario » ont été écrites par quelqu'un qui le connaît aussi.",
        "seen": "Une quinzaine de questions mises de côté du jeu « heldout » ont été vues par un auteur de fiches.",
        "left_out": "{count} questions n'ont pas été posées, faute de leurs textes.",
        "composed": "Aucun modèle de dialogue n'a écrit ces réponses : les chiffres sont ceux des réponses composées.",
        "generated": "Ces réponses sont d'un modèle de dialogue ({model}) : un autre, ou le même un autre jour, en donnerait d'autres.",
        "no_judge": "Aucun modèle n'a jugé ces réponses : les mesures de RAGAS qui en demandent un manquent.",
        "judge": "Un modèle a jugé ces réponses : ses notes sont un avis, dont l'accord avec nos règles est donné à part.",
        "people": "Ni l'effet sur des étudiants, ni l'utilité pour une campagne réelle, ni l'accessibilité par des personnes n'ont été mesurés.",
    },
    "en": {
        "reviewed": "Of {count} questions, {reviewed} were checked by a second reader against the texts; {adopted} come from readers who reported a bad answer.",
        "ours": "All questions and all expected answers are our own. They are no sample of real conversations: users ask other questions, and otherwise.",
        "no_lawyer": "No lawyer has reviewed the questions, the expected answers or the cards.",
        "rules": "“All of it right” is checked by rules (passages cited, expected facts, forbidden words), not by a person: a right answer in other words may count as wrong, a wrong one that holds the expected words as right.",
        "development": "Development questions served to tune Recital: their figures flatter it. Only held-out questions tell its quality, and those too were written by few hands.",
        "limits": "Whoever wrote the word tables of refusals and false premises knew all {limits} questions of the set “limits”, held-out ones too: that set flatters Recital.",
        "insider": "{read} questions of the set “limits” were read again by somebody who knows the program; {written} English questions of the set “scenario” were written by somebody who knows it too.",
        "seen": "About fifteen held-out questions of the set “heldout” were seen by an author of cards.",
        "left_out": "{count} questions were not asked, for want of their texts.",
        "composed": "No chat model wrote these answers: the figures are those of composed answers.",
        "generated": "These answers are a chat model's ({model}): another one, or the same on another day, would give others.",
        "no_judge": "No model judged these answers: the measures of RAGAS that need one are missing.",
        "judge": "A model judged these answers: its marks are an opinion, whose agreement with our rules is told apart.",
        "people": "Neither the effect on students, nor the use for a real campaign, nor accessibility by people was measured.",
    },
}  # fmt: skip


def honesty(cases: Sequence[Case], result: Result, lang: Language) -> Iterator[str]:
    """One sentence or two for each thing the figures of a result leave out; `cases` are all there are."""
    return (typeset(one, lang) for one in _left_out(cases, result, lang))


def _left_out(cases: Sequence[Case], result: Result, lang: Language) -> Iterator[str]:
    known = {case.id for case in cases}
    counts = {
        "count": len(cases),
        "reviewed": sum(bool(case.reviewed) for case in cases),
        "adopted": sum(case.set == ADOPTED_SET for case in cases),
        "limits": sum(case.set == "limits" for case in cases),
        "read": READ_BY_AN_INSIDER,
        "written": sum(case in known for case in WRITTEN_BY_AN_INSIDER),
    }
    w = _WORDS[lang]
    names = ("reviewed", "ours", "no_lawyer", "rules", "development", "limits", "insider", "seen")
    yield from (w[name].format(**counts) for name in names)
    if result.left_out:
        yield w["left_out"].format(count=result.left_out)
    yield w[result.answers].format(model=result.fingerprint.get("chat_model", ""))
    yield w["judge" if "judge" in result.more else "no_judge"]
    yield w["people"]
