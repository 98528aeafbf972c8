"""Question 6: what changed since last month?"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from coopfund.findings import Finding, Measure
from coopfund.language import MINUS, _, marked, numeral, plural
from coopfund.report import show
from coopfund.report.broken import Broken, item
from coopfund.report.months import label
from coopfund.report.page import Answer, Block, Listing, Note, Section, Table
from coopfund.report.show import Number
from coopfund.wording import clauses, listed

if TYPE_CHECKING:
    from coopfund.report.cover import Cover
    from coopfund.report.frame import Basis, Frame

QUESTION = marked("What changed since last month?")
SHOWN = 5

COMPARED: Final = {
    "dues_to_running_cost": marked("Dues ÷ running costs, whole window"),
    "income_total": marked("Income, whole window"),
    "dues_share": marked("Dues as a share of income"),
    "top1_share": marked("Largest contributor's share of income"),
    "state_ratio": marked("State money ÷ own income"),
    "hhi": marked("Concentration of income (HHI)"),
    "unknown_share": marked("Income of unknown source"),
    "months_of_reserves": marked("Months of reserves"),
    "months_without_top1": marked("Months without the largest contributor"),
}
"""Measures that stand side by side, and what the page calls them."""

MOVED: Final = {
    "coverage": marked("dues covered {after} instead of {before}"),
    "top1_share": marked("the largest contributor's share is {after} instead of {before}"),
    "months_of_reserves": marked("reserves last, in months, {after} instead of {before}"),
}
"""Figures whose change is in the sentence."""

OF_DUES: Final = frozenset({"dues", "coverage", "dues_to_running_cost", "dues_share"})
"""Figures that say nothing where the books do not say what dues are."""

STILL: Final = ("=", show.UNDEFINED)
"""Differences of which the sentence has nothing to say."""


@dataclass(frozen=True, slots=True)
class Change:
    """A figure now and a month before; ``because`` says why one of them is undefined."""

    name: str
    label: str
    unit: str
    before: Number
    after: Number
    because: str | None = None


@dataclass(frozen=True, slots=True)
class Changed:
    """What is different; ``previous`` is the month before, ``None`` where the books lack it."""

    previous: date | None
    figures: tuple[Change, ...] = ()
    new: tuple[Finding, ...] = ()
    gone: tuple[Finding, ...] = ()


def gather(
    basis: "Basis", cover: "Cover", now: Iterable[Finding], before: Iterable[Finding]
) -> Changed:
    """Compare the month with the one before."""
    if basis.previous is None:
        return Changed(None)
    open_now, open_before = ([f for f in found if f.open] for found in (now, before))
    earlier = {identity(f, basis.previous.as_of) for f in open_before}
    later = {identity(f, basis.case.as_of) for f in open_now}
    return Changed(
        previous=basis.previous.as_of.replace(day=1),
        figures=tuple(
            change
            for change in (*_month(cover), *_window(basis.measures_before, basis.measures))
            if cover.declared or change.name not in OF_DUES
        ),
        new=tuple(f for f in open_now if identity(f, basis.case.as_of) not in earlier),
        gone=tuple(f for f in open_before if identity(f, basis.previous.as_of) not in later),
    )


def identity(finding: Finding, as_of: date) -> tuple[object, ...]:
    """What makes two findings of different months the same one.

    One that judges a whole window is dated on its end and has no line of its own: there it is the
    rule, and who it is about. Elsewhere it is the line too.
    """
    about = finding.code, finding.action, finding.program, finding.contributor
    return about if finding.date == as_of else (*about, finding.place)


def _month(cover: "Cover") -> list[Change]:
    before, after = cover.trend[-2], cover.month
    return [
        Change("dues", _("Dues received in the month"), "money", before.received, after.received),
        Change(
            "running_cost", _("Running costs of the month"), "money", before.running, after.running
        ),
        Change(
            "coverage",
            _("Dues ÷ running costs of the month"),
            "share",
            before.coverage,
            after.coverage,
        ),
    ]


def _window(before: Mapping[str, Measure], after: Mapping[str, Measure]) -> list[Change]:
    found = []
    for name, text in COMPARED.items():
        old, new = before[name], after[name]
        if name == "unknown_share" and not (old.value or new.value):
            continue
        because = new.because if new.value is None else old.because
        found.append(Change(name, _(text), new.unit, old.value, new.value, because))
    return found


def _find(changed: Changed, name: str) -> Change | None:
    return next((change for change in changed.figures if change.name == name), None)


def answer(changed: Changed, frame: "Frame") -> Answer:
    """The answer."""
    coverage = _find(changed, "coverage")
    figure, caption = show.UNDEFINED, _("nothing to compare with")
    if changed.previous is not None:
        # Translators: "+2 −1 findings since September 2026"; the figures stand above the rest
        caption = _("findings since {month}", month=label(changed.previous))
        new, gone = (numeral(str(len(found))) for found in (changed.new, changed.gone))
        figure = f"+{new} {MINUS}{gone}"
    if coverage is not None and None not in (coverage.before, coverage.after):
        points = (Fraction(coverage.after or 0) - Fraction(coverage.before or 0)) * 100
        figure = f"{'+' if points > 0 else ''}{show.number(points)}"
        # Translators: percentage points; the figure stands above
        caption = _("points in what dues cover of running costs")
    known = changed.previous is not None
    return Answer(6, "changes", _(QUESTION), figure, caption, _sentence(changed, frame), known)


def _sentence(changed: Changed, frame: "Frame") -> str:
    if changed.previous is None:
        return _("These books begin in this month, so there is nothing to compare it with.")
    parts = [
        _(
            text,
            after=show.shown(change.after, change.unit, frame.coin),
            before=show.shown(change.before, change.unit, frame.coin),
        )
        for name, text in MOVED.items()
        if (change := _find(changed, name))
        and show.difference(change.before, change.after, change.unit, frame.coin) not in STILL
    ]
    told = [listed(parts), _findings(changed)] if parts else [_findings(changed)]
    # Translators: as in "Against September 2026: dues covered 54 % instead of 60 %; …"
    return _("Against {month}: {changes}.", month=label(changed.previous), changes=clauses(*told))


def _findings(changed: Changed) -> str:
    if not changed.new and not changed.gone:
        return _("no finding is new and none is gone")
    new, gone = len(changed.new), len(changed.gone)
    return listed(
        [
            plural("one finding is new", "{number} findings are new", new)
            if new
            else _("no finding is new"),
            plural("one finding is gone", "{number} findings are gone", gone)
            if gone
            else _("none is gone"),
        ]
    )


def section(changed: Changed, broken: Broken, frame: "Frame") -> Section:
    """Side by side, and which findings came and went."""
    if changed.previous is None:
        return Section(6, "changes", _(QUESTION), _sentence(changed, frame), ())
    blocks: list[Block] = [_table(changed, changed.previous, frame)]
    because = [c.because for c in changed.figures if c.because and None in (c.before, c.after)]
    if because:
        blocks.append(Note(show.undefined(because)))
    for title, findings in ((_("New findings"), changed.new), (_("No longer open"), changed.gone)):
        if findings:
            blocks.append(_listing(title, findings, broken))
    return Section(6, "changes", _(QUESTION), _sentence(changed, frame), tuple(blocks))


def _listing(title: str, findings: tuple[Finding, ...], broken: Broken) -> Listing:
    more = len(findings) - SHOWN
    return Listing(
        title,
        tuple(item(broken, finding) for finding in findings[:SHOWN]),
        more=plural("And {number} more.", "And {number} more.", more) if more > 0 else "",
    )


def _table(changed: Changed, previous: date, frame: "Frame") -> Table:
    coin = frame.coin
    return Table(
        _("Side by side; amounts in {currency}", currency=coin.name),
        ("", label(previous), frame.name, _("Change")),
        tuple(
            (
                change.label,
                show.shown(change.before, change.unit, coin),
                show.shown(change.after, change.unit, coin),
                show.difference(change.before, change.after, change.unit, coin),
            )
            for change in changed.figures
        ),
    )
