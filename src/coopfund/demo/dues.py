"""The demo's dues: what each member paid, when, and the part of it that was a gift."""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from itertools import takewhile
from random import Random
from typing import Final, NamedTuple

from coopfund.demo.calendar import MONTH_COUNT, month, name, number_of
from coopfund.demo.entries import BANK, STRIKE_FUND, Entry, Leg, usd
from coopfund.demo.members import SUSTAINING, Member, is_paying_month

STRIKE_SHARE: Final = usd("15.00")
"""What goes from each sustaining payment straight into the strike fund."""

LATE: Final = 0.05
FORGOTTEN: Final = 0.02
LATE_DAY: Final = 17
LATE_DAYS: Final = 10


class Payment(NamedTuple):
    """Money from one member: dues for a span of months, and whatever is beyond them."""

    day: date
    dues: Decimal
    narration: str
    gift: Decimal = usd(0)
    comment: str | None = None


class Special(NamedTuple):
    """Payments without a pattern; ``until`` is the last month that the pattern still covers."""

    until: date
    payments: tuple[Payment, ...]


SPECIAL: Final[Mapping[str, Special]] = {
    "m-0031": Special(
        date(2026, 2, 1),
        (
            Payment(
                date(2026, 3, 6),
                usd("260.00"),
                "dues March 2026 to March 2027",
                usd("40.00"),
                "300.00 came. March and twelve months ahead are dues, 260.00; the statutes allow\n"
                "no more, so the other 40.00 are a gift.",
            ),
        ),
    ),
    **{
        payer: Special(
            month(-1),
            (
                Payment(date(2024, 11, day), usd("216.00"), "dues November 2024 to October 2025"),
                Payment(date(2025, 11, day), usd("216.00"), "dues November 2025 to October 2026"),
                Payment(date(2026, 9, day), usd("20.00"), "dues, the raise of January to October"),
            ),
        )
        for payer, day in (("m-0008", 5), ("m-0021", 7), ("m-0036", 12))
    },
}
"""Members who pay a year ahead, and one who paid more than dues can be."""


def dues(members: tuple[Member, ...], rng: Random) -> Iterator[Entry]:
    """Every payment of every member."""
    for member in members:
        special = SPECIAL.get(member.name)
        last = number_of(special.until) if special else MONTH_COUNT - 1
        for payment in _regular(member, last, rng):
            yield _entry(member, payment)
        for payment in special.payments if special else ():
            yield _entry(member, payment)


def _regular(member: Member, last: int, rng: Random) -> Iterator[Payment]:
    """Standing orders, a few of them late or a month behind; each pays what is open."""
    paid_to = number_of(member.joined) - 1
    for number in range(number_of(member.joined), last + 1):
        first = month(number)
        lot = rng.random()
        behind = paid_to < number - 1
        if member.left is not None and member.left <= first:
            return
        if not (is_paying_month(member, first) or behind) or first in member.silent:
            continue
        if lot < FORGOTTEN and not behind and member.every == 1:
            continue
        through = max(number, _term_end(member, number))
        months = [month(n) for n in range(paid_to + 1, through + 1)]
        asked = [(day, member.asked(day)) for day in months]
        total = sum((amount for _, amount in asked), usd(0))
        paid_to = through
        if total:
            day = _day(member, first, late=lot > 1 - LATE, rng=rng)
            yield Payment(day, total, _narration([day for day, amount in asked if amount]))


def _term_end(member: Member, number: int) -> int:
    """The month up to which a payment in month ``number`` reaches."""
    if not is_paying_month(member, month(number)):
        return number
    ahead = range(number, number + member.every)
    return number + len(list(takewhile(lambda n: member.asked(month(n)), ahead))) - 1


def _day(member: Member, first: date, *, late: bool, rng: Random) -> date:
    day = first.replace(day=LATE_DAY + rng.randrange(LATE_DAYS) if late else member.day)
    if day < member.joined:
        return member.joined.replace(day=min(28, member.joined.day + 3))
    return day


def _narration(months: list[date]) -> str:
    first, last = months[0], months[-1]
    if first == last:
        return f"dues {name(first)}"
    joint = "and" if len(months) == 2 else "to"  # noqa: PLR2004  # two months need no "to"
    return f"dues {name(first)} {joint} {name(last)}"


def _entry(member: Member, payment: Payment) -> Entry:
    tier = member.tier(payment.day)
    legs = [Leg(BANK, payment.dues + payment.gift)]
    if tier == SUSTAINING:
        legs = [Leg(BANK, payment.dues - STRIKE_SHARE), Leg(STRIKE_FUND, STRIKE_SHARE)]
    legs.append(Leg(f"Income:Dues:{tier.capitalize()}", -payment.dues))
    if payment.gift:
        legs.append(Leg("Income:Gifts:Members", -payment.gift))
    return Entry(
        payment.day,
        None,
        payment.narration,
        tuple(legs),
        links=(f"dues-{payment.day:%Y-%m}",),
        meta={"member": member.name},
        comment=payment.comment,
    )
