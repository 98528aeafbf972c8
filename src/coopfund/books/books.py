"""The books of one load: columns, declarations, and what follows from them."""

from bisect import bisect_left, bisect_right
from calendar import monthrange
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from beancount.core.data import Custom, Directive, Pad, Price, Transaction
from beancount.core.display_context import Precision
from beancount.ops import pad
from beancount.parser.options import OPTIONS_DEFAULTS

from coopfund.books.accounts import AccountTable
from coopfund.books.columns import ColumnBuilder, Postings, Transactions
from coopfund.books.declare import check_currency, check_programs, declare
from coopfund.books.groups import Groups, contradictions
from coopfund.books.income_rows import IncomeRows, income_rows
from coopfund.books.marks import Marks, read_marks
from coopfund.books.prices import Prices
from coopfund.books.records import AccountInfo, Declarations, Problem, Program
from coopfund.books.texts import Unclean, unclean_texts
from coopfund.money import CENTS, currency_digits
from coopfund.rules.settings import Settings
from coopfund.trust.seal_file import read_seals
from coopfund.trust.seals import Kept, Seal, keep

if TYPE_CHECKING:
    from collections.abc import Callable
    from decimal import Decimal

    import pandas as pd

Found = TypeVar("Found")

MONTH_ONE = 12
"""January of the year 1, counted in months: books without entries begin and end there."""

ROOT_OPTIONS = {
    "name_assets": "Assets",
    "name_liabilities": "Liabilities",
    "name_equity": "Equity",
    "name_income": "Income",
    "name_expenses": "Expenses",
}


@dataclass(frozen=True)
class Books:
    """One ledger, read once. Rules and measures see nothing else.

    Attributes:
        title: the ledger's title.
        folder: the folder of its main file; places are shown relative to it.
        currency: the operating currency (the first one, or the most used where none is set).
        digits: the decimals that currency is usually written with.
        declared: what the directives declare.
        accounts: what each account is for.
        transactions, rows: the columns.
        groups: which contributors are one.
        kinds: the kinds that any account or entry has.
        marks: quotes and payers that entries name.
        problems: malformed directives and metadata.
        seals: the sealed months.
        sealed: the entries of sealed months as they are now, by month.
        unclean: texts of other directives that hold markup or control characters.
    """

    title: str
    folder: str
    currency: str
    digits: int
    declared: Declarations
    accounts: Mapping[str, AccountInfo]
    transactions: Transactions
    rows: Postings
    groups: Groups
    kinds: frozenset[str]
    marks: Marks
    problems: Sequence[Problem]
    seals: Sequence[Seal] = ()
    sealed: Mapping[str, Sequence[Kept]] = field(default_factory=dict)
    unclean: Sequence[Unclean] = ()

    @property
    def begin(self) -> date | None:
        """The day of the first transaction."""
        return self.transactions.date[0] if self.transactions.date else None

    @property
    def end(self) -> date | None:
        """The day of the last transaction."""
        return self.transactions.date[-1] if self.transactions.date else None

    @cached_property
    def people(self) -> Groups:
        """Which ids are one and the same person, whoever shares their purse."""
        return Groups.people(self.declared.contributors)

    @cached_property
    def rows_by_root(self) -> Mapping[str, Sequence[int]]:
        """The postings of each kind of account, by the English name of its root."""
        found: dict[str, list[int]] = {root: [] for root in ROOT_OPTIONS.values()}
        adders = {root: rows.append for root, rows in found.items()}
        for row, info in enumerate(self.rows.account):
            adders[info.root](row)
        return found

    def rows_of(self, root: str, last_row: int | None = None) -> Sequence[int]:
        """The postings on accounts of a root, in order; only those before ``last_row`` if given."""
        rows = self.rows_by_root[root]
        if last_row is None or last_row >= len(self.rows):
            return rows
        return rows[: bisect_left(rows, last_row)]

    @cached_property
    def settings(self) -> Settings:
        """The thresholds in force, by rule and day."""
        return Settings(self.declared.rules)

    @cached_property
    def income(self) -> IncomeRows:
        """The income postings that have a value, and who gave them."""
        return income_rows(self.rows, self.rows_by_root["Income"])

    @cached_property
    def holdings(self) -> "dict[int, Mapping[str, Decimal]]":
        """What asset accounts hold before a row, as far as somebody has added it up."""
        return {}

    def once(self, find: "Callable[[Books], Found]") -> Found:
        """What a function finds in the whole of these books; it looks only once."""
        kept = self._found
        if find not in kept:
            kept[find] = find(self)
        found: Found = kept[find]
        return found

    @cached_property
    def _found(self) -> "dict[Callable[[Books], object], Any]":
        return {}

    @cached_property
    def plain(self) -> bool:
        """Whether these books declare nothing of ours at all."""
        declared = self.declared
        return not any(
            (declared.programs, declared.dues, declared.members, declared.contributors)
        ) and not any(
            info.source or info.program or info.pool not in (None, "general")
            for info in self.accounts.values()
        )

    def program(self, name: str, day: date) -> Program | None:
        """A program as declared on a day: the last directive until then."""
        timeline = self._programs.get(name)
        if not timeline:
            return None
        position = bisect_right(timeline[0], day)
        return timeline[1][position - 1] if position else None

    @cached_property
    def _programs(self) -> dict[str, tuple[list[date], list[Program]]]:
        timelines: dict[str, tuple[list[date], list[Program]]] = {}
        for program in self.declared.programs:
            days, programs = timelines.setdefault(program.name, ([], []))
            days.append(program.date)
            programs.append(program)
        return timelines

    def decided(self, txn: int) -> bool:
        """Whether a decision recorded by its day names an entry: by number, or by its link."""
        txns = self.transactions
        named, links = txns.meta[txn].get("decision"), txns.links[txn]
        return any(
            decision.date <= txns.date[txn]
            and (decision.name == named or (decision.entry or " ").removeprefix("^") in links)
            for decision in self.declared.decisions
        )

    def until(self, day: date) -> int:
        """How many transactions are dated on or before a day."""
        return bisect_right(self.transactions.date, day)

    @cached_property
    def postings(self) -> "pd.DataFrame":
        """The columns as a table, one row per posting; see :mod:`coopfund.books.table`."""
        from coopfund.books.table import postings_table  # noqa: PLC0415  # pandas only when asked

        return postings_table(self)


