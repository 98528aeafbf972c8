"""Where money may come from, how much of it, and who must know (CF201 to CF209)."""

from collections.abc import Collection, Iterator, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction

from coopfund import vocabulary, words
from coopfund.books.records import Contributor
from coopfund.findings import Finding, Window
from coopfund.language import _
from coopfund.money import ZERO, percent, share
from coopfund.rules.case import Case, Rule
from coopfund.rules.plugin import family_plugin
from coopfund.wording import clauses
from coopfund_plugins import digits, gifts, payers, quarantine

NAMED_GIFTS = frozenset({"donation", "company", "union", "foundation"})
UNEXPLAINED = frozenset({"other", "unknown"})


def income_rows(case: Case) -> Iterator[int]:
    """Every income posting that brought money in, in order."""
    rows = case.books.rows
    for row in case.books.rows_of("Income", case.last_row):
        if rows.weight[row] < 0:
            yield row


def prohibited_source(case: Case) -> Iterator[Finding]:
    """CF201: sources or contributors the assembly refuses, dear fundraisers, state-owned firms.

    The lists are empty until voted; fee and state-owned share are 25 % (PartG section 25(2)).
    """
    rows, txns = case.books.rows, case.books.transactions
    fundraising = "fundraising" in case.books.kinds
    voted = any(change.code == "CF201" for change in case.books.declared.rules)
    owned = _state_shares(case.books.declared.contributors)
    if not (fundraising or voted or owned):
        return
    for row in income_rows(case):
        day = txns.date[rows.txn[row]]
        yield from _refused(case, row, day)
        if rows.contributor[row] in owned:
            yield from _state_owned(case, row, day, owned[str(rows.contributor[row])])
        if fundraising:
            yield from _dear_fee(case, row, day)


def _refused(case: Case, row: int, day: date) -> Iterator[Finding]:
    rows, groups = case.books.rows, case.books.groups
    source, person = rows.source[row] or words.UNKNOWN, rows.contributor[row]
    group = groups.of(person) if person else None
    kinds = {groups.kind(group) or "", groups.kind_of(person) or ""} if group and person else set()
    refused = {
        "source": source in _listed(case, "sources", day) and vocabulary.source(source),
        "contributor": person
        and group in {groups.of(name) for name in _listed(case, "contributors", day)}
        and person,
        "kind": " ".join(map(vocabulary.kind, sorted(kinds & _listed(case, "kinds", day)))),
    }
    for why, what in refused.items():
        if what:
            amount = -rows.weight[row]
            currency = rows.weight_currency[row]
            message = _(
                "{amount} came from {what}, which the assembly refuses.",
                amount=case.named(amount, currency),
                what=what,
            )
            evidence = {"amount": case.money(amount), "source": source, "why": why}
            yield case.finding("CF201", row, message, evidence, contributor=person)
            return


def _listed(case: Case, key: str, day: date) -> set[str]:
    return set(str(case.setting("CF201", key, day) or "").replace(",", " ").split())


def _state_shares(contributors: Mapping[str, Contributor]) -> dict[str, Decimal]:
    """The state's share of each firm, under every name that it gives by."""
    shares: dict[str, Decimal] = {}
    for name, record in contributors.items():
        for alias in (name, *record.same_as):
            known = [contributors[its].state_owned for its in (name, alias) if its in contributors]
            for its in (name, alias):
                shares[its] = max(part or ZERO for part in (shares.get(its), *known))
    return {name: part for name, part in shares.items() if part}


def _state_owned(case: Case, row: int, day: date, owned: Decimal) -> Iterator[Finding]:
    person = case.books.rows.contributor[row]
    limit = case.number("CF201", "state-owned", day)
    if owned <= limit:
        return
    amount, currency = -case.books.rows.weight[row], case.books.rows.weight_currency[row]
    message = _(
        "{amount} came from {person}, of which the state owns {share}; the limit is {limit}.",
        amount=case.named(amount, currency),
        person=person,
        share=percent(owned),
        limit=percent(limit),
    )
    evidence = {
        "amount": case.money(amount),
        "source": case.books.rows.source[row],
        "why": "state-owned",
        "share": share(owned),
        "limit": share(limit),
    }
    yield case.finding("CF201", row, message, evidence, contributor=person)


