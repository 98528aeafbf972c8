"""Names beside the flow of money: whole words, and no bar on them."""

import re
from decimal import Decimal

import pytest

from coopfund.report.sankey import LETTER, SLIM, Band, Flow, drawn, roomy


def flow(program: str, origin: str = "in") -> Flow:
    """One sum that came in as dues and went to a program."""
    amount = Decimal(100)
    return Flow(
        ((origin,), ("dues",), (program,)),
        [Band("dues", origin, "dues", amount, "")],
        [Band("dues", "dues", program, amount, "")],
        str,
        str,
    )


def test_a_long_word_stays_whole_on_a_phone() -> None:
    its = flow("Kinderbetreuung am Samstag")
    _, parts = drawn(its, roomy(its, SLIM))
    drawing = "".join(parts)
    assert ">Kinderbetreuung<" in drawing
    assert ">am Samstag<" in drawing


@pytest.mark.parametrize(
    "name", ["From before or lent", "Antérieur ou emprunté", "Von vorher oder geliehen"]
)
def test_names_on_the_left_begin_inside_the_drawing(name: str) -> None:
    its = flow("clinic", name)
    _, parts = drawn(its, roomy(its, SLIM))
    lines = re.findall(r'<(?:text|tspan) x="([0-9.]+)"[^>]*>([^<]+)', "".join(parts))
    ends = {line: float(x) for x, line in lines if line in name}
    assert len(ends) == 2
    assert all(x >= len(line) * LETTER for line, x in ends.items())


def test_a_word_without_end_leaves_room_for_the_flow() -> None:
    its = flow("x" * 200)
    size = roomy(its, SLIM)
    assert size.width - size.left - size.right > 100


def test_bars_are_drawn_before_names() -> None:
    _, parts = drawn(flow("clinic"), SLIM)
    drawing = "".join(parts)
    assert drawing.rindex("<rect") < drawing.index("<text")
