from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.nouns import PageSpan
from ingest.parse.page_spans import hold, spans, spans_of_parts

WORDS = "chat chien lapin panier gamelle dort veille mange effraie office été naïf 12 2024".split()
HEADER = "20/04/2026 Guide des animaux 7/9"


def shown(pages: list[str], places: tuple[PageSpan, ...]) -> list[str]:
    return [pages[place.page - 1][place.start : place.end] for place in places]


def test_the_words_are_found_as_the_page_prints_them() -> None:
    pages = ["Guide\nLe chat dort dans un pa-\nnier d'o\ufb03ce. Il mange."]
    places = spans("Le chat dort dans un panier d'office.", pages, 1)
    assert shown(pages, places) == ["Le chat dort dans un pa-\nnier d'o\ufb03ce."]


def test_a_sentence_over_two_pages_has_a_span_on_each_without_the_header() -> None:
    pages = ["Le chat dort toute la\n", "Guide des animaux\n2\njournée dans un panier."]
    places = spans("Le chat dort toute la journée dans un panier.", pages, 1)
    assert [place.page for place in places] == [1, 2]
    assert shown(pages, places) == ["Le chat dort toute la", "journée dans un panier."]


def test_the_mark_of_a_note_is_left_out() -> None:
    pages = ["Adopté le 6 juillet 20181, après avis."]
    places = spans("Adopté le 6 juillet 2018, après avis.", pages, 1)
    assert shown(pages, places) == ["Adopté le 6 juillet 2018", "après avis."]
    assert hold("Adopté le 6 juillet 2018, après avis.", places, pages)


def test_a_mark_near_the_first_words_does_not_lose_them() -> None:
    pages = ["In Nowell the cat sleeps.\n96. In Nowak53, the cat sleeps in a basket all day."]
    places = spans("In Nowak, the cat sleeps in a basket all day.", pages, 1)
    assert shown(pages, places)[0] == "In Nowak"
    assert places[0].start > pages[0].index("96")


def test_words_that_a_page_says_twice_are_found_after_the_place_before_them() -> None:
    pages = ["34 Voir le guide.\n35 Voir le guide.\n"]
    first = spans("Voir le guide.", pages, 1)
    second = spans("Voir le guide.", pages, 1, after=first[-1])
    assert second[0].start > first[0].end


def test_the_parts_of_a_text_follow_one_another() -> None:
    pages = ["Il dort. Il mange.", "Il dort. Il veille."]
    parts = spans_of_parts(["Il dort. Il mange.", "Il dort.", "Il veille."], pages, 1)
    assert [[place.page for place in part] for part in parts] == [[1], [2], [2]]


def test_words_that_are_on_no_page_have_no_span() -> None:
    places = spans("Zzz", ["Le chat dort."], 1)
    assert places == ()
    assert not hold("Zzz", places, ["Le chat dort."])


@st.composite
def printed(draw: st.DrawFn) -> tuple[str, list[str]]:
    """Words, and pages that print them with breaks, hyphens, ligatures and headers."""
    words = draw(st.lists(st.sampled_from(WORDS), min_size=1, max_size=60))
    pages = [""]
    for word in words:
        piece = word.replace("ff", "\ufb00") if draw(st.booleans()) else word
        if len(piece) > 3 and draw(st.integers(0, 5)) == 0:
            piece = f"{piece[:2]}-\n{piece[2:]}"
        pages[-1] += piece + draw(st.sampled_from([" ", "\n", ", ", "  "]))
        if draw(st.integers(0, 14)) == 0:
            pages.append(f"{HEADER}\n")
    return " ".join(words), pages


@given(printed())
@settings(deadline=None)
def test_the_spans_hold_exactly_the_letters_of_the_words(case: tuple[str, list[str]]) -> None:
    words, pages = case
    assert hold(words, spans(words, pages, 1), pages)
