"""``coopfund trace``: the worked example in every format, and whom it names."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from coopfund import words
from tests.cli.conftest import Run

DEMO = Path(__file__).parents[2] / "ledger" / "main.beancount"
WORKED = """\
option "title" "Worked example"
option "operating_currency" "USD"
plugin "coopfund_plugins"
2026-01-01 open Assets:Bank             USD
2026-01-01 open Income:Dues             USD
  source: "dues"
2026-01-01 open Income:Gifts            USD
  source: "donation"
2026-01-01 open Expenses:Rent           USD
2026-01-01 open Expenses:Childcare      USD
  program: "childcare"
2026-01-01 custom "coopfund-program" "childcare"
  title: "Saturday childcare"
  funded-by: "dues"
2026-01-01 * "dues"
  member: "m-1"
  Assets:Bank  1000 USD
  Income:Dues
2026-01-05 * "gift"
  donor: "d-007"
  Assets:Bank  2000 USD
  Income:Gifts
2026-01-10 * "dues"
  member: "m-2"
  Assets:Bank  500 USD
  Income:Dues
2026-01-15 * "rent" ^rent-1
  Expenses:Rent  1200 USD
  Assets:Bank
2026-01-20 * "childcare" ^childcare-1
  Expenses:Childcare  800 USD
  Assets:Bank
2026-01-25 * "dues"
  member: "m-3"
  Assets:Bank  300 USD
  Income:Dues
2026-01-31 * "childcare"
  Expenses:Childcare  700 USD
  Assets:Bank
