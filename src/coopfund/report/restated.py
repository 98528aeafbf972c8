"""Past figures that are not what a delivered report said, and which entries made them so."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from coopfund.language import _, marked, plural
from coopfund.report.causes import SEALED, Cause, entries, of_sealed, still
from coopfund.report.figures import titled, told
from coopfund.report.months import key, label
from coopfund.report.page import Item, Listing, Note, Section, Table
from coopfund.wording import clauses, on_day

if TYPE_CHECKING:
    from coopfund.findings import Finding
    from coopfund.report.delivered import Delivered, History
    from coopfund.report.prints import Prints

TITLE: Final = marked("Past figures that have changed")
SHOWN: Final = 40
CAUSES: Final = 20
NOTHING: Final = "–"


class Restatement(NamedTuple):
    """A figure as it was delivered, and as it is now; ``of`` is its month or window."""

    key: str
    label: str
    of: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class Restated:
    """What a report says of those before it.

    Attributes:
        against: the month of the last report delivered, or ``None`` where none is known.
        figures: every past figure that has changed.
        causes: the entries that were added, changed or taken away since.
        note: why, where no entry tells.
    """

    against: date | None = None
    figures: Sequence[Restatement] = ()
    causes: Sequence[Cause] = ()
    note: str = ""

    @property
    def sentence(self) -> str:
        """Whether anything was restated, in one sentence."""
        if self.figures:
            return plural(
                "One past figure is no longer what an earlier report said.",
                "{number} past figures are no longer what an earlier report said.",
                len(self.figures),
            )
        if self.against is None:
            return _("No earlier report is known, so there are no past figures to compare with.")
        return _(
            "No past figure has changed since the report of {month}.", month=label(self.against)
        )


def restate(
    history: "History",
    now: Mapping[str, Any],
    last_now: Mapping[str, Any],
    prints: "Prints",
    findings: "Sequence[Finding]" = (),
) -> Restated:
    """Compare what was delivered with what is true now.

    Args:
        history: what was delivered.
        now: this month's figures, as in its JSON.
        last_now: the figures of the last delivered month, as they are now.
        prints: of the books' entries.
        findings: this month's; those about sealed months say what changed in them.
    """
    last, own = history.last, history.own
    against = last.month if last else None
    kept, causes_kept = _kept(own)
    figures = dict(kept)
    for was, is_now in ((last, last_now), (own, now)):
        if was is not None:
            _compare(figures, was, is_now)
    changed = [one for one in figures.values() if one.before != one.after]
    if not changed:
        return Restated(against)
    since = [c for was in (last, own) if was is not None for c in entries(was, prints)]
    sealed = [of_sealed(prints.books, finding) for finding in findings if finding.code == SEALED]
    causes = sorted({*since, *sealed, *still(causes_kept, sealed)})
    note = "" if causes else _unknown(last or own, prints)
    return Restated(against, sorted(changed), causes, note)


def _kept(own: "Delivered | None") -> tuple[dict[str, Restatement], list[Cause]]:
    """What this month's report said already when it was delivered before."""
    told_before = own.data.get("restatements") if own else None
    if not isinstance(told_before, dict):
        return {}, []
    figures = [_restatement_in(row) for row in _rows(told_before, "figures")]
    causes = [
        Cause(*(str(row.get(name)) for name in Cause._fields))
        for row in _rows(told_before, "because")
    ]
    return {one.key: one for one in figures if one.key}, causes


def _restatement_in(row: Mapping[str, Any]) -> Restatement:
    before, after = (_text(row.get(field)) for field in ("before", "after"))
    return _restatement(str(row.get("key") or ""), before, after)


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _rows(found: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    rows = found.get(name)
    return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []


def _compare(figures: dict[str, Restatement], was: "Delivered", now: Mapping[str, Any]) -> None:
    """Add what differs; of a figure that two reports told, what was delivered first counts."""
    present = dict(told(now))
    for name, value in told(was.data):
        if name in present:
            before = figures[name].before if name in figures else value
            figures[name] = _restatement(name, before, present[name])


def _restatement(name: str, before: str | None, after: str | None) -> Restatement:
    """A figure by its name for good; what a report in another language called it is not read."""
    return Restatement(name, *titled(name), before, after)


def _unknown(was: "Delivered | None", prints: "Prints") -> str:
    if was is not None and was.prints and was.check != prints.check:
        return _(
            "Entries of the books' first month have changed, so the others cannot be compared."
        )
    if was is not None and was.prints:
        return _(
            "No entry has changed; declarations, rules or prices did, or the program, which was "
            "{program} then.",
            program=was.made_by,
        )
    return _("The earlier report has no manifest, so which entries changed cannot be told.")


def section(restated: Restated) -> Section:
    """The figures side by side, and the entries; with none, a sentence."""
    if not restated.figures:
        return Section(0, "restated", _(TITLE), "", (Note(restated.sentence),))
    blocks: list[Table | Listing | Note] = [_table(restated.figures)]
    if restated.causes:
        blocks.append(_listing(restated.causes))
    if restated.note:
        blocks.append(Note(restated.note))
    return Section(0, "restated", _(TITLE), restated.sentence, tuple(blocks))


def _table(figures: Sequence[Restatement]) -> Table:
    more = len(figures) - SHOWN
    caption = _("As delivered, and now")
    if more > 0:
        further = plural(
            "{number} more stand in the tables beside this page",
            "{number} more stand in the tables beside this page",
            more,
        )
        caption = clauses(caption, further)
    return Table(
        caption,
        (
            _("Figure"),
            # Translators: the title of a column: of which month or months a figure is
            _("Of"),
            _("As delivered"),
            # Translators: the title of a column: what the figure is now
            _("Now"),
        ),
        tuple((f.label, f.of, f.before or NOTHING, f.after or NOTHING) for f in figures[:SHOWN]),
        texts=frozenset({1}),
    )


def _listing(causes: Sequence[Cause]) -> Listing:
    more = len(causes) - CAUSES
    return Listing(
        _("Because of these entries"),
        tuple(
            Item(on_day(date.fromisoformat(cause.date)), cause.words, cause.where)
            for cause in causes[:CAUSES]
        ),
        more=plural("And {number} more.", "And {number} more.", more) if more > 0 else "",
    )


def restated_data(restated: Restated) -> dict[str, Any]:
    """What was restated, as JSON."""
    return {
        "against": None if restated.against is None else key(restated.against),
        "sentence": restated.sentence,
        "figures": [one._asdict() for one in restated.figures],
        "because": [cause._asdict() for cause in restated.causes],
        "note": restated.note,
    }
