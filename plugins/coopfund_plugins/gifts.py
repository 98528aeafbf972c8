"""How much one giver may give, and who must know (CF203, CF206, CF207)."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction

from coopfund import language, words
from coopfund.books.records import Published
from coopfund.findings import Finding
from coopfund.language import _, numeral, plural
from coopfund.measures import gifts as measure
from coopfund.measures.gifts import Gift
from coopfund.money import exceeds, percent
from coopfund.rules.case import Case, Rule
from coopfund.wording import clauses, listed

CAPPED = frozenset(words.SOURCES) - measure.NOT_GIVEN - {"state"}
"""What CF207 counts: the state has a ceiling of its own (CF305)."""

PUBLIC, MEMBERS = words.PUBLISHED_TO


def cash(case: Case) -> Iterator[Finding]:
    """CF203: cash per group and calendar year above 100 (FEC; 20 in Canada).

    A single gift in cash is judged where a limit for it was voted (1,000 in PartG).
    """
    if words.CASH not in case.books.kinds:
        return
    shares = measure.cash_in(case.books, case.last_row)
    given = [
        gift._replace(amount=_part(gift.amount, shares[gift.txn]))
        for gift in case.gifts
        if gift.txn in shares and gift.amount > 0 and gift.source in measure.HANDED_OVER
    ]
    single = any(c.code == "CF203" and "single" in c.settings for c in case.books.declared.rules)
    for gift in measure.at_once(given) if single else ():
        limit = case.setting("CF203", "single", gift.date)
        if limit is not None and gift.amount > limit:
            told = _(
                "{group} gave {amount} in cash at once",
                group=gift.group,
                amount=case.named(gift.amount),
            )
            yield _over(case, "CF203", gift, told, gift.amount, Fraction(limit))
    for (year, group), its in measure.by_group_and_year(given).items():
        crossing = _crossing(its, lambda day: case.number("CF203", "yearly", day) or None)
        if crossing:
            gift, limit = crossing
            told = _(
                "{group} gave {amount} in cash in {year}",
                group=group,
                amount=case.named(measure.total(its)),
                year=year,
            )
            yield _over(case, "CF203", gift, told, measure.total(its), limit, year=year)


def _part(amount: Decimal, part: Fraction) -> Decimal:
    return amount if part == 1 else amount * part.numerator / part.denominator


def _crossing(
    gifts: Sequence[Gift], limit: "Callable[[date], Fraction | None]"
) -> tuple[Gift, Fraction] | None:
    """The gift with which the running sum went above the limit of its day, and that limit."""
    running = Decimal(0)
    for gift in gifts:
        running += gift.amount
        limited = limit(gift.date)
        if limited is not None and exceeds(running, limited) and gift.amount > 0:
            return gift, limited
    return None


def _over(  # noqa: PLR0913, PLR0917  # one argument per part of the sentence
    case: Case,
    code: str,
    gift: Gift,
    told: str,
    amount: Decimal,
    limit: Fraction,
    **more: object,
) -> Finding:
    over = Fraction(amount) - limit
    exceeded = _(
        "the limit is {limit}, {over} is too much", limit=case.shown(limit), over=case.shown(over)
    )
    evidence = {
        "amount": case.money(amount),
        "limit": case.money(limit),
        "over": case.money(over),
        **more,
    }
    message = f"{clauses(told, exceeded)}."
    return case.finding(code, gift.row, message, evidence, contributor=gift.group)


def disclose(case: Case) -> Iterator[Finding]:
    """CF206: large gifts are named: a year's above 200 to members, above 10,000 in public.

    A gift above 35,000 is published by itself. Sources: FEC; PartG section 25(3), as of 2024.
    """
    given = [gift for gift in case.limited if gift.source in measure.GIVEN]
    named: set[tuple[int, str]] = set()
    for gift in measure.at_once(given):
        limit = case.number("CF206", "at-once", gift.date)
        if exceeds(gift.amount, limit) and not _published(
            case, gift, gift.amount, PUBLIC, gift.date
        ):
            named.add((gift.date.year, gift.group))
            told = _(
                "{group} gave {amount} at once", group=gift.group, amount=case.named(gift.amount)
            )
            yield _unpublished(case, [gift], told, limit)
    inside: dict[int, list[tuple[Gift, Decimal]]] = {}
    for (year, group), its in measure.by_group_and_year(given).items():
        if (year, group) in named:
            continue
        public = _crossing(its, lambda day: case.number("CF206", "public", day))
        members = _crossing(its, lambda day: case.number("CF206", "inside", day))
        amount = measure.total(its)
        if public and not _published(case, its[-1], amount, PUBLIC):
            told = _(
                "{group} gave {amount} in {year}",
                group=group,
                amount=case.named(amount),
                year=year,
            )
            yield _unpublished(case, its, told, public[1], public[0])
        elif members and not _published(case, its[-1], amount, MEMBERS):
            inside.setdefault(year, []).append((members[0], amount))
    for year, those in inside.items():
        yield _unlisted(case, year, those)


def _as_dues(case: Case, its: Sequence[Gift]) -> list[str]:
    """What of the gifts came as dues of others (CF204), in words; nothing where nothing did."""
    hidden = _dues_of_others(case, its).get("dues_of_others")
    # Translators: ends a clause: d-7 gave 10.00 USD in 2026, 5.00 of it as dues of others
    return [_("{amount} of it as dues of others", amount=numeral(hidden))] if hidden else []


def _dues_of_others(case: Case, its: Sequence[Gift]) -> dict[str, str]:
    rows = case.books.rows
    hidden = measure.total(gift for gift in its if rows.source[gift.row] == words.DUES)
    return {"dues_of_others": case.money(hidden)} if hidden else {}


def _published(
    case: Case, gift: Gift, amount: Decimal, to: str, since: date = date.min
) -> Published | None:
    """What was published of a group's year, widely enough and all of it."""
    books, reach = case.books, words.PUBLISHED_TO.index
    for published in books.declared.published:
        if (
            published.year == gift.date.year
            and since <= published.date
            and case.told(published.date)
            and books.groups.of(published.contributor) == gift.group
            and reach(published.to) <= reach(to)
            and published.currency == books.currency
            and published.amount >= amount
        ):
            return published
    return None


