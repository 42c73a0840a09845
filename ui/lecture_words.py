"""Every sentence of the lecture view, in French and in English."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace

from assistant.classroom.frames import FrameKind
from assistant.classroom.lecture_list import LONGEST_QUESTION, MOST_QUESTIONS, Reason
from corpus.nouns import Language
from ui.words import typeset


@dataclass(frozen=True, slots=True)
class LectureWords:
    """The lecture view in one language; a missing sentence is a type error."""

    lang: Language
    page: str
    title: str
    promise: str
    prepared: str
    list_title: str
    untitled: str
    questions: str
    questions_help: str
    load_file: str
    take_back: str
    one_question: str
    several_questions: str
    no_question: str
    left_out: str
    line: str
    reasons: dict[Reason, str]
    prepare_title: str
    prepare: str
    prepare_help: str
    preparing: str
    stop: str
    stopped: str
    all_ready: str
    failed: str
    present: str
    ground: str
    grounds: dict[str, str]
    keys: str
    handout: str
    with_answers: str
    without_answers: str
    unanswered: str
    download: str
    download_list: str
    kinds: dict[FrameKind, str]
    position: str
    part: str
    next: str
    previous: str
    leave: str
    searching: str
    no_answer: str
    correct: str
    correct_help: str
    correct_question: str
    correct_comment: str
    correct_send: str
    correct_thanks: str

    def count(self, number: int) -> str:
        """So many questions."""
        return (self.one_question if number == 1 else self.several_questions).format(count=number)


_EN = LectureWords(
    lang="en",
    page="Lecture",
    title="Lecture view",
    promise="Prepare a list of questions, then show question, answer, quotes and sources one at a time, in large type.",
    prepared="Start from a list of ours",
    list_title="Title",
    untitled="Lecture",
    questions="Questions, one a line",
    questions_help=f"At most {MOST_QUESTIONS} questions of {LONGEST_QUESTION:,} characters. They stay in this browser tab: download the list to keep it.",
    load_file="Or load a file (.txt, .md, .csv)",
    take_back="Back to the list before: {title}",
    one_question="{count} question",
    several_questions="{count} questions",
    no_question="No question yet: type some, load a file, or start from a list of ours.",
    left_out="Lines left out: {count}",
    line="Line {line}",
    reasons={
        "too_long": f"longer than {LONGEST_QUESTION:,} characters: shorten it",
        "too_many": f"beyond {MOST_QUESTIONS} questions: put it into a second list",
        "repeated": "already in the list",
        "heading": "a heading, not a question",
        "no_words": "no words in it",
        "not_text": "not a text file: save it as .txt, .md or .csv",
        "too_big": "larger than 1 MB: split it",
    },
    prepare_title="Answers",
    prepare="Prepare the answers",
    prepare_help="Each answer is made now, so that nobody waits during the lecture. You can stop and go on later.",
    preparing="{done} of {count} prepared: {question}",
    stop="Stop",
    stopped="{done} of {count} answers prepared. The others are made when you reach them.",
    all_ready="All answers are prepared.",
    failed="No answer to “{question}”: {message}",
    present="Start the lecture",
    ground="Background",
    grounds={"system": "As this computer", "light": "Light", "dark": "Dark"},
    keys="Keys: → or Page Down goes on, ← or Page Up goes back, Esc leaves. F11 fills the screen.",
    handout="Hand-out",
    with_answers="with the answers",
    without_answers="questions only, with room to write",
    unanswered="{count} of the questions have no answer yet: they come with lines to write on. Prepare the answers first.",
    download="Download {form}",
    download_list="Download the list",
    kinds={"question": "Question", "answer": "Answer", "quote": "The text", "sources": "Sources"},
    position="{number} / {count}",
    part="{part} of {parts}",
    next="Next",
    previous="Back",
    leave="Leave",
    searching="Looking in the texts…",
    no_answer="No answer in the loaded texts",
    correct="An answer was wrong?",
    correct_help="It goes on the review list of whoever runs this program (`recital reviews`), with what was right, "
    "and stays among your conversations. `recital eval adopt` makes a case of it.",
    correct_question="Question",
    correct_comment="What is right, and where it stands (an article, if you know it)",
    correct_send="Put on the review list",
    correct_thanks="Noted: the answer is on the review list.",
)  # fmt: skip

_FR = LectureWords(
    lang="fr",
    page="Cours",
    title="Vue de cours",
    promise="Préparez une liste de questions, puis montrez question, réponse, citations et sources une à une, en grands caractères.",
    prepared="Partir d'une de nos listes",
    list_title="Titre",
    untitled="Cours",
    questions="Questions, une par ligne",
    questions_help=f"Au plus {MOST_QUESTIONS} questions de {LONGEST_QUESTION} caractères. Elles restent dans cet onglet : téléchargez la liste pour la garder.",
    load_file="Ou charger un fichier (.txt, .md, .csv)",
    take_back="Reprendre la liste d'avant : {title}",
    one_question="{count} question",
    several_questions="{count} questions",
    no_question="Aucune question : tapez-en, chargez un fichier ou partez d'une de nos listes.",
    left_out="Lignes laissées de côté : {count}",
    line="Ligne {line}",
    reasons={
        "too_long": f"plus de {LONGEST_QUESTION} caractères : raccourcissez-la",
        "too_many": f"au-delà de {MOST_QUESTIONS} questions : mettez-la dans une seconde liste",
        "repeated": "déjà dans la liste",
        "heading": "un titre, pas une question",
        "no_words": "aucun mot",
        "not_text": "ce n'est pas un fichier texte : enregistrez-le en .txt, .md ou .csv",
        "too_big": "plus de 1 Mo : divisez-le",
    },
    prepare_title="Réponses",
    prepare="Préparer les réponses",
    prepare_help="Chaque réponse est faite maintenant : personne n'attend pendant le cours. Vous pouvez arrêter et reprendre.",
    preparing="{done} sur {count} prêtes : {question}",
    stop="Arrêter",
    stopped="{done} réponses prêtes sur {count}. Les autres se font quand vous y arrivez.",
    all_ready="Toutes les réponses sont prêtes.",
    failed="Pas de réponse à « {question} » : {message}",
    present="Commencer le cours",
    ground="Fond",
    grounds={"system": "Comme cet ordinateur", "light": "Clair", "dark": "Sombre"},
    keys="Touches : → ou Page suivante avance, ← ou Page précédente recule, Échap quitte. F11 remplit l'écran.",
    handout="Document à distribuer",
    with_answers="avec les réponses",
    without_answers="questions seules, avec la place d'écrire",
    unanswered="{count} questions n'ont pas encore de réponse : elles sortent avec des lignes pour écrire. Préparez d'abord les réponses.",
    download="Télécharger en {form}",
    download_list="Télécharger la liste",
    kinds={"question": "Question", "answer": "Réponse", "quote": "Le texte", "sources": "Sources"},
    position="{number} / {count}",
    part="{part} sur {parts}",
    next="Suite",
    previous="Retour",
    leave="Quitter",
    searching="Recherche dans les textes…",
    no_answer="Pas de réponse dans les textes chargés",
    correct="Une réponse était fausse ?",
    correct_help="Elle va sur la liste à revoir de qui gère ce programme (`recital reviews`), avec ce qui était juste, "
    "et reste parmi vos conversations. `recital eval adopt` en fait un cas d'évaluation.",
    correct_question="Question",
    correct_comment="Ce qui est juste, et où cela se lit (un article, si vous le savez)",
    correct_send="Mettre sur la liste à revoir",
    correct_thanks="Noté : la réponse est sur la liste à revoir.",
)  # fmt: skip

_FRENCH = replace(_FR, **{field.name: typeset(getattr(_FR, field.name)) for field in fields(_FR)})


def lecture_words(lang: Language) -> LectureWords:
    """The lecture view in `lang`."""
    return _FRENCH if lang == "fr" else _EN
