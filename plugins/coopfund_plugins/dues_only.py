"""Dues-only funding: what dues are, and who pays for the programs (CF101–CF105)."""

from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING

from coopfund import words
from coopfund.findings import Finding
from coopfund.measures.dues import Ledger, ahead_of_schedule, member_ledgers
from coopfund.money import ZERO, add_up, percent
from coopfund.rules.case import Case, Rule
from coopfund.rules.plugin import family_plugin
from coopfund.tracing.flow import Kind
from coopfund.tracing.purse import Piece
from coopfund.tracing.trace import Payment

if TYPE_CHECKING:
    from coopfund.tracing.levels import Judged


def scheduled_dues(case: Case) -> Iterator[Finding]:
    """CF101: dues are only what the schedule asks; the rest of a payment is a gift.

    dues = min(payment, max(0, due to date + prepay cap − paid to date)). Judged for members whose
    tier has a schedule; dues that name no member are counted together, once.
    """
    books = case.books
    if not books.declared.dues:
        return
    prepay = int(case.number("CF101", "prepay-months"))
    suspects = ahead_of_schedule(books, case.last_row)
    for ledger in member_ledgers(books, case.last_row, suspects) if suspects else ():
        yield from _beyond_schedule(case, ledger, prepay)
    yield from _nameless_dues(case)


def _beyond_schedule(case: Case, ledger: Ledger, prepay: int) -> Iterator[Finding]:
    for payment in ledger.payments(prepay):
        if payment.gift <= 0:
            continue
        named = case.named(payment.amount)
        message = (
            f"{named} booked as dues of {ledger.member}, but the schedule asks "
            f"{case.money(payment.due)} to this day and {case.money(payment.before)} was paid: "
            f"with {prepay} months ahead, {case.money(payment.dues)} is dues and "
            f"{case.money(payment.gift)} is a gift."
        )
        if ledger.joined is None:
            message = (
                f"{named} booked as dues of {ledger.member}, who has not joined: "
                "all of it is a gift."
            )
        evidence = {
            "paid": case.money(payment.amount),
            "due": case.money(payment.due),
            "prepay": case.money(payment.prepay),
            "before": case.money(payment.before),
            "dues": case.money(payment.dues),
            "gift": case.money(payment.gift),
        }
        yield case.finding("CF101", payment.row, message, evidence, contributor=ledger.member)


def _nameless_dues(case: Case) -> Iterator[Finding]:
    rows = case.books.rows
    nameless = [
        row
        for row in case.books.rows_of("Income", case.last_row)
        if rows.contributor[row] is None and rows.source[row] == words.DUES and rows.weight[row] < 0
    ]
    if not nameless or not case.books.declared.members:
        return
    total = -sum((rows.value[row] or ZERO for row in nameless), ZERO)
    many = f"{len(nameless)} dues payments, {case.named(total)} together, name no member"
    one = f"A dues payment of {case.named(total)} names no member"
    message = f"{many if len(nameless) > 1 else one}, so the schedule cannot be checked."
    evidence = {"paid": case.money(total), "payments": len(nameless)}
    yield case.finding("CF101", nameless[-1], message, evidence, action="warn")


def paid_by_dues(case: Case) -> Iterator[Finding]:
    """CF102: a program was paid from its whitelist.

    L0 stops (a note once made good); L1 without a decision recorded before the payment warns, once
    per program.
    """
    undecided: dict[str, list[Judged]] = {}
    judgements = case.tracing.levels(case.as_of)
    if any(judged.level == "L0" or judged.payment.repaired for judged in judgements):
        judgements = case.tracing.levels(case.as_of, lots=True)  # to say whose money it was
    for judged in judgements:
        payment = judged.payment
        if judged.level == "L0" or payment.repaired:
            yield _breach(case, payment)
        elif judged.level == "L1" and not _decided(case, payment):
            undecided.setdefault(payment.program, []).append(judged)
    for program, payments in sorted(undecided.items()):
        yield _undecided(case, program, [judged.payment for judged in payments])


