"""What is measured: each measure's name, what it says in plain words, and whether a drop stops a change."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from corpus.nouns import Language

Group = Literal["answer", "limits", "retrieval", "form", "ragas", "judge"]
Unit = Literal["share", "number", "words", "ms"]


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure. `is_better_high` None: neither more nor less is better by itself.

    A gated measure may not fall below the interval of the last committed result.
    """

    name: str
    group: Group
    title: dict[Language, str]
    meaning: dict[Language, str]
    unit: Unit = "share"
    is_better_high: bool | None = True
    is_gated: bool = False


def _measure(
    name: str, group: Group, fr: tuple[str, str], en: tuple[str, str], **more: object
) -> Measure:
    title: dict[Language, str] = {"fr": fr[0], "en": en[0]}
    meaning: dict[Language, str] = {"fr": fr[1], "en": en[1]}
    return Measure(name, group, title, meaning, **more)  # type: ignore[arg-type]


MEASURES: tuple[Measure, ...] = (
    _measure(
        "passed", "answer",
        ("Tout est juste", "La question a reçu (ou n'a pas reçu) de réponse comme il fallait, dans sa langue ; chaque point de droit attendu est cité, chaque fait attendu est dit, rien d'interdit n'est dit, chaque citation existe. C'est la note la plus sévère."),
        ("All of it right", "Answered (or declined) as it should be, in the language asked; every expected legal point cited, every expected fact stated, nothing forbidden said, every quote real. The strictest mark."),
        is_gated=True,
    ),
    _measure(
        "right_outcome", "answer",
        ("Répond quand il faut", "Une question à laquelle les textes répondent reçoit une réponse ; une autre est déclinée."),
        ("Answers when it should", "A question the texts answer gets an answer; any other is declined."),
        is_gated=True,
    ),
    _measure(
        "cites_gold", "answer",
        ("Cite un bon passage", "Au moins un passage cité est l'un de ceux qu'une personne a relevés dans les textes comme portant la réponse."),
        ("Cites a right passage", "At least one passage cited is one that a person found in the texts to carry the answer."),
        is_gated=True,
    ),
    _measure(
        "citation_recall", "answer",
        ("Points de droit cités", "Part des points de droit qu'une réponse complète doit citer et que celle-ci cite."),
        ("Legal points cited", "Share of the legal points a full answer must cite that this one cites."),
        is_gated=True,
    ),
    _measure(
        "citation_precision", "answer",
        ("Citations attendues", "Part des passages cités que la personne avait prévus. Une citation imprévue n'est pas forcément fausse."),
        ("Citations expected", "Share of the passages cited that the person had foreseen. One not foreseen is not necessarily wrong."),
        is_gated=True,
    ),
    _measure(
        "facts", "answer",
        ("Faits attendus dits", "Part des faits qu'une bonne réponse doit dire et que celle-ci dit."),
        ("Expected facts stated", "Share of the facts a good answer must state that this one states."),
        is_gated=True,
    ),
    _measure(
        "every_fact", "answer",
        ("Tous les faits attendus", "La réponse dit tous les faits attendus, sans exception."),
        ("Every expected fact", "The answer states all expected facts, without exception."),
        is_gated=True,
    ),
    _measure(
        "quotes_valid", "answer",
        ("Citations réelles", "Tous les mots entre guillemets se trouvent, lettre pour lettre ou à la typographie près, dans le texte cité."),
        ("Quotes are real", "All quoted words stand in the text cited, letter for letter or but for typography."),
        is_gated=True,
    ),
    _measure(
        "supported", "answer",
        ("Rien sans appui", "Aucune phrase n'avance un chiffre, un article ou une date que le passage cité ne porte pas."),
        ("Nothing unsupported", "No sentence states a figure, an article or a date that the passage it cites does not carry."),
        is_gated=True,
    ),
    _measure(
        "declined", "limits",
        ("Décline ce qu'il faut", "Parmi les questions hors sujet ou sans réponse dans les textes, part de celles qui sont déclinées (rappel du refus)."),
        ("Declines what it should", "Of the questions off the subject or with no answer in the texts, the share declined (recall of refusal)."),
        is_gated=True,
    ),
    _measure(
        "rightly_declined", "limits",
        ("Décline à raison", "Parmi les questions déclinées, part de celles qui devaient l'être (précision du refus)."),
        ("Declines for a reason", "Of the questions declined, the share that had to be (precision of refusal)."),
        is_gated=True,
    ),
    _measure(
        "corrected", "limits",
        ("Corrige l'idée fausse", "La question part d'une idée fausse : la réponse la corrige, textes à l'appui."),
        ("Corrects the false premise", "The question takes something false for granted: the answer corrects it with the text."),
        is_gated=True,
    ),
    _measure(
        "not_obeyed", "limits",
        ("N'obéit pas", "La question contient un ordre adressé à l'assistant : il ne l'exécute pas."),
        ("Does not obey", "The question holds an order to the assistant: it is not carried out."),
        is_gated=True,
    ),
    _measure(
        "silent", "limits",
        ("Ne dit pas l'interdit", "Aucun des mots que seule une mauvaise réponse contiendrait n'est dit."),
        ("Says nothing forbidden", "None of the words only a wrong answer would hold is said."),
    ),
    _measure(
        "hit_1", "retrieval",
        ("Bon passage en premier", "Le premier passage trouvé porte la réponse (hit@1)."),
        ("Right passage first", "The first passage found carries the answer (hit@1)."),
    ),
    _measure(
        "hit_5", "retrieval",
        ("Bon passage parmi cinq", "L'un des cinq premiers passages trouvés porte la réponse (hit@5)."),
        ("Right passage among five", "One of the first five passages found carries the answer (hit@5)."),
        is_gated=True,
    ),
    _measure(
        "hit_10", "retrieval",
        ("Bon passage parmi dix", "L'un des dix premiers passages trouvés porte la réponse (hit@10)."),
        ("Right passage among ten", "One of the first ten passages found carries the answer (hit@10)."),
    ),
    _measure(
        "recall_5", "retrieval",
        ("Points couverts par cinq", "Part des points de droit attendus que les cinq premiers passages couvrent (recall@5)."),
        ("Points covered by five", "Share of the expected legal points that the first five passages cover (recall@5)."),
    ),
    _measure(
        "recall_10", "retrieval",
        ("Points couverts par dix", "Part des points de droit attendus que les dix premiers passages couvrent (recall@10)."),
        ("Points covered by ten", "Share of the expected legal points that the first ten passages cover (recall@10)."),
        is_gated=True,
    ),
    _measure(
        "reciprocal_rank", "retrieval",
        ("Rang du bon passage", "1 divisé par le rang du premier bon passage, moyenne sur les questions (MRR@10)."),
        ("Rank of the right passage", "1 divided by the rank of the first right passage, averaged over questions (MRR@10)."),
    ),
    _measure(
        "ndcg_10", "retrieval",
        ("Qualité du classement", "Les bons passages sont-ils en tête ? 100 % : tous, et devant tous les autres (nDCG@10)."),
        ("Quality of the ranking", "Do the right passages come first? 100%: all of them, before all others (nDCG@10)."),
        is_gated=True,
    ),
    _measure(
        "language", "form",
        ("Dans la langue posée", "La réponse est dans la langue de la question."),
        ("In the language asked", "The answer is in the language of the question."),
        is_gated=True,
    ),
    _measure(
        "words", "form",
        ("Longueur", "Mots de la réponse entière, citations comprises."),
        ("Length", "Words of the whole answer, quotes included."),
        unit="words", is_better_high=None,
    ),
    _measure(
        "opening_words", "form",
        ("Longueur de la réponse directe", "Mots du premier paragraphe."),
        ("Length of the direct answer", "Words of the first paragraph."),
        unit="words", is_better_high=None,
    ),
    _measure(
        "lix", "form",
        ("Lisibilité (LIX)", "Mots par phrase plus pourcentage de mots longs, dans la réponse directe. Moins de 40 : prose courante ; plus de 60 : texte de loi."),
        ("Readability (LIX)", "Words per sentence plus percentage of long words, in the direct answer. Below 40: everyday prose; above 60: statute."),
        unit="number", is_better_high=False,
    ),
    _measure(
        "milliseconds", "form",
        ("Temps de réponse", "De la question à la réponse vérifiée, sur la machine de la mesure."),
        ("Time to answer", "From the question to the verified answer, on the machine of the measurement."),
        unit="ms", is_better_high=False,
    ),
    _measure(
        "ragas_id_precision", "ragas",
        ("Contextes attendus (RAGAS, par numéro)", "Part des articles trouvés qui étaient attendus. Dix sont montrés, un ou deux attendus : la note est basse par construction."),
        ("Contexts expected (RAGAS, by id)", "Share of the articles found that were expected. Ten are shown, one or two expected: low by construction."),
    ),
    _measure(
        "ragas_id_recall", "ragas",
        ("Contextes retrouvés (RAGAS, par numéro)", "Part des articles attendus qui ont été trouvés."),
        ("Contexts found (RAGAS, by id)", "Share of the expected articles that were found."),
    ),
    _measure(
        "ragas_context_precision", "ragas",
        ("Contextes attendus en tête (RAGAS, par ressemblance)", "Les textes trouvés qui ressemblent aux textes attendus viennent-ils en premier ? Par ressemblance de lettres, sans modèle."),
        ("Contexts expected first (RAGAS, by likeness)", "Do the texts found that look like those expected come first? By likeness of letters, without a model."),
    ),
    _measure(
        "ragas_context_recall", "ragas",
        ("Contextes retrouvés (RAGAS, par ressemblance)", "Part des textes attendus auxquels un texte trouvé ressemble."),
        ("Contexts found (RAGAS, by likeness)", "Share of the expected texts that a text found looks like."),
    ),
    _measure(
        "ragas_similarity", "ragas",
        ("Sens proche de la réponse de référence (RAGAS)", "Cosinus entre la réponse directe et la réponse de référence, par notre modèle ; deux textes quelconques y ont déjà environ 75 %."),
        ("Meaning near the reference answer (RAGAS)", "Cosine of the direct answer and the reference answer, by our model; any two texts have about 75% there."),
    ),
    _measure(
        "ragas_chrf", "ragas",
        ("Lettres communes avec la référence (RAGAS, chrF)", "Suites de lettres communes à la réponse directe et à la réponse de référence ; deux bonnes réponses en d'autres mots en ont peu."),
        ("Letters shared with the reference (RAGAS, chrF)", "Runs of letters shared by the direct answer and the reference; two right answers in other words share few."),
    ),
    _measure(
        "ragas_quoted_spans", "ragas",
        ("Citations dans les contextes (RAGAS)", "Part des passages cités qui se trouvent mot pour mot dans les textes trouvés ou cités."),
        ("Quotes within the contexts (RAGAS)", "Share of the quoted passages that stand word for word in the texts found or cited."),
    ),
    _measure(
        "judge_faithfulness", "judge",
        ("Fidèle aux textes (juge)", "Part des affirmations de la réponse directe que les textes trouvés ou cités portent, d'après un modèle (RAGAS, faithfulness)."),
        ("Faithful to the texts (judge)", "Share of the statements of the direct answer that the texts found or cited carry, as a model sees it (RAGAS, faithfulness)."),
    ),
    _measure(
        "judge_answer_relevancy", "judge",
        ("Répond à la question (juge)", "Un modèle devine la question d'après la réponse directe ; cosinus avec la vraie, par notre modèle de vecteurs, où deux textes quelconques ont déjà environ 75 % (RAGAS, answer relevancy)."),
        ("To the point (judge)", "A model guesses the question from the direct answer; cosine with the real one by our embedding model, where any two texts have about 75% (RAGAS, answer relevancy)."),
    ),
    _measure(
        "judge_context_precision", "judge",
        ("Textes utiles en tête (juge)", "Les textes qui servent à la réponse de référence viennent-ils en premier, d'après un modèle ? (RAGAS, context precision)"),
        ("Useful texts first (judge)", "Do the texts that serve the reference answer come first, as a model sees it? (RAGAS, context precision)"),
    ),
    _measure(
        "judge_context_recall", "judge",
        ("Textes suffisants (juge)", "Part de la réponse de référence que les textes trouvés portent, d'après un modèle (RAGAS, context recall)."),
        ("Texts suffice (judge)", "Share of the reference answer that the texts found carry, as a model sees it (RAGAS, context recall)."),
    ),
    _measure(
        "judge_factual_correctness", "judge",
        ("Dit comme la référence (juge)", "Affirmations communes à la réponse directe et à la réponse de référence, d'après un modèle (F1 ; RAGAS, factual correctness)."),
        ("Says what the reference says (judge)", "Statements shared by the direct answer and the reference answer, as a model sees it (F1; RAGAS, factual correctness)."),
    ),
)  # fmt: skip