def build(entries: Sequence[Directive], options: Mapping[str, Any]) -> Books:
    """Read a loaded ledger into books.

    Args:
        entries: Beancount's directives, sorted, before or after ``pad`` has run.
        options: Beancount's options map.
    """
    padded = entries
    if any(isinstance(entry, Pad) for entry in entries):
        # Beancount's own stumbles over a custom directive without values.
        sound = [entry for entry in entries if not isinstance(entry, Custom)]
        padded, _ = pad.pad(sound, options)  # type: ignore[no-untyped-call]
    transactions = [entry for entry in padded if isinstance(entry, Transaction)]
    others = [entry for entry in entries if not isinstance(entry, Transaction)]
    table = AccountTable({options[key]: root for key, root in ROOT_OPTIONS.items()})
    declared, problems = declare(others, table)
    currency = _operating_currency(options, transactions)
    prices = Prices(entry for entry in others if isinstance(entry, Price))
    groups = Groups(declared.contributors)
    problems += contradictions(declared.contributors)
    builder = ColumnBuilder(table, groups.kinds(), currency, prices, problems)
    columns, rows = builder.build(transactions)
    accounts = table.infos()
    check_programs(columns, rows, declared, accounts, problems)
    check_currency(declared, currency, problems)
    filename = str(options.get("filename") or "")
    folder = filename.rpartition("/")[0]
    seals, seal_problems = read_seals(folder)
    problems += seal_problems
    return Books(
        title=_title(options, filename),
        folder=folder,
        currency=currency,
        digits=_digits(options, currency),
        declared=declared,
        accounts=accounts,
        transactions=columns,
        rows=rows,
        groups=groups,
        kinds=builder.kinds_of_entries | {info.kind for info in accounts.values() if info.kind},
        marks=read_marks(columns, rows, problems),
        problems=tuple(problems),
        seals=seals,
        sealed=keep(seals, transactions),
        unclean=unclean_texts(others),
    )


def _title(options: Mapping[str, Any], filename: str) -> str:
    """The ledger's title; without one, the name of its file rather than Beancount's."""
    title = str(options.get("title") or "")
    untitled = title in ("", str(OPTIONS_DEFAULTS["title"]))
    return filename.rpartition("/")[2] if untitled else title


def _operating_currency(options: Mapping[str, Any], transactions: Sequence[Transaction]) -> str:
    declared = options.get("operating_currency")
    if declared:
        return str(declared[0])
    counts: dict[str, int] = {}
    for entry in transactions:
        for posting in entry.postings:
            if posting.units is not None:
                counts[posting.units.currency] = counts.get(posting.units.currency, 0) + 1
    return max(sorted(counts), key=counts.__getitem__) if counts else ""


def _digits(options: Mapping[str, Any], currency: str) -> int:
    context = options["dcontext"].ccontexts.get(currency)
    digits = context.get_fractional(Precision.MOST_COMMON) if context else None
    return currency_digits(currency, CENTS if digits is None else int(digits))


def month_end(day: date) -> date:
    """The last day of a day's month."""
    return day.replace(day=monthrange(day.year, day.month)[1])


def months_before(day: date, months: int) -> date:
    """The first day of the month ``months - 1`` before a day's month: a window's start."""
    number = max(MONTH_ONE, day.year * 12 + day.month - months)
    return date(number // 12, number % 12 + 1, 1)
