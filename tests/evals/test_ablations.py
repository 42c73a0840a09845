import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from small_law import find, open_small_law, publish

from corpus.nouns import Passage
from evals.ablations import ABLATIONS, _as_printed, ablation, reciprocal_rank_fusion

ROOT = Path(__file__).resolve().parents[2]
ASKING = """
import json, sys
from pathlib import Path
from small_law import open_small_law, publish
from evals.ablations import ablation

name, folder, question = sys.argv[1:]
publish(Path(folder))
assistant = open_small_law(Path(folder))
ablation(name).apply(assistant)
print(json.dumps([hit.passage.locator for hit in assistant.search(question)]))
"""


def found_without(name: str, folder: Path, question: str) -> list[str]:
    """What is found where the stage is missing, in a process that is thrown away."""
    places = [str(ROOT), str(ROOT / "tests" / "assistant")]
    done = subprocess.run(
        [sys.executable, "-c", ASKING, name, str(folder), question],
        env=os.environ | {"PYTHONPATH": os.pathsep.join(places)},
        check=True,
        capture_output=True,
        text=True,
    )
    found: list[str] = json.loads(done.stdout)
    return found


def test_without_cards_none_is_found(tmp_path: Path) -> None:
    question = "Le crieur peut-il frapper à la porte ?"
    publish(tmp_path / "whole")
    whole = find(open_small_law(tmp_path / "whole").setting.reader.index(), question)
    assert any(hit.passage.locator.startswith("card:") for hit in whole.hits)
    less = found_without("cards", tmp_path / "less", question)
    assert less and not any(locator.startswith("card:") for locator in less)


@pytest.mark.parametrize("name", [one.name for one in ABLATIONS if one.name != "cards"])
def test_every_other_stage_can_be_taken_out_and_something_is_still_found(
    name: str, tmp_path: Path
) -> None:
    assert found_without(name, tmp_path, "silence crieur annonce")


def test_reciprocal_ranks_are_summed_by_weight_and_spread_like_z_scores() -> None:
    fused = reciprocal_rank_fusion([(1.0, {"a": 9.0, "b": 5.0}), (1.0, {"b": 3.0, "c": 1.0})])
    assert sorted(fused, key=lambda unit: -fused[unit]) == ["b", "a", "c"]
    values = list(fused.values())
    assert sum(values) == pytest.approx(0.0, abs=1e-9)
    assert reciprocal_rank_fusion([]) == {}


def test_an_unknown_ablation_is_refused() -> None:
    with pytest.raises(KeyError):
        ablation("everything")


def test_without_the_corrigendum_the_words_of_2016_are_back() -> None:
    corrected = "data pursuant to Article 9 or personal data relating to convictions"
    point = Passage("gdpr:art-37-1-c", "en", "gdpr", "point", "", corrected)
    assert "Article 9 and personal data" in _as_printed(point).text
    assert "Article 9 and personal data" in _as_printed(replace(point, locator="gdpr:art-37")).text
    assert _as_printed(replace(point, locator="gdpr:art-38")).text == corrected
    assert _as_printed(replace(point, source="lil")).text == corrected
