import math
from pathlib import Path

from evals.records import Record, Records

ONE = Record("fr-a-01", {"text": "Oui « d'accord »"}, ("gdpr:art-7",), {"passed": 1.0})
TWO = Record("fr-a-02", None, (), {"ragas": math.nan}, "the index is damaged")


def test_what_was_kept_comes_back(tmp_path: Path) -> None:
    records = Records(tmp_path, "key")
    records.add(ONE)
    records.add(TWO)
    found = Records(tmp_path, "key").read()
    assert found["fr-a-01"] == ONE
    assert found["fr-a-02"].failure == "the index is damaged"
    assert math.isnan(found["fr-a-02"].scores["ragas"] or 0)
    assert Records(tmp_path, "other").read() == {}


def test_a_line_cut_short_is_asked_again_and_hurts_no_other(tmp_path: Path) -> None:
    records = Records(tmp_path, "key")
    records.add(ONE)
    path = next(records.folder.glob("*"))
    path.write_text(path.read_text() + '{"id": "fr-a-02", "ans')
    half = path.read_text()
    assert set(records.read()) == {"fr-a-01"}
    assert path.read_text() == half, "a reader leaves alone what a run may be writing"
    records.add(TWO)
    assert set(records.read()) == {"fr-a-01", "fr-a-02"}


def test_a_damaged_line_is_left_out(tmp_path: Path) -> None:
    records = Records(tmp_path, "key")
    records.add(ONE)
    path = next(records.folder.glob("*"))
    path.write_text("[]\n{}\nnonsense\n" + path.read_text())
    assert set(records.read()) == {"fr-a-01"}


def test_a_fresh_run_forgets_what_was_kept(tmp_path: Path) -> None:
    records = Records(tmp_path, "key")
    records.clear()
    records.add(ONE)
    records.clear()
    assert records.read() == {}
