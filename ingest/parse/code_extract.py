"""Some articles of a whole French code in Markdown, as the public mirror of the LEGI base keeps it.

The mirror holds a code in one file, one heading per article, and has at times two wordings of one
article without saying which is in force: such an article is refused rather than guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fnmatch import fnmatchcase
from pathlib import Path
from tempfile import TemporaryDirectory

from corpus.errors import SourceUnreadable
from corpus.nouns import Origin, Passage, Source
from ingest.parse import code_markdown
from ingest.parse.markdown import front_matter, plain_text, without_front_matter

_HEADING = re.compile(r"(#{1,6})\s+(.*?)\s*")
_ARTICLE = re.compile(r"Article\s+(\S+)")
_STATE = re.compile(r'^last_updated:\s*"?(\d{4}-\d{2}-\d{2})"?\s*$', re.MULTILINE)


@dataclass(frozen=True, slots=True)
class _Article:
    """One article with the headings above it."""

    number: str
    trail: tuple[str, ...]
    lines: tuple[str, ...]


def load(source: Source, origin: Origin, path: Path) -> list[Passage]:
    """The articles that `origin.members` names (fnmatch, commas); raises `SourceUnreadable`."""
    try:
        markdown = path.read_text(encoding="utf-8")
        _check_state(markdown, source.applies_from)
        articles = _selected(list(_articles(markdown)), origin.members)
    except (OSError, ValueError) as error:
        raise SourceUnreadable(source=source.id, reason=f"{path.name}: {error}") from error
    return load_markdown(source, origin, path.name, _extract(articles))


def load_markdown(source: Source, origin: Origin, name: str, markdown: str) -> list[Passage]:
    """The passages of a consolidated law given as Markdown; raises `SourceUnreadable`."""
    with TemporaryDirectory() as folder:
        extract = Path(folder) / name
        extract.write_text(markdown, encoding="utf-8")
        return code_markdown.load(source, origin, extract)


def _check_state(markdown: str, applies_from: date | None) -> None:
    """Refuse a state of the code from before the day on which these articles begin to apply."""
    found = _STATE.search(front_matter(markdown))
    if found is None:
        raise ValueError("the file does not say of which day its text is")
    if applies_from is not None and date.fromisoformat(found[1]) < applies_from:
        raise ValueError(f"state of {found[1]}, before these articles applied ({applies_from})")


def _articles(markdown: str) -> Iterator[_Article]:
    trail: dict[int, str] = {}
    number = ""
    above: tuple[str, ...] = ()
    lines: list[str] = []
    for line in without_front_matter(markdown).splitlines():
        heading = _HEADING.fullmatch(line)
        if heading is None:
            lines.append(line)
            continue
        if number:
            yield _Article(number, above, tuple(lines))
        article = _ARTICLE.fullmatch(heading[2])
        number, above, lines = (article[1] if article else ""), tuple(trail.values()), []
        if not article:
            level = len(heading[1])
            trail = {outer: title for outer, title in trail.items() if outer < level}
            trail[level] = heading[2]
    if number:
        yield _Article(number, above, tuple(lines))


def _selected(articles: Sequence[_Article], members: str) -> list[_Article]:
    patterns = [pattern.strip() for pattern in members.split(",") if pattern.strip()]
    chosen: dict[str, _Article] = {}
    for article in articles:
        if not any(fnmatchcase(article.number, pattern) for pattern in patterns):
            continue
        earlier = chosen.setdefault(article.number, article)
        if _words(earlier) != _words(article):
            raise ValueError(f"two wordings of article {article.number}, one of them out of force")
    absent = [p for p in patterns if not any(fnmatchcase(number, p) for number in chosen)]
    if absent or not patterns:
        raise ValueError(f"no article {', '.join(absent) or 'named'} in it")
    return list(chosen.values())


def _words(article: _Article) -> str:
    return plain_text("\n".join(article.lines))


def _extract(articles: Sequence[_Article]) -> str:
    parts = []
    for article in articles:
        # Six levels are all Markdown has, and the innermost divisions say most.
        trail = article.trail[-4:]
        parts += [f"{'#' * level} {title}" for level, title in enumerate(trail, start=1)]
        parts += [f"##### Article {article.number}", *article.lines]
    return "\n".join(parts) + "\n"
