"""A household with pay, taxes, shares at cost and hours of leave: large, and no cooperative."""

from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from beancount import loader
from beancount.core import convert
from beancount.core.data import Posting, Transaction

from coopfund.books.load import load
from coopfund.money import half_up
from coopfund.words import METHODS
from tests.real.conftest import Real, Run, Tagged

BUDGETS, HUGE = "large/budgets-example.beancount", "large/huge-example.beancount"
LEDGERS = (BUDGETS, HUGE)
ALL_YEARS = ("--window", "120m")

Sums = dict[tuple[str, str], Decimal]


class Booked(NamedTuple):
    """A posting as Beancount itself books and weighs it."""

    account: str
    units: Any
    weight: Any


def _booked(path: Path) -> Iterator[Booked]:
    """Every posting, without Beancount's load cache."""
    entries, errors, _ = loader.load_string(path.read_text(encoding="utf-8"))
    assert not errors
    weigh: Callable[[Posting], Any] = convert.get_weight
    for entry in entries:
        if isinstance(entry, Transaction):
            yield from (Booked(p.account, p.units, weigh(p)) for p in entry.postings)


def _weights(path: Path) -> Sums:
    """By root of the account and currency: sums of the postings' weights."""
    sums: Sums = {}
    for posting in _booked(path):
        key = posting.account.partition(":")[0], posting.weight.currency
        sums[key] = sums.get(key, Decimal(0)) + posting.weight.number
    return sums


@pytest.mark.parametrize("name", LEDGERS)
def test_every_command_answers(real: Real, run: Run, name: str) -> None:
    for command in ("check", "measures", "trace", "doctor"):
        result = run(command, real(name))
        allowed = {0, 1} if command == "check" else {0}  # a rule may stop what was never its own
        assert result.exit_code in allowed, (command, result.stderr)
        assert result.stdout


@pytest.mark.parametrize("name", LEDGERS)
def test_income_is_beancount_s_sum_at_cost(
    real: Real, run_json: Callable[..., Any], name: str
) -> None:
    """What has no price (hours of leave, a limit in make-believe dollars) is listed, not added."""
    data, sums = run_json("measures", real(name), *ALL_YEARS), _weights(real(name))
    measures = data["measures"]
    assert Decimal(measures["income_total"]["value"]) == -sums["Income", "USD"]
    assert Decimal(measures["running_cost"]["value"]) == sums["Expenses", "USD"]
    assert measures["unknown_share"]["value"] == "1.000000"
    listed = {currency: Decimal(amount) for currency, amount in data["unconverted"].items()}
    assert listed == {c: -sums["Income", c] for c in ("IRAUSD", "VACHR")}


@pytest.mark.parametrize("name", LEDGERS)
def test_unexplained_income_by_year_adds_up(
    real: Real, run_json: Callable[..., Any], name: str
) -> None:
    checked = run_json("check", real(name))
    assert checked["beancount_errors"] == 0
    unexplained = [f for f in checked["findings"] if f["code"] == "CF208"]
    assert {f["action"] for f in unexplained} == {"warn"}
    amounts = [Decimal(f["evidence"]["amount"]) for f in unexplained]
    assert sum(amounts) == -_weights(real(name))["Income", "USD"]


@pytest.mark.parametrize("name", LEDGERS)
def test_what_is_held_is_what_beancount_holds(real: Real, name: str) -> None:
    """In every currency, by every method, but for the half cent that an entry may be off."""
    units: dict[str, Decimal] = {}
    for posting in _booked(real(name)):
        if posting.account.startswith("Assets:"):
            currency = posting.units.currency
            units[currency] = units.get(currency, Decimal(0)) + posting.units.number
    assert len(units) == 9
    case = load(real(name)).analysis.case()
    for method in METHODS:
        trace = case.tracing.trace(method)
        for currency, balance in units.items():
            held = [v for pool in trace.held_by(currency).values() for v in pool.values()]
            tolerated = Decimal("1.00") if currency == "USD" else Decimal("0.01")
            assert abs(sum(held, Decimal(0)) - balance) <= tolerated, (currency, method)


def test_doctor_names_what_the_books_lack(real: Real, run: Run) -> None:
    doctor = run("doctor", real(BUDGETS)).stdout
    for lack in ("plugin", "Income:US:BayBook:Salary", "VACHR", "IRAUSD", "coopfund-program"):
        assert lack in doctor


def test_a_dues_only_program_among_thousands_of_payments(
    tagged: Tagged, run_json: Callable[..., Any], real: Real
) -> None:
    """
    ; Rent is paid from pay, as if it were dues; what shares yield is interest.
    option "operating_currency" "USD"
    plugin "coopfund_plugins"
    include "ORIGINAL"
    2008-01-01 custom "coopfund-account" Income:US:Hooli
      source: "dues"
    2008-01-01 custom "coopfund-account" Income:US:ETrade
      source: "capital"
    2008-01-01 custom "coopfund-account" Assets:US:Vanguard
      kind: "fixed-asset"
    2008-01-01 custom "coopfund-account" Expenses:Home
      program: "home"
    2008-01-01 custom "coopfund-program" "home"
      funded-by: "dues"
    """
    ledger = tagged(HUGE)
    home = run_json("trace", ledger)["programs"]["home"]
    bills = [p.units.number for p in _booked(real(HUGE)) if p.account.startswith("Expenses:Home:")]
    assert Decimal(home["spent"]) == sum(bills)
    assert len(home["payments"]) == len(bills)
    assert (home["level"], home["shortfall"]) == ("L1", "0.00")
    measures = run_json("measures", ledger)["measures"]
    coverage = measures["dues_coverage"]["value"]["home"]
    assert Decimal(coverage["adverse"]) <= Decimal(coverage["designated"]) == 1
    plain = run_json("measures", real(HUGE))["measures"]
    # A pension fund is nothing to live on once it is called a fixed asset.
    pension = sum(
        posting.weight.number
        for posting in _booked(real(HUGE))
        if posting.account.startswith("Assets:US:Vanguard")
    )
    assert _liquid(plain) - _liquid(measures) == half_up(pension, 2)


def _liquid(measures: dict[str, Any]) -> Decimal:
    return Decimal(measures["months_of_reserves"]["inputs"]["liquid"])
