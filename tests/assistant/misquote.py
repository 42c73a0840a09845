"""Quotes gone wrong, and quotes as a page prints them: what the check must tell apart.

A mutant is a changed quote whose words and numbers stand, in that order, nowhere in its passage:
a change that gives another true stretch of the text is none.
"""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence

from assistant.sentences import sentences

Change = Callable[[str, random.Random], str]
LEAST_WORDS, MOST_WORDS = 8, 120


def some_quotes(texts: Sequence[str], count: int, seed: int) -> list[tuple[str, str]]:
    """`count` (quote, passage) pairs: whole sentences, as an answer quotes them."""
    pairs = [
        (span.of(text), text)
        for text in texts
        for span in sentences(text)
        if LEAST_WORDS <= len(span.of(text).split()) <= MOST_WORDS
    ]
    return random.Random(seed).choices(pairs, k=count)


def mutants(quote: str, passage: str, chance: random.Random) -> Iterator[tuple[str, str]]:
    """(operator, changed quote) for every operator that can be applied."""
    held = " ".join(spoken(passage))
    for name, change in OPERATORS.items():
        changed = change(quote, chance)
        said = " ".join(spoken(changed))
        if said != " ".join(spoken(quote)) and f" {said} " not in f" {held} ":
            yield name, changed


def spoken(text: str) -> list[str]:
    """The words and numbers of a text, in small letters."""
    return re.findall(r"\w+", unicodedata.normalize("NFKC", text).lower())


# --- operators: each returns the quote unchanged where it cannot be applied


def replace_a_word(quote: str, chance: random.Random) -> str:
    return _replaced(quote, r"[^\W\d_]{3,}", ("moulin", "autre", "jamais", "shall", "data"), chance)


def change_a_letter(quote: str, chance: random.Random) -> str:
    at = chance.choice([i for i, char in enumerate(quote) if char.isalpha()])
    return quote[:at] + chance.choice("abdknptz") + quote[at + 1 :]


