"""What a group records: dues, gifts, expenses and the rest, each made an entry from its answers."""

from collections.abc import Callable, Mapping
from typing import Final

from coopfund import words
from coopfund.desk.answers import AnswerError, Question, read_identity, read_month, read_number
from coopfund.desk.desk import Desk
from coopfund.desk.draft import Draft, Leg, two_sides
from coopfund.desk.find import Finder
from coopfund.desk.names import source_for
from coopfund.wording import in_months

Making = Callable[[Desk], Draft]


def dues(desk: Desk) -> Draft:
    """A member's dues; what exceeds the schedule is split off when the books are read."""
    member = desk.member("the member's id")
    amount, day = desk.amount(), desk.day()
    finder = desk.finder(day)
    bank = finder.money("account", "the account that it came onto")
    tier = desk.names.members.get(member, "")
    income = finder.income("the account of dues", words.DUES, prefer=(tier.replace("-", ""),))
    month = desk.answers.maybe("for", read_month) or day
    narration = desk.narration(f"dues {in_months([month], day.year)}")
    legs = two_sides(bank, income, amount, desk.currency)
    link = f"dues-{month.isoformat()[:7]}"
    return Draft(day, None, narration, legs, {"member": member}, (link,))


def gift(desk: Desk) -> Draft:
    """Money given by people or bodies, for anything or for a program."""
    who = desk.giver("who gave")
    amount, day = desk.amount(), desk.day()
    finder, program = desk.finder(day), desk.program()
    bank = finder.money("account", "the account that it came onto")
    source = desk.answers.maybe("source", str) or source_for(desk.kind_of(who))
    prefer = ("members",) if "member" in who else ("people", "-members")
    income = finder.income("the account of gifts", source, program, prefer)
    legs = two_sides(bank, income, amount, desk.currency)
    return Draft(day, None, desk.narration("gift"), legs, who)


def grant(desk: Desk) -> Draft:
    """Money from a foundation, an authority or another body, usually for a program."""
    bodies = {
        name: kind
        for name, kind in desk.names.contributors.items()
        if kind in {"foundation", "state", "union", "company", "party"}
    }
    question = Question("donor", "who granted it", bodies, only=False)
    donor = desk.answers.get(question, read_identity)
    amount, day = desk.amount("the amount that came"), desk.day()
    finder, program = desk.finder(day), desk.program()
    bank = finder.money("account", "the account that it came onto")
    source = desk.answers.maybe("source", str) or bodies.get(donor) or "foundation"
    income = finder.income("the account of grants", source_for(source), program)
    legs = two_sides(bank, income, amount, desk.currency)
    return Draft(day, None, desk.narration("grant"), legs, {"donor": donor})


def expense(desk: Desk) -> Draft:
    """Something paid, or bought and not paid yet."""
    payee, amount = desk.payee("whom it was paid to"), desk.amount()
    day, narration = desk.day(), desk.narration("expense")
    finder = desk.finder(day)
    named = desk.answers.given.get("expense-account")
    program = desk.program(None if named else words.CORE)
    cost = finder.expense("what it was spent on", program)
    if desk.answers.given.get("unpaid"):
        paid = finder.any_of("account", "where it is owed", "Liabilities", "payable")
    else:
        paid = finder.money("account", "the account that paid")
    meta = {}
    if program and (desk.names.tag(cost, "program") or words.CORE) != program:
        meta["program"] = program
    return Draft(day, payee, narration, two_sides(cost, paid, amount, desk.currency), meta)


def transfer(desk: Desk) -> Draft:
    """Money moved between accounts of ours."""
    amount, day = desk.amount(), desk.day()
    finder = desk.finder(day)
    out_of = finder.any_money("from", "the account that it left")
    into = finder.any_money("to", "the account that it reached", but=out_of)
    if into == out_of:
        message = f"--to: {into} is where it came from."
        raise AnswerError(message)
    legs = two_sides(into, out_of, amount, desk.currency)
    return Draft(day, None, desk.narration("transfer"), legs)


