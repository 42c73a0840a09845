from corpus.manifest import default_manifest
from corpus.nouns import Passage
from ingest.parse.provisions import SEARCHED_CHARACTERS, Article, Block, Frame, article_passages

SOURCE = default_manifest().source("gdpr")
FRAME = Frame(SOURCE, "en", lambda name: f"https://law.example/{name}")


def units(*blocks: Block) -> dict[str, Passage]:
    passages = article_passages(Article("6", "A title", blocks), FRAME)
    return {passage.locator: passage for passage in passages}


def opening(text: str = "It is lawful where:") -> Block:
    return Block(("1",), text, "1.")


def point(letter: str, text: str) -> Block:
    return Block(("1", letter), text, f"({letter})", is_point=True)


def test_a_point_keeps_the_opening_words_of_its_paragraph_apart() -> None:
    found = units(opening(), point("a", "someone agreed;"))["gdpr:art-6-1-a"]
    assert (found.text, found.lead, found.kind) == (
        "someone agreed;",
        "It is lawful where:",
        "point",
    )


def test_a_paragraph_shows_its_points_and_what_follows_them() -> None:
    found = units(opening(), point("a", "agreed;"), Block(("1",), "Not for everyone."))
    assert found["gdpr:art-6-1"].text == "It is lawful where:\n(a) agreed;\nNot for everyone."
    assert found["gdpr:art-6-1#2"].text == "Not for everyone."
    assert found["gdpr:art-6-1#2"].is_searched


def test_a_second_subparagraph_without_points_before_it_is_found_through_its_paragraph() -> None:
    found = units(opening("First."), Block(("1",), "Second."))
    assert found["gdpr:art-6-1"].is_searched
    assert not found["gdpr:art-6-1#2"].is_searched


def test_a_long_paragraph_of_points_is_searched_by_its_points_only() -> None:
    found = units(opening(), point("a", "x" * SEARCHED_CHARACTERS))
    assert not found["gdpr:art-6-1"].is_searched
    assert found["gdpr:art-6-1-a"].is_searched


def test_a_nested_point_has_all_opening_words_before_it() -> None:
    nested = Block(("1", "a", "i"), "in one case.", "(i)", is_point=True)
    found = units(opening(), point("a", "someone:"), nested)
    assert found["gdpr:art-6-1-a-i"].lead == "It is lawful where:\nsomeone:"
    assert found["gdpr:art-6-1-a"].text == "someone:\n(i) in one case."


def test_an_article_is_searched_only_when_nothing_below_it_is() -> None:
    assert units(Block((), "One sentence."))["gdpr:art-6"].is_searched
    numbered = units(Block(("1",), "One sentence.", "1."))["gdpr:art-6"]
    assert not numbered.is_searched
    assert numbered.text == "1. One sentence."


def test_units_come_in_the_order_of_the_text() -> None:
    found = units(opening(), point("a", "x"), Block(("1",), "y"), Block(("2",), "z", "2."))
    assert list(found) == [
        "gdpr:art-6",
        "gdpr:art-6-1",
        "gdpr:art-6-1-a",
        "gdpr:art-6-1#2",
        "gdpr:art-6-2",
    ]