def _unpublished(
    case: Case, its: Sequence[Gift], told: str, limit: Fraction, at: Gift | None = None
) -> Finding:
    amount, group = measure.total(its), its[0].group
    accounts = measure.by_account(case.books, its)
    gave = [told]
    if len(accounts) > 1:
        # Translators: ends a clause: d-1 gave 10.00 USD in 2026, on 2 accounts
        gave.append(plural("on one account", "on {number} accounts", len(accounts)))
    unpublished = _(
        "above {limit} it is published, and no coopfund-published says that it was",
        limit=case.shown(limit),
    )
    message = f"{clauses(', '.join([*gave, *_as_dues(case, its)]), unpublished)}."
    evidence = {
        "amount": case.money(amount),
        "limit": case.money(limit),
        "to": PUBLIC,
        "year": its[0].date.year,
        "accounts": {name: case.money(value) for name, value in accounts.items()},
        **_dues_of_others(case, its),
    }
    return case.finding("CF206", (at or its[0]).row, message, evidence, contributor=group)


def _unlisted(case: Case, year: int, those: Sequence[tuple[Gift, Decimal]]) -> Finding:
    """One finding for all whom the members were not told of, at the last to cross the limit."""
    ranked = sorted(those, key=lambda item: (-item[1], item[0].group))
    last = max((gift for gift, _ in those), key=lambda gift: gift.row)
    limit = case.number("CF206", "inside", last.date)
    total = sum((amount for _, amount in those), Decimal(0))
    most = [gift.group for gift, _ in ranked[:3]]
    rest = len(ranked) - len(most)
    # Translators: ends a list of givers: d-1, d-2 and 8 others
    others = [plural("one other", "{number} others", rest)] if rest else []
    told = {
        "amount": case.named(total),
        "limit": case.shown(limit),
        "year": year,
    }
    message = (
        _(
            "{givers} gave {amount} together, each above {limit}, in {year}; no "
            "coopfund-published says that the members were told.",
            givers=listed([*most, *others]),
            **told,
        )
        if len(ranked) > 1
        else _(
            "{giver} gave {amount}, above {limit}, in {year}; no coopfund-published says that "
            "the members were told.",
            giver=most[0],
            **told,
        )
    )
    evidence = {
        "amount": case.money(total),
        "limit": case.money(limit),
        "to": MEMBERS,
        "year": year,
        "groups": {gift.group: case.money(amount) for gift, amount in ranked},
    }
    alone = ranked[0][0].group if len(ranked) == 1 else None
    return case.finding("CF206", last.row, message, evidence, contributor=alone)


def gift_cap(case: Case) -> Iterator[Finding]:
    """CF207: a group's non-dues money in twelve months stays below 2 % of receipts, or a vote.

    IRS 2 % limit, adapted.
    """
    within = [g for g in case.limited if g.date in case.year and g.source in CAPPED]
    if not within:
        return
    receipts = case.income(case.year).total
    part, voted = case.number("CF207", "share"), case.setting("CF207", "amount")
    cap = part * Fraction(receipts) if voted is None else Fraction(voted)
    for group, its in sorted(measure.by_group(within).items()):
        amount = measure.total(its)
        if amount <= cap or case.books.groups.kind(group) == "state":
            continue
        over = Fraction(amount) - cap
        gave = _(
            "{group} gave {amount} besides dues in the twelve months to {day}",
            group=group,
            amount=case.named(amount),
            day=language.day(case.as_of),
        )
        capped = (
            _(
                "the voted cap is {cap}, {over} is too much",
                cap=case.shown(cap),
                over=case.shown(over),
            )
            if voted is not None
            else _(
                "{share} of receipts is {cap}, {over} is too much",
                share=percent(part),
                cap=case.shown(cap),
                over=case.shown(over),
            )
        )
        message = f"{clauses(', '.join([gave, *_as_dues(case, its)]), capped)}."
        evidence = {
            "amount": case.money(amount),
            "limit": case.money(cap),
            "over": case.money(over),
            "receipts": case.money(receipts),
            **_dues_of_others(case, its),
        }
        largest = max(its, key=lambda gift: (gift.amount, -gift.row))
        yield case.finding("CF207", largest.row, message, evidence, contributor=group)


RULES = (
    Rule("CF203", cash),
    Rule("CF206", disclose),
    Rule("CF207", gift_cap),
)
