"""The words of the evaluation's reports, in both languages."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.nouns import Language

KINDS: dict[str, dict[Language, str]] = {
    "factual": {"fr": "savoir", "en": "knowledge"},
    "definition": {"fr": "définition", "en": "definition"},
    "deadline": {"fr": "délai", "en": "deadline"},
    "procedure": {"fr": "marche à suivre", "en": "procedure"},
    "article": {"fr": "article demandé", "en": "article asked for"},
    "permission": {"fr": "a-t-on le droit ?", "en": "are we allowed?"},
    "figure": {"fr": "chiffre", "en": "figure"},
    "comparison": {"fr": "comparaison", "en": "comparison"},
    "scenario": {"fr": "cas à plusieurs articles", "en": "story of several articles"},
    "follow_up": {"fr": "question de suite", "en": "follow-up"},
    "cross_language": {"fr": "texte dans l'autre langue", "en": "text in the other language"},
    "as_of": {"fr": "droit d'un autre jour", "en": "law of another day"},
    "off_topic": {"fr": "hors sujet", "en": "off topic"},
    "unanswerable": {"fr": "sans réponse dans les textes", "en": "not in the texts"},
    "false_premise": {"fr": "idée fausse", "en": "false premise"},
    "injection": {"fr": "ordre à l'assistant", "en": "order to the assistant"},
}
PARTS: dict[str, dict[Language, str]] = {
    "development": {"fr": "mise au point", "en": "development"},
    "held_out": {"fr": "mises de côté", "en": "held out"},
}
AUDIENCES: dict[str, dict[Language, str]] = {
    "marketer": {"fr": "marketing", "en": "marketer"},
    "trainee": {"fr": "futur DPO", "en": "DPO trainee"},
    "lecturer": {"fr": "enseignant", "en": "lecturer"},
}
LANGS: dict[str, dict[Language, str]] = {
    "fr": {"fr": "français", "en": "French"},
    "en": {"fr": "anglais", "en": "English"},
}
CNIL_KINDS: dict[str, dict[Language, str]] = {
    "keyword": {"fr": "mots-clés", "en": "keywords"},
    "paraphrase": {"fr": "paraphrases", "en": "paraphrases"},
}
WAYS: dict[str, dict[Language, str]] = {
    "recital": {"fr": "Recital, recherche", "en": "Recital, search"},
    "answer": {"fr": "Recital, réponse entière", "en": "Recital, whole answer"},
    "tutorial": {
        "fr": "tutoriel LangChain (1000/200, MiniLM, Chroma, 4 extraits)",
        "en": "LangChain tutorial (1000/200, MiniLM, Chroma, 4 chunks)",
    },
    "bm25": {"fr": "BM25 seul", "en": "BM25 alone"},
    "e5": {"fr": "e5 seul", "en": "e5 alone"},
}


CIRCUMSTANCES: dict[str, dict[Language, str]] = {
    "program": {"fr": "programme", "en": "program"},
    "scoring": {"fr": "notation", "en": "scoring"},
    "texts": {"fr": "textes", "en": "texts"},
    "cases": {"fr": "questions", "en": "questions"},
    "answers": {"fr": "réponses", "en": "answers"},
    "chat_model": {"fr": "modèle de dialogue", "en": "chat model"},
    "prompt": {"fr": "consigne", "en": "prompt"},
    "embedding_model": {"fr": "modèle de vecteurs", "en": "embedding model"},
    "reranker": {"fr": "reclassement", "en": "reranker"},
    "vector_store": {"fr": "base de vecteurs", "en": "vector store"},
    "libraries": {"fr": "bibliothèques", "en": "libraries"},
    "ragas": {"fr": "RAGAS", "en": "RAGAS"},
    "judge": {"fr": "juge", "en": "judge"},
}
"""The names of what a result's fingerprint holds."""


