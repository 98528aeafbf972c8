"""What the demo's assembly voted, and who its members and contributors are, as directives."""

from collections.abc import Iterable
from datetime import date
from typing import Final, NamedTuple

from coopfund.demo.calendar import full_name
from coopfund.demo.controls import offices_page
from coopfund.demo.entries import quoted
from coopfund.demo.fair import ENVELOPE
from coopfund.demo.income import SMALL_DONORS
from coopfund.demo.members import SCHEDULE, Member
from coopfund.demo.services import LOST_RECEIPT, OUTING, OUTING_SHORT


class Vote(NamedTuple):
    """A decision of the assembly, with what it authorised."""

    date: date
    name: str
    title: str
    amount: str | None = None
    program: str | None = None
    entry: str | None = None


VOTES: Final = (
    Vote(date(2024, 11, 2), "GM-2024-01", "founding: statutes and dues"),
    Vote(date(2024, 11, 2), "GM-2024-02", "childcare from dues alone", None, "childcare"),
    Vote(date(2024, 11, 2), "GM-2024-03", "a clinic for tenants", None, "clinic"),
    Vote(date(2024, 11, 2), "GM-2024-04", "a strike fund from dues alone", None, "strike"),
    Vote(date(2024, 11, 2), "GM-2024-05", "largest giver: warn above a tenth"),
    Vote(date(2024, 11, 2), "GM-2024-06", "a vote before 750.00 is spent at once"),
    Vote(date(2024, 11, 2), "GM-2024-07", "officers for a year"),
    Vote(date(2025, 2, 8), "GM-2025-02", "reference wage for the coordinator"),
    Vote(date(2025, 3, 8), "GM-2025-03", "keep the clinic's table"),
    Vote(date(2025, 9, 23), "GM-2025-09", "strike pay", "1400.00", "strike"),
    Vote(date(2025, 10, 11), "GM-2025-10", "standard dues 20.00 from January"),
    Vote(date(2025, 11, 8), "GM-2025-11", "officers for a year; receipts numbered from January"),
    Vote(
        date(2026, 5, 9),
        "GM-2026-05",
        "the part of the outing that gifts paid is core spending",
        str(OUTING_SHORT),
        "childcare",
        f"^{OUTING}",
    ),
    Vote(
        date(2026, 6, 13), "GM-2026-06", "the clinic at half its hours from August", None, "clinic"
    ),
    Vote(date(2026, 7, 18), "GM-2026-07", "the carers' lost receipt", entry=f"^{LOST_RECEIPT}"),
    Vote(date(2026, 8, 8), "GM-2026-08", "keep the envelope of the fair", entry=f"^{ENVELOPE}"),
)

WAIVER: Final = f"""\
2026-08-08 custom "coopfund-waiver" "CF202" "envelope counted by two, giver not to be found"
  entry: "^{ENVELOPE}"
  by: "m-0017"
  decision: "GM-2026-08"
  expires: 2027-07-31

2025-03-08 custom "coopfund-waiver" "CF608" "table agreed at the founding, the minute has no sum"
  entry: "^exam-table"
  by: "m-0017"
  decision: "GM-2025-03"
  expires: 2027-02-28

2026-07-18 custom "coopfund-waiver" "CF604" "receipt lost on the way; both carers saw the goods"
  entry: "^{LOST_RECEIPT}"
  by: "m-0004"
  decision: "GM-2026-07"
  expires: 2027-06-30
"""

PUBLISHED: Final = (
    (date(2025, 2, 8), "d-007", "1200.00", 2024),
    (date(2026, 2, 7), "d-007", "3400.00", 2025),
    (date(2026, 2, 7), "d-010", "300.00", 2025),
    (date(2026, 2, 7), "d-014", "240.00", 2025),
    (date(2026, 10, 10), "d-007", "3000.00", 2026),
    (date(2026, 10, 10), "d-010", "250.00", 2026),
    (date(2026, 10, 10), "d-014", "240.00", 2026),
)
"""What the members were told of the larger givers."""

