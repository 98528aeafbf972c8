"""Programs: who paid, what a participant costs, how much capital and how many hours."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from coopfund import words
from coopfund.findings import Figure, Measure, Window
from coopfund.language import marked
from coopfund.measures.record import Maker, money, ratio
from coopfund.money import ZERO
from coopfund.tracing.tables import payments_between

if TYPE_CHECKING:
    from coopfund.books.books import Books
    from coopfund.tracing.trace import Payment
    from coopfund.tracing.tracing import Tracing

PAYROLL = "payroll"
CAPITAL = "capital"


class ProgramFigures:
    """Cost, capital and payments of every program in a window."""

    def __init__(self, tracing: "Tracing", window: Window, program: str | None) -> None:
        """Look at one program, or at all of them."""
        self.books, self.tracing, self.window = tracing.books, tracing, window
        self.chosen = program
        self.payments = self._payments("designated")
        self.names = sorted({p.program for p in self.payments if p.program != words.CORE})

    def _payments(self, method: str) -> "list[Payment]":
        trace = self.tracing.sums(method, self.window.end)
        payments = payments_between(trace, self.window, self.books.currency)
        return [p for p in payments if self.chosen in (None, p.program)]

    def coverage(self, methods: Sequence[str]) -> dict[str, dict[str, Figure]]:
        """Program to method to the share that dues paid."""
        table: dict[str, dict[str, Figure]] = {name: {} for name in self.names}
        for method in methods:
            payments = self.payments if method == "designated" else self._payments(method)
            spent = dict.fromkeys(self.names, Fraction(0))
            dues = dict.fromkeys(self.names, Fraction(0))
            for payment in payments:
                if payment.program in spent:
                    net = payment.net_by_source()
                    spent[payment.program] += Fraction(sum(net.values(), ZERO))
                    dues[payment.program] += Fraction(net.get(words.DUES, ZERO))
            for name in self.names:
                table[name][method] = Figure(ratio(dues[name], spent[name]), "share")
        return table

    def costs(self) -> dict[str, Decimal]:
        """Program to what was paid for it."""
        costs = dict.fromkeys(self.names, ZERO)
        for payment in self.payments:
            if payment.program in costs:
                costs[payment.program] += sum(payment.net_by_source().values(), ZERO)
        return costs

    def capital(self) -> dict[str, Decimal]:
        """Program to what was paid for things that last."""
        capital = dict.fromkeys(self.names, ZERO)
        for payment in self.payments:
            lasting = payment.to is not None or self._kind(payment) == CAPITAL
            if lasting and payment.program in capital:
                capital[payment.program] += sum(payment.net_by_source().values(), ZERO)
        return capital

    def payroll(self) -> tuple[Decimal, Decimal]:
        """Wages paid, and the part of them paid with dues."""
        paid = dues = ZERO
        for payment in self.wages():
            net = payment.net_by_source()
            paid += sum(net.values(), ZERO)
            dues += net.get(words.DUES, ZERO)
        return paid, dues

    def wages(self) -> "Iterator[Payment]":
        """The payments of wages."""
        return (payment for payment in self.payments if self._kind(payment) == PAYROLL)

    def lasting(self, program: str) -> "list[Payment]":
        """What was paid for things that last, by one program."""
        return [
            payment
            for payment in self.payments
            if payment.program == program
            and (payment.to is not None or self._kind(payment) == CAPITAL)
        ]

    def _kind(self, payment: "Payment") -> str | None:
        row = payment.row if payment.bought is None else payment.bought
        return self.books.rows.account[row].kind


def program_measures(
    figures: ProgramFigures, methods: Sequence[str], make: Maker
) -> Iterator[Measure]:
    """Coverage, cost per participant, capital, wages."""
    nothing = marked("no program spent anything in the window")
    yield make(
        "dues_coverage",
        "breakdown",
        figures.coverage(methods),
        marked("share of each program's payments paid with dues, by tracing method"),
        {},
        nothing,
    )
    costs, people = figures.costs(), participants(figures.books, figures.window)
    yield make(
        "cost_per_participant",
        "breakdown",
        {
            name: {
                "cost": money(costs[name]),
                "participants": Figure(people[name], "number"),
                "per_participant": money(Fraction(costs[name]) / people[name]),
            }
            for name in figures.names
            if people.get(name)
        },
        marked("what was paid for the program ÷ mean of its counts of participants in the window"),
        {},
        marked("no program has both payments and participants in the window"),
    )
    capital = figures.capital()
    yield make(
        "capital_intensity",
        "breakdown",
        {
            name: {
                "capital": money(capital[name]),
                "cost": money(costs[name]),
                "share": Figure(ratio(capital[name], costs[name]), "share"),
            }
            for name in figures.names
        },
        marked("purchases of kind capital and of fixed assets ÷ all payments of the program"),
        {},
        nothing,
    )
    paid, dues = figures.payroll()
    yield make(
        "payroll_from_donations",
        "share",
        ratio(paid - dues, paid),
        marked("wages paid with money that is not dues ÷ wages paid (designated method)"),
        {"payroll": money(paid), "paid_with_dues": money(dues)},
        marked("no wages were paid in the window (accounts of kind payroll)"),
    )


def participants(books: "Books", window: Window) -> dict[str, Fraction]:
    """Program to the mean of its counts in a window."""
    counts: dict[str, list[Decimal]] = {}
    for record in books.declared.participants:
        if record.date in window:
            counts.setdefault(record.program, []).append(record.count)
    return {name: Fraction(sum(c)) / len(c) for name, c in counts.items()}