def change_a_number(quote: str, chance: random.Random) -> str:
    found = [match for match in re.finditer(r"\d+", quote) if match[0].isdecimal()]
    if not found:
        return quote
    match = chance.choice(found)
    other = chance.choice([str(int(match[0]) + 1), match[0] + "0", str(int(match[0]) // 10 + 3)])
    return quote[: match.start()] + other + quote[match.end() :]


def swap_digits(quote: str, chance: random.Random) -> str:
    found = list(re.finditer(r"\d\d", quote))
    if not found:
        return quote
    at = chance.choice(found).start()
    return quote[:at] + quote[at + 1] + quote[at] + quote[at + 2 :]


def negate(quote: str, chance: random.Random) -> str:
    verb = r"(?<=\w )(est|sont|peut|peuvent|doit|doivent|shall|may|is|are|must|can)\b"
    found = list(re.finditer(verb, quote))
    if not found:
        return quote
    match = chance.choice(found)
    is_french = match[1] in ("est", "sont", "peut", "peuvent", "doit", "doivent")
    negated = f"ne {match[1]} pas" if is_french else f"{match[1]} not"
    return quote[: match.start()] + negated + quote[match.end() :]


def take_a_negation_away(quote: str, chance: random.Random) -> str:
    french = re.sub(r"\b(?:ne |n['’])(\w+) (?:pas|plus)\b", r"\1", quote, count=1)
    return re.sub(r"\b(?:not|no|pas|ne) |\bn['’]|\bnon[- ]", "", french, count=1)


def swap_neighbours(quote: str, chance: random.Random) -> str:
    parts = quote.split(" ")
    at = chance.randrange(len(parts) - 1)
    parts[at], parts[at + 1] = parts[at + 1], parts[at]
    return " ".join(parts)


def drop_a_word(quote: str, chance: random.Random) -> str:
    parts = quote.split(" ")
    del parts[chance.randrange(1, len(parts) - 1)]
    return " ".join(parts)


def leave_words_out(quote: str, chance: random.Random) -> str:
    parts = quote.split(" ")
    first = chance.randrange(1, len(parts) - 3)
    last = chance.randrange(first + 1, len(parts) - 1)
    return " ".join([*parts[:first], chance.choice(["…", "...", "[…]", "(...)"]), *parts[last:]])


def cut_a_word(quote: str, chance: random.Random) -> str:
    found = list(re.finditer(r"[^\W\d_]{4,}", quote))
    match = chance.choice(found or list(re.finditer(r"\w+", quote)))
    at = chance.randrange(match.start() + 1, match.end())
    ends = [quote[:at], quote[at:], quote[:at] + quote[match.end() :]]
    return chance.choice(ends)


def change_a_unit(quote: str, chance: random.Random) -> str:
    return _swapped(quote, UNITS, chance)


def change_a_modal(quote: str, chance: random.Random) -> str:
    return _swapped(quote, MODALS, chance)


def change_a_link(quote: str, chance: random.Random) -> str:
    return _swapped(quote, LINKS, chance)


def turn_an_exception(quote: str, chance: random.Random) -> str:
    return _swapped(quote, EXCEPTIONS, chance)


def change_the_actor(quote: str, chance: random.Random) -> str:
    return _swapped(quote, ACTORS, chance)


UNITS = {
    "heures": "jours", "hours": "days", "jours": "mois", "days": "hours", "mois": "ans",
    "month": "year", "months": "years", "ans": "mois", "years": "months", "an": "mois",
    "%": "points", "EUR": "USD", "euros": "dollars", "millions": "milliards",
}  # fmt: skip
MODALS = {
    "may": "must", "must": "may", "shall": "may", "should": "must", "can": "must",
    "peut": "doit", "peuvent": "doivent", "doit": "peut", "doivent": "peuvent",
}  # fmt: skip
LINKS = {"et": "ou", "ou": "et", "and": "or", "or": "and"}
EXCEPTIONS = {
    "sauf": "y compris", "y compris": "sauf", "hormis": "y compris", "except": "including",
    "including": "except", "unless": "if", "if": "unless", "sans": "avec", "without": "with",
    "avec": "sans", "with": "without", "avant": "après", "before": "after", "after": "before",
}  # fmt: skip
ACTORS = {
    "controller": "processor", "processor": "controller",
    "responsable du traitement": "sous-traitant", "sous-traitant": "responsable du traitement",
    "data subject": "recipient", "personne concernée": "destinataire",
}  # fmt: skip

OPERATORS: dict[str, Change] = {
    function.__name__: function
    for function in (
        replace_a_word, change_a_letter, change_a_number, swap_digits, negate,
        take_a_negation_away, swap_neighbours, drop_a_word, leave_words_out, cut_a_word,
        change_a_unit, change_a_modal, change_a_link, turn_an_exception, change_the_actor,
    )
}  # fmt: skip


def _swapped(quote: str, pairs: Mapping[str, str], chance: random.Random) -> str:
    forms = "|".join(map(re.escape, sorted(pairs, key=len, reverse=True)))
    found = list(re.finditer(rf"(?<!\w)(?:{forms})(?!\w)", quote))
    if not found:
        return quote
    match = chance.choice(found)
    return quote[: match.start()] + pairs[match[0]] + quote[match.end() :]


def _replaced(quote: str, pattern: str, others: Sequence[str], chance: random.Random) -> str:
    match = chance.choice(list(re.finditer(pattern, quote)))
    return quote[: match.start()] + chance.choice(others) + quote[match.end() :]


# --- what printing and extracting a page does to words: never to what they say


def set_ligatures(quote: str, chance: random.Random) -> str:
    for plain, printed in zip(("ffi", "ffl", "ff", "fi", "fl"), "ﬃﬄﬀﬁﬂ", strict=True):
        quote = quote.replace(plain, printed)
    return quote.replace("œ", "oe")


def break_words(quote: str, chance: random.Random) -> str:
    """Hyphens at line ends, soft ones too, as readers of PDF give them."""
    marks = ("-\n", "- \n", "\u00ad", "\u00ad\n", "\u00ad ", "\ufffe", "\u0002\n")

    def broken(match: re.Match[str]) -> str:
        if chance.random() > 0.3:
            return match[0]
        at = chance.randrange(2, len(match[0]) - 2)
        return match[0][:at] + chance.choice(marks) + match[0][at:]

    return re.sub(r"[^\W\d_]{6,}", broken, quote)


def break_at_hyphens(quote: str, chance: random.Random) -> str:
    return re.sub(r"(?<=\w)-(?=\w)", lambda _: chance.choice(["-\n", "‑", "–", "‐"]), quote)


def space_oddly(quote: str, chance: random.Random) -> str:
    kinds = [" ", " ", "\u00a0", "\u202f", "\u2009", "  ", "\t"]
    spaced = re.sub(" ", lambda _: chance.choice(kinds), quote)
    spaced = re.sub(r"\s(?=[;:!?%])", lambda _: chance.choice(["", "\u00a0"]), spaced)
    return re.sub(r"(?<=\w)(?=[;:])", lambda _: chance.choice(["", " "]), spaced)


def break_lines(quote: str, chance: random.Random) -> str:
    return re.sub(" ", lambda _: chance.choice([" ", " ", " ", "\n", " \n", "\r\n  "]), quote)


def set_other_marks(quote: str, chance: random.Random) -> str:
    """Other apostrophes, quotation marks and dashes."""
    quote = re.sub("['’]", lambda _: chance.choice("'’ʼ"), quote)
    quote = re.sub("[–—](?=\\s)", lambda _: chance.choice("–—-"), quote)
    quote = re.sub("«\\s*", lambda _: chance.choice(["“", '"', "« ", "«\u00a0"]), quote)
    return re.sub("\\s*»", lambda _: chance.choice(["”", '"', " »"]), quote)


def set_footnote_marks(quote: str, chance: random.Random) -> str:
    words = list(re.finditer(r"[^\W\d_]{4,}(?=[ ,;.])", quote))
    for match in sorted(chance.sample(words, min(2, len(words))), key=lambda m: -m.start()):
        mark = chance.choice(["¹", "²", "¹²", "*", "[3]", "†"])
        quote = quote[: match.end()] + mark + quote[match.end() :]
    return quote


def decompose_accents(quote: str, chance: random.Random) -> str:
    return unicodedata.normalize("NFD", quote)


def set_in_capitals(quote: str, chance: random.Random) -> str:
    """A run of words in capitals, as a running head or a title repeats them."""
    words = quote.split(" ")
    first = chance.randrange(len(words) - 3)
    last = first + chance.randrange(3, len(words) - first + 1)
    while sum(map(str.isalpha, " ".join(words[first:last]))) < 8:
        first, last = max(0, first - 1), min(len(words), last + 1)
    return " ".join([*words[:first], *(word.upper() for word in words[first:last]), *words[last:]])


ARTEFACTS: dict[str, Change] = {
    function.__name__: function
    for function in (
        set_ligatures, break_words, break_at_hyphens, space_oddly, break_lines, set_other_marks,
        set_footnote_marks, decompose_accents, set_in_capitals,
    )
}  # fmt: skip


def as_printed(quote: str, chance: random.Random) -> str:
    """Several artefacts at once, as a page has them; capitals and footnote marks are rarer."""
    common = [set_other_marks, break_words, break_at_hyphens, set_ligatures]
    common += [space_oddly, break_lines]
    if chance.random() < 0.3:
        common.insert(0, chance.choice([set_in_capitals, set_footnote_marks]))
    if chance.random() < 0.3:
        common.append(decompose_accents)
    for change in common:
        if chance.random() < 0.7:
            quote = change(quote, chance)
    return quote
