"""The data of the pages, without Fava."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import NamedTuple

from beancount import loader

from coopfund import words
from coopfund.books.load import load
from coopfund.findings import Place, Window
from coopfund.views.audit import Audit, audit_of
from coopfund.views.frame import Frame
from coopfund.views.givers import Givers
from coopfund.views.pages import dependence, findings, way
from coopfund.views.pages.asked import Asked
from coopfund.views.pages.findings import AT_ONCE, STANDINGS, Choice, Found
from coopfund.views.paid import REST, Bars, Paid
from tests.views.ledgers import KITCHEN

JANUARY = Window(date(2026, 1, 1), date(2026, 1, 31))
FEBRUARY = Window(date(2026, 2, 1), date(2026, 2, 28))
MARCH = Window(date(2026, 3, 1), date(2026, 3, 31))


def read(ledger: str) -> Audit:
    entries, _, options = loader.load_string(ledger)
    return audit_of(entries, options)


class Pages(NamedTuple):
    """What the pages show."""

    frame: Frame
    found: Found
    paid: Paid
    charts: Sequence[Bars]
    givers: Givers | None


def page(
    audit: Audit,
    chosen: Window | None = None,
    intervals: Sequence[Window] = (),
    **arguments: str,
) -> Pages:
    period = audit.period(chosen)
    asked = Asked(audit, period, arguments, intervals, Path("main.beancount"))
    shown = way.view(asked)
    return Pages(
        audit.frame(period),
        findings.view(asked),
        shown.paid,
        shown.charts,
        dependence.view(asked).givers,
    )


def test_without_a_filter_money_is_of_twelve_months_and_findings_of_all() -> None:
    shown = page(read(KITCHEN))
    assert shown.frame.period.title == "April 2025 to March 2026"
    assert not shown.frame.period.chosen
    assert shown.frame.outside == 0
    assert set(shown.found.families) == set(words.FAMILIES)
    assert shown.frame.by_plugins
    assert not shown.frame.not_run


def test_findings_come_by_standing_then_by_rule() -> None:
    found = page(read(KITCHEN)).found
    by_standing = {group.standing: group for group in found.groups}
    assert list(by_standing) == [name for name in STANDINGS if found.counts[name]]
    assert {
        name: group.count for name, group in by_standing.items()
    }.items() <= found.counts.items()
    codes = {name: [rule.code for rule in group.rules] for name, group in by_standing.items()}
    assert all(listed == sorted(listed) for listed in codes.values())
    assert "CF102" in codes["stop"]
    assert {"CF208", "CF303", "CF304"} <= set(codes["warn"])
    assert codes["waived"] == ["CF202"]


def test_evidence_and_waivers_are_shown() -> None:
    (group,) = page(read(KITCHEN), rule="CF102").found.groups
    (short,) = group.rules[0].findings
    assert ("the part that the whitelist did not cover", "200.00") in short.figures
    assert ("source by source, what paid", "dues 100.00, donation 200.00") in short.figures
    (group,) = page(read(KITCHEN), show="waived").found.groups
    (waived,) = group.rules[0].findings
    assert waived.finding.waiver
    assert waived.finding.waiver.decision == "GM-2026-01"


def test_a_chosen_period_has_its_own_findings_and_says_how_many_lie_outside() -> None:
    everything = sum(page(read(KITCHEN)).found.counts.values())
    shown = page(read(KITCHEN), FEBRUARY)
    assert shown.frame.period.title == "February 2026"
    assert shown.frame.outside == everything - sum(shown.found.counts.values()) >= 5
    listed = [s for g in shown.found.groups for r in g.rules for s in r.findings]
    assert all(s.finding.date in FEBRUARY for s in listed)
    assert [row.name for row in shown.paid.rows] == ["childcare", "core"]


def test_findings_are_chosen_by_standing_family_and_rule() -> None:
    audit = read(KITCHEN)
    everything = page(audit).found
    assert [g.standing for g in page(audit, show="stop").found.groups] == ["stop"]
    assert {r.code[:3] for g in page(audit, family="sources").found.groups for r in g.rules} == {
        "CF2"
    }
    assert [g.count for g in page(audit, rule="CF303").found.groups] == [1]
    chosen = page(audit, show="note", rule="CF303").found
    assert not chosen.groups
    assert chosen.counts == everything.counts


def test_what_no_choice_knows_chooses_nothing() -> None:
    assert not Choice.of({"show": "all", "family": "x", "rule": "CF999", "time": "2026"})


def test_which_money_paid_adds_up_and_says_how_sure_that_is() -> None:
    paid = page(read(KITCHEN)).paid
    childcare, core = paid.rows
    assert childcare.title == "Saturday childcare"
    assert childcare.whitelist == ["dues"]
    assert childcare.amounts == {"dues": Decimal("115.00"), "donation": Decimal("200.00")}
    assert childcare.levels == {"L2": 1, "L0": 1}
    assert childcare.level == "L0"
    assert childcare.shortfall == Decimal("200.00")
    assert core.whitelist is None
    assert core.level is None
    assert paid.total == sum(row.total for row in paid.rows) == Decimal("1315.00")
    assert list(paid.totals) == list(paid.sources) == ["dues", "donation"]


def test_who_gave_adds_up_to_all_income() -> None:
    givers = page(read(KITCHEN)).givers
    assert givers
    assert [(row.rank, row.who, row.what, row.amount) for row in givers.rows] == [
        (1, "d-001", "person", Decimal("2000.00")),
        (None, "1 member", "dues", Decimal("120.00")),
        (None, "d-009", "unresolved: a processor, not a giver", Decimal("40.00")),
        (None, "no name", "donation", Decimal("85.00")),
        (None, "no name", "unknown", Decimal("100.00")),
    ]
    assert givers.total == sum(row.amount for row in givers.rows) == Decimal("2345.00")
    assert sum(row.share or 0 for row in givers.rows) == 1
    assert givers.apart == {"loan": Decimal("500.00")}


def test_charts_hold_each_interval_and_program() -> None:
    audit = read(KITCHEN)
    shown = page(audit, None, [JANUARY, FEBRUARY, MARCH])
    assert [chart.label for chart in shown.charts] == ["all programs", "Saturday childcare", "core"]
    january, february, march = shown.charts[1].bars
    assert january == (JANUARY, {"dues": Decimal("100.00"), "donation": Decimal("200.00")})
    assert february == (FEBRUARY, {"dues": Decimal("15.00"), "donation": Decimal(0)})
    assert march == (MARCH, {"dues": Decimal(0), "donation": Decimal(0)})


def test_more_sources_than_a_chart_draws_share_its_last_series(audit: Audit) -> None:
    """
    option "operating_currency" "USD"
    2026-01-01 open Assets:Bank
    2026-01-01 open Income:A
      source: "dues"
    2026-01-01 open Income:B
      source: "levy"
    2026-01-01 open Income:C
      source: "donation"
    2026-01-01 open Income:D
      source: "union"
    2026-01-01 open Income:E
      source: "state"
    2026-01-01 open Income:F
      source: "event"
    2026-01-01 open Expenses:All
    2026-01-02 * "six sources"
      Income:A      -60 USD
      Income:B      -50 USD
      Income:C      -40 USD
      Income:D      -30 USD
      Income:E      -20 USD
      Income:F      -10 USD
      Assets:Bank
    2026-01-03 * "all spent"
      Assets:Bank  -210 USD
      Expenses:All
    """
    shown = page(audit, None, [JANUARY])
    ((_, series),) = shown.charts[0].bars
    assert series == {"dues": 60, "levy": 50, "donation": 40, "union": 30, REST: 30}


def test_programs_of_one_title_have_charts_of_their_own(audit: Audit) -> None:
    """
    option "operating_currency" "USD"
    2026-01-01 open Assets:Bank
    2026-01-01 open Income:Dues
      source: "dues"
    2026-01-01 open Expenses:A
      program: "a"
    2026-01-01 open Expenses:B
      program: "b"
    2026-01-01 custom "coopfund-program" "a"
      title: "Clinic"
    2026-01-01 custom "coopfund-program" "b"
      title: "Clinic"
    2026-01-02 * "all"
      Income:Dues  -30 USD
      Expenses:A    10 USD
      Expenses:B    10 USD
      Assets:Bank
    """
    shown = page(audit, None, [JANUARY])
    assert [chart.label for chart in shown.charts] == ["all programs", "Clinic", "Clinic (b)"]


def test_payments_in_other_currencies_are_named(audit: Audit) -> None:
    """
    option "operating_currency" "USD"
    2026-01-01 open Assets:Bank
    2026-01-01 open Income:Dues
      source: "dues"
    2026-01-01 open Expenses:Rent
    2026-01-02 * "dues"
      Assets:Bank   50.00 EUR
      Income:Dues
    2026-01-03 * "rent"
      Expenses:Rent  5.00 EUR
      Assets:Bank
    """
    shown = page(audit)
    assert shown.paid.elsewhere == ["EUR"]
    assert not shown.paid.rows
    assert shown.givers
    assert shown.givers.unconverted == {"EUR": Decimal("50.00")}


def test_without_a_plugin_line_all_rules_are_judged_for_the_page(audit: Audit) -> None:
    """
    option "operating_currency" "USD"
    2026-01-01 open Assets:Bank
    2026-01-01 open Income:Gifts
      source: "donation"
    2026-01-02 * "an envelope"
      Assets:Bank   85.00 USD
      Income:Gifts
    """
    shown = page(audit)
    assert not shown.frame.by_plugins
    assert not shown.frame.not_run
    assert "CF202" in [rule.code for rule in shown.found.groups[0].rules]


def test_a_family_that_no_line_names_is_said_to_be_missing(audit: Audit) -> None:
    """
    plugin "coopfund_plugins.sources"
    2026-01-01 open Assets:Bank
    """
    shown = page(audit)
    assert shown.frame.by_plugins
    assert list(shown.frame.not_run) == [name for name in words.FAMILIES if name != "sources"]
    assert not shown.frame.crashed


def test_a_family_that_crashed_is_said_to_have_crashed() -> None:
    audit = read(KITCHEN)
    del audit.analysis.findings["sources"]
    assert page(audit).frame.crashed == ["sources"]
    assert not page(audit).frame.not_run


def test_empty_books_have_a_page(audit: Audit) -> None:
    """
    option "title" "Nothing yet"
    plugin "coopfund_plugins"
    """
    shown = page(audit)
    assert shown.frame.period.title == "No transactions yet"
    assert not shown.found.groups
    assert not shown.paid.rows
    assert shown.givers is None
    assert not shown.charts
    assert page(audit, JANUARY).givers


def test_a_rule_found_often_is_cut_until_it_is_chosen() -> None:
    envelope = '2026-01-02 * "e"\n  Assets:Bank  85.00 USD\n  Income:Gifts\n'
    opened = '2026-01-01 open Assets:Bank\n2026-01-01 open Income:Gifts\n  source: "donation"\n'
    audit = read(opened + envelope * (AT_ONCE + 7))
    (group,) = page(audit, show="stop", family="sources").found.groups
    rule = next(rule for rule in group.rules if rule.code == "CF202")
    assert (len(rule.findings), rule.more) == (AT_ONCE, 7)
    (rule,) = page(audit, show="stop", rule="CF202").found.groups[0].rules
    assert (len(rule.findings), rule.more) == (AT_ONCE + 7, 0)


def test_tables_are_computed_once_per_period() -> None:
    audit = read(KITCHEN)
    assert page(audit).paid is page(audit, show="stop").paid
    assert page(audit).givers is page(audit, show="stop").givers
    assert page(audit, JANUARY).paid is not page(audit).paid


def test_amounts_and_shares_round_half_up() -> None:
    shown = page(read(KITCHEN))
    assert shown.frame.rounded(Decimal("0.125")) == Decimal("0.13")
    assert shown.frame.percent(Fraction(1, 8)) == "12.5 %"
    assert shown.frame.percent(None) == ""
    assert shown.frame.points(Fraction(1, 3)) == Decimal("33.33")
    assert shown.frame.part(Decimal(1), Decimal(0)) == 0


def test_places_are_shown_below_the_books_folder(tmp_path: Path) -> None:
    path = tmp_path / "main.beancount"
    path.write_text(KITCHEN, encoding="utf-8")
    audit = Audit(load(path).analysis, by_plugins=True)
    inside = Place(str(tmp_path / "months" / "2026-01.beancount"), 7)
    assert audit.label(inside) == "months/2026-01.beancount:7"
    assert audit.label(Place("/elsewhere/other.beancount", 7)) == "other.beancount:7"
