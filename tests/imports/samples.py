"""A small file of each platform, with the columns of its real exports, all people made up."""

import csv
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

PERSONAL = (
    "Ana Ruiz",
    "Ruiz",
    "ana.ruiz@mail.example",
    "Ana.Ruiz@Mail.example",
    "Beto Paz",
    "beto@mail.example",
    "Lindenweg 7",
    "Musterstadt",
    "04109",
    "+49 341 555",
    "Harbour Freight Ltd",
    "Dockworker",
    "for my mother",
    "ana-ruiz",
    "cus_Ana1",
    "Visa Debit *1559",
)
"""Everything in the samples that must never reach the books."""


@dataclass(frozen=True)
class Sample:
    """One file: its name, what reads it, and its text."""

    name: str
    reader: str
    text: str

    @property
    def data(self) -> bytes:
        return self.text.encode()


def sheet(
    columns: str, rows: Sequence[Mapping[str, str]], delimiter: str = ",", *, quote: bool = False
) -> str:
    """CSV of columns parted by ``|`` and rows that name only what they fill."""
    names = columns.split("|")
    assert all(set(row) <= set(names) for row in rows), [set(r) - set(names) for r in rows]
    out = io.StringIO()
    writer = csv.writer(
        out, delimiter=delimiter, quoting=csv.QUOTE_ALL if quote else csv.QUOTE_MINIMAL
    )
    writer.writerow(names)
    writer.writerows([row.get(name, "") for name in names] for row in rows)
    return out.getvalue()


STRIPE_COLUMNS = (
    "balance_transaction_id|created_utc|currency|gross|fee|net|reporting_category|description|"
    "automatic_payout_id|automatic_payout_effective_at_utc|customer_id|customer_name|"
    "shipping_address_state|charge_id|payment_intent_id|charge_created_utc|payment_method_type|"
    "card_brand|card_funding|payment_metadata[OrderNumber]|connected_account_id|"
    "connected_account_name"
)
PAID_OUT = {
    "automatic_payout_id": "po_1",
    "automatic_payout_effective_at_utc": "2026-03-09 00:00:00",
    "currency": "eur",
}
STRIPE = Sample(
    "stripe.csv",
    "stripe",
    sheet(
        STRIPE_COLUMNS,
        [
            PAID_OUT
            | {
                "balance_transaction_id": "txn_1",
                "created_utc": "2026-03-02 10:02:11",
                "gross": "50.00",
                "fee": "1.00",
                "net": "49.00",
                "reporting_category": "charge",
                "description": "for my mother",
                "customer_id": "cus_Ana1",
                "customer_name": "Ana Ruiz",
                "charge_id": "ch_1",
            },
            PAID_OUT
            | {
                "balance_transaction_id": "txn_2",
                "created_utc": "2026-03-03 10:02:11",
                "gross": "-20.00",
                "fee": "0.00",
                "net": "-20.00",
                "reporting_category": "refund",
                "customer_id": "cus_Ana1",
                "customer_name": "Ana Ruiz",
            },
        ],
    ),
)
STRIPE_LEGACY = Sample(
    "stripe-legacy.csv",
    "stripe",
    sheet(
        "ID|Type|Source|Amount|Fee|Net|Currency|Created (UTC)|Available On (UTC)",
        [
            {
                "ID": "txn_9",
                "Type": "charge",
                "Source": "ch_9",
                "Amount": "1,000.00",
                "Fee": "29.30",
                "Net": "970.70",
                "Currency": "eur",
                "Created (UTC)": "2026-03-02 10:02",
            },
            {
                "ID": "txn_10",
                "Type": "payout",
                "Source": "po_9",
                "Amount": "-970.70",
                "Fee": "0.00",
                "Net": "-970.70",
                "Currency": "eur",
                "Created (UTC)": "2026-03-05 00:00",
            },
        ],
    ),
)

PAYPAL_COLUMNS = (
    "Date|Time|TimeZone|Name|Type|Status|Currency|Gross|Fee|Net|From Email Address|"
    "To Email Address|Transaction ID|Shipping Address|Address Status|Item Title|Item ID|"
    "Shipping and Handling Amount|Insurance Amount|Sales Tax|Option 1 Name|Option 1 Value|"
    "Option 2 Name|Option 2 Value|Reference Txn ID|Invoice Number|Custom Number|Quantity|"
    "Receipt ID|Balance|Address Line 1|Address Line 2/District/Neighborhood|Town/City|"
    "State/Province/Region/County/Territory/Prefecture/Republic|Zip/Postal Code|Country|"
    "Contact Phone Number|Subject|Note|Country Code|Balance Impact"
)


