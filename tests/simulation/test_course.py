"""Cash month by month, who is served first, and what stops when; figures worked out by hand."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from coopfund.simulation.scenario import Scenario, SimulationError, Strike, read_strike
from tests.simulation.books import START, STRIKE, alike, came, cash, simulated, stops, went

OPENED = came("2026-01-01", "Gifts", 500, "one-off: TRUE")
"""500 of gifts that came once, to start with."""


def test_a_group_runs_dry_in_month_5() -> None:
    """Dues 100, prices twice a rent of 100, 450 held: 350, 250, 150, 50; in May 50 are missing."""
    text = alike(dues=100, rent=100, more=came("2026-01-01", "Gifts", 450, "one-off: TRUE"))
    sim = simulated(text, price_rise=Fraction(1))
    assert cash(sim)[:6] == ["350", "250", "150", "50", "-50", "-150"]
    assert stops(sim) == {"core": "2027-05"}
    assert sim.months[4].unpaid == 50
    assert sim.months[4].general == 0


def test_everything_alike_goes_on_alike() -> None:
    sim = simulated(alike(dues=100, gifts=50, rent=90, childcare=60, more=OPENED))
    assert cash(sim) == ["500"] * 12
    assert stops(sim) == {"core": None, "childcare": None}


def test_a_program_stops_when_its_whitelist_is_used_up() -> None:
    """Core uses gifts first, as nobody else may: the 500 held last it until May.

    Until then, childcare leaves 10 of 150 dues a month, on top of 120 held: 170. From June core
    needs 100 of the dues: 80 are left in June, and in July 80 + 150 − 100 = 130 of 140.
    """
    text = alike(dues=150, gifts=100, rent=100, childcare=140, more=OPENED)
    assert stops(simulated(text)) == {"core": None, "childcare": None}
    sim = simulated(text, drop=("d-7",))
    assert sim.outlook.held == {"dues": Decimal(120), "donation": Decimal(500)}
    assert stops(sim) == {"core": None, "childcare": "2027-07"}
    assert sim.months[6].paid["childcare"] == 130
    assert cash(sim)[4:7] == ["170", "80", "0"]


def test_core_is_served_first_and_the_narrowest_whitelist_next() -> None:
    """Dues 100 for a rent of 60, childcare 30 and a clinic of 30: the clinic gets 10."""
    sim = simulated(alike(dues=100, gifts=20, rent=60, childcare=30, clinic=30), drop=("d-7",))
    first = sim.months[0]
    assert sim.outlook.order == ["core", "childcare", "clinic"]
    assert first.paid == {"core": 60, "childcare": 30, "clinic": 10}
    assert stops(sim) == {"core": None, "childcare": None, "clinic": "2027-01"}


def test_unpaid_core_bills_are_paid_before_programs() -> None:
    """A gift of 300 comes each June. Rent is 50 a month, and no dues come any more."""
    text = alike(dues=90, rent=50, childcare=40, more=came("2026-06-03", "Gifts", 300))
    sim = simulated(text + went("2026-12-31", "Rent", 300, "#one-off"), drop=("source:dues",))
    assert [int(its.unpaid) for its in sim.months] == (
        [50, 100, 150, 200, 250, 0, 50, 100, 150, 200, 250, 300]
    )
    assert all(not its.paid["childcare"] for its in sim.months)


def test_dropping_a_source_is_dropping_all_its_givers() -> None:
    text = alike(dues=100, gifts=50, state=70, rent=100)
    assert simulated(text, drop=("source:state",)).months[0].other == 50
    assert simulated(text, drop=("source:state", "d-7")).months[0].other == 0
    assert simulated(text, drop=("source:dues",)).months[0].dues == 0


def test_dropping_a_giver_drops_its_other_names() -> None:
    text = alike(dues=100, gifts=50, rent=100) + (
        came("2026-12-09", "Gifts", 12, 'donor: "d-31"')
        + '2026-01-01 custom "coopfund-contributor" "d-7"\n  same-as: "d-31"\n'
    )
    assert simulated(text, drop=("d-31",)).months[11].other == 0


def test_a_giver_who_ends_gives_until_then() -> None:
    text = alike(gifts=50, rent=10) + (
        '2026-01-01 custom "coopfund-contributor" "d-7"\n  ends: 2027-02-28\n'
    )
    sim = simulated(text, runs=5)
    assert [int(its.other) for its in sim.months[:4]] == [50, 50, 0, 0]
    assert sim.fan is not None
    assert [int(its[95]) for its in sim.fan.cash[2:4]] == [int(c) for c in cash(sim)[2:4]]


def test_a_gift_that_was_given_back_does_not_come_again() -> None:
    """100 in February, 40 of them back in March: 60 in February, in each run's gifts too."""
    text = alike(dues=100, rent=10) + (
        came("2026-02-05", "Gifts", 100, 'donor: "d-9"')
        + came("2026-03-05", "Gifts", -40, 'donor: "d-9"')
    )
    sim = simulated(text)
    assert [int(its.other) for its in sim.months[:4]] == [0, 60, 0, 0]
    assert [int(sum(its.values())) for its in sim.outlook.gifts[:4]] == [0, 60, 0, 0]


