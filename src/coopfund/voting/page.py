"""The result of a vote in words, as a table, and as JSON."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

from coopfund.money import half_up, spaced
from coopfund.tables import csv_table, markdown_table, text_table
from coopfund.voting.election import RANKING, Project
from coopfund.voting.equal_shares import METHOD, grouped
from coopfund.voting.outcome import TIES, Chosen, Outcome
from coopfund.wording import counted, harmless, listed

HEAD: Final = ("project", "supporters", "points", "cost", "round")
NAMES: Final = {METHOD: "the method of equal shares", "greedy": "most votes first"}
PRICE_DIGITS: Final = 6


@dataclass(frozen=True, slots=True)
class VotePage:
    """What is shown.

    Attributes:
        outcome: what the count found.
        currency: of all amounts; empty where nobody said it.
        digits: the decimals amounts are shown with.
        who: whether voters are named beside what they paid; else they are counted.
        notes: sentences that the books add, such as the money that is there.
    """

    outcome: Outcome
    currency: str
    digits: int
    who: bool = False
    notes: Sequence[str] = ()

    def money(self, value: Decimal | Fraction) -> str:
        """An amount for people."""
        return spaced(value, self.digits)

    def _named_money(self, value: Decimal) -> str:
        """An amount with its currency, where that is known."""
        return f"{self.money(value)} {self.currency}".rstrip()

    def text(self, *, markdown: bool) -> str:
        """The table, then round by round, then what was not chosen, then the rules."""
        blank = "\n"
        rows = [self._row(project, number) for project, number in self._projects()]
        table = (markdown_table if markdown else text_table)(HEAD, rows)
        parts = [self._title(markdown=markdown), table, self._total()]
        rounds = [*self._start(), *(self._round(its) for its in self.outcome.chosen)]
        parts.append(self._section("Round by round", rounds, markdown=markdown))
        refused = [f"{harmless(its.project.name)}: {its.why}." for its in self.outcome.refused] or [
            "Nothing; every project was chosen."
        ]
        parts.append(self._section("Not chosen", refused, markdown=markdown))
        parts.append(self._section("Rules", list(self._rules()), markdown=markdown))
        return blank.join(parts)

    def csv(self) -> str:
        """A line for each project."""
        why = {its.project.key: its.why for its in self.outcome.refused}
        head = ("project", "name", "supporters", "points", "cost", "round", "why_not")
        return csv_table(
            head,
            (
                (
                    project.key,
                    project.name,
                    self.outcome.election.supporters[project.key],
                    str(_points(self.outcome.election.scores[project.key])),
                    str(half_up(project.cost, self.digits)),
                    number,
                    why.get(project.key),
                )
                for project, number in self._projects()
            ),
        )

    def data(self) -> dict[str, Any]:
        """The result as JSON; exact amounts stand beside the rounded ones as fractions."""
        outcome = self.outcome
        return {
            "method": outcome.method,
            "currency": self.currency or None,
            "ballots": len(outcome.election.ballots),
            "kind": outcome.election.kind,
            "budget": self._plain(outcome.budget),
            "cost": self._plain(outcome.cost),
            "left": self._plain(outcome.budget - outcome.cost),
            "share": None if outcome.endowment is None else self._exact(outcome.endowment),
            "raised": outcome.raised[0] if outcome.raised else None,
            "stopped": outcome.stopped,
            "ties": TIES,
            "chosen": [self._chosen_data(its) for its in outcome.chosen],
            "refused": [
                {**self._project_data(its.project), "because": its.why} for its in outcome.refused
            ],
            "notes": list(self.notes),
        }

    def _chosen_data(self, its: Chosen) -> dict[str, Any]:
        groups = [{"voters": people, **self._exact(paid)} for paid, people in grouped(its.payments)]
        data = {
            **self._project_data(its.project),
            "round": its.round,
            "paid": groups,
            "completing": its.completing,
        }
        if self.who:
            data["payers"] = {voter: str(paid) for voter, paid in sorted(its.payments.items())}
        return data

    def _project_data(self, project: Project) -> dict[str, Any]:
        election = self.outcome.election
        return {
            "project": project.key,
            "name": project.name,
            "account": project.account,
            "program": project.program,
            "cost": self._plain(project.cost),
            "supporters": election.supporters[project.key],
            "points": str(_points(election.scores[project.key])),
        }

    def _plain(self, value: Decimal | Fraction) -> str:
        return str(half_up(value, self.digits))

    def _exact(self, value: Fraction) -> dict[str, str]:
        return {"amount": self._plain(value), "exact": str(value)}

    def _projects(self) -> Iterator[tuple[Project, int | None]]:
        yield from ((its.project, its.round) for its in self.outcome.chosen)
        yield from ((its.project, None) for its in self.outcome.refused)

    def _row(self, project: Project, number: int | None) -> tuple[str | int | None, ...]:
        election = self.outcome.election
        return (
            harmless(project.name),
            election.supporters[project.key],
            str(_points(election.scores[project.key])),
            self.money(project.cost),
            "–" if number is None else number,
        )

    def _title(self, *, markdown: bool) -> str:
        election = self.outcome.election
        title = (
            f"{harmless(election.title)}: {counted(len(election.ballots), 'ballot')}, "
            f"{counted(len(election.projects), 'project')}, "
            f"{self._named_money(self.outcome.budget)}, by "
            f"{NAMES[self.outcome.method]}"
        )
        return f"# {title}\n" if markdown else f"{title}\n"

    def _total(self) -> str:
        outcome = self.outcome
        left = outcome.budget - outcome.cost
        chosen = counted(len(outcome.chosen), "project")
        rest = f"{self.money(left)} of {self.money(outcome.budget)} is left"
        return f"Chosen: {chosen} for {self._named_money(outcome.cost)}; {rest}.\n"

    def _section(self, title: str, lines: Sequence[str], *, markdown: bool) -> str:
        head = f"## {title}\n\n" if markdown else f"{title}\n"
        mark = "- " if markdown else "  "
        return head + "".join(f"{mark}{line}\n" for line in lines)

    def _start(self) -> Iterator[str]:
        outcome = self.outcome
        if outcome.endowment is None:
            return
        voters = len(outcome.election.ballots)
        share = Fraction(outcome.budget) / max(1, voters)
        yield (
            f"Each of the {counted(voters, 'voter')} starts with {self.money(share)}: "
            f"{self.money(outcome.budget)} ÷ {voters}."
        )
        times, step = outcome.raised or (0, Decimal(1))
        if times:
            yield (
                f"That left money over, so each share was raised {counted(times, 'time')} by "
                f"{self.money(step)}, to {self.money(outcome.endowment)}, and all counted again."
            )
        if outcome.stopped:
            yield f"It was raised no further: {outcome.stopped}."

    def _round(self, its: Chosen) -> str:
        head = f"{its.round}. {harmless(its.project.name)}, {self.money(its.project.cost)}"
        supporters = counted(self.outcome.election.supporters[its.project.key], "supporter")
        if not its.payments:
            added = "added at the end; " if its.completing else ""
            return f"{head}: {added}{supporters}; {self.money(its.left)} is left."
        paid = [
            f"{counted(people, 'voter')} paid {self.money(amount)}{'' if people == 1 else ' each'}"
            for amount, people in grouped(its.payments)
        ]
        silent = self.outcome.election.supporters[its.project.key] - len(its.payments)
        if silent:
            paid.append(f"{counted(silent, 'supporter')} had nothing left")
        named = f" ({self._named(its)})" if self.who else ""
        return f"{head}: {listed(paid)}{named}."

    def _named(self, its: Chosen) -> str:
        return ", ".join(
            f"{harmless(voter)} {self.money(paid)}" for voter, paid in sorted(its.payments.items())
        )

    def _rules(self) -> Iterator[str]:
        yield from self.notes
        election = self.outcome.election
        if election.kind == RANKING:
            yield "Rankings count as points by place: the first of k places gets k, the next k - 1."
        if self.outcome.method == METHOD:
            worth = self.outcome.worth
            yield (
                "In each round the project is bought that costs its supporters least for what it "
                f"is worth to them ({worth}); nobody pays for what they do not support, and nobody "
                "pays more than their share."
            )
        else:
            yield "The project with most points that still fits is taken, until none fits."
        yield f"Ties: {TIES}."


def _points(value: Fraction) -> Decimal | Fraction:
    """Points as people write them."""
    return half_up(value, 0) if value.denominator == 1 else half_up(value, 2)
