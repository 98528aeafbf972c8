"""The words every part shares: sources of money, kinds of accounts and contributors.

Nothing here imports Beancount or pandas, so the command line can complete on it.
"""

from typing import Final

SOURCES: Final = (
    "dues",
    "levy",
    "affiliation",
    "donation",
    "company",
    "union",
    "foundation",
    "state",
    "event",
    "capital",
    "transfer",
    "loan",
    "in-kind",
    "other",
    "unknown",
)
"""Every class of incoming money, in the order in which all output lists them."""

SOURCE_RANK: Final = {source: rank for rank, source in enumerate(SOURCES)}

UNKNOWN: Final = "unknown"
LOAN: Final = "loan"
DUES: Final = "dues"

OWN_SOURCES: Final = frozenset(
    {"dues", "levy", "affiliation", "donation", "company", "union", "event", "capital"}
)
"""Own income in the sense of the state ceiling (CF305, after PartG section 18(5))."""

GIFT_SOURCES: Final = frozenset({"donation", "company", "union", "foundation", "state", "in-kind"})
"""Money given rather than owed or earned."""

NOT_INCOME: Final = frozenset({"loan", "transfer"})
"""Listed, but no part of ``income_total``."""

CORE: Final = "core"
"""The program of whatever is spent without one."""

REPAID: Final = "repaid"
"""Stands where a program would, for money that paid back loans and overdrafts: no spending."""

GENERAL: Final = "general"
"""The pool of every liquid account that names no other."""

RECEIVABLE: Final = "receivable"
FIXED_ASSET: Final = "fixed-asset"
CASH: Final = "cash"
QUARANTINE: Final = "quarantine"
SHARES: Final = "shares"
RESERVE: Final = "reserve"

ACCOUNT_KINDS: Final = (
    "payroll",
    "capital",
    "fundraising",
    "in-kind",
    RECEIVABLE,
    FIXED_ASSET,
    CASH,
    QUARANTINE,
    SHARES,
    RESERVE,
)

PARTG_EXPENSES: Final = ("1", "2a", "2b", "2c", "2d", "2e", "2f", "3")
"""Where spending may stand in a German party's account of expenditure (PartG section 24(5))."""

CONTRIBUTOR_KINDS: Final = (
    "person",
    "company",
    "foundation",
    "state",
    "union",
    "party",
    "processor",
    "anonymous",
)

MEMBER_EVENTS: Final = ("join", "tier", "waive", "unwaive", "leave")

PUBLISHED_TO: Final = ("public", "members")
"""Who was told of a gift; what is public the members know too."""

COLLECTIONS: Final = ("each", "summed")
"""How a collection is booked: an entry for each gift, or one entry for all of them."""

INTERVALS: Final = {"monthly": 1, "quarterly": 3, "yearly": 12}
"""Length in months of each interval a dues schedule may have."""

JOINING: Final = ("full", "months", "days", "next")
"""What is asked of who joins within a period: all of it, the months or days left, or nothing."""

DUES_PERIODS: Final = ("joining", "calendar")
"""Whether quarters and years of dues run from joining or with the calendar."""

BUDGET_INTERVALS: Final = {
    "day": "day",
    "week": "week",
    "month": "month",
    "quarter": "quarter",
    "year": "year",
    "daily": "day",
    "weekly": "week",
    "monthly": "month",
    "quarterly": "quarter",
    "yearly": "year",
}
"""Every spelling of a budget's interval that Fava reads, and the period it means."""

FAMILIES: Final = (
    "controls",
    "donor_dependence",
    "dues_only",
    "pay",
    "programs",
    "sources",
)
"""The rule families that this version ships, in the order of their names."""

PLUGIN: Final = "coopfund_plugins"
"""The name of the Beancount plugin package that runs every family."""

EXTENSION: Final = "coopfund.views.extension"
"""The Fava extension that a ``fava-extension`` directive names."""

SHEETS: Final = ("schedule-a", "partg", "lm")
"""The forms that ``coopfund measures --sheet`` fills in."""

METHODS: Final = ("designated", "adverse", "fifo", "lifo", "pro-rata")
LEVELS: Final = ("L0", "L1", "L2", "L3")
ACTIONS: Final = ("stop", "warn", "note")
SCHEMA_VERSION: Final = 1