def _breach(case: Case, payment: Payment) -> Finding:
    whitelist = payment.whitelist or frozenset()
    foreign = {s: v for s, v in payment.by_source().items() if s not in whitelist}
    paid_by = {s: case.money(v) for s, v in payment.by_source().items()}
    evidence = {
        "spent": case.money(payment.amount),
        "shortfall": case.money(payment.shortfall),
        "paid_by": paid_by,
        "whose": _whose(case, payment),
        "whitelist": _listed(whitelist),
        "level": "L0",
    }
    sums = " and ".join(f"{case.money(v)} of {s}" for s, v in foreign.items())
    message = (
        f"{case.named(payment.amount, payment.key.currency)} for {payment.program} was paid with "
        f"{sums}; it may only be paid from {' or '.join(_listed(whitelist)) or 'nothing'}, "
        f"which was {case.money(payment.breach)} short."
    )
    if payment.repaired:
        evidence["repaired"] = payment.repaired.isoformat()
        evidence["shortfall"] = case.money(payment.breach)
        message += f" It was made good on {payment.repaired.isoformat()}."
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


def _listed(whitelist: frozenset[str]) -> list[str]:
    return sorted(whitelist, key=words.SOURCE_RANK.__getitem__)


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


def _undecided(case: Case, program: str, payments: list[Payment]) -> Finding:
    first, total = payments[0], sum((p.amount for p in payments), ZERO)
    count = "one payment" if len(payments) == 1 else f"{len(payments)} payments"
    message = (
        f"{count.capitalize()} for {program}, {case.named(total)} together, can be called paid "
        f"from {' or '.join(_listed(first.whitelist or frozenset()))} only if everything else was "
        f"paid with other money first; no decision recorded before says so."
    )
    evidence = {
        "spent": case.money(total),
        "shortfall": case.money(ZERO),
        "level": "L1",
        "payments": len(payments),
        "whitelist": _listed(first.whitelist or frozenset()),
        "paid_by": {s: case.money(v) for s, v in _together(payments).items()},
    }
    return case.finding("CF102", first.row, message, evidence, action="warn", program=program)


def _together(payments: list[Payment]) -> dict[str, Decimal]:
    table: dict[str, Decimal] = {}
    for payment in payments:
        for source, value in payment.by_source().items():
            table[source] = table.get(source, ZERO) + value
    return table


def ring_fence(case: Case) -> Iterator[Finding]:
    """CF103: a restricted program's fund takes its own money, is not overdrawn, pays its bills."""
    funds = {p.pool: p.name for p in case.books.declared.programs if p.pool and p.whitelist}
    if not funds:
        return
    trace = case.tracing.sums("designated", case.as_of)
    for payment in trace.payments:
        target = payment.to.pool if payment.to else None
        if target in funds and payment.whitelist is not None:
            foreign = [p for p in payment.pieces if p.source not in payment.whitelist]
            if foreign:
                yield _foreign(case, payment, str(target), foreign)
        yield from _fund_bills(case, payment, funds)
    yield from _foreign_income(case, funds)


def _foreign(case: Case, payment: Payment, pool: str, foreign: list[Piece]) -> Finding:
    sources: dict[str, Decimal] = {}
    for piece in foreign:
        sources[piece.source] = sources.get(piece.source, ZERO) + piece.amount
    return _fence(
        case,
        payment.row,
        pool,
        add_up(sources),
        "foreign-money",
        payment.program,
        f"{case.money(add_up(sources))} of {_sum_up(case, sources)} entered the fund {pool}",
        {"sources": {s: case.money(v) for s, v in sources.items()}},
    )


def _fund_bills(case: Case, payment: Payment, funds: dict[str, str]) -> Iterator[Finding]:
    """What a fund's program spends leaves the fund, and the fund has it."""
    if payment.kind not in (Kind.OUT, Kind.DIRECT, Kind.TRANSFER) or payment.whitelist is None:
        return
    overdrawn = sum((p.amount for p in payment.pieces if p.source == words.LOAN), ZERO)
    if payment.key.pool in funds:
        if overdrawn and words.LOAN not in payment.whitelist:
            yield _fence(
                case,
                payment.row,
                payment.key.pool,
                overdrawn,
                "overdrawn",
                payment.program,
                f"The fund {payment.key.pool} was overdrawn by {case.named(overdrawn)}",
                {},
            )
        return
    if payment.kind is Kind.TRANSFER or payment.program not in funds.values():
        return
    pool = next(pool for pool, program in funds.items() if program == payment.program)
    yield _fence(
        case,
        payment.row,
        str(pool),
        payment.amount,
        "other-fund",
        payment.program,
        f"{case.named(payment.amount)} for {payment.program} left the {payment.key.pool} money, "
        f"not its fund {pool}",
        {},
    )


