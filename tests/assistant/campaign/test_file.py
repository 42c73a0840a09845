from __future__ import annotations

from datetime import date
from io import BytesIO
from itertools import pairwise
from typing import Any

import pytest
from desk import LANGUAGES, Desk
from pypdf import PdfReader

from assistant.blocks import Block
from assistant.campaign.cited import CitedDecision
from assistant.campaign.facts import fact_table
from assistant.campaign.file import LONGEST_AUTHOR, file_blocks, to_pdf
from assistant.campaign.rules import rule_book
from assistant.campaign.wording import CHECK_WORDS, FILE_WORDS, HEADLINES, OUTCOMES
from corpus.nouns import Language

MADE = date(2026, 11, 24)
OPEN = {"operations": ["sms"], "audience": ["consumers"], "relationship": ["customer"]}
REFUSED = {**OPEN, "relationship": ["prospect"], "consent": "none"}
AGREED = {**OPEN, "consent": "valid", "consent_proof": True}
CALL = {**REFUSED, "operations": ["live_call"]}
HOSTILE = (
    '<b>gras</b> <script>alert(1)</script> &amp; <img src="http://evil.test/a.png"/> </para>'
    ' <link href="http://evil.test">clic</link> %s {0} \\ \x00\x07 =1+1'
)


def blocks_of(cited: CitedDecision, author: str = "Ada", title: str = "") -> list[Block]:
    return list(file_blocks(cited, author=author, made=MADE, title=title))


def lines(cited: CitedDecision, author: str = "Ada", title: str = "") -> list[str]:
    return [f"{one.mark} {one.text}".strip() for one in blocks_of(cited, author, title)]


def under(heading: str, cited: CitedDecision) -> list[Block]:
    """What stands under a heading, up to the next one."""
    found = blocks_of(cited)
    start = next(at for at, one in enumerate(found) if one.text == heading) + 1
    ends = [at for at in range(start, len(found)) if found[at].kind in ("heading", "rule")]
    return found[start : ends[0]]


def read_pdf(cited: CitedDecision, author: str = "Ada", title: str = "") -> PdfReader:
    written = to_pdf(cited, author=author, made=MADE, title=title)
    assert written.startswith(b"%PDF")
    return PdfReader(BytesIO(written))


def words_of(reader: PdfReader) -> str:
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


# What the file holds.


@pytest.mark.parametrize("lang", LANGUAGES)
def test_it_begins_with_title_outcome_author_dates_and_versions(desk: Desk, lang: Language) -> None:
    cited = desk.cite(REFUSED, lang)
    words, colon = FILE_WORDS[lang], {"fr": "\u00a0: ", "en": ": "}[lang]
    made, law = {
        "fr": ("24 novembre 2026", "23 novembre 2026"),
        "en": ("24 November 2026", "23 November 2026"),
    }[lang]
    outcome = f"{OUTCOMES[lang]['not_allowed']}. {HEADLINES[lang]['not_allowed']}"
    assert lines(cited)[:6] == [
        words.title,
        f"{words.outcome}{colon}{outcome}",
        f"{words.author}{colon}Ada",
        f"{words.made}{colon}{made}",
        f"{words.law_as_of}{colon}{law}",
        f"{words.versions}{colon}{rule_book().version} · {desk.index.version}",
    ]


def test_every_given_fact_is_told_and_what_is_taken_for_granted_says_so(desk: Desk) -> None:
    told = [one.text for one in under("Facts", desk.cite({**REFUSED, "large_scale": "unknown"}))]
    assert "What is their link with you? Prospects" in told
    assert any(line.startswith("Is it on a large scale") and line.endswith("I don't know") for line in told)  # fmt: skip
    assert "Where are the recipients? In France (assumed)" in told
    assert not any("Prospects" in line and "assumed" in line for line in told)


def test_missing_facts_are_asked_with_the_reason_why(desk: Desk) -> None:
    told = [one.text for one in under(CHECK_WORDS["en"].missing, desk.cite(OPEN))]
    consent = fact_table()["consent"]
    assert told[0] == f"{consent.question['en']} {consent.why['en']}"
    assert CHECK_WORDS["en"].missing not in lines(desk.cite(REFUSED))