def _dear_fee(case: Case, row: int, day: date) -> Iterator[Finding]:
    """A fundraiser's fee in the gift's own entry; judged once, at the entry's first gift."""
    rows, txns = case.books.rows, case.books.transactions
    txn = rows.txn[row]
    members = range(txns.start[txn], txns.start[txn + 1])
    gifts = [r for r in members if rows.source[r] in NAMED_GIFTS and rows.weight[r] < 0]
    fees = [r for r in members if rows.account[r].kind == "fundraising" and rows.weight[r] > 0]
    if not fees or not gifts or row != gifts[0]:
        return
    gift = -sum((rows.weight[r] for r in gifts), ZERO)
    fee = sum((rows.weight[r] for r in fees), ZERO)
    part, limit = Fraction(fee) / Fraction(gift), case.number("CF201", "fee", day)
    if part <= limit:
        return
    message = _(
        "A fundraiser kept {fee} of a gift of {gift}, {share}; the limit is {limit}.",
        fee=case.named(fee),
        gift=case.shown(gift),
        share=percent(part),
        limit=percent(limit),
    )
    evidence = {
        "amount": case.money(gift),
        "source": rows.source[row],
        "why": "fee",
        "fee": case.money(fee),
        "share": share(part),
        "limit": share(limit),
    }
    yield case.finding("CF201", fees[0], message, evidence, contributor=rows.contributor[row])


def anonymous(case: Case) -> Iterator[Finding]:
    """CF202: large gifts have a giver.

    A single nameless gift above the limit stops; all of a calendar year above
    max(floor, share × receipts) warn.
    """
    rows, txns = case.books.rows, case.books.transactions
    by_year: dict[int, list[int]] = {}
    for row in _income_of(case, NAMED_GIFTS):
        if rows.weight[row] >= 0 or not _nameless(case, rows.contributor[row]):
            continue
        value = rows.value[row] or ZERO
        day = txns.date[rows.txn[row]]
        by_year.setdefault(day.year, []).append(row)
        limit = case.number("CF202", "single", day)
        if -value > limit:
            over = Fraction(-value) - limit
            message = _(
                "A gift of {amount} names no giver; above {limit} a giver must be known.",
                amount=case.named(-value),
                limit=case.shown(limit),
            )
            evidence = {
                "amount": case.money(-value),
                "limit": case.money(limit),
                "over": case.money(over),
            }
            yield case.finding("CF202", row, message, evidence)
    for year, members in sorted(by_year.items()):
        yield from _nameless_year(case, year, members)


def _income_of(case: Case, sources: Collection[str]) -> list[int]:
    """The income postings of some sources, in order."""
    return case.books.income.of(lambda giver: giver.source in sources, case.last_row)


def _nameless(case: Case, person: str | None) -> bool:
    return person is None or case.books.groups.kind(case.books.groups.of(person)) == "anonymous"


def _nameless_year(case: Case, year: int, members: list[int]) -> Iterator[Finding]:
    total = -sum((case.books.rows.value[row] or ZERO for row in members), ZERO)
    window = _year(year)
    day = min(window.end, case.as_of)
    receipts = case.income(window).total
    floor = case.number("CF202", "yearly", day)
    cap = max(floor, case.number("CF202", "yearly-share", day) * Fraction(receipts))
    if total <= cap:
        return
    over = Fraction(total) - cap
    message = _(
        "Gifts without a giver came to {amount} in {year}; the cap is {cap}, {over} is too much.",
        amount=case.named(total),
        year=year,
        cap=case.shown(cap),
        over=case.shown(over),
    )
    evidence = {
        "amount": case.money(total),
        "limit": case.money(cap),
        "over": case.money(over),
        "receipts": case.money(receipts),
        "year": year,
    }
    yield case.finding("CF202", members[-1], message, evidence, action="warn")