def _foreign_income(case: Case, funds: dict[str, str]) -> Iterator[Finding]:
    """Income booked straight onto a fund account."""
    for day in case.tracing.days:
        if day.date > case.as_of:
            return
        for flow in day.inflows(case.books.rows, funds):
            program = funds[flow.key.pool]
            whitelist = case.tracing.claims.whitelist(program, day.date)
            if whitelist is not None and flow.source not in whitelist:
                sources = {str(flow.source): flow.amount}
                yield _fence(
                    case,
                    flow.row,
                    flow.key.pool,
                    flow.amount,
                    "foreign-money",
                    program,
                    f"{_sum_up(case, sources)} entered the fund {flow.key.pool}",
                    {"sources": {s: case.money(v) for s, v in sources.items()}},
                )


def _sum_up(case: Case, sources: dict[str, Decimal]) -> str:
    return " and ".join(f"{case.money(v)} of {s}" for s, v in sources.items())


def _fence(  # noqa: PLR0913, PLR0917  # one argument per key of the evidence
    case: Case,
    row: int,
    pool: str,
    amount: Decimal,
    kind: str,
    program: str,
    what: str,
    more: dict[str, object],
) -> Finding:
    message = f"{what}; it is the fund of {program}, which takes and pays its own money only."
    evidence = {"pool": pool, "amount": case.money(amount), "kind": kind, **more}
    return case.finding("CF103", row, message, evidence, program=program)


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
    most = max(ZERO, cost - gift) / cost if cost else None
    bound = (
        f": at most {percent(most)} of its cost in {year} can be dues" if most is not None else ""
    )
    message = (
        f"{case.named(gift)} of {source} was given for {program}, "
        f"which may not be paid from {source}{bound}."
    )
    evidence = {
        "gift": case.money(gift),
        "source": source,
        "cost": case.money(cost),
        "most_dues": None if most is None else f"{most:.6f}",
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
        taken = [row for row in members if rows.weight[row] > 0 and not _is_dues(case, row)]
        if made and taken and not _named_decision(case, txn):
            yield _laundered(case, made[0], taken)


def _is_dues(case: Case, row: int) -> bool:
    rows = case.books.rows
    return rows.source[row] == words.DUES and rows.account[row].root == "Income"


def _named_decision(case: Case, txn: int) -> bool:
    txns = case.books.transactions
    named, links = txns.meta[txn].get("decision"), txns.links[txn]
    return any(
        decision.date <= txns.date[txn]
        and (decision.name == named or (decision.entry or " ").removeprefix("^") in links)
        for decision in case.books.declared.decisions
    )


def _laundered(case: Case, row: int, taken: list[int]) -> Finding:
    rows = case.books.rows
    amount = min(-rows.weight[row], sum((rows.weight[other] for other in taken), ZERO))
    origin = {rows.account[other].name: case.money(rows.weight[other]) for other in taken}
    named = case.books.transactions.meta[rows.txn[row]].get("decision")
    message = (
        f"{case.named(amount)} became dues without any money moving, out of "
        f"{', '.join(origin)}; no recorded decision names this entry."
    )
    evidence = {"to_dues": case.money(amount), "from": origin, "decision": named}
    return case.finding("CF105", row, message, evidence)


RULES = (
    Rule("CF101", scheduled_dues),
    Rule("CF102", paid_by_dues),
    Rule("CF103", ring_fence),
    Rule("CF104", no_earmarked_gift),
    Rule("CF105", no_laundering),
)

run = family_plugin("dues_only", RULES)
__plugins__ = (run,)
