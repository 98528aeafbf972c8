"""Dues-only funding: what dues are, and who pays for the programs (CF101–CF106)."""

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import NamedTuple

from coopfund import vocabulary, words
from coopfund.findings import Finding
from coopfund.language import _, numeral, plural
from coopfund.language import day as printed
from coopfund.measures.dues import DuesPayment, Ledger, member_ledgers
from coopfund.money import ZERO, add_up, index, percent, share
from coopfund.rules.case import Case, Rule
from coopfund.rules.plugin import family_plugin
from coopfund.tracing.trace import Payment
from coopfund.wording import clauses
from coopfund_plugins import patrons


def scheduled_dues(case: Case) -> Iterator[Finding]:
    """CF101: dues are only what the schedule asks; the rest of a payment is a gift.

    dues = min(payment, max(0, due to date + prepay cap − paid to date)). Judged for members whose
    tier has a schedule; dues that name no member are counted together, once.
    """
    books = case.books
    if not books.declared.dues:
        return
    for ledger in member_ledgers(books, case.last_row, case.ahead) if case.ahead else ():
        for payment in ledger.payments():
            if payment.gift > 0:
                yield _beyond_schedule(case, ledger, payment)
        yield from _no_hours(case, ledger)
    yield from _nameless_dues(case)


def _beyond_schedule(case: Case, ledger: Ledger, payment: DuesPayment) -> Finding:
    if ledger.joined is None:
        message = _(
            "{amount} booked as dues of {member}, who has not joined: all of it is a gift.",
            amount=case.named(payment.amount),
            member=ledger.member,
        )
    else:
        message = plural(
            "{amount} booked as dues of {member}, but the schedule asks {due} to this day and "
            "{before} was paid: with {number} months ahead, {dues} is dues and {gift} is a gift.",
            "{amount} booked as dues of {member}, but the schedule asks {due} to this day and "
            "{before} was paid: with {number} months ahead, {dues} is dues and {gift} is a gift.",
            ledger.schedule.prepay_months(payment.date),
            amount=case.named(payment.amount),
            member=ledger.member,
            due=case.shown(payment.due),
            before=case.shown(payment.before),
            dues=case.shown(payment.dues),
            gift=case.shown(payment.gift),
        )
    evidence = {
        "paid": case.money(payment.amount),
        "due": case.money(payment.due),
        "prepay": case.money(payment.prepay),
        "before": case.money(payment.before),
        "dues": case.money(payment.dues),
        "gift": case.money(payment.gift),
    }
    return case.finding("CF101", payment.row, message, evidence, contributor=ledger.member)


def _no_hours(case: Case, ledger: Ledger) -> Iterator[Finding]:
    """Hours booked as dues where the tier takes none; once a member, at the last."""
    idle = [its for its in ledger.booked if its.hours > 0 and not ledger.timeline.worth(its.date)]
    if not idle:
        return
    number = sum((its.hours for its in idle), ZERO)
    message = _(
        "{hours} hours are booked as dues of {member}, whose tier takes no hours; they pay "
        "nothing.",
        hours=numeral(index(number)),
        member=ledger.member,
    )
    evidence = {"hours": index(number)}
    yield case.finding(
        "CF101", idle[-1].row, message, evidence, action="warn", contributor=ledger.member
    )


def _nameless_dues(case: Case) -> Iterator[Finding]:
    rows = case.books.rows
    nameless = [
        row
        for row in case.books.rows_of("Income", case.last_row)
        if rows.contributor[row] is None
        and rows.source[row] == words.DUES
        and rows.weight[row] < 0
        and rows.currency[row] not in case.books.declared.hours
    ]
    if not nameless or not case.books.declared.members:
        return
    total = -sum((rows.value[row] or ZERO for row in nameless), ZERO)
    message = plural(
        "A dues payment of {amount} names no member, so the schedule cannot be checked.",
        "{number} dues payments, {amount} together, name no member, so the schedule cannot be "
        "checked.",
        len(nameless),
        amount=case.named(total),
    )
    evidence = {"paid": case.money(total), "payments": len(nameless)}
    yield case.finding("CF101", nameless[-1], message, evidence, action="warn")


def paid_by_dues(case: Case) -> Iterator[Finding]:
    """CF102: a program was paid from its whitelist.

    L0 stops (a note once made good); L1 without a decision recorded before the payment warns, once
    per program and currency.
    """
    undecided: dict[tuple[str, str], list[Payment]] = {}
    judgements = case.tracing.levels(case.as_of)
    if any(judged.level == "L0" or judged.payment.repaired for judged in judgements):
        judgements = case.tracing.levels(case.as_of, lots=True)  # to say whose money it was
    for judged in judgements:
        payment = judged.payment
        if judged.level == "L0" or payment.repaired:
            yield _breach(case, payment)
        elif judged.level == "L1" and not _decided(case, payment):
            undecided.setdefault((payment.program, payment.key.currency), []).append(payment)
    for key in sorted(undecided):
        yield _undecided(case, undecided[key])


