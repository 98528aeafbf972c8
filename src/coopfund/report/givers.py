"""Question 3: who could switch us off?"""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from coopfund import vocabulary, words
from coopfund.language import _, marked
from coopfund.measures.record import ratio
from coopfund.money import ZERO
from coopfund.report import charts, independence, show, spread, timeline
from coopfund.report.independence import Independence
from coopfund.report.page import Answer, Block, Pair, Section, Table
from coopfund.wording import clauses

if TYPE_CHECKING:
    from collections.abc import Sequence

    from coopfund.measures.income import Income
    from coopfund.report.course import MonthEnd
    from coopfund.report.frame import Basis, Frame

QUESTION = marked("Who could switch us off?")
SHOWN = 5
STATE = "state"

GIVER_COULD = marked("{giver} could: the largest contributor gave {share} of all income in {span}")
STATE_COULD = marked(
    "The state could: {giver}, the largest contributor, gave {share} of all income in {span}"
)
NOBODY_ALONE = marked(
    "Nobody alone: {giver}, the largest contributor, gave {share} of all income in {span}"
)
STATE_MONEY = marked("State money is {share} of the group's own income.")
LARGEST = marked("{giver}, the largest contributor, gave {share} of all income in {span}")


@dataclass(frozen=True, slots=True)
class Giver:
    """A contributor (all its spellings together) by pseudonym.

    ``share`` is of all income; ``essential`` and ``running`` are what income without it covers of
    those costs.
    """

    name: str
    kind: str | None
    amount: Decimal
    share: Fraction | None
    essential: Fraction | None
    running: Fraction | None


@dataclass(frozen=True, slots=True)
class Givers:
    """Who gave what in the window; dues payers stand together, never one by one.

    Attributes:
        total: all income.
        dues, payers: what members paid as dues, and how many did.
        ranked: the largest contributors besides dues.
        others, other_count: what all further contributors gave, and how many they are.
        processors: what came through processors, whose givers are not known.
        nameless: what came with no contributor at all, besides dues.
        state: all state money together, or ``None`` where there is none.
        state_ratio, hhi, effective: the measures of those names.
        hhi_warn, hhi_red: from where the rules call income concentrated, and highly so.
        state_warn: from where the rules call state money too much.
        prices: the price of independence; ``None`` where nobody paid dues.
        warn, red: from where the rules call a patron's share too much, and much too much.
    """

    total: Decimal
    dues: Decimal
    payers: int
    ranked: tuple[Giver, ...]
    others: Decimal
    other_count: int
    processors: Decimal
    nameless: Decimal
    state: Giver | None
    state_ratio: Fraction | None
    hhi: Fraction | None
    effective: Fraction | None
    hhi_warn: Fraction
    hhi_red: Fraction
    state_warn: Fraction
    prices: Independence | None = None
    warn: Fraction = Fraction(1, 10)
    red: Fraction = Fraction(1, 3)

    @property
    def top(self) -> Giver | None:
        """The largest contributor."""
        return self.ranked[0] if self.ranked else None


def gather(basis: "Basis") -> Givers:
    """Income of the window by who it came from."""
    income, found = basis.case.income(basis.year), basis.measures
    ranked = income.ranked()
    dues = income.by_source.get(words.DUES, ZERO)
    processors = sum(income.processors.values(), ZERO)
    nameless = sum((v for s, v in income.nameless.items() if s != words.DUES), ZERO)
    listed = [_giver(basis, income, group, value) for group, value in ranked[: spread.LISTED]]
    named = sum((giver.amount for giver in listed), ZERO)
    state = income.by_source.get(STATE, ZERO)
    return Givers(
        total=income.total,
        dues=dues,
        payers=sum(1 for value in income.dues.values() if value > 0),
        ranked=tuple(listed),
        others=income.total - dues - processors - nameless - named,
        other_count=len(ranked) - len(listed),
        processors=processors,
        nameless=nameless,
        state=_giver(basis, income, STATE, state) if state > 0 else None,
        state_ratio=found["state_ratio"].value,
        hhi=found["hhi"].value,
        effective=found["effective_contributors"].value,
        hhi_warn=basis.case.number("CF304", "warn"),
        hhi_red=basis.case.number("CF304", "red"),
        state_warn=basis.case.number("CF305", "warn"),
        prices=independence.gather(found["independence_price"]),
        warn=basis.case.number("CF303", "warn"),
        red=basis.case.number("CF303", "red"),
    )


