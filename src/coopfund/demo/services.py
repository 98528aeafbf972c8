"""The demo's programs: childcare, clinic, strike fund; what they cost and who gave their hours."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from random import Random
from typing import Final

from coopfund.demo.calendar import MONTHS, end_of, months_from, name, on, saturdays
from coopfund.demo.entries import HOURS, STRIKE_FUND, Entry, Leg, move, usd

CHILDCARE_SINCE: Final = date(2025, 1, 1)
CLINIC_SINCE: Final = date(2025, 1, 1)
FUND_SINCE: Final = date(2025, 2, 1)
CLINIC_HALVED: Final = date(2026, 8, 1)

OUTING_DAY: Final = date(2026, 4, 25)
OUTING: Final = "outing-2026-04"
OUTING_COST: Final = usd("718.60")
OUTING_SHORT: Final = usd("307.46")
"""What the dues on hand fell short of that bill; the vote of May moves it to the core."""

LOST_MONTH: Final = date(2026, 6, 1)
LOST_RECEIPT: Final = "craft-2026-06"
"""A purchase of the carers whose receipt got lost; the meeting waived it."""

CARERS: Final = ("m-0003", "m-0006", "m-0015", "m-0022", "m-0028", "m-0034", "m-0045", "m-0046")
NURSES: Final = ("m-0009", "m-0016", "m-0023", "m-0041")


def childcare(rng: Random) -> Iterator[Entry]:
    """Saturday childcare: a room, snacks, materials, and the outing of April 2026."""
    for first in months_from(CHILDCARE_SINCE):
        yield move(
            on(first, 6),
            "St. Brendan's parish",
            f"parish hall, two Saturdays in {name(first)}",
            usd("180.00"),
            "Expenses:Childcare:Room",
        )
        second, fourth = saturdays(first)
        yield move(
            second,
            "Quayside Market",
            "fruit, bread and milk for the children",
            usd(38 + rng.randrange(20)) + usd(rng.randrange(100)) / 100,
            "Expenses:Childcare:Snacks",
        )
        if first == OUTING_DAY.replace(day=1):
            continue
        yield move(
            fourth,
            "Paper Boat",
            ("paints and paper", "clay and brushes", "books and games")[rng.randrange(3)],
            usd(24 + rng.randrange(45)) + usd(rng.randrange(100)) / 100,
            "Expenses:Childcare:Materials",
            links=(LOST_RECEIPT,) if first == LOST_MONTH else (),
        )
    yield from _outing()


def _outing() -> Iterator[Entry]:
    yield move(
        OUTING_DAY,
        "Tidewater Coaches",
        "spring outing to the farm: coach, entry and lunch for 31 children",
        OUTING_COST,
        "Expenses:Childcare:Outings",
        links=(OUTING,),
        comment="More than the dues on hand that day: gift money paid the rest. See May.",
    )
    yield Entry(
        date(2026, 5, 12),
        None,
        "part of the spring outing moved to the core, by vote of the assembly",
        (
            Leg("Expenses:Core:Sundries", OUTING_SHORT),
            Leg("Expenses:Childcare:Outings", -OUTING_SHORT),
        ),
        links=(OUTING,),
        meta={"decision": "GM-2026-05"},
        comment="No money moves. The gift money that paid for the outing now paid for the core.",
    )


def clinic(rng: Random) -> Iterator[Entry]:
    """The tenants' clinic: a nurse, a room, supplies, and an exam table that lasts."""
    yield move(
        date(2025, 2, 18),
        "Meridian Medical Supply",
        "exam table",
        usd("780.00"),
        "Assets:Equipment:Clinic",
        links=("exam-table",),
    )
    for first in months_from(CLINIC_SINCE):
        share = Decimal("0.5") if first >= CLINIC_HALVED else Decimal(1)
        yield move(
            on(first, 7),
            "Lantern Community Hall",
            f"clinic room {name(first)}",
            usd(170 * share),
            "Expenses:Clinic:Room",
        )
        yield move(
            on(first, 19),
            "Meridian Medical Supply",
            "dressings, tests and gloves",
            usd((70 + rng.randrange(50)) * share) + usd(rng.randrange(100)) / 100,
            "Expenses:Clinic:Supplies",
        )
        yield move(
            on(first, 25),
            "Harbour Nurses' Practice",
            f"nurse, clinic hours in {name(first)}",
            usd(260 * share),
            "Expenses:Clinic:Nurse",
        )


def strike_fund() -> Iterator[Entry]:
    """A transfer each month, and the four days of September 2025."""
    for first in months_from(FUND_SINCE):
        yield move(
            on(first, 15),
            None,
            "monthly transfer to the strike fund",
            usd("120.00"),
            STRIKE_FUND,
            links=(f"strike-{first:%Y-%m}",),
        )
    yield move(
        date(2025, 9, 26),
        None,
        "strike pay, harbour strike 22 to 25 September, 9 members at 35.00 a day",
        usd("1260.00"),
        "Expenses:Strike:Pay",
        STRIKE_FUND,
        tags=("strike",),
        meta={"decision": "GM-2025-09"},
    )


def hours(rng: Random) -> Iterator[Entry]:
    """Volunteers' hours: two carers each childcare Saturday, one volunteer nurse a month."""
    for first in months_from(CHILDCARE_SINCE):
        for day in saturdays(first):
            start = rng.randrange(len(CARERS))
            pair = sorted((CARERS[start], CARERS[start - 1 - rng.randrange(len(CARERS) - 1)]))
            yield _worked(day, "two carers for the children", "Childcare", pair, 3)
        nurse = NURSES[rng.randrange(len(NURSES))]
        yield _worked(end_of(first), "volunteer nurse at the clinic", "Clinic", [nurse], 8)


def _worked(day: date, text: str, program: str, members: list[str], each: int) -> Entry:
    legs = [
        Leg(f"Expenses:Hours:{program}", Decimal(each), HOURS, meta={"member": member})
        for member in members
    ]
    legs.append(Leg("Equity:Hours", Decimal(-each * len(members)), HOURS))
    return Entry(day, None, text, tuple(legs))


def participants(rng: Random) -> Iterator[tuple[date, str, int]]:
    """How many people each program served, counted at the end of each month."""
    for number, first in enumerate(MONTHS):
        last = end_of(first)
        if first >= CHILDCARE_SINCE:
            yield last, "childcare", 14 + number // 3 + rng.randrange(5)
        if first >= CLINIC_SINCE:
            served = 22 + rng.randrange(9)
            yield last, "clinic", served // 2 if first >= CLINIC_HALVED else served
    yield date(2025, 9, 30), "strike", 9
