from __future__ import annotations

import json
from datetime import date
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from corpus.nouns import Passage
from ingest.changes import Change, Segment, changes, word_changes

EARLY, LATE = date(2026, 1, 1), date(2026, 8, 11)


def unit(
    locator: str,
    text: str,
    *,
    lang: str = "fr",
    heading: str = "",
    source: str = "code",
    since: date | None = None,
    until: date | None = None,
) -> Passage:
    assert lang in ("fr", "en")
    return Passage(
        f"{source}:{locator}",
        "fr" if lang == "fr" else "en",
        source,
        "article",
        heading,
        text,
        applies_from=since,
        applies_until=until,
    )


def told(change: Change) -> list[tuple[str, str]]:
    return [(segment.kind, segment.text) for segment in change.segments]


def test_nothing_changed_tells_nothing() -> None:
    units = [unit("art-1", "Le gravier est ratissé."), unit("art-2", "Le buis est taillé.")]
    assert changes(units, list(reversed(units))) == ()


def test_a_changed_word_is_told_with_what_stood_there() -> None:
    [change] = changes(
        [unit("art-1", "Le gravier est ratissé chaque matin.")],
        [unit("art-1", "Le gravier est ratissé chaque soir.")],
    )
    assert (change.kind, change.source, change.locator, change.lang) == (
        "changed",
        "code",
        "code:art-1",
        "fr",
    )
    assert told(change) == [
        ("same", "Le gravier est ratissé chaque"),
        ("removed", " matin."),
        ("added", " soir."),
    ]
    assert not change.are_dates_moved


def test_a_unit_added_and_a_unit_removed_are_told_whole_removed_ones_last() -> None:
    found = changes([unit("art-1", "L'ancien.")], [unit("art-2", "Le nouveau.", heading="Allées")])
    assert [(c.kind, c.locator) for c in found] == [
        ("added", "code:art-2"),
        ("removed", "code:art-1"),
    ]
    assert told(found[0]) == [("added", "Allées\nLe nouveau.")]
    assert told(found[1]) == [("removed", "L'ancien.")]
    assert (found[0].before, found[1].after) == (None, None)


def test_each_language_is_told_by_itself() -> None:
    before = [unit("art-1", "Un."), unit("art-1", "One.", lang="en")]
    after = [unit("art-1", "Un."), unit("art-1", "Once.", lang="en")]
    assert [c.lang for c in changes(before, after)] == ["en"]


def test_the_same_locator_in_two_sources_is_two_units() -> None:
    before = [unit("art-1", "Un.")]
    after = [*before, unit("art-1", "Un.", source="conso")]
    assert [(c.kind, c.source) for c in changes(before, after)] == [("added", "conso")]


def test_an_article_is_told_once_and_not_by_its_paragraphs_and_parts() -> None:
    def article(first: str) -> list[Passage]:
        return [
            unit("art-1", f"{first}\nLe second."),
            unit("art-1-1", first),
            unit("art-1-1#2", first),
            unit("art-1-2", "Le second."),
        ]

    [change] = changes(article("Le premier."), article("Le tout premier."))
    assert change.locator == "code:art-1"
    assert told(change) == [
        ("same", "Le"),
        ("added", " tout"),
        ("same", " premier.\nLe second."),
    ]


def test_a_paragraph_that_got_an_article_around_it_is_not_told_as_removed() -> None:
    before = [unit("art-1-1", "Le premier.")]
    after = [unit("art-1", "Le premier."), unit("art-1-1", "Le premier.")]
    assert [(c.kind, c.locator) for c in changes(before, after)] == [("added", "code:art-1")]


def test_moved_dates_are_told_though_no_word_changed() -> None:
    [change] = changes([unit("art-1", "Un.")], [unit("art-1", "Un.", until=LATE)])
    assert change.kind == "dates"
    assert change.are_dates_moved
    assert told(change) == [("same", "Un.")]
    assert change.before and change.after
    assert (change.before.applies_until, change.after.applies_until) == (None, LATE)


def test_a_start_that_moved_is_one_unit_dated_anew_and_not_two() -> None:
    [change] = changes([unit("art-1", "Un.", since=EARLY)], [unit("art-1", "Un.", since=LATE)])
    assert change.kind == "dates"


def test_versions_in_time_are_compared_by_their_start() -> None:
    before = [unit("art-1", "Opposition.", until=LATE)]
    after = [unit("art-1", "Opposition.", until=LATE), unit("art-1", "Accord.", since=LATE)]
    [change] = changes(before, after)
    assert (change.kind, told(change)) == ("added", [("added", "Accord.")])


def test_words_and_dates_that_changed_together_are_one_change() -> None:
    [change] = changes([unit("art-1", "Un.")], [unit("art-1", "Deux.", since=LATE)])
    assert change.kind == "changed"
    assert change.are_dates_moved


def test_a_new_heading_is_a_change_of_words() -> None:
    before, after = unit("art-1", "Un.", heading="Allées"), unit("art-1", "Un.", heading="Haies")
    [change] = changes([before], [after])
    assert told(change) == [("removed", "Allées"), ("added", "Haies"), ("same", "\nUn.")]


def test_questions_and_addresses_are_no_words_of_the_law() -> None:
    asked = Passage(
        "code:art-1", "fr", "code", "article", "", "Un.", questions=("Quand ?",), url="https://x.y"
    )
    assert changes([unit("art-1", "Un.")], [asked]) == ()


def test_a_change_is_json() -> None:
    [change] = changes([unit("art-1", "Un.")], [unit("art-1", "Un.", until=LATE)])
    row = json.loads(json.dumps(change.to_json()))
    assert row["kind"] == "dates"
    assert row["after"] == {
        "applies_from": None,
        "applies_until": "2026-08-11",
        "last_modified": None,
    }
    assert row["segments"] == [{"kind": "same", "text": "Un."}]


texts = st.text(st.sampled_from("ab \n"), max_size=30)


@given(texts, texts)
def test_the_segments_in_order_are_both_texts(before: str, after: str) -> None:
    segments = list(word_changes(before, after))
    assert "".join(s.text for s in segments if s.kind != "added") == before
    assert "".join(s.text for s in segments if s.kind != "removed") == after
    assert all(one.kind != other.kind for one, other in pairwise(segments))
    assert Segment("same", "") not in segments
