"""What programs may cost: budgets, their draw on the dues, capital (CF501 to CF503).

The rest of the family stands beside it: members and reserves in ``coopfund_plugins.reserves``,
growth and key people in ``coopfund_plugins.scale``.
"""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from coopfund import language, words
from coopfund.books.books import month_end, months_before
from coopfund.books.records import Decision
from coopfund.findings import Finding, Window
from coopfund.language import _
from coopfund.measures.budget import Budgets, Spent
from coopfund.measures.decisions import concerns
from coopfund.measures.draw import Draw, draw
from coopfund.measures.programs import ProgramFigures, participants
from coopfund.money import ZERO, half_up, percent, share
from coopfund.rules import catalogue
from coopfund.rules.case import Case, Rule
from coopfund.rules.plugin import family_plugin
from coopfund_plugins import reserves, scale

YEAR = 12


def budget(case: Case) -> Iterator[Finding]:
    """CF501: spending against Fava's budgets, cumulative over the calendar year.

    Warn from 90 % while the period runs, stop above 100 % unless a decision authorised the rest.
    """
    if not case.books.declared.budgets:
        return
    for spent in Budgets(case.books).years(case.as_of, case.last_row):
        granted = _granted(case, spent)
        allowed = spent.allowed + Fraction(granted)
        day = min(case.as_of, spent.until)
        stop = case.number("CF501", "stop", day) * allowed
        warn = case.number("CF501", "warn", day) * allowed
        amount = Fraction(spent.amount)
        if amount > stop:
            yield _spent(case, spent, granted, stop, "stop")
        elif amount >= warn and amount > 0 and not spent.over:
            yield _spent(case, spent, granted, warn, "warn")


def _granted(case: Case, spent: Spent) -> Decimal:
    """What decisions of the year authorised for the account or its program, on top."""
    info = case.books.accounts.get(spent.account)
    program = _program(case, spent) if info is None else info.program
    amounts = (
        decision.amount or ZERO
        for decision in case.books.declared.decisions
        if decision.date.year == spent.year
        and case.told(decision.date)
        and decision.currency == spent.currency
        and concerns(decision, spent.account, program)
    )
    return sum(amounts, ZERO)


def _program(case: Case, spent: Spent) -> str | None:
    """The program of an account that is never opened itself: that of all its postings."""
    programs = {case.books.rows.program[row] for row, _, _ in spent.postings}
    return programs.pop() if len(programs) == 1 else None


def _spent(case: Case, spent: Spent, granted: Decimal, limit: Fraction, action: str) -> Finding:
    row, day = spent.reached(limit, beyond=action == "stop")
    allowed = spent.allowed + Fraction(granted)
    part = Fraction(spent.amount) / allowed if allowed else None
    told = {
        "account": spent.account,
        "amount": case.named(spent.amount, spent.currency),
        "year": spent.year,
        "budget": case.shown(allowed),
        "day": language.day(spent.until),
    }
    message = (
        _(
            "{account} has spent {amount} in {year} of the {budget} budgeted until {day}.",
            **told,
        )
        if part is None
        else _(
            "{account} has spent {amount} in {year}, {share} of the {budget} budgeted until {day}.",
            share=percent(part),
            **told,
        )
    )
    evidence = {
        "account": spent.account,
        "spent": case.money(spent.amount),
        "budget": case.money(spent.allowed),
        "authorised": case.money(granted),
        "share": None if part is None else share(part),
        "until": spent.until.isoformat(),
    }
    program = _program(case, spent)
    return case.finding("CF501", row, message, evidence, action=action, day=day, program=program)


def overwhelm(case: Case) -> Iterator[Finding]:
    """CF502: draw ÷ dues ≤ 60 % (policy), and dues − Σ draws ≥ core cost.

    Draw = cost − earmarked income. Voting a program new money while the core is uncovered stops.
    """
    if not case.books.declared.programs:
        return
    found = _draw(case, case.year)
    if found.dues > 0 and found.costs:
        largest = max(found.costs, key=found.of)
        over = (found.share(largest) or 0) > case.number("CF502", "warn")
        if found.of(largest) > 0 and (over or found.left < found.core):
            yield _overwhelmed(case, found, largest)
    for decision in case.books.declared.decisions:
        if decision.date >= case.year.start and case.told(decision.date):
            yield from _committed(case, decision)


