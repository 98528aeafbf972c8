"""CF601, CF606 and CF608: who signs, who is paid, and who decided."""

import pytest

from tests.ledgers import Judged, judge, judged

OFFICES = """
2020-01-01 open Assets:Receivable
  kind: "receivable"
2026-01-01 custom "coopfund-office" "treasurer" "m-0003"
2026-01-01 custom "coopfund-office" "chair" "m-0008"
  until: 2026-12-31
2026-01-01 custom "coopfund-office" "secretary" "m-0009"
2026-03-01 custom "coopfund-office" "secretary" "m-0009" "recall"
2026-01-01 custom "coopfund-contributor" "m-0008"
  household: "h-1"
2026-01-01 custom "coopfund-contributor" "d-007"
  household: "h-1"
"""


def signed(metadata: str, amount: str = "620.00", day: str = "2026-03-05") -> Judged:
    lines = "\n".join(f"  {line}" for line in metadata.splitlines())
    return judge(
        f"""{OFFICES}
{day} * "Red Quay Print" "posters" ^print
{lines}
  Expenses:Rent            {amount} USD
  Assets:Bank
"""
    )


# CF601


def test_cf601_example_a_recalled_officer() -> None:
    books = signed('prepared-by: "m-0017"\napproved-by: "m-0003 m-0009"')
    found = books.one("CF601")
    assert (found.action, found.name, str(found.date)) == ("stop", "two-people", "2026-03-05")
    assert books.line(found) == "Expenses:Rent            620.00 USD"
    assert found.message == (
        "620.00 USD was paid to Red Quay Print, to review who signed: m-0009 approved it but was "
        "recalled on 2026-03-01; only 1 of the 2 approvals needed counts."
    )
    assert found.evidence == {
        "amount": "620.00",
        "limit": "500.00",
        "payee": "Red Quay Print",
        "prepared_by": ["m-0017"],
        "approved_by": ["m-0003", "m-0009"],
        "counting": ["m-0003"],
        "needed": 2,
        "faults": [
            "m-0009 approved it but was recalled on 2026-03-01",
            "only 1 of the 2 approvals needed counts",
        ],
    }


@judged
def test_cf601_names_no_payee_where_there_is_none(books: Judged) -> None:
    """
    2026-01-01 custom "coopfund-office" "treasurer" "m-2"
    2026-03-05 * "posters"
      approved-by: "m-9"
      Expenses:Rent            20.00 USD
      Assets:Bank
    """
    assert books.one("CF601").message == (
        "20.00 USD was paid, to review who signed: m-9 approved it but never held office."
    )


@pytest.mark.parametrize(
    ("metadata", "fault"),
    [
        ('note: "x"', "none of the 2 approvals needed counts"),
        ('approved-by: "m-0003"', "only 1 of the 2 approvals needed counts"),
        ('approved-by: "m-0003 m-0003"', "only 1 of the 2 approvals needed counts"),
        (
            'prepared-by: "m-0003"\napproved-by: "m-0003 m-0008"',
            "m-0003 prepared and approved it",
        ),
        ('approved-by: "m-0003 m-0042"', "m-0042 approved it but never held office"),
        (
            'payee-id: "m-0008"\napproved-by: "m-0003 m-0008"',
            "m-0008 approved it and was paid",
        ),
        (
            'payee-id: "d-007"\napproved-by: "m-0003 m-0008"',
            "m-0008 approved it and is kin of d-007, who was paid",
        ),
    ],
)
def test_cf601_fails_for_each_fault(metadata: str, fault: str) -> None:
    assert fault in signed(metadata).one("CF601").evidence["faults"]


@pytest.mark.parametrize(
    ("metadata", "day", "faults"),
    [
        ('approved-by: "m-0003 m-0009"', "2026-02-28", []),
        (
            'approved-by: "m-0003 m-0009"',
            "2026-03-01",
            ["m-0009 approved it but was recalled on 2026-03-01"],
        ),
        ('approved-by: "m-0003 m-0008"', "2026-12-31", []),
        (
            'approved-by: "m-0003 m-0008"',
            "2027-01-01",
            ["m-0008 approved it but held office until 2026-12-31"],
        ),
        (
            'approved-by: "m-0003"',
            "2025-12-31",
            ["m-0003 approved it but did not hold office yet"],
        ),
    ],
)
def test_cf601_a_term_begins_and_ends(metadata: str, day: str, faults: list[str]) -> None:
    found = signed(metadata, day=day).found("CF601")
    assert [its.evidence["faults"][:1] for its in found] == [faults] * bool(faults)


