"""A draft of the budget as CSV and as JSON."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

from coopfund import words
from coopfund.budgets.draft_page import DraftPage
from coopfund.budgets.funding import Money
from coopfund.money import amount as plain
from coopfund.money import share
from coopfund.tables import Row, csv_table

FIGURES: Final = ("before", "once", "needs", "plan", "short")


@dataclass(frozen=True, slots=True)
class DraftData:
    """The same figures as a page shows, for programs."""

    page: DraftPage

    def csv(self) -> str:
        """A line for each account, then one for each program."""
        head = (
            "what",
            "program",
            "account",
            "interval",
            "before",
            "once",
            "needs",
            "plan",
            "short",
        )
        rows: list[Row] = [
            (
                "account",
                its.line.program,
                its.line.account,
                its.interval,
                *map(self._plain, (its.before, its.once, its.need, its.plan, its.need - its.plan)),
            )
            for its in self.page.draft.lines
        ]
        rows += [
            (
                "program",
                its.need.name,
                None,
                None,
                None,
                None,
                *map(self._plain, (its.need.amount, its.amount, its.short)),
            )
            for its in self.page.draft.funded
        ]
        return csv_table(head, rows)

    def data(self) -> dict[str, Any]:
        """Everything as JSON."""
        page, draft = self.page, self.page.draft
        assumed = draft.assumptions
        rate = draft.dues.rate
        return {
            "schema_version": words.SCHEMA_VERSION,
            "as_of": self.page.case.as_of.isoformat(),
            "year": assumed.year,
            "currency": self.page.case.books.currency,
            "base": {"from": draft.base.start.isoformat(), "to": draft.base.end.isoformat()},
            "assumptions": {
                "price_rise": share(assumed.price_rise),
                "members": share(assumed.members),
                "dues_rise": share(assumed.dues_rise),
                "other_income": share(assumed.other_income),
                "without": sorted(assumed.without),
                "sentences": list(page.assumptions()),
            },
            "dues": {
                "asked": self._plain(draft.dues.asked),
                "collection_rate": None if rate is None else share(rate),
                "members": draft.dues.members,
                "expected": self._plain(draft.dues_expected),
            },
            "income": self._money_data(draft.income),
            "lines": [
                {
                    **its.line._asdict(),
                    "before": self._plain(its.before),
                    "once": self._plain(its.once),
                    "interval": its.interval,
                    "needs": self._plain(its.need),
                    "plan": self._plain(its.plan),
                    "amounts": [self._plain(amount) for amount in its.amounts],
                }
                for its in draft.lines
            ],
            "programs": [
                {
                    "program": its.need.name,
                    "whitelist": None
                    if its.need.whitelist is None
                    else [s for s in words.SOURCES if s in its.need.whitelist],
                    "needs": self._plain(its.need.amount),
                    "to_fund": self._plain(its.to_fund),
                    "paid_by": self._money_data(its.given),
                    "short": self._plain(its.short),
                }
                for its in draft.funded
            ],
            "short": self._plain(draft.short),
            "left": self._plain(draft.left),
            "verdict": list(page.verdict()),
        }

    def _money_data(self, table: Mapping[Money, Decimal]) -> list[dict[str, Any]]:
        return [
            {"source": money.source, "for": money.earmark, "amount": self._plain(amount)}
            for money, amount in table.items()
        ]

    def _plain(self, value: Decimal | Fraction) -> str:
        return plain(value, self.page.case.books.digits)
