"""MT940: what banks write in its fields, and the proof that nothing got lost on the way."""

from datetime import date
from decimal import Decimal

import pytest

from coopfund.imports.banks import per_account
from coopfund.imports.movement import RefusedFileError, Statement, UnprovenError
from coopfund.imports.mt940 import fits, read

GERMAN = (
    ":86:166?00GUTSCHRIFT?109251?20EREF+NOTPROVIDED?21SVWZ+Beitrag?22 Maerz?30GENODEF1"
    "?31DE89370400440532013000?32Anna Muster\n"
)
DUTCH = ":86:/TRTP/SEPA OVERBOEKING/IBAN/NL46ABNA0499998748/NAME/J JANSEN/REMI/Contributie\n"


def file(
    *entries: str, opening: str = "C260304EUR100,00", closing: str = "C260305EUR110,00"
) -> str:
    return (
        ":20:STARTUMS\n:25:37040044/0532013000\n:28C:3/1\n"
        f":60F:{opening}\n{''.join(entries)}:62F:{closing}\n-\n"
    )


def entry(
    amount: str = "10,00", mark: str = "C", more: str = "NTRFNONREF", text: str = GERMAN
) -> str:
    return f":61:2603050305{mark}{amount}{more}\n{text}"


def one(text: str) -> Statement:
    (statement,) = per_account(read(text.encode()))
    return statement


def test_a_german_entry() -> None:
    statement = one(file(entry()))
    (movement,) = statement.movements
    assert (movement.date, movement.amount) == (date(2026, 3, 5), Decimal("10.00"))
    assert (movement.counterparty, movement.memo) == ("Anna Muster", "Beitrag Maerz")
    assert movement.payer_key == "DE89370400440532013000"
    assert movement.id.startswith("mt940:")
    assert (statement.account_hint, statement.currency) == ("37040044/0532013000", "EUR")
    assert (statement.opening, statement.closing) == (Decimal(100), Decimal(110))


def test_a_dutch_entry() -> None:
    (movement,) = one(file(entry(text=DUTCH))).movements
    assert (movement.counterparty, movement.memo) == ("J JANSEN", "Contributie")
    assert movement.payer_key == "NL46ABNA0499998748"


@pytest.mark.parametrize(
    ("mark", "closing", "amount"),
    [
        ("C", "C260305EUR110,", "10.00"),
        ("D", "C260305EUR90,00", "-10.00"),
        ("RC", "C260305EUR90,00", "-10.00"),
        ("RD", "C260305EUR110,00", "10.00"),
        ("CR", "C260305EUR110,00", "10.00"),
    ],
)
def test_marks_and_reversals(mark: str, closing: str, amount: str) -> None:
    assert one(file(entry(mark=mark), closing=closing)).movements[0].amount == Decimal(amount)


def test_the_day_of_booking_counts_over_new_year() -> None:
    text = file(entry()).replace(":61:2603050305", ":61:2512310102")
    assert one(text).movements[0].date == date(2026, 1, 2)


def test_equal_payments_are_both_kept_and_overlapping_files_know_them() -> None:
    twice = one(file(entry(), entry(), closing="C260305EUR120,00")).movements
    more = one(file(entry("1,00"), entry(), entry(), closing="C260305EUR121,00")).movements
    assert len({movement.id for movement in twice}) == 2
    assert len({movement.id for movement in (*twice, *more)}) == 3


def test_a_statement_of_two_pages_is_one() -> None:
    first = file(entry()).replace(":62F:", ":62M:")
    second = file(entry("5,00"), opening="C260305EUR110,00", closing="C260306EUR115,00")
    statement = one(first + second.replace(":60F:", ":60M:"))
    assert (statement.opening, statement.closing) == (Decimal(100), Decimal(115))
    assert statement.rows_in == 2


def test_an_envelope_is_taken_off() -> None:
    text = file(entry()).replace("-\n", "-}\n")
    envelope = "{1:F01ESSEDK22AXXX7000000000}{2:O0000000000000BBHCUS33LXXX}{3:{108:D87R}}{4:\n"
    assert one(envelope + text).rows_in == 1


def test_a_statement_without_entries() -> None:
    assert one(file(closing="C260305EUR100,00")).movements == ()


def test_lines_that_end_as_elsewhere() -> None:
    for end in ("\r\n", "\r"):
        assert one(file(entry()).replace("\n", end)).movements == one(file(entry())).movements


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "It is empty."),
        ("hello", "No statement begins in the file"),
        (file(entry(amount="10.00")), "Line 5: the entry :61: has no date, mark and amount"),
        (
            file(entry(amount="\u0661\u0660,00")),
            "Line 5: the entry :61: has no date, mark and amount",
        ),
        (file(entry(amount="10,00,5")), "Line 5: the entry :61: has no date, mark and amount"),
        (file(entry(mark="X")), "Line 5: the entry :61: has no date, mark and amount"),
        (file(entry(mark="")), "Line 5: the entry :61: has no date, mark and amount"),
        (file(entry()).replace("0305C", "0230C"), "does not fit MT940"),
        (file(entry()).partition(":62F:")[0], "no closing balance (:62F:): the file is cut off"),
        (file(entry()).replace(":60F:C260304EUR100,00\n", ""), "no opening balance (:60F:)"),
        (file(entry(text=":86:" + "x" * 10_001 + "\n")), "A line has 10,005 characters"),
        (file(entry()).replace("Anna", "An\0na"), "Line 6 holds a NUL"),
        (":61:2603050305C10,00NTRF\n" + file(), "The file holds 1 entries, but 0 stand"),
    ],
)
def test_a_damaged_file_is_refused(text: str, why: str) -> None:
    with pytest.raises(RefusedFileError) as refused:
        one(text)
    assert why in str(refused.value)


def test_a_missing_entry_is_found_by_the_balances() -> None:
    with pytest.raises(UnprovenError, match=r"movements 10\.00 = 110\.00, but closing is 120\.00"):
        one(file(entry(), closing="C260305EUR120,00"))


def test_nothing_is_logged_about_payees(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(RefusedFileError):
        one(file(entry()).replace("0305C", "0230C"))
    assert capfd.readouterr() == ("", "")


def test_it_is_recognised() -> None:
    assert fits(file().encode())
    assert not fits(b"OFXHEADER:100")


def test_times_of_day_are_no_tags() -> None:
    """A CSV of another platform must not be taken for a bank's statement."""
    assert not fits(b'ID,Datetime\n1,"2017-08-15T00:20:39"\n2,"2017-08-15T00:25:39"\n')
    for start in (
        b":20:A\n:25:B",
        b"\xef\xbb\xbf:20:A\r:25P:B",
        b"{4:\r\n:20:A\r\n:25:B",
        b"{4::20:A\n:25:B",
    ):
        assert fits(start)
