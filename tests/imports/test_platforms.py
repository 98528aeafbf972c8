"""Each platform's file: recognised by its columns, its sums, and what it leaves out."""

from decimal import Decimal

import pytest

from coopfund.imports.movement import RefusedFileError, Statement, UnprovenError
from coopfund.imports.reader import Source
from coopfund.imports.readers import READERS, UnknownFileError, reader_for
from coopfund.imports.session import sums_of
from coopfund.imports.sheet import Options
from tests.imports import samples
from tests.imports.samples import SAMPLES, Sample


def read(sample: Sample | str, options: Options | None = None) -> Statement:
    """The only statement of a file, proven."""
    text = sample.text if isinstance(sample, Sample) else sample
    source = Source("file", text.encode())
    (statement,) = reader_for(source).read(source, options or Options())
    statement.proven()
    return statement


def kinds(statement: Statement) -> list[tuple[str, str]]:
    return [(movement.kind, f"{movement.amount:f}") for movement in statement.movements]


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.name)
def test_one_reader_knows_it(sample: Sample) -> None:
    source = Source(sample.name, sample.data)
    assert [reader.name for reader in READERS if reader.recognises(source)] == [sample.reader]
    assert not read(sample).rejected


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.name)
def test_gross_less_fee_is_net(sample: Sample) -> None:
    for movement in read(sample).movements:
        if movement.gross is not None and movement.fee is not None:
            assert movement.gross - movement.fee == movement.amount


def test_stripe_payouts_are_made_of_their_rows() -> None:
    statement = read(samples.STRIPE)
    assert kinds(statement) == [("payment", "49.00"), ("refund", "-20.00"), ("payout", "-29.00")]
    payout = statement.movements[-1]
    assert (payout.id, payout.date.isoformat()) == ("stripe:po_1", "2026-03-09")


def test_stripe_payouts_with_a_row_of_their_own() -> None:
    statement = read(samples.STRIPE_LEGACY)
    assert kinds(statement) == [("payment", "970.70"), ("payout", "-970.70")]
    assert statement.movements[1].id == "stripe:po_9"


def test_paypal_sums_and_balance() -> None:
    statement = read(samples.PAYPAL)
    assert kinds(statement) == [
        ("payment", "1470.00"),
        ("payment", "96.49"),
        ("refund", "-500.00"),
        ("payout", "-1000.00"),
    ]
    assert [row.why for row in statement.skipped] == ["it does not touch the balance (memo)"]
    assert (statement.opening, statement.closing) == (Decimal("0.00"), Decimal("66.49"))


def test_paypal_balance_that_does_not_follow() -> None:
    """A row is missing in the middle: the payment of 99.99."""
    lines = samples.PAYPAL.text.splitlines(keepends=True)
    with pytest.raises(UnprovenError, match="The balance does not follow from the rows in EUR"):
        read("".join(lines[:2] + lines[3:]))


def test_paypal_in_german() -> None:
    statement = read(samples.PAYPAL_GERMAN)
    assert kinds(statement) == [
        ("payment", "1200.00"),
        ("conversion", "-100.00"),
        ("conversion", "108.00"),
    ]
    assert statement.movements[0].gross == Decimal("1234.00")
    assert statement.movements[0].fee == Decimal("34.00")


def test_paypal_funding_is_no_income() -> None:
    """The bank pays for a payment that PayPal has made already: pending, yet it counts once."""
    rows = [
        samples.paypal("02/13/2026", "Website Payment", "-7.00", "-7.00", "1A", "-7.00"),
        samples.paypal(
            "02/13/2026",
            "Bank Deposit to PP Account",
            "7.00",
            "7.00",
            "2B",
            "0.00",
            Status="Pending",
            Reference_Txn_ID="1A",
        ),
        samples.paypal(
            "02/13/2026", "Bank Deposit to PP Account", "9.00", "9.00", "3C", Status="Pending"
        ),
    ]
    statement = read(samples.sheet(samples.PAYPAL_COLUMNS, rows))
    assert kinds(statement) == [("payment", "-7.00"), ("transfer", "7.00")]
    assert [row.why for row in statement.skipped] == ["it is still pending"]


