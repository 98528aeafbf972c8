"""What the dated ``coopfund-*`` directives of a ledger declare, as frozen records."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from coopfund import words
from coopfund.findings import Place
from coopfund.money import digits_of, half_up


class Problem(NamedTuple):
    """A directive of ours that is malformed or refers to what does not exist (CF610)."""

    place: Place
    date: dt.date
    message: str
    action: str = "stop"


@dataclass(frozen=True, slots=True)
class AccountInfo:
    """What an account is for, after inheriting from its nearest opened ancestor.

    ``root`` is one of ``Assets Liabilities Equity Income Expenses`` (English, whatever the books
    call it). ``pool`` is set for assets only; ``gross`` is false for payroll that nobody is paid,
    such as an employer's contributions; ``chapter`` is the branch whose account it is; ``partg``
    is the number that its spending has for a German party.
    """

    name: str
    root: str
    source: str | None
    program: str | None
    kind: str | None
    pool: str | None
    member: str | None
    donor: str | None
    essential: bool
    opened: dt.date | None
    gross: bool = True
    chapter: str | None = None
    partg: str | None = None


@dataclass(frozen=True, slots=True)
class Program:
    """A purpose money is spent on, in force from ``date`` until the next one of its name.

    ``whitelist`` is ``None`` where the program may be paid from anything; ``pool`` is its own
    segregated fund, if it has one.
    """

    date: dt.date
    name: str
    title: str
    whitelist: frozenset[str] | None
    pool: str | None
    decision: str | None
    place: Place


@dataclass(frozen=True, slots=True)
class DuesTier:
    """What the schedule asks of a member of this tier from ``date`` on.

    ``hours`` stand for the whole amount of a period, where the statutes allow work instead of
    money; ``None`` where they do not.
    """

    date: dt.date
    tier: str
    amount: Decimal
    currency: str
    interval: str
    place: Place
    hours: Decimal | None = None

    def for_months(self, months: int, digits: int) -> Decimal:
        """What so many months cost, rounded half up to a currency's decimals."""
        length = words.INTERVALS[self.interval]
        if months % length == 0:
            return self.amount * (months // length)
        exact = Fraction(self.amount) * months / length
        return half_up(exact, max(digits, digits_of(self.amount)))


@dataclass(frozen=True, slots=True)
class MemberEvent:
    """``join``, ``tier``, ``waive``, ``unwaive`` or ``leave``; ``tier`` for the first two."""

    date: dt.date
    member: str
    event: str
    tier: str | None
    place: Place


@dataclass(frozen=True, slots=True)
class Contributor:
    """Who a donor id stands for: kind, and the ids it is one with.

    ``ends`` is the last day on which it will give; ``public`` marks a publicly supported
    organisation and ``disqualified`` a disqualified person (IRS Schedule A). ``place`` is the last
    directive, ``places`` the one that said each thing of it, by metadata key.
    """

    date: dt.date
    name: str
    kind: str | None
    same_as: tuple[str, ...]
    controlled_by: tuple[str, ...]
    household: str | None
    state_owned: Decimal | None
    place: Place
    payer_accounts: tuple[str, ...] = ()
    title: str | None = None
    ends: dt.date | None = None
    public: bool = False
    disqualified: bool = False
    places: Mapping[str, Place] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RuleChange:
    """A voted change of a rule's settings from ``date`` on; ``preset`` names where it is from."""

    date: dt.date
    code: str
    settings: Mapping[str, object]
    decision: str | None
    place: Place
    preset: str | None = None


@dataclass(frozen=True, slots=True)
class Published:
    """What of a contributor's gifts of a year was published on ``date``, and to whom."""

    date: dt.date
    contributor: str
    amount: Decimal
    currency: str
    to: str
    year: int
    place: Place


@dataclass(frozen=True, slots=True)
class Waiver:
    """A dated, reasoned, expiring exception to one finding.

    ``entry`` is what identifies the finding: ``^link``, an account, a day (as text; of a
    standing finding also any earlier one), a program or a contributor.
    """

    date: dt.date
    code: str
    reason: str
    entry: str | None
    by: str | None
    expires: dt.date | None
    decision: str | None
    place: Place


@dataclass(frozen=True, slots=True)
class Decision:
    """A vote, with the amount it authorises where it authorises one."""

    date: dt.date
    name: str
    amount: Decimal | None
    currency: str | None
    program: str | None
    entry: str | None
    place: Place


@dataclass(frozen=True, slots=True)
class Participants:
    """How many people a program served, counted on ``date``."""

    date: dt.date
    program: str
    count: Decimal
    place: Place


@dataclass(frozen=True, slots=True)
class Wage:
    """The reference hourly wage from ``date`` on."""

    date: dt.date
    amount: Decimal
    currency: str
    label: str
    place: Place


@dataclass(frozen=True, slots=True)
class Budget:
    """Fava's own budget directive: ``amount`` per ``interval`` from ``date`` on."""

    date: dt.date
    account: str
    interval: str
    amount: Decimal
    currency: str
    place: Place


@dataclass(frozen=True, slots=True)
class Office:
    """A member takes an office, until the last day of the term, or is recalled from it."""

    date: dt.date
    office: str
    member: str
    recall: bool
    until: dt.date | None
    place: Place


@dataclass(frozen=True, slots=True)
class Audit:
    """A member who holds no office looked at a month's entries and signed what they saw.

    ``month`` is such as ``2026-08``; ``faults`` of the ``looked_at`` were not in order; ``at_most``
    is what may be wrong among the others, where that can be said.
    """

    date: dt.date
    month: str
    auditor: str
    entries: Decimal | None
    looked_at: Decimal | None
    faults: Decimal | None
    at_most: Decimal | None
    place: Place


@dataclass(frozen=True, slots=True)
class Document:
    """A file that Beancount's ``document`` directive files under an account."""

    date: dt.date
    account: str
    file: str
    links: frozenset[str]


class Assertion(NamedTuple):
    """A ``balance`` directive: what an account holds when its day begins."""

    date: dt.date
    account: str


@dataclass(frozen=True, slots=True)
class Declarations:
    """Everything declared in the books, each list in order of date, then file order."""

    programs: tuple[Program, ...] = ()
    dues: tuple[DuesTier, ...] = ()
    members: tuple[MemberEvent, ...] = ()
    contributors: Mapping[str, Contributor] = field(default_factory=dict)
    rules: tuple[RuleChange, ...] = ()
    waivers: tuple[Waiver, ...] = ()
    published: tuple[Published, ...] = ()
    decisions: tuple[Decision, ...] = ()
    participants: tuple[Participants, ...] = ()
    wages: tuple[Wage, ...] = ()
    budgets: tuple[Budget, ...] = ()
    offices: tuple[Office, ...] = ()
    documents: tuple[Document, ...] = ()
    audits: tuple[Audit, ...] = ()
    assertions: tuple[Assertion, ...] = ()
    closed: Mapping[str, dt.date] = field(default_factory=dict)
    hours: frozenset[str] = frozenset()
    """Memo commodities that count hours, not money."""
