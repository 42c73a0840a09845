"""The words of the campaign check, in French and English."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.nouns import Language


@dataclass(frozen=True, slots=True)
class CampaignWords:
    """Everything the page says that is not a fact, a rule or an obligation."""

    lang: Language
    page: str
    promise: str
    describe: str
    describe_help: str
    placeholder: str
    read: str
    examples: tuple[str, ...]
    examples_title: str
    by_questions: str
    nothing_read: str
    confirm_title: str
    confirm_help: str
    confirm: str
    heard: str
    unread: str
    question_number: str
    why: str
    law: str
    unknown: str
    skip: str
    back: str
    next: str
    date: str
    use_date: str
    restart: str
    so_far: str
    facts: str
    assumed: str
    assumed_help: str
    change: str
    remove: str
    day: str
    day_help: str
    later: str
    open_questions: str
    ask_skipped: str
    parts: str
    diagram: str
    before: str
    declined: str
    duties_open: str
    doubts_more: str
    reasons_of_duties: str
    duties_help: str
    evidence: str
    file: str
    file_help: str
    title: str
    author: str
    to_pdf: str
    to_json: str
    to_csv: str
    save: str
    saved: str
    saved_title: str
    saved_help: str
    open: str
    delete: str
    same: str
    differs: str
    differs_rules: str
    unreadable: str
    not_kept: str
    offer: str
    offer_button: str
    notice: str


_FR = CampaignWords(
    lang="fr",
    page="Campagne",
    promise="Décrivez une campagne\u00a0: Recital dit si elle est permise en France et dans l'Union, pourquoi, ce qu'il reste à faire, et en fait un dossier à garder.",
    describe="Votre campagne",
    describe_help="Le moyen, les destinataires, leur lien avec vous, leur accord, la date du dernier contact.",
    placeholder="Nous voulons envoyer un SMS promotionnel à nos clients d'il y a deux ans…",
    read="Lire les faits",
    examples=(
        "On veut envoyer un SMS à nos clients d'il y a deux ans",
        "Appeler des particuliers pour des panneaux solaires, avec leur accord",
        "Envoyer notre fichier clients à Facebook pour une audience personnalisée",
    ),
    examples_title="Par exemple",
    by_questions="Répondre plutôt à des questions",
    nothing_read="Aucun fait reconnu dans cette phrase. Répondez aux questions.",
    confirm_title="Voici ce que nous avons compris",
    confirm_help="Corrigez ce qui est faux\u00a0: la décision n'en dépend qu'une fois confirmée.",
    confirm="C'est exact",
    heard="lu dans «\u00a0{words}\u00a0»",
    unread="Nous n'avons rien tiré de «\u00a0{words}\u00a0». Si cela compte, corrigez un fait ou dites-le autrement.",
    question_number="Question {number}",
    why="Pourquoi cette question\u00a0?",
    law="Texte",
    unknown="Je ne sais pas",
    skip="Passer",
    back="Question précédente",
    next="Continuer",
    date="Date du dernier contact",
    use_date="Donner la date",
    restart="Nouvelle campagne",
    so_far="Où en est la décision",
    facts="Faits donnés",
    assumed="Ce que nous supposons",
    assumed_help="Personne ne l'a dit\u00a0: corrigez ce qui ne va pas.",
    change="Modifier",
    remove="Retirer",
    day="Droit applicable au",
    day_help="La décision vaut pour ce jour\u00a0: le démarchage téléphonique, par exemple, a changé le 11 août 2026.",
    later="passée",
    open_questions="Il reste {count} questions qui peuvent tout changer.",
    ask_skipped="Revenir aux questions passées",
    parts="Selon les cas",
    diagram="Le chemin de la décision",
    before="L'emporte sur\u00a0: {rule}",
    declined="Refusé\u00a0: {duty}",
    duties_open="Obligations encore ouvertes\u00a0: {count}",
    doubts_more="Règles plus éloignées qui pourraient encore interdire\u00a0: {count}",
    reasons_of_duties="D'où viennent ces obligations",
    duties_help="Cochez ce qui est fait\u00a0: la décision suit.",
    evidence="Preuve à garder\u00a0: {proof}",
    file="Le dossier",
    file_help="Faits, décision, règles avec citations vérifiées, obligations, preuves, date et versions.",
    title="Titre de la campagne",
    author="Établi par",
    to_pdf="Dossier (PDF)",
    to_json="Données (JSON)",
    to_csv="Registre (CSV)",
    save="Enregistrer",
    saved="Enregistré",
    saved_title="Vos contrôles enregistrés",
    saved_help="Gardés {days} jours après leur dernier changement, pour vous seul. Le PDF, lui, est à vous.",
    open="Ouvrir",
    delete="Supprimer",
    same="Décision inchangée aujourd'hui",
    differs="Cette décision serait différente aujourd'hui\u00a0: {outcome}",
    differs_rules="Même issue, mais par d'autres règles",
    unreadable="Ses faits ne sont plus ceux de cette version\u00a0: refaites-le.",
    not_kept="Les contrôles ne sont pas enregistrés sur cette installation.",
    offer="Cette question décrit une campagne.",
    offer_button="Vérifier cette campagne",
    notice="Information, pas un conseil juridique. Les faits restent sur cette machine.",
)
_EN = CampaignWords(
    lang="en",
    page="Campaign",
    promise="Describe a campaign: Recital says whether it is allowed in France and the Union, why, what is left to do, and makes a file to keep.",
    describe="Your campaign",
    describe_help="The means, the recipients, their link with you, their agreement, when you last had contact.",
    placeholder="We want to text a promotion to customers from two years ago…",
    read="Read the facts",
    examples=(
        "We want to text a promotion to customers from two years ago",
        "Call consumers about solar panels, with their consent",
        "Upload our customer list to Facebook as a custom audience",
    ),
    examples_title="For example",
    by_questions="Answer questions instead",
    nothing_read="No fact recognised in this sentence. Answer the questions.",
    confirm_title="This is what we understood",
    confirm_help="Correct what is wrong: the decision only counts once you confirm.",
    confirm="That is right",
    heard="read in “{words}”",
    unread="We made nothing of “{words}”. If it matters, correct a fact or say it otherwise.",
    question_number="Question {number}",
    why="Why do you ask?",
    law="Text",
    unknown="I don't know",
    skip="Skip",
    back="Previous question",
    next="Continue",
    date="Date of the last contact",
    use_date="Give the date",
    restart="New campaign",
    so_far="Where the decision stands",
    facts="Facts given",
    assumed="What we assume",
    assumed_help="Nobody said so: correct what is not right.",
    change="Change",
    remove="Remove",
    day="Law as of",
    day_help="The decision holds for this day: phone marketing, for example, changed on 11 August 2026.",
    later="skipped",
    open_questions="{count} questions that could change everything are left.",
    ask_skipped="Go back to skipped questions",
    parts="Case by case",
    diagram="The path of the decision",
    before="Prevails over: {rule}",
    declined="Refused: {duty}",
    duties_open="Duties still open: {count}",
    doubts_more="More remote rules that could still forbid: {count}",
    reasons_of_duties="Where these duties come from",
    duties_help="Tick what is done: the decision follows.",
    evidence="Evidence to keep: {proof}",
    file="The file",
    file_help="Facts, decision, rules with verified quotes, duties, evidence, date and versions.",
    title="Title of the campaign",
    author="Made by",
    to_pdf="File (PDF)",
    to_json="Data (JSON)",
    to_csv="Record (CSV)",
    save="Save",
    saved="Saved",
    saved_title="Your saved checks",
    saved_help="Kept {days} days after their last change, for you alone. The PDF is yours to keep.",
    open="Open",
    delete="Delete",
    same="Same decision today",
    differs="This decision would now differ: {outcome}",
    differs_rules="Same outcome, by other rules",
    unreadable="Its facts are not those of this version: make it anew.",
    not_kept="Checks are not kept on this installation.",
    offer="This question describes a campaign.",
    offer_button="Check this campaign",
    notice="Information, not legal advice. The facts stay on this machine.",
)
_WORDS: dict[Language, CampaignWords] = {"fr": _FR, "en": _EN}


def campaign_words(lang: Language) -> CampaignWords:
    """The words of the page in a language."""
    return _WORDS[lang]
