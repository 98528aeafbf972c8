"""Gifts that hide: behind the dues of others, or behind small sums (CF204, CF205)."""

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from coopfund.findings import Finding
from coopfund.language import _, numeral, plural
from coopfund.measures import gifts as measure
from coopfund.measures.gifts import Gift
from coopfund.measures.straw import Straw
from coopfund.rules.case import Case, Rule
from coopfund.wording import clauses

if TYPE_CHECKING:
    from datetime import date


def straw_payer(case: Case) -> Iterator[Finding]:
    """CF204: one payer pays dues for no more than its household; by calendar year.

    Whoever pays for others besides their own household gives a gift of their own, which CF206 and
    CF207 count (policy: one person; payer is not the member: PartG section 25(2) no. 6).
    """
    for straw in case.straws:
        yield _straw(case, straw)


def _straw(case: Case, straw: Straw) -> Finding:
    members, strangers, year = straw.members, straw.strangers, straw.year
    # Translators: begins a sentence: The account p-3 paid the dues of 7 members in 2026
    who = straw.payer if straw.known else _("The account {account}", account=straw.payer)
    paid = plural(
        "{who} paid the dues of {member} in {year}",
        "{who} paid the dues of {number} members in {year}",
        len(members),
        who=who,
        member=members[0],
        year=year,
    )
    message = f"{clauses(paid, _own_gift(straw, case.named(straw.amount)))}."
    evidence = {
        "payer": straw.payer,
        "year": year,
        "members": list(members),
        "unexplained": list(strangers),
        "gift": case.money(straw.amount),
    }
    person = straw.payer if straw.known else None
    return case.finding("CF204", straw.excess[-1].row, message, evidence, contributor=person)


def _own_gift(straw: Straw, amount: str) -> str:
    """The second clause: what the payer may pay for a household, and what is a gift."""
    more = len(straw.strangers)
    own = len(straw.members) - more
    if not own:
        return _(
            "{amount} is for nobody of its household and counts as its own gift", amount=amount
        )
    household = plural(
        "one of them may be its household", "{number} of them may be its household", own
    )
    gift = plural(
        "{amount} for {number} more counts as its own gift",
        "{amount} for {number} more counts as its own gift",
        more,
        amount=amount,
    )
    # Translators: joins two clauses
    return _("{household}, and {gift}", household=household, gift=gift)


def splitting(case: Case) -> Iterator[Finding]:
    """CF205: three or more gifts within 30 days, each just below a limit, together above it.

    Limits: the one voted for this rule, and that on publishing a gift at once (CF206). Policy,
    after the repeated gifts of 400 pounds in the United Kingdom.
    """
    given = [gift for gift in measure.at_once(case.gifts) if gift.source in measure.HANDED_OVER]
    number, days = (int(case.number("CF205", key)) for key in ("gifts", "days"))
    for code, key in (("CF205", "limit"), ("CF206", "at-once")):
        for group, its in sorted(measure.by_group(_just_below(case, given, code, key)).items()):
            for run in measure.runs(its, max(1, number), days):
                limit = case.number(code, key, run[-1].date)
                if measure.total(run) > limit:
                    yield _split(case, group, run, limit)


def _just_below(case: Case, gifts: Iterable[Gift], code: str, key: str) -> Iterator[Gift]:
    """The gifts just below a limit as it was on their day."""
    bounds: dict[date, tuple[int, Fraction, Fraction]] = {}
    for gift in gifts:
        known = bounds.get(gift.date)
        if known is None:
            limit = case.number(code, key, gift.date)
            least = case.number("CF205", "share", gift.date) * limit
            known = bounds[gift.date] = int(least), least, limit
        whole, least, limit = known  # most gifts are small, and whole numbers compare fast
        if gift.amount >= whole and least <= gift.amount <= limit:
            yield gift


def _split(case: Case, group: str, run: Sequence[Gift], limit: Fraction) -> Finding:
    amount = measure.total(run)
    days = (run[-1].date - run[0].date).days
    message = plural(
        "{group} gave {times} times within {number} days, each time just below {limit}: {amount} "
        "together.",
        "{group} gave {times} times within {number} days, each time just below {limit}: {amount} "
        "together.",
        days,
        group=group,
        times=numeral(str(len(run))),
        limit=case.shown(limit),
        amount=case.named(amount),
    )
    evidence = {
        "amount": case.money(amount),
        "limit": case.money(limit),
        "days": days,
        "timeline": [
            {"date": gift.date.isoformat(), "amount": case.money(gift.amount)} for gift in run
        ],
    }
    return case.finding("CF205", run[-1].row, message, evidence, contributor=group)


RULES = (
    Rule("CF204", straw_payer),
    Rule("CF205", splitting),
)
