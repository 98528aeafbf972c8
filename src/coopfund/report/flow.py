"""Where the money came from and where it went, as bands and as a table."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Final, NamedTuple

from coopfund import words
from coopfund.language import _, marked
from coopfund.money import ZERO, add_up
from coopfund.report import show, svg
from coopfund.report.charts import Chart
from coopfund.report.page import Pair, Table
from coopfund.report.sankey import PRINTED, Band, Flow, Size, drawn
from coopfund.wording import listed

if TYPE_CHECKING:
    from coopfund.report.show import Coin

CAME, BEFORE, KEPT = marked("Came in"), marked("From before"), marked("Not spent")
UNSEEN: Final = frozenset({"in-kind"})
"""Nothing that flows: it is given and used up in one."""
MOST: Final = 7
"""Of more programs the smallest are drawn as one."""
SMALL: Final = marked("Other programs")
LONGEST: Final = 28
WIDEST: Final = 24
"""Letters of a name on the left: for a longer one than usual, the bands make room."""
BESIDE: Final = 15
"""Between a name and the drawing’s edge."""
FOR: Final = "for:"
"""Stands before a program, so that it is not taken for a source."""


class Way(NamedTuple):
    """Money of one source in the window: what came in, and what was paid for each program."""

    source: str
    came: Decimal
    paid: Mapping[str, Decimal]

    @property
    def spent(self) -> Decimal:
        """What was paid, all programs together."""
        return add_up(self.paid)

    @property
    def kept(self) -> Decimal:
        """What came in and was not spent; what was there before and was, negative."""
        return self.came - self.spent


def ways(
    income: Mapping[str, Decimal], paid: Mapping[str, Mapping[str, Decimal]]
) -> tuple[Way, ...]:
    """What came in and was spent, by source, in the fixed order.

    Args:
        income: source to amount.
        paid: program to source to amount.
    """
    found = []
    for source in words.SOURCES:
        spent = {name: row[source] for name, row in paid.items() if row.get(source, ZERO) > 0}
        came = max(income.get(source, ZERO), ZERO)
        if (came or spent) and source not in UNSEEN:
            found.append(Way(source, came, spent))
    return tuple(found)


def pair(
    its: tuple[Way, ...], title_of: Callable[[str], str], coin: "Coin", span: str
) -> Pair | None:
    """The bands and the table of them; nothing where nothing was spent."""
    if not any(way.spent for way in its):
        return None
    flow = _flow(its, title_of, coin)
    height, parts = drawn(flow, _size(flow))
    title = _("Where the money came from and where it went, {span}", span=span)
    desc = _desc(its, title_of, coin)
    made = svg.drawing("flow", title, desc, int(height) + 4, parts, PRINTED.width)
    return Pair(Chart("flow", title, desc, made, wide=True), _table(its, coin))


def _size(flow: Flow) -> Size:
    """With the room that the names on the left need."""
    longest = max((len(flow.titles(name)) for name in flow.columns[0]), default=0)
    return PRINTED._replace(left=max(PRINTED.left, svg.LETTER * longest + BESIDE))


def _desc(its: tuple[Way, ...], title_of: Callable[[str], str], coin: "Coin") -> str:
    largest = max(its, key=lambda way: way.came)
    uses = _uses(its)
    most = max(uses, key=lambda name: uses[name])
    kept = sum((max(way.kept, ZERO) for way in its), ZERO)
    before = sum((max(-way.kept, ZERO) for way in its), ZERO)
    came = coin.named(sum((way.came for way in its), ZERO))
    told = [
        _(
            # Translators: these four are listed in one sentence, with commas between them
            "{amount} came in, most of it from {source}",
            amount=came,
            source=show.source(largest.source),
        ),
        _(
            "{amount} was paid, most of it for {program}",
            amount=coin.named(add_up(uses)),
            program=title_of(most),
        ),
    ]
    if kept:
        told.append(_("{amount} was not spent", amount=coin.named(kept)))
    if before:
        told.append(_("{amount} was there from before or lent", amount=coin.named(before)))
    return f"{listed(told)}."


def _uses(its: tuple[Way, ...]) -> dict[str, Decimal]:
    sums: dict[str, Decimal] = {}
    for way in its:
        for name, amount in way.paid.items():
            sums[name] = sums.get(name, ZERO) + amount
    return sums


def _flow(its: tuple[Way, ...], title_of: Callable[[str], str], coin: "Coin") -> Flow:
    """Bands from what came in and what was there, through the sources, to what they paid for."""
    uses = _uses(its)
    ranked = sorted(uses, key=lambda name: (-uses[name], name))
    shown = set(ranked if len(ranked) <= MOST else ranked[: MOST - 1])
    first = [Band(w.source, CAME, w.source, w.came, "") for w in its if w.came]
    first += [Band(w.source, BEFORE, w.source, -w.kept, "") for w in its if w.kept < 0]
    second = []
    for way in its:
        sums: dict[str, Decimal] = {}
        for name, amount in way.paid.items():
            end = f"{FOR}{name}" if name in shown else SMALL
            sums[end] = sums.get(end, ZERO) + amount
        if way.kept > 0:
            sums[KEPT] = way.kept
        second += [Band(way.source, way.source, end, amount, "") for end, amount in sums.items()]
    ends = [f"{FOR}{name}" for name in uses if name in shown]
    ends += [end for end in (SMALL, KEPT) if any(band.right == end for band in second)]
    starts = [name for name in (CAME, BEFORE) if any(band.left == name for band in first)]

    def named(node: str) -> str:
        if node in show.SOURCES:
            return show.source(node)
        program = node.removeprefix(FOR)
        title = _(node) if program == node else title_of(program)
        letters = WIDEST if node in starts else LONGEST
        return title if len(title) <= letters else f"{title[: letters - 1]}…"

    columns = (starts, [way.source for way in its], ends)
    order = {end: at for at, end in enumerate(ends)}
    second.sort(key=lambda band: (words.SOURCE_RANK[band.source], order[band.right]))
    return Flow(columns, first, second, named, coin.bare)


def _table(its: tuple[Way, ...], coin: "Coin") -> Table:
    rows: list[tuple[str, ...]] = [
        (
            show.once(show.source(way.source)),
            coin.cell(way.came),
            coin.cell(max(-way.kept, ZERO)),
            coin.cell(way.spent),
            coin.cell(max(way.kept, ZERO)),
        )
        for way in its
    ]
    sums = [
        sum((way.came for way in its), ZERO),
        sum((max(-way.kept, ZERO) for way in its), ZERO),
        sum((way.spent for way in its), ZERO),
        sum((max(way.kept, ZERO) for way in its), ZERO),
    ]
    rows.append((_("Total"), *map(coin.bare, sums)))
    head = (
        _("Money"),
        _(CAME),
        _("From before or lent"),
        _("Spent"),
        _("Not spent, or owed to us"),
    )
    caption = _("The same in {currency}; gifts in kind apart", currency=coin.name)
    return Table(caption, head, tuple(rows), total=True)
