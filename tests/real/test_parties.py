"""Parties' published accounts: income by category in Britain 2012 and Germany 2019."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from coopfund.books.load import load
from coopfund.measures.all import measure
from coopfund.money import half_up
from coopfund.rules.case import Case
from tests.real.conftest import Real
from tests.real.loader import category_ledger, donor_of, rows

UK = "party_uk/uk_parties_2012_income_by_source_gbp.csv"
UK_ORACLE = "party_uk/ORACLE_uk_2012_shares.csv"
GERMANY = "party_germany/2019_partial_meur.csv"
TOTAL = "PUBLISHED_TOTAL"
PARTIES = ("Conservative", "Labour", "Liberal Democrats")

BRITISH = {
    "Membership": "dues",
    "Affiliations (Unions)": "affiliation",
    "Donations": "donation",
    "Legacies": "donation",
    "Fundraising": "event",
    "Conferences": "event",
    "Commercial activity": "event",
    "Newspaper income": "event",
    "Affinity income": "event",
    "Grants": "state",
    "Investment": "capital",
    "Interest": "capital",
    "Notional income": "in-kind",
    # From the party's own bodies, yet published as income: a transfer would fall out of the total.
    "Recharges to party bodies": "other",
    "Other": "other",
}
GERMAN = {
    "state": "state",
    "dues": "dues",
    "donations": "donation",
    "mandate_holder": "levy",
    "other": "other",
}
REST = "rest"


def _published(real: Real, party: str) -> dict[str, Decimal]:
    """Category to amount, the published total among them."""
    return {
        row["source"]: Decimal(row["amount_gbp"]) for row in rows(real(UK)) if row["party"] == party
    }


def _british_ledger(real: Real, folder: Path, party: str) -> Path:
    amounts = _published(real, party)
    del amounts[TOTAL]
    path = folder / "party.beancount"
    path.write_text(category_ledger(amounts, BRITISH, "GBP", "2012-12-31"), encoding="utf-8")
    return path


def _case(path: Path) -> Case:
    loaded = load(path)
    assert not loaded.errors
    return loaded.analysis.case()


def _oracle(real: Real, party: str) -> dict[str, dict[str, str]]:
    return {row["source"]: row for row in rows(real(UK_ORACLE)) if row["party"] == party}


@pytest.mark.parametrize("party", PARTIES)
def test_british_income_by_source(
    real: Real, tmp_path: Path, run_json: Callable[..., Any], party: str
) -> None:
    published, oracle = _published(real, party), _oracle(real, party)
    measures = run_json("measures", _british_ledger(real, tmp_path, party))["measures"]
    assert Decimal(measures["income_total"]["value"]) == published[TOTAL]
    found = measures["income_by_source"]["value"]
    assert set(found) == {BRITISH[category] for category in oracle}
    for source, part in found.items():
        of_it = [category for category in oracle if BRITISH[category] == source]
        assert Decimal(part["amount"]) == sum(published[category] for category in of_it)
        expected = sum(Decimal(oracle[category]["share_percent"]) for category in of_it)
        # Each share of the oracle is rounded to a hundredth of a per cent.
        assert abs(Decimal(part["share"]) * 100 - expected) <= Decimal("0.0051") * len(of_it)


@pytest.mark.parametrize("party", PARTIES)
def test_british_categories_and_their_concentration(real: Real, tmp_path: Path, party: str) -> None:
    """Each category stands for a contributor, named on its account; dues count like the rest."""
    oracle, case = _oracle(real, party), _case(_british_ledger(real, tmp_path, party))
    income = case.income(case.year)
    givers = income.contributors()
    assert {
        category: str(
            half_up(Fraction(givers[donor_of(category)]) / Fraction(income.total) * 100, 2)
        )
        for category in oracle
    } == {category: row["share_percent"] for category, row in oracle.items()}
    (index,) = {row["HHI_0_1"] for row in oracle.values()}
    (number,) = {row["effective_number"] for row in oracle.values()}
    measures = measure(case)
    assert str(half_up(Fraction(measures["hhi"].value) / 10_000, 6)) == index
    assert str(half_up(measures["effective_contributors"].value, 4)) == number
    assert measures["dues_share"].value == Fraction(givers["c-membership"]) / Fraction(income.total)


def _german(real: Real) -> dict[str, tuple[Decimal, dict[str, Decimal]]]:
    """Party to its total and what is published of it, in euros."""
    parties: dict[str, tuple[Decimal, dict[str, Decimal]]] = {}
    for row in rows(real(GERMANY)):
        total = Decimal(row["total_meur"]) * 1_000_000
        amounts = parties.setdefault(row["party"], (total, {}))[1]
        amounts[row["source"]] = Decimal(row["amount_meur"]) * 1_000_000
    return parties


def _german_ledger(folder: Path, party: str, total: Decimal, known: Mapping[str, Decimal]) -> Path:
    """What the source does not break down is income without a source."""
    amounts = {**known, REST: total - sum(known.values())}
    path = folder / f"{party.lower()}.beancount"
    path.write_text(category_ledger(amounts, GERMAN, "EUR", "2019-12-31"), encoding="utf-8")
    return path


def test_german_state_shares_show_what_is_not_known(
    real: Real, tmp_path: Path, run_json: Callable[..., Any]
) -> None:
    """The rest is shown as unknown: it is spread over no source, and so no share is too large."""
    for party, (total, known) in _german(real).items():
        ledger = _german_ledger(tmp_path, party, total, known)
        measures = run_json("measures", ledger, "--as-of", "2019-12-31")["measures"]
        assert Decimal(measures["income_total"]["value"]) == total
        shares = measures["income_by_source"]["value"]
        assert shares["state"]["share"] == str(half_up(Fraction(known["state"] / total), 6))
        rest = total - sum(known.values())
        assert measures["unknown_share"]["value"] == str(
            half_up(Fraction(rest) / Fraction(total), 6)
        )
        assert Decimal(shares["unknown"]["amount"]) == rest
        assert sum(Decimal(part["amount"]) for part in shares.values()) == total


def test_german_state_share_against_own_income(
    real: Real, tmp_path: Path, run_json: Callable[..., Any]
) -> None:
    """The state paid less than the parties' own income only where all of it is known to be own.

    Own income is what is declared to be; with everything unknown and other counted as own, no
    ratio would reach 1, the limit of the law.
    """
    for party, (total, known) in _german(real).items():
        ledger = _german_ledger(tmp_path, party, total, known)
        (finding,) = [f for f in run_json("check", ledger)["findings"] if f["code"] == "CF305"]
        own = sum(v for category, v in known.items() if GERMAN[category] not in {"state", "other"})
        ratio = Fraction(known["state"]) / Fraction(own)
        assert finding["evidence"]["ratio"] == str(half_up(ratio, 6))
        assert finding["evidence"]["red"] == (ratio > 1)
        assert known["state"] < total - known["state"], party
