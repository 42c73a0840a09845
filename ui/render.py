"""The one way document and model text reaches the screen: parsed, reduced to an allow-list, escaped.

The text is parsed as Markdown and written again from the parts we allow. Every punctuation mark of
its words is escaped, so that nothing in them can become an image, a link, HTML, mathematics or a
directive of Streamlit when the browser parses the result.
"""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import quote, urlsplit

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

ALLOWED_HOSTS = frozenset(
    {
        "eur-lex.europa.eu",
        "www.cnil.fr",
        "cnil.fr",
        "www.legifrance.gouv.fr",
        "www.edpb.europa.eu",
        "edpb.europa.eu",
        "ec.europa.eu",
        "www.conseil-etat.fr",
        "www.courdecassation.fr",
        "leginfo.legislature.ca.gov",
        "www.ftc.gov",
        "af2m.org",
    }
)

# Streamlit's page turns some patterns into links, emoji, icons or arrows *after* the escapes are
# read. An invisible word joiner inside the pattern is what stops it there.
_JOINER = "\u2060"
_REVIVED_BY_THE_PAGE = re.compile(
    r"(?i)(?<=http:)(?=//)|(?<=https:)(?=//)|(?<=www)(?=\.)"  # bare addresses
    r"|(?<=@)(?=[\w-])"  # e-mail addresses
    r"|(?<=:)(?=[\w+/\-]+:)"  # :emoji:, :material/icon:
    r"|(?<=[<~>=-])(?=[->=]>?(?:\s|$))"  # -> and its like become arrows
)
_BARE_ADDRESS = re.compile(r"https://[^\s<>\"'`|\\^{}\[\]]+[^\s<>\"'`|\\^{}\[\].,;:!?)*_]")
_PUNCTUATION = re.compile(r"([!#$&()*+\-./:<=>@\[\\\]^_`{|}~])")
_TAG = re.compile(r"<!--.*?-->|</?[a-zA-Z!?][^<>]*>", re.DOTALL)
# Invisible without being format characters: joiners, fillers and variation selectors.
_INVISIBLE = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0") | frozenset(
    chr(code) for code in (*range(0x180B, 0x1810), *range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0))
)
_WRAPPERS = {"strong": "**", "em": "*", "s": "~~"}


def render(text: str) -> str:
    """Markdown from outside as Markdown that is safe for `st.markdown`."""
    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    return _blocks(SyntaxTreeNode(parser.parse(_visible(text))).children)


def plain(text: str) -> str:
    """Words from outside, without any formatting, one paragraph a line, safe for `st.markdown`."""
    return highlight(text, "")


def highlight(text: str, words: str) -> str:
    """`plain(text)` with the place where `words` stand on a coloured ground, if they are there."""
    text = _visible(text)
    start, end = _find(text, _visible(words))
    lines, position = [], 0
    for line in text.split("\n"):
        first, last = max(start - position, 0), max(min(end - position, len(line)), 0)
        lines.append(_mark(line, first, last) if first < last else _escape(line.strip()))
        position += len(line) + 1
    return "\n\n".join(line for line in lines if line)


def holds(text: str, words: str) -> bool:
    """Whether `highlight` would find `words` in `text`."""
    return any(_find(_visible(text), _visible(words)))


def mark_sentences(text: str, sentences: tuple[str, ...], remark: str) -> tuple[str, list[str]]:
    """`render(text)` with `remark` after each of `sentences`, and the sentences not found in it."""
    rendered, absent = render(text), []
    for sentence in sentences:
        wanted = render(sentence)
        if wanted and "\n\n" not in wanted and wanted in rendered:
            marked = f":orange-background[{wanted}] :orange[*({_escape(remark)})*]"
            rendered = rendered.replace(wanted, marked, 1)
        else:
            absent.append(sentence)
    return rendered, absent


def link(label: str, url: str) -> str:
    """A link to an allowed host, else the label alone."""
    address = _allowed_address(url)
    return f"[{_escape(label)}](<{address}>)" if address else _escape(label)


def _find(text: str, words: str) -> tuple[int, int]:
    tokens = [re.sub("['’]", "['’]", re.escape(token)) for token in words.split()]
    found = re.search(r"\s+".join(tokens), text) if tokens else None
    return found.span() if found else (0, 0)


def _mark(line: str, first: int, last: int) -> str:
    before, inside, after = line[:first], line[first:last], line[last:]
    return (
        f"{_escape(before.lstrip())}:orange-background[{_escape(inside)}]{_escape(after.rstrip())}"
    )