def _year(year: int) -> Window:
    return Window(date(year, 1, 1), date(year, 12, 31))


def unexplained(case: Case) -> Iterator[Finding]:
    """CF208: little income is `other` or `unknown`; by calendar year, and by single posting.

    First digits are compared with Benford's law only where that was voted.
    """
    yield from digits.first_digits(case)
    rows, txns = case.books.rows, case.books.transactions
    by_year: dict[int, list[int]] = {}
    for row in _income_of(case, UNEXPLAINED):
        value = rows.value[row] or ZERO
        day = txns.date[rows.txn[row]]
        by_year.setdefault(day.year, []).append(row)
        limit = case.number("CF208", "item", day)
        if -value > limit:
            yield _large_item(case, row, -value, limit)
    for year, members in sorted(by_year.items()):
        yield from _unexplained_year(case, year, members)


def _large_item(case: Case, row: int, value: Decimal, limit: Fraction) -> Finding:
    account = case.books.rows.account[row].name
    told = {"amount": case.named(value), "account": account, "limit": case.shown(limit)}
    message = (
        _(
            '{amount} on {account} is booked as "other", which says no more; no single item may '
            "exceed {limit}.",
            **told,
        )
        if case.books.rows.source[row] == "other"
        else _(
            "{amount} on {account} has no known source; no single item may exceed {limit}.",
            **told,
        )
    )
    evidence = {
        "amount": case.money(value),
        "limit": case.money(limit),
        "over": case.money(Fraction(value) - limit),
        "accounts": {account: case.money(value)},
    }
    return case.finding("CF208", row, message, evidence)


def _unexplained_year(case: Case, year: int, members: list[int]) -> Iterator[Finding]:
    rows = case.books.rows
    accounts: dict[str, Decimal] = {}
    for row in members:
        name = rows.account[row].name
        accounts[name] = accounts.get(name, ZERO) - (rows.value[row] or ZERO)
    total = sum(accounts.values(), ZERO)
    window = _year(year)
    own = case.income(window).own
    part = case.number("CF208", "share", min(window.end, case.as_of))
    limit = part * Fraction(own)
    if total <= 0 or total <= limit:
        return
    largest = sorted(accounts.items(), key=lambda item: (-item[1], item[0]))
    named = [row for row in members if rows.source[row] == "other"]
    other = -sum((rows.value[row] or ZERO for row in named), ZERO)
    told = {"amount": case.named(total), "year": year, "account": largest[0][0]}
    if not named:
        why = _("{amount} of {year} has no known source, most of it on {account}", **told)
    elif len(named) == len(members):
        why = _(
            '{amount} of {year} is booked as "other", which says no more, most of it on {account}',
            **told,
        )
    else:
        why = _(
            "{amount} of {year} is unexplained, {unknown} without a known source and {other} as "
            "other, most of it on {account}",
            unknown=case.shown(total - other),
            other=case.shown(other),
            **told,
        )
    exceeded = _(
        "{share} of own income is {limit}, {over} is too much",
        share=percent(part),
        limit=case.shown(limit),
        over=case.shown(Fraction(total) - limit),
    )
    evidence = {
        "amount": case.money(total),
        "own_income": case.money(own),
        "limit": case.money(limit),
        "over": case.money(Fraction(total) - limit),
        "accounts": {name: case.money(value) for name, value in largest},
        "year": year,
    }
    yield case.finding("CF208", members[-1], f"{clauses(why, exceeded)}.", evidence)


RULES = (
    Rule("CF201", prohibited_source),
    Rule("CF202", anonymous),
    *gifts.RULES,
    *payers.RULES,
    Rule("CF208", unexplained),
    *quarantine.RULES,
)

run = family_plugin("sources", RULES)
__plugins__ = (run,)
