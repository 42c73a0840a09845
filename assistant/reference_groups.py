"""Reading the numbers of a reference: articles, their paragraphs, their points, lists and ranges.

"articles 13 et 14", "Article 9(2)(a) or (g)", "point f) de l'article 6, paragraphe 1" each make one
`Group`. Which law it belongs to is decided in `assistant.references`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from assistant.legal_words import Token
from assistant.token_cursor import Cursor, Path, paths_between

# Article 60 of the GDPR has the most paragraphs: after a hyphen, a larger number ends a range
# ("art 15-22"). The definitions of Article 4 are the exception ("art 4-11").
LARGEST_PARAGRAPH = 12
DEFINITIONS_ARTICLE = "4"
# Bare letters that are points and no French or English word ("article 6 § 1 f", but "6.1 a été").
POINT_LETTERS = frozenset("bdefgh")

GroupKind = Literal["locator", "article", "recital", "code", "own", "elsewhere"]


@dataclass(frozen=True, slots=True)
class Group:
    """The units one reference names, and the tokens `start` to `end` that name them.

    The paths of kind "own" start at the paragraph ("" where only a point is named).
    """

    kind: GroupKind
    paths: tuple[Path, ...]
    start: int
    end: int


def read_groups(tokens: list[Token]) -> list[Group]:
    """Every reference of a text, in order."""
    reader = _Reader(tokens)
    groups = []
    while reader.at < len(tokens):
        start = reader.at
        group = reader.group()
        if group is None:
            reader.at = max(start + 1, reader.at)
        else:
            groups.append(group)
    return groups


class _Reader(Cursor):
    def group(self) -> Group | None:
        start, token = self.at, self.peek()
        if token.kind in ("point", "paragraph"):
            return self._group_from_its_end(start)
        kind: GroupKind = "article"
        paths: list[Path] = []
        if token.kind in ("article", "recital"):
            kind = "article" if token.kind == "article" else "recital"
            self.at += 1
            self.take("sign")
            paths = self._numbers(token.text)
            if not paths and kind == "article":
                kind, paths = "code", self._codes()
        elif token.kind == "code" and self._is_clearly_code():
            kind, paths = "code", self._codes()
        elif token.kind == "number":
            paths = self._numbers_without_article()
        elif self.take("locator"):
            kind, paths = "locator", [(token.text,)]
        return Group(kind, tuple(paths), start, self.at) if paths else None

    def _numbers(self, word: str) -> list[Path]:
        """Article or recital numbers with what follows each; `word` tells singular from plural."""
        is_plural = word.endswith("s")
        paths: list[Path] = []
        mark, joiner = self.at, "and"
        while joiner and (number := self._article_number(is_first=not paths)):
            units = self._steps((number,), is_plural=is_plural)
            paths += paths_between(paths[-1], units[0]) if joiner == "to" else units[:1]
            paths += units[1:]
            mark = self.at
            joiner = self.read_joiner(by_comma=word != "article")
        self.at = mark
        return paths

    def _article_number(self, *, is_first: bool) -> str:
        token = self.peek()
        is_one = is_first and token.kind == "ordinal" and "°" not in token.text
        # A recital's number may stand in brackets.
        is_bracketed = is_first and token.kind == "bracket" and token.value.isdigit()
        if not (token.kind == "number" or is_one or is_bracketed) or self.peek(1).is_count_noun:
            return ""
        self.at += 1
        return token.value

    def _numbers_without_article(self) -> list[Path]:
        """The paths of "6(1)(f)", "6.1.f", or of the end of "article 6 GDPR and 5(3) ePrivacy"."""
        start, follows_law = self.at, self._is_after_law()
        is_bracketed = self.peek(1).kind == "bracket" and self.peek(1).value.isdigit()
        number = self._article_number(is_first=True)
        first = self._steps((number,), is_plural=False)[0] if number else ()
        is_pinpoint = is_bracketed or (len(first) == 3 and first[2].strip("-").isalpha())
        if not is_pinpoint and not follows_law:
            return []
        self.at = start
        paths, end = self._numbers("article"), self.at
        while self.take("of"):
            pass
        names_law = self.peek().kind == "law"
        self.at = end
        return paths if is_pinpoint or names_law else []

    def _is_after_law(self) -> bool:
        before = self.at - 1
        while before > 0 and self.tokens[before].kind == "and":
            before -= 1
        return 0 <= before < self.at - 1 and self.tokens[before].kind == "law"

    def _steps(self, path: Path, *, is_plural: bool) -> list[Path]:
        """The path with its paragraphs and points; several when the last level is a list."""
        paths = [path]
        while True:
            mark = self.at
            values = self._next_level(paths[-1], is_plural=is_plural)
            if not values:
                self.at = mark
                return paths
            paths[-1:] = [(*paths[-1], value) for value in values]

    def _next_level(self, path: Path, *, is_plural: bool) -> list[str]:
        token = self.peek()
        if token.kind == "bracket":
            return self.read_values(self._bracket, by_comma=True)
        if token.kind == "joint":
            return self._joined(path, is_plural=is_plural)
        if token.kind in ("number", "letter"):
            return self._bare(path)
        self._skip_subparagraph()
        if "°" in self.peek().text and (ordinal := self.take("ordinal")):
            return [ordinal.value]
        return self._paragraphs() or self._points()

    def _skip_subparagraph(self) -> None:
        """Pass ", premier alinéa,": locators do not go down to it."""
        while self.peek().text == "," or self.peek().kind == "subparagraph":
            self.at += 1

    def _joined(self, path: Path, *, is_plural: bool) -> list[str]:
        joint, token = self.peek(), self.peek(1)
        if token.kind not in ("number", "letter", "bracket"):
            return []
        if len(path) == 1 and _is_range(path[0], token.value, is_plural=is_plural):
            return []
        self.at += 2
        return [token.value if joint.text == "." else f"-{token.value}"]

    def _bare(self, path: Path) -> list[str]:
        """ "6 1 f": the paragraph, then the point, with nothing to mark them."""
        token = self.peek()
        if token.kind == "number":
            is_step = len(path) == 1 and self.peek(1).kind in ("letter", "bracket")
        else:
            is_step = len(path) > 1 and self._is_point_letter()
        self.at += is_step
        return [token.value] if is_step else []

    def _is_point_letter(self) -> bool:
        following = self.peek(1)
        is_last = following.kind in ("stop", "law", "and") or following.text in ("of", "du", ")")
        return self.peek().text in POINT_LETTERS or is_last

    def _paragraphs(self) -> list[str]:
        word = self.take("paragraph")
        if word is None:
            return []
        self.take("sign")
        is_plural = word.text.endswith("s") or word.text == "§§"
        numbers = self.read_values(self._paragraph_number, by_comma=is_plural)
        return numbers or self.read_values(self._point_name, by_comma=is_plural)  # "alinéa c"

    def _points(self) -> list[str]:
        return self.read_values(self._point_name, by_comma=True) if self.take("point") else []

    def _bracket(self) -> str:
        token = self.take("bracket")
        return token.value if token else ""

    def _paragraph_number(self) -> str:
        token = self.peek()
        is_number = token.kind in ("number", "ordinal") and not self.peek(1).is_count_noun
        if not is_number and not (token.kind == "bracket" and token.value[0].isdigit()):
            return ""
        self.at += 1
        return token.value

    def _point_name(self) -> str:
        is_named = self.tokens[self.at - 1].kind in ("point", "paragraph")
        if self.peek().kind == "letter" and not (is_named or self._is_point_letter()):
            return ""
        token = self.take("bracket", "letter", "number")
        if token is not None and token.kind == "number" and self.peek().text == ")":
            self.at += 1
        return token.value if token else ""

    def _is_clearly_code(self) -> bool:
        following = self.peek(2) if self.peek(1).kind == "of" else self.peek(1)
        return "-" in self.peek().text or following.law in ("cpce", "conso")

    def _codes(self) -> list[Path]:
        paths: list[Path] = []
        mark, joiner = self.at, "and"
        while joiner and (token := self.take("code")):
            path = tuple(re.sub(r"[.\s]", "", token.text).replace("‑", "-").split("-"))
            paths += paths_between(paths[-1], path) if joiner == "to" else [path]
            mark = self.at
            joiner = self.read_joiner(by_comma=True)
        self.at = mark
        return paths

    def _group_from_its_end(self, start: int) -> Group | None:
        """ "point (f) of Article 6(1)", "paragraph 2 of this Article", "paragraph 3"."""
        points = self._points()
        mark = self.at
        self._skip_of()
        if points and self.take("subparagraph"):
            mark = self.at
            self._skip_of()
        paragraphs = self._paragraphs()
        if paragraphs and not points:
            self._skip_subparagraph()
            points = self._points() or self.read_values(self._bracket, by_comma=True)
        if paragraphs:
            mark = self.at
            self._skip_of()
        if not points and not paragraphs:
            return None
        tails = [(p, *([q] if q else [])) for p in paragraphs or [""] for q in points or [""]]
        return self._complete(start, mark, tails)

    def _complete(self, start: int, mark: int, tails: list[Path]) -> Group:
        if self.peek().kind == "article":
            following = self.group()
            if following is not None and following.kind == "article":
                first, *others = following.paths
                whole = [first + tuple(step for step in tail if step) for tail in tails]
                return Group("article", (*whole, *others), start, self.at)
        elif self.take("this"):
            return Group("own", tuple(tails), start, self.at)
        elif self.take("elsewhere"):
            return Group("elsewhere", tuple(tails), start, self.at)
        self.at = mark
        return Group("own", tuple(tails), start, mark)

    def _skip_of(self) -> None:
        while self.peek().kind == "of" or self.peek().text == ",":
            self.at += 1


def _is_range(first: str, last: str, *, is_plural: bool) -> bool:
    if not (first.isdigit() and last.isdigit()) or int(last) <= int(first):
        return False
    return is_plural or (int(last) > LARGEST_PARAGRAPH and first != DEFINITIONS_ARTICLE)