def refund(desk: Desk) -> Draft:
    """Money given back: by us to whoever gave it, or by a shop to us."""
    shop = desk.answers.given.get("payee")
    who = {} if shop else desk.giver("who gets it back")
    amount, day = desk.amount("the amount given back"), desk.day()
    finder, program = desk.finder(day), desk.program(words.CORE if shop else None)
    bank = finder.money("account", "the account that it came onto" if shop else "what paid it")
    if shop:
        cost = finder.expense("what the purchase had been spent on", program)
        legs = two_sides(bank, cost, amount, desk.currency)
        return Draft(day, desk.payee("the shop"), desk.narration("refund"), legs)
    source = desk.answers.maybe("source", str) or source_for(desk.kind_of(who))
    prefer = ("members",) if "member" in who else ("people", "-members")
    income = finder.income("the account that it had come in on", source, program, prefer)
    legs = two_sides(income, bank, amount, desk.currency)
    return Draft(day, None, desk.narration("gift given back"), legs, who)


def loan(desk: Desk) -> Draft:
    """Money lent to us, or paid back by us."""
    back = bool(desk.answers.given.get("repay"))
    who = desk.giver("who is paid back" if back else "who lent it")
    amount, day = desk.amount(), desk.day()
    finder = desk.finder(day)
    bank = finder.money("account", "the account that paid" if back else "where it came")
    debt = finder.tagged("loan-account", "the account of loans", "Liabilities", "source", "loan")
    into, out_of = (debt, bank) if back else (bank, debt)
    legs = two_sides(into, out_of, amount, desk.currency)
    return Draft(day, None, desk.narration("loan paid back" if back else "loan"), legs, who)


def hours(desk: Desk) -> Draft:
    """Hours that a member worked unpaid: a memo, never money."""
    if not desk.names.hours:
        message = (
            "no commodity counts hours here; open one first: "
            '2026-01-01 commodity HOUR, and below it   kind: "hours".'
        )
        raise AnswerError(message)
    unit = desk.names.hours[0]
    member = desk.member("who worked")
    number = desk.answers.get(Question("hours", "how many hours, such as 2.5"), read_number)
    day = desk.day()
    finder = Finder(desk.names, desk.answers, day, unit)
    known = {name: desk.names.programs.get(name, "") for name in desk.names.programs}
    program = desk.answers.get(Question("program", "the program", known), str)
    work = finder.hours(program, unit)
    meta = {"member": member}
    if desk.names.tag(work, "program") != program:
        meta["program"] = program
    memo = finder.any_of("equity-account", "the other side of hours", "Equity", "hours")
    legs = (Leg(work, number, unit, meta), Leg(memo, -number, unit))
    return Draft(day, None, desk.narration("hours"), legs)


def in_kind(desk: Desk) -> Draft:
    """Goods or rooms given, at what they would have cost."""
    who = desk.giver("who gave")
    amount, day = desk.amount("what it would have cost"), desk.day()
    finder = desk.finder(day)
    named = desk.answers.given.get("expense-account")
    program = desk.program(None if named else words.CORE)
    cost = finder.expense("what it served", program, in_kind=True)
    income = finder.income("the account of gifts in kind", "in-kind")
    legs = two_sides(cost, income, amount, desk.currency)
    return Draft(day, None, desk.narration("gift in kind"), legs, who)


KINDS: Final[Mapping[str, Making]] = {
    "dues": dues,
    "gift": gift,
    "grant": grant,
    "expense": expense,
    "transfer": transfer,
    "refund": refund,
    "loan": loan,
    "hours": hours,
    "in-kind": in_kind,
}
"""Everything that can be recorded."""


def draft(kind: str, desk: Desk) -> Draft:
    """The entry of a kind, from what is said and asked.

    Raises:
        AnswerError: something is missing or makes no sense.
    """
    return desk.finished(KINDS[kind](desk))
