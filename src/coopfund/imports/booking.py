"""Movements as entries: gross and fee apart, refunds to where the money came from, payouts waiting.

What is written holds no word of the file but its ids: names, addresses and notes stay outside.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from beancount.core.data import Transaction

from coopfund.desk.texts import clean_foreign
from coopfund.imports.config import Config
from coopfund.imports.contributors import Contributor, Contributors, processor_of
from coopfund.imports.conversions import exchanges
from coopfund.imports.entry import exchanged, gift_first, gross_of, moved, paid, simple
from coopfund.imports.known import Known, Origin
from coopfund.imports.movement import Movement, RefusedFileError, Statement
from coopfund.imports.platform import INCOME, Platform, Target

GIVING = frozenset({"payment", "refund", "dispute"})
"""Kinds of movement that have a payer."""
HELD = ("Assets:", "Liabilities:", "Equity:")
"""What is moved there was somebody's before."""
MOST = 10
"""So many payees are named before importing."""
LONGEST = 70
"""Characters of a payee."""
OWN = frozenset({"payout", "transfer"})
"""Kinds of movement between the group's own accounts."""


@dataclass
class Booked:
    """What became of the movements of a file.

    Attributes:
        entries: what is new.
        already: movements that the books, or an earlier row, hold under the same id.
        notes: what a person should look at, one sentence each.
        returns: the id of the payment that each refund gives back, by the refund's own.
    """

    entries: list[Transaction] = field(default_factory=list)
    already: int = 0
    notes: list[str] = field(default_factory=list)
    returns: dict[str, str] = field(default_factory=dict)