def paypal(  # noqa: PLR0913, PLR0917  # a row
    day: str,
    kind: str,
    gross: str,
    net: str,
    id_: str,
    balance: str = "",
    **more: str,
) -> dict[str, str]:
    fee = f"{float(net.replace(',', '')) - float(gross.replace(',', '')):.2f}"
    return {
        "Date": day,
        "Time": "10:00:00",
        "TimeZone": "CET",
        "Type": kind,
        "Status": "Completed",
        "Currency": "EUR",
        "Gross": gross,
        "Fee": fee,
        "Net": net,
        "Transaction ID": id_,
        "Balance": balance,
        "Balance Impact": "Debit" if net.startswith("-") else "Credit",
    } | {name.replace("_", " "): value for name, value in more.items()}


ANA = {
    "Name": "Ana Ruiz",
    "From_Email_Address": "ana.ruiz@mail.example",
    "Shipping_Address": "Lindenweg 7, 04109 Musterstadt",
    "Contact_Phone_Number": "+49 341 555",
    "Note": "for my mother",
}
PAYPAL = Sample(
    "paypal.csv",
    "paypal",
    sheet(
        PAYPAL_COLUMNS,
        [
            paypal(
                "13/03/2026", "Donation Payment", "1,500.00", "1,470.00", "1A", "1,470.00", **ANA,
            ),
            paypal("14/03/2026", "Website Payment", "99.99", "96.49", "2B", "1,566.49"),
            paypal(
                "15/03/2026", "Payment Refund", "-500.00", "-500.00", "3C", "1,066.49",
                Reference_Txn_ID="1A", **ANA,
            ),
            paypal("16/03/2026", "General Withdrawal", "-1,000.00", "-1,000.00", "4D", "66.49"),
            paypal(
                "17/03/2026", "General Authorization", "-5.00", "-5.00", "5E", "66.49",
                Balance_Impact="Memo",
            ),
        ],
        quote=True,
    ),
)  # fmt: skip

GERMAN_COLUMNS = (
    "Datum|Uhrzeit|Zeitzone|Name|Typ|Status|Währung|Brutto|Gebühr|Netto|Absender E-Mail-Adresse|"
    "Empfänger E-Mail-Adresse|Transaktionscode|Artikelbezeichnung|Zugehöriger Transaktionscode|"
    "Guthaben|Adresszeile 1|Ort|PLZ|Telefon|Hinweis|Auswirkung auf Guthaben"
)
PAYPAL_GERMAN = Sample(
    "paypal-de.csv",
    "paypal",
    sheet(
        GERMAN_COLUMNS,
        [
            {
                "Datum": "02.03.2026",
                "Uhrzeit": "10:00:00",
                "Zeitzone": "CET",
                "Name": "Ana Ruiz",
                "Typ": "Spendenzahlung",
                "Status": "Abgeschlossen",
                "Währung": "EUR",
                "Brutto": "1.234,00",
                "Gebühr": "-34,00",
                "Netto": "1.200,00",
                "Absender E-Mail-Adresse": "Ana.Ruiz@Mail.example",
                "Transaktionscode": "1A",
                "Guthaben": "1.200,00",
                "Adresszeile 1": "Lindenweg 7",
                "Ort": "Musterstadt",
                "PLZ": "04109",
                "Hinweis": "for my mother",
                "Auswirkung auf Guthaben": "Haben",
            },
            {
                "Datum": "03.03.2026",
                "Uhrzeit": "10:00:00",
                "Zeitzone": "CET",
                "Typ": "Allgemeine Währungsumrechnung",
                "Status": "Abgeschlossen",
                "Währung": "EUR",
                "Brutto": "-100,00",
                "Gebühr": "0,00",
                "Netto": "-100,00",
                "Transaktionscode": "2B",
                "Zugehöriger Transaktionscode": "9X",
                "Guthaben": "1.100,00",
            },
            {
                "Datum": "03.03.2026",
                "Uhrzeit": "10:00:00",
                "Zeitzone": "CET",
                "Typ": "Allgemeine Währungsumrechnung",
                "Status": "Abgeschlossen",
                "Währung": "USD",
                "Brutto": "108,00",
                "Gebühr": "0,00",
                "Netto": "108,00",
                "Transaktionscode": "3C",
                "Zugehöriger Transaktionscode": "9X",
                "Guthaben": "108,00",
            },
        ],
        quote=True,
    ),
)
PAYPAL_JSON = Sample(
    "1ABC.json",
    "paypal-json",
    json.dumps(
        {
            "transactionId": "1ABC",
            "transactionTypeEnum": "SEND_MONEY_RECEIVED",
            "status": "COMPLETED",
            "date": "March 2, 2026",
            "isCredit": True,
            "counterparty": {"name": "Ana Ruiz", "email": "ana.ruiz@mail.example"},
            "notesInfo": {"note": "for my mother"},
            "amount": {
                "grossAmount": "$80.00",
                "feeAmount": "$2.62",
                "netAmount": "$77.38",
                "rawAmounts": {"gross": {"value": "80.00", "currencyCode": "EUR"}},
            },
        }
    ),
)

