"""Questions on a practice card: a case of its table, and a statement that is true or a mistake."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.sentences import sentences
from assistant.study.choose import choose
from assistant.study.question import Option, StudyQuestion, folded
from assistant.study.texts import StudyTexts, shuffled
from assistant.study.wording import study_phrase
from corpus.nouns import Passage

_BODY = "#body"
_SECTION = re.compile(r"^## (.+?)\n(.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL)
_ALLOWED = ("Quand c'est permis, quand ça ne l'est pas", "Allowed, not allowed")
_MISTAKES = ("Erreurs fréquentes", "Common mistakes")
_MARKS = re.compile(r"[*_`]")
_ITEM = re.compile(r"- (?P<case>[^:]+): (?P<answer>.+)")
_RULE = re.compile(r"\|[\s:|-]+\|")
# An answer that sends elsewhere decides nothing.
_REFERRAL = re.compile(r"(?i)\b(?:voir|see|ci-dessous|below|même règle|same rule|idem)\b")
# What an answer decides, by its first word. "Yes" and "no" are missing: under a heading like
# "consent?" a yes is no permission.
_ALLOWS = frozenset(
    "permis permise permises possible possibles admis admise autorisé autorisée défendable conforme licite "
    "allowed permitted possible defensible compliant lawful accepted".split()
)
_FORBIDS = frozenset(
    "interdit interdite interdits interdites contraire illicite trompeur trompeuse refusé exclu exclue "
    "forbidden prohibited banned unlawful misleading illegal excluded".split()
)
_DENIED = ("non valable", "non conforme", "à proscrire", "pas permis", "not allowed", "not permitted", "not compliant", "not valid", "not lawful", "never allowed")  # fmt: skip
_BELIEF = re.compile(
    r"(?i)^(?:(?:croire|penser)\s+(?:que\s|qu['’])|(?:thinking|believing|assuming)\s+(?:that\s)?)(?P<belief>.+)"
)
_POINTS_BACK = re.compile(
    r"(?i)^(?:elle|il|ils|elles|cela|ça|it|they|this|he|she|of|about|in|only|to|à|en)\b"
)
LONGEST_STATEMENT = 220
SHORTEST_STATEMENT = 25


def case_questions(locator: str, texts: StudyTexts, seed: int) -> Iterator[StudyQuestion]:
    """The one case of the card that is not allowed among those that are, and the reverse."""
    card, body = texts.held(locator), texts.held(locator + _BODY)
    if card is None or body is None:
        return
    cases = shuffled(_cases(body.text), seed, locator)
    allowed = [case for case in cases if _verdict(case[1]) is True]
    forbidden = [case for case in cases if _verdict(case[1]) is False]
    asked = (("case_forbidden", forbidden, allowed), ("case_allowed", allowed, forbidden))
    for name, right, wrong in shuffled(asked, seed, locator):
        stem = study_phrase(name, texts.lang, title=card.heading)
        options = right and choose(
            _option(right[0], True), [_option(case, False) for case in wrong], seed=seed, salt=stem
        )
        if options:
            proof = texts.proof(card)
            yield StudyQuestion("case", texts.lang, locator, stem, options, card.text, proof)


def _option(case: tuple[str, str], is_right: bool) -> Option:
    return Option(_sentence(case[0]), is_right, f"{_sentence(case[1])}.")


def truth_questions(locator: str, texts: StudyTexts, seed: int) -> Iterator[StudyQuestion]:
    """A common mistake as a false statement, and a sentence of the short answer as a true one."""
    card, body = texts.held(locator), texts.held(locator + _BODY)
    if card is None or body is None:
        return
    statements = [(belief, False) for belief in _beliefs(body.text)]
    if statements:  # true ones only where false ones could be met too
        statements += [(sentence, True) for sentence in _claims(card)]
    for statement, is_true in shuffled(statements, seed, locator):
        stem = study_phrase("truth", texts.lang, title=card.heading, statement=statement)
        reason = study_phrase(
            "is_true" if is_true else "is_mistake", texts.lang, title=card.heading
        )
        options = tuple(
            Option(study_phrase(name, texts.lang), (name == "true") == is_true, reason)
            for name in ("true", "false")
        )
        proof = texts.proof(card)
        yield StudyQuestion("truth", texts.lang, locator, stem, options, card.text, proof)


def _section(body: str, names: tuple[str, ...]) -> str:
    return next((text for title, text in _SECTION.findall(body) if title.strip() in names), "")


def _cases(body: str) -> list[tuple[str, str]]:
    """The cases of a card with their answers, but for those that send elsewhere.

    French cards give them as a table of two columns, English ones as a list: "case: answer".
    """
    lines = [line.strip() for line in _section(body, _ALLOWED).splitlines()]
    rows = [line for line in lines if line.startswith("|") and not _RULE.fullmatch(line)]
    cells = [[_bare(cell) for cell in row.strip("|").split("|")] for row in rows[1:]]
    items = [_ITEM.fullmatch(line) for line in lines]
    cells += [[_bare(item["case"]), _bare(item["answer"]).rstrip(".")] for item in items if item]
    pairs = [(row[0], row[1]) for row in cells if len(row) == 2 and all(row)]
    return [pair for pair in pairs if not _REFERRAL.search(pair[1])]


def _verdict(answer: str) -> bool | None:
    """Whether an answer allows the case; None where its first words do not say."""
    said = folded(answer)
    first = said.split()[0] if said else ""
    if first in _FORBIDS or said.startswith(_DENIED):
        return False
    return True if first in _ALLOWS else None


def _beliefs(body: str) -> Iterator[str]:
    for part in _section(body, _MISTAKES).replace("\n", " ").split(";"):
        found = _BELIEF.match(_bare(part).rstrip(" ."))
        belief = found["belief"].strip() if found else ""
        if len(belief) >= SHORTEST_STATEMENT and not _POINTS_BACK.match(belief):
            yield f"{_sentence(belief)}."


def _claims(card: Passage) -> Iterator[str]:
    """The first sentence of the short answer, if it can stand alone."""
    for span in sentences(card.text)[:1]:
        sentence = _bare(span.of(card.text))
        if SHORTEST_STATEMENT <= len(sentence) <= LONGEST_STATEMENT:
            yield sentence


def _bare(text: str) -> str:
    return " ".join(_MARKS.sub("", text).split())


def _sentence(text: str) -> str:
    return text[0].upper() + text[1:]
