"""Each question's sentence, in every case that a group can be in."""

from tests.ledgers import Judged, judged
from tests.report.reports import blocks, listings, report_of, sentence, table


@judged
def test_dues_cover_all_running_costs(books: Judged) -> None:
    """
    2026-03-02 * "dues"
      Assets:Bank  100.00 USD
      Income:Dues
    2026-03-09 * "rent"
      Expenses:Rent  80.00 USD
      Assets:Bank
    """
    report = report_of(books, "2026-03")
    assert sentence(report, 1) == (
        "Yes: dues of 100.00 USD covered all running costs of 80.00 USD in March 2026."
    )
    assert report.answers[0].figure == "125.0 %"


@judged
def test_dues_cover_a_part_of_running_costs(books: Judged) -> None:
    """
    2026-02-09 * "rent"
      Expenses:Rent  80.00 USD
      Assets:Bank
    2026-03-02 * "dues"
      Assets:Bank  60.00 USD
      Income:Dues
    2026-03-09 * "rent"
      Expenses:Rent  80.00 USD
      Assets:Bank
    """
    assert sentence(report_of(books, "2026-03"), 1) == (
        "No: dues of 60.00 USD covered 75.0 % of the running costs of 80.00 USD in March 2026; "
        "over the 2 months since the books began they covered 37.5 %."
    )


@judged
def test_a_month_without_any_entry_says_so(books: Judged) -> None:
    """
    2026-01-02 * "dues"
      Assets:Bank  60.00 USD
      Income:Dues
    2026-01-09 * "rent"
      Expenses:Rent  30.00 USD
      Assets:Bank
    2026-03-09 * "rent"
      Expenses:Rent  30.00 USD
      Assets:Bank
    """
    report = report_of(books, "2026-02")
    assert sentence(report, 1) == (
        "There were no running costs in February 2026; over the 2 months since the books began "
        "dues covered 200.0 %."
    )
    assert report.answers[0].figure == "–"
    assert sentence(report, 2) == (
        "No program with payments is restricted to certain money. "
        "Nothing was paid for a program in February 2026."
    )


@judged
def test_nothing_declared_is_said_and_never_zero(books: Judged) -> None:
    """
    2026-03-02 * "money"
      Assets:Bank  100.00 USD
      Income:Misc
    2026-03-09 * "rent"
      Expenses:Rent  80.00 USD
      Assets:Bank
    """
    report = report_of(books, "2026-03")
    assert [answer.known for answer in report.answers[1:3]] == [False, False]
    assert sentence(report, 2) == (
        "This cannot be said yet: no account says which source its money is from."
    )
    assert sentence(report, 3) == (
        "This cannot be said yet: no entry names who gave the 100.00 USD of this first month of "
        "the books."
    )
    assert report.answers[2].figure == "–"
    assert report.undeclared
    assert report.undeclared.items[0].text == "Say it on the accounts Income:Misc (100.00 USD)."


@judged
def test_money_that_paid_is_named_by_program(books: Judged) -> None:
    """
    2026-01-01 custom "coopfund-program" "childcare"
      title: "Saturday childcare"
      funded-by: "dues"
    2026-03-02 * "dues"
      Assets:Bank  100.00 USD
      Income:Dues
    2026-03-02 * "gift"
      Assets:Bank  50.00 USD
      Income:Gifts
    2026-03-09 * "snacks"
      Expenses:Childcare  80.00 USD
      Assets:Bank
    2026-03-20 * "rent"
      Expenses:Rent  60.00 USD
      Assets:Bank
    """
    report = report_of(books, "2026-03")
    assert sentence(report, 2) == (
        "In this first month of the books, Saturday childcare was paid from the money it may use, "
        "even under the strictest reading. "
        "In March 2026: 80.00 USD for Saturday childcare, from dues."
    )
    assert table(report, 2, "March 2026").rows == (
        ("Saturday childcare", "80.00", "", "80.00"),
        ("Everything else (core)", "10.00", "50.00", "60.00"),
        ("Total", "90.00", "50.00", "140.00"),
    )
    assert table(report, 2, "How sure").rows == (
        ("Saturday childcare", "dues", "L2: sure even under the strictest reading", "L2"),
    )


@judged
def test_a_breach_that_was_made_good_is_told(books: Judged) -> None:
    """
    2026-01-01 custom "coopfund-program" "childcare"
      title: "Saturday childcare"
      funded-by: "dues"
    2026-03-02 * "dues"
      Assets:Bank  100.00 USD
      Income:Dues
    2026-03-02 * "gift"
      Assets:Bank  50.00 USD
      Income:Gifts
    2026-03-09 * "outing" ^outing
      Expenses:Childcare  120.00 USD
      Assets:Bank
    2026-03-20 * "the part above the dues is core, by vote" ^outing
      Expenses:Rent        20.00 USD
      Expenses:Childcare  -20.00 USD
    """
    report = report_of(books, "2026-03")
    assert sentence(report, 2).startswith(
        "In this first month of the books, Saturday childcare was paid from the money it may use, "
        "by the members' own rule; one breach was made good since. "
    )