def _giver(basis: "Basis", income: "Income", name: str, amount: Decimal) -> Giver:
    running = basis.measures["running_cost"]
    left = income.total - amount
    return Giver(
        name=name,
        kind=basis.books.groups.kind(name),
        amount=amount,
        share=ratio(amount, income.total),
        essential=ratio(left, running.inputs["essential_cost"].value),
        running=ratio(left, running.value),
    )


def answer(givers: Givers, frame: "Frame") -> Answer:
    """The answer."""
    top = givers.top
    known = bool(top or givers.dues > 0 or not givers.total)
    figure = show.percent(top.share) if top else show.UNDEFINED
    if top:
        caption = _("of all income came from {giver}", giver=top.name)
    elif givers.dues > 0:
        caption = _("nobody gave besides dues")
    else:
        caption = _("no contributor is named")
    return Answer(3, "givers", _(QUESTION), figure, caption, _sentence(givers, frame), known)


def _sentence(givers: Givers, frame: "Frame") -> str:
    top = givers.top
    if givers.total <= 0:
        return _("There was no income in {span}.", span=frame.span)
    if top is None and givers.dues <= 0:
        return _(
            "This cannot be said yet: no entry names who gave the {amount} of {span}.",
            amount=frame.coin.named(givers.total),
            span=frame.span,
        )
    if top is None:
        return _(
            "Nobody alone: no named contributor gave anything besides dues in {span}.",
            span=frame.span,
        )
    text = _who(givers, top)
    who = _(text, giver=top.name, share=show.percent(top.share), span=frame.span)
    parts = [who]
    if top.essential is not None and top.running is not None:
        parts.append(_without(top.essential, top.running))
    told = f"{clauses(*parts)}."
    if givers.state is None or givers.state_ratio is None:
        return told
    state = show.percent(givers.state_ratio)
    return f"{told} {_(STATE_MONEY, share=state)}"


def _who(givers: Givers, top: Giver) -> str:
    """Who could: a contributor, the state, or nobody alone; and what the largest one gave."""
    if _needed(top):
        return GIVER_COULD
    if givers.state is not None and _needed(givers.state):
        return STATE_COULD
    return NOBODY_ALONE if top.essential is not None else LARGEST


def _needed(giver: Giver) -> bool:
    """Whether income without it would not cover the essential costs."""
    return giver.essential is not None and giver.essential < 1


def _without(essential: Fraction, running: Fraction) -> str:
    """What the loss of the largest contributor would mean."""
    if essential < 1:
        return _(
            "without it, income would cover {share} of the essential costs",
            share=show.percent(essential),
        )
    if running >= 1:
        return _("without it, income would still cover all running costs")
    return _(
        "without it, income would still cover the essential costs, but only {share} of all running "
        "costs",
        share=show.percent(running),
    )


def section(givers: Givers, ends: "Sequence[MonthEnd]", frame: "Frame") -> Section:
    """The largest contributors, the state, how spread income is, and how that came to be."""
    blocks: list[Block] = []
    if givers.total > 0 and (givers.top or givers.dues > 0):
        chart = charts.givers(spread.parts(givers, SHOWN), frame.span)
        blocks = [_table(givers, frame)] if givers.ranked else []
        blocks.append(Pair(chart, spread.table(givers)) if givers.hhi is not None else chart)
        over_time = timeline.dependence(ends, givers.warn, givers.red)
        blocks += [over_time] if over_time else []
        blocks += independence.blocks(givers.prices, frame.coin, frame.span)
    return Section(3, "givers", _(QUESTION), _sentence(givers, frame), tuple(blocks))


def _table(givers: Givers, frame: "Frame") -> Table:
    rows = [_row(giver, _named(giver), frame) for giver in givers.ranked[:SHOWN]]
    if givers.state is not None:
        rows.append(_row(givers.state, _("All state money together"), frame))
    return Table(
        _(
            "Largest contributors besides dues, {span}, in {currency}; and what income without "
            "each would cover",
            span=frame.span,
            currency=frame.coin.name,
        ),
        (
            _("Contributor"),
            _("Gave"),
            _("Of all income"),
            _("Essential costs"),
            _("Running costs"),
        ),
        tuple(rows),
    )


def _row(giver: Giver, name: str, frame: "Frame") -> tuple[str, ...]:
    shares = (giver.share, giver.essential, giver.running)
    return (name, frame.coin.bare(giver.amount), *map(show.percent, shares))


def _named(giver: Giver) -> str:
    return f"{giver.name} ({vocabulary.kind(giver.kind)})" if giver.kind else giver.name
