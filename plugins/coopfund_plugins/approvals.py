"""Who may let money go: two people, officers and their own, decisions (CF601, CF606, CF608)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from coopfund import vocabulary, words
from coopfund.books.reader import words as split_words
from coopfund.findings import Finding
from coopfund.language import ENGLISH, _, numeral, plural, speaking
from coopfund.language import day as printed
from coopfund.measures.decisions import Vote, votes
from coopfund.measures.offices import Term, officers, terms, why_not
from coopfund.measures.outlays import Outlay, Part, texts
from coopfund.money import ZERO
from coopfund.rules.case import Case, Rule
from coopfund.wording import clauses, harmless, listed


def two_people(case: Case) -> Iterator[Finding]:
    """CF601: preparer ≠ approver; from 500 (policy) two approvers in office, not payee nor kin."""
    held = terms(case.books.declared.offices)
    txns = case.books.transactions
    signed = [txns.date[txn] for txn in txns.by_key.get("approved-by", ())]
    begin = min((*signed[:1], *(term.start for term in held)), default=None)
    if begin is None:
        return
    for payment in case.payments:
        limit = case.number("CF601", "amount", payment.day)
        large = payment.amount >= limit and payment.day >= begin
        signatures = _Signatures(case, payment, held)
        if not signatures.approvers and not large:
            continue
        needed = int(case.number("CF601", "approvers", payment.day)) if large else 0
        if signatures.faults(needed):
            yield _signed(case, payment, signatures, limit, needed)


def _too_few(count: int, needed: int) -> str:
    if not count:
        return plural(
            "none of the {number} approvals needed counts",
            "none of the {number} approvals needed counts",
            needed,
        )
    return plural(
        "only {number} of the {needed} approvals needed counts",
        "only {number} of the {needed} approvals needed count",
        count,
        needed=numeral(str(needed)),
    )


def _signed(
    case: Case, payment: Outlay, signatures: "_Signatures", limit: Fraction, needed: int
) -> Finding:
    faults = signatures.faults(needed)
    with speaking(ENGLISH):
        evident = signatures.faults(needed)
    amount, payee = case.named(payment.amount), payment.payee and harmless(payment.payee)
    message = (
        _(
            "{amount} was paid to {payee}, to review who signed: {faults}.",
            amount=amount,
            payee=payee,
            faults=clauses(*faults),
        )
        if payee
        else _(
            "{amount} was paid, to review who signed: {faults}.",
            amount=amount,
            faults=clauses(*faults),
        )
    )
    evidence = {
        "amount": case.money(payment.amount),
        "limit": case.money(limit),
        "payee": payee,
        "prepared_by": sorted(map(harmless, signatures.preparers)),
        "approved_by": [harmless(name) for name in signatures.approvers],
        "counting": [harmless(name) for name in signatures.counting],
        "needed": needed,
        "faults": evident,
    }
    return case.finding("CF601", payment.row, message, evidence)


class _Signatures:
    """Who prepared and approved a payment, and whose approval counts."""

    def __init__(self, case: Case, payment: Outlay, held: tuple[Term, ...]) -> None:
        self.case, self.payment, self.held = case, payment, held
        names = split_words(" ".join(texts(case.books, payment, "approved-by")))
        self.approvers = tuple(dict.fromkeys(names))
        prepared = split_words(" ".join(texts(case.books, payment, "prepared-by")))
        self.preparers = frozenset(prepared)

    @property
    def counting(self) -> tuple[str, ...]:
        """The approvers with nothing against them, each person once."""
        person = self.case.books.people.of
        sound = [name for name in self.approvers if self._fault(name) is None]
        return tuple({person(name): name for name in reversed(sound)}.values())[::-1]

    def faults(self, needed: int) -> list[str]:
        """What is wrong with each approver, and whether too few are left."""
        found = [harmless(fault) for fault in map(self._fault, self.approvers) if fault]
        count = len(self.counting)
        return [*found, _too_few(count, needed)] if count < needed else found

    def _fault(self, name: str) -> str | None:
        payees = {part.payee for part in self.payment.parts}
        groups, person = self.case.books.groups, self.case.books.people.of
        if person(name) in map(person, self.preparers):
            return _("{name} prepared and approved it", name=name)
        if name in payees:
            return _("{name} approved it and was paid", name=name)
        kin = sorted(payee for payee in payees if groups.of(name) == groups.of(payee))
        if kin:
            return _(
                "{name} approved it and is kin of {payee}, who was paid", name=name, payee=kin[0]
            )
        return why_not(self.held, name, self.payment.day) if self.held else None


@dataclass
class _Paid:
    """What an officer's group was paid in a year."""

    officers: set[str] = field(default_factory=set)
    payments: list[tuple[date, Part]] = field(default_factory=list)


def related_party(case: Case) -> Iterator[Finding]:
    """CF606: officers among the payees; their debts together above 2,000 (US LMRDA 503(a))."""
    held = terms(case.books.declared.offices)
    if held:
        yield from _paid_officers(case, held)
        yield from _debts(case, held)


