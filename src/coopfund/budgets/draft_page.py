"""A draft of the budget in words and tables."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from coopfund import words
from coopfund.budgets.draft import Draft, Funded, Planned
from coopfund.money import ZERO, percent, spaced
from coopfund.tables import Row, markdown_table, text_table
from coopfund.wording import harmless, listed, on_day

if TYPE_CHECKING:
    from coopfund.rules.case import Case

LINES: Final = ("account", "last 12 months", "once", "needs", "plan", "as")
PROGRAMS: Final = ("program", "paid by", "needs", "dues", "other money", "gets", "short")
DUES_ONLY: Final = frozenset({words.DUES})
ANY: Final = "any money"


@dataclass(frozen=True, slots=True)
class DraftPage:
    """What is shown.

    Attributes:
        case: the books.
        draft: the draft.
        directives: the draft as text to paste, where it is shown.
    """

    case: "Case"
    draft: Draft
    directives: str = ""

    def text(self, *, markdown: bool) -> str:
        """Tables, what is short and what is cut, assumptions, and the directives."""
        table = markdown_table if markdown else text_table
        year, currency = self.draft.assumptions.year, self.case.books.currency
        title = f"{self.case.books.title}, {currency}: a draft of the budget of {year}"
        base = self.draft.base
        drafted = f"From {on_day(base.start)} to {on_day(base.end)}, as known on "
        parts = [
            f"# {title}\n" if markdown else f"{title}\n",
            f"{drafted}{on_day(self.case.as_of)}.\n",
            table(LINES, [*map(self._line, self.draft.lines), self._all_lines()]),
            table(PROGRAMS, [*map(self._program, self.draft.funded), self._all_programs()], 2),
        ]
        for head, its in (
            ("Is it enough?", self.verdict()),
            ("Money counted on", self._money()),
            ("Assumptions", self.assumptions()),
        ):
            mark = "- " if markdown else "  "
            head_line = f"## {head}\n\n" if markdown else f"{head}\n"
            parts.append(head_line + "".join(f"{mark}{line}\n" for line in its))
        if self.directives:
            parts.append(
                f"## To paste\n\n```beancount\n{self.directives}```\n"
                if markdown
                else f"; To paste, once it is voted\n{self.directives}"
            )
        return "\n".join(parts)

    def _shown(self, value: Decimal | Fraction) -> str:
        return spaced(value, self.case.books.digits)

    def _line(self, its: Planned) -> Row:
        amounts = [self._shown(amount) for amount in its.amounts]
        return (
            its.line.account,
            self._shown(its.before),
            self._shown(its.once),
            self._shown(its.need),
            self._shown(its.plan),
            f"{' / '.join(amounts)} {its.interval}",
        )

    def _all_lines(self) -> Row:
        lines = self.draft.lines
        sums = (
            sum((its.before for its in lines), ZERO),
            sum((its.once for its in lines), ZERO),
            sum((its.need for its in lines), ZERO),
            sum((its.plan for its in lines), ZERO),
        )
        return ("all", *map(self._shown, sums), None)

    def _program(self, its: Funded) -> Row:
        dues = its.of(words.DUES)
        return (
            harmless(its.need.name),
            self._whitelist(its),
            self._shown(its.need.amount),
            self._shown(dues),
            self._shown(its.amount - dues),
            self._shown(its.amount),
            self._shown(its.short),
        )

    def _whitelist(self, its: Funded) -> str:
        if its.need.whitelist is None:
            return ANY
        return " ".join(source for source in words.SOURCES if source in its.need.whitelist)

    def _all_programs(self) -> Row:
        funded = self.draft.funded
        needs = sum((its.need.amount for its in funded), ZERO)
        dues = sum((its.of(words.DUES) for its in funded), ZERO)
        gets = sum((its.amount for its in funded), ZERO)
        figures = (needs, dues, gets - dues, gets, self.draft.short)
        return ("all", None, *map(self._shown, figures))

    def verdict(self) -> Iterator[str]:
        """Whether the money suffices, what is cut in which order, and what CF502 will ask."""
        draft = self.draft
        if not draft.funded:
            yield "Nothing is known to come again, so nothing is planned."
            return
        order = [harmless(its.need.name) for its in draft.funded]
        short = [its for its in reversed(draft.funded) if its.short > 0]
        if not short:
            yield (
                f"Yes: every need is paid for by money that may pay for it; "
                f"{self._shown(draft.left)} is left."
            )
        else:
            cuts = [f"{harmless(its.need.name)} by {self._shown(its.short)}" for its in short]
            yield f"No: {self._shown(draft.short)} is missing. Cut {listed(cuts)}."
        yield f"Served in this order, cut from its end: {listed(order)}."
        yield from self._dues_only()
        cores = [its for its in draft.funded if its.need.name == words.CORE]
        programs = [its for its in draft.funded if its.need.name != words.CORE]
        core = sum((its.need.amount for its in cores), ZERO)
        drawn = sum((its.of(words.DUES) for its in programs), ZERO)
        left = draft.dues_expected - drawn
        enough = "enough for" if left >= core else "less than"
        yield (
            f"The programs draw {self._shown(drawn)} of {self._shown(draft.dues_expected)} dues "
            f"and leave {self._shown(left)}, {enough} a core of {self._shown(core)} (CF502)."
        )

    def _dues_only(self) -> Iterator[str]:
        """What dues alone must carry, and whether they do."""
        only = [its for its in self.draft.funded if its.need.whitelist == DUES_ONLY]
        needs = sum((its.need.amount for its in only), ZERO)
        short = sum((its.short for its in only), ZERO)
        if not only:
            return
        names = listed([harmless(its.need.name) for its in only])
        verb = "needs" if len(only) == 1 else "need"
        end = f"dues are {self._shown(short)} short" if short else "dues suffice"
        yield f"{names} {verb} {self._shown(needs)} of dues alone: {end}."

    def _money(self) -> Iterator[str]:
        for money, amount in self.draft.income.items():
            only = f", for {harmless(money.earmark)} alone" if money.earmark else ""
            yield f"{money.source}: {self._shown(amount)}{only}."
        yield "Money held already stays in reserve; none of it is planned."

    def assumptions(self) -> Iterator[str]:
        """Everything the draft supposes, one sentence each."""
        draft, assumed = self.draft, self.draft.assumptions
        rate = (
            "100 %, as nothing was asked yet"
            if draft.dues.rate is None
            else (percent(draft.dues.rate))
        )
        yield (
            f"Dues: the schedule asks {self._shown(draft.dues.asked)} of {draft.dues.members} "
            f"members × collection rate {rate} × members {_signed(assumed.members)} "
            f"× dues {_signed(assumed.dues_rise)} = {self._shown(draft.dues_expected)}."
        )
        yield f"Prices {_signed(assumed.price_rise)} against the base months."
        yield (
            f"Other income as in the base months × {percent(assumed.other_income)}; no loans, "
            "transfers, gifts in kind, unknown money, nothing one-off, and nobody who has ended."
        )
        if assumed.without:
            yield f"Nothing is counted on from {listed(sorted(assumed.without))}."
        if draft.months < 12:  # noqa: PLR2004  # a year
            yield (
                f"The books cover {draft.months} of the 12 base months: income is scaled to 12, "
                "and spending that comes again is planned by the month."
            )
        yield (
            "Spending that comes again is planned: even spending by the month (where the last "
            "three months cost the same, that), rare spending by the year, the rest by the quarter."
        )
        once = [its for its in draft.lines if its.once]
        if once:
            names = [f"{its.line.account} {self._shown(its.once)}" for its in once]
            yield f"Left out as one-off: {listed(names)}; tag #scheduled what comes again."
        for its in draft.funded:
            if its.to_fund:
                name, amount = harmless(its.need.name), self._shown(its.to_fund)
                yield (
                    f"{name}: {amount} goes into its own fund, as in the base months; what it "
                    "spends comes out of that fund and has no budget here."
                )
        if draft.foreign:
            names = [f"{line.account} ({line.currency})" for line in draft.foreign]
            yield f"Not drafted, as they are in other currencies: {listed(names)}."
        for currency, unpriced in sorted(draft.unpriced.items()):
            yield f"Not counted on, as it has no price: income of {unpriced} {currency}."
        yield f"Amounts are rounded to {assumed.unit:f}, cuts down."


def _signed(value: Fraction) -> str:
    """``+5.0 %``, ``unchanged``."""
    return "unchanged" if not value else f"{'+' if value > 0 else ''}{percent(value)}"
