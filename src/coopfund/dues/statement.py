"""A member's own year: what was asked, what they paid and when, and what is left."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from coopfund import words
from coopfund.dues.assess import period_name
from coopfund.dues.listing import base
from coopfund.dues.standing import Standing, standing_of
from coopfund.dues.status import TIERLESS, tier_name
from coopfund.findings import Window
from coopfund.language import PLAIN, _, day, marked, numeral, on_day, speaking, spoken
from coopfund.measures.dues import DuesPayment, member_events, member_ledgers
from coopfund.measures.membership import members_on
from coopfund.measures.schedule import Period
from coopfund.money import ZERO, index
from coopfund.report.show import Coin
from coopfund.wording import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from coopfund.books.records import MemberEvent
    from coopfund.rules.case import Case

DAY: Final = timedelta(days=1)
LEGEND: Final = marked(
    "A balance below zero is owed, above zero it is paid ahead. "
    "What is paid settles the oldest dues first."
)
SAID: Final = {
    "join": marked("Joined: {tier}"),
    "tier": marked("Changed tier: {tier}"),
    # Translators: the member left the group on that day.
    "leave": marked("Left"),
}
"""What a statement says of events; a waiver shows in the periods it covers, without a reason."""


class StatementError(ValueError):
    """There is no such statement; the message is one sentence."""


class Line(NamedTuple):
    """One line of a statement.

    Attributes:
        date: the day.
        what: in words, in the language spoken when the statement was made.
        asked: dues that became due.
        paid: dues that were paid, in money or hours.
        balance: what is ahead after this line; negative where it is owed.
    """

    date: date
    what: str
    asked: Decimal
    paid: Decimal
    balance: Decimal


@dataclass(frozen=True)
class Statement:
    """A member's year.

    Attributes:
        title: the group.
        member, tier: whose it is, and on which tier at the end.
        currency, digits: of all amounts.
        window: from the first of January to the last day that counts.
        opening: what was ahead before it; negative where it was owed.
        lines: what happened, in order.
        waived: what would have been asked for the waived periods.
        paid: dues paid in money.
        hours, worked: hours given in place of money, and what they stand for.
        gifts: other gifts of the year, with what exceeded the schedule.
    """

    title: str
    member: str
    tier: str
    currency: str
    digits: int
    window: Window
    opening: Decimal
    lines: "Sequence[Line]"
    waived: Decimal
    paid: Decimal
    hours: Decimal
    worked: Decimal
    gifts: Decimal

    @property
    def asked(self) -> Decimal:
        """What was asked in the year."""
        return sum((line.asked for line in self.lines), ZERO)

    @property
    def closing(self) -> Decimal:
        """What is ahead at the end; negative where it is owed."""
        return self.lines[-1].balance if self.lines else self.opening

    @property
    def verdict(self) -> str:
        """How it stands, in one sentence."""
        end = on_day(self.window.end)
        if self.closing < 0:
            owed = self.coin.named(-self.closing)
            return _("On {day}, {amount} is owed.", day=end, amount=owed)
        if self.closing > 0:
            ahead = self.coin.named(self.closing)
            return _(
                "On {day}, all dues are paid, and {amount} is paid ahead.", day=end, amount=ahead
            )
        return _("On {day}, all dues are paid.", day=end)

    @property
    def about(self) -> str:
        """The tier, and what amounts are in."""
        return _(
            "Tier {tier}. All amounts in {currency}.",
            tier=self.tier_named,
            currency=self.currency,
        )

    @property
    def tier_named(self) -> str:
        """The tier as its group calls it, or in words why there is none."""
        return _(self.tier) if self.tier in TIERLESS else self.tier

    @property
    def language(self) -> str:
        """The code of the language that it is printed in, such as ``de``."""
        return spoken().code

    @property
    def coin(self) -> Coin:
        """How amounts are printed."""
        return Coin(self.currency, self.digits)

    @property
    def head(self) -> "Sequence[str]":
        """The titles of the table's columns."""
        # Translators: heads of the columns of a member's statement: the day,
        when = _("date")
        # Translators: what happened on it,
        what = _("what")
        # Translators: the amount that became due,
        asked = _("asked")
        # Translators: and the amount that was paid, in money or hours.
        paid = _("paid")
        return (when, what, asked, paid, _("balance"))

    @property
    def table(self) -> "Sequence[tuple[str, ...]]":
        """The lines as people read them, from the opening balance on."""
        coin, start = self.coin, day(self.window.start)
        return [
            (start, _("Balance brought forward"), "", "", coin.bare(self.opening)),
            *(
                (
                    day(line.date),
                    line.what,
                    coin.cell(line.asked),
                    coin.cell(line.paid),
                    coin.bare(line.balance),
                )
                for line in self.lines
            ),
        ]

    @property
    def summary(self) -> "Sequence[tuple[str, str]]":
        """The sums, each with its name; the last one is the first less what was asked and paid."""
        sums = [
            (_("Owed before") if self.opening < 0 else _("Ahead before"), abs(self.opening)),
            (_("Asked"), self.asked),
            (_("Paid"), self.paid),
        ]
        if self.hours:
            given = _("Given in {hours} hours", hours=numeral(index(self.hours)))
            sums.append((given, self.worked))
        sums.append((_("Owed now") if self.closing < 0 else _("Ahead now"), abs(self.closing)))
        return [(name, self.coin.bare(value)) for name, value in sums]

    @property
    def notes(self) -> "Sequence[str]":
        """What stands beside the sums."""
        notes = []
        if self.waived:
            waived = self.coin.named(self.waived)
            notes.append(_("Of the year's dues, {amount} was waived.", amount=waived))
        if self.gifts:
            gifts = self.coin.named(self.gifts)
            notes.append(_("Besides dues, {amount} was given.", amount=gifts))
        return [*notes, _(LEGEND)]


