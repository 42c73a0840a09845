from datetime import date

import pytest

from assistant.assistant import Assistant
from corpus.errors import EmptyQuestion
from evals.stages import SHOWN, bench


def test_every_stage_shows_what_it_puts_first_with_its_own_score(law: Assistant) -> None:
    found = bench("Qui peut demander le silence au crieur ?", law, date(2026, 11, 22))
    assert found.lang == "fr"
    for name in ("keywords", "meaning", "fused", "articles", "answers", "shown"):
        places = found.rankings[name]
        assert 0 < len(places) <= SHOWN, name
        assert all(place.label and ":" in place.locator for place in places)
    fused = [place.score for place in found.rankings["fused"]]
    assert fused == sorted(fused, reverse=True)


def test_a_text_named_by_number_is_said_to_be(law: Assistant) -> None:
    assert "gdpr:art-21" in bench("article 21 du RGPD", law, date(2026, 11, 22)).references


def test_no_question_is_refused(law: Assistant) -> None:
    with pytest.raises(EmptyQuestion):
        bench(" ? ", law, date(2026, 11, 22))
