"""Markdown without its syntax: the words, list items on lines of their own."""

from __future__ import annotations

import re

from ingest.parse.typography import clean_text

_IMAGE = re.compile(r"!\[([^\]]*)\]\([^)]*\)")
_LINK = re.compile(r"\[([^\]]*)\]\((?:[^()]|\([^()]*\))*\)")
_AUTOLINK = re.compile(r"<(https?://[^>\s]+)>")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_STRONG = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1", re.DOTALL)
_EMPHASIS = re.compile(r"(?<![\w*])([*_])(?=[^\s*_])([^*_\n]+?)(?<=[^\s*_])\1(?![\w*])")
_LINE_START = re.compile(r"^[ \t]*(?:>[ \t]?)*(?:#{1,6}[ \t]+)?", re.MULTILINE)
_BULLET = re.compile(r"^[ \t]*[*+-][ \t]+", re.MULTILINE)
_RULE = re.compile(r"^[ \t]*(?:[-*_][ \t]*){3,}$", re.MULTILINE)
_TABLE_RULE = re.compile(r"^[ \t]*\|?(?:[ \t]*:?-{2,}:?[ \t]*\|)+[ \t:-]*$", re.MULTILINE)
# The mark "**" of a note below a table, whose call in the table reads as the end of a bold run.
_NOTE_MARK = re.compile(r"^[ \t]*\\\*(?:\\?\*)+[ \t]+", re.MULTILINE)
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+.!|>~-])")

_FRONT_MATTER = re.compile(r"\A\ufeff?---[ \t]*\r?\n(.*?)\r?\n---[ \t]*(?:\r?\n|\Z)", re.DOTALL)
# What starts a line of its own in Markdown; anything else continues the line before.
_LINE_OPENER = re.compile(r"[ \t]*(?:[*+-]\s|\d+[.)]\s|#{1,6}\s|\||>|</?[A-Za-z])")

# An escaped character waits in the private use area while the syntax around it is removed.
_SHIELD = 0xE000
_SHIELDED = re.compile("[\ue000-\ue07f]")


def front_matter(markdown: str) -> str:
    """The YAML between the two "---" lines at the top; "" where there is none."""
    match = _FRONT_MATTER.match(markdown)
    return match[1] if match else ""


def without_front_matter(markdown: str) -> str:
    """The text below the front matter."""
    return _FRONT_MATTER.sub("", markdown, count=1)


def unwrapped(markdown: str) -> str:
    """Each paragraph and list item on one line."""
    lines: list[str] = []
    for line in markdown.splitlines():
        previous = lines[-1] if lines else ""
        is_new = not line.strip() or not previous.strip() or bool(_LINE_OPENER.match(line))
        if is_new or re.match(r"#{1,6}\s", previous):
            lines.append(line)
        else:
            lines[-1] = f"{previous.rstrip()} {line.strip()}"
    return "\n".join(lines)


def plain_text(markdown: str) -> str:
    """The words of `markdown`; links become their text, bullets "- "."""
    text = _ESCAPED.sub(_shielded, _NOTE_MARK.sub("", _COMMENT.sub("", markdown)))
    text = _TABLE_RULE.sub("", _RULE.sub("", text))
    text = _LINK.sub(r"\1", _IMAGE.sub(r"\1", text))
    text = _TAG.sub("", _AUTOLINK.sub(r"\1", text))
    text = _BULLET.sub("- ", _LINE_START.sub("", text))
    text = _EMPHASIS.sub(r"\2", _STRONG.sub(r"\2", text))
    # A bold run that Markdown itself would not accept ("** word**") still is no word.
    text = text.replace("**", "").replace("`", "")
    return clean_text(_SHIELDED.sub(lambda match: chr(ord(match[0]) - _SHIELD), text))


def _shielded(match: re.Match[str]) -> str:
    return chr(ord(match[1]) + _SHIELD)
