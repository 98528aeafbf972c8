"""What movements become: gross and fee apart, refunds back, payouts waiting, each id once."""

from decimal import Decimal
from pathlib import Path

import pytest
from beancount.core.amount import Amount
from beancount.core.data import Transaction

from coopfund.imports.known import Known
from tests.imports import samples
from tests.imports.books import imported, lines
from tests.imports.samples import SAMPLES, Sample


def payer(entry: Transaction) -> dict[str, str]:
    """Who paid: on the last posting, and nowhere else."""
    *others, last = [entry.meta, *(posting.meta or {} for posting in entry.postings)]
    found = [{k: v for k, v in m.items() if k in {"donor", "member"}} for m in (*others, last)]
    assert not any(found[:-1])
    return found[-1]


def by_id(entries: list[Transaction]) -> dict[str, Transaction]:
    return {str(entry.meta["import-id"]): entry for entry in entries}


def test_gross_and_fee_apart_and_the_payout_waits(tmp_path: Path) -> None:
    session = imported(tmp_path, samples.STRIPE)
    assert lines(session.entries) == [
        "2026-03-02 Assets:Stripe 49.00, Expenses:Fees:Stripe 1.00, Income:Unknown -50.00",
        "2026-03-03 Assets:Stripe -20.00, Income:Unknown 20.00",
        "2026-03-09 Assets:Stripe -29.00, Assets:Clearing:Stripe 29.00",
    ]
    gift, refund, payout = session.entries
    assert payer(gift) == payer(refund) != {}
    assert payer(payout) == {}
    assert (gift.postings[2].meta or {})["source"] == "unknown"


def test_a_refund_goes_back_to_its_giver_and_account(tmp_path: Path) -> None:
    """The refund names the payment, whose row comes later in a newest-first file."""
    toml = """
    [opencollective]
    [[opencollective.map]]
    match = { campaign = "our-*", direction = "in" }
    account = "Income:Gifts"
    source = "donation"
    program = "kitchen"
    """
    found = by_id(imported(tmp_path, samples.OPEN_COLLECTIVE, toml=toml).entries)
    refund = found["opencollective:dddd"]
    assert payer(refund) == payer(found["opencollective:aaaa"]) != {}
    assert refund.postings[-1].account == "Income:Gifts"
    assert (refund.postings[-1].meta or {})["program"] == "kitchen"


def test_a_refund_of_what_was_booked_last_month(tmp_path: Path) -> None:
    known = Known()
    head, gift, _shop, refund, *_ = samples.PAYPAL.text.splitlines(keepends=True)
    march = Sample("march.csv", "paypal", head + gift)
    april = Sample("april.csv", "paypal", head + refund)
    toml = '[paypal]\nincome = "Income:Gifts"\n'
    (given,) = imported(tmp_path, march, toml=toml, known=known).entries
    (back,) = imported(tmp_path, april, known=known).entries
    assert back.postings[-1].account == "Income:Gifts"
    assert payer(back) == payer(given) != {}


@pytest.mark.parametrize(
    ("gift", "expected"),
    [
        ("200.00", "Income:Dues 300.00, Income:Gifts 200.00"),
        ("499.00", "Income:Dues 1.00, Income:Gifts 499.00"),
        ("600.00", "Assets:PayPal -500.00, Income:Gifts 500.00"),
    ],
)
def test_a_refund_of_dues_gives_back_first_what_was_beyond_them(
    tmp_path: Path, gift: str, expected: str
) -> None:
    """Else dues would stay that were given back."""
    known = Known()
    head, paid, _shop, refund, *_ = samples.PAYPAL.text.splitlines(keepends=True)
    april = Sample("april.csv", "paypal", head + refund)
    (given,) = imported(tmp_path, Sample("march.csv", "paypal", head + paid)).entries
    whole = given.postings[-1]
    split = [
        whole._replace(account=account, units=Amount(-Decimal(number), "EUR"), meta=meta)
        for account, number, meta in (
            ("Income:Dues", "800.00", {"source": "dues", "member": "m-0001"}),
            ("Income:Gifts", gift, {"member": "m-0001"}),
        )
    ]
    known.add(given._replace(postings=[*given.postings[:-1], *split]))
    (back,) = imported(tmp_path, april, known=known).entries
    assert lines([back])[0].endswith(expected)
    assert all((posting.meta or {})["member"] == "m-0001" for posting in back.postings[-1:])


def test_one_donor_whatever_the_case_and_the_platform(tmp_path: Path) -> None:
    session = imported(tmp_path, samples.PAYPAL_GERMAN, samples.DONORBOX, samples.PATREON)
    donors = {who["donor"] for entry in session.entries if (who := payer(entry))}
    assert len(donors) == 1


def test_what_a_refund_leaves_of_a_donor(tmp_path: Path) -> None:
    totals: dict[str, Decimal] = {}
    for entry in imported(tmp_path, samples.PAYPAL).entries:
        for posting in entry.postings:
            if posting.account.startswith("Income:") and posting.units and payer(entry):
                donor = payer(entry)["donor"]
                totals[donor] = totals.get(donor, Decimal(0)) - (posting.units.number or 0)
    assert list(totals.values()) == [Decimal("1000.00")]


