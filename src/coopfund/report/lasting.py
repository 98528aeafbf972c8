"""Question 4: how long could we last?"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from coopfund.findings import Measure
from coopfund.language import _, day, marked
from coopfund.measures.record import ratio
from coopfund.money import ZERO
from coopfund.report import few, show, timeline
from coopfund.report.page import Answer, Block, Note, Section, Table
from coopfund.wording import clauses

if TYPE_CHECKING:
    from coopfund.report.course import MonthEnd
    from coopfund.report.frame import Basis, Frame

QUESTION = marked("How long could we last?")

MONTHS = marked(
    "About {months} months with no income at all: the general accounts hold {held}, and the "
    "essential costs are {costs} a month"
)
IF_ALL_COUNTS = marked(
    "About {months} months with no income at all: the general accounts hold {held}, and the "
    "essential costs are {costs} a month, if every asset is money that can be spent and every cost "
    "essential"
)


@dataclass(frozen=True, slots=True)
class Fund:
    """A segregated pool: what it holds, and for which program."""

    pool: str
    title: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Lasting:
    """What there is, what a month costs, and how long that lasts.

    Attributes:
        liquid: money in the general accounts.
        essential, running: cost of a month, the mean of the window.
        funds: the pools set apart, which do not count.
        months, without_top: ``months_of_reserves`` and ``months_without_top1``.
        top: the largest contributor.
    """

    liquid: Decimal
    essential: Fraction | None
    running: Fraction | None
    funds: tuple[Fund, ...]
    months: Measure
    without_top: Measure
    top: str | None


def gather(basis: "Basis") -> Lasting:
    """From the measures of the window, and the pools as of its end."""
    found = basis.measures
    months, without = found["months_of_reserves"], found["months_without_top1"]
    inputs = months.inputs
    count = Decimal(inputs["months"].value)
    return Lasting(
        liquid=inputs["liquid"].value,
        essential=ratio(inputs["essential_cost"].value, count),
        running=ratio(found["running_cost"].value, count),
        funds=tuple(_funds(basis)),
        months=months,
        without_top=without,
        top=without.inputs.get("group"),
    )


def _funds(basis: "Basis") -> list[Fund]:
    books, case = basis.books, basis.case
    titles = {
        p.pool: p.title or p.name
        for p in books.declared.programs
        if p.pool and p.date <= case.as_of
    }
    if not titles:
        return []
    sums: dict[str, Decimal] = dict.fromkeys(sorted(titles), ZERO)
    values = books.rows.value
    for row, info in enumerate(books.rows.account[: case.last_row]):
        if info.pool in sums:
            sums[info.pool] += values[row] or ZERO
    return [Fund(pool, titles[pool], amount) for pool, amount in sums.items()]


def answer(lasting: Lasting, frame: "Frame") -> Answer:
    """The answer."""
    value = lasting.months.value
    return Answer(
        4,
        "lasting",
        _(QUESTION),
        show.number(value),
        _("no cost to set it against")
        if value is None
        else _("months of essential costs in reserve"),
        _sentence(lasting, frame),
        known=value is not None,
    )


def _sentence(lasting: Lasting, frame: "Frame") -> str:
    coin = frame.coin
    held, costs = coin.named(lasting.liquid), coin.named(lasting.essential)
    if lasting.months.value is None:
        return _(
            "This cannot be said: {because}; the general accounts hold {held}.",
            because=_(lasting.months.because) if lasting.months.because else "",
            held=held,
        )
    if lasting.liquid <= 0:
        return _(
            "Not at all: the general accounts hold {held}, and a month costs {costs} at least.",
            held=held,
            costs=costs,
        )
    text = IF_ALL_COUNTS if frame.plain else MONTHS
    told = _(text, months=show.number(lasting.months.value), held=held, costs=costs)
    return f"{clauses(told, *_without(lasting))}."


def _without(lasting: Lasting) -> list[str]:
    if lasting.top is None:
        return []
    top = few.named(lasting.top)
    if lasting.without_top.value is None:
        return [_("if only {giver} left, income would still cover them", giver=top)]
    months = show.number(lasting.without_top.value)
    return [_("if only {giver} left, about {months} months", giver=top, months=months)]


def section(lasting: Lasting, ends: "Sequence[MonthEnd]", frame: "Frame") -> Section:
    """Stock, costs, the same at earlier month ends, and the funds that are set apart."""
    coin = frame.coin
    rows = [
        (_("In the general accounts"), coin.named(lasting.liquid)),
        (_("Essential costs of a month"), coin.named(lasting.essential)),
        (_("Running costs of a month"), coin.named(lasting.running)),
        (_("Months without any income"), _months(lasting.months)),
    ]
    if lasting.top is not None:
        title = _("Months without {giver}", giver=few.named(lasting.top))
        rows.append((title, _months(lasting.without_top)))
    blocks: list[Block] = [
        Table(
            _("On {day}; costs are the mean of {span}", day=day(frame.as_of), span=frame.span),
            ("", ""),
            tuple(rows),
        )
    ]
    over_time = timeline.lasting(ends, coin)
    blocks += [over_time] if over_time else []
    if lasting.funds:
        blocks.append(_fund_table(lasting, frame))
    blocks += _reasons([lasting.months, *([lasting.without_top] if lasting.top else [])])
    return Section(4, "lasting", _(QUESTION), _sentence(lasting, frame), tuple(blocks))


def _months(measure: Measure) -> str:
    return show.number(measure.value)


def _reasons(measures: Iterable[Measure]) -> list[Note]:
    because = [m.because for m in measures if m.value is None and m.because]
    return [Note(show.undefined(because))] if because else []


def _fund_table(lasting: Lasting, frame: "Frame") -> Table:
    return Table(
        _("Set apart and not counted above"),
        (
            _("Fund"),
            # Translators: the title of a column: what a fund is for
            _("For"),
            # Translators: the title of a column: what a fund holds
            _("Holds, in {currency}", currency=frame.coin.name),
        ),
        tuple((fund.pool, fund.title, frame.coin.bare(fund.amount)) for fund in lasting.funds),
        texts=frozenset({1}),
    )
