"""The report as plain data, printed as ``json.md`` fixes it for every command."""

from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from coopfund import words
from coopfund.measures.record import measure_data, plain
from coopfund.report import independence
from coopfund.report.months import key
from coopfund.report.restated import restated_data

if TYPE_CHECKING:
    from coopfund.budgets.to_date import ToDate
    from coopfund.findings import Finding
    from coopfund.report.broken import Broken
    from coopfund.report.changed import Changed
    from coopfund.report.course import MonthEnd
    from coopfund.report.cover import Cover, Period
    from coopfund.report.flow import Way
    from coopfund.report.givers import Giver, Givers
    from coopfund.report.lasting import Lasting
    from coopfund.report.month import MonthReport
    from coopfund.report.paid import Paid


def report_data(report: "MonthReport") -> dict[str, Any]:
    """Everything in the report, undefined figures as ``None``."""
    frame, digits = report.frame, report.frame.coin.digits
    return {
        "schema_version": words.SCHEMA_VERSION,
        "report": "month",
        "month": key(frame.month),
        "as_of": frame.as_of.isoformat(),
        "window": {"from": frame.year.start.isoformat(), "to": frame.year.end.isoformat()},
        "months_covered": frame.covered,
        "title": frame.title,
        "language": frame.language,
        "currency": frame.coin.name,
        "beancount_errors": frame.faults,
        "answers": answers(report),
        "paid_by": _paid(report.paid),
        **figures(report),
        "month_ends": [_month_end(end, digits) for end in report.ends],
        "flow": {way.source: _way(way, digits) for way in report.paid.ways},
        "budget": {its.program: _budget(its, digits) for its in report.budget},
        "independence": independence.data(report.givers.prices, frame.coin),
        "findings": findings(report.broken),
        "changes": _changed(report.changed, report.broken, digits),
        "restatements": restated_data(report.restated),
        "unconverted": {name: f"{amount:f}" for name, amount in report.gaps.unconverted},
    }


def figures(report: "MonthReport") -> dict[str, Any]:
    """The part of it that later reports compare themselves with."""
    digits = report.frame.coin.digits
    return {
        "month": key(report.frame.month),
        "dues": _cover(report.cover, digits),
        "contributors": _givers(report.givers, digits),
        "reserves": _lasting(report.lasting, digits),
        "measures": {name: measure_data(m, digits) for name, m in report.measures.items()},
    }


def answers(report: "MonthReport") -> list[dict[str, Any]]:
    """The six sentences."""
    return [
        {
            "number": answer.number,
            "key": answer.key,
            "question": answer.question,
            "answer": answer.sentence,
            "known": answer.known,
        }
        for answer in report.answers
    ]


def _cover(cover: "Cover", digits: int) -> dict[str, Any]:
    return {
        "month": _period(cover.month, digits),
        "window": _period(cover.year, digits),
        "trend": [_period(period, digits) | {"month": key(period.start)} for period in cover.trend],
    }


def _period(period: "Period", digits: int) -> dict[str, Any]:
    amounts = {
        "received": period.received,
        "used": period.used,
        "running_cost": period.running,
        "booked": period.booked,
    }
    return {
        **{name: plain(value, "money", digits) for name, value in amounts.items()},
        "coverage": plain(period.coverage, "share", digits),
    }


def _paid(paid: "Paid") -> dict[str, Any]:
    return {
        "by_currency": {
            table.coin.name: {
                "month": _by_program(table.month, table.coin.digits),
                "window": _by_program(table.year, table.coin.digits),
            }
            for table in paid.tables
        },
        "programs": {
            program.name: {
                "title": program.title,
                "whitelist": None if program.whitelist is None else list(program.whitelist),
                "level": program.year_level,
                "level_in_month": program.month_level,
                "shortfall": {
                    coin.name: plain(amount, "money", coin.digits)
                    for coin, amount in program.shortfalls.items()
                },
            }
            for program in paid.programs
        },
    }


