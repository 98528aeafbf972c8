"""Names beside the flow of money: whole words, and no bar on them."""

from decimal import Decimal

from coopfund.report.sankey import SLIM, Band, Flow, drawn, roomy


def flow(program: str) -> Flow:
    """One sum that came in as dues and went to a program."""
    amount = Decimal(100)
    return Flow(
        (("in",), ("dues",), (program,)),
        [Band("dues", "in", "dues", amount, "")],
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


def test_a_word_without_end_leaves_room_for_the_flow() -> None:
    its = flow("x" * 200)
    size = roomy(its, SLIM)
    assert size.width - size.left - size.right > 100


def test_bars_are_drawn_before_names() -> None:
    _, parts = drawn(flow("clinic"), SLIM)
    drawing = "".join(parts)
    assert drawing.rindex("<rect") < drawing.index("<text")
