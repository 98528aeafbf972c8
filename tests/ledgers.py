"""A test's docstring is its ledger: read by Beancount's own loader, judged by our plugins."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from textwrap import dedent
from typing import Any

from beancount import loader

from coopfund.books.books import Books
from coopfund.findings import Finding, Measure
from coopfund.measures.all import YEAR, measure
from coopfund.measures.record import measure_data
from coopfund.rules import catalogue
from coopfund.rules.analysis import KEY, Analysis
from coopfund.rules.plugin import CoopfundError
from tests import messages

ACCOUNTS = """
option "operating_currency" "USD"
2020-01-01 open Assets:Bank
2020-01-01 open Assets:Savings
2020-01-01 open Liabilities:Shop
2020-01-01 open Equity:Opening
2020-01-01 open Income:Dues
  source: "dues"
2020-01-01 open Income:Gifts
  source: "donation"
2020-01-01 open Income:State
  source: "state"
2020-01-01 open Income:Misc
2020-01-01 open Expenses:Rent
2020-01-01 open Expenses:Childcare
  program: "childcare"
2020-01-01 custom "coopfund-program" "childcare"
  title: "Saturday childcare"
"""
"""What most ledgers need; a docstring opens what it needs besides."""

ALL = ("coopfund_plugins",)


@dataclass(frozen=True)
class Judged:
    """Books that were loaded and judged.

    Attributes:
        text: the whole ledger, as Beancount read it.
        analysis: what the plugins left in Beancount's options.
        errors: what Beancount reports.
    """

    text: str
    analysis: Analysis
    errors: Sequence[Any]

    @property
    def books(self) -> Books:
        """The books."""
        return self.analysis.books

    @property
    def findings(self) -> list[Finding]:
        """Every finding."""
        return self.analysis.all_findings()

    def found(self, code: str) -> list[Finding]:
        """The findings of one rule."""
        return [finding for finding in self.findings if finding.code == code]

    def one(self, code: str) -> Finding:
        """The only finding of a rule."""
        (finding,) = self.found(code)
        return finding

    def line(self, finding: Finding) -> str:
        """The text of the line that a finding points to."""
        return self.text.splitlines()[finding.place.line - 1].strip()

    def problems(self) -> list[tuple[str, str]]:
        """What is wrong with the declarations: the line's text, and the sentence."""
        return [(self.line(finding), finding.message) for finding in self.found("CF610")]

    def measure(self, name: str, as_of: str | None = None, months: int = YEAR) -> Measure:
        """A measure, by default as of the books' last day."""
        day = date.fromisoformat(as_of) if as_of else None
        return measure(self.analysis.case(day), months)[name]

    def shown(self, name: str, as_of: str | None = None, months: int = YEAR) -> Mapping[str, Any]:
        """A measure as it is printed."""
        return measure_data(self.measure(name, as_of, months), self.books.digits)


def judge(
    text: str,
    plugins: Sequence[str] = ALL,
    accounts: str = ACCOUNTS,
    *,
    beancount_may_fail: bool = False,
) -> Judged:
    """Load a ledger through Beancount and judge it.

    Whatever the books, the errors that Beancount reports are the open ``stop`` findings, at their
    lines, and each finding keeps to what the catalogue says of its evidence.
    """
    lines = "".join(f'plugin "{plugin}"\n' for plugin in plugins)
    text = f"{lines}{accounts}{dedent(text)}\n"
    _, errors, options = loader.load_string(text)
    judged = Judged(text, options[KEY], errors)
    messages.record(judged.findings)
    ours = [error for error in errors if isinstance(error, CoopfundError)]
    assert beancount_may_fail or len(ours) == len(errors), errors
    stops = [f for f in judged.findings if f.action == "stop" and f.open]
    assert sorted(_reported(error) for error in ours) == sorted(_expected(f) for f in stops)
    for finding in judged.findings:
        assert set(finding.evidence) <= set(catalogue.get(finding.code).evidence), finding
    return judged


def _reported(error: CoopfundError) -> tuple[str, int, str]:
    return error.source["filename"], error.source["lineno"], error.message


def _expected(finding: Finding) -> tuple[str, int, str]:
    return *finding.place, f"{finding.code} {finding.name}: {finding.message}"


def judged(test: Callable[[Judged], None]) -> Callable[[], None]:
    """Give a test its own docstring as books."""

    def run() -> None:
        test(judge(test.__doc__ or ""))

    run.__name__, run.__qualname__ = test.__name__, test.__qualname__
    run.__module__, run.__doc__ = test.__module__, None
    return run