def test_the_path_is_numbered_and_each_rule_points_at_its_quotes(desk: Desk) -> None:
    cited = desk.cite(REFUSED)
    path = under("Why", cited)
    items = [one for one in path if one.kind == "item"]
    assert [one.mark for one in items] == [f"{n}." for n in range(1, len(items) + 1)]
    assert items[0].text == f"{cited.decision.steps[0].rule.title['en']} [1][2][3]"
    assert path[1].text == cited.decision.steps[0].rule.because["en"]


def test_a_rule_that_gave_way_is_named_with_the_reason(desk: Desk) -> None:
    sale = dict.fromkeys(("collected_at_sale", "similar_products", "refusal_offered_at_collection"), True)  # fmt: skip
    for lang, words in (("fr", "l'exception l'emporte\u00a0: "), ("en", "the exception prevails: ")):  # fmt: skip
        cited = desk.cite({**OPEN, "consent": "doubtful", **sale}, "fr" if lang == "fr" else "en")
        notes = [one.text for one in blocks_of(cited) if one.kind == "note"]
        assert any(note.startswith(words) for note in notes)


def test_several_parts_are_told_apart_and_one_part_is_not(desk: Desk) -> None:
    path = [one.text for one in under("Why", desk.cite({**REFUSED, "operations": ["post", "sms"]}))]
    assert path[0].startswith("Allowed, on conditions: Send addressed post")
    assert path[1].startswith("Not allowed: Send a text message")
    assert not any(one.text.startswith("Not allowed:") for one in under("Why", desk.cite(REFUSED)))


def test_what_would_change_a_refusal_is_told_and_nothing_where_nothing_would(desk: Desk) -> None:
    heading = CHECK_WORDS["en"].would_change
    told = [one.text for one in under(heading, desk.cite(REFUSED))]
    assert any(
        "Yes: by a clear act" in line and line.endswith("→ Allowed, on conditions") for line in told
    )
    assert heading not in lines(desk.cite(AGREED))


def test_the_duties_are_a_checklist_by_time_and_what_is_done_is_ticked(desk: Desk) -> None:
    cited = desk.cite(AGREED)
    duties = under("Duties", cited)
    times = [one.text for one in duties if one.kind == "paragraph"]
    assert times == ["Before", "In each message", "Afterwards"]
    boxes = {one.text: one.mark for one in duties if one.kind == "item"}
    said = {name: one.said["en"] for name, one in rule_book().obligations.items()}
    assert boxes[f"{said['consent_proof']} (done)"] == "[x]"
    assert boxes[f"{said['informed']} (to do)"] == "[ ]"
    assert boxes[f"{said['log_campaign']} (to follow up)"] == "[ ]"
    assert len(boxes) == len(cited.decision.duties)


def test_a_declined_duty_is_said_to_be_refused(desk: Desk) -> None:
    duties = under("Obligations", desk.cite({**AGREED, "informed": False}, "fr"))
    said = rule_book().obligations["informed"].said["fr"]
    assert [one.mark for one in duties if one.text == f"{said} (refusé)"] == ["[ ]"]


def test_the_evidence_to_collect_is_a_checklist_of_its_own(desk: Desk) -> None:
    cited = desk.cite(AGREED)
    evidence = under("Evidence to collect", cited)
    known = rule_book().obligations
    assert {one.mark for one in evidence} == {"[ ]"}
    assert known["consent_proof"].evidence["en"] in [one.text for one in evidence]


def test_the_risks_and_whom_to_involve_are_told(desk: Desk) -> None:
    assert any("€375,000" in one.text for one in under("Risks", desk.cite(REFUSED)))
    post = desk.cite({"operations": ["post"]})
    assert any("balancing test" in one.text for one in under("Whom to involve", post))


def test_each_citation_is_numbered_with_authority_status_locator_and_link(desk: Desk) -> None:
    cited = desk.cite(CALL)
    found = under("Verified quotes", cited)
    labels = [one.text for one in found if one.kind == "paragraph"]
    assert len(labels) == len(cited.citations)
    loaded = next(one for one in cited.citations if one.quote)
    assert [one.text for one in found if one.kind == "quote"] == [loaded.quote]
    missing = next(one for one in cited.citations if not one.quote)
    label = labels[missing.n - 1]
    assert label.startswith(f"[{missing.n}] {missing.label} · ")
    assert "text not loaded, link only" in label and missing.locator in label
    links = {run.url for one in found for run in one.runs if run.url}
    assert links == {one.url for one in cited.citations if one.url}


