"""A charity's ledger with an account for each project: one project lives on another's gifts."""

from collections.abc import Callable
from typing import Any

from tests.real.conftest import Run, Tagged

LEDGER = "ledger_npo/npo.beancount"


def test_what_a_project_without_income_spends_is_somebody_else_s(
    tagged: Tagged, run: Run, run_json: Callable[..., Any]
) -> None:
    """
    ; Foo asked for gifts and lives on them. Blah has asked nobody, so gifts are not its money:
    ; its whitelist is {dues}, which the charity has none of. With {donation} the gifts that Foo
    ; earmarked would count for Blah too, since a whitelist names classes of money.
    option "operating_currency" "USD"
    plugin "coopfund_plugins"
    include "ORIGINAL"
    2010-01-01 custom "coopfund-account" Income:Donation
      source: "donation"
    2010-01-01 custom "coopfund-account" Income:Foo:Donation
      source: "donation"
    2010-01-01 custom "coopfund-account" Expenses:Foo:Hosting
      program: "foo"
    2010-01-01 custom "coopfund-account" Expenses:Blah:Hosting
      program: "blah"
    2010-01-01 custom "coopfund-program" "foo"
      funded-by: "donation"
    2010-01-01 custom "coopfund-program" "blah"
      funded-by: "dues"
    """
    ledger = tagged(LEDGER)
    checked = run_json("check", ledger)
    assert checked["beancount_errors"] == 0
    assert run("check", ledger).exit_code == 1
    (finding,) = [f for f in checked["findings"] if f["code"] == "CF102"]
    assert (finding["program"], finding["action"], finding["date"]) == (
        "blah",
        "stop",
        "2011-04-20",
    )
    assert finding["evidence"]["level"] == "L0"
    assert finding["evidence"]["shortfall"] == "250.00"
    assert finding["evidence"]["paid_by"] == {"donation": "250.00"}
    traced = run_json("trace", ledger, "--method", "all")
    programs = traced["programs"]
    assert {name: (p["level"], p["spent"], p["shortfall"]) for name, p in programs.items()} == {
        "blah": ("L0", "250.00", "250.00"),
        "foo": ("L3", "250.00", "0.00"),
    }
    for method in traced["methods"].values():
        assert method == {
            "used": {"blah": {"donation": "250.00"}, "foo": {"donation": "250.00"}},
            "held": {"general": {"donation": "50.00"}},
        }


def test_the_general_gift_came_too_late(tagged: Tagged, run_json: Callable[..., Any]) -> None:
    """
    ; As an auditor sees it: 500 given to Foo, 50 given for anything, 500 spent. Foo's gifts are a
    ; class of their own here, so what Blah took is Foo's; the general gift came three weeks later.
    option "operating_currency" "USD"
    plugin "coopfund_plugins"
    include "ORIGINAL"
    2010-01-01 custom "coopfund-account" Income:Donation
      source: "donation"
    2010-01-01 custom "coopfund-account" Income:Foo:Donation
      source: "foundation"
    2010-01-01 custom "coopfund-account" Expenses:Foo:Hosting
      program: "foo"
    2010-01-01 custom "coopfund-account" Expenses:Blah:Hosting
      program: "blah"
    2010-01-01 custom "coopfund-program" "foo"
      funded-by: "foundation"
    2010-01-01 custom "coopfund-program" "blah"
      funded-by: "donation"
    """
    traced = run_json("trace", tagged(LEDGER))
    assert traced["programs"]["foo"]["level"] == "L3"
    assert traced["programs"]["blah"]["level"] == "L0"
    assert traced["programs"]["blah"]["shortfall"] == "250.00"
    assert traced["methods"]["designated"]["held"] == {"general": {"donation": "50.00"}}


def test_untagged_all_of_it_is_unknown_and_nothing_crashes(tagged: Tagged, run: Run) -> None:
    """
    include "ORIGINAL"
    """
    ledger = tagged(LEDGER)
    checked = run("check", ledger)
    assert checked.exit_code in {0, 1}
    assert "CF208" in checked.stdout
    for command in ("trace", "measures", "doctor"):
        assert run(command, ledger).exit_code == 0, command
