"""The words of the Evaluation page, in French and English."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.nouns import Language

EVALUATION_PAGE = "evaluation"
"""The path of the page."""


@dataclass(frozen=True, slots=True)
class EvaluationWords:
    """Everything the page says that is not a measure, a figure or a case."""

    lang: Language
    page: str
    sections: dict[str, str]
    choose: str
    colon: str
    meanings: str
    missed: str
    none_yet: str
    trust: str
    trust_how: str
    how: tuple[str, ...]
    not_said: str
    failures: str
    failures_help: str
    answered_then: str
    cited: str
    result: str
    break_down: str
    by: dict[str, str]
    trend: str
    trend_one: str
    trend_shared: str
    show: str
    shown: dict[str, str]
    language: str
    kind: str
    all: str
    case: str
    no_case: str
    held_out: str
    expected_locators: str
    expected_facts: str
    forbidden: str
    decline: str
    asked_before: str
    answer_then: str
    ask_now: str
    answer_now: str
    ranking: str
    scores: str
    bench: str
    bench_help: str
    run_bench: str
    decided: dict[str, str]
    stages: dict[str, str]
    unit: str
    score: str
    outcome: str
    yes: str
    no: str


_FR = EvaluationWords(
    lang="fr",
    page="Évaluation",
    sections={"trust": "En clair", "figures": "Chiffres", "cases": "Cas", "bench": "Banc d'essai"},
    choose="Partie de l'évaluation",
    colon="\u00a0: ",
    meanings="Ce que chaque mesure veut dire",
    missed="Manqué",
    none_yet="Aucun résultat n'est enregistré pour les textes chargés sur cette machine. Lancez : recital eval run",
    trust="Peut-on s'y fier ?",
    trust_how="Comment c'est mesuré",
    how=(
        "Nous posons à Recital des questions dont la bonne réponse a été établie à l'avance dans les textes : les articles à citer, les faits à dire, ce qu'il ne faut pas dire.",
        "Une partie des questions est mise de côté : personne ne s'en sert pour améliorer Recital. Ce sont elles qui disent ce qu'il vaut, comme un examen dont on n'a pas vu le sujet.",
        "Un intervalle accompagne chaque chiffre : il est construit pour contenir la vraie valeur dans 95 cas sur 100, si les questions ressemblent à celles-ci.",
        "Ouvrez la citation avant de vous fier à une phrase : ses mots sont ceux du texte, la phrase est la nôtre.",
    ),
    not_said="Ce que ces chiffres ne disent pas",
    failures="Ce qu'il rate, par exemple",
    failures_help="{shown} des {count} questions de mise au point dont la réponse n'est pas entièrement juste. Toutes sont dans « Cas ».",
    answered_then="Début de la réponse, sans ses citations",
    cited="Passages cités",
    result="Résultat",
    break_down="Détailler par",
    by={
        "kind": "genre de question",
        "lang": "langue",
        "audience": "public",
        "set": "jeu de questions",
    },
    trend="Au fil des mesures",
    trend_one="Une seule mesure est enregistrée : la courbe commencera avec la deuxième.",
    trend_shared="Sur les {count} questions que toutes ces mesures ont posées. Leurs réponses attendues ont pu être corrigées entre-temps.",
    show="Montrer",
    shown={"failed": "ce qui échoue", "passed": "ce qui est juste", "all": "tout"},
    language="Langue",
    kind="Genre",
    all="tous",
    case="Question",
    no_case="Aucune question ne correspond.",
    held_out="Les questions mises de côté ({count}) ne sont pas montrées : les lire serait s'en servir.",
    expected_locators="À citer",
    expected_facts="À dire",
    forbidden="À ne pas dire",
    decline="À décliner",
    asked_before="Demandé auparavant",
    answer_then="Réponse lors de la mesure",
    ask_now="Poser la question maintenant",
    answer_now="Réponse de maintenant",
    ranking="Passages trouvés, le premier d'abord",
    scores="Notes",
    bench="Posez une question et voyez ce que chaque étape met en tête.",
    bench_help="Les scores d'une étape ne se comparent qu'entre eux.",
    run_bench="Chercher",
    decided={"answered": "répond", "not_found": "rien trouvé", "out_of_scope": "hors sujet"},
    stages={
        "keywords": "Mots (BM25)",
        "meaning": "Sens (e5, cosinus)",
        "field": "Sens, après la projection apprise",
        "fused": "Les deux ensemble (z-scores)",
        "articles": "Articles, fiches comprises",
        "answers": "Ce qui peut répondre",
        "shown": "Ce qu'une recherche montre",
    },
    unit="passage",
    score="score",
    outcome="Décision",
    yes="oui",
    no="non",
)
_EN = EvaluationWords(
    lang="en",
    page="Evaluation",
    sections={"trust": "In plain words", "figures": "Figures", "cases": "Cases", "bench": "Test bench"},
    choose="Part of the evaluation",
    colon=": ",
    meanings="What each measure means",
    missed="Missed",
    none_yet="No result is saved for the texts loaded on this machine. Run: recital eval run",
    trust="Can I trust it?",
    trust_how="How it is measured",
    how=(
        "We ask Recital questions whose right answer was worked out from the texts beforehand: the articles to cite, the facts to state, what must not be said.",
        "Part of the questions is held out: nobody uses them to improve Recital. They tell what it is worth, like an exam nobody has seen.",
        "An interval stands beside each figure: it is built to hold the true value in 95 cases of 100, for questions like these.",
        "Open the citation before you rely on a sentence: its words are those of the text, the sentence is ours.",
    ),
    not_said="What these figures do not say",
    failures="What it gets wrong, for example",
    failures_help="{shown} of the {count} development questions whose answer is not right in every respect. All of them are under “Cases”.",
    answered_then="How the answer began, without its quotes",
    cited="Passages cited",
    result="Result",
    break_down="Break down by",
    by={"kind": "kind of question", "lang": "language", "audience": "audience", "set": "set of questions"},
    trend="Over time",
    trend_one="Only one measurement is saved: the curve begins with the second.",
    trend_shared="Over the {count} questions that all these measurements asked. Their expected answers may have been corrected in between.",
    show="Show",
    shown={"failed": "what fails", "passed": "what is right", "all": "everything"},
    language="Language",
    kind="Kind",
    all="all",
    case="Question",
    no_case="No question matches.",
    held_out="Held-out questions ({count}) are not shown: to read them would be to use them.",
    expected_locators="To cite",
    expected_facts="To state",
    forbidden="Not to be said",
    decline="To be declined",
    asked_before="Asked before",
    answer_then="Answer when it was measured",
    ask_now="Ask it now",
    answer_now="Answer now",
    ranking="Passages found, first one first",
    scores="Scores",
    bench="Ask a question and see what each stage puts first.",
    bench_help="Scores of one stage compare only with each other.",
    run_bench="Search",
    decided={"answered": "answers", "not_found": "nothing found", "out_of_scope": "out of scope"},
    stages={
        "keywords": "Words (BM25)",
        "meaning": "Meaning (e5, cosine)",
        "field": "Meaning, after the map learnt",
        "fused": "Both together (z-scores)",
        "articles": "Articles, cards included",
        "answers": "What may answer",
        "shown": "What a search shows",
    },
    unit="passage",
    score="score",
    outcome="Decision",
    yes="yes",
    no="no",
)  # fmt: skip


def evaluation_words(lang: Language) -> EvaluationWords:
    """The words in a language."""
    return _FR if lang == "fr" else _EN
