"""A user's Markdown or plain text into headed sections, in time linear in its length."""

from __future__ import annotations

import re

from ingest.parse.markdown import without_front_matter
from ingest.parse.sections import Section, SectionBuilder
from ingest.parse.typography import clean_line

# Stands where a comment stood until its line is read; from the private use area.
_COMMENT_MARK = "\ue080"
_COMMENT_OPENING, _COMMENT_CLOSING = "<!--", "-->"

# Every repetition stops at the character it looks for: no document, however it is made, costs more
# than its length.
_FENCE = re.compile(r" {0,3}(?:```|~~~)")
_ATX_HEADING = re.compile(r" {0,3}(#{1,6})(?:[ \t]|$)")
_LIST_ITEM = re.compile(r"[ \t]*(?:[*+-]|\d{1,9}[.)])[ \t]")
_QUOTE_MARK = re.compile(r"\A[ \t]*(?:>[ \t]?)+")
_TABLE_RULE = re.compile(r"[ \t]*\|?[ \t:|-]*-[ \t:|-]*\|[ \t:|-]*")
_RULE = re.compile(r"[ \t]*(?:[-*_][ \t]*){3,}")
_REFERENCE = re.compile(r" {0,3}\[[^\[\]\n]+\]:[ \t]*(\S+)(.*)")
_IMAGE = re.compile(r"!\[([^\[\]\n]*)\]\([^()\n]*\)")
_LINK = re.compile(r"\[([^\[\]\n]*)\]\([^()\n]*\)")
_AUTOLINK = re.compile(r"<(https?://[^<>\s]+)>")
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_STRONG = re.compile(
    r"(?<![*\w])\*\*(?=[^\s*])([^*\n]+)(?<=[^\s*])\*\*(?!\w)|\b__(?=[^\s_])([^_\n]+)(?<=[^\s_])__\b"
)
_EMPHASIS = re.compile(
    r"(?<![*\w])\*(?=[^\s*])([^*\n]+)(?<=[^\s*])\*(?![*\w])|\b_(?=[^\s_])([^_\n]+)(?<=[^\s_])_\b"
)
_CODE_MARK = re.compile(r"`+")
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+.!|>~-])")

# An escaped character waits in the private use area while the syntax around it is removed.
_SHIELD = 0xE000
_SHIELDED = re.compile("[\ue000-\ue07f]")

# A line broken by the width of a page is about this long; one broken on purpose is not.
_WRAPPED_CHARACTERS = (40, 120)
_TITLE_CHARACTERS = 80
_TITLE_LETTERS = 4


def read_markdown(text: str) -> list[Section]:
    """The sections of a Markdown document, without its syntax, tags and comments."""
    builder = SectionBuilder()
    is_code = False
    paragraph: list[str] = []
    for line in _with_comments_marked(without_front_matter(text)).splitlines():
        if _COMMENT_MARK in line:
            builder.leave_out("comment")
            line = line.replace(_COMMENT_MARK, " ")
        if _FENCE.match(line):
            is_code = not is_code
            _flush(paragraph, builder)
        elif is_code:
            builder.add(line)
            builder.break_line()
        else:
            _read_markdown_line(line, paragraph, builder)
    _flush(paragraph, builder)
    return builder.sections()


def read_plain_text(text: str) -> list[Section]:
    """The sections of a plain text: below lines underlined, in capitals or marked with "#"."""
    builder = SectionBuilder()
    lines = [line.rstrip() for line in text.splitlines()]
    for index, line in enumerate(lines):
        before = lines[index - 1] if index else ""
        after = lines[index + 1] if index + 1 < len(lines) else ""
        level = _underline_level(line)
        if level and before.strip():
            continue  # the heading was read with the line above
        if (below := _underline_level(after)) and _may_be_title(line):
            builder.start(below, line)
        elif _is_title(line, before, after):
            builder.start(2, line)
        elif marked := _ATX_HEADING.match(line):
            builder.start(len(marked[1]), line.lstrip(" #"))
        else:
            builder.add(line)
            builder.add(" ") if _is_wrapped(line, after) else builder.break_line()
    return builder.sections()


def _with_comments_marked(text: str) -> str:
    pieces, start = [], 0
    while (opening := text.find(_COMMENT_OPENING, start)) >= 0:
        closing = text.find(_COMMENT_CLOSING, opening + len(_COMMENT_OPENING))
        pieces += [text[start:opening], _COMMENT_MARK]
        # One that is never closed hides the rest of the document.
        start = closing + len(_COMMENT_CLOSING) if closing >= 0 else len(text)
    return "".join([*pieces, text[start:]])


def _read_markdown_line(line: str, paragraph: list[str], builder: SectionBuilder) -> None:
    heading = _ATX_HEADING.match(line)
    level = _underline_level(line)
    if heading:
        _flush(paragraph, builder)
        builder.start(len(heading[1]), _inline(line.strip().strip("#")))
    elif level and len(paragraph) == 1:
        builder.start(level, _inline(paragraph.pop()))
    elif not line.strip() or _RULE.fullmatch(line) or _TABLE_RULE.fullmatch(line):
        _flush(paragraph, builder)
    elif reference := _REFERENCE.fullmatch(line):
        # "[comment]: # (words)" is how Markdown hides words without a tag.
        builder.leave_out(reference[2] if reference[1].startswith(("#", "<")) else "")
    else:
        quoted = _QUOTE_MARK.sub("", line, count=1)
        if _LIST_ITEM.match(quoted) or quoted.lstrip().startswith("|"):
            _flush(paragraph, builder)
        paragraph.append(quoted)


def _flush(paragraph: list[str], builder: SectionBuilder) -> None:
    if paragraph:
        builder.add(_inline(" ".join(part.strip() for part in paragraph)))
        builder.break_line()
        paragraph.clear()


def _inline(line: str) -> str:
    text = _ESCAPE.sub(_shielded, clean_line(line))
    text = _LINK.sub(r"\1", _IMAGE.sub(r"\1", text))
    text = _TAG.sub(" ", _AUTOLINK.sub(r"\1", text))
    text = _EMPHASIS.sub(_first_group, _STRONG.sub(_first_group, text))
    text = _SHIELDED.sub(lambda match: chr(ord(match[0]) - _SHIELD), _CODE_MARK.sub("", text))
    return f"- {text[1:].lstrip()}" if text[:2] in ("* ", "+ ") else text


def _first_group(match: re.Match[str]) -> str:
    return match[1] or match[2]


def _shielded(match: re.Match[str]) -> str:
    return chr(ord(match[1]) + _SHIELD)


def _underline_level(line: str) -> int:
    """1 for a line of "===", 2 for a line of "---", else 0."""
    marks = line.strip()
    if len(marks) < 3 or marks.strip(marks[0]) or marks[0] not in "=-":
        return 0
    return 1 if marks[0] == "=" else 2


def _may_be_title(line: str) -> bool:
    return 0 < len(line.strip()) <= _TITLE_CHARACTERS


def _is_title(line: str, before: str, after: str) -> bool:
    letters = sum(char.isalpha() for char in line)
    stands_alone = not before.strip() and not after.strip()
    return stands_alone and _may_be_title(line) and line.isupper() and letters >= _TITLE_LETTERS


def _is_wrapped(line: str, after: str) -> bool:
    shortest, longest = _WRAPPED_CHARACTERS
    is_full = shortest <= len(line) <= longest and not line.endswith((".", "!", "?", ":", ";"))
    return is_full and bool(after.strip()) and not _LIST_ITEM.match(after)