@judged
def test_other_money_that_stood_in_is_named_with_its_sum(books: Judged) -> None:
    """
    2026-01-01 custom "coopfund-program" "childcare"
      title: "Saturday childcare"
      funded-by: "dues"
    2026-03-02 * "gift"
      Assets:Bank  100.00 USD
      Income:Gifts
    2026-03-09 * "snacks"
      Expenses:Childcare  80.00 USD
      Assets:Bank
    """
    report = report_of(books, "2026-03")
    assert sentence(report, 2).startswith(
        "In this first month of the books, other money had to stand in for Saturday childcare "
        "(80.00 USD)."
    )
    assert report.answers[1].figure == "0 of 1"


@judged
def test_a_contributor_without_whom_the_costs_are_not_covered_could(books: Judged) -> None:
    """
    2026-03-02 * "dues"
      member: "m-1"
      Assets:Bank  40.00 USD
      Income:Dues
    2026-03-02 * "gift"
      donor: "d-9"
      Assets:Bank  60.00 USD
      Income:Gifts
    2026-03-20 * "rent"
      Expenses:Rent  80.00 USD
      Assets:Bank
    """
    report = report_of(books, "2026-03")
    assert sentence(report, 3) == (
        "d-9 could: the largest contributor gave 60.0 % of all income in this first month of the "
        "books; without it, income would cover 50.0 % of the essential costs."
    )
    assert table(report, 3, "Largest").rows == (("d-9", "60.00", "60.0 %", "50.0 %", "50.0 %"),)


@judged
def test_state_money_is_seen_as_one(books: Judged) -> None:
    """
    2026-03-02 * "dues"
      Assets:Bank  50.00 USD
      Income:Dues
    2026-03-02 * "city"
      donor: "d-1"
      Assets:Bank  40.00 USD
      Income:State
    2026-03-03 * "county"
      donor: "d-2"
      Assets:Bank  40.00 USD
      Income:State
    2026-03-20 * "rent"
      Expenses:Rent  80.00 USD
      Assets:Bank
    """
    assert sentence(report_of(books, "2026-03"), 3) == (
        "The state could: d-1, the largest contributor, gave 30.8 % of all income in this first "
        "month of the books; without it, income would still cover all running costs. "
        "State money is 160.0 % of the group's own income."
    )


@judged
def test_nobody_besides_members_gave(books: Judged) -> None:
    """
    2026-03-02 * "dues"
      member: "m-1"
      Assets:Bank  50.00 USD
      Income:Dues
    """
    report = report_of(books, "2026-03")
    assert sentence(report, 3) == (
        "Nobody alone: no named contributor gave anything besides dues in this first month of the "
        "books."
    )


@judged
def test_dues_payers_never_stand_one_by_one(books: Judged) -> None:
    """
    2026-03-02 * "dues"
      member: "m-0001"
      Assets:Bank  50.00 USD
      Income:Dues
    2026-03-02 * "gift"
      donor: "d-9"
      Assets:Bank  60.00 USD
      Income:Gifts
    """
    report = report_of(books, "2026-03")
    shown = [table(report, 3, "Largest").rows, [answer.sentence for answer in report.answers]]
    assert "m-0001" not in str(shown)
    assert "d-9" in str(shown)


@judged
def test_reserves_last_so_many_months(books: Judged) -> None:
    """
    2026-01-01 open Assets:Strike
      pool: "strike-fund"
    2026-01-01 custom "coopfund-program" "strike"
      title: "Strike fund"
      funded-by: "dues"
      pool: "strike-fund"
    2026-03-02 * "dues"
      Assets:Bank  300.00 USD
      Income:Dues
    2026-03-03 * "to the fund"
      Assets:Strike  50.00 USD
      Assets:Bank
    2026-03-20 * "rent"
      Expenses:Rent  100.00 USD
      Assets:Bank
    """
    report = report_of(books, "2026-03")
    assert sentence(report, 4) == (
        "About 1.5 months with no income at all: the general accounts hold 150.00 USD, and the "
        "essential costs are 100.00 USD a month."
    )
    assert table(report, 4, "Set apart").rows == (("strike-fund", "Strike fund", "50.00"),)


@judged
def test_reserves_without_costs_are_undefined_with_the_reason(books: Judged) -> None:
    """
    2026-03-02 * "dues"
      Assets:Bank  300.00 USD
      Income:Dues
    """
    report = report_of(books, "2026-03")
    assert sentence(report, 4) == (
        "This cannot be said: no essential cost in the window; the general accounts hold "
        "300.00 USD."
    )
    assert report.answers[3].figure == "–"


@judged
def test_an_overdraft_does_not_last(books: Judged) -> None:
    """
    2026-03-20 * "rent"
      Expenses:Rent  100.00 USD
      Assets:Bank
    """
    assert sentence(report_of(books, "2026-03"), 4) == (
        "Not at all: the general accounts hold −100.00 USD, and a month costs 100.00 USD at least."
    )