@dataclass(frozen=True, slots=True)
class EvalWords:
    """What a report says in one language."""

    lang: Language
    title: str
    made: str
    measure: str
    cases: str
    passed: str
    interval: str
    what_they_mean: str
    missing: str
    never_seen: str
    megabytes: str
    in_short: str
    short_answer: str
    by: dict[str, str]
    languages_gap: str
    gap_of: str
    taken_up: str
    left_out: str
    failed: str
    baselines: str
    baselines_help: str
    any_all: str
    time: str
    memory: str
    prepared: str
    ratio: str
    cnil_title: str
    cnil_help: str
    first_five: str
    cnil: str
    ablations: str
    ablations_help: str
    without: str
    nothing_removed: str
    judge: str
    no_judge: str
    speed: str
    speed_line: str
    honesty: str
    failures: str
    failures_help: str
    expected: str
    missed: str
    answered: str
    opened: str
    no_failure: str
    circumstances: str
    colon: str


_FR = EvalWords(
    lang="fr",
    title="Évaluation de Recital",
    made="Mesure du {day}, commit {commit}, {count} questions, {machine}, {seconds} s. Version de l'index {index}.",
    measure="mesure",
    cases="questions",
    passed="tout est juste",
    interval="Entre parenthèses : l'intervalle de confiance à 95 % (rééchantillonnage).",
    what_they_mean="Ce que mesure chaque ligne",
    missing="{count} en échec",
    never_seen=" Sans les deux jeux que des auteurs du programme ou des fiches connaissaient en partie (« limits » et « heldout ») : {passed} de {count} sont entièrement justes.",
    megabytes="Mo",
    in_short="En bref",
    short_answer=(
        "Sur {count} questions mises de côté, sur lesquelles rien n'a été réglé, {passed} "
        "reçoivent une réponse entièrement juste ; {cites} de celles qui ont une réponse dans les textes reçoivent "
        "une réponse qui cite un bon passage ; {declined} des questions à décliner le sont ; {quotes} des réponses "
        "ne contiennent que des citations réelles."
    ),
    by={
        "kind": "Par genre de question",
        "lang": "Par langue",
        "audience": "Par public",
        "part": "Par partie",
        "set": "Par jeu de questions",
    },
    languages_gap="Écart entre le français et l'anglais, en points",
    gap_of="« {title} » {gap} ({low} à {high})",
    taken_up=" {count} réponses viennent d'une exécution interrompue auparavant : les secondes ne les comptent pas.",
    left_out=" {count} questions n'ont pas été posées : leurs textes ne sont pas chargés.",
    failed="{count} questions n'ont reçu aucune réponse à cause d'une panne : {names}.",
    baselines="À côté d'autres façons de chercher",
    baselines_help="Mêmes questions, même machine, même exécution, chacun dans son processus. Un article attendu se trouve-t-il derrière les quatre premiers résultats (pour la réponse entière : parmi ce qu'elle cite), et quelle part de ceux attendus ? Seule la réponse entière est rédigée et vérifiée : les autres temps s'arrêtent aux extraits.",
    any_all="un / tous les articles attendus",
    time="temps p50 / p95",
    memory="mémoire",
    prepared="préparation",
    ratio="qualité par rapport à Recital",
    cnil_title="Sur les questions d'essai de la CNIL",
    cnil_help="Les questions que la CNIL a écrites pour essayer son propre moteur, posées à chacun dans ses questions-réponses seulement : la fiche qui répond est-elle la première, ou parmi les cinq premières ?",
    first_five="première / cinq premières",
    cnil="À titre de repère, la CNIL a publié pour ses propres moteurs, sur 167 paraphrases (mesure de ses auteurs, non refaite ici, et sur un autre nombre de questions que ce tableau) : par mots 53,9 / 80,8 %, hybride 51,5 / 76,1 %.",
    ablations="Ce que vaut chaque étape",
    ablations_help="Les mêmes questions posées à un Recital privé d'une étape. Une différence est marquée * quand elle dépasse le hasard, toutes celles du tableau prises ensemble (test de Fisher par paires, correction de Holm à 5 %). Sans le sens, Recital décline aussi davantage : ce qui décide de répondre s'en sert.",
    without="sans",
    nothing_removed="complet",
    judge="Jugé par un modèle (RAGAS)",
    no_judge="Aucun modèle juge n'était configuré (RECITAL_JUDGE_MODEL) : ces mesures n'ont pas été faites.",
    speed="Vitesse",
    speed_line="Une réponse vérifiée prend {p50} ms (médiane), une sur vingt plus de {p95} ms, avec {machine}.",
    honesty="Ce que ces chiffres ne disent pas",
    failures="Échecs connus",
    failures_help="{shown} des {count} questions dont la réponse n'est pas entièrement juste, avec la réponse donnée, entière si elle est encore sur cette machine. Celles qui sont mises de côté sont seulement comptées ({hidden}) : les montrer reviendrait à les utiliser.",
    expected="Attendu",
    missed="Manqué",
    answered="Répondu",
    opened="Début de la réponse, sans ses citations",
    no_failure="Aucun.",
    circumstances="Dans quelles conditions",
    colon="\u00a0: ",
)
_EN = EvalWords(
    lang="en",
    title="Evaluation of Recital",
    made="Measured on {day}, commit {commit}, {count} questions, {machine}, {seconds} s. Index version {index}.",
    measure="measure",
    cases="questions",
    passed="all of it right",
    interval="In brackets: the 95% confidence interval (bootstrap).",
    what_they_mean="What each line measures",
    missing="{count} failed",
    never_seen=" Without the two sets that authors of the program or of cards knew in part (“limits” and “heldout”): {passed} of {count} are right in every respect.",
    megabytes="MB",
    in_short="In short",
    short_answer=(
        "Of {count} held-out questions, on which nothing was tuned, {passed} get an answer that is right in "
        "every respect; {cites} of those the texts answer get an answer that cites a right passage; {declined} of the "
        "questions to decline are declined; {quotes} of the answers hold only quotes that are real."
    ),
    by={
        "kind": "By kind of question",
        "lang": "By language",
        "audience": "By audience",
        "part": "By part",
        "set": "By set of questions",
    },
    languages_gap="Gap between French and English, in points",
    gap_of="“{title}” {gap} ({low} to {high})",
    taken_up=" {count} answers come from an earlier run that was interrupted: the seconds leave them out.",
    left_out=" {count} questions were not asked: their texts are not loaded.",
    failed="{count} questions got no answer at all because something failed: {names}.",
    baselines="Beside other ways to search",
    baselines_help="The same questions, machine and run, each way in a process of its own. Is an expected article behind the first four results (for the whole answer: among what it cites), and what share of those expected? Only the whole answer is written and verified: the other times end with the chunks.",
    any_all="one / all of the expected articles",
    time="time p50 / p95",
    memory="memory",
    prepared="preparation",
    ratio="quality against Recital",
    cnil_title="On the CNIL's test queries",
    cnil_help="Queries the CNIL wrote to try its own search, asked of each way within its questions and answers alone: does the entry that answers come first, or among the first five?",
    first_five="first / first five",
    cnil="For orientation, the CNIL published for its own engines, on 167 paraphrases (measured by its authors, not run here, and on another number of queries than this table): word search 53.9 / 80.8 %, hybrid 51.5 / 76.1 %.",
    ablations="What each stage is worth",
    ablations_help="The same questions asked of a Recital that lacks one stage. A difference is marked * where it exceeds chance, all those of the table taken together (Fisher's paired test, Holm's correction at 5%). Without meaning Recital also declines more: what decides whether to answer uses it.",
    without="without",
    nothing_removed="whole",
    judge="Judged by a model (RAGAS)",
    no_judge="No judge was set (RECITAL_JUDGE_MODEL): these measures were not made.",
    speed="Speed",
    speed_line="A verified answer takes {p50} ms (median), one in twenty more than {p95} ms, on {machine}.",
    honesty="What these figures do not say",
    failures="Known failures",
    failures_help="{shown} of the {count} questions whose answer is not right in every respect, with the answer given, whole where this machine still has it. Held-out ones are only counted ({hidden}): to show them would be to use them.",
    expected="Expected",
    missed="Missed",
    answered="Answered",
    opened="How the answer began, without its quotes",
    no_failure="None.",
    circumstances="Under which circumstances",
    colon=": ",
)


def eval_words(lang: Language) -> EvalWords:
    """The words in a language."""
    return _FR if lang == "fr" else _EN
