"""Personal data in what a person typed, found by form and checksum, and masked.

What the law and its figures look like (articles, decisions, dates, amounts, durations) is never
masked. Names are only found after a title (M., Mme, Mr, Mrs): no claim is made for others.
"""

from __future__ import annotations

import ipaddress
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from corpus.nouns import Language

Kind = Literal["email", "iban", "social_security", "card", "phone", "ip", "name"]

# What stands in the place of a value, numbered, so that the model can tell two people apart.
PLACEHOLDERS: dict[Kind, dict[Language, str]] = {
    "email": {"fr": "COURRIEL", "en": "E-MAIL"},
    "iban": {"fr": "IBAN", "en": "IBAN"},
    "social_security": {"fr": "NUMÉRO-DE-SÉCURITÉ-SOCIALE", "en": "SOCIAL-SECURITY-NUMBER"},
    "card": {"fr": "CARTE-BANCAIRE", "en": "PAYMENT-CARD"},
    "phone": {"fr": "TÉLÉPHONE", "en": "TELEPHONE"},
    "ip": {"fr": "ADRESSE-IP", "en": "IP-ADDRESS"},
    "name": {"fr": "NOM", "en": "NAME"},
}
NAMED: dict[Kind, dict[Language, tuple[str, str]]] = {
    "email": {"fr": ("adresse électronique", "adresses électroniques"), "en": ("e-mail address", "e-mail addresses")},
    "iban": {"fr": ("IBAN", "IBAN"), "en": ("IBAN", "IBANs")},
    "social_security": {
        "fr": ("numéro de sécurité sociale", "numéros de sécurité sociale"),
        "en": ("social security number", "social security numbers"),
    },
    "card": {"fr": ("numéro de carte", "numéros de carte"), "en": ("card number", "card numbers")},
    "phone": {"fr": ("numéro de téléphone", "numéros de téléphone"), "en": ("telephone number", "telephone numbers")},
    "ip": {"fr": ("adresse IP", "adresses IP"), "en": ("IP address", "IP addresses")},
    "name": {"fr": ("nom", "noms"), "en": ("name", "names")},
}  # fmt: skip
_NOTICE: dict[Language, str] = {
    "fr": "Masqué dans votre question avant l'envoi au modèle de dialogue : {found}.",
    "en": "Masked in your question before it was sent to the chat model: {found}.",
}