class Booker:
    """Books statement after statement; what one brought, the next one knows."""

    def __init__(self, config: Config, contributors: Contributors, known: Known) -> None:
        """Take the accounts, who payers are, and what the books hold."""
        self.config = config
        self.contributors = contributors
        self.known = known

    def book(self, statement: Statement, name: str, account: str | None = None) -> Booked:
        """A statement as entries, by date.

        Args:
            statement: what a reader made of a file.
            name: the platform.
            account: what the platform holds for the group, instead of what is configured.

        Raises:
            UnprovenError: the statement's rows or balances do not add up.
            RefusedFileError: it cannot be booked whole.
        """
        statement.proven()
        platform = self.config.platform(name)
        own = account or platform.account_of(statement.account_hint)
        platform = replace(platform, account=own)
        booked = Booked()
        fresh = self._fresh(statement.movements, booked)
        pairs, others = exchanges(fresh)
        # Payments before refunds, so that a refund finds its payment whatever the rows' order.
        for movement in sorted(others, key=lambda m: (m.kind in {"refund", "dispute"}, m.date)):
            self._add(booked, self._entry(movement, self._of(movement, platform, account)))
            if movement.kind in {"refund", "dispute"} and movement.reference:
                booked.returns[movement.id] = movement.reference
        for pair in pairs:
            self._add(booked, exchanged(pair, platform))
        booked.entries.sort(key=lambda entry: entry.date)
        booked.notes += _payees(booked.entries, platform)
        return booked

    def _of(self, movement: Movement, platform: Platform, account: str | None) -> Platform:
        """The processor's account, where a platform leaves the money with one."""
        processor = movement.meta.get("processor")
        if account or not processor:
            return platform
        return replace(platform, account=self.config.platform(processor).account)

    def _add(self, booked: Booked, entry: Transaction) -> None:
        booked.entries.append(entry)
        self.known.add(entry)

    def _fresh(self, movements: Iterable[Movement], booked: Booked) -> list[Movement]:
        """What is not booked yet, each id once."""
        fresh: dict[str, Movement] = {}
        kept = []
        for movement in movements:
            ids = _ids(movement)
            there = next((self.known.by_id[i] for i in ids if i in self.known.by_id), None)
            twice = next((fresh[i] for i in ids if i in fresh), None)
            if twice is not None and _differ(twice, movement):
                raise RefusedFileError(
                    f"Rows {twice.row} and {movement.row} have one id ({movement.id}) and say "
                    "different things."
                )
            if there is not None or twice is not None or self._in_other_detail(movement):
                booked.already += 1
                if there is not None:
                    booked.notes += _contradiction(movement, there)
                continue
            fresh |= dict.fromkeys(ids, movement)
            kept.append(movement)
        return kept

    def _in_other_detail(self, movement: Movement) -> bool:
        """Whether a bank's entry is booked payment by payment already, or the other way round."""
        whole = movement.meta.get("batch")
        return movement.id in self.known.wholes or whole in self.known.by_id

    def _entry(self, movement: Movement, platform: Platform) -> Transaction:
        if movement.kind in OWN:
            return moved(movement, platform)
        if movement.kind == "fee":
            return simple(movement, platform.account, platform.fees, f"fee of {platform.title}")
        if movement.kind in {"refund", "dispute"}:
            return self._return(movement, platform)
        return self._payment(movement, platform)

    def _payment(self, movement: Movement, platform: Platform) -> Transaction:
        """Income of the gross and spending of the fee; or a payment out."""
        income = gross_of(movement) > 0
        target = self._target(movement, platform, income=income)
        if not income:
            who, payee = self._payee(movement, platform)
            target = replace(target, payee=target.payee or payee)
        elif movement.kind in GIVING and not target.account.startswith(HELD):
            who = self.contributors.of(movement)
        else:
            who = None
        to, by = ("to", "from") if platform.payees else ("through", "through")
        words = f"payment {to}" if income else f"paid {by}"
        return paid(movement, platform, target, who, f"{words} {platform.title}")

    def _target(self, movement: Movement, platform: Platform, *, income: bool) -> Target:
        """What a payment is for; a processor's money, on the bank, is what it cleared."""
        target = platform.target(movement, income=income)
        processor = processor_of(movement.counterparty)
        if income and platform.payees and target.account == INCOME and processor:
            cleared = self.config.platforms.get(processor)
            return Target(cleared.clearing) if cleared else target
        if target.account.startswith(HELD):
            return replace(target, source=None)
        return target

    def _payee(
        self, movement: Movement, platform: Platform
    ) -> tuple[Contributor | None, str | None]:
        """Whom money went to: by id where the roster knows them, else as the bank's file says."""
        if not platform.payees or not movement.counterparty:
            return None, None
        known = self.contributors.known(movement)
        if known:
            return Contributor("payee-id", known), None
        return None, clean_foreign(movement.counterparty)[:LONGEST] or None

    def _return(self, movement: Movement, platform: Platform) -> Transaction:
        """Back to whoever gave it, on the account that it came in by."""
        income = gross_of(movement) < 0 or movement.kind == "dispute"
        target = platform.target(movement, income=income)
        who = self.contributors.of(movement) if income else None
        origin = self.known.by_id.get(movement.reference)
        if origin is not None and origin.account is not None:
            target = Target(origin.account, origin.source, origin.program, target.narration)
            who = origin.contributor or who
        words = "disputed payment," if movement.kind == "dispute" else "refund through"
        entry = paid(movement, platform, target, who, f"{words} {platform.title}")
        back, gift = -gross_of(movement), origin.gift if origin else None
        return gift_first(entry, back, gift) if gift and back > 0 else entry


def _ids(movement: Movement) -> list[str]:
    return [movement.id, *movement.meta.get("also", "").split()]


def _differ(one: Movement, other: Movement) -> bool:
    return (one.date, one.amount, one.currency, one.kind) != (
        other.date,
        other.amount,
        other.currency,
        other.kind,
    )


def _payees(entries: Iterable[Transaction], platform: Platform) -> Sequence[str]:
    """Who is about to be named in the books, for a person to look at."""
    named = sorted({entry.payee for entry in entries if entry.payee})
    if not platform.payees or not named:
        return ()
    more = f" and {len(named) - MOST} more" if len(named) > MOST else ""
    names = f"{', '.join(named[:MOST])}{more}".rstrip(".")
    note = (
        f"payees are written as the bank names them: {names}. A person "
        "belongs in roster.csv first; payees = false in imports.toml names nobody."
    )
    return (note,)


def _contradiction(movement: Movement, there: Origin) -> Sequence[str]:
    """Where the books and the file say different amounts of the same id."""
    said = (movement.amount, movement.currency)
    if movement.kind == "conversion" or there.amount is None:
        return ()
    if said == (there.amount, there.currency):
        return ()
    note = (
        f"{movement.id} is booked with {there.amount:f} {there.currency}, but this file says "
        f"{movement.amount:f} {movement.currency}; the entry in the books stays as it is."
    )
    return (note,)