def _visible(text: str) -> str:
    text = re.sub("\r\n?|[\u2028\u2029\v\f\x85]", "\n", text).replace("\t", "    ")
    return "".join(character for character in text if _is_visible(character))


def _is_visible(character: str) -> bool:
    if character == "\n":
        return True
    return character not in _INVISIBLE and unicodedata.category(character)[0] != "C"


def _escape(text: str) -> str:
    return _PUNCTUATION.sub(r"\\\1", _REVIVED_BY_THE_PAGE.sub(_JOINER, text))


def _allowed_address(url: str) -> str:
    """The address made safe to stand between angle brackets, or "" where we do not link to it."""
    try:
        parts = urlsplit(url.strip())
        is_allowed = parts.scheme == "https" and parts.netloc.lower() in ALLOWED_HOSTS
    except ValueError:  # a malformed address
        return ""
    return quote(url.strip(), safe="/:?#@!$&'()*+,;=%~-._") if is_allowed else ""


def _blocks(nodes: list[SyntaxTreeNode], separator: str = "\n\n") -> str:
    return separator.join(block for block in map(_block, nodes) if block)


def _block(node: SyntaxTreeNode) -> str:
    match node.type:
        case "paragraph":
            return _inlines(node)
        case "heading":  # bold: an answer never outranks the page's own titles
            return _wrap(_escape(_bare_words(node)), "**")
        case "bullet_list" | "ordered_list":
            return _list(node)
        case "blockquote":
            return _indent(_blocks(node.children), "> ", "> ")
        case "hr":
            return "---"
        case "table":
            return _table(node)
        case (
            "fence" | "code_block"
        ):  # code is never needed, and a fence can name a drawing language
            return _lines(node.content)
        case "html_block":
            return _lines(_TAG.sub("", node.content))
        case _:
            return _blocks(node.children)


def _lines(text: str) -> str:
    lines = (_escape(line.strip()) for line in text.split("\n"))
    return "\\\n".join(line for line in lines if line)


def _list(node: SyntaxTreeNode) -> str:
    first = int(node.attrs.get("start", 1))
    is_tight = all(item.children[0].hidden for item in node.children if item.children)
    separator = "\n" if is_tight else "\n\n"
    items = []
    for number, item in enumerate(node.children, start=first):
        mark = f"{number}. " if node.type == "ordered_list" else "- "
        items.append(_indent(_blocks(item.children, separator), mark, " " * len(mark)))
    return separator.join(items)


def _indent(text: str, first: str, others: str) -> str:
    return first + text.replace("\n", "\n" + others)


def _table(node: SyntaxTreeNode) -> str:
    rows = [
        [_inlines(cell).replace("\n", " ") for cell in row.children]
        for part in node.children
        for row in part.children
    ]
    lines = [f"| {' | '.join(row)} |" for row in rows]
    lines.insert(1, "|" + "---|" * len(rows[0]))
    return "\n".join(lines)


def _inlines(node: SyntaxTreeNode) -> str:
    """The text of a block, or of an inline mark, written again."""
    return "".join(map(_inline, node.children))


def _inline(node: SyntaxTreeNode) -> str:
    match node.type:
        case "inline":
            return _inlines(node).strip()
        case "text" | "code_inline":
            return _words(node.content)
        case "softbreak":
            return "\n"
        case "hardbreak":
            return "\\\n"
        case "strong" | "em" | "s":
            return _wrap(_inlines(node), _WRAPPERS[node.type])
        case "link":
            return _link(node)
        case "image":
            return _escape(node.content)
        case _:  # a tag of HTML; its inner text is a node of its own
            return ""


def _wrap(content: str, mark: str) -> str:
    bare = content.strip()
    if not bare:
        return content
    start = content.index(bare)
    return f"{content[:start]}{mark}{bare}{mark}{content[start + len(bare) :]}"


def _link(node: SyntaxTreeNode) -> str:
    address = _allowed_address(str(node.attrs.get("href", "")))
    words = _escape(_bare_words(node))
    return f"[{words}](<{address}>)" if address and words.strip() else words


def _bare_words(node: SyntaxTreeNode) -> str:
    return "".join(part.content for part in node.walk() if part.type in ("text", "code_inline"))


def _words(text: str) -> str:
    """Words escaped, with the bare addresses of allowed hosts as links."""
    written, position = [], 0
    for found in _BARE_ADDRESS.finditer(text):
        if not _allowed_address(found.group()):
            continue
        written += [_escape(text[position : found.start()]), link(found.group(), found.group())]
        position = found.end()
    return "".join([*written, _escape(text[position:])])