def test_it_ends_with_the_disclaimer_and_that_a_machine_made_it(desk: Desk) -> None:
    cited = desk.cite(REFUSED, "fr")
    last = blocks_of(cited)[-1]
    assert last.kind == "note" and cited.disclaimer in last.text
    assert "Produit par une machine" in last.text and "23 novembre 2026" in last.text


def test_facts_that_were_only_read_are_marked_as_unconfirmed(desk: Desk) -> None:
    warning = CHECK_WORDS["en"].unconfirmed
    assert warning in lines(desk.cite(REFUSED, is_confirmed=False))
    assert warning not in lines(desk.cite(REFUSED))


def test_without_facts_it_asks_for_the_means(desk: Desk) -> None:
    told = lines(desk.cite({}))
    assert f"– {fact_table()['operations'].question['en']} {fact_table()['operations'].why['en']}" in told  # fmt: skip


# Title and author.


def test_a_title_takes_the_place_of_ours_and_no_author_leaves_a_line_to_fill(desk: Desk) -> None:
    told = lines(desk.cite(REFUSED), author="", title="Soldes d'hiver")
    assert told[0] == "Soldes d'hiver" and told[2] == "Made by: to fill in"


def test_a_very_long_author_is_cut(desk: Desk) -> None:
    told = lines(desk.cite(REFUSED), author="a" * 5000)
    assert told[2] == f"Made by: {'a' * LONGEST_AUTHOR}"


# As PDF.


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_pdf_holds_what_the_file_says(desk: Desk, lang: Language) -> None:
    cited = desk.cite(CALL, lang)
    reader = read_pdf(cited, author="Ada Lovelace", title="Le moulin")
    words, headings = words_of(reader), CHECK_WORDS[lang]
    for expected in (
        "Le moulin",
        OUTCOMES[lang]["not_allowed"],
        "Ada Lovelace",
        rule_book().version,
        desk.index.version,
        headings.facts,
        headings.path,
        headings.duties,
        headings.evidence,
        headings.citations,
        "accord écrit du meunier",
    ):
        assert expected in words, expected
    duty = rule_book().obligations["recorded"].said[lang]
    assert duty[:40] in words and "[ ]" in words
    assert reader.metadata is not None and reader.metadata.title == "Le moulin"


def test_each_page_of_the_pdf_says_that_it_is_no_legal_advice(desk: Desk) -> None:
    pages = read_pdf(desk.cite(REFUSED)).pages
    assert len(pages) > 1
    assert all("Information, not legal advice" in page.extract_text() for page in pages)


def test_a_hostile_title_and_author_are_only_words_in_the_pdf(desk: Desk) -> None:
    cited = desk.cite(REFUSED)
    reader = read_pdf(cited, author=HOSTILE, title=HOSTILE)
    words = words_of(reader)
    assert "<b>gras</b>" in words and "<script>alert(1)</script>" in words
    assert words.count("=1+1") == 1  # in the title; the author is cut before it
    links = {
        str(note.get_object()["/A"]["/URI"])
        for page in reader.pages
        for note in page.get("/Annots", ())
    }
    assert links <= {one.url for one in cited.citations}
    assert not any(image for page in reader.pages for image in page.images)
    assert b"/JavaScript" not in to_pdf(cited, author=HOSTILE, made=MADE, title=HOSTILE)


@pytest.mark.parametrize("text", ["mot " * 3000, "m" * 9000, "<b>" * 2000, "𝕬é漢字🙂\n" * 50])
def test_a_very_long_or_odd_title_makes_a_pdf_all_the_same(desk: Desk, text: str) -> None:
    reader = read_pdf(desk.cite(REFUSED), author=text, title=text)
    assert "Marketing by electronic mail" in words_of(reader)


@pytest.mark.parametrize("raw", [{}, OPEN, AGREED, {"operations": ["post", "sms", "trackers"]}])
def test_every_kind_of_decision_makes_a_pdf(desk: Desk, raw: dict[str, Any]) -> None:
    cited = desk.cite(raw, "fr")
    assert OUTCOMES["fr"][cited.decision.outcome] in words_of(read_pdf(cited))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_heading_stands_over_nothing(desk: Desk, lang: Language) -> None:
    blocks = blocks_of(desk.cite({}, lang=lang))
    assert all(
        after.kind != "heading" for before, after in pairwise(blocks) if before.kind == "heading"
    )
    assert CHECK_WORDS[lang].duties not in lines(desk.cite({}, lang=lang))
