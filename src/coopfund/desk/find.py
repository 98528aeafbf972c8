"""Finds the account that an entry needs in the books; several are a question, never a guess."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from coopfund import words
from coopfund.desk.answers import AnswerError, Answers, Question
from coopfund.desk.names import Account, Names

NOT_MONEY: Final = frozenset({words.RECEIVABLE, words.FIXED_ASSET})
"""Kinds of assets that nothing is paid from."""


@dataclass(frozen=True)
class Finder:
    """The accounts of some books on a day, in a currency."""

    names: Names
    answers: Answers
    day: date
    currency: str

    def money(self, option: str, text: str) -> str:
        """An account that holds money; the only bank, unless another is named."""
        accounts = [a for a in self._open("Assets") if self._tag(a, "kind") not in NOT_MONEY]
        everyday = [account for account in accounts if not self._apart(account)]
        default = everyday[0].name if len(everyday) == 1 else None
        said = self.answers.given.get(option)
        if default and not said:
            return default
        return self._one(option, text, accounts or everyday)

    def cash(self, option: str, text: str) -> str:
        """The cash box, where there is one; else any account that holds money."""
        accounts = [a for a in self._open("Assets") if self._tag(a, "kind") not in NOT_MONEY]
        boxes = [a for a in accounts if self._apart(a) and not self._tag(a, "pool")]
        return self._one(option, text, boxes or accounts)

    def any_money(self, option: str, text: str, but: str = "") -> str:
        """Any account that holds money, none above the others."""
        accounts = [
            account
            for account in self._open("Assets")
            if self._tag(account, "kind") != words.FIXED_ASSET and account.name != but
        ]
        return self._one(option, text, accounts)

    def hours(self, program: str, unit: str) -> str:
        """The account that counts the hours of a program, else of anything."""
        counting = [a for a in self._open("Expenses") if unit in a.currencies]
        own = [a for a in counting if self._tag(a, "program") == program]
        if not counting:
            message = f"no account for hours is open; write {self.day} open Expenses:Hours  {unit}."
            raise AnswerError(message)
        return self._one("expense-account", "the account of hours", own or counting)

    def _apart(self, account: Account) -> bool:
        """A cash box or a fund: no account that everything goes through."""
        cash = self._tag(account, "kind") == words.CASH or "cash" in account.name.lower()
        return cash or bool(self._tag(account, "pool"))

    def income(
        self,
        text: str,
        source: str,
        program: str | None = None,
        prefer: Iterable[str] = (),
        option: str = "income-account",
    ) -> str:
        """The income account of a source, and of the program that the money is for."""
        fitting = [
            account
            for account in self._open("Income")
            if self._tag(account, "source") == source and self._tag(account, "program") == program
        ]
        if not fitting:
            self._lacks(option, "Income", "source", source, program)
        return self._one(option, text, self._preferred(fitting, prefer))

    def expense(self, text: str, program: str | None, *, in_kind: bool = False) -> str:
        """The expense account of a program, or of the core."""
        known = self.names.programs
        core = None if program in {None, words.CORE} else program
        if core is not None and core not in known:
            message = f'there is no program "{core}".'
            raise AnswerError(message)
        fitting = [
            account
            for account in self._open("Expenses")
            if self._tag(account, "program") == core
            and not account.currencies.intersection(self.names.hours)
        ]
        kind = [a for a in fitting if (self._tag(a, "kind") == "in-kind") is in_kind]
        if not fitting:
            self._lacks("expense-account", "Expenses", "program", core or words.CORE)
        return self._one("expense-account", text, kind or fitting)

    def tagged(self, option: str, text: str, root: str, key: str, value: str) -> str:
        """The account of a root that says this of itself."""
        fitting = [account for account in self._open(root) if self._tag(account, key) == value]
        if not fitting:
            self._lacks(option, root, key, value)
        return self._one(option, text, fitting)

    def any_of(self, option: str, text: str, root: str, part: str = "") -> str:
        """Any account of a root, one whose name has a part above the others."""
        accounts = self._open(root)
        if not accounts:
            message = f"no account of {root} in {self.currency} is open on {self.day}."
            raise AnswerError(message)
        return self._one(option, text, self._preferred(accounts, [part] if part else ()))

    def _open(self, root: str) -> list[Account]:
        return self.names.open_accounts(root, self.day.isoformat(), self.currency)

    def _tag(self, account: Account, key: str) -> str | None:
        return self.names.tag(account.name, key)

    @staticmethod
    def _preferred(accounts: list[Account], prefer: Iterable[str]) -> list[Account]:
        """Those with a part in their name, the first that any has; ``-part``: those without it."""
        for part in prefer:
            name, wanted = part.removeprefix("-").lower(), not part.startswith("-")
            near = [a for a in accounts if (name in a.name.lower().split(":")) is wanted]
            accounts = near or accounts
            if near and wanted:
                break
        return accounts

    def _one(self, option: str, text: str, accounts: list[Account]) -> str:
        """The only account, or the one that is named: any open one may be named in full."""
        said = str(self.answers.given.get(option) or "")
        if said in self.names.accounts:
            return said
        if not accounts:
            message = f"--{option}: no account for {self.currency} is open on {self.day} ({text})."
            raise AnswerError(message)
        return self.answers.get(Question(option, text, self._shown(accounts), loose=True), str)

    def _shown(self, accounts: list[Account]) -> Mapping[str, str]:
        keys = ("source", "program", "pool", "kind")
        return {
            account.name: " ".join(filter(None, (self._tag(account, key) for key in keys)))
            for account in accounts
        }

    def _lacks(
        self, option: str, root: str, key: str, value: str, program: str | None = None
    ) -> None:
        """Say which account to open, unless one is named that says nothing of itself."""
        if self.answers.given.get(option) in self.names.accounts:
            return
        first = self.names.roots.get(root, root)
        apart = f' and program: "{program}"' if program else ""
        of = f'{key}: "{value}"' if value != words.CORE else f"no {key}"
        part = (program or value).title().replace("-", "")
        message = (
            f"no account of {first} with {of}{apart} is open on {self.day}; open one first: "
            f"{self.day} open {first}:{part}  {self.currency}, and below it the same words."
        )
        raise AnswerError(message)
