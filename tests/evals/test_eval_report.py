import math
from dataclasses import replace

from made_up import passing, result, row

from evals.cases import Case
from evals.intervals import mean
from evals.measures import MEASURES
from evals.page import Fold, Heading, Listing, Paragraph, Part, Table, to_html, to_markdown
from evals.records import Record
from evals.report import (
    gap_line,
    language_gap,
    milliseconds,
    never_seen,
    number,
    percent,
    report,
    short_answer,
    written,
)
from evals.words import eval_words

CASE = Case(
    id="fr-x-01",
    lang="fr",
    audience="trainee",
    kind="factual",
    question="Qui sonne <b>la</b> cloche | et quand ?",
    outcome="answered",
    must=(("gdpr:art-33-1", "gdpr:rec-85"),),
    may=(),
    facts=(("72 heures",),),
    needs=("gdpr",),
    note="",
    set="factual",
)
SCORES = {
    "passed": 0.0,
    "right_outcome": 1.0,
    "cites_gold": 1.0,
    "declined": None,
    "quotes_valid": 1.0,
}


def test_the_report_leads_with_what_held_out_questions_say() -> None:
    rows = [
        row(1, {"passed": 1.0, "cites_gold": 1.0, "quotes_valid": 1.0}),
        row(2, {"passed": 0.0, "declined": 1.0, "quotes_valid": 1.0}),
        row(3, {"passed": 0.0}, part="development"),
    ]
    told = short_answer(result(rows), eval_words("en"))
    assert told is not None and told.startswith("Of 2 held-out questions") and "50.0% get" in told
    assert short_answer(result(rows[2:]), eval_words("en")) is None


def test_the_report_writes_both_forms_from_the_same_parts() -> None:
    made = result([row(1, SCORES, part="development"), *passing(3, 4, lang="en")])
    parts = report(made, [CASE], {}, "en")
    markdown, html = to_markdown(parts), to_html(parts, title="T", lang="en")
    for text in ("Evaluation of Recital", "All of it right", "What these figures do not say"):
        assert text in markdown and text in html
    assert "No judge was set" in markdown
    assert '<html lang="en">' in html and "http" not in html.replace("https://", "")


def test_a_known_failure_shows_what_was_expected_and_what_was_answered() -> None:
    failed = row(1, SCORES, part="development")
    records = {"fr-x-01": Record("fr-x-01", {"text": "Le crieur <script>."}, (), {})}
    html = to_html(report(result([failed]), [CASE], records, "fr"), title="T", lang="fr")
    assert "gdpr:art-33-1 | gdpr:rec-85" in html and "Le crieur &lt;script&gt;." in html
    assert "<script>" not in html and "<b>" not in html


def test_a_held_out_failure_is_counted_and_never_shown() -> None:
    failed = row(1, SCORES, part="held_out")
    markdown = to_markdown(report(result([failed]), [CASE], {}, "en"))
    assert CASE.question.split()[0] not in markdown and "only counted (1)" in markdown


def test_baselines_and_ablations_are_tables_with_ratios_and_marks() -> None:
    rate = {"value": 0.8, "low": 0.7, "high": 0.9, "count": 10, "missing": 0}
    half = {**rate, "value": 0.4}
    way = {"p50_ms": 5.0, "p95_ms": 9.0, "peak_mb": 100, "prepare_seconds": 3.0, "groups": {}}
    change = {"value": -0.1, "low": -0.2, "high": -0.05, "count": 10, "is_significant": True}
    more = {
        "baselines": [
            {"way": "recital", "hit": rate, "recall": rate, **way},
            {"way": "bm25", "hit": half, "recall": half, "parts": {"held_out": [{**rate, "value": 0.2}, half]}, **way},
        ],
        "ablations": [
            {"name": "", "title": {"fr": "", "en": ""}, "measures": {"passed": 0.9}, "changes": {}},
            {"name": "cards", "title": {"fr": "fiches", "en": "cards"}, "measures": {"passed": 0.8}, "changes": {"passed": change}},
        ],
    }  # fmt: skip
    markdown = to_markdown(report(result(passing(1, 2), more=more), [], {}, "en"))
    assert (
        "| BM25 alone | 40.0% / 40.0% | 20.0% / 40.0% (10) | × 0.50 / × 0.50 | 5 / 9 ms | 100 MB | 3 s |"
        in markdown
    )
    assert "| without: cards | 80.0% (−10.0*) |" in markdown


def test_figures_are_written_in_the_readers_language_and_unit() -> None:
    known = {measure.name: measure for measure in MEASURES}
    rates = result([row(n, {"passed": float(n % 2), "words": 120.0}) for n in range(10)]).rates()
    assert written(known["passed"], rates["passed"], "fr", short=True) == "50,0\u00a0%"
    assert written(known["words"], rates["words"], "en") == "120 (120 – 120)"
    assert written(known["passed"], None, "en") == "–"
    assert percent(0.125, "en") == "12.5%"


