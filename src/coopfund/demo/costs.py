"""The demo's core costs: office, coordinator, insurance, printing, the bank."""

from collections.abc import Iterator
from datetime import date
from random import Random
from typing import Final

from coopfund.demo.calendar import MONTHS, QUARTER, end_of, name, number_of, on
from coopfund.demo.entries import BANK, CASH, Entry, Leg, move, usd

OFFICE_SINCE: Final = date(2024, 12, 1)
COORDINATOR_SINCE: Final = date(2025, 3, 1)
PRINTERS_INVOICE: Final = ("inv-2291", usd("286.00"))
REPAIRS: Final = (
    (date(2025, 1, 22), "Anchor Locksmiths", "new lock for the office door", usd("138.00")),
    (date(2026, 2, 11), "Breakwater Heating", "boiler of the office replaced", usd("690.00")),
)
"""What nobody had planned. The second leaves the spring of 2026 short of money."""


def core_costs(rng: Random) -> Iterator[Entry]:
    """Everything that no program asked for."""
    for first in MONTHS[number_of(OFFICE_SINCE) :]:
        yield from _office(first, rng)
    for first in MONTHS[number_of(COORDINATOR_SINCE) :]:
        yield _wage(first)
    for first in MONTHS:
        yield move(
            end_of(first), "Harbour Savings Bank", "account fee", usd("9.50"), "Expenses:Core:Bank"
        )
    for year, premium in ((2025, "672.00"), (2026, "708.00")):
        yield move(
            date(year, 3, 9),
            "Mutual Assurance",
            f"liability and contents insurance {year}",
            usd(premium),
            "Expenses:Core:Insurance",
        )
    for day, payee, narration, amount in REPAIRS:
        yield move(day, payee, narration, amount, "Expenses:Core:Repairs")
    yield from _printing(rng)
    yield from _petty_cash(rng)


def _office(first: date, rng: Random) -> Iterator[Entry]:
    rent = usd("520.00") if first.year < MONTHS[-1].year else usd("540.00")
    yield move(
        on(first, 3),
        "Harbour Street Properties",
        f"office rent {name(first)}",
        rent,
        "Expenses:Core:Rent",
        links=(f"rent-{first:%Y-%m}",),
    )
    phone = usd("34.00") + usd(rng.randrange(0, 400)) / 100
    yield move(
        on(first, 12), "Northline", "telephone and internet", phone, "Expenses:Core:Telephone"
    )


def _wage(first: date) -> Entry:
    """Thirty-two hours a month at 20.00, below the reference wage; employer's share on top."""
    gross, contributions = usd("640.00"), usd("48.96")
    return Entry(
        on(first, 27),
        "Fairpay Payroll Service",
        f"coordinator, 32 hours, wage {name(first)}",
        (
            Leg("Expenses:Staff:Wages", gross),
            Leg("Expenses:Staff:Contributions", contributions),
            Leg(BANK, -gross - contributions),
        ),
        links=(f"wage-{first:%Y-%m}",),
    )


def _printing(rng: Random) -> Iterator[Entry]:
    """A newsletter every other quarter; that of September 2025 was printed on account."""
    for first in MONTHS[1 :: 2 * QUARTER]:
        yield move(
            on(first, 16),
            "Red Quay Print",
            "newsletter and leaflets",
            usd(118 + rng.randrange(60)),
            "Expenses:Core:Printing",
        )
    link, amount = PRINTERS_INVOICE
    yield move(
        date(2025, 9, 16),
        "Red Quay Print",
        "strike leaflets and newsletter, on account",
        amount,
        "Expenses:Core:Printing",
        "Liabilities:Payable",
        links=(link,),
        comment="Nothing is paid yet: the money leaves in October.",
    )
    yield move(
        date(2025, 10, 14),
        "Red Quay Print",
        "invoice 2291 settled",
        amount,
        "Liabilities:Payable",
        links=(link,),
    )


def _petty_cash(rng: Random) -> Iterator[Entry]:
    """Small things paid from the float that was fetched for the cash box."""
    for day, narration in (
        (date(2025, 9, 4), "stamps"),
        (date(2025, 12, 3), "coffee and tea for the assembly"),
        (date(2026, 9, 8), "stamps and envelopes"),
    ):
        amount = usd(9 + rng.randrange(9))
        yield move(day, "Corner shop", narration, amount, "Expenses:Core:Sundries", CASH)