def test_paypal_states() -> None:
    """A state that nobody knows is not taken for money, nor for none."""
    rows = [
        samples.paypal("14/03/2026", "Donation Payment", "5.00", "5.00", id_, Status=state)
        for id_, state in (
            ("1A", "Denied"),
            ("2B", "Pending"),
            ("3C", "Perhaps"),
            ("4D", "Cleared"),
        )
    ]
    statement = read(samples.sheet(samples.PAYPAL_COLUMNS, rows))
    assert [movement.id for movement in statement.movements] == ["paypal:4D"]
    assert [row.why for row in statement.skipped] == [
        "its state is “denied”",
        "it is still pending",
    ]
    assert [row.why for row in statement.rejected] == [
        "status: whether “perhaps” moved money is not known"
    ]


def test_paypal_json_without_a_currency() -> None:
    text = samples.PAYPAL_JSON.text.replace("EUR", "")
    source = Source("file", text.encode())
    (statement,) = reader_for(source).read(source, Options())
    assert statement.rejected[0].why.startswith("it names no currency")
    assert read(text, Options(currency="USD")).movements[0].currency == "USD"


def test_open_collective_newest_first() -> None:
    statement = read(samples.OPEN_COLLECTIVE)
    assert kinds(statement) == [
        ("refund", "-20"),
        ("payment", "-50"),
        ("fee", "-2"),
        ("payment", "97.40"),
    ]
    assert (statement.opening, statement.closing) == (Decimal("0.00"), Decimal("25.40"))


def test_actblue_refund_and_disbursement() -> None:
    statement = read(samples.ACTBLUE)
    assert kinds(statement) == [
        ("payment", "24.01"),
        ("payment", "9.60"),
        ("refund", "-10.00"),
        ("payout", "-24.01"),
    ]
    assert [movement.recurring for movement in statement.movements[:2]] == [True, False]


def test_donorbox_names_the_processor() -> None:
    (gift,) = read(samples.DONORBOX).movements
    assert (gift.amount, gift.gross, gift.fee) == (Decimal("48.25"), Decimal(50), Decimal("1.75"))
    assert gift.meta["also"] == "stripe:ch_77"
    assert gift.meta["processor"] == "stripe"


def test_patreon_takes_the_last_charge_once() -> None:
    statement = read(samples.PATREON)
    assert [movement.id for movement in statement.movements] == ["patreon:501-2026-03-01"]
    assert [row.why for row in statement.skipped] == ["the last charge is “declined”"]


def test_patreon_pledge_changed_since() -> None:
    text = samples.sheet(samples.PATREON_COLUMNS, [samples.PATRON | {"Lifetime Amount": "3.00"}])
    assert "less than the pledge" in read(text).rejected[0].why


def test_giving_fund_pays_out_by_day() -> None:
    assert kinds(read(samples.GIVING_FUND)) == [("payment", "30.00"), ("payout", "-30.00")]


def test_venmo_leaves_out_what_a_card_paid() -> None:
    statement = read(samples.VENMO)
    assert kinds(statement) == [("payment", "1150.00")]
    assert [row.why for row in statement.skipped] == ["a bank or card paid it, not the balance"]


def test_sums_keep_payouts_apart() -> None:
    (sums,) = sums_of(read(samples.STRIPE))
    said = (sums.gross, sums.fees, sums.net, sums.moved)
    assert said == tuple(map(Decimal, (30, 1, 29, -29)))


STRIPE_ROW = "{},2026-03-02 10:02:11,2026-03-04 00:00:00,eur,{},{},{},charge,"
STRIPE_HEAD = (
    "balance_transaction_id,created_utc,available_on_utc,currency,gross,fee,net,"
    "reporting_category,description"
)


