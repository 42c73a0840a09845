from __future__ import annotations

from decimal import Decimal

import pytest

from assistant.bounds import Bound, bounds
from assistant.figures import Figure


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("dans les 72 heures", "ceiling"),
        ("72 heures au plus tard", "ceiling"),
        ("within 72 hours", "ceiling"),
        ("not later than 72 hours", "ceiling"),
        ("pas plus de 72 heures", "ceiling"),
        ("un délai ne dépassant pas 72 heures", "ceiling"),
        ("n'excède pas soixante-douze heures", "ceiling"),
        ("at most 72 hours", "ceiling"),
        ("72 hours or less", "ceiling"),
        ("au moins 72 heures", "floor"),
        ("72 heures au moins", "floor"),
        ("at least seventy-two hours", "floor"),
        ("no less than 72 hours", "floor"),
        ("n'est pas inférieure à 72 heures", "floor"),
        ("more than 72 hours", "floor"),
        ("le silence dure 72 heures", None),
        ("at least every 72 hours", None),
        ("au plus : 72 heures", None),
    ],
)
def test_a_figure_is_read_with_the_bound_named_beside_it(text: str, bound: Bound | None) -> None:
    assert bounds(text) == {(Figure(Decimal(72), "hour"), bound)}


def test_each_figure_has_its_own_bound() -> None:
    found = {figure.unit: bound for figure, bound in bounds("at least 2 days and at most 5 weeks")}
    assert found == {"day": "floor", "week": "ceiling"}