def _draw(case: Case, window: Window) -> Draw:
    dues = case.income(window).by_source.get(words.DUES, ZERO)
    return draw(case.tracing, Window(window.start, min(window.end, case.as_of)), dues)


def _overwhelmed(case: Case, found: Draw, program: str) -> Finding:
    part = found.share(program) or Fraction(0)
    message = _(
        "{program} drew {amount} in the twelve months to {day}, {share} of the dues; all programs "
        "leave {left} for a core that cost {core}.",
        program=program,
        amount=case.named(found.of(program)),
        day=language.day(case.year.end),
        share=percent(part),
        left=case.shown(found.left),
        core=case.shown(found.core),
    )
    row = found.rows[program]
    evidence = _evidence(case, found, program)
    return case.finding(
        "CF502", row, message, evidence, action="warn", standing=True, program=program
    )


def _evidence(case: Case, found: Draw, program: str) -> dict[str, object]:
    return {
        "dues": case.money(found.dues),
        "cost": case.money(found.costs.get(program, ZERO)),
        "earmarked": case.money(found.earmarked.get(program, ZERO)),
        "draw": case.money(found.of(program) if program in found.costs else ZERO),
        "share": share(found.share(program) or Fraction(0)) if program in found.costs else None,
        "draws": {name: case.money(found.of(name)) for name in found.costs},
        "left": case.money(found.left),
        "core_cost": case.money(found.core),
    }


def _committed(case: Case, decision: Decision) -> Iterator[Finding]:
    """A vote of money for a program after twelve months in which dues did not cover the core.

    One that names an entry is about what was spent already.
    """
    if decision.program in (None, words.CORE) or decision.entry or not decision.amount:
        return
    before = months_before(decision.date, 2)
    found = _draw(case, Window(months_before(before, YEAR), month_end(before)))
    if found.dues <= 0 or not found.total or found.left >= found.core:
        return
    message = _(
        "{decision} gave {program} {amount} while the programs left {left} of the dues for a core "
        "that cost {core}.",
        decision=decision.name,
        program=decision.program,
        amount=case.named(decision.amount, decision.currency),
        left=case.shown(found.left),
        core=case.shown(found.core),
    )
    yield Finding(
        code="CF502",
        name=catalogue.get("CF502").name,
        action=case.action("CF502", "stop", decision.date),
        date=decision.date,
        place=decision.place,
        message=message,
        evidence=_evidence(case, found, str(decision.program)),
        program=decision.program,
    )


def low_capital(case: Case) -> Iterator[Finding]:
    """CF503: capital spending is at most a quarter of a program's cost in twelve months."""
    if not case.books.declared.programs:
        return
    figures = ProgramFigures(case.tracing, case.so_far, None)
    costs, capital = figures.costs(), figures.capital()
    for name in figures.names:
        if costs[name] <= 0 or capital[name] <= 0:
            continue
        part = Fraction(capital[name]) / Fraction(costs[name])
        if part > case.number("CF503", "warn"):
            people = participants(case.books, case.so_far).get(name)
            each = Fraction(costs[name]) / people if people else None
            message = _(
                "{program} spent {amount} on things that last, {share} of its cost in the twelve "
                "months to {day}.",
                program=name,
                amount=case.named(capital[name]),
                share=percent(part),
                day=language.day(case.year.end),
            )
            evidence = {
                "capital": case.money(capital[name]),
                "cost": case.money(costs[name]),
                "share": share(part),
                "participants": None if people is None else str(half_up(people, 2)),
                "per_participant": None if each is None else case.money(each),
            }
            row = figures.lasting(name)[-1].row
            yield case.finding("CF503", row, message, evidence, standing=True, program=name)


RULES = (
    Rule("CF501", budget),
    Rule("CF502", overwhelm),
    Rule("CF503", low_capital),
    *reserves.RULES,
    *scale.RULES,
)

run = family_plugin("programs", RULES)
__plugins__ = (run,)