"""


@pytest.fixture
def worked(tmp_path: Path) -> Path:
    path = tmp_path / "worked.beancount"
    path.write_text(WORKED, encoding="utf-8")
    return path


def test_json_is_what_json_md_says(worked: Path, run_json: Callable[..., Any]) -> None:
    assert run_json("trace", worked) == {
        "schema_version": 1,
        "until": "2026-01-31",
        "currency": "USD",
        "methods": {
            "designated": {
                "used": {"childcare": {"dues": "1500.00"}, "core": {"donation": "1200.00"}},
                "held": {"general": {"dues": "300.00", "donation": "800.00"}},
            }
        },
        "programs": {
            "childcare": {
                "title": "Saturday childcare",
                "whitelist": ["dues"],
                "level": "L1",
                "spent": "1500.00",
                "shortfall": "0.00",
                "payments": [
                    {
                        "date": "2026-01-20",
                        "file": "worked.beancount",
                        "line": 31,
                        "amount": "800.00",
                        "level": "L1",
                        "shortfall": "0.00",
                        "by_source": {"dues": "800.00"},
                    },
                    {
                        "date": "2026-01-31",
                        "file": "worked.beancount",
                        "line": 38,
                        "amount": "700.00",
                        "level": "L1",
                        "shortfall": "0.00",
                        "by_source": {"dues": "700.00"},
                    },
                ],
            }
        },
    }


@pytest.mark.parametrize(
    ("method", "dues"),
    [
        ("designated", ["800.00", "700.00"]),
        ("adverse", ["300.00", "300.00"]),
        ("fifo", [None, None]),
        ("lifo", [None, "300.00"]),
        ("pro-rata", ["342.86", "366.67"]),
    ],
)
def test_each_method_says_what_paid(
    worked: Path, run_json: Callable[..., Any], method: str, dues: list[str | None]
) -> None:
    data = run_json("trace", worked, "--method", method)
    payments = data["programs"]["childcare"]["payments"]
    assert list(data["methods"]) == [method]
    assert [payment["by_source"].get("dues") for payment in payments] == dues
    assert [payment["level"] for payment in payments] == ["L1", "L1"]


def test_all_methods_add_up_to_the_cent(worked: Path, run_json: Callable[..., Any]) -> None:
    data = run_json("trace", worked, "--method", "all")
    assert sorted(data["methods"]) == sorted(words.METHODS)
    for method, tables in data["methods"].items():
        used = sum(Decimal(v) for row in tables["used"].values() for v in row.values())
        held = sum(Decimal(v) for row in tables["held"].values() for v in row.values())
        assert (method, used, held) == (method, Decimal(2700), Decimal(1100))
    pro_rata = data["methods"]["pro-rata"]["used"]["childcare"]
    assert sum(map(Decimal, pro_rata.values())) == Decimal(1500)


def test_until_forgets_what_came_later(worked: Path, run_json: Callable[..., Any]) -> None:
    data = run_json("trace", worked, "--until", "2026-01-24")
    assert data["until"] == "2026-01-24"
    assert data["programs"]["childcare"]["spent"] == "800.00"
    assert data["methods"]["designated"]["held"]["general"] == {
        "dues": "700.00",
        "donation": "800.00",
    }


def test_until_before_the_first_entry_finds_nothing(
    worked: Path, run: Run, run_json: Callable[..., Any]
) -> None:
    data = run_json("trace", worked, "--until", "2025-12-31")
    assert data["until"] == "2025-12-31"
    assert data["programs"] == {}
    assert data["methods"]["designated"] == {"used": {}, "held": {}}
    assert "No money has moved." in run("trace", worked, "--until", "2025-12-31").stdout


def test_text_tells_it_in_words(worked: Path, run: Run) -> None:
    assert run("trace", worked, "--program", "childcare").stdout == (
        "childcare: 1,500.00 USD in 2 payments, paid by dues of January, from fewer than three "
        "members (level L1: true only as long as everything else is taken from other money "
        "first).\n"
        "worked.beancount:31: 800.00 USD for childcare on 20 January 2026 was paid by dues of "
        "January, from fewer than three members (level L1).\n"
        "worked.beancount:38: 700.00 USD for childcare on 31 January 2026 was paid by dues of "
        "January, from fewer than three members (level L1).\n"
        "\n"
        "Level L1: true only as long as everything else is taken from other money first.\n"
        "\n"
        "By the method designated, USD, to 31 January 2026:\n"
        "\n"
        "paid for       dues  donation  together\n"
        "---------  --------  --------  --------\n"
        "childcare  1,500.00            1,500.00\n"
        "core                 1,200.00  1,200.00\n"
        "\n"
        "held in    dues  donation  together\n"
        "-------  ------  --------  --------\n"
        "general  300.00    800.00  1,100.00\n"
    )


def test_a_payment_is_explained_with_its_lots(worked: Path, run: Run) -> None:
    result = run("trace", worked, "--payment", "2026-01-20", "--method", "adverse")
    assert result.stdout == (
        "worked.beancount:31: By the method adverse, 800.00 USD for childcare on 20 January 2026 "
        "was paid: 300.00 by dues of January, from fewer than three members, and 500.00 by a "
        "donation of d-007 of 5 January (level L1: true only as long as everything else is taken "
        "from other money first).\n"
        "\n"
        "came in     source    from                         USD\n"
        "----------  --------  ------------------------  ------\n"
        "2026-01     dues      fewer than three members  300.00\n"
        "2026-01-05  donation  d-007                     500.00\n"
        "                      together                  800.00\n"
    )


@pytest.mark.parametrize(
    "which",
    [
        "2026-01-20",
        "^childcare-1",
        "worked.beancount:30",
        "worked.beancount:32",
        "./worked.beancount:31",
    ],
)
def test_a_payment_is_found_by_day_link_or_line(
    worked: Path, run_json: Callable[..., Any], which: str
) -> None:
    (explained,) = run_json("trace", worked, "--payment", which)["explained"]
    assert explained["date"] == "2026-01-20"
    assert explained["program"] == "childcare"
    assert explained["lots"] == [
        {
            "date": None,
            "month": "2026-01",
            "source": "dues",
            "contributor": None,
            "members": None,
            "origin": "income",
            "amount": "800.00",
        }
    ]


def test_all_payments_of_a_day_are_listed(ledger: Path, run_json: Callable[..., Any]) -> None:
    """
    2026-01-01 open Assets:Bank
    2026-01-01 open Income:Fair
      source: "event"
    2026-01-01 open Expenses:Rent
    2026-01-02 * "fair"
      Assets:Bank  100.00 USD
      Income:Fair
    2026-01-03 * "rent"
      Expenses:Rent  30.00 USD
      Assets:Bank
    2026-01-03 * "keys"
      Expenses:Rent  5.00 USD
      Assets:Bank
    """
    data = run_json("trace", ledger, "--payment", "2026-01-03")
    assert [payment["amount"] for payment in data["explained"]] == ["30.00", "5.00"]
    assert data["programs"] == {}


def test_core_is_listed_only_when_asked_for(worked: Path, run_json: Callable[..., Any]) -> None:
    core = run_json("trace", worked, "--program", "core")["programs"]["core"]
    assert (core["whitelist"], core["level"], core["spent"]) == (None, None, "1200.00")
    assert core["payments"][0]["level"] is None


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (
            ("--program", "childcar"),
            (
                'There is no program "childcar" (did you mean "childcare"?). '
                "The programs are childcare and core."
            ),
        ),
        (("--payment", "2026-01-21"), "No payment is of 2026-01-21; the nearest is of 2026-01-20."),
        (
            ("--payment", "^childcare-2"),
            'No payment has the link ^childcare-2 (did you mean "^childcare-1"?).',
        ),
        (
            ("--payment", "worked.beancount:16"),
            "No payment stands at worked.beancount:16; the nearest is at worked.beancount:28.",
        ),
        (
            ("--payment", "worked.bean:16"),
            'No payment stands at worked.bean:16 (did you mean "worked.beancount"?).',
        ),
        (
            ("--payment", "the rent"),
            (
                'No payment is found by "the rent"; name its day (2026-01-20), its link (^rent-1) '
                "or FILE:LINE."
            ),
        ),
        (("--currency", "EUR"), "Nothing in these books is in EUR; there is USD."),
    ],
)
def test_what_is_not_there_is_one_sentence(
    worked: Path, run: Run, options: tuple[str, ...], message: str
) -> None:
    result = run("trace", worked, *options)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == f"coopfund: {message}\n"


def test_members_are_counted_and_never_named(ledger: Path, run: Run) -> None:
    """
    option "operating_currency" "USD"
    2026-01-01 open Assets:Bank
    2026-01-01 open Income:Dues
      source: "dues"
    2026-01-01 open Income:Levy
      source: "levy"
    2026-01-01 open Income:Gifts
      source: "donation"
    2026-01-01 open Expenses:Rent
    2026-01-02 * "dues"
      member: "m-0001"
      Assets:Bank  10.00 USD
      Income:Dues
    2026-01-02 * "dues"
      member: "m-0002"
      Assets:Bank  10.00 USD
      Income:Dues
    2026-02-02 * "dues"
      member: "m-0003"
      Assets:Bank  10.00 USD
      Income:Dues
    2026-02-02 * "levy of an office-holder"
      member: "m-0004"
      Assets:Bank  10.00 USD
      Income:Levy
    2026-02-03 * "a member's gift"
      member: "m-0005"
      Assets:Bank  10.00 USD
      Income:Gifts
    2026-02-03 * "a gift"
      donor: "d-001"
      Assets:Bank  10.00 USD
      Income:Gifts
    2026-02-04 * "a gift from nobody"
      Assets:Bank  10.00 USD
      Income:Gifts
    2026-03-01 * "rent"
      Expenses:Rent  70.00 USD
      Assets:Bank
    """
    for form in ("text", "json", "md", "csv"):
        for options in ((), ("--payment", "2026-03-01"), ("--program", "core")):
            assert "m-000" not in run("trace", ledger, *options, "--format", form).stdout
    told = run("trace", ledger, "--payment", "2026-03-01").stdout.splitlines()[0]
    assert told == (
        "main.beancount:38: 70.00 USD for the core on 1 March 2026 was paid: 30.00 by dues of "
        "January and February, from 3 members, 10.00 by a levy of fewer than three members of "
        "2 February, and 30.00 by donations of d-001, fewer than three members and givers not "
        "named from 3 February to 4 February."
    )


def test_a_breach_is_named_with_its_money(ledger: Path, run: Run) -> None:
    """
    option "operating_currency" "USD"
    2026-01-01 open Assets:Bank
    2026-01-01 open Equity:Opening
    2026-01-01 open Income:Gifts
      source: "donation"
    2026-01-01 open Expenses:Childcare
      program: "childcare"
    2026-01-01 custom "coopfund-program" "childcare"
      funded-by: "dues"
    2026-01-02 * "carried over"
      Assets:Bank  40.00 USD
        source: "dues"
      Equity:Opening
    2026-01-03 * "gift"
      donor: "d-007"
      Assets:Bank  50.00 USD
      Income:Gifts
    2026-01-20 * "childcare"
      Expenses:Childcare  100.00 USD
      Assets:Bank
    """
    told = run("trace", ledger).stdout.splitlines()
    assert told[1] == (
        "main.beancount:19: 100.00 USD for childcare on 20 January 2026 was paid: 40.00 by dues "
        "brought forward on 2 January, 50.00 by a donation of d-007 of 3 January, and 10.00 by an "
        "overdraft (level L0: it may only be paid from dues, which fell 60.00 short)."
    )


def test_money_that_came_back_is_told_apart(
    ledger: Path, run_json: Callable[..., Any], run: Run
) -> None:
    """
    option "operating_currency" "USD"
    2026-01-01 open Assets:Bank
    2026-01-01 open Income:Dues
      source: "dues"
    2026-01-01 open Expenses:Childcare
      program: "childcare"
    2026-01-01 custom "coopfund-program" "childcare"
      funded-by: "dues"
    2026-01-02 * "dues"
      Assets:Bank  100.00 USD
      Income:Dues
    2026-01-20 * "room" ^room
      Expenses:Childcare  80.00 USD
      Assets:Bank
    2026-01-22 * "part of the room's rent came back" ^room
      Assets:Bank  30.00 USD
      Expenses:Childcare
    """
    program = run_json("trace", ledger)["programs"]["childcare"]
    assert program["spent"] == "50.00"
    assert (program["payments"][0]["amount"], program["payments"][0]["restored"]) == (
        "80.00",
        "30.00",
    )
    told = run("trace", ledger).stdout.splitlines()[0]
    assert told.endswith("Another 30.00 was paid and came back.")


def test_what_was_made_good_is_said_with_its_day(run: Run) -> None:
    """The demo's outing: gifts paid a part, and a vote moved that part to the core."""
    told = run("trace", DEMO, "--payment", "^outing-2026-04").stdout.splitlines()[0]
    assert told == (
        "2026-04.beancount:328: 718.60 USD for childcare on 25 April 2026 was paid: 411.14 by dues "
        "of April, from 29 members, and 307.46 by a donation of d-007 of 14 April (307.46 short, "
        "made good on 12 May 2026; level L1 since)."
    )
    before = run("trace", DEMO, "--until", "2026-04-30").stdout
    assert "(level L0: it may only be paid from dues, which fell 307.46 short)" in before