def _breach(case: Case, payment: Payment) -> Finding:
    whitelist = payment.whitelist or frozenset()
    foreign = {s: v for s, v in payment.by_source().items() if s not in whitelist}
    paid_by = {s: case.money(v) for s, v in payment.by_source().items()}
    evidence = {
        "spent": case.money(payment.amount),
        "shortfall": case.money(payment.shortfall),
        "paid_by": paid_by,
        "whose": _whose(case, payment),
        "lots": _lots(case, payment),
        "whitelist": _listed(whitelist),
        "level": "L0",
    }
    sums = vocabulary.every(vocabulary.of_source(case.shown(v), s) for s, v in foreign.items())
    message = _(
        "{amount} for {program} was paid with {sums}; it may only be paid from {sources}, which "
        "was {shortfall} short.",
        amount=case.named(payment.amount, payment.key.currency),
        program=payment.program,
        sums=sums,
        sources=_may_pay(whitelist),
        shortfall=case.shown(payment.breach),
    )
    if payment.repaired:
        evidence["repaired"] = payment.repaired.isoformat()
        evidence["shortfall"] = case.money(payment.breach)
        mended = _("It was made good on {day}.", day=printed(payment.repaired))
        message = f"{message} {mended}"
    return case.finding(
        "CF102",
        payment.row,
        message,
        evidence,
        action="note" if payment.repaired else "stop",
        program=payment.program,
    )


def _whose(case: Case, payment: Payment) -> list[str]:
    """Contributors whose money outside the whitelist paid, largest first."""
    sums: dict[str, Decimal] = {}
    for piece in payment.pieces:
        if piece.source not in (payment.whitelist or ()):
            person = case.books.rows.contributor[piece.row]
            if person is not None:
                sums[person] = sums.get(person, ZERO) + piece.amount
    return sorted(sums, key=lambda person: (-sums[person], person))


def _lots(case: Case, payment: Payment) -> list[dict[str, str | None]]:
    """The lots outside the whitelist that paid, in the order in which they did."""
    rows, dates = case.books.rows, case.books.transactions.date
    return [
        {
            "source": piece.source,
            "amount": case.money(piece.amount),
            "date": dates[rows.txn[piece.row]].isoformat(),
            "contributor": rows.contributor[piece.row],
        }
        for piece in payment.pieces
        if piece.source not in (payment.whitelist or ())
    ]


def _listed(whitelist: frozenset[str]) -> list[str]:
    return sorted(whitelist, key=words.SOURCE_RANK.__getitem__)


def _may_pay(whitelist: frozenset[str]) -> str:
    """The sources of a whitelist in words."""
    # Translators: ends a sentence: it may only be paid from nothing
    return vocabulary.either(map(vocabulary.source, _listed(whitelist))) or _("nothing")


def _decided(case: Case, payment: Payment) -> bool:
    """Whether a vote recorded by the day of the payment lets the program draw what it draws."""
    declared = case.books.program(payment.program, payment.date)
    if declared is not None and declared.decision:
        return True
    named = case.books.transactions.meta[payment.txn].get("decision")
    return any(
        decision.date <= payment.date
        and (decision.name == named or decision.program == payment.program)
        for decision in case.books.declared.decisions
    )


def _undecided(case: Case, payments: list[Payment]) -> Finding:
    first, total = payments[0], sum((p.amount for p in payments), ZERO)
    message = plural(
        "One payment for {program}, {amount} together, can be called paid from {sources} only if "
        "everything else was paid with other money first; no decision recorded before says so.",
        "{number} payments for {program}, {amount} together, can be called paid from {sources} "
        "only if everything else was paid with other money first; no decision recorded before says "
        "so.",
        len(payments),
        program=first.program,
        amount=case.named(total, first.key.currency),
        sources=_may_pay(first.whitelist or frozenset()),
    )
    evidence = {
        "spent": case.money(total),
        "shortfall": case.money(ZERO),
        "level": "L1",
        "payments": len(payments),
        "whitelist": _listed(first.whitelist or frozenset()),
        "paid_by": {s: case.money(v) for s, v in _together(payments).items()},
    }
    return case.finding("CF102", first.row, message, evidence, action="warn", program=first.program)


def _together(payments: list[Payment]) -> dict[str, Decimal]:
    table: dict[str, Decimal] = {}
    for payment in payments:
        for source, value in payment.by_source().items():
            table[source] = table.get(source, ZERO) + value
    return table