COLLECTIVE_COLUMNS = (
    "datetime|shortId|shortGroup|description|type|kind|isRefund|isRefunded|shortRefundId|"
    "displayAmount|amount|paymentProcessorFee|netAmount|balance|currency|accountSlug|accountName|"
    "oppositeAccountSlug|oppositeAccountName|paymentMethodService|paymentMethodType|expenseType|"
    "expenseTags|payoutMethodType|merchantId|orderMemo|taxAmount"
)


def collective(  # a row
    id_: str, kind: str, amount: str, net: str, balance: str, **more: str
) -> dict[str, str]:
    return {
        "datetime": "2026-03-02T10:00:00",
        "shortId": id_,
        "type": "DEBIT" if net.startswith("-") else "CREDIT",
        "kind": kind,
        "amount": amount,
        "paymentProcessorFee": f"{float(net) - float(amount):.2f}",
        "netAmount": net,
        "balance": balance,
        "currency": "EUR",
        "accountSlug": "our-kitchen",
        "description": "Contribution from Ana Ruiz",
        "oppositeAccountSlug": "ana-ruiz",
        "oppositeAccountName": "Ana Ruiz",
    } | more


OPEN_COLLECTIVE = Sample(
    "oc.csv",
    "opencollective",
    sheet(
        COLLECTIVE_COLUMNS,
        [
            collective("dddd", "CONTRIBUTION", "-20", "-20", "25.40", isRefund="REFUND",
                       shortRefundId="aaaa", datetime="2026-03-04T10:00:00"),
            collective("cccc", "EXPENSE", "-50", "-50", "45.40", datetime="2026-03-03T10:00:00"),
            collective("bbbb", "HOST_FEE", "-2", "-2", "95.40", oppositeAccountSlug="the-host"),
            collective("aaaa", "CONTRIBUTION", "100", "97.40", "97.40"),
        ],
        quote=True,
    ),
)  # fmt: skip

ACTBLUE_COLUMNS = (
    "Receipt ID|Date|Amount|Recurring Total Months|Recurrence Number|Recipient|Fundraising Page|"
    "Fundraising Partner|Reference Code 2|Reference Code|Donor First Name|Donor Last Name|"
    "Donor Addr1|Donor Addr2|Donor City|Donor State|Donor ZIP|Donor Country|Donor Occupation|"
    "Donor Employer|Donor Email|Donor Phone|New Express Signup|Comments|Check Number|Check Date|"
    "Employer Addr1|Donor ID|Lineitem ID|Payment ID|Payment Date|Disbursement ID|"
    "Disbursement Date|Recovery ID|Recovery Date|Refund ID|Refund Date|Fee|Recur Weekly|"
    "Gift Declined"
)
ACTBLUE_DONOR = {
    "Donor First Name": "Ana",
    "Donor Last Name": "Ruiz",
    "Donor Addr1": "Lindenweg 7",
    "Donor City": "Musterstadt",
    "Donor ZIP": "04109",
    "Donor Occupation": "Dockworker",
    "Donor Employer": "Harbour Freight Ltd",
    "Donor Email": "ana.ruiz@mail.example",
    "Recipient": "Our kitchen",
    "Fundraising Page": "kitchen",
}
ACTBLUE = Sample(
    "actblue.csv",
    "actblue",
    sheet(
        ACTBLUE_COLUMNS,
        [
            ACTBLUE_DONOR
            | {
                "Receipt ID": "AB1",
                "Lineitem ID": "11",
                "Date": "2026-03-02 10:00:00",
                "Amount": "25.00",
                "Fee": "0.99",
                "Recurring Total Months": "12",
                "Disbursement ID": "77",
                "Disbursement Date": "2026-03-09",
            },
            ACTBLUE_DONOR
            | {
                "Receipt ID": "AB2",
                "Lineitem ID": "12",
                "Date": "2026-03-03 10:00:00",
                "Amount": "10.00",
                "Fee": "0.40",
                "Refund ID": "5",
                "Refund Date": "2026-03-05",
            },
        ],
    ),
)