def test_csv_has_a_line_for_each_source(worked: Path, run: Run) -> None:
    lines = run("trace", worked, "--method", "adverse", "--format", "csv").stdout.splitlines()
    assert lines == [
        "method,program,date,file,line,level,shortfall,source,amount",
        "adverse,core,2026-01-15,worked.beancount,28,,0.00,dues,1200.00",
        "adverse,childcare,2026-01-20,worked.beancount,31,L1,0.00,dues,300.00",
        "adverse,childcare,2026-01-20,worked.beancount,31,L1,0.00,donation,500.00",
        "adverse,childcare,2026-01-31,worked.beancount,38,L1,0.00,dues,300.00",
        "adverse,childcare,2026-01-31,worked.beancount,38,L1,0.00,donation,400.00",
    ]


def test_markdown_has_the_same_tables(worked: Path, run: Run) -> None:
    page = run("trace", worked, "--format", "md").stdout
    assert "### By the method designated, USD, to 31 January 2026\n" in page
    assert "| childcare | 1,500.00 |  | 1,500.00 |\n" in page


def test_other_currencies_are_traced_apart(ledger: Path, run_json: Callable[..., Any]) -> None:
    """
    option "operating_currency" "USD"
    2026-01-01 open Assets:Bank
    2026-01-01 open Income:Gifts
      source: "donation"
    2026-01-01 open Expenses:Rent
    2026-01-02 * "gift"
      Assets:Bank  1000 JPY
      Income:Gifts
    2026-01-03 * "gift"
      Assets:Bank  5.00 USD
      Income:Gifts
    2026-01-04 * "rent"
      Expenses:Rent  300 JPY
      Assets:Bank
    """
    data = run_json("trace", ledger, "--currency", "JPY")
    assert data["currency"] == "JPY"
    assert data["methods"]["designated"] == {
        "used": {"core": {"donation": "300"}},
        "held": {"general": {"donation": "700"}},
    }