def stripe(*rows: tuple[str, str, str, str]) -> str:
    return "\n".join([STRIPE_HEAD, *(STRIPE_ROW.format(*row) for row in rows)]) + "\n"


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (("txn_1", "10.00", "1.00", "8.00"), "gross 10.00 − fee 1.00 is not net 8.00"),
        (("", "10.00", "1.00", "9.00"), "id: a row without an id cannot be told from a copy of it"),
        (("ana@mail", "10.00", "1.00", "9.00"), "id: “ana@mail” is no id"),
        (("<script>", "10.00", "1.00", "9.00"), "id: “<script>” is no id"),
        (("txn_1", "ten", "1.00", "9.00"), "gross: “ten” is no amount"),
        (("txn_1", "1.234", "1.00", "9.00"), "gross: 1.234 has more decimals than EUR"),
        (("txn_1", "", "1.00", "9.00"), "gross: the amount is empty"),
        (("txn_1", "NaN", "1.00", "9.00"), "gross: “NaN” is no amount"),
        (("txn_1", "1e3", "1.00", "9.00"), "gross: “1e3” is no amount"),
    ],
)
def test_rows_that_cannot_be_read(row: tuple[str, str, str, str], why: str) -> None:
    statement = read(stripe(("txn_0", "2.50", "0.50", "2.00"), row))
    assert [(found.row, found.why) for found in statement.rejected] == [(2, why)]


def test_totals_at_the_foot() -> None:
    rows = stripe(("txn_1", "10.00", "1.00", "9.00"), ("txn_2", "20.00", "2.00", "18.00"))
    statement = read(rows + "Total,,,,30.00,3.00,27.00,,\n")
    assert [(row.row, row.why) for row in statement.skipped] == [(3, "a total")]
    with pytest.raises(
        UnprovenError, match=r"Row 3, a total, says gross 40\.00.* add up to 30\.00"
    ):
        read(rows + "Total,,,,40.00,3.00,27.00,,\n")


def test_half_a_file() -> None:
    rows = stripe(("txn_1", "10.00", "1.00", "9.00"), ("txn_2", "20.00", "2.00", "18.00"))
    with pytest.raises(RefusedFileError, match="ends in the middle of row 2"):
        read(rows[:-20])


def test_two_columns_of_one_name() -> None:
    text = stripe(("txn_1", "10.00", "1.00", "9.00")).replace("fee,net", "net,net")
    with pytest.raises(UnknownFileError, match="No importer knows its columns"):
        read(text)
    text = stripe(("txn_1", "10.00", "1.00", "9.00")).replace(",description", ",net")
    with pytest.raises(RefusedFileError, match="Two columns are called “net”"):
        read(text)


def test_named_reader_says_what_is_missing() -> None:
    source = Source("file", b"a,b\n1,2\n")
    with pytest.raises(
        RefusedFileError, match=r"the column .*“balance_transaction_id”.* is missing"
    ):
        reader_for(source, "stripe").read(source, Options())
    with pytest.raises(UnknownFileError, match="No importer is called strip; there are actblue"):
        reader_for(source, "strip")


def test_stripe_list_of_payouts() -> None:
    """It gives a payout the id that the sum of its rows has."""
    text = (
        "payout_id,effective_at_utc,currency,balance_transaction_id,gross,fee,net,"
        "reporting_category,description,payout_status\n"
        "po_1,2026-03-09 00:00:00,eur,txn_3,-29.00,0.00,-29.00,payout,STRIPE PAYOUT,paid\n"
        "po_1,2026-03-12 00:00:00,eur,txn_4,29.00,0.00,29.00,payout_reversal,,failed\n"
    )
    statement = read(text)
    assert kinds(statement) == [("payout", "-29.00"), ("payout", "29.00")]
    assert [movement.id for movement in statement.movements] == ["stripe:po_1", "stripe:txn_4"]
