"""The report of one month: six answers and what they rest on, ready to be rendered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from coopfund import __version__
from coopfund.budgets.to_date import ToDate, to_date
from coopfund.findings import Finding, Measure
from coopfund.report import (
    bars,
    broken,
    changed,
    course,
    cover,
    few,
    gaps,
    givers,
    lasting,
    method,
    paid,
    restated,
)
from coopfund.report.broken import Broken
from coopfund.report.changed import Changed
from coopfund.report.course import MonthEnd
from coopfund.report.cover import Cover
from coopfund.report.frame import Basis, Frame
from coopfund.report.gaps import Gaps
from coopfund.report.givers import Givers
from coopfund.report.lasting import Lasting
from coopfund.report.memory import Memory
from coopfund.report.months import check_month
from coopfund.report.page import Answer, Listing, Section
from coopfund.report.paid import Paid
from coopfund.report.restated import Restated

if TYPE_CHECKING:
    from coopfund.rules.analysis import Analysis
    from coopfund.rules.case import Rule


@dataclass(frozen=True)
class MonthReport:
    """Everything the month's report says, with exact figures; put into words once for all formats.

    Attributes:
        frame: group, month, window, currency.
        cover, paid, givers, lasting, broken, changed: what the six questions rest on.
        measures: every measure of the window.
        gaps: what the books do not say.
        ends: where the group stood at each of the last month ends.
        budget: how far each program's budget of the year is spent.
        restated: what past reports said and is no longer so.
    """

    frame: Frame
    cover: Cover
    paid: Paid
    givers: Givers
    lasting: Lasting
    broken: Broken
    changed: Changed
    measures: Mapping[str, Measure]
    gaps: Gaps
    ends: tuple[MonthEnd, ...] = ()
    budget: tuple[ToDate, ...] = ()
    restated: Restated = field(default_factory=Restated)

    @cached_property
    def answers(self) -> tuple[Answer, ...]:
        """The six answers, in the order of the meeting."""
        frame = self.frame
        return (
            cover.answer(self.cover, frame),
            paid.answer(self.paid, frame),
            givers.answer(self.givers, frame),
            lasting.answer(self.lasting, frame),
            broken.answer(self.broken),
            self._changes(),
        )

    def _changes(self) -> Answer:
        answer = changed.answer(self.changed, self.frame)
        if not self.restated.figures:
            return answer
        return replace(answer, sentence=f"{answer.sentence} {self.restated.sentence}")

    @property
    def about(self) -> str:
        """What the page is, and what it leaves out."""
        return " ".join(filter(None, (self.frame.about, method.left_out(self.gaps))))

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        """The six questions with their tables and charts, budget, members, how it was made."""
        frame = self.frame
        return (
            cover.section(self.cover, frame),
            paid.section(self.paid, self.cover, frame),
            givers.section(self.givers, self.ends, frame),
            lasting.section(self.lasting, self.ends, frame),
            broken.section(self.broken),
            changed.section(self.changed, self.broken, frame),
            restated.section(self.restated),
            bars.budget_section(self.budget, self.paid.title, frame),
            bars.members_section(self.measures["retention_by_cohort"].value),
            method.section(self.measures, self.gaps, frame),
        )

    @property
    def undeclared(self) -> Listing | None:
        """What to declare first, or nothing."""
        return gaps.listing(self.gaps, self.frame)


def build(  # noqa: PLR0913, PLR0917  # the books, the month, and what is known of them
    analysis: "Analysis",
    month: date,
    rules: "Sequence[Rule]",
    missing: Sequence[Finding] = (),
    faults: int = 0,
    memory: Memory | None = None,
) -> MonthReport:
    """The report of a month.

    Args:
        analysis: the loaded books.
        month: the first day of the month.
        rules: every rule of the families that ran.
        missing: findings about families that did not run.
        faults: how many errors Beancount finds in the books.
        memory: of the reports that were built from these books with these rules before.

    Raises:
        MonthError: the books do not hold this month.
    """
    check_month(analysis.books, month)
    memory = memory or Memory()
    basis = Basis(analysis, month, memory)
    previous = basis.previous
    before = memory.judge(analysis, rules, previous.as_of) if previous else []
    now = memory.judge(analysis, rules, basis.case.as_of)
    covered = cover.gather(basis)
    report = MonthReport(
        frame=basis.frame(__version__, faults),
        cover=covered,
        paid=paid.gather(basis, now),
        givers=givers.gather(basis),
        lasting=lasting.gather(basis),
        broken=broken.gather(now, missing, basis.books.folder),
        changed=changed.gather(basis, covered, now, before),
        measures=basis.measures,
        gaps=gaps.gather(basis),
        ends=course.month_ends(basis),
        budget=to_date(basis.case),
    )
    if 0 < report.frame.members < few.FEWEST:
        return few.protect(report, sorted({m.member for m in basis.books.declared.members}))
    return report