def statement(case: "Case", member: str, year: int) -> Statement:
    """A member's statement.

    Args:
        case: the books as of a day; the year ends with it, where it is in it.
        member: the id.
        year: the calendar year.

    Raises:
        StatementError: the books know no such member, or the year is still to come.
    """
    window = Window(date(year, 1, 1), min(date(year, 12, 31), case.as_of))
    if window.end < window.start:
        message = f"{year} begins after {case.as_of.isoformat()}, the last day that counts."
        raise StatementError(message)
    found = member_ledgers(case.books, case.last_row, {member}, window.end)
    if not found:
        known = {event.member for event in case.books.declared.members}
        with speaking(PLAIN):  # as the rest of what is refused
            hint = did_you_mean(member, known)
        message = f'the books know no member "{member}"{hint}.'
        raise StatementError(message)
    present = member in members_on(case.books.declared.members, window.end)
    its = standing_of(found[0], window.end, present=present)
    before = standing_of(found[0], window.start - DAY, present=present)
    opening = before.dues - before.asked
    payments = [payment for payment in its.payments if payment.date in window]
    waived = [p.asked for p in its.periods if p.waived and p.start in window]
    return Statement(
        title=case.books.title,
        member=member,
        tier=tier_name(its),
        currency=case.books.currency,
        digits=case.books.digits,
        window=window,
        opening=opening,
        lines=_balanced(opening, _lines(case, its, window)),
        waived=sum(waived, ZERO),
        paid=sum((p.dues for p in payments if not p.hours), ZERO),
        hours=sum((p.hours for p in payments if p.dues), ZERO),
        worked=sum((p.dues for p in payments if p.hours), ZERO),
        gifts=_gifts(case, member, window) + sum((p.gift for p in payments), ZERO),
    )


def _lines(case: "Case", its: Standing, window: Window) -> "Iterator[Line]":
    """What happened, in no order yet: events first, then what was asked, then what was paid."""
    joined: dict[date, date] = {}
    for event in member_events(case.books).get(its.member, ()):
        if event.event == "join":
            joined[event.date.replace(day=1)] = event.date
        if event.date in window and event.event in SAID:
            yield Line(event.date, _event(event), ZERO, ZERO, ZERO)
    for period in its.periods:
        if period.start in window:
            asked = ZERO if period.waived else period.asked
            due = joined.get(period.start, period.start)
            yield Line(due, _period(period), asked, ZERO, ZERO)
    for payment in its.payments:
        if payment.date in window:
            yield Line(payment.date, _payment(case, payment), ZERO, payment.dues, ZERO)


def _balanced(opening: Decimal, lines: "Iterator[Line]") -> "Sequence[Line]":
    balance, found = opening, []
    for line in sorted(lines, key=lambda its: its.date):
        balance += line.paid - line.asked
        found.append(line._replace(balance=balance))
    return found


def _event(event: "MemberEvent") -> str:
    return _(SAID[event.event], tier=event.tier)


def _period(period: Period) -> str:
    months = period_name(period)
    if period.waived:
        return _("Dues for {months}, waived", months=months)
    return _("Dues for {months}", months=months)


def _payment(case: "Case", payment: DuesPayment) -> str:
    if payment.hours:
        given = numeral(index(payment.hours))
        if payment.dues:
            return _("{hours} hours", hours=given)
        return _("{hours} hours, beyond the schedule", hours=given)
    if payment.amount < 0:
        return _("Paid back")
    if payment.gift:
        paid, gift = case.shown(payment.amount), case.shown(payment.gift)
        return _("Payment of {amount}, {gift} of it a gift", amount=paid, gift=gift)
    return _("Payment")


def _gifts(case: "Case", member: str, window: Window) -> Decimal:
    """What the member gave besides dues, and is booked so."""
    rows, dates = case.books.rows, case.books.transactions.date
    return sum(
        (
            -(rows.value[row] or ZERO)
            for row in case.books.rows_of("Income", case.last_row)
            if rows.contributor[row] == member
            and rows.source[row] in words.GIFT_SOURCES
            and dates[rows.txn[row]] in window
        ),
        ZERO,
    )


def statement_data(case: "Case", its: Statement) -> dict[str, Any]:
    """The statement as JSON; a statement made in English, which is that of every JSON."""
    return {
        **base(case),
        "group": its.title,
        "member": its.member,
        "tier": its.tier,
        "year": its.window.start.year,
        "window": {"from": its.window.start.isoformat(), "to": its.window.end.isoformat()},
        "opening": case.money(its.opening),
        "closing": case.money(its.closing),
        "asked": case.money(its.asked),
        "waived": case.money(its.waived),
        "paid": case.money(its.paid),
        "hours": index(its.hours),
        "worked": case.money(its.worked),
        "gifts": case.money(its.gifts),
        "lines": [
            {
                "date": line.date.isoformat(),
                "what": line.what,
                "asked": case.money(line.asked),
                "paid": case.money(line.paid),
                "balance": case.money(line.balance),
            }
            for line in its.lines
        ],
    }
