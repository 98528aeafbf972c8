"""Who paid, in words a member understands; dues payers are counted, never listed."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from coopfund import words
from coopfund.money import ZERO, spaced
from coopfund.tracing.data import Shown, rounded, sorted_sources, spent_on
from coopfund.tracing.levels import lowest
from coopfund.tracing.lots import FEW, FORWARD, OVERDRAFT, Lot, Part, kept_lots, lots_of, parts_of
from coopfund.wording import CLOSE, counted, in_months, listed, on_day

if TYPE_CHECKING:
    from coopfund.rules.case import Case

NOUNS: Final = {
    "dues": ("dues", "dues"),
    "levy": ("a levy", "levies"),
    "affiliation": ("an affiliation fee", "affiliation fees"),
    "donation": ("a donation", "donations"),
    "company": ("a company's gift", "gifts of companies"),
    "union": ("a union's gift", "gifts of unions"),
    "foundation": ("a foundation's grant", "grants of foundations"),
    "state": ("state money", "state money"),
    "event": ("event income", "event income"),
    "capital": ("interest or rent", "interest or rent"),
    "transfer": ("a transfer from a sister chapter", "transfers from sister chapters"),
    "loan": ("a loan", "loans"),
    "in-kind": ("a gift in kind", "gifts in kind"),
    "other": ("other income", "other income"),
    "unknown": ("money of unknown source", "money of unknown source"),
}
"""One lot of each source, and several."""


DEFAULT: Final = words.METHODS[0]

MEANINGS: Final = {
    "L0": "even then, money that may not pay for it did pay",
    "L1": "true only as long as everything else is taken from other money first",
    "L2": "sure even when everything else is taken from the program's money first",
    "L3": "nothing but the program's money ever was in that account",
}
"""What each level says."""


def sentence(case: "Case", shown: Shown, method: str, digits: int, *, brief: bool = False) -> str:
    """Which money paid for one payment; ``brief`` leaves out what its level means."""
    payment = shown.payment
    way = "" if method == DEFAULT else f"By the method {method}, "
    amount = f"{spaced(payment.amount, digits)} {payment.key.currency}"
    when = on_day(payment.date)
    paid = paid_by(lots_of(case, shown), payment.date.year, digits)
    purpose = "the core" if payment.program == words.CORE else payment.program
    told = f"{way}{amount} for {purpose} on {when} was paid{paid}"
    if payment.repaired:
        short, day = spaced(payment.breach, digits), on_day(payment.repaired)
        return f"{told} ({short} short, made good on {day}; level {shown.level} since)."
    sure = f" (level {shown.level})" if brief and shown.level else _sure([shown], digits)
    back = sum(payment.restored.values(), ZERO)
    returned = f" Of it, {spaced(back, digits)} came back later." if back else ""
    return f"{told}{sure}.{returned}"


def summary(case: "Case", name: str, payments: Sequence[Shown], method: str, digits: int) -> str:
    """Which money paid for a program, all its payments together, less what came back."""
    way = "" if method == DEFAULT else f", by the method {method}"
    lots = [lot for shown in payments for lot in kept_lots(case, shown)]
    if not lots:
        return f"{name}{way}: nothing spent."
    years = {lot.when.year for lot in lots} | {shown.payment.date.year for shown in payments}
    year = years.pop() if len(years) == 1 else None
    amount = f"{spaced(spent_on(payments), digits)} {payments[0].payment.key.currency}"
    count = counted(len(payments), "payment")
    paid = paid_by(lots, year, digits)
    back = sum((sum(s.payment.restored.values(), ZERO) for s in payments), ZERO)
    returned = f" Another {spaced(back, digits)} was paid and came back." if back else ""
    return f"{name}{way}: {amount} in {count}, paid{paid}{_sure(payments, digits)}.{returned}"


def paid_by(lots: Sequence[Lot], year: int | None, digits: int) -> str:
    """`` by dues of January, from 34 members``; with amounts where there are several parts."""
    parts = parts_of(lots)
    if len(parts) == 1:
        return f" by {phrase(parts[0], year)}"
    amounts = rounded({part: part.amount for part in parts}, digits)
    *most, last = [f"{spaced(amounts[part], digits)} by {phrase(part, year)}" for part in parts]
    return f": {', '.join(most)}, and {last}"


def phrase(part: Part, year: int | None) -> str:
    """A part in words: what it is, whose, and when it came in."""
    if part.lots[0].origin == OVERDRAFT:
        return OVERDRAFT
    several = len({(lot.when, lot.contributor, lot.member) for lot in part.lots}) > 1
    noun = NOUNS[part.source][several]
    if part.lots[0].origin == FORWARD:
        return f"{noun} {FORWARD} on {_days(part, year)}"
    who = whose(part)
    if part.source == words.DUES:
        return f"{noun} of {in_months((lot.when for lot in part.lots), year)}, from {who}"
    owner = f" of {who}" if who else ""
    return f"{noun}{owner} {_of_days(part, year)}"


def whose(part: Part) -> str:
    """Donors by their ids, up to three of them; members by number; and who is not named."""
    people = part.donors
    if len(people) > CLOSE:
        people = [counted(len(people), "contributor")]
    if part.members:
        few = part.members < FEW
        people = [*people, "fewer than three members" if few else f"{part.members:,} members"]
    if part.nameless and (people or part.source in (words.DUES, *words.GIFT_SOURCES)):
        people = [*people, "payers not named" if part.source == words.DUES else "givers not named"]
    return listed(people)


def _days(part: Part, year: int | None) -> str:
    days = sorted({lot.when for lot in part.lots})
    first = on_day(days[0], year)
    return first if len(days) == 1 else f"{first} to {on_day(days[-1], year)}"


def _of_days(part: Part, year: int | None) -> str:
    days = _days(part, year)
    return f"of {days}" if len({lot.when for lot in part.lots}) == 1 else f"from {days}"


def _sure(payments: Sequence[Shown], digits: int) -> str:
    """How sure it is, in brackets; nothing for what may be paid from anything."""
    level = lowest(shown.level for shown in payments if shown.level)
    if level is None:
        return ""
    if level != "L0":
        return f" (level {level}: {MEANINGS[level]})"
    weakest = next(shown for shown in payments if shown.level == level)
    own = listed(sorted_sources(weakest.payment.whitelist or frozenset()), "or") or "nothing"
    short = spaced(sum((shown.shortfall for shown in payments), ZERO), digits)
    return f" (level L0: it may only be paid from {own}, which fell {short} short)"