KINDS: Final = {
    "d-001": ("union", "Dockers' union, branch 12: affiliated"),
    "d-002": ("state", "City health department"),
    "d-003": ("union", "Dockers' union, Rotterdam: a sister group"),
    "d-007": ("person", None),
    **dict.fromkeys(SMALL_DONORS, ("person", None)),
    "d-050": ("processor", "Commonpot: many small givers, whose names it keeps to itself"),
    "d-099": ("anonymous", "whoever cannot be found"),
}


def rules_page() -> str:
    """``rules.beancount``: decisions, schedule, wage, rules and waivers."""
    blocks = ["; What the assembly voted.\n", "; ── Decisions\n"]
    blocks += [_vote(vote) for vote in VOTES]
    blocks.append("; ── Officers: the treasurer prepares, chair and secretary approve\n")
    blocks.append(offices_page())
    blocks.append("; ── Dues\n")
    blocks += [_tier(*row) for row in SCHEDULE]
    blocks.append("; ── Pay\n")
    blocks.append(
        '2025-02-08 custom "coopfund-wage" 22.50 USD "hourly, regional transport workers"\n'
        '  decision: "GM-2025-02"\n'
    )
    blocks.append("; ── Rules\n")
    blocks.append(
        '2024-11-02 custom "coopfund-rule" "CF303"\n  warn: 0.10\n  decision: "GM-2024-05"\n'
    )
    blocks.append(  # two per cent of so small a budget would refuse the union's fees
        '2024-11-02 custom "coopfund-rule" "CF207"\n  amount: 5000\n  decision: "GM-2024-05"\n'
    )
    blocks.append(
        '2024-11-02 custom "coopfund-rule" "CF608"\n  amount: 750\n  decision: "GM-2024-06"\n'
    )
    blocks.append(  # gifts help to pay the coordinator: a warning, so that the members are told
        '2025-02-08 custom "coopfund-rule" "CF403"\n  stop: 1.00\n  decision: "GM-2025-02"\n'
    )
    blocks.append("; ── Larger givers, as the members were told\n")
    blocks += [_published(*row) for row in PUBLISHED]
    blocks.append("; ── Waivers: dated, reasoned, and they end\n")
    blocks.append(WAIVER)
    return "\n".join(blocks)


def _published(day: date, giver: str, amount: str, year: int) -> str:
    return (
        f'{day} custom "coopfund-published" {quoted(giver)} {amount} USD\n'
        f'  to: "members"\n  year: {year}\n'
    )


def _vote(vote: Vote) -> str:
    amount = f" {vote.amount} USD" if vote.amount else ""
    lines = [f'{vote.date} custom "coopfund-decision" {quoted(vote.name)}{amount}']
    for key in ("title", "program", "entry"):
        value = getattr(vote, key)
        if value:
            lines.append(f"  {key}: {quoted(value)}")
    return "\n".join(lines) + "\n"


def _tier(day: date, name: str, amount: object, months: int, decision: str) -> str:
    interval = {1: "monthly", 3: "quarterly"}[months]
    return (
        f'{day} custom "coopfund-dues" {quoted(name)} {amount} USD "{interval}"\n'
        f"  decision: {quoted(decision)}\n"
    )


def members_page(members: Iterable[Member]) -> str:
    """``members.beancount``: what happened to each member, in order of date."""
    rows = sorted((event.date, member.name, event) for member in members for event in member.events)
    lines = ["; Members by pseudonym; names are in a roster outside the books."]
    month = None
    for day, member, event in rows:
        if full_name(day) != month:
            month = full_name(day)
            lines += ["", f"; {month}"]
        tier = f" {quoted(event.tier)}" if event.tier else ""
        lines.append(f'{day} custom "coopfund-member" {quoted(member)} {quoted(event.event)}{tier}')
    return "\n".join(lines) + "\n"


def contributors_page() -> str:
    """``contributors.beancount``: the kind of each giver."""
    blocks = ["; Givers by pseudonym.\n"]
    for name, (kind, title) in sorted(KINDS.items()):
        block = f'2024-11-01 custom "coopfund-contributor" {quoted(name)}\n  kind: {quoted(kind)}\n'
        blocks.append(block + (f"  title: {quoted(title)}\n" if title else ""))
    return "\n".join(blocks)