def test_the_gap_between_languages_is_french_minus_english() -> None:
    made = result([*passing(4, 4, lang="fr"), *passing(2, 4, lang="en")])
    assert language_gap(made.rows).value == 0.5
    assert language_gap(replace(made, rows=()).rows).count == 0


def test_markdown_parts_stay_words() -> None:
    parts: list[Part] = [
        Heading("A # B", 2),
        Paragraph("one\n<b>two</b>"),
        Listing(("x",)),
        Table(("", "n"), (("a | b", "1"),)),
        Fold("more", (Paragraph("inside"),)),
    ]
    assert to_markdown(parts) == (
        "## A # B\n\none &lt;b>two&lt;/b>\n\n- x\n\n|  | n |\n|---|---|\n| a \\| b | 1 |\n\n**more**\n\ninside\n"
    )


def test_every_measure_is_explained_in_both_languages_and_named_once() -> None:
    assert len({measure.name for measure in MEASURES}) == len(MEASURES)
    for measure in MEASURES:
        for told in (measure.title, measure.meaning):
            assert told["fr"] and told["en"] and told["fr"] != told["en"]


def test_the_queries_of_the_cnil_are_a_table_beside_what_it_published() -> None:
    share = {"value": 0.5, "low": 0.25, "high": 0.75, "count": 2, "missing": 0}
    kinds = {"paraphrase": {"queries": 2, "first": share, "five": {**share, "value": 1.0}}}
    way = {"way": "bm25", "kinds": kinds, "p50_ms": 1.0, "p95_ms": 2.0}
    told = to_markdown(report(result([row(1, SCORES)], more={"cnil": [way]}), [CASE], {}, "en"))
    assert "paraphrases (2), first / first five" in told
    assert "50.0% / 100.0% (25.0% – 75.0%)" in told and "53.9 / 80.8 %" in told
    without = to_markdown(report(result([row(1, SCORES)]), [CASE], {}, "en"))
    assert "80.8" not in without


def test_numbers_are_written_as_each_language_writes_them() -> None:
    assert number(-3.75, "fr", 2, signed=True) == "\u22123,75"
    assert number(3.75, "en", 2, signed=True) == "+3.75"
    assert (milliseconds(0.34, "fr"), milliseconds(26.4, "fr")) == ("0,3", "26")


def test_a_measure_that_failed_says_so_beside_its_figure() -> None:
    assert written(None, mean([1.0, math.nan, math.nan]), "en", short=True) == "100.0% (2 failed)"
    assert written(None, mean([math.nan]), "fr", short=True) == "– (1 en échec)"
    assert written(None, mean([]), "en") == "–"


def test_the_short_answer_tells_the_figure_of_the_sets_nobody_knew() -> None:
    scores = {"passed": 1.0, "cites_gold": 1.0, "declined": 1.0, "quotes_valid": 1.0}
    rows = [row(n, scores, set="limits") for n in range(9)] + [row(9, scores | {"passed": 0.0})]
    told = short_answer(result(rows), eval_words("en"))
    assert told is not None and "Of 10 held-out questions" in told
    assert "of 1 are right in every respect" in told and never_seen(result(rows)).value == 0.0


def test_a_failure_whose_whole_answer_is_elsewhere_shows_how_it_began() -> None:
    failed = row(1, SCORES | {"citation_recall": 0.5}, part="development")
    kept = {"failures": {"fr-x-01": {"opening": "Le crieur se tait.", "cited": ["gdpr:art-5-1"]}}}
    told = to_markdown(report(result([failed], more=kept), [CASE], {}, "fr"))
    assert "Le crieur se tait. [gdpr:art-5-1]" in told
    assert "Manqué\u00a0: Points de droit cités" in told


def test_the_report_says_what_was_not_asked_and_what_was_taken_up() -> None:
    made_up = result(passing(1, 2), left_out=7, taken_up=3)
    told = to_markdown(report(made_up, [], {}, "en"))
    assert "7 questions were not asked" in told and "3 answers come from an earlier run" in told
    assert "not asked" not in to_markdown(report(result(passing(1, 2)), [], {}, "en"))


def test_the_gap_between_languages_is_told_of_answers_and_of_search() -> None:
    rows = [row(1, {"passed": 1.0, "hit_5": 0.0}), row(2, {"passed": 0.0, "hit_5": 1.0}, lang="en")]
    told = gap_line(rows, eval_words("en"))
    assert "“All of it right” +100.0" in told and "“Right passage among five” −100.0" in told
    assert "recall" not in told and "Points covered" not in told
