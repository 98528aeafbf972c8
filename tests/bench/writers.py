"""Writes the same books in each tool's own syntax, a file per month, as treasurers keep them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Final

from tests.bench.books import (
    BANK,
    DUES,
    FIRST_YEAR,
    GIFTS,
    LAST_YEAR_STARTS,
    SPENDING,
    Cooperative,
    Entry,
    dues_account,
)

CURRENCY: Final = "USD"
START: Final = f"{FIRST_YEAR}-01-01"
DECISION: Final = f"GM-{FIRST_YEAR}-01"

EMPTY_PLUGIN: Final = "empty_plugin"
EMPTY_PLUGIN_CODE: Final = '''"""Does nothing: what loading a plugin costs by itself."""

__plugins__ = ("do_nothing",)


def do_nothing(entries, options):
    return entries, []
'''

PROGRAMS: Final = f"""
{START} custom "coopfund-decision" "{DECISION}"
{START} custom "coopfund-program" "childcare"
  title: "Saturday childcare"
  funded-by: "dues"
  decision: "{DECISION}"
{START} custom "coopfund-program" "clinic"
  title: "Tenants' clinic"
  funded-by: "dues donation"
  decision: "{DECISION}"
"""


@dataclass(frozen=True, slots=True)
class Written:
    """Where the books are, and what is known of them.

    Attributes:
        folder: holds all of it, and the empty plugin; belongs on ``PYTHONPATH``.
        ours: for Beancount, with ``plugin "coopfund_plugins"``.
        base: the same but for the plugin, which is an empty one.
        journal: for hledger and ledger.
        transactions: how many.
        income: of the last twelve months, to check results against.
    """

    folder: Path
    ours: Path
    base: Path
    journal: Path
    transactions: int
    income: Decimal


def write(cooperative: Cooperative, folder: Path) -> Written:
    """Write the books into ``folder``, month by month, so that the whole is never in memory."""
    (folder / f"{EMPTY_PLUGIN}.py").write_text(EMPTY_PLUGIN_CODE)
    (folder / "declarations.beancount").write_text("".join(_declarations(cooperative)))
    includes, journals = ["declarations.beancount"], []
    income = Decimal(0)
    for first, entries in cooperative.months():
        includes.append(f"{first:%Y-%m}.beancount")
        journals.append(f"{first:%Y-%m}.journal")
        (folder / includes[-1]).write_text("\n".join(map(as_beancount, entries)))
        (folder / journals[-1]).write_text("\n".join(map(as_journal, entries)))
        if first >= LAST_YEAR_STARTS:
            income += _income(entries)
    ours, base, journal = (
        folder / name for name in ("main.beancount", "base.beancount", "main.journal")
    )
    ours.write_text(_main("coopfund_plugins", includes))
    base.write_text(_main(EMPTY_PLUGIN, includes))
    journal.write_text("".join(f"include {name}\n" for name in journals))
    return Written(folder, ours, base, journal, cooperative.transactions, income)


def _main(plugin: str, includes: Iterable[str]) -> str:
    # Beancount reads options and plugins from the top file only.
    head = f'option "operating_currency" "{CURRENCY}"\nplugin "{plugin}"\n'
    return head + "".join(f'include "{name}"\n' for name in includes)


def _declarations(cooperative: Cooperative) -> Iterator[str]:
    yield _open(BANK)
    yield _open(GIFTS, 'source: "donation"')
    for tier, amount in DUES.items():
        yield _open(dues_account(tier), 'source: "dues"')
        yield f'{START} custom "coopfund-dues" "{tier}" {amount} {CURRENCY} "monthly"\n'
    yield _open("Expenses:Childcare", 'program: "childcare"')
    yield _open("Expenses:Clinic", 'program: "clinic"')
    yield from map(_open, SPENDING)
    yield PROGRAMS
    for member in cooperative.members:
        yield f'{START} custom "coopfund-member" "{member.name}" "join" "{member.tier}"\n'
    for donor in cooperative.donors:
        yield f'{START} custom "coopfund-contributor" "{donor}"\n  kind: "person"\n'


def _open(account: str, meta: str = "") -> str:
    line = f"{START} open {account} {CURRENCY}\n"
    return f"{line}  {meta}\n" if meta else line


def as_beancount(entry: Entry) -> str:
    """The entry as Beancount reads it."""
    payee = f'"{entry.payee}" ' if entry.payee else ""
    link = f" ^{entry.link}" if entry.link else ""
    lines = [f'{entry.date} * {payee}"{entry.narration}"{link}']
    lines += [f'  {key}: "{value}"' for key, value in entry.meta]
    return "\n".join([*lines, *_legs(entry, indent=2)]) + "\n"


def as_journal(entry: Entry) -> str:
    """The entry as both hledger and ledger read it; metadata is a tag in a comment."""
    payee = f"{entry.payee} | " if entry.payee else ""
    meta = (*entry.meta, ("link", entry.link)) if entry.link else entry.meta
    lines = [f"{entry.date} * {payee}{entry.narration}"]
    lines += [f"    ; {key}: {value}" for key, value in meta]
    return "\n".join([*lines, *_legs(entry, indent=4)]) + "\n"


def _legs(entry: Entry, indent: int) -> list[str]:
    return [
        f"{' ' * indent}{account:<30}{amount:>12} {CURRENCY}" for account, amount in entry.postings
    ]


def _income(entries: Iterable[Entry]) -> Decimal:
    amounts = (
        -posting.amount
        for entry in entries
        for posting in entry.postings
        if posting.account.startswith("Income:")
    )
    return sum(amounts, Decimal(0))