def test_books_with_errors_need_a_word(ledger: Path, run: Run) -> None:
    """
    2026-01-01 open Assets:Bank
    2026-01-01 open Income:Dues
    2026-01-02 * "unbalanced"
      Assets:Bank  10.00 USD
      Income:Dues  -9.00 USD
    """
    refused = run("trace", ledger)
    assert refused.exit_code == 2
    assert refused.stdout == ""
    assert refused.stderr.startswith("main.beancount:3: Transaction does not balance")
    assert "pass --despite-errors" in refused.stderr
    assert run("trace", ledger, "--despite-errors").exit_code == 0


def test_on_real_sized_books_every_payment_adds_up(run_json: Callable[..., Any]) -> None:
    """The demo's books, by every method: sources add up to payments, payments to programs."""
    for method in words.METHODS:
        data = run_json("trace", DEMO, "--method", method)
        assert set(data["programs"]) == {"childcare", "clinic", "strike"}
        held = data["methods"][method]["held"]
        assert sum(Decimal(v) for v in held["strike-fund"].values()) == Decimal("2385.00")
        for program in data["programs"].values():
            spent = Decimal(0)
            for payment in program["payments"]:
                assert sum(map(Decimal, payment["by_source"].values())) == Decimal(
                    payment["amount"]
                )
                spent += Decimal(payment["amount"]) - Decimal(payment.get("restored", 0))
            assert spent == Decimal(program["spent"])
            levels = {payment["level"] for payment in program["payments"]}
            assert program["level"] == min(levels)
