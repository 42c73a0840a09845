"""What a question asks for, told by its wording: the kind decides how an answer is composed.

The rules are tried from top to bottom and the first that fits names the kind. They read the text
without case, accents and apostrophe forms, and know the spellings of text messages ("c koi").
"""

from __future__ import annotations

import re
import unicodedata
from typing import Literal

from corpus.nouns import Language

QuestionKind = Literal[
    "comparison",
    "article",
    "sanction",
    "deadline",
    "figure",
    "list",
    "procedure",
    "definition",
    "permission",
    "other",
]

_RULES: dict[Language, tuple[tuple[QuestionKind, str], ...]] = {
    "fr": (
        (
            "comparison",
            r"\bdiff(?:s|erences?|erent\w*|erencier)?\b|\bdistinction\b|\bdistinguer\b|\bvs\b|\bversus\b"
            r"|\b(?:hesit\w+|choi(?:x|sir)|trancher) entre\b"
            # Files of one's own are compared by whoever cleans them, not by whoever learns.
            r"|(?<!faire )\bcompar(?:er|aison|ez|e)\b(?! (?:[mts]es|mon|nos|vos|leurs?|notre|votre)\b)"
            r"|^[\w' -]{2,30} ou (?:l'|le |la |un |une )?[\w'-]+(?: [\w'-]+)? ?\??$",
        ),
        (
            "article",
            r"\b(?:dit|disent|prevoit|contient|parle|resume\w*|texte|explique\w*|signifie|lire|montre\w*)\b"
            r".*\b(?:art(?:icle)?s?\.?|considerants?) ?[lr]?\.?\d"
            r"|^(?:l')?(?:art(?:icle)?s?\.?|considerants?) ?[lr]?\.?\d[\w ().-]*$"
            r"|\b(?:article|considerant) \d+ (?:parle|dit|prevoit)",
        ),
        (
            "sanction",
            r"\bamendes?\b|\bsanction\w*\b|\bpenalites?\b|\bencour\w+\b|\bcondamn\w+\b"
            r"|\brisqu(?:e|ons|ez)[ -]t?[ -]?(?:on|il|nous|vous|elle)\b|\b(?:on|je|tu|nous|vous) risque\w*\b"
            r"|\b(?:que|quoi|combien|cb) risqu\w+\b|\brisque (?:une|mon|ma|notre|l')\b",
        ),
        (
            "deadline",
            r"\bdelais?\b|\bcombien de (?:temps|jours|mois|heures|semaines|ans|annees)\b|\bcb de tps\b"
            r"|\bsous combien\b|\b(?:avant|jusqu'?a) quand\b|\bdeadline\b|\bduree\b|\ba quel moment\b"
            r"|\bpendant combien\b|\bcombien d'?heures\b",
        ),
        (
            "figure",
            r"\bcombien\b|\bcb\b|\bquels? (?:est le |est l'|sont les )?(?:montant|nombre|plafond|age|pourcentage|seuil|chiffre|prix|taux)"
            r"|\ba partir de (?:quel|combien)|\bmontant maxim|\bquel age\b",
        ),
        (
            "list",
            r"\bquel(?:le)?s sont\b|\bliste[rsz]?\b|\bcite[rz]?\b|\benumere[rz]?\b|\bquelles? (?:infos?|informations?|mentions|donnees)\b"
            r"|\bquels (?:droits|principes|criteres|cas|documents|pouvoirs|motifs|elements|fondements)\b|\bc(?:'est)? quoi (?:les|ses|mes|nos|leurs)\b"
            r"|\bquelles (?:mesures|obligations|conditions|garanties|exceptions|missions|raisons|bases|categories|sanctions|regles|exigences)\b"
            r"|\bcites? quel(?:le)?s\b|\bles (?:grands )?principes\b|\bregarde(?:nt)? quoi\b|\bque peut faire (?:la cnil|l'autorite)\b"
            r"|\bqu(?:e|oi) (?:lui |leur )?(?:faut[ -]il|il faut|doit[ -]on|dois[ -]je|devons[ -]nous) (?:lui |leur )?(?:dire|indiquer|mentionner|preciser|declarer|noter|inscrire|communiquer)\b"
            r"|\b(?:que|quoi|qu'est ?ce qui|qu'est-ce qui|qu'est ce qu'?on) doit?(?:vent)? (?:contenir|figurer|comporter|mentionner|mettre)\b|\bque contient\b|\bcontenu d",
        ),
        (
            "procedure",
            r"\bcomment\b|\bque faire\b|\bquoi faire\b|\bfaire quoi\b|\betapes?\b|\bdemarches?\b|\bon fait quoi\b"
            r"|\b(?:que|qu'est ?ce que|quoi) (?:je |on |nous )?(?:dois|doit|devons|faut|met|mettre)\b|\bprocedure\b",
        ),
        (
            "definition",
            r"^\W*(?:c'?(?:est)?|ct|cest|kes?) ?(?:quoi|koi)\b|\bc ?(?:koi|quoi)\b|\bc'?est (?:quoi|koi)\b|\bkesako\b|\bque veu(?:t|lent) dire\b"
            r"|\bque signifie\b|\bdefini\w*\b|^\W*qu'?est[ -]ce qu(?:e |'|e c'est)(?!on |je |il |nous |vous )|\bau sens d[eu]\b"
            r"|\bqui est (?:le|la|un|une)\b|\bsignification\b",
        ),
        (
            "permission",
            r"\bpeu(?:t|x|vent)\b|\bp(?:e|o)u(?:vons|vez|rrait)\b|\bpuis[ -]je\b|\bj?peu[tx]?\b|\bdroit d(?:e|')|\bautoris\w+\b"
            r"|\bpermis\w*\b|\binterdit\w*\b|\bi?ll?egal\w*\b|\bpossible\b|\bobligatoires?\b|\bobliges?\b|\bfaut[ -]il\b|\bil faut\b"
            r"|\bdoit\b|\bdois\b|\bdevons\b|\best[ -]ce qu|\bbesoin d|\bok (?:de|pour)\b|\bnecessaire\b|\bvalable\b|\bs'applique\b"
            r"|\bok\b|\bca (?:passe|marche|vaut)\b|\bprobleme\b|\bleur accord\b|-(?:ils|elles) (?:protege|concerne|couvert|soumis)\w*",
        ),
    ),
    "en": (
        (
            "comparison",
            r"\bdiff(?:s|er\w*)?\b|\bvs\b|\bversus\b|\bdistinction\b|\bdistinguish\b"
            r"|\b(?:hesitat\w+|choos\w+|choice|torn|decid\w+) between\b"
            r"|\bcompar\w+\b(?! (?:my|our|your|their|his|her|its)\b)"
            r"|^[\w' -]{2,30} or (?:an? |the )?[\w'-]+(?: [\w'-]+)? ?\??$",
        ),
        (
            "article",
            r"\b(?:say|says|said|provide\w*|summar\w+|text|explain|read|show|about|contain\w*|tell)\b.*\b(?:art(?:icle)?s?\.?|recitals?) ?\d"
            r"|^(?:art(?:icle)?s?\.?|recitals?) ?\d[\w ().-]*$|\b(?:art(?:icle)?|recital)\.? ?\d[\w().-]* (?:say|about|provide)",
        ),
        (
            "sanction",
            r"(?<!'re )(?<!are )(?<!is )(?<!it's )\bfine[ds]?\b|\bpenalt(?:y|ies)\b|\bsanction\w*\b|\bpunish\w*\b"
            r"|\bwhat (?:do|does|are|would|could) (?:we|i|you|they|a|the) [\w ]*risk\w*\b|\brisk if\b|\bprosecut\w+\b",
        ),
        (
            "deadline",
            r"\bhow (?:long|quickly|soon|fast)\b|\bdeadline\b|\btime limit\b|\bhow many (?:hours|days|weeks|months|years)\b"
            r"|\bby when\b|\b(?:until|till|since) when\b|\bwithin how\b|\btime ?frame\b|\bwhen must we (?:inform|tell|reply|answer|notify)\b",
        ),
        (
            "figure",
            r"\bhow (?:many|much|old|high|big|large)\b|\bwhat (?:is |are |'s |s )?(?:the )?(?:age|amount|number|threshold|maximum|ceiling|percentage|cap|limit)\b"
            r"|\bwhich age\b",
        ),
        (
            "list",
            r"\bwhat are (?:the|all|our|my|their)\b|^\W*(?:please )?list\b|\ba list of\b|\bname (?:the|all)\b|\benumerate\b|\bwhich (?:kinds?|types?|rights|principles|cases|data|information|documents|grounds|lawful)\b"
            r"|\bwhat (?:rights|principles|lawful bases|legal grounds|information|details|kinds?|types?|powers|safeguards|measures|conditions|criteria)\b"
            r"|\bwhat (?:must|should|has to|goes|needs to) .*\b(?:contain|include|be in|be inside|tell|into|say)\b|\bwhat goes (?:in|into)\b|\bcontents? of\b"
            r"|\bwhat (?:do|does|must|should|shall) (?:we|i|you|they|a company|the company|a controller)(?: have to| need to)? (?:tell|say to|note|record|write down|put in|document|disclose|include|mention|rec(?:ei|ie)ve)\b"
            r"|\bon what (?:legal )?(?:grounds?|bas[ei]s)\b|\blist them\b|\bwhat (?:can|may) (?:a |the )?(?:regulator|authority|watchdog|cnil) do\b"
            r"|\bwhat does (?:the|an?) (?:authority|regulator|cnil) (?:look at|consider|take into account|weigh)\b",
        ),
        (
            "procedure",
            r"^\W*how\b|\bhow (?:do|to|can|should|must|would)\b|\bwhat (?:do|should|must|shall) (?:i|we|you) do\b|\bsteps?\b|\bprocedure\b|\bwhat now\b"
            r"|\bwhat (?:must|should|has to|goes|needs to)\b|\bchecklist\b",
        ),
        (
            "definition",
            r"\bdefin\w+\b|\bmeaning\b|\bwhat does .* mean\b|^\W*what(?:'?s| is| are)? (?:an? |the )?(?!the |our |my |left\b|needed\b)[\w' -]+\??$"
            r"|\bwhat counts as\b|\bwhat makes\b|^\W*who (?:is|are)\b|\bwhat exactly\b",
        ),
        (
            "permission",
            r"\bcan\b|\bmay\b|\ballowed\b|\blegal\w*\b|\billegal\b|\blawful\b|\bok(?:ay)?\b|\bmust\b|\bneed(?:s|ed)?\b|\bhave to\b|\bhas to\b|\bshould\b"
            r"|\bpermit\w*\b|\bforbid\w*\b|\bbanned\b|\bpossible\b|\brequired\b|\bis it\b|\bdo (?:i|we)\b|\bdoes\b|\bcompulsory\b|\bmandatory\b|\bvalid\b|\bapply\b|\bcould\b|\bare we\b|\bcovered\b|\bprotected\b",
        ),
    ),
}
_COMPILED = {
    lang: tuple((kind, re.compile(pattern)) for kind, pattern in rules)
    for lang, rules in _RULES.items()
}
_DETAIL = re.compile(
    r"\ben detail\b|\bdetaille\w*\b|\btout l'article\b|\btexte (?:complet|integral|entier)\b|\bintegral\w*\b"
    r"|\ben entier\b|\bapprofondi\w*\b|\bin (?:full|detail)\b|\bdetailed\b|\bfull (?:text|article)\b"
    r"|\b(?:whole|entire|complete) (?:text|article|provision)\b|\bat length\b|\bword for word\b|\bmot (?:a|pour) mot\b"
)


def kind_of(text: str, lang: Language) -> QuestionKind:
    """The kind of a question: how it is worded, not what it is about."""
    folded = folded_question(text)
    return next((kind for kind, rule in _COMPILED[lang] if rule.search(folded)), "other")


def wants_detail(text: str) -> bool:
    """Whether the person asks for more than the essential ("en détail", "the whole article")."""
    return bool(_DETAIL.search(folded_question(text)))


def folded_question(text: str) -> str:
    """The text in small letters, without accents, with one form of apostrophe and of space."""
    decomposed = unicodedata.normalize("NFKD", text.lower().replace("’", "'"))
    plain = "".join(char for char in decomposed if not unicodedata.combining(char))
    return " ".join(plain.split())