def _by_program(
    rows: Mapping[str, Mapping[str, Decimal]], digits: int
) -> dict[str, dict[str, str]]:
    return {name: plain(row, "money", digits) for name, row in rows.items()}


def _givers(givers: "Givers", digits: int) -> dict[str, Any]:
    amounts = {
        "income_total": givers.total,
        "dues": givers.dues,
        "others": givers.others,
        "unresolved": givers.processors,
        "no_contributor": givers.nameless,
    }
    return {
        **{name: plain(value, "money", digits) for name, value in amounts.items()},
        "paying_members": givers.payers,
        "other_contributors": givers.other_count,
        "largest": [_giver(giver, digits) for giver in givers.ranked],
        "state": None if givers.state is None else _giver(givers.state, digits),
    }


def _giver(giver: "Giver", digits: int) -> dict[str, Any]:
    return {
        "group": giver.name,
        "kind": giver.kind,
        "amount": plain(giver.amount, "money", digits),
        "share": plain(giver.share, "share", digits),
        "essential_cover_without": plain(giver.essential, "share", digits),
        "running_cover_without": plain(giver.running, "share", digits),
    }


def _lasting(lasting: "Lasting", digits: int) -> dict[str, Any]:
    return {
        "general": plain(lasting.liquid, "money", digits),
        "essential_cost_per_month": plain(lasting.essential, "money", digits),
        "running_cost_per_month": plain(lasting.running, "money", digits),
        "months": plain(lasting.months.value, "months", digits),
        "months_because": lasting.months.because,
        "months_without_largest": plain(lasting.without_top.value, "months", digits),
        "months_without_largest_because": lasting.without_top.because,
        "funds": {fund.pool: plain(fund.amount, "money", digits) for fund in lasting.funds},
    }


def findings(broken: "Broken") -> list[dict[str, Any]]:
    """Every finding as of the month's end, in the shape of ``coopfund check``."""
    return [finding_data(finding, broken) for finding in broken.findings]


def finding_data(finding: "Finding", broken: "Broken") -> dict[str, Any]:
    """One finding; files relative to the books' folder."""
    note = finding.waiver
    waiver = note and {
        "reason": note.reason,
        "by": note.by,
        "expires": note.expires.isoformat() if note.expires else None,
        "decision": note.decision,
    }
    return {
        "code": finding.code,
        "name": finding.name,
        "action": finding.action,
        "date": finding.date.isoformat() if finding.date.year > 1 else None,
        "file": broken.file(finding),
        "line": finding.place.line,
        "program": finding.program,
        "contributor": finding.contributor,
        "message": finding.message,
        "evidence": dict(finding.evidence),
        "waiver": waiver,
    }


def _month_end(end: "MonthEnd", digits: int) -> dict[str, Any]:
    return {
        "month": key(end.start),
        "general": plain(end.liquid, "money", digits),
        "months": plain(end.runway, "months", digits),
        "largest": end.top,
        "largest_share": plain(end.share, "share", digits),
    }


def _way(way: "Way", digits: int) -> dict[str, Any]:
    return {
        "came_in": plain(way.came, "money", digits),
        "paid": plain(way.spent, "money", digits),
        "not_spent": plain(way.kept, "money", digits),
    }


def _budget(its: "ToDate", digits: int) -> dict[str, Any]:
    return {
        "plan_to_date": plain(its.plan, "money", digits),
        "actual": plain(its.actual, "money", digits),
        "plan_of_year": plain(its.year, "money", digits),
    }


def _changed(changed: "Changed", broken: "Broken", digits: int) -> dict[str, Any]:
    return {
        "since": None if changed.previous is None else key(changed.previous),
        "figures": {
            change.name: {
                "before": plain(change.before, change.unit, digits),
                "after": plain(change.after, change.unit, digits),
                "because": change.because,
            }
            for change in changed.figures
        },
        "new": [finding_data(finding, broken) for finding in changed.new],
        "gone": [finding_data(finding, broken) for finding in changed.gone],
    }
