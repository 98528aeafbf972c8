"""Puts the demo's books together and writes them, file by file, each one whole or not at all."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Final

from coopfund.demo import pages, votes
from coopfund.demo.calendar import MONTHS, QUARTER, end_of, full_name
from coopfund.demo.controls import controlled, seals_page
from coopfund.demo.costs import core_costs
from coopfund.demo.dues import dues
from coopfund.demo.entries import BANK, CASH, STRIKE_FUND, Entry, aligned, quoted, usd, written
from coopfund.demo.fair import fairs
from coopfund.demo.income import fees_and_interest, gifts, member_loan, state_contract
from coopfund.demo.members import Member, make_members
from coopfund.demo.services import childcare, clinic, hours, participants, strike_fund
from coopfund.files import write_all

SEED: Final = 1871
CHECKED: Final = (BANK, STRIKE_FUND, CASH)
"""The accounts whose balance the treasurer compares each quarter."""

THIRDS: Final = ((1, 10), (11, 20), (21, 31))


class OverdrawnError(ValueError):
    """The demo's generator let an account run below zero."""

    def __init__(self, account: str, day: date, balance: Decimal) -> None:
        super().__init__(f"{account} stands at {balance} after {day}")


def write_demo(folder: Path) -> None:
    """Write the demo cooperative's books into ``folder``, the same bytes every time."""
    write_all(folder, demo_files())


def demo_files() -> Mapping[str, str]:
    """Every file of the demo by its name."""
    members = make_members(_stream(0))
    entries = demo_entries(members)
    balances = _quarter_balances(entries)
    counts = list(participants(_stream(1)))
    files = {
        "README.md": pages.README,
        "accounts.beancount": pages.ACCOUNTS,
        "contributors.beancount": votes.contributors_page(),
        "main.beancount": _main_page(),
        "members.beancount": votes.members_page(members),
        "programs.beancount": pages.PROGRAMS,
        "rules.beancount": votes.rules_page(),
        "seals.json": seals_page(entries),
    }
    for first in MONTHS:
        files[f"{first:%Y-%m}.beancount"] = "\n".join(_month_page(first, entries, balances, counts))
    return files


def _stream(part: int) -> Random:
    """The random stream of one part, so that a change to one leaves the others as they were."""
    return Random(SEED + part)


def demo_entries(members: tuple[Member, ...]) -> list[Entry]:
    """All transactions in order of date."""
    parts: tuple[Iterator[Entry], ...] = (
        dues(members, _stream(2)),
        gifts(_stream(3)),
        fees_and_interest(),
        state_contract(),
        member_loan(),
        fairs(),
        core_costs(_stream(4)),
        childcare(_stream(5)),
        clinic(_stream(6)),
        strike_fund(),
        hours(_stream(7)),
    )
    entries = sorted((entry for part in parts for entry in part), key=lambda entry: entry.date)
    return list(controlled(entries))


def _quarter_balances(entries: Sequence[Entry]) -> dict[date, dict[str, Decimal]]:
    """What each checked account holds at the start of each calendar quarter.

    Raises:
        OverdrawnError: one of them was below zero at the end of a day.
    """
    held: defaultdict[str, Decimal] = defaultdict(Decimal)
    found: dict[date, dict[str, Decimal]] = {}
    starts = [day for day in MONTHS if day.month % QUARTER == 1 and day != MONTHS[0]]
    day, pending = entries[0].date, list(entries)
    while day <= end_of(MONTHS[-1]):
        if day in starts:
            found[day] = {account: held[account] for account in CHECKED if account in held}
        while pending and pending[0].date == day:
            for leg in pending.pop(0).legs:
                held[leg.account] += leg.number
        for account in CHECKED:
            if held.get(account, usd(0)) < 0:
                raise OverdrawnError(account, day, held[account])
        day += timedelta(days=1)
    return found


def _main_page() -> str:
    includes = "".join(f'include "{first:%Y-%m}.beancount"\n' for first in MONTHS)
    return pages.MAIN_HEAD + includes + pages.MAIN_BUDGETS


def _month_page(
    first: date,
    entries: Sequence[Entry],
    balances: Mapping[date, Mapping[str, Decimal]],
    counts: Sequence[tuple[date, str, int]],
) -> Iterator[str]:
    """One month file in blocks, each ending with its newline."""
    yield f"; {full_name(first)}\n"
    if first in balances:
        yield _statement(first, balances[first])
    for begin, end in THIRDS:
        start, stop = first.replace(day=begin), first.replace(day=min(end, end_of(first).day))
        part = [entry for entry in entries if start <= entry.date <= stop]
        if part:
            yield f"; ── {begin} to {stop.day} {full_name(first)}\n"
            yield from map(written, part)
    served = [row for row in counts if first <= row[0] <= end_of(first)]
    if served:
        yield "; ── People served, counted at the end of the month\n"
        yield "".join(
            f'{day} custom "coopfund-participants" {quoted(program)} {count}\n'
            for day, program, count in served
        )


def _statement(day: date, balances: Mapping[str, Decimal]) -> str:
    lines = ["; ── Compared with the bank's statements and the cash box"]
    lines += [aligned(f"{day} balance {account}", balance) for account, balance in balances.items()]
    return "\n".join(lines) + "\n"
