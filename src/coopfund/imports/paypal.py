"""PayPal: the list of activity as CSV, English or German, business or personal.

A payment that the bank pays for is two rows: the payment, and the funding that brings the money in
from the bank. The funding is a transfer between own accounts and never income, also while PayPal
calls it pending.
"""

from dataclasses import replace

from coopfund.imports.balances import ends
from coopfund.imports.movement import Movement, Statement
from coopfund.imports.numerals import shown
from coopfund.imports.paypal_words import COLUMNS, DONE, MEMO, NEVER, WAITING, is_hold, kind_of
from coopfund.imports.reader import TableReader
from coopfund.imports.sheet import Options, RejectedRowError, Row, Sheet, SkippedRowError


def make(sheet: Sheet, options: Options) -> Statement:
    """Every row that moved money, with the running balance checked where the file has it.

    Raises:
        UnprovenError: the balances do not follow from the rows.
    """
    del options
    paying = {row.text("id") for row in sheet.rows if not _is_funding(row)}

    def read(row: Row) -> Movement:
        _skip_idle(row, paying)
        return _movement(row)

    statement = sheet.statement("paypal", read)
    return statement if statement.rejected else _balanced(statement)


def _is_funding(row: Row) -> bool:
    return kind_of(row.text("type")) == "transfer" and not is_hold(row.text("type"))


def _skip_idle(row: Row, paying: set[str]) -> None:
    """Leave out what moves no money, or not yet."""
    if row.text("impact").casefold() in MEMO:
        raise SkippedRowError("it does not touch the balance (memo)")
    status = row.text("status").casefold()
    if not status or status in DONE:
        return
    if status in WAITING and _is_funding(row) and row.text("reference") in paying:
        return  # PayPal advanced it: the payment that it funds is done
    if status in WAITING:
        raise SkippedRowError("it is still pending")
    if status in NEVER:
        raise SkippedRowError(f"its state is “{shown(status)}”")
    raise RejectedRowError(f"status: whether “{shown(status)}” moved money is not known")


def _movement(row: Row) -> Movement:
    currency = row.currency()
    gross, net = row.money("gross", currency), row.money("net", currency)
    said = row.money_or("fee", currency, None)
    fee = gross - net
    if said is not None and abs(said) != abs(fee):
        raise RejectedRowError(f"gross {gross:f} and fee {said:f} do not make net {net:f}")
    kind, words = kind_of(row.text("type")), row.text("type")
    mail = row.text("from") if net > 0 or kind != "payment" else ""
    if kind in {"refund", "dispute"} and net < 0:
        mail = row.text("to") or row.text("from")
    reference = row.text("reference")
    return Movement(
        row=row.number,
        id=row.id("paypal", "id"),
        date=row.day("date"),
        amount=net,
        currency=currency,
        kind="payout" if kind == "transfer" and net < 0 and not is_hold(words) else kind,
        counterparty=row.text("name"),
        memo=row.text("title") or row.text("subject") or row.text("note"),
        gross=gross,
        fee=fee,
        reference=f"paypal:{reference}" if reference else "",
        payer_key=mail or None,
        balance_after=row.money_or("balance", currency, None),
        recurring="subscription" in words.casefold() or "abonnement" in words.casefold() or None,
        meta={
            "type": " ".join(words.split()),
            "item": row.text("item"),
            **({"hold": "yes"} if is_hold(words) else {}),
        },
    )


def _balanced(statement: Statement) -> Statement:
    """Opening and closing balance, where there is one currency; else each one is checked."""
    found = {
        currency: ends([m for m in statement.movements if m.currency == currency], ADVICE)
        for currency in sorted({movement.currency for movement in statement.movements})
    }
    both = found.get(statement.currency or "")
    return replace(statement, opening=both[0], closing=both[1]) if both else statement


ADVICE = "Export all activity that affects the balance."
REQUIRED = frozenset({"date", "type", "currency", "gross", "fee", "net", "id"})
ALL_AMOUNTS = ("gross", "fee", "net", "balance")

PAYPAL = TableReader(
    name="paypal",
    title="PayPal list of activity (CSV, English or German)",
    platform="paypal",
    columns=COLUMNS,
    required=REQUIRED,
    amounts=ALL_AMOUNTS,
    dates=("date",),
    make=make,
    local=(("Brutto", ",", "dmy"),),
)
