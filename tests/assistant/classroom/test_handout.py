from __future__ import annotations

from datetime import date
from html.parser import HTMLParser

from lecture_answers import BELL, answered, cited

from assistant.blocks import Block, to_markdown
from assistant.classroom.handout import LINES_TO_WRITE_ON, handout_blocks, to_html
from assistant.classroom.lecture_list import LectureList
from assistant.export_pdf import export_pdf

LIST = LectureList("Bells & <b>ropes</b>", ("Who rings?", "Who <script>sleeps</script>?"))
ANSWERS = {
    "Who rings?": answered(
        f"**The watchman**, says the law. [1]\n\n- at noon\n\n> {BELL}\n\n<img src=x>", cited()
    )
}


def blocks(*, is_answered: bool) -> tuple[Block, ...]:
    return handout_blocks(
        LIST, ANSWERS, is_answered=is_answered, lang="en", today=date(2026, 11, 22)
    )


class Tags(HTMLParser):
    """Every tag of a page, and its words."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.words = ""
        self.addresses: list[str | None] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.addresses += [value for name, value in attributes if name in ("href", "src")]

    def handle_data(self, data: str) -> None:
        self.words += data


def test_the_questions_alone_leave_room_to_write() -> None:
    made = blocks(is_answered=False)
    assert sum(block.kind == "rule" for block in made) == 2 * LINES_TO_WRITE_ON
    assert "The watchman" not in to_markdown(made)


def test_the_answers_come_with_their_quotes_statuses_links_and_day() -> None:
    text = to_markdown(blocks(is_answered=True))
    for told in ("1\\. Who rings?", "The watchman", BELL, "GDPR, Article 1", "22 November 2026"):
        assert told in text or told.replace("\\", "") in text
    assert "https://eur-lex.europa.eu/" in text
    assert text.count("Who rings?") == text.count(BELL) == 1


def test_a_question_without_an_answer_has_lines_in_both_forms() -> None:
    made = blocks(is_answered=True)
    assert sum(block.kind == "rule" for block in made) == LINES_TO_WRITE_ON


def test_no_word_of_a_text_becomes_a_tag_of_the_printed_page() -> None:
    page = Tags(to_html(blocks(is_answered=True), title=LIST.title, lang="en"))
    assert {"script", "img", "b"} & set(page.tags) == set()
    assert {"h1", "h2", "blockquote", "strong", "hr"} <= set(page.tags)
    assert set(page.addresses) == {"https://eur-lex.europa.eu/"}
    assert "Who <script>sleeps</script>?" in page.words


def test_the_hand_out_is_a_pdf_too() -> None:
    made = export_pdf(blocks(is_answered=True), title="Bells", footer="Recital", lang="en")
    assert made.startswith(b"%PDF-")