DONORBOX_COLUMNS = (
    "Name|Donating Company|Donor's First Name|Donor's Last Name|Donor Email|"
    "Make Donation Anonymous|Campaign|Amount Description|Amount|Fair Market Value|Currency|"
    "Amount in USD|Processing Fee|Platform Fee|Total Fee|Net Amount|Fee Covered|Donor Comment|"
    "Donated At|Phone|Address|City|Postal Code|Employer|Occupation|Designation|Receipt Id|"
    "Donation Type|Last 4 Digits|Stripe Charge Id|Pay Pal Transaction Id|Recurring Donation|"
    "Donor Id"
)
DONORBOX = Sample(
    "donorbox.csv",
    "donorbox",
    sheet(
        DONORBOX_COLUMNS,
        [
            {
                "Name": "Ana Ruiz",
                "Donor Email": "Ana.Ruiz@Mail.example",
                "Campaign": "Strike fund",
                "Amount": "50.00",
                "Currency": "EUR",
                "Processing Fee": "1.00",
                "Platform Fee": "0.75",
                "Total Fee": "1.75",
                "Net Amount": "48.25",
                "Donor Comment": "for my mother",
                "Donated At": "2026-03-02 10:00:00",
                "Address": "Lindenweg 7",
                "Employer": "Harbour Freight Ltd",
                "Receipt Id": "8001",
                "Donation Type": "stripe",
                "Stripe Charge Id": "ch_77",
                "Recurring Donation": "Yes",
            }
        ],
    ),
)

PATREON_COLUMNS = (
    "Name|Email|Twitter|Discord|Patron Status|Follows You|Lifetime Amount|Pledge Amount|"
    "Charge Frequency|Tier|Addressee|Street|City|State|Zip|Country|Phone|Patronage Since Date|"
    "Last Charge Date|Last Charge Status|Additional Details|User ID|Last Updated|Currency|"
    "Max Posts|Access Expiration|Next Charge Date"
)
PATRON = {
    "Name": "Ana Ruiz",
    "Email": "ana.ruiz@mail.example",
    "Street": "Lindenweg 7",
    "Patron Status": "Active patron",
    "Lifetime Amount": "60.00",
    "Pledge Amount": "5.00",
    "Charge Frequency": "monthly",
    "Tier": "Friend",
    "Last Charge Date": "2026-03-01 08:00:00",
    "Last Charge Status": "Paid",
    "User ID": "501",
    "Currency": "EUR",
}
PATREON = Sample(
    "patreon.csv",
    "patreon",
    sheet(
        PATREON_COLUMNS,
        [
            PATRON,
            PATRON | {"Name": "Beto Paz", "Email": "beto@mail.example", "User ID": "502",
                      "Last Charge Status": "Declined"},
        ],
    ),
)  # fmt: skip

GIVING_FUND = Sample(
    "ppgf.csv",
    "givingfund",
    sheet(
        "Payout Date|Donation Date|Donor First Name|Donor Last Name|Donor Email|Program Name|"
        "Reference Information|Currency Code|Gross Amount|Total Fees|Net Amount|Transaction ID",
        [
            {
                "Payout Date": "2026-03-25",
                "Donation Date": "2026-03-02",
                "Donor First Name": "Ana",
                "Donor Last Name": "Ruiz",
                "Donor Email": "ana.ruiz@mail.example",
                "Program Name": "eBay",
                "Currency Code": "EUR",
                "Gross Amount": "30.00",
                "Total Fees": "0.00",
                "Net Amount": "30.00",
                "Transaction ID": "G1",
            }
        ],
    ),
)
VENMO = Sample(
    "venmo.csv",
    "venmo",
    sheet(
        " ID|Datetime|Type|Status|Note|From|To|Amount (total)|Amount (fee)|Funding Source|"
        "Destination",
        [
            {
                " ID": "301",
                "Datetime": "2026-03-02T10:00:00",
                "Type": "Payment",
                "Status": "Complete",
                "Note": "for my mother",
                "From": "Ana Ruiz",
                "To": "Our kitchen",
                "Amount (total)": "+ $1,150.00",
                "Destination": "Venmo balance",
            },
            {
                " ID": "302",
                "Datetime": "2026-03-03T10:00:00",
                "Type": "Payment",
                "Status": "Complete",
                "From": "Our kitchen",
                "To": "Beto Paz",
                "Amount (total)": "- $20.00",
                "Funding Source": "Visa Debit *1559",
            },
        ],
    ),
)

SAMPLES = (
    STRIPE,
    STRIPE_LEGACY,
    PAYPAL,
    PAYPAL_GERMAN,
    PAYPAL_JSON,
    OPEN_COLLECTIVE,
    ACTBLUE,
    DONORBOX,
    PATREON,
    GIVING_FUND,
    VENMO,
)
