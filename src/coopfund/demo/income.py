"""The demo's other money: gifts, fees, the state contract, a loan, the bank's interest."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from random import Random
from typing import Final, NamedTuple

from coopfund.demo.calendar import MONTHS, QUARTER, end_of, full_name, name, on, quarter
from coopfund.demo.entries import BANK, Entry, Leg, move, usd

PATRON: Final = "d-007"
STATE: Final = "d-002"
UNION: Final = "d-001"
SISTER: Final = "d-003"
PLATFORM: Final = "d-050"
SMALL_DONORS: Final = tuple(f"d-{number:03d}" for number in range(10, 25))

PATRONAGE: Final = (
    (date(2024, 12, 10), usd(1200), "gift for the first winter"),
    (date(2025, 5, 21), usd(1500), "gift"),
    (date(2025, 11, 19), usd(1900), "gift"),
    (date(2026, 4, 14), usd(3000), "gift, instead of a birthday party"),
)

QUARTERLY_FEE: Final = usd("1600.00")
CONTRACT: Final = (date(2025, 1, 1), date(2026, 6, 30))


class Gift(NamedTuple):
    """One gift of a small donor; ``clinic`` where the donor named the clinic."""

    day: date
    donor: str
    amount: Decimal
    clinic: bool


def gifts(rng: Random) -> Iterator[Entry]:
    """The patron's gifts, the small donors', the sister union's, the platform's payouts."""
    for day, amount, narration in PATRONAGE:
        yield move(
            day, "d-007", narration, amount, BANK, "Income:Gifts:People", meta={"donor": PATRON}
        )
    for gift in sorted(_small(rng)):
        yield _gift(gift)
    yield _sister()
    for first in MONTHS[1:]:
        yield _payout(first, rng)


def _small(rng: Random) -> Iterator[Gift]:
    """Each donor gives the same amount a few times a year, some for the clinic."""
    for number, donor in enumerate(SMALL_DONORS):
        amount = usd((20, 25, 30, 40, 50, 60)[rng.randrange(6)])
        day, every = 3 + rng.randrange(24), (2, 3, 4, 6)[rng.randrange(4)]
        for first in MONTHS[rng.randrange(4) :: every]:
            given = amount * 2 if first.month == 12 and number % 2 else amount  # noqa: PLR2004
            yield Gift(on(first, day), donor, given, clinic=number % 5 == 0)


def _gift(gift: Gift) -> Entry:
    text = "gift for the clinic" if gift.clinic else "gift"
    account = "Income:Gifts:Clinic" if gift.clinic else "Income:Gifts:People"
    return move(gift.day, gift.donor, text, gift.amount, BANK, account, meta={"donor": gift.donor})


def _sister() -> Entry:
    """A gift in euro, which the bank converts on arrival."""
    euro, rate = Decimal("40.00"), Decimal("1.08")
    return Entry(
        date(2025, 6, 18),
        "Dockers' union, Rotterdam",
        "greetings and a gift for our first summer",
        (
            Leg(BANK, euro * rate // Decimal("0.01") * Decimal("0.01")),
            Leg("Income:Gifts:Sister", -euro, "EUR", rate),
        ),
        meta={"donor": SISTER},
        comment="The bank converted 40.00 euro on arrival.",
    )


def _payout(first: date, rng: Random) -> Entry:
    """The platform keeps its fee; what was given and what it kept are booked apart."""
    gross = usd(70 + rng.randrange(90))
    fee = (gross * Decimal("0.029") + Decimal("1.20")).quantize(Decimal("0.01"))
    before = MONTHS[MONTHS.index(first) - 1]
    return Entry(
        on(first, 4),
        "Commonpot",
        f"payout for {name(before)}, {rng.randrange(5, 12)} givers",
        (
            Leg(BANK, gross - fee),
            Leg("Expenses:Core:PlatformFees", fee),
            Leg("Income:Gifts:Platform", -gross),
        ),
        links=(f"payout-{first:%Y-%m}",),
        meta={"donor": PLATFORM},
    )


def fees_and_interest() -> Iterator[Entry]:
    """The union branch's affiliation fee each quarter, and the bank's interest."""
    for first in MONTHS[::QUARTER]:
        yield move(
            on(first, 8),
            "Dockers' union, branch 12",
            f"affiliation fee, {name(first)} and the two months after",
            usd("300.00"),
            BANK,
            "Income:Affiliation",
            meta={"donor": UNION},
        )
    for number, first in enumerate(MONTHS[1::QUARTER]):
        interest = usd("3.15") + number * usd("0.37")
        yield move(
            end_of(first), "Harbour Savings Bank", "interest", interest, BANK, "Income:Interest"
        )


def state_contract() -> Iterator[Entry]:
    """The city invoiced at each quarter's end, paying in the month after."""
    begin, end = CONTRACT
    for number, first in enumerate(MONTHS):
        if first.month % QUARTER or not begin <= first <= end:
            continue
        link = (f"state-{quarter(first)}",)
        last = end_of(first)
        yield move(
            last,
            "City health department",
            f"clinic contract, quarter to {full_name(first)}, invoiced",
            QUARTERLY_FEE,
            "Assets:Receivable:State",
            "Income:State:Clinic",
            links=link,
            meta={"donor": STATE},
            comment="The last invoice: the contract ends today." if last == end else None,
        )
        yield move(
            on(MONTHS[number + 1], 20),
            "City health department",
            f"clinic contract, quarter to {name(first)}, paid",
            QUARTERLY_FEE,
            BANK,
            "Assets:Receivable:State",
            links=link,
        )


def member_loan() -> Iterator[Entry]:
    """An interest-free loan of a member, repaid in three parts."""
    account, link = "Liabilities:Loans:Members", ("loan-m-0009",)
    yield move(
        date(2025, 2, 10),
        None,
        "interest-free loan towards the exam table",
        usd("300.00"),
        BANK,
        account,
        links=link,
        meta={"member": "m-0009"},
    )
    for count, day in enumerate((date(2025, 6, 10), date(2025, 7, 10), date(2025, 8, 11)), 1):
        yield move(
            day,
            None,
            f"loan repaid, part {count} of 3",
            usd("100.00"),
            account,
            links=link,
            meta={"member": "m-0009"},
        )
