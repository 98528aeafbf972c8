"""Where one platform's files are booked: its accounts, and rules that say what a movement is."""

import fnmatch
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from coopfund.imports.movement import Movement, RefusedFileError

NAME: Final = "imports.toml"
UNKNOWN: Final = "unknown"
INCOME: Final = "Income:Unknown"
EXPENSE: Final = "Expenses:Unsorted"
CHARGES: Final = "Expenses:Core:Bank"
TITLES: Final[Mapping[str, str]] = {
    "stripe": "Stripe",
    "paypal": "PayPal",
    "opencollective": "Open Collective",
    "actblue": "ActBlue",
    "donorbox": "Donorbox",
    "patreon": "Patreon",
    "givingfund": "PayPal Giving Fund",
    "venmo": "Venmo",
    "bank": "Bank",
}
ACCOUNT: Final = re.compile(
    r"(?:Assets|Liabilities|Equity|Income|Expenses)(?::[A-Z0-9][A-Za-z0-9-]*)+"
)
BANK: Final = "bank"
SHOWN: Final = 4
"""So many digits of an account's number are shown."""


class ConfigError(RefusedFileError):
    """``imports.toml`` cannot be used; the message says where."""


@dataclass(frozen=True, slots=True)
class Target:
    """What to book a movement against."""

    account: str
    source: str | None = None
    program: str | None = None
    narration: str | None = None
    payee: str | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """What some movements are: patterns that must all fit, ``*`` for anything."""

    match: Mapping[str, str]
    account: str | None = None
    source: str | None = None
    program: str | None = None
    narration: str | None = None
    payee: str | None = None

    def fits(self, movement: Movement) -> bool:
        """Whether every pattern fits, without regard to case."""
        return all(
            fnmatch.fnmatchcase(fact(movement, name).casefold(), pattern.casefold())
            for name, pattern in self.match.items()
        )


NO_RULE: Final = Rule({})


@dataclass(frozen=True, slots=True)
class Platform:
    """Where one platform's files are booked.

    Attributes:
        account: what the platform holds for the group.
        clearing: where payouts wait for the bank to say that they came.
        fees: what the platform keeps.
        income, expense: what came in, what was spent, where no rule says more.
        source: of the income, where the assembly declared it for all of the platform's money.
        rules: the first that fits says more.
        numbers: of a bank's accounts, the ends of their numbers to the books' accounts.
        payees: whether whom money went to is written down.
    """

    title: str
    account: str
    clearing: str
    fees: str
    income: str = INCOME
    expense: str = EXPENSE
    source: str | None = None
    rules: Sequence[Rule] = ()
    numbers: Mapping[str, str] = field(default_factory=dict)
    payees: bool = False

    def account_of(self, number: str | None) -> str:
        """The books' account of a bank's, by the end of its number.

        Raises:
            ConfigError: accounts are told apart by numbers, and this one is none of them.
        """
        compact = "".join((number or "").split()).casefold()
        ends = [end for end in self.numbers if compact.endswith("".join(end.split()).casefold())]
        if compact and ends:
            return self.numbers[max(ends, key=len)]
        if compact and self.numbers:
            raise ConfigError(
                f"{NAME}, [bank.numbers]: there is no account whose number ends with "
                f"{compact[-SHOWN:].upper()}."
            )
        return self.account

    @property
    def accounts(self) -> frozenset[str]:
        """Every account that its files may be booked on."""
        own = (self.account, self.clearing, self.fees, self.income, self.expense)
        return frozenset([*own, *(rule.account for rule in self.rules if rule.account)])

    def target(self, movement: Movement, *, income: bool) -> Target:
        """What a movement is booked against; its source unknown unless something declares it."""
        rule = next((rule for rule in self.rules if rule.fits(movement)), NO_RULE)
        account = rule.account or (self.income if income else self.expense)
        source = rule.source or self.source
        if source is None and account == INCOME:
            source = UNKNOWN
        return Target(
            account,
            source if income else rule.source,
            rule.program,
            rule.narration,
            rule.payee,
        )


def default(name: str, title: str | None = None) -> Platform:
    """Accounts named after a platform."""
    title = title or TITLES.get(name, name.capitalize())
    part = re.sub(r"[^A-Za-z0-9]", "", title)
    platform = Platform(title, f"Assets:{part}", f"Assets:Clearing:{part}", f"Expenses:Fees:{part}")
    if name != BANK:
        return platform
    return replace(platform, title="our bank", fees=CHARGES, payees=True)


def fact(movement: Movement, name: str) -> str:
    """What a movement says under the name that rules match by."""
    if name == "kind":
        return movement.kind
    if name == "description":
        return movement.memo
    if name == "counterparty":
        return movement.counterparty
    if name == "recurring":
        return "yes" if movement.recurring else "no"
    if name == "direction":
        return "in" if movement.amount > 0 else "out"
    return movement.meta.get(name, "")