# The length of an IBAN is fixed by its country (ISO 13616 registry; Europe and its neighbours).
_IBAN_LENGTHS = {
    country: length
    for length, countries in {
        15: "NO", 16: "BE", 18: "DK FI NL FO GL", 19: "MK SI", 20: "AT BA EE LT LU XK",
        21: "CH HR LI LV", 22: "BG BH DE GB GE IE ME RS", 23: "AE GI IL", 24: "AD CZ ES MD SA SE SK TN VG RO PK",
        25: "PT", 26: "IS TR", 27: "FR GR IT MC SM MR", 28: "AL AZ CY DO HU LB PL GT BY", 29: "BR UA QA",
        30: "JO KW MU", 31: "MT",
    }.items()
    for country in countries.split()
}  # fmt: skip
# The first digits a card number may have and how many it then has (ISO/IEC 7812 issuer ranges).
_CARD = re.compile(
    r"4(?:\d{12}|\d{15}|\d{18})|5[1-5]\d{14}|(?:222[1-9]|22[3-9]\d|2[3-6]\d\d|27[01]\d|2720)\d{12}"
    r"|3[47]\d{13}|3(?:0[0-5]|[68]\d)\d{11}|35\d{14}|6(?:011|5\d\d|4[4-9]\d|2\d\d)\d{12}"
)
_SPACE = r"[ \u00a0\u202f]"
_EMAIL = re.compile(
    r"(?<![\w.+-])[\w](?:[\w.+'%-]{0,62}[\w+-])?(?:@|\s?[\[(](?:at|arobase)[\])]\s?)(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.){1,5}[^\W\d_]{2,24}(?![\w-])",
    re.IGNORECASE,
)
# Looked for from every place: a number may stand right after another one.
_IBAN = re.compile(
    rf"(?<![^\W_])(?=(?P<run>[A-Z]{{2}}\d{{2}}(?:{_SPACE}?[A-Z\d]){{11,30}}))", re.IGNORECASE
)
_NIR = re.compile(
    r"(?<!\d)(?<!\d[.,])(?=(?P<run>[1-478](?:[ .\u00a0\u202f-]?\d){4}[ .\u00a0\u202f-]?"
    r"(?:\d|2(?=[ABab]))[ ]?[\dABab](?:[ .\u00a0\u202f-]?\d){8})(?!\d))"
)
_CARD_FORM = re.compile(r"(?<![\w.,-])(?=(?P<run>\d(?:[ \u00a0\u202f-]?\d){12,18}))")
_PHONE = re.compile(
    rf"(?<![\w.,/+-])(?:(?:\+|00){_SPACE}?33{_SPACE}?(?:\(0\){_SPACE}?)?[1-9]|0[1-9])(?:[ .\u00a0\u202f-]?\d\d){{4}}(?![\w-])(?![.,]\d)"
    rf"|(?<![\w.,/+-])(?:\+|00)[1-9]\d{{0,2}}(?:[ .\u00a0\u202f-]?(?:\(0?\d{{1,4}}\)|\d{{1,12}})){{1,6}}(?![\w-])(?![.,]\d)"
)
_IPV4 = re.compile(r"(?<![\w.-])(?:\d{1,3}\.){3}\d{1,3}(?![\w-]|\.\d)")
_IPV6 = re.compile(r"(?<![\w:.])[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){2,7}(?![\w:])", re.IGNORECASE)
_INITIALS_OR_WORD = r"(?:[A-ZÀ-Þ]\.(?:-?[A-ZÀ-Þ]\.)*|[A-ZÀ-ÖØ-Þ](?:[\w’'-]*\w)?)"
_PARTICLE = rf"(?:de|du|des|la|le|van|von|der|den|el|al|ben){_SPACE}|d['’]"
_NAME = re.compile(
    rf"\b(?:(?:M|Mr|Mrs|Ms|Dr|Pr)\.?|MM\.|Mmes?|Mlle|Monsieur|Madame|Mademoiselle|Miss|Mister){_SPACE}+"
    rf"(?P<name>{_INITIALS_OR_WORD}(?:{_SPACE}+(?:{_PARTICLE})*{_INITIALS_OR_WORD}){{0,3}})"
)
# After a title: the office somebody holds, or the beginning of another sentence.
_NO_NAME = frozenset(
    "Le La Les Un Une The A An Il Elle Je Nous Vous Est Puis Peut Que Qui Quel Quelle Article "
    "Président Présidente Ministre Maire Directeur Directrice Commissaire Rapporteur DPO CNIL EDPB CEPD RGPD GDPR "
    "President Minister Mayor Director Commissioner".split()
)
_AMOUNT_AFTER = re.compile(
    rf"{_SPACE}*(?:[€$£%]|euros?\b|eur\b|dollars?\b|personnes?\b|people\b|contacts?\b|clients?\b|million|milliard|billion|ans?\b|years?\b|jours?\b|days?\b|mois\b|months?\b)",
    re.IGNORECASE,
)
_NUMBERED_TEXT_BEFORE = re.compile(
    r"(?:articles?|art\.|section|sections|§+|points?|paragraphs?|paragraphes?|par\.|considérants?|recitals?|chapitre|chapter|annexe?|version|v|n°|no\.?|nos|numéro|number|guidelines?|ISO)\s*$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class PersonalDatum:
    """A value that identifies somebody, where it stands in a text."""

    kind: Kind
    start: int
    end: int
    value: str


def find_personal_data(text: str) -> tuple[PersonalDatum, ...]:
    """What identifies somebody in a text, in order, no two overlapping."""
    seen = [
        PersonalDatum(kind, start, end, text[start:end])
        for kind, find in _FINDERS.items()
        for start, end in find(text)
    ]
    found: list[PersonalDatum] = []
    # A checksum outweighs a form (a card number is no telephone number), then the longer one.
    for datum in sorted(seen, key=lambda d: (d.kind not in _TELLING, d.start - d.end)):
        if all(datum.end <= other.start or other.end <= datum.start for other in found):
            found.append(datum)
    return tuple(sorted(found, key=lambda datum: datum.start))


class Mask:
    """Puts placeholders for personal data; one value has one placeholder in all texts it is given."""

    def __init__(self, lang: Language) -> None:
        self._lang = lang
        self._placeholders: dict[tuple[Kind, str], str] = {}
        self._numbers: Counter[Kind] = Counter()

    def __call__(self, text: str) -> str:
        """The text without a single value that `find_personal_data` finds in it."""
        masked, at = "", 0
        for datum in find_personal_data(text):
            masked += text[at : datum.start] + self._placeholder(datum)
            at = datum.end
        return masked + text[at:]

    def _placeholder(self, datum: PersonalDatum) -> str:
        same = (datum.kind, re.sub(r"[\W_]", "", datum.value).casefold())
        if same not in self._placeholders:
            self._numbers[datum.kind] += 1
            name = PLACEHOLDERS[datum.kind][self._lang]
            self._placeholders[same] = f"‹{name}-{self._numbers[datum.kind]}›"
        return self._placeholders[same]


def masked_notice(question: str, lang: Language) -> str:
    """What was masked in a question, by kind and number and never by value; "" for nothing."""
    counts = Counter(datum.kind for datum in find_personal_data(question))
    named = [f"{n} {NAMED[kind][lang][n > 1]}" for kind, n in counts.items()]
    return _NOTICE[lang].format(found=", ".join(named)) if named else ""


def _emails(text: str) -> Iterator[tuple[int, int]]:
    yield from (match.span() for match in _EMAIL.finditer(text))


def _ibans(text: str) -> Iterator[tuple[int, int]]:
    for match in _IBAN.finditer(text):
        length = _IBAN_LENGTHS.get(match["run"][:2].upper(), 0)
        for start, end in _ends(match, text):
            compact = _compact(text[start:end])
            if len(compact) == length and _is_iban(compact):
                yield start, end


def _ends(match: re.Match[str], text: str) -> Iterator[tuple[int, int]]:
    """From the start of a run to every place where a word of it ends, the longest first."""
    start, longest = match.span("run")
    for end in range(longest, start, -1):
        if text[end - 1].isalnum() and not text[end : end + 1].isalnum():
            yield start, end


def _compact(text: str) -> str:
    return "".join(filter(str.isalnum, text)).upper()


def _is_iban(compact: str) -> bool:
    """ISO 13616: the first four characters moved to the end, letters as numbers, modulo 97 is 1."""
    digits = "".join(str(int(char, 36)) for char in compact[4:] + compact[:4])
    return int(digits) % 97 == 1


def _social_security_numbers(text: str) -> Iterator[tuple[int, int]]:
    for match in _NIR.finditer(text):
        if _is_nir(_compact(match["run"])):
            yield match.span("run")


def _is_nir(compact: str) -> bool:
    """Thirteen digits (Corsica: 2A is 19, 2B is 18) and a key: 97 less their remainder by 97."""
    number, key = compact[:13], compact[13:]
    number = number[:5] + number[5:7].replace("2A", "19").replace("2B", "18") + number[7:]
    is_month = 1 <= int(number[3:5]) <= 12 or int(number[3:5]) >= 20
    return number.isdigit() and is_month and int(key) == 97 - int(number) % 97


def _cards(text: str) -> Iterator[tuple[int, int]]:
    for match in _CARD_FORM.finditer(text):
        for start, end in _ends(match, text):
            digits = _compact(text[start:end])
            if _CARD.fullmatch(digits) and _passes_luhn(digits):
                yield start, end
                break


def _passes_luhn(digits: str) -> bool:
    doubled = (int(digit) * (1 + at % 2) for at, digit in enumerate(reversed(digits)))
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0


def _phones(text: str) -> Iterator[tuple[int, int]]:
    for match in _PHONE.finditer(text):
        digits = sum(map(str.isdigit, match[0]))
        if 9 <= digits <= 17 and not _AMOUNT_AFTER.match(text, match.end()):
            yield match.span()


def _ip_addresses(text: str) -> Iterator[tuple[int, int]]:
    for form in (_IPV4, _IPV6):
        for match in form.finditer(text):
            if _is_address(match[0]) and not _NUMBERED_TEXT_BEFORE.search(
                text[: match.start()][-20:]
            ):
                yield match.span()


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return len(text) > 4


def _names(text: str) -> Iterator[tuple[int, int]]:
    for match in _NAME.finditer(text):
        if re.split(r"\W", match["name"])[0] not in _NO_NAME:
            yield match.span("name")


_FINDERS: dict[Kind, Callable[[str], Iterator[tuple[int, int]]]] = {
    "email": _emails,
    "iban": _ibans,
    "card": _cards,
    "social_security": _social_security_numbers,
    "phone": _phones,
    "ip": _ip_addresses,
    "name": _names,
}
_TELLING: frozenset[Kind] = frozenset({"email", "iban", "card", "social_security"})
