"""The hand-out of a lecture: the questions alone with room to write, or with their answers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from html import escape

from assistant.answer import Answer
from assistant.blocks import Block, Run, block, parse_blocks
from assistant.classroom.lecture_list import LectureList
from assistant.conversations import StoredExchange
from assistant.export import export_blocks, notice
from assistant.wording import spoken_date
from corpus.nouns import Language

LINES_TO_WRITE_ON = 4
_MADE = {"fr": "Document établi le {day}. {notice}", "en": "Document made on {day}. {notice}"}

_TAGS = {"title": "h1", "heading": "h2", "paragraph": "p", "quote": "blockquote", "note": "small"}
_STYLE = """
body { font: 11.5pt/1.45 Georgia, "Source Serif", serif; color: #000; background: #fff;
  max-width: 42rem; margin: 2rem auto; padding: 0 1.5rem; overflow-wrap: anywhere; }
h1 { font-size: 1.7rem; line-height: 1.2; } h2 { font-size: 1.2rem; margin: 2rem 0 .5rem; }
h2, blockquote { break-inside: avoid; } h2 { break-after: avoid; }
blockquote { margin: .4rem 0 .4rem 1rem; padding-left: .8rem; border-left: .2rem solid #777; }
.item { margin: .15rem 0 .15rem calc(1.2rem * var(--depth)); }
small { display: block; color: #444; margin: .3rem 0; }
hr { border: 0; border-bottom: 1px solid #999; height: 2.1rem; margin: 0; }
a { color: inherit; }
@page { margin: 18mm; }
@media print { body { margin: 0; max-width: none; padding: 0; font-size: 10.5pt; } }
"""


def handout_blocks(
    questions: LectureList,
    answers: Mapping[str, Answer],
    *,
    is_answered: bool,
    lang: Language,
    today: date,
) -> tuple[Block, ...]:
    """The numbered questions; with `is_answered`, each with its answer, quotes, statuses and links.

    A question without an answer has lines to write on in both forms.
    """
    blocks = [block("title", questions.title)] if questions.title else []
    made = _MADE[lang].format(day=spoken_date(today, lang), notice=notice(lang))
    blocks.append(block("note", made))
    for number, question in enumerate(questions.questions, start=1):
        blocks.append(block("heading", f"{number}. {question}"))
        answer = answers.get(question) if is_answered else None
        if answer is None:
            blocks += [Block("rule")] * LINES_TO_WRITE_ON
            continue
        blocks += _answered(question, answer, lang, today)
    return tuple(blocks)


def _answered(question: str, answer: Answer, lang: Language, today: date) -> list[Block]:
    """The answer, each of its quotes once: in the list of citations that follows it."""
    exported = export_blocks([StoredExchange(question, answer)], title="", lang=lang, today=today)
    # The title, the day and the question stand above already.
    own, said = exported[3:], len(parse_blocks(answer.text))
    prose = [part for part in own[:said] if part.kind != "quote" or not answer.citations]
    return [*prose, *own[said:]]


def to_html(blocks: tuple[Block, ...], *, title: str, lang: Language) -> str:
    """The blocks as a page that prints well; nothing in a text can become a tag."""
    body = "\n".join(map(_element, blocks))
    return (
        f'<!doctype html>\n<html lang="{lang}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width">\n<title>{escape(title)}</title>\n'
        f"<style>{_STYLE}</style>\n</head>\n<body>\n{body}\n</body>\n</html>\n"
    )


def _element(part: Block) -> str:
    if part.kind == "rule":
        return "<hr>"
    words = "".join(map(_run, part.runs)).replace("\n", "<br>")
    if part.kind == "item":
        depth = f"--depth: {part.depth + 1}"
        return f'<div class="item" style="{depth}">{escape(part.mark)} {words}</div>'
    tag = _TAGS[part.kind]
    return f"<{tag}>{words}</{tag}>"


def _run(run: Run) -> str:
    words = escape(run.text)
    if run.url:
        return f'<a href="{escape(run.url)}">{words}</a>'
    if run.is_bold:
        words = f"<strong>{words}</strong>"
    return f"<em>{words}</em>" if run.is_italic else words