def ring_fence(case: Case) -> Iterator[Finding]:
    """CF103: a restricted program's fund takes its own money, is not overdrawn, pays its bills."""
    fence = Fence(case)
    if not fence.funds:
        return
    for payment in case.tracing.sums("designated", case.as_of).payments:
        yield from fence.entered(payment)
        yield from fence.overdrawn(payment)
        yield from fence.paid_elsewhere(payment)
    yield from fence.income()


class Fence:
    """The funds of restricted programs, and what breaks into or out of them."""

    def __init__(self, case: Case) -> None:
        """Find the funds; ``funds`` is pool to program."""
        self.case = case
        self.funds = {
            p.pool: p.name for p in case.books.declared.programs if p.pool and p.whitelist
        }

    def _whitelist(self, pool: str, day: date) -> frozenset[str] | None:
        return self.case.tracing.claims.whitelist(self.funds[pool], day)

    def entered(self, payment: Payment) -> Iterator[Finding]:
        """A transfer brings foreign money into a fund."""
        pool = payment.to.pool if payment.to else ""
        whitelist = self._whitelist(pool, payment.date) if pool in self.funds else None
        if whitelist is not None:
            foreign = {s: v for s, v in payment.by_source().items() if s not in whitelist}
            if foreign:
                yield self._foreign(pool, payment.row, foreign, payment.key.currency)

    def income(self) -> Iterator[Finding]:
        """Foreign income is booked straight onto a fund account."""
        for day in self.case.tracing.days:
            if day.date > self.case.as_of:
                return
            for flow in day.inflows(self.case.books.rows, self.funds):
                whitelist = self._whitelist(flow.key.pool, day.date)
                if whitelist is not None and flow.source not in whitelist:
                    sources = {str(flow.source): flow.amount}
                    yield self._foreign(flow.key.pool, flow.row, sources, flow.key.currency)

    def _foreign(
        self, pool: str, row: int, sources: Mapping[str, Decimal], currency: str
    ) -> Finding:
        named = vocabulary.every(
            vocabulary.of_source(self.case.named(v, currency), source)
            for source, v in sources.items()
        )
        what = _("{sums} entered the fund {fund}", sums=named, fund=pool)
        more = {"sources": {source: self.case.money(v) for source, v in sources.items()}}
        amount = add_up(sources)
        return self._broken(pool, row, Breach("foreign-money", amount, currency, what), more)

    def overdrawn(self, payment: Payment) -> Iterator[Finding]:
        """A fund gives more than it has, for whatever."""
        pool, currency = payment.key
        if pool not in self.funds or words.LOAN in (self._whitelist(pool, payment.date) or ()):
            return
        amount = sum((p.amount for p in payment.pieces if p.source == words.LOAN), ZERO)
        if amount:
            what = _(
                "The fund {fund} was overdrawn by {amount}",
                fund=pool,
                amount=self.case.named(amount, currency),
            )
            yield self._broken(pool, payment.row, Breach("overdrawn", amount, currency, what))

    def paid_elsewhere(self, payment: Payment) -> Iterator[Finding]:
        """A program that has a fund pays out of other money."""
        own = [pool for pool, program in self.funds.items() if program == payment.program]
        pool, currency = payment.key
        if not own or pool in own or not payment.counts or payment.whitelist is None:
            return
        told = {
            "amount": self.case.named(payment.amount, currency),
            "program": payment.program,
            "fund": own[0],
        }
        what = (
            _("{amount} for {program} left the general money, not its fund {fund}", **told)
            if pool == words.GENERAL
            else _(
                "{amount} for {program} left the {pool} money, not its fund {fund}",
                pool=pool,
                **told,
            )
        )
        breach = Breach("other-fund", payment.amount, currency, what)
        yield self._broken(own[0], payment.row, breach)

    def _broken(
        self, pool: str, row: int, breach: "Breach", more: Mapping[str, object] | None = None
    ) -> Finding:
        program = self.funds[pool]
        whose = _(
            "it is the fund of {program}, which takes and pays its own money only", program=program
        )
        evidence = {
            "pool": pool,
            "balance": self.case.money(self._balance(pool, breach.currency, row)),
            "amount": self.case.money(breach.amount),
            "kind": breach.kind,
            **(more or {}),
        }
        return self.case.finding(
            "CF103", row, f"{clauses(breach.what, whose)}.", evidence, program=program
        )

    def _balance(self, pool: str, currency: str, row: int) -> Decimal:
        """What a fund held before the entry of a posting."""
        books = self.case.books
        rows, sums = self._running.get((pool, currency), ([], [ZERO]))
        return sums[bisect_left(rows, books.transactions.start[books.rows.txn[row]])]

    @cached_property
    def _running(self) -> dict[tuple[str, str], tuple[list[int], list[Decimal]]]:
        """The postings of each fund and currency, and the running balance, from nothing on."""
        rows = self.case.books.rows
        table: dict[tuple[str, str], tuple[list[int], list[Decimal]]] = {}
        for row in self.case.books.rows_of("Assets"):
            pool = rows.account[row].pool
            if pool in self.funds:
                its, sums = table.setdefault((str(pool), rows.currency[row]), ([], [ZERO]))
                its.append(row)
                sums.append(sums[-1] + rows.number[row])
        return table


