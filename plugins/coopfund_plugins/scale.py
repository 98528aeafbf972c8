"""Whether it works elsewhere, and without one person: scale and key people (CF508, CF509)."""

from collections.abc import Iterator
from fractions import Fraction

from coopfund.findings import Finding
from coopfund.language import _, day, numeral, plural
from coopfund.measures.hours import Hours, KeyPerson, hours_given, key_people
from coopfund.measures.programs import ProgramFigures
from coopfund.measures.scale import Growth, chapters, growth, year_before
from coopfund.money import ZERO, index, percent, share
from coopfund.rules.case import Case, Rule

FEW = 2
SHOWN = 5


def scaling(case: Case) -> Iterator[Finding]:
    """CF508: half of the chapters pay their own way, and cost grows no faster than participants.

    Elasticity = ln(C₂ ÷ C₁) ÷ ln(Q₂ ÷ Q₁), at most 1 where participants grew (policy).
    """
    yield from _chapters(case)
    if not case.books.declared.participants:
        return
    for program, grown in growth(case.tracing, case.so_far, year_before(case.year)).items():
        elasticity = grown.elasticity
        if elasticity is None or grown.people <= grown.people_before:
            continue
        if elasticity > case.number("CF508", "elasticity"):
            yield _dearer(case, program, grown, elasticity)


def _chapters(case: Case) -> Iterator[Finding]:
    found = chapters(case.books, case.year, case.last_row)
    if len(found) < FEW:
        return
    alone = [name for name, chapter in found.items() if chapter.pays_its_way]
    part = Fraction(len(alone), len(found))
    if part >= case.number("CF508", "warn"):
        return
    gaps = {name: its.cost - its.income for name, its in found.items()}
    worst = max(gaps, key=gaps.__getitem__)
    message = plural(
        "{number} of {chapters} chapters paid their own way in the twelve months to {day}; "
        "{worst} was {amount} short.",
        "{number} of {chapters} chapters paid their own way in the twelve months to {day}; "
        "{worst} was {amount} short.",
        len(alone),
        chapters=numeral(str(len(found))),
        day=day(case.year.end),
        worst=worst,
        amount=case.named(gaps[worst]),
    )
    evidence = {
        "self_sustaining": len(alone),
        "chapters": len(found),
        "share": share(part),
        "by_chapter": {
            name: {"income": case.money(its.income), "cost": case.money(its.cost)}
            for name, its in found.items()
        },
    }
    yield case.finding("CF508", found[worst].row, message, evidence, standing=True)


def _dearer(case: Case, program: str, grown: Growth, elasticity: Fraction) -> Finding:
    message = _(
        "{program} cost {cost} for {people} participants, after {cost_before} for {people_before} "
        "the year before: cost grew faster than participants (elasticity {elasticity}).",
        program=program,
        cost=case.named(grown.cost),
        people=numeral(index(grown.people)),
        cost_before=case.shown(grown.cost_before),
        people_before=numeral(index(grown.people_before)),
        elasticity=numeral(index(elasticity)),
    )
    evidence = {
        "cost_before": case.money(grown.cost_before),
        "cost": case.money(grown.cost),
        "participants_before": index(grown.people_before),
        "participants": index(grown.people),
        "elasticity": share(elasticity),
    }
    payments = ProgramFigures(case.tracing, case.so_far, program).payments
    row = payments[-1].row
    return case.finding("CF508", row, message, evidence, standing=True, program=program)


def key_person(case: Case) -> Iterator[Finding]:
    """CF509: nobody gives over half of a program's volunteer hours, and three share in 80 %."""
    given = hours_given(case.books, case.year, case.last_row)
    yield from _nameless(case, given)
    for program, key in key_people(given).items():
        alone, few = key.share(), key.share(FEW)
        over = alone is not None and alone > case.number("CF509", "one")
        if key.people and (over or (few is not None and few >= case.number("CF509", "few"))):
            yield _leaning(case, program, key)


def _leaning(case: Case, program: str, key: KeyPerson) -> Finding:
    alone, few = key.share() or Fraction(0), key.share(FEW) or Fraction(0)
    person, number = key.people[0]
    message = _(
        "{person} gave {hours} of {all} volunteer hours of {program} in the twelve months to "
        "{day}, {share}; two people gave {two}.",
        person=person,
        hours=numeral(index(number)),
        all=numeral(index(key.hours)),
        program=program,
        day=day(case.year.end),
        share=percent(alone),
        two=percent(few),
    )
    evidence = {
        "hours": index(key.hours),
        "people": {name: index(hours) for name, hours in key.people[:SHOWN]},
        "unnamed": index(key.unnamed),
        "share": share(alone),
        "two_people": share(few),
    }
    return case.finding(
        "CF509",
        key.row,
        message,
        evidence,
        standing=True,
        program=program,
        contributor=person,
    )


def _nameless(case: Case, given: list[Hours]) -> Iterator[Finding]:
    """Volunteer hours that name nobody, once by program, at the first."""
    told: set[str] = set()
    for entry in given:
        if entry.person or entry.paid or entry.program in told:
            continue
        told.add(entry.program)
        same = [e for e in given if not e.person and not e.paid and e.program == entry.program]
        number = index(sum((e.number for e in same), ZERO))
        message = _(
            "{hours} volunteer hours of {program} name nobody; write member: or person: at the "
            "posting.",
            hours=numeral(number),
            program=entry.program,
        )
        evidence = {"unnamed": number}
        yield case.finding("CF509", entry.row, message, evidence, program=entry.program)


RULES = (
    Rule("CF508", scaling),
    Rule("CF509", key_person),
)