def _paid_officers(case: Case, held: tuple[Term, ...]) -> Iterator[Finding]:
    groups = case.books.groups
    paid: dict[tuple[int, str], _Paid] = {}
    for payment in case.payments:
        held_by = officers(held, payment.day)
        for part in payment.parts:
            group = groups.of(part.payee)
            of_group = {name for name in held_by if groups.of(name) == group}
            # What an officer is lent is a debt, judged as such.
            if of_group and case.books.rows.account[part.row].kind != words.RECEIVABLE:
                its = paid.setdefault((payment.day.year, group), _Paid())
                its.officers |= of_group
                its.payments.append((payment.day, part))
    for (year, group), its in sorted(paid.items()):
        total = sum((part.amount for _day, part in its.payments), ZERO)
        evidence = {
            "why": "payee",
            "officers": sorted(its.officers),
            "payee": group,
            "amount": case.money(total),
            "payments": [
                {"date": day.isoformat(), "amount": case.money(part.amount)}
                for day, part in its.payments
            ],
            "year": year,
        }
        last = its.payments[-1][1].row
        message = _to_officers(case, year, its, total)
        yield case.finding("CF606", last, message, evidence, contributor=group)


def _to_officers(case: Case, year: int, its: _Paid, total: Decimal) -> str:
    names = sorted({part.payee for _day, part in its.payments})
    told = {"amount": case.named(total), "year": year, "payees": harmless(listed(names))}
    if set(names) <= its.officers:
        return plural(
            "{amount} was paid in {year} to {payees}, who held office then, in one payment.",
            "{amount} was paid in {year} to {payees}, who held office then, in {number} payments.",
            len(its.payments),
            **told,
        )
    return plural(
        "{amount} was paid in {year} to {payees}, one group with {officers}, who held office then, "
        "in one payment.",
        "{amount} was paid in {year} to {payees}, one group with {officers}, who held office then, "
        "in {number} payments.",
        len(its.payments),
        officers=listed(sorted(its.officers)),
        **told,
    )


def _debts(case: Case, held: tuple[Term, ...]) -> Iterator[Finding]:
    if words.RECEIVABLE not in case.books.kinds:
        return
    rows, txns, same = case.books.rows, case.books.transactions, case.books.people.of
    owed: dict[str, Decimal] = {}
    above = False
    for row in case.books.rows_of("Assets", case.last_row):
        person, value = rows.contributor[row], rows.value[row]
        if rows.account[row].pool != words.RECEIVABLE or person is None or value is None:
            continue
        owed[same(person)] = owed.get(same(person), ZERO) + value
        day = txns.date[rows.txn[row]]
        in_office = {same(name): name for name in sorted(officers(held, day), reverse=True)}
        debts = {in_office[its]: owed[its] for its in sorted(in_office) if owed.get(its, ZERO)}
        total = sum(debts.values(), ZERO)
        limit = case.number("CF606", "debts", day)
        if total > limit and not above:
            yield _indebted(case, row, debts, limit)
        above = total > limit


def _indebted(case: Case, row: int, debts: Mapping[str, Decimal], limit: Fraction) -> Finding:
    total = sum(debts.values(), ZERO)
    message = _(
        "Those in office owe {amount} together ({debts}); the limit is {limit}.",
        amount=case.named(total),
        debts=listed([f"{name} {case.shown(amount)}" for name, amount in debts.items()]),
        limit=case.shown(limit),
    )
    evidence = {
        "why": "debts",
        "officers": list(debts),
        "amount": case.money(total),
        "limit": case.money(limit),
        "debts": {name: case.money(amount) for name, amount in debts.items()},
    }
    return case.finding("CF606", row, message, evidence)


def decision(case: Case) -> Iterator[Finding]:
    """CF608: large spending has a decision, before it, with that much left."""
    voted = any(change.code == "CF608" for change in case.books.declared.rules)
    named = "decision" in case.books.transactions.by_key
    if not voted and not named:
        return
    for vote in votes(case):
        yield from _undecided(case, vote)


def _undecided(case: Case, vote: Vote) -> Iterator[Finding]:
    spending, said, found = vote.spending, vote.said, vote.decision
    payee = spending.payee and harmless(spending.payee)
    spent = vocabulary.to_payee(case.named(spending.amount), payee)
    evidence: dict[str, Any] = {
        "amount": case.money(spending.amount),
        "limit": None if vote.limit is None else case.money(vote.limit),
        "decision": harmless(found.name if found else said or "") or None,
    }
    if found is None:
        why = "none" if said is None else "unknown"
        message = (
            _(
                "{spent} was spent under {decision}, which is recorded nowhere.",
                spent=spent,
                decision=harmless(said),
            )
            if said
            else _(
                "{spent} was spent with no decision; from {limit} up the meeting decides.",
                spent=spent,
                limit=case.shown(vote.limit or Fraction(0)),
            )
        )
    else:
        evidence["decided"] = found.date.isoformat()
        counted_in = found.currency in {None, case.books.currency}
        left = found.amount - vote.taken if found.amount is not None and counted_in else None
        if found.date > spending.day:
            why = "later"
            message = _(
                "{spent} was spent before {decision} decided it on {day}.",
                spent=spent,
                decision=found.name,
                day=printed(found.date),
            )
        elif left is not None and spending.amount > left:
            why = "exceeded"
            over = spending.amount - max(left, ZERO)
            evidence |= {
                "authorised": case.money(found.amount or ZERO),
                "left": case.money(left),
                "over": case.money(over),
            }
            message = _(
                "{spent} was spent under {decision}, which had {left} left of {authorised}: "
                "{over} is too much.",
                spent=spent,
                decision=found.name,
                left=case.shown(left),
                authorised=case.shown(found.amount or ZERO),
                over=case.shown(over),
            )
        else:
            return
    yield case.finding("CF608", spending.row, message, {"why": why, **evidence})


RULES = (
    Rule("CF601", two_people),
    Rule("CF606", related_party),
    Rule("CF608", decision),
)