class Breach(NamedTuple):
    """How a fence was broken: ``kind`` as in the evidence, and ``what`` happened as a clause."""

    kind: str
    amount: Decimal
    currency: str
    what: str


def no_earmarked_gift(case: Case) -> Iterator[Finding]:
    """CF104: a program holds no gift earmarked for it from outside its whitelist."""
    rows, txns = case.books.rows, case.books.transactions
    restricted = {p.name for p in case.books.declared.programs if p.whitelist is not None}
    if not restricted:
        return
    for row in case.books.rows_of("Income", case.last_row):
        program, source = rows.program[row], rows.source[row]
        if program not in restricted or source not in words.GIFT_SOURCES or rows.weight[row] >= 0:
            continue
        day = txns.date[rows.txn[row]]
        declared = case.books.program(program, day)
        if declared is None or declared.whitelist is None or source in declared.whitelist:
            continue
        yield _earmarked(case, row, program, source)


def _earmarked(case: Case, row: int, program: str, source: str) -> Finding:
    rows, txns = case.books.rows, case.books.transactions
    gift, year = -rows.weight[row], txns.date[rows.txn[row]].year
    cost = sum(
        (
            rows.value[other] or ZERO
            for other in case.books.rows_of("Expenses", case.last_row)
            if rows.program[other] == program and txns.date[rows.txn[other]].year == year
        ),
        ZERO,
    )
    most = Fraction(max(ZERO, cost - gift)) / Fraction(cost) if cost > 0 else None
    told = {
        "sum": vocabulary.of_source(case.named(gift), source),
        "program": program,
        "source": vocabulary.source(source),
    }
    message = (
        _("{sum} was given for {program}, which may not be paid from {source}.", **told)
        if most is None
        else _(
            "{sum} was given for {program}, which may not be paid from {source}: at most {share} "
            "of its cost in {year} can be dues.",
            share=percent(most),
            year=year,
            **told,
        )
    )
    evidence = {
        "gift": case.money(gift),
        "source": source,
        "cost": case.money(cost),
        "most_dues": None if most is None else share(most),
    }
    return case.finding(
        "CF104", row, message, evidence, program=program, contributor=rows.contributor[row]
    )


def no_laundering(case: Case) -> Iterator[Finding]:
    """CF105: no entry without a cash leg makes other money dues, unless a decision names it."""
    rows, txns = case.books.rows, case.books.transactions
    for txn in case.tracing.cashless:
        if txn >= case.stop:
            return
        members = range(txns.start[txn], txns.start[txn + 1])
        made = [row for row in members if _is_dues(case, row) and rows.weight[row] < 0]
        taken = [row for row in members if _gave(case, row)]
        if made and taken and not case.books.decided(txn):
            yield _laundered(case, made[0], taken)


def _gave(case: Case, row: int) -> bool:
    """Whether value came out of a posting; money only passed through the entry, if any is in it."""
    rows = case.books.rows
    return rows.weight[row] > 0 and rows.account[row].root != "Assets" and not _is_dues(case, row)


def _is_dues(case: Case, row: int) -> bool:
    rows = case.books.rows
    return rows.source[row] == words.DUES and rows.account[row].root == "Income"


def _laundered(case: Case, row: int, taken: list[int]) -> Finding:
    rows = case.books.rows
    amount = min(-rows.weight[row], sum((rows.weight[other] for other in taken), ZERO))
    origin: dict[str, Decimal] = {}
    for other in taken:
        name = rows.account[other].name
        origin[name] = origin.get(name, ZERO) + rows.weight[other]
    named = case.books.transactions.meta[rows.txn[row]].get("decision")
    message = _(
        "{amount} became dues without any money moving, out of {accounts}; no recorded decision "
        "names this entry.",
        amount=case.named(amount),
        accounts=", ".join(origin),
    )
    evidence = {
        "to_dues": case.money(amount),
        "from": {name: case.money(value) for name, value in origin.items()},
        "decision": None if named is None else str(named),
    }
    return case.finding("CF105", row, message, evidence)


RULES = (
    Rule("CF101", scheduled_dues),
    Rule("CF102", paid_by_dues),
    Rule("CF103", ring_fence),
    Rule("CF104", no_earmarked_gift),
    Rule("CF105", no_laundering),
    *patrons.RULES,
)

run = family_plugin("dues_only", RULES)
__plugins__ = (run,)