def test_members_and_their_dues_change_together() -> None:
    sim = simulated(alike(dues=100, rent=50), members=Fraction(-1, 10), dues_rise=Fraction(1, 2))
    assert sim.months[0].dues == 135


def test_what_was_spent_once_is_not_spent_again() -> None:
    sim = simulated(alike(dues=100, rent=50) + went("2026-06-06", "Rent", 500, "#one-off"))
    assert {int(its.needed["core"]) for its in sim.months} == {50}
    assert sim.outlook.once_cost == 500


def test_costs_come_in_their_own_month() -> None:
    """An insurance of 120 each March; rent every month."""
    spent = went("2025-03-03", "Childcare", 120) + went("2026-03-03", "Childcare", 120)
    sim = simulated(alike(dues=100, rent=50) + spent, months=15)
    assert [int(its.needed["childcare"]) for its in sim.months] == (
        [0, 0, 120, *[0] * 11, 120][:15]
    )


def test_a_schedule_says_what_is_asked_and_the_books_how_much_of_it_comes() -> None:
    """Two members at 10 a month; one has paid until the end of 2026 and two months ahead."""
    text = (
        alike(rent=1)
        + '2026-01-01 custom "coopfund-dues" "standard" 10.00 USD "monthly"\n'
        + "".join(
            f'2026-01-01 custom "coopfund-member" "m-{n}" "join" "standard"\n' for n in (1, 2)
        )
        + came("2026-12-01", "Dues", 140, 'member: "m-1"')
        + came("2026-12-01", "Dues", 60, 'member: "m-2"')
    )
    sim = simulated(text)
    assert sim.outlook.dues.rate == Fraction(3, 4)
    assert sim.outlook.dues.ahead == 20
    assert [f"{its.dues:.2f}" for its in sim.months[:3]] == ["7.50", "7.50", "15.00"]


def test_strike_pay_comes_from_the_fund_and_then_from_what_its_whitelist_leaves() -> None:
    """The fund has 12 × 10 = 120 and gets 10 more; strike pay is 3 × 20 = 60 a week for 4 weeks.

    Before the fund's 120 are used (two weeks), dues of the general pool stand by: 12 × 90 − 12 × 50
    = 480 held, and 100 − 50 more.
    """
    put = "".join(
        f'2026-{m:02}-15 * "fund"\n  Assets:Strike  10 USD\n  Assets:Bank\n' for m in range(1, 13)
    )
    strike = Strike(3, 4, Decimal(20))
    sim = simulated(STRIKE + alike(dues=100, rent=50) + put, strike=strike, strike_program="strike")
    assert sim.strike is not None
    assert sim.strike.fund == 120
    assert sim.strike.runway == 2
    assert sim.strike.due == sim.strike.paid == 240
    assert sim.strike.weeks_paid == 4
    assert stops(sim) == {"core": None, "strike": None}
    assert sim.months[0].put == {"strike": 240 - 120}
    longer = simulated(
        STRIKE + alike(dues=100, rent=50) + put,
        strike=Strike(3, 30, Decimal(20)),
        strike_program="strike",
    )
    assert longer.strike is not None
    assert stops(longer) == {"core": None, "strike": "2027-03"}
    assert longer.strike.weeks_paid < 30


def test_a_strike_begins_when_it_says() -> None:
    strike = read_strike("120 members 8 weeks 200.00/week from 2027-03")
    assert strike == Strike(120, 8, Decimal("200.00"), date(2027, 3, 1))
    assert strike.total == 192_000
    weeks = [strike.weeks_in(day, START) for day in Scenario(START, 6).days]
    assert weeks == [0, 0, 5, 3, 0, 0]
    assert read_strike("1 member, 1 week, 5 / week").weekly == 5


@pytest.mark.parametrize(
    "text", ["", "120 members", "0 members 8 weeks 200/week", "x", "1 members 2 weeks -3/week"]
)
def test_what_is_no_strike(text: str) -> None:
    with pytest.raises(SimulationError, match="strike"):
        read_strike(text)


def test_a_strike_needs_a_program_that_pays() -> None:
    with pytest.raises(SimulationError, match="--strike-program"):
        simulated(alike(dues=100, rent=50), strike=Strike(1, 1, Decimal(1)))


def test_an_overdraft_is_owed_and_paid_back_first() -> None:
    """450 are spent in December of 0 held: 450 of overdraft, and 100 a month come in."""
    sim = simulated(alike(dues=100, rent=100) + went("2026-12-30", "Rent", 450, "#one-off"))
    assert sim.outlook.owed == 450
    assert cash(sim)[0] == "-450"
    richer = simulated(
        alike(dues=100, rent=50) + went("2026-12-30", "Rent", 1000, "#one-off"),
    )
    assert cash(richer)[:3] == ["-350", "-300", "-250"]


def test_young_books_are_their_own_mean() -> None:
    """Books of three months: 30, 60 and 90 of dues; each month to come has 60."""
    text = "".join(
        came(f"2026-{m}-02", "Dues", n, 'member: "m-1"') + went(f"2026-{m}-20", "Rent", n)
        for m, n in ((10, 30), (11, 60), (12, 90))
    )
    sim = simulated(text)
    assert sim.outlook.covered == 3
    assert {(int(its.dues), int(its.needed["core"])) for its in sim.months} == {(60, 60)}
