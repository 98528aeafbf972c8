"""Whoever records: what the books name, and what is said of the entry."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from coopfund import words
from coopfund.desk.answers import (
    AnswerError,
    Answers,
    Question,
    read_amount,
    read_day,
    read_identities,
    read_identity,
    read_text,
    tokens,
)
from coopfund.desk.draft import Draft
from coopfund.desk.find import Finder
from coopfund.desk.names import Names


@dataclass(frozen=True)
class Desk:
    """Whoever records: the books' names, and what is said of the entry.

    Attributes:
        names: what the books name.
        answers: what is said, or who can be asked.
        today: the day on which it is recorded.
    """

    names: Names
    answers: Answers
    today: date

    @property
    def currency(self) -> str:
        """The currency that is meant; the books' own unless another is named.

        Raises:
            AnswerError: there is none.
        """
        said = str(self.answers.given.get("currency") or self.names.currency)
        if not said:
            message = 'the books name no currency: add option "operating_currency" "USD".'
            raise AnswerError(message)
        return said

    def day(self) -> date:
        """The day of the entry: said, or asked for with today as the proposal."""
        default = self.today.isoformat() if self.answers.ask else None
        question = Question("date", "the day, such as 2026-03-05 or today", default=default)
        return self.answers.get(question, lambda text: read_day(text, self.today))

    def amount(self, text: str = "the amount") -> Decimal:
        """How much."""
        question = Question("amount", f"{text}, in {self.currency}")
        return self.answers.get(question, lambda said: read_amount(said, self.currency))

    def finder(self, day: date) -> Finder:
        """The accounts of that day."""
        return Finder(self.names, self.answers, day, self.currency)

    def member(self, text: str, option: str = "member") -> str:
        """A member who has joined."""
        return self.answers.get(Question(option, text, self.names.members), read_identity)

    def giver(self, text: str) -> dict[str, str]:
        """Who gave: a member, a donor, or nobody known, as metadata."""
        given = self.answers.given
        if given.get("anonymous"):
            return {}
        if given.get("member"):
            return {"member": self.member(text)}
        known = {
            **{name: f"member, {tier}" for name, tier in self.names.members.items()},
            **{name: self.names.contributors.get(name, "") for name in self.names.givers},
        }
        question = Question("donor", f"{text}; anonymous for nobody known", known, only=False)
        who = self.answers.get(question, read_identity)
        if who == "anonymous":
            return {}
        return {"member": who} if who in self.names.members else {"donor": who}

    def kind_of(self, who: Mapping[str, str]) -> str:
        """The declared kind of a giver, else a person."""
        return self.names.contributors.get(who.get("donor", ""), "") or "person"

    def program(self, default: str | None = None) -> str | None:
        """The program that is named, if any."""
        known = {words.CORE: "what names no program", **self.names.programs}
        if not self.answers.given.get("program") and default is None:
            return None
        return self.answers.get(Question("program", "the program", known, default), str)

    def narration(self, default: str) -> str:
        """What it was for."""
        return self.answers.get(Question("narration", "what it was", default=default), read_text)

    def payee(self, text: str) -> str:
        """Whom it was paid to."""
        return self.answers.get(Question("payee", text), read_text)

    def finished(self, draft: Draft) -> Draft:
        """The entry with what is told of any: signatures, receipts, votes, links."""
        maybe = self.answers.maybe
        links = tokens([str(link) for link in self.several("link")])
        tags = tokens([str(tag).removeprefix("#") for tag in self.several("tag")])
        return replace(
            draft.with_meta(
                prepared_by=maybe("prepared-by", read_identities),
                approved_by=maybe("approved-by", read_identities),
                payee_id=maybe("payee-id", read_identity),
                invoice=maybe("invoice", read_text),
                receipt=maybe("receipt", read_text),
                decision=maybe("decision", read_text),
            ),
            links=(*draft.links, *links),
            tags=(*draft.tags, *tags),
        )

    def several(self, option: str) -> tuple[object, ...]:
        """What was said of an option that may be given again and again."""
        said = self.answers.given.get(option) or ()
        return said if isinstance(said, tuple) else (said,)
