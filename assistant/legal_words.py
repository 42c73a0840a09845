"""The words legal references are made of, in French and English, as typed tokens.

`tokenize` turns a sentence into the tokens that `assistant.references` puts together: article
words, numbers, points, the names of laws. Everything else is a "word".
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

TokenKind = Literal[
    "locator", "law", "this", "elsewhere", "article", "recital", "subparagraph", "paragraph",
    "point", "code", "bracket", "ordinal", "number", "sign", "joint", "letter", "and", "with", "to", "of",
    "mark", "stop", "word",
]  # fmt: skip

# The law a name stands for. "own" is the one that is speaking, "other" a law we do not hold.
# "regulation", "act" and "noun" are bare nouns: they name a law only after "of", and which one
# depends on who is speaking.
LawName = Literal[
    "gdpr", "eprivacy", "lil", "cpce", "conso", "own", "other", "regulation", "act", "noun"
]  # fmt: skip

_KINDS = r"(?:regulation|r[èe]glement|directive|loi|code|act)"
_LAW_NUMBER = r"(?:\s*\((?:ue|eu|ce|ec)\))?(?:\s*n\s?[o°º]?\.?)?\s*[0-9]+[/-][0-9]+(?:/\w+)*"

# Tried in this order: a more telling name stands before the one it contains.
_LAW_PATTERNS: tuple[tuple[LawName, str], ...] = (
    ("own", rf"(?:this|pr[ée]sente?)\s+{_KINDS}"),
    ("other", rf"(?:that|said|same|m[êe]me|dudit|ledit|ladite|cette|ce)\s+{_KINDS}|thereof"),
    ("other", r"uk\s+gdpr|data\s+protection\s+act\s+(?:2018|1998)"),
    ("other", r"r[èe]glement\s+e-?\s?privacy|e-?\s?privacy\s+regulation"),
    ("other", r"r[èe]glement\s+(?:sur\s+)?(?:l['’]\s?)?(?:ia|intelligence\s+artificielle)"),
    (
        "gdpr",
        r"rgpd|gdpr|dsgvo|(?:(?:regulation|r[èe]glement)\s*)?(?:\((?:ue|eu)\)\s*)?(?:n[o°º]\s*)?2016/679"
        r"|r[èe]glement\s+(?:g[ée]n[ée]ral|europ[ée]en)\s+(?:sur|de|relatif\s+à)\s+la\s+protection\s+des\s+donn[ée]es"
        r"|general\s+data\s+protection\s+regulation",
    ),
    (
        "eprivacy",
        r"(?:directive\s+)?e-?\s?privacy(?:\s+directive)?|(?:directive\s+)?2002/58(?:/\w+)?"
        r"|directive\s+(?:sur\s+la\s+)?vie\s+priv[ée]e(?:\s+et\s+communications\s+[ée]lectroniques)?"
        r"|directive\s+on\s+privacy\s+and\s+electronic\s+communications",
    ),
    (
        "lil",
        r"lil|(?:loi\s+)?informatique\s+(?:et|&)\s+libert[ée]s?|loi\s+i\s?&\s?l"
        r"|(?:loi\s+)?(?:n[o°º]\.?\s*)?78-17|loi\s+78\s17|loi\s+du\s+6\s+janvier\s+1978"
        r"|(?:french\s+)?data\s+protection\s+act",
    ),
    ("cpce", r"cpce|code\s+des\s+postes(?:\s+et\s+des\s+communications\s+[ée]lectroniques)?"),
    ("conso", r"code\s+(?:de\s+la\s+)?conso(?:mmation)?|c\.\s?conso|(?:french\s+)?consumer\s+code"),
    (
        "other",
        r"(?:ai|ia|data|data\s+governance|digital\s+services|digital\s+markets"
        r"|artificial\s+intelligence)\s+act|dsa|dma|lcen|ccpa|pecr|nis\s?2|echr|cedh|tfue|tfeu|teu",
    ),
    (
        "other",
        r"code\s+(?:civil|p[ée]nal|rural|du|des|g[ée]n[ée]ral|mon[ée]taire|de\s+(?!conduite))"
        r"|(?:civil|penal|criminal|labou?r)\s+code",
    ),
    ("other", rf"(?:(?:council|commission)\s+)?(?:{_KINDS}|recomm[ae]ndation)" + _LAW_NUMBER),
    ("other", r"loi\s+(?:du\s+[0-9]|pour\s+la\s+confiance)"),
    (
        "noun",
        r"directives?|charte|charter|trait[ée]|treaty|convention|annexe?|constitution|d[ée]cret"
        r"|d[ée]cision|decision|recomm[ae]ndation|statut[es]?|protocole?|law|code",
    ),
    ("regulation", r"regulation|r[èe]glement"),
    ("act", r"loi"),
)  # fmt: skip

# What follows a number that counts something instead of numbering an article.
_COUNTED = re.compile(
    r"(?:ans?|ann[ée]es?|years?|mois|months?|jours?|days?|heures?|hours?|h|semaines?|weeks?|minutes?"
    r"|euros?|eur|[€$£%]|percent|k€?|m€|millions?|milliards?|billions?|fois|times"
    r"|personnes?|people|clients?|customers?|contacts?|salari[ée]s?|employ[ée]e?s?|e-?mails?|mails?"
    r"|sms|appels?|calls?|questions?|entreprises?|companies|choses|things|janvier|f[ée]vrier|mars"
    r"|avril|mai|juin|juillet|ao[ûu]t|septembre|octobre|novembre|d[ée]cembre|january|february|march"
    r"|april|june|july|august|september|october|november|december)"
)

_WORDS_BEFORE_LAWS: tuple[tuple[TokenKind, str], ...] = (
    ("word", r"https?://\S+|\S+@\S+"),
    (
        "locator",
        r"\b[a-z][a-z0-9-]*:(?:(?:art|rec|par|sheet|sec)-[a-z0-9]+(?:-[a-z0-9]+)*|p[0-9]+)\b(?:#[a-z0-9]+)?"
        r"|\b(?:card:[a-z][a-z0-9-]*|[a-z]+-faq:[0-9]+)\b(?:#[a-z0-9]+)?",
    ),
    # The advisory body named after Article 29 of the former directive is not a reference.
    (
        "word",
        r"\b(?:article|art\.?)\s*29\s+(?:data\s+protection\s+)?(?:working|wp\b|gt\b|group)"
        r"|\bgroupe\s+(?:de\s+travail\s+)?(?:dit\s+)?(?:de\s+)?(?:l['’]\s?)?[«\"“]?\s*(?:article|art\.?)\s*29\b"
        r"|\bg\s?29\b|\bwp\s?29\b",
    ),
)  # fmt: skip

_WORDS_AFTER_LAWS: tuple[tuple[TokenKind, str], ...] = (
    ("word", r"\b[0-9]{1,2}[/.][0-9]{1,2}[/.][0-9]{2,4}\b"),  # a date
    ("word", r"(?<!\w)(?:0[0-9]*|[0-9]{4,}|[0-9]{1,3}(?:[\s.,][0-9]{3})+)(?!\w)"),  # an amount
    ("word", r"(?<!\w)[0-9]+,[0-9]+(?=\s?(?:%|€|euro|k|m))"),
    ("this", r"\b(?:this|pr[ée]sent)\s+article\b"),
    ("elsewhere", r"\b(?:that|said|same|cet|dudit|ledit|audit|m[êe]me|its|their|son|ses|leurs?)\s+articles?\b"),
    ("article", r"\barticles?\b|\barts?\b\.?"),
    ("recital", r"\b(?:consid[ée]rants?|recitals?|cons\b\.?(?=\s*\(?[0-9]))"),
    (
        "subparagraph",
        r"\b(?:first|second|third|fourth|premi[èe]re?|deuxi[èe]me|seconde?|troisi[èe]me|quatri[èe]me)"
        r"\s+(?:sub-?paragraph|sentence|alin[ée]a|phrase)\b",
    ),
    (
        "paragraph",
        r"§+|\b(?:paragraph(?:e?s?)|paras?\b\.?|par\b\.?(?=\s*\(?[0-9])|alin[ée]as?|al\b\.?|abs\b\.?)",
    ),
    ("point", r"\b(?:sous-)?(?:points?\b|litt?era\b|lit\b\.?|lettres?\b|letters?\b)"),
    ("code", r"\b[lrd]\.?\s?[0-9]{1,4}(?:\s?[-‑]\s?[0-9]{1,3})*(?![\w-])"),
    ("bracket", r"\(\s*(?:[0-9]{1,2}[a-z]?|[a-z]|[ivx]{2,5})\s*\)|\b[a-z]\s?\)"),
    ("sign", r"\bn\s?[°º]|\bno\b\.?(?=\s*[0-9])|\bnum[ée]ro\b"),
    ("ordinal", r"\b[0-9]{1,2}\s?°|\b1er\b|\bpremier\b"),
    ("number", r"(?<!\w)[0-9]{1,3}[a-z]?(?!\w)"),
    ("to", r"\bjusqu['’](?:à|au)\b|\b(?:through|to)\b|\bà\b|\ba\b(?=\s+[0-9])|\s[-–]\s|–|(?<=\))-(?=\()"),
    ("with", r"\b(?:en\s+liaison|en\s+combinaison|in\s+conjunction)\s+(?:avec|with)\b"),
    ("and", r"[,&/+]|\bet\s?/\s?ou\b|\band\s?/\s?or\b|\b(?:et|and|ou|or|ainsi\s+que)\b"),
    ("of", r"\b(?:du|de|des|of|the|la|le|les|in|dans)\b|\b[ld]['’]"),
    ("joint", r"(?<=[0-9])[.‑-](?=[0-9]{1,2}\b|[a-z]\b(?!['’]))"),
    ("stop", r"[.?!;](?=\s|$)|\n"),
    ("letter", r"\b[a-z](?![\w'’-])"),
    ("mark", r"[(:«\"“]"),
    ("word", r"\w+|[^\w\s]"),
)  # fmt: skip

_PATTERNS: list[tuple[TokenKind, LawName | None, str]] = [
    *((kind, None, pattern) for kind, pattern in _WORDS_BEFORE_LAWS),
    *(("law", name, rf"\b(?:{pattern})\b") for name, pattern in _LAW_PATTERNS),
    *((kind, None, pattern) for kind, pattern in _WORDS_AFTER_LAWS),
]
_TOKEN = re.compile("|".join(f"({pattern})" for _, _, pattern in _PATTERNS))


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a sentence, in lower case; `law` is set on the tokens of kind "law"."""

    kind: TokenKind
    text: str
    law: LawName | None = None

    @property
    def value(self) -> str:
        """The number or letter alone: "(f)" and "f)" are "f", "1°" and "premier" are "1"."""
        if self.text in ("1er", "premier"):
            return "1"
        return self.text.strip("()° \u00a0\u202f")

    @property
    def is_count_noun(self) -> bool:
        """Whether a number before this token counts something: years, euros, e-mails."""
        return _COUNTED.fullmatch(self.text) is not None


def tokenize(text: str) -> list[Token]:
    """The tokens of a text, in order; white space separates and is dropped."""
    return [_token(match) for match in _TOKEN.finditer(in_small_letters(text))]


def named_laws(text: str) -> list[tuple[LawName, int, int]]:
    """The laws a text names, each with where its name begins and ends."""
    found = []
    for match in _TOKEN.finditer(in_small_letters(text)):
        _, law, _ = _PATTERNS[(match.lastindex or 0) - 1]
        if law is not None:
            found.append((law, match.start(), match.end()))
    return found


def in_small_letters(text: str) -> str:
    """Lower case with every character where it was; the few that grow longer name no unit."""
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    small = (character.lower() for character in text)
    return "".join(low if len(low) == 1 else "\ufffd" for low in small)


def _token(match: re.Match[str]) -> Token:
    kind, law, _ = _PATTERNS[(match.lastindex or 0) - 1]
    return Token(kind, match[0].strip(), law)