def test_an_exchange_is_one_entry_of_two_currencies(tmp_path: Path) -> None:
    entry = imported(tmp_path, samples.PAYPAL_GERMAN).entries[-1]
    sold, bought = entry.postings
    assert (str(sold.units), str(sold.price)) == ("-100.00 EUR", "1.08 USD")
    assert str(bought.units) == "108.00 USD"
    assert (entry.meta["import-id"], entry.meta["import-also"]) == ("paypal:2B", "paypal:3C")


def test_half_an_exchange_is_refused(tmp_path: Path) -> None:
    text = "".join(samples.PAYPAL_GERMAN.text.splitlines(keepends=True)[:3])
    session = imported(tmp_path, Sample("half.csv", "paypal", text))
    assert "has no other half" in (session.files[0].refusal or "")
    assert session.entries == []


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.name)
def test_the_same_file_twice_adds_nothing(sample: Sample, tmp_path: Path) -> None:
    known = Known()
    first = imported(tmp_path, sample, known=known).files[0]
    again = imported(tmp_path, sample, known=known).files[0]
    assert first.entries
    assert (again.entries, again.already) == ([], len(again.movements))
    assert again.notes == []


def test_overlapping_files_add_what_is_new(tmp_path: Path) -> None:
    head, *rows = samples.PAYPAL.text.splitlines(keepends=True)
    one = Sample("one.csv", "paypal", head + "".join(rows[:2]))
    two = Sample("two.csv", "paypal", head + "".join(rows[1:3]))
    session = imported(tmp_path, one, two)
    assert [(len(file.entries), file.already) for file in session.files] == [(2, 0), (1, 1)]


def test_two_identical_payments_of_one_day_are_both_kept(tmp_path: Path) -> None:
    rows = [
        samples.paypal("14/03/2026", "Donation Payment", "5.00", "5.00", id_)
        for id_ in ("1A", "2B")
    ]
    text = samples.sheet(samples.PAYPAL_COLUMNS, rows)
    assert len(imported(tmp_path, Sample("two.csv", "paypal", text)).entries) == 2


def test_one_id_that_says_two_things_is_refused(tmp_path: Path) -> None:
    rows = [
        samples.paypal("14/03/2026", "Donation Payment", amount, amount, "1A")
        for amount in ("5.00", "6.00")
    ]
    text = samples.sheet(samples.PAYPAL_COLUMNS, rows)
    refusal = imported(tmp_path, Sample("two.csv", "paypal", text)).files[0].refusal
    assert refusal == "Rows 1 and 2 have one id (paypal:1A) and say different things."


def test_a_processor_s_own_report_books_no_gift_again(tmp_path: Path) -> None:
    """Donorbox names Stripe's charge; Stripe's own report has it too."""
    text = samples.STRIPE.text.replace("ch_1", "ch_77")
    session = imported(tmp_path, samples.DONORBOX, Sample("stripe.csv", "stripe", text))
    assert session.files[1].already == 1
    (note,) = session.files[1].notes
    assert note.startswith("stripe:txn_1 is booked with 48.25 EUR, but this file says 49.00 EUR")
    assert session.entries[0].postings[0].account == "Assets:Stripe"


def test_a_payout_that_says_another_sum_later(tmp_path: Path) -> None:
    known = Known()
    head, gift, _ = samples.STRIPE.text.splitlines(keepends=True)
    imported(tmp_path, Sample("part.csv", "stripe", head + gift), known=known)
    again = imported(tmp_path, samples.STRIPE, known=known).files[0]
    (note,) = again.notes
    assert note.startswith("stripe:po_1 is booked with -49.00 EUR, but this file says -29.00 EUR")


def test_what_is_spent_is_marked_to_be_sorted(tmp_path: Path) -> None:
    expense = by_id(imported(tmp_path, samples.OPEN_COLLECTIVE).entries)["opencollective:cccc"]
    assert expense.flag == "!"
    assert expense.postings[-1].account == "Expenses:Unsorted"
    assert payer(expense) == {}


def test_processors_are_no_contributors(tmp_path: Path) -> None:
    rows = [
        samples.paypal(
            "14/03/2026",
            "Donation Payment",
            "5.00",
            "5.00",
            "1A",
            Name="PayPal Giving Fund",
            From_Email_Address="care@paypalgivingfund.org",
        )
    ]
    text = samples.sheet(samples.PAYPAL_COLUMNS, rows)
    (entry,) = imported(tmp_path, Sample("fund.csv", "paypal", text)).entries
    assert payer(entry) == {}


def test_whoever_is_in_the_roster_is_known(tmp_path: Path) -> None:
    class Roster:
        def find(self, *, email: str | None = None, name: str | None = None) -> str | None:
            return "m-0042" if (email, name) == ("ana.ruiz@mail.example", None) else None

    (entry,) = imported(tmp_path, samples.DONORBOX, roster=Roster()).entries
    assert payer(entry) == {"member": "m-0042"}


def test_what_repeats_is_tagged(tmp_path: Path) -> None:
    (entry,) = imported(tmp_path, samples.PATREON).entries
    assert entry.tags == {"recurring"}
