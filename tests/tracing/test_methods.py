"""The worked example of the design, and what tells the methods apart."""

import pytest

from tests.tracing.ledgers import cents, paid, tracing_of

WORKED = """
2026-01-01 * "dues"
  Assets:Bank            1000.00 USD
  Income:Dues
2026-01-05 * "gift"
  Assets:Bank            2000.00 USD
  Income:Gifts
2026-01-10 * "dues"
  Assets:Bank             500.00 USD
  Income:Dues
2026-01-15 * "rent"
  Expenses:Rent          {rent} USD
  Assets:Bank
2026-01-20 * "childcare"
  Expenses:Childcare     {childcare} USD
  Assets:Bank
2026-01-25 * "dues"
  Assets:Bank             300.00 USD
  Income:Dues
2026-01-31 * "childcare"
  Expenses:Childcare      700.00 USD
  Assets:Bank
"""


def worked(rent: str = "1200.00", childcare: str = "800.00") -> str:
    return WORKED.format(rent=rent, childcare=childcare)


@pytest.mark.parametrize(
    ("method", "dues"),
    [
        ("designated", ["800.00", "700.00"]),
        ("adverse", ["300.00", "300.00"]),
        ("fifo", ["0.00", "0.00"]),
        ("lifo", ["0.00", "300.00"]),
        ("pro-rata", ["342.86", "366.67"]),
    ],
)
def test_dues_in_the_two_childcare_payments(method: str, dues: list[str]) -> None:
    trace = tracing_of(worked()).trace(method)
    shares = [
        sources.get("dues", "0.00") for _, program, sources in paid(trace) if program != "core"
    ]
    assert shares == dues


@pytest.mark.parametrize(
    ("rent", "childcare", "levels"),
    [
        ("1200.00", "800.00", ["L1", "L1"]),
        ("300.00", "800.00", ["L2", "L2"]),
        ("1200.00", "1600.00", ["L0", "L0"]),
        ("1200.00", "1500.00", ["L1", "L0"]),
    ],
)
def test_levels(rent: str, childcare: str, levels: list[str]) -> None:
    judged = tracing_of(worked(rent, childcare)).levels()
    assert [level for _, level in judged] == levels


def test_shortfall_of_the_breach() -> None:
    judged = tracing_of(worked(childcare="1600.00")).levels()
    payment = judged[0].payment
    assert str(payment.shortfall) == "100.00"
    assert cents(payment.by_source()) == {"dues": "1500.00", "donation": "100.00"}


def test_until_cuts_off_what_comes_later() -> None:
    tracing = tracing_of(worked())
    day = tracing.books.transactions.date[4]
    trace = tracing.trace("designated", day)
    assert [when for when, *_ in paid(trace)] == ["2026-01-15", "2026-01-20"]


OVERLAPPING = """
2020-01-01 custom "coopfund-program" "childcare"
  funded-by: "dues"
2020-01-01 custom "coopfund-program" "clinic"
  funded-by: "dues donation"
"""


def test_the_wider_whitelist_leaves_dues_to_the_narrower() -> None:
    """Donations are claimed by one whitelist, dues by two: the clinic draws donations first."""
    trace = tracing_of(
        """
        2026-01-01 * "dues"
          Assets:Bank            100.00 USD
          Income:Dues
        2026-01-01 * "gift"
          Assets:Bank            100.00 USD
          Income:Gifts
        2026-01-02 * "clinic comes first in the file"
          Expenses:Clinic        150.00 USD
          Assets:Bank
        2026-01-02 * "childcare"
          Expenses:Childcare      50.00 USD
          Assets:Bank
        """,
        OVERLAPPING,
    ).trace("designated")
    assert paid(trace) == [
        ("2026-01-02", "childcare", {"dues": "50.00"}),
        ("2026-01-02", "clinic", {"dues": "50.00", "donation": "100.00"}),
    ]


def test_within_a_day_the_most_restrictive_program_draws_first() -> None:
    """In file order the clinic would have taken the dues that childcare needs."""
    judged = tracing_of(
        """
        2026-01-01 * "dues"
          Assets:Bank            100.00 USD
          Income:Dues
        2026-01-02 * "clinic"
          Expenses:Clinic        100.00 USD
          Assets:Bank
        2026-01-02 * "childcare"
          Expenses:Childcare     100.00 USD
          Assets:Bank
        """,
        OVERLAPPING,
    ).levels()
    assert {j.payment.program: j.level for j in judged} == {"childcare": "L3", "clinic": "L0"}


def test_inflows_of_a_day_come_before_its_outflows() -> None:
    trace = tracing_of(
        """
        2026-01-02 * "childcare"
          Expenses:Childcare     100.00 USD
          Assets:Bank
        2026-01-02 * "dues"
          Assets:Bank            100.00 USD
          Income:Dues
        """
    ).trace("designated")
    assert paid(trace) == [("2026-01-02", "childcare", {"dues": "100.00"})]


def test_a_whitelist_counts_from_its_day() -> None:
    judged = tracing_of(
        """
        2026-01-01 * "gift"
          Assets:Bank            300.00 USD
          Income:Gifts
        2026-01-10 * "before the vote"
          Expenses:Childcare     100.00 USD
          Assets:Bank
        2026-02-10 * "after the vote"
          Expenses:Childcare     100.00 USD
          Assets:Bank
        """,
        '2026-02-01 custom "coopfund-program" "childcare"\n  funded-by: "dues"\n'
        '2026-01-01 custom "coopfund-program" "childcare"\n',
    ).levels()
    assert [(str(j.payment.date), j.level) for j in judged] == [("2026-02-10", "L0")]


def test_a_named_source_is_drawn_outright_under_every_method() -> None:
    tracing = tracing_of(
        """
        2026-01-01 * "dues"
          Assets:Bank            100.00 USD
          Income:Dues
        2026-01-02 * "gift"
          Assets:Bank            100.00 USD
          Income:Gifts
        2026-01-03 * "rent, out of the dues"
          Expenses:Rent           60.00 USD
            source: "dues"
          Assets:Bank
        """
    )
    for method in ("designated", "adverse", "fifo", "lifo", "pro-rata"):
        assert paid(tracing.trace(method)) == [("2026-01-03", "core", {"dues": "60.00"})], method


def test_lots_say_whose_money_paid() -> None:
    tracing = tracing_of(
        """
        2026-01-01 * "dues"
          member: "m-1"
          Assets:Bank             60.00 USD
          Income:Dues
        2026-02-01 * "dues"
          member: "m-2"
          Assets:Bank             60.00 USD
          Income:Dues
        2026-02-02 * "childcare"
          Expenses:Childcare      80.00 USD
          Assets:Bank
        """
    )
    (payment,) = tracing.trace("designated").payments
    people = tracing.books.rows.contributor
    assert [(people[p.row], str(p.amount)) for p in payment.pieces] == [
        ("m-1", "60.00"),
        ("m-2", "20.00"),
    ]
