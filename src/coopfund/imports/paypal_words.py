"""PayPal's words in English and German: columns, kinds of transaction, states."""

from coopfund.imports.movement import Kind

COLUMNS = {
    "date": ("Date", "Datum"),
    "time": ("Time", "Uhrzeit"),
    "zone": ("TimeZone", "Time Zone", "Zeitzone"),
    "name": ("Name",),
    "type": ("Type", "Typ", "Description", "Beschreibung"),
    "status": ("Status",),
    "currency": ("Currency", "Währung"),
    "gross": ("Gross", "Brutto"),
    "fee": ("Fee", "Fees", "Gebühr", "Entgelt"),
    "net": ("Net", "Netto"),
    "from": ("From Email Address", "Absender E-Mail-Adresse"),
    "to": ("To Email Address", "Empfänger E-Mail-Adresse"),
    "id": ("Transaction ID", "Transaktionscode"),
    "reference": ("Reference Txn ID", "Zugehöriger Transaktionscode"),
    "title": ("Item Title", "Artikelbezeichnung"),
    "item": ("Item ID", "Artikelnummer"),
    "subject": ("Subject", "Betreff"),
    "note": ("Note", "Hinweis"),
    "balance": ("Balance", "Guthaben"),
    "impact": ("Balance Impact", "Auswirkung auf Guthaben"),
}
MEMO = frozenset({"memo", "vermerk"})
DONE = frozenset(
    {
        *("completed", "refunded", "partially refunded", "cleared", "paid", "reversed", "returned"),
        *("partially reversed", "abgeschlossen", "erstattet", "teilweise erstattet"),
        *("zurückgezahlt", "teilweise zurückgezahlt", "teilrückzahlung", "verrechnet", "bezahlt"),
        "zurückgebucht",
    }
)
"""States of payments that moved money. ``Reversed`` did, and its reversal is a row of its own."""
WAITING = frozenset({"pending", "ausstehend", "offen", "in bearbeitung", "processing", "held"})
NEVER = frozenset(
    {
        *("denied", "expired", "canceled", "cancelled", "removed", "unclaimed", "failed", "placed"),
        *("voided", "abgelehnt", "abgelaufen", "storniert", "entfernt", "nicht eingefordert"),
        *("fehlgeschlagen", "verweigert"),
    }
)
"""States of payments that never moved money. A state that is none of all these is not guessed."""

KINDS: tuple[tuple[Kind, tuple[str, ...]], ...] = (
    ("conversion", ("currency conversion", "währungsumrechnung")),
    ("fee", ("chargeback fee", "dispute fee", "konfliktgebühr", "rücklastschriftgebühr")),
    ("dispute", ("chargeback", "dispute", "rücklastschrift", "käuferschutz", "konflikt")),
    ("refund", ("refund", "reversal of payment", "payment reversal", "rückzahlung", "erstattung")),
    ("refund", ("zahlungsstornierung", "rückerstattung", "rückbuchung")),
    ("transfer", ("hold", "authorization", "einbehalt", "autorisierung", "reserve")),
    ("payout", ("withdraw", "transfer to bank", "abbuchung", "auszahlung", "bankabbuchung")),
    (
        "transfer",
        ("bank deposit", "add funds", "transfer from bank", "card deposit", "deposit to pp"),
    ),
    (
        "transfer",
        ("bankgutschrift", "einzahlung", "kreditkarteneinzahlung", "bank account deposit"),
    ),
    ("fee", ("fee", "gebühr", "entgelt")),
)
"""Kinds by a part of the type, the first that fits; any other type is a payment."""
HOLDS = ("hold", "authorization", "einbehalt", "autorisierung", "reserve")
ANONYMOUS = frozenset({"", "anonymous", "anonym"})


def kind_of(kind: str) -> Kind:
    """What a type of transaction is.

    >>> kind_of("Bank Deposit to PP Account ")
    'transfer'
    """
    words = " ".join(kind.split()).casefold()
    if any(hold in words for hold in HOLDS) and "dispute" not in words:
        return "transfer"
    return next((found for found, parts in KINDS if any(p in words for p in parts)), "payment")


def is_hold(kind: str) -> bool:
    """Whether it only sets money aside on the account, or sets it free again."""
    words = kind.casefold()
    return any(hold in words for hold in HOLDS)
