"""The course of the months: what comes in, who is served, what is left; by whitelists, core first.

A month's income is there before its costs. Core is served first, with what nobody else may use
first; what it cannot pay is owed on. Then each program gets what its whitelist leaves it: first out
of its own fund, then out of the general pool. What a program cannot pay is not spent.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from coopfund import words
from coopfund.budgets.funding import Money, Need, fund
from coopfund.money import ZERO
from coopfund.simulation.outlook import Cost, Inflow, Outlook


@dataclass(frozen=True, slots=True)
class Month:
    """One month that was gone through.

    Attributes:
        first: its first day.
        dues, other: what came in.
        needed: what core and each program cost.
        paid: what of it was paid; core's with old bills.
        put: what went from the general pool into each own fund.
        general: what the general pool holds at the end.
        unpaid: bills of core that could not be paid.
        funds: what each own fund holds at the end.
    """

    first: date
    dues: Decimal
    other: Decimal
    needed: Mapping[str, Decimal]
    paid: Mapping[str, Decimal]
    put: Mapping[str, Decimal]
    general: Decimal
    unpaid: Decimal
    funds: Mapping[str, Decimal]

    @property
    def cash(self) -> Decimal:
        """The general pool less unpaid bills of core."""
        return self.general - self.unpaid

    @property
    def from_funds(self) -> Decimal:
        """What programs with a fund of their own were paid out of it."""
        return sum((its for name, its in self.paid.items() if name in self.funds), ZERO)

    @property
    def from_general(self) -> Decimal:
        """What all other programs were paid."""
        others = (name for name in self.paid if name != words.CORE and name not in self.funds)
        return sum((self.paid[name] for name in others), ZERO)

    def short(self, program: str) -> Decimal:
        """What of a program's cost was not paid; of core, what is owed in all."""
        if program == words.CORE:
            return self.unpaid
        return self.needed.get(program, ZERO) - self.paid.get(program, ZERO)


def course(
    outlook: Outlook,
    dues: Sequence[Decimal] | None = None,
    other: Sequence[Mapping[Inflow, Decimal]] | None = None,
) -> list[Month]:
    """Go through the months, with other dues and other income than expected where given."""
    state = _State(outlook)
    incomes = zip(dues or outlook.dues.expected, other or outlook.other, strict=True)
    return [
        state.month(first, *income, cost)
        for first, income, cost in zip(outlook.months, incomes, outlook.costs, strict=True)
    ]


class _State:
    """The money there is."""

    def __init__(self, outlook: Outlook) -> None:
        self.outlook = outlook
        self.money = {Money(source): amount for source, amount in outlook.held.items()}
        self.funds = dict(outlook.funds)
        self.unpaid = outlook.owed

    def month(
        self, first: date, dues: Decimal, other: Mapping[Inflow, Decimal], cost: Cost
    ) -> Month:
        self._add(Money(words.DUES), dues)
        for inflow, amount in other.items():
            self._add(Money(inflow.source, inflow.earmark), amount)
        needs = list(self._needs(cost))
        given = fund(needs, self.money)
        for table in given.values():
            for money, amount in table.items():
                self.money[money] -= amount
        got = {name: sum(table.values(), ZERO) for name, table in given.items()}
        paid = dict(cost.programs)
        for name, needed in cost.programs.items():
            paid[name] = min(
                needed + self._debt(name), self.funds.get(name, ZERO) + got.get(name, ZERO)
            )
        self.unpaid += cost.programs.get(words.CORE, ZERO) - paid.get(words.CORE, ZERO)
        for name in self.funds:
            self.funds[name] += got.get(name, ZERO) - paid.get(name, ZERO)
        return Month(
            first=first,
            dues=dues,
            other=sum(other.values(), ZERO),
            needed=cost.programs,
            paid=paid,
            put={name: got.get(name, ZERO) for name in self.funds},
            general=sum(self.money.values(), ZERO),
            unpaid=self.unpaid,
            funds=dict(self.funds),
        )

    def _add(self, money: Money, amount: Decimal) -> None:
        self.money[money] = self.money.get(money, ZERO) + amount

    def _debt(self, name: str) -> Decimal:
        return self.unpaid if name == words.CORE else ZERO

    def _needs(self, cost: Cost) -> Iterable[Need]:
        """What the general pool is asked for, in the order of serving."""
        for name in self.outlook.order:
            amount = cost.programs.get(name, ZERO) + self._debt(name)
            if name in self.funds:
                amount = max(cost.to_funds.get(name, ZERO), amount - self.funds[name])
            if amount > 0:
                yield Need(name, amount, self.outlook.whitelists.get(name))


def first_short(months: Sequence[Month], program: str) -> Month | None:
    """The first month in which a program was not paid in full."""
    return next((month for month in months if month.short(program) > 0), None)