@pytest.mark.parametrize(
    ("metadata", "amount"),
    [
        ('prepared-by: "m-0017"\napproved-by: "m-0003, m-0008"', "620.00"),
        ('approved-by: "m-0003 m-0008 m-0003"', "500.00"),
        ('note: "x"', "499.99"),
        ('prepared-by: "m-0003"\napproved-by: "m-0008"', "20.00"),
    ],
)
def test_cf601_passes_where_two_in_office_sign(metadata: str, amount: str) -> None:
    assert signed(metadata, amount).found("CF601") == []


def test_cf601_fails_for_a_small_payment_signed_by_its_preparer() -> None:
    found = signed('prepared-by: "m-0003"\napproved-by: "m-0003"', "20.00").one("CF601")
    assert found.evidence["faults"] == ["m-0003 prepared and approved it"]


@judged
def test_cf601_passes_before_there_are_offices_and_for_what_is_no_payment(books: Judged) -> None:
    """
    2026-01-01 custom "coopfund-office" "treasurer" "m-0003"
    2025-12-01 * "Properties" "rent"
      Expenses:Rent          900.00 USD
      Assets:Bank
    2026-01-02 * "to the savings account"
      Assets:Savings         900.00 USD
      Assets:Bank
    2026-01-03 * "Shop" "bought on account"
      Expenses:Rent          900.00 USD
      Liabilities:Shop
    """
    assert books.found("CF601") == []


@judged
def test_cf601_passes_where_nothing_is_declared(books: Judged) -> None:
    """
    2026-01-02 * "Properties" "rent"
      Expenses:Rent          900.00 USD
      Assets:Bank
    """
    assert [found.code for found in books.findings if found.code.startswith("CF6")] == []


@judged
def test_cf601_fails_from_the_first_approval_on_where_no_office_is_declared(
    books: Judged,
) -> None:
    """
    2026-01-01 * "Properties" "rent"
      Expenses:Rent          900.00 USD
      Assets:Bank
    2026-01-02 * "Properties" "deposit"
      approved-by: "m-1 m-2"
      Expenses:Rent          901.00 USD
      Assets:Bank
    2026-03-01 * "Properties" "rent"
      Expenses:Rent          902.00 USD
      Assets:Bank
    """
    assert str(books.one("CF601").date) == "2026-03-01"


@judged
def test_cf601_a_vote_changes_the_amount_from_its_day(books: Judged) -> None:
    """
    2026-01-01 custom "coopfund-office" "treasurer" "m-0003"
    2026-02-01 custom "coopfund-rule" "CF601"
      amount: 1000
    2026-01-31 * "Properties" "rent"
      approved-by: "m-0003"
      Expenses:Rent          900.00 USD
      Assets:Bank
    2026-02-01 * "Properties" "rent"
      approved-by: "m-0003"
      Expenses:Rent          900.00 USD
      Assets:Bank
    """
    assert str(books.one("CF601").date) == "2026-01-31"


@judged
def test_offices_are_read_strictly(books: Judged) -> None:
    """
    2026-01-01 custom "coopfund-office" "treasurer"
    2026-01-01 custom "coopfund-office" "treasurer" "m-1" "recal"
    2026-01-01 custom "coopfund-office" "treasurer" "m-1" "recall"
    2026-01-01 custom "coopfund-office" "treasurer" "m-1"
      until: 2025-01-01
    2026-01-01 custom "coopfund-office" "treasurer" "m-1"
      till: 2027-01-01
    """
    assert [message for _, message in books.problems()] == [
        (
            "coopfund-office: the member's id is missing; write "
            'custom "coopfund-office" "treasurer" "m-0017"'
        ),
        'coopfund-office: the event "recal" is none of recall (did you mean "recall"?)',
        "coopfund-office: m-1 is recalled as treasurer without holding that office",
        "coopfund-office: the term ends on 2025-01-01, before it begins",
        'coopfund-office: "till" means nothing here (did you mean "until"?)',
    ]


# CF606


def test_cf606_example_two_debts() -> None:
    books = judge(
        f"""{OFFICES}
2026-02-01 * "m-0003" "advance"
  approved-by: "m-0008 m-0009"
  Assets:Receivable        1200.00 USD
    member: "m-0003"
  Assets:Bank
2026-02-10 * "m-0008" "advance"
  approved-by: "m-0003 m-0009"
  Assets:Receivable         900.00 USD
    member: "m-0008"
  Assets:Bank
"""
    )
    found = books.one("CF606")
    assert (found.action, found.name, str(found.date)) == ("warn", "related-party", "2026-02-10")
    assert books.line(found) == "Assets:Receivable         900.00 USD"
    assert found.message == (
        "Those in office owe 2100.00 USD together (m-0003 1200.00 and m-0008 900.00); "
        "the limit is 2000.00."
    )
    assert found.evidence == {
        "why": "debts",
        "officers": ["m-0003", "m-0008"],
        "amount": "2100.00",
        "limit": "2000.00",
        "debts": {"m-0003": "1200.00", "m-0008": "900.00"},
    }


