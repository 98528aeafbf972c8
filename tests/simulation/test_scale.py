"""How many members a further chapter needs; figures worked out by hand."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from coopfund.simulation.economics import Economics, ScaleError, economics, swings
from coopfund.simulation.scale_chart import chart
from coopfund.simulation.scale_page import ScalePage
from tests.ledgers import judge
from tests.simulation.books import alike

DAY = date(2026, 12, 31)
MEMBERS = "".join(
    f'2025-01-01 custom "coopfund-member" "m-{n}" "join" "standard"\n' for n in range(10)
)
LEFT = '2026-01-15 custom "coopfund-member" "m-9" "leave"\n'
COUNTED = '2026-06-30 custom "coopfund-participants" "childcare" 5\n'
HOURS = """
2025-01-01 commodity HOUR
  kind: "hours"
2025-01-01 open Expenses:Hours:Childcare
  program: "childcare"
2025-01-01 open Equity:Hours
2026-05-05 * "carers"
  Expenses:Hours:Childcare  24 HOUR
  Equity:Hours
2025-01-01 custom "coopfund-wage" 20.00 USD "transport workers"
"""
GROUP = alike(dues=100, rent=60, childcare=25) + MEMBERS + COUNTED
"""Ten members bring 10 each; 5 participants cost 5 each, half a participant for each member."""


def found(text: str = GROUP, **given: Any) -> Economics:  # noqa: ANN401  # by name, in tests
    return economics(judge(text).analysis.case(DAY), **given)


def page(text: str = GROUP, **given: Any) -> ScalePage:  # noqa: ANN401  # by name, in tests
    case = judge(text).analysis.case(DAY)
    return ScalePage(case, economics(case, **given))


def test_the_size_that_pays() -> None:
    """A member brings 10 and costs 2.50; 60 ÷ 7.50 = 8 members."""
    its = found()
    assert its.members == its.dues == 10
    assert (its.variable, its.fixed) == (Fraction(5, 2), Fraction(60))
    assert (its.size, its.founders, its.retention) == (8, 8, Fraction(1))
    assert [its.left(number) for number in (8, 7, 10)] == [0, Fraction(-15, 2), 15]


def test_who_leaves_must_be_there_at_first() -> None:
    """Nine of ten stay: 8 ÷ 0.9 = 8.9, so 9 founders; dues are of 9 members from January on."""
    its = found(GROUP + LEFT, fixed=Decimal(60))
    assert its.retention == Fraction(9, 10)
    margin = Fraction(100, 9) - 5 * Fraction(5, 9)
    assert its.margin == margin
    assert its.size == 8
    assert its.founders == 9


def test_no_size_pays_where_a_member_costs_more_than_they_bring() -> None:
    text = alike(dues=100, gifts=100, rent=60, childcare=100) + MEMBERS + COUNTED
    its = found(text)
    assert (its.size, its.founders) == (None, None)
    shown = page(text)
    assert "no number of members pays" in shown.answers()[0]
    assert "no size" in shown.text(markdown=False)
    assert chart(shown).startswith("<svg xmlns=")


def test_each_assumption_alone_and_the_one_that_decides_first() -> None:
    """Dues 8: 60 ÷ 5.50 = 11; 12: 60 ÷ 9.50 = 7. Fixed 48: 7; 72: 10. Childcare 4 or 6: 8, 9."""
    assert [(its.key, its.low, its.high, its.width) for its in swings(found())] == [
        ("dues", 11, 7, 4),
        ("fixed", 7, 10, 3),
        ("retention", 10, 8, 2),
        ("cost childcare", 8, 9, 1),
        ("reach", 8, 9, 1),
    ]


def test_hours_that_volunteers_do_not_give_are_paid() -> None:
    """24 hours a year, 2 a month, 0.2 a member: 20 % fewer cost 0.2 × 0.2 × 20 = 0.80 a member."""
    its = found(GROUP + HOURS)
    assert its.hours == Fraction(1, 5)
    swing = next(one for one in swings(its) if one.key == "volunteers")
    assert (swing.low, swing.high) == (9, 8)


def test_fixed_cost_and_programs_may_be_said() -> None:
    assert found(fixed=Decimal(75)).size == 10
    assert found(programs=("clinic",)).size == 6


def test_what_is_missing_names_its_directive() -> None:
    text = alike(dues=100, rent=60, childcare=25) + (
        '2026-03-01 custom "coopfund-member" "m-1" "join" "standard"\n'
    )
    shown = page(text)
    missing = " ".join(shown.missing())
    for directive in ("coopfund-participants", "coopfund-member", '"hours"'):
        assert directive in missing
    assert shown.found.fixed == 85
    assert shown.found.founders == shown.found.size
    no_wage = HOURS.rpartition("2025-01-01 custom")[0]
    assert "coopfund-wage" in " ".join(page(GROUP + no_wage).missing())


@pytest.mark.parametrize(
    ("text", "directive"),
    [
        (alike(dues=100, rent=60), "coopfund-member"),
        (alike(gifts=100, rent=60) + MEMBERS, 'source: "dues"'),
    ],
)
def test_nothing_can_be_said_without_members_or_dues(text: str, directive: str) -> None:
    with pytest.raises(ScaleError, match=directive):
        found(text)


def test_nobody_who_stays_leaves_no_founders() -> None:
    joins = MEMBERS.replace("2025-01-01", "2026-06-01")
    gone = (
        '2025-01-01 custom "coopfund-member" "m-77" "join" "standard"\n'
        '2026-02-02 custom "coopfund-member" "m-77" "leave"\n'
    )
    text = alike(dues=100, rent=20) + joins + gone
    assert found(text).retention == 0
    assert found(text).founders is None
    assert any("Nobody stayed" in line for line in page(text).answers())


def test_limits_tell_what_dues_leave_out() -> None:
    text = alike(dues=100, gifts=30, rent=60, childcare=25) + MEMBERS + COUNTED
    assert any("30.00 USD a month of other income" in line for line in page(text).limits())
