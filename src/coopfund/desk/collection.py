"""A collection sheet or a cash box: gifts counted by two, booked only when the count is right."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from pathlib import Path

from coopfund.desk.answers import AnswerError, read_amount, read_identity
from coopfund.desk.draft import Draft, Leg
from coopfund.desk.names import Names
from coopfund.desk.texts import FORMULA, clean
from coopfund.desk.tree import files_of
from coopfund.money import ZERO
from coopfund.wording import counted, did_you_mean


@dataclass(frozen=True, slots=True)
class Gift:
    """One gift of a sheet: how much, who gave (nobody known where empty), what was noted."""

    amount: Decimal
    who: Mapping[str, str] = field(default_factory=dict)
    note: str = ""


@dataclass(frozen=True)
class Collection:
    """A batch of gifts.

    Attributes:
        date: the day of the collection.
        currency: of all its gifts.
        account: the cash box or bank account.
        counted_by: the ids of the two who counted.
        count: how many gifts they counted.
        total: how much money they counted.
        narration: what it was.
        program: what it was for, where the givers were told.
        gifts: the gifts so far.
    """

    date: date
    currency: str
    account: str
    counted_by: tuple[str, str]
    count: int
    total: Decimal
    narration: str
    program: str | None = None
    gifts: Sequence[Gift] = ()

    @property
    def sum(self) -> Decimal:
        """What the gifts so far come to."""
        return sum((gift.amount for gift in self.gifts), ZERO)

    def with_gift(self, gift: Gift) -> "Collection":
        """One gift more."""
        return replace(self, gifts=(*self.gifts, gift))

    def without_last(self) -> "Collection":
        """The last gift taken off again."""
        return replace(self, gifts=self.gifts[:-1])

    def difference(self) -> str | None:
        """What keeps it from being closed; ``None`` where the counts agree."""
        if (len(self.gifts), self.sum) == (self.count, self.total):
            return None
        gap = self.total - self.sum
        more = f"{abs(gap)} {self.currency} {'missing' if gap > 0 else 'too much'}"
        return (
            f"counted were {counted(self.count, 'gift')} and {self.total} {self.currency}, the "
            f"sheet has {counted(len(self.gifts), 'gift')} and {self.sum}: "
            f"{more if gap else 'the sum agrees, the number does not'}."
        )

    def drafts(self, how: str, link: str, account: Callable[[Gift], str]) -> list[Draft]:
        """The entries: one for each gift, or one with a line for each.

        Args:
            how: ``each`` or ``summed``.
            link: ties the entries of this collection together.
            account: the income account of a gift.
        """
        told = {"counted-by": " ".join(self.counted_by)}
        if how == "each":
            return [
                Draft(
                    self.date,
                    None,
                    gift.note or self.narration,
                    (self._into(gift.amount), self._from(gift, account(gift))),
                    {**gift.who, **told},
                    (link,),
                )
                for gift in self.gifts
            ]
        lines = [
            replace(self._from(gift, account(gift)), meta=self._told(gift)) for gift in self.gifts
        ]
        legs = (self._into(self.sum), *lines)
        return [Draft(self.date, None, self.narration, legs, told, (link,))]

    @staticmethod
    def _told(gift: Gift) -> dict[str, str]:
        return {**gift.who, **({"note": gift.note} if gift.note else {})}

    def _into(self, amount: Decimal) -> Leg:
        return Leg(self.account, amount, self.currency)

    def _from(self, gift: Gift, account: str) -> Leg:
        return Leg(account, -gift.amount, self.currency)


def read_gift(words: Mapping[str, str], currency: str, names: Names) -> Gift:
    """One gift from its words: ``amount``, ``donor`` or ``member``, ``note``.

    Raises:
        AnswerError, BadTextError: they make none.
    """
    amount = read_amount(words.get("amount", ""), currency)
    who = {}
    for key in ("donor", "member"):
        if words.get(key):
            name = read_identity(words[key])
            who["member" if name in names.members else key] = name
    if len(who) > 1:
        message = "it names a donor and a member; a gift has one giver."
        raise AnswerError(message)
    if "member" in who and who["member"] not in names.members:
        message = f'there is no member "{who["member"]}".'
        raise AnswerError(message)
    return Gift(amount, who, clean(words.get("note", "")).lstrip(f"{FORMULA} "))


def read_counters(text: str, names: Names) -> tuple[str, str]:
    """The two who counted: different members.

    Raises:
        AnswerError: they are not.
    """
    counters = text.replace(",", " ").split()
    strangers = [name for name in counters if name not in names.members]
    if strangers:
        message = f'there is no member "{strangers[0]}"{did_you_mean(strangers[0], names.members)}.'
        raise AnswerError(message)
    if len(counters) != 2 or counters[0] == counters[1]:  # noqa: PLR2004  # two people count
        message = "two different members count a collection; write m-0003 m-0017."
        raise AnswerError(message)
    return counters[0], counters[1]


def read_count(text: str) -> int:
    """How many gifts there are.

    Raises:
        AnswerError: it is no number above nothing.
    """
    if not (text.isascii() and text.isdigit() and int(text)):
        message = f'"{text}" is no number of gifts.'
        raise AnswerError(message)
    return int(text)


def free_link(main: Path, day: date) -> str:
    """A link that no entry of the books has yet."""
    contents = b"\n".join(files_of(main).values())
    link, number = f"collection-{day}", 1
    while re.search(rf"\^{re.escape(link)}\b(?![\w./-])".encode(), contents):
        number += 1
        link = f"collection-{day}-{number}"
    return link