def lent(second: str, day: str = "2026-02-10", back: str = "0.00") -> Judged:
    return judge(
        f"""{OFFICES}
2026-02-01 * "advance"
  Assets:Receivable        1200.00 USD
    member: "m-0003"
  Assets:Bank
2026-02-05 * "paid back"
  Assets:Bank              {back} USD
  Assets:Receivable
    member: "m-0003"
{day} * "advance"
  Assets:Receivable         {second} USD
    member: "m-0009"
  Assets:Bank
"""
    )


def test_cf606_passes_at_the_limit_after_paying_back_and_after_a_recall() -> None:
    assert lent("800.00").found("CF606") == []
    assert len(lent("800.01").found("CF606")) == 1
    assert lent("900.00", back="100.00").found("CF606") == []
    assert lent("900.00", day="2026-03-01").found("CF606") == []


def test_cf606_fails_again_once_the_debts_were_down_to_the_limit() -> None:
    loan = """
2026-02-{day} * "m-0003" "advance"
  approved-by: "m-0008 m-0009"
  Assets:Receivable         {amount} USD
    member: "m-0003"
  Assets:Bank
"""
    steps = (("01", "2000.01"), ("02", "-0.01"), ("03", "0.01"))
    books = judge(OFFICES + "".join(loan.format(day=d, amount=a) for d, a in steps))
    assert [str(found.date) for found in books.found("CF606")] == ["2026-02-01", "2026-02-03"]


def paid(payee: str, day: str = "2026-02-10") -> Judged:
    return judge(
        f"""{OFFICES}
{day} * "{payee}" "materials"
  payee-id: "{payee}"
  Expenses:Childcare         30.00 USD
  Assets:Bank
{day} * "{payee}" "more materials"
  payee-id: "{payee}"
  Expenses:Childcare         12.00 USD
  Assets:Bank
"""
    )


def test_cf606_fails_for_the_household_of_an_officer() -> None:
    books = paid("d-007")
    found = books.one("CF606")
    assert books.line(found) == "Expenses:Childcare         12.00 USD"
    assert found.message == (
        "42.00 USD was paid in 2026 to d-007, one group with m-0008, who held office then, in "
        "2 payments."
    )
    assert found.evidence == {
        "why": "payee",
        "officers": ["m-0008"],
        "payee": "d-007",
        "amount": "42.00",
        "payments": [
            {"date": "2026-02-10", "amount": "30.00"},
            {"date": "2026-02-10", "amount": "12.00"},
        ],
        "year": 2026,
    }
    assert paid("m-0003").one("CF606").message == (
        "42.00 USD was paid in 2026 to m-0003, who held office then, in 2 payments."
    )


@judged
def test_cf606_fails_for_an_officer_among_others(books: Judged) -> None:
    """
    2026-01-01 custom "coopfund-office" "treasurer" "m-2"
    2026-02-10 * "Payroll" "wages"
      approved-by: "m-2 m-9"
      Expenses:Rent           300.00 USD
        member: "m-1"
      Expenses:Rent           200.00 USD
        member: "m-2"
      Assets:Bank
    """
    found = books.one("CF606")
    assert (found.evidence["amount"], found.evidence["officers"]) == ("200.00", ["m-2"])
    assert books.line(found) == "Expenses:Rent           200.00 USD"
    assert books.one("CF601").evidence["faults"] == [
        "m-2 approved it and was paid",
        "m-9 approved it but never held office",
        "none of the 2 approvals needed counts",
    ]


@pytest.mark.parametrize(
    ("payee", "day"),
    [("m-0042", "2026-02-10"), ("m-0009", "2026-03-01"), ("d-007", "2027-01-01")],
)
def test_cf606_passes_for_others_and_out_of_office(payee: str, day: str) -> None:
    assert paid(payee, day).found("CF606") == []


# CF608


DECIDED = """
2026-01-01 custom "coopfund-rule" "CF608"
  amount: 1000
2026-03-01 custom "coopfund-decision" "GM-2026-03" 1500.00 USD
  entry: "^van"
2026-03-02 * "first part" ^part
  decision: "GM-2026-03"
  Expenses:Rent             400.00 USD
  Assets:Bank
"""


def decided(metadata: str, amount: str = "1200.00", day: str = "2026-03-05") -> Judged:
    return judge(
        f"""{DECIDED}
{day} * "Garage" "repair" {metadata}
  Expenses:Rent            {amount} USD
  Assets:Bank
"""
    )


