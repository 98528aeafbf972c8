"""Money's way: the flow picture, its bands, and the lots behind them."""

import re
from decimal import Decimal
from pathlib import Path

import pytest
from beancount import loader

from coopfund.money import ZERO
from coopfund.tracing.tables import source_by_program
from coopfund.views.audit import Audit, audit_of
from coopfund.views.pages.asked import Asked
from coopfund.views.pages.way import METHODS, Way, view
from coopfund.views.paid import payments
from tests.views.ledgers import KITCHEN, SPITEFUL


def read(ledger: str) -> Audit:
    entries, _, options = loader.load_string(ledger)
    return audit_of(entries, options)


def shown(audit: Audit, **arguments: str) -> Way:
    return view(Asked(audit, audit.period(None), arguments, (), Path("main.beancount")))


def test_bands_lead_from_sources_to_programs_with_their_amounts() -> None:
    wide, narrow = shown(read(KITCHEN)).pictures
    assert re.findall(r"<title>(.*?)</title>", wide) == [
        "dues → general, 115.00 USD",
        "donation → general, 1,200.00 USD",
        "dues: general → Saturday childcare, 115.00 USD",
        "donation: general → Saturday childcare, 200.00 USD",
        "donation: general → core, 1,000.00 USD",
    ]
    assert 'href="?source=donation&amp;program=childcare#lots"' in wide
    assert ">Saturday child…<" in narrow


@pytest.mark.parametrize("method", METHODS)
def test_the_lots_of_all_bands_are_the_payments_of_the_period(method: str) -> None:
    audit = read(KITCHEN)
    window = audit.period(None).window
    assert window
    for program, sources in source_by_program(payments(audit.analysis, window, method)).items():
        for source, amount in sources.items():
            lots = shown(audit, method=method, source=source, program=program).lots
            assert lots
            assert lots.total == sum((row.amount for row in lots.rows), ZERO) == amount


def test_a_lot_says_whose_money_it_was_but_never_which_member() -> None:
    audit = read(KITCHEN)
    lots = shown(audit, source="donation", program="childcare").lots
    assert lots
    assert lots.title == "donation for Saturday childcare"
    assert {row.who for row in lots.rows} == {"d-001"}
    dues = shown(audit, source="dues").lots
    assert dues
    assert {row.who for row in dues.rows} == {"a member"}
    assert dues.total == Decimal("115.00")


def test_what_no_address_should_say_is_passed_over() -> None:
    way = shown(read(KITCHEN), method="best", source="gold")
    assert (way.method, way.lots) == ("designated", None)


def test_books_cannot_draw_markup() -> None:
    for picture in shown(read(SPITEFUL)).pictures:
        assert not re.search(
            r"<(?!/?(svg|a|title|path|rect|text|tspan|pattern|g|defs|circle)\b)", picture
        )


def test_books_without_spending_have_no_picture() -> None:
    assert not shown(read('option "title" "Nothing yet"\n')).pictures
