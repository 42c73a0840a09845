"""Every sentence of the "test me" screen, in French and in English."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace

from corpus.nouns import Language
from ui.words import typeset


@dataclass(frozen=True, slots=True)
class StudyWords:
    """The screen in one language; a missing sentence is a type error."""

    lang: Language
    test_me: str
    test_me_help: str
    title: str
    score: str
    choose: str
    type_answer: str
    check: str
    right: str
    wrong: str
    chosen: str
    why: str
    verified: str
    open_here: str
    another: str
    close: str
    last: str
    none: str


_EN = StudyWords(
    lang="en",
    test_me="Test me",
    test_me_help="One question on what this answer stands on.",
    title="Question {number}",
    score="Score of this visit: {right} of {asked}",
    choose="Your answer",
    type_answer="Your answer, in {unit}",
    check="Check",
    right="Right.",
    wrong="Not quite. The right answer: {answer}",
    chosen="your choice",
    why="Why",
    verified="The text",
    open_here="Open in the library",
    another="Another question",
    close="Close",
    last="That was the last question on this answer.",
    none="No question can be made from the texts of this answer. Ask about a card, a term, a figure or an article, and try again.",
)  # fmt: skip

_FR = StudyWords(
    lang="fr",
    test_me="Interrogez-moi",
    test_me_help="Une question sur ce qui fonde cette réponse.",
    title="Question {number}",
    score="Score de cette visite : {right} sur {asked}",
    choose="Votre réponse",
    type_answer="Votre réponse, en {unit}",
    check="Vérifier",
    right="Juste.",
    wrong="Pas tout à fait. La bonne réponse : {answer}",
    chosen="votre choix",
    why="Pourquoi",
    verified="Le texte",
    open_here="Ouvrir dans la bibliothèque",
    another="Une autre question",
    close="Fermer",
    last="C'était la dernière question sur cette réponse.",
    none="Aucune question ne peut être faite des textes de cette réponse. Posez une question sur une fiche, un terme, un chiffre ou un article, puis réessayez.",
)  # fmt: skip

_FRENCH = replace(_FR, **{field.name: typeset(getattr(_FR, field.name)) for field in fields(_FR)})


def study_words(lang: Language) -> StudyWords:
    """The screen in `lang`."""
    return _FRENCH if lang == "fr" else _EN