def test_cf608_example_a_hundred_too_much() -> None:
    books = decided('\n  decision: "GM-2026-03"')
    found = books.one("CF608")
    assert (found.action, found.name, str(found.date)) == ("warn", "decision", "2026-03-05")
    assert books.line(found) == "Expenses:Rent            1200.00 USD"
    assert found.message == (
        "1200.00 USD to Garage was spent under GM-2026-03, which had 1100.00 left of 1500.00: "
        "100.00 is too much."
    )
    assert found.evidence == {
        "why": "exceeded",
        "amount": "1200.00",
        "limit": "1000.00",
        "decision": "GM-2026-03",
        "decided": "2026-03-01",
        "authorised": "1500.00",
        "left": "1100.00",
        "over": "100.00",
    }


@pytest.mark.parametrize(
    ("metadata", "amount", "day", "why"),
    [
        ("", "1000.00", "2026-03-05", "none"),
        ('\n  decision: "GM-2026-04"', "1000.00", "2026-03-05", "unknown"),
        ('\n  decision: "GM-2026-04"', "10.00", "2026-03-05", "unknown"),
        ('\n  decision: "GM-2026-03"', "1000.00", "2026-02-28", "later"),
        ("^van", "1000.00", "2026-02-28", "later"),
        ("^van", "1100.01", "2026-03-05", "exceeded"),
    ],
)
def test_cf608_fails_without_a_decision_that_covers_it(
    metadata: str, amount: str, day: str, why: str
) -> None:
    assert decided(metadata, amount, day).one("CF608").evidence["why"] == why


@pytest.mark.parametrize(
    ("metadata", "amount"),
    [
        ("", "999.99"),
        ("^van", "1100.00"),
        ('\n  decision: "GM-2026-03"', "1100.00"),
    ],
)
def test_cf608_passes_where_the_decision_covers_it(metadata: str, amount: str) -> None:
    assert decided(metadata, amount).found("CF608") == []
    assert decided(metadata, amount, "2026-03-01").found("CF608") == []


@judged
def test_cf608_passes_with_a_decision_for_the_program(books: Judged) -> None:
    """
    2026-01-01 custom "coopfund-rule" "CF608"
      amount: 100
    2026-01-01 custom "coopfund-decision" "GM-1"
      program: "childcare"
    2026-03-01 custom "coopfund-decision" "GM-2" 300.00 USD
      program: "childcare"
    2026-03-02 * "swing"
      Expenses:Childcare     300.00 USD
      Assets:Bank
    2026-03-03 * "slide"
      Expenses:Childcare     150.00 USD
      Assets:Bank
    """
    found = books.one("CF608")
    assert found.message == (
        "150.00 USD was spent under GM-2, which had 0.00 left of 300.00: 150.00 is too much."
    )


SAME = '2026-01-01 custom "coopfund-contributor" "m-0003"\n  same-as: "d-003"\n'


def test_cf601_fails_where_the_preparer_approved_under_another_id() -> None:
    books = judge(
        f"""{OFFICES}{SAME}
2026-03-05 * "Red Quay Print" "posters"
  prepared-by: "d-003"
  approved-by: "m-0003 m-0008"
  Expenses:Rent            620.00 USD
  Assets:Bank
"""
    )
    assert books.one("CF601").evidence["faults"] == [
        "m-0003 prepared and approved it",
        "only 1 of the 2 approvals needed counts",
    ]


def test_cf601_counts_one_person_once_whatever_the_ids() -> None:
    text = """
2026-03-05 * "Red Quay Print" "posters"
  approved-by: "m-0003 {}"
  Expenses:Rent            620.00 USD
  Assets:Bank
"""
    assert judge(SAME + text.format("m-0008")).found("CF601") == []
    assert judge(SAME + text.format("d-003")).one("CF601").evidence["counting"] == ["m-0003"]


def test_cf601_passes_where_two_of_one_household_prepare_and_approve() -> None:
    metadata = 'prepared-by: "d-007"\napproved-by: "m-0003 m-0008"'
    assert signed(metadata).found("CF601") == []


def test_cf606_fails_for_debts_under_another_id_of_an_officer() -> None:
    books = judge(
        f"""{OFFICES}{SAME}
2026-02-01 * "advance"
  approved-by: "m-0008 m-0009"
  Assets:Receivable        1200.00 USD
    member: "m-0003"
  Assets:Bank
2026-02-10 * "advance"
  approved-by: "m-0008 m-0009"
  Assets:Receivable         900.00 USD
    member: "d-003"
  Assets:Bank
"""
    )
    (found,) = [its for its in books.found("CF606") if its.evidence["why"] == "debts"]
    assert found.evidence["debts"] == {"m-0003": "2100.00"}