@judged
def test_no_broken_rule_is_said_plainly(books: Judged) -> None:
    """
    2026-03-02 * "dues"
      Assets:Bank  30.00 USD
      Income:Dues
    """
    report = report_of(books, "2026-03")
    assert sentence(report, 5) == "No rule is broken; nothing is waived."
    assert report.answers[4].figure == "none"
    assert not blocks(report, 5)


@judged
def test_waived_findings_stand_with_reason_person_and_end(books: Judged) -> None:
    """
    2026-03-02 * "envelope" ^envelope
      Assets:Bank  60.00 USD
      Income:Gifts
    2026-03-03 * "envelope"
      Assets:Bank  70.00 USD
      Income:Gifts
    2026-03-04 custom "coopfund-waiver" "CF202" "counted by two"
      entry: "^envelope"
      by: "m-0017"
      expires: 2026-12-31
    """
    report = report_of(books, "2026-03")
    assert sentence(report, 5).startswith("One finding must be mended")
    assert "; one finding is waived" in sentence(report, 5)
    found = listings(report, 5)
    assert [item.text for item in found["To be mended: Large gifts have a giver"].items] == [
        "A gift of 70.00 USD names no giver; above 50.00 a giver must be known."
    ]
    assert found["Waived"].items[0].text == (
        "A gift of 60.00 USD names no giver; above 50.00 a giver must be known. "
        "Waived by m-0017 until 31 December 2026: counted by two."
    )


@judged
def test_findings_are_those_of_the_months_end(books: Judged) -> None:
    """
    2026-03-02 * "dues"
      Assets:Bank  30.00 USD
      Income:Dues
    2026-04-02 * "envelope"
      Assets:Bank  60.00 USD
      Income:Gifts
    """
    assert not report_of(books, "2026-03").broken.findings
    april = report_of(books, "2026-04")
    assert [finding.code for finding in april.changed.new if finding.code == "CF202"] == ["CF202"]
    assert "new" in sentence(april, 6)


@judged
def test_a_finding_of_a_whole_window_is_no_news_every_month(books: Judged) -> None:
    """
    2026-03-02 * "gift"
      donor: "d-9"
      Assets:Bank  600.00 USD
      Income:Gifts
    2026-04-02 * "gift"
      donor: "d-9"
      Assets:Bank  700.00 USD
      Income:Gifts
    """
    april = report_of(books, "2026-04")
    assert "CF303" in {finding.code for finding in april.broken.findings}
    assert "CF303" not in {f.code for f in (*april.changed.new, *april.changed.gone)}


@judged
def test_the_first_month_has_nothing_to_compare_with(books: Judged) -> None:
    """
    2026-03-02 * "dues"
      Assets:Bank  30.00 USD
      Income:Dues
    """
    report = report_of(books, "2026-03")
    assert sentence(report, 6) == (
        "These books begin in this month, so there is nothing to compare it with."
    )
    assert not blocks(report, 6)


@judged
def test_changes_are_those_between_the_shown_figures(books: Judged) -> None:
    """
    2026-03-02 * "dues"
      Assets:Bank  100.00 USD
      Income:Dues
    2026-03-20 * "rent"
      Expenses:Rent  300.00 USD
      Assets:Bank
    2026-04-02 * "dues"
      Assets:Bank  100.00 USD
      Income:Dues
    2026-04-20 * "rent"
      Expenses:Rent  150.00 USD
      Assets:Bank
    """
    rows = {row[0]: row[1:] for row in table(report_of(books, "2026-04"), 6, "Side").rows}
    assert rows["Dues received in the month"] == ("100.00", "100.00", "=")
    assert rows["Running costs of the month"] == ("300.00", "150.00", "−150.00")
    assert rows["Dues ÷ running costs of the month"] == ("33.3 %", "66.7 %", "+33.4 points")


@judged
def test_currencies_without_a_price_are_listed_and_never_added(books: Judged) -> None:
    """
    2026-03-02 * "gift"
      donor: "d-9"
      Assets:Bank  25.00 EUR
      Income:Gifts
    2026-03-02 * "dues"
      Assets:Bank  30.00 USD
      Income:Dues
    2026-03-09 * "snacks"
      Expenses:Childcare  5.00 EUR
      Assets:Bank
    """
    report = report_of(books, "2026-03")
    assert report.gaps.unconverted[0][0] == "EUR"
    assert table(report, 2, "March 2026, in EUR").rows == (("Saturday childcare", "5.00", "5.00"),)
    assert "30.00 EUR" in str(report.sections[-1])


@judged
def test_a_group_whose_state_ratio_is_undefined_is_told_why(books: Judged) -> None:
    """
    2026-03-02 * "city"
      donor: "d-1"
      Assets:Bank  40.00 USD
      Income:State
    """
    report = report_of(books, "2026-03")
    assert table(report, 3, "How spread").rows[0][1] == "–"
    rows = {row[0]: row[1:] for row in report.sections[-1].blocks[-1].rows}  # type: ignore[union-attr]  # its last block is the table of measures
    assert rows["state ratio"][0] == "–"
    assert rows["state ratio"][1].endswith("; no own income")
