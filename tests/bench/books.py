"""Makes the books of an imagined cooperative: seeded, balanced, and with nothing to find in them.

Nine in ten transactions are a member's monthly dues, exactly as the schedule asks; the rest is
gifts with a donor, and spending with and without a program. Dues come in the first half of a month
and money goes out in the second, so nothing is ever overdrawn and dues cover the dues-only program.
"""

import calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from random import Random
from typing import Final, NamedTuple

FIRST_YEAR: Final = 2024
MONTHS: Final = 24
LAST_DAY: Final = date(FIRST_YEAR + MONTHS // 12 - 1, 12, 31)
LAST_YEAR_STARTS: Final = date(LAST_DAY.year, 1, 1)

DUES: Final = {"standard": Decimal("10.00"), "low": Decimal("4.00")}
BANK: Final = "Assets:Bank"
GIFTS: Final = "Income:Gifts"
SPENDING: Final = {
    "Expenses:Childcare:Supplies": 3,
    "Expenses:Clinic:Supplies": 2,
    "Expenses:Rent": 3,
    "Expenses:Office": 2,
}
"""Expense accounts and how often each is used."""

ONE_IN_THIS_MANY_PAYS_LOW_DUES: Final = 5
GIFT_CENTS: Final = (500, 5_000)
SPENT_CENTS: Final = (2_000, 12_000)


class Posting(NamedTuple):
    """One leg of an entry, in the operating currency."""

    account: str
    amount: Decimal


class Entry(NamedTuple):
    """One transaction, in no tool's syntax yet."""

    date: date
    payee: str | None
    narration: str
    link: str | None
    meta: tuple[tuple[str, str], ...]
    postings: tuple[Posting, Posting]


class Member(NamedTuple):
    """Who pays dues, and on which tier of the schedule."""

    name: str
    tier: str


@dataclass(frozen=True, slots=True)
class Cooperative:
    """Books of a given size; the same size and seed give the same books.

    Attributes:
        transactions: how many there are in all, to the one.
        seed: what the random choices follow from.
    """

    transactions: int
    seed: int = 1

    @property
    def members(self) -> list[Member]:
        """Everyone who pays dues, each month, from the first to the last."""
        count = self.transactions // MONTHS * 9 // 10
        return [
            Member(
                f"m-{number:05d}",
                "low" if number % ONE_IN_THIS_MANY_PAYS_LOW_DUES == 0 else "standard",
            )
            for number in range(1, count + 1)
        ]

    @property
    def donors(self) -> list[str]:
        """Everyone who gives: as many as give about twice a year."""
        return [f"d-{number:05d}" for number in range(1, max(10, self.transactions // 80) + 1)]

    def months(self) -> Iterator[tuple[date, list[Entry]]]:
        """The first day of each month, and the month's entries in order."""
        random = Random(self.seed)
        members, donors = self.members, self.donors
        receipts = 0
        for number in range(MONTHS):
            first = date(FIRST_YEAR + number // 12, number % 12 + 1, 1)
            share = self._until(number + 1) - self._until(number)
            others = share - len(members)
            entries = [_dues(random, first, member) for member in members]
            entries += [_gift(random, first, donors) for _ in range(others // 2)]
            for day in sorted(_day(random, first, 15, 28) for _ in range(others - others // 2)):
                receipts += 1
                entries.append(_spending(random, day, receipts, len(donors)))
            entries.sort(key=lambda entry: entry.date)
            yield first, entries

    def _until(self, month: int) -> int:
        return self.transactions * month // MONTHS


def _day(random: Random, first: date, earliest: int, latest: int) -> date:
    return first.replace(day=random.randint(earliest, latest))


def _cents(random: Random, span: tuple[int, int]) -> Decimal:
    return Decimal(random.randint(*span)).scaleb(-2)


def _dues(random: Random, first: date, member: Member) -> Entry:
    amount = DUES[member.tier]
    return Entry(
        date=_day(random, first, 1, 14),
        payee=None,
        narration=f"dues {calendar.month_name[first.month]}",
        link=f"dues-{first:%Y-%m}",
        meta=(("member", member.name),),
        postings=(Posting(BANK, amount), Posting(dues_account(member.tier), -amount)),
    )


def _gift(random: Random, first: date, donors: list[str]) -> Entry:
    amount = _cents(random, GIFT_CENTS)
    return Entry(
        date=_day(random, first, 1, 28),
        payee=None,
        narration="gift",
        link=None,
        meta=(("donor", random.choice(donors)),),
        postings=(Posting(BANK, amount), Posting(GIFTS, -amount)),
    )


def _spending(random: Random, day: date, receipt: int, payees: int) -> Entry:
    amount = _cents(random, SPENT_CENTS)
    account = random.choices(list(SPENDING), list(SPENDING.values()))[0]
    return Entry(
        date=day,
        payee=f"Supplier {random.randint(1, payees)}",
        narration=account.removeprefix("Expenses:").replace(":", " ").lower(),
        link=None,
        meta=(("receipt", f"R-{receipt:06d}"),),
        postings=(Posting(account, amount), Posting(BANK, -amount)),
    )


def dues_account(tier: str) -> str:
    """Where dues of a tier are booked."""
    return f"Income:Dues:{tier.title()}"
