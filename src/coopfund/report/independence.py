"""The price of independence: what members would pay to live without a source or a contributor."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from coopfund.findings import Measure
from coopfund.language import _, plural
from coopfund.measures.record import plain
from coopfund.report import show
from coopfund.report.page import Block, Note, Table
from coopfund.report.show import Coin


@dataclass(frozen=True, slots=True)
class Price:
    """What it takes to live without a source or a contributor.

    Attributes:
        name: the contributor's group, or the source.
        label: the same for people.
        amount: what came of it in the window.
        each: the extra dues per paying member and month.
        joining: so many new members instead; ``None`` without dues.
    """

    name: str
    label: str
    amount: Decimal
    each: Fraction
    joining: int | None


@dataclass(frozen=True, slots=True)
class Independence:
    """The prices, sources first; ``payers`` is how many members paid dues.

    ``largest`` is the largest contributor's, which a motion may be about.
    """

    sources: tuple[Price, ...]
    contributors: tuple[Price, ...]
    payers: int

    @property
    def largest(self) -> Price | None:
        """The largest contributor's price."""
        return self.contributors[0] if self.contributors else None


def gather(measure: Measure) -> Independence | None:
    """From the measure ``independence_price``; nothing where it is undefined."""
    if measure.value is None:
        return None
    found: Mapping[str, Mapping[str, Any]] = measure.value
    return Independence(
        tuple(
            _price(name, show.once(show.source(name)), its)
            for name, its in found.get("source", {}).items()
        ),
        tuple(_price(name, name, its) for name, its in found.get("contributor", {}).items()),
        int(measure.inputs["paying_members"].value),
    )


def _price(name: str, label: str, its: Mapping[str, Any]) -> Price:
    joining = its["new_members"].value
    each = Fraction(its["per_member_and_month"].value)
    return Price(name, label, its["amount"].value, each, None if joining is None else int(joining))


def table(prices: Independence, coin: Coin, span: str) -> Table:
    """Every price, sources first."""
    return Table(
        plural(
            "The price of independence: what one paying member would have to add to live without "
            "it, by what it gave in {span}, in {currency}",
            "The price of independence: what {number} paying members would have to add to live "
            "without it, by what it gave in {span}, in {currency}",
            prices.payers,
            span=span,
            currency=coin.name,
        ),
        # Translators: the title of a column: without which source or contributor
        (_("Without"), _("Gave"), _("More dues each, a month"), _("Or new members")),
        tuple(_row(price, coin) for price in (*prices.sources, *prices.contributors)),
    )


def _row(price: Price, coin: Coin) -> tuple[str, ...]:
    joining = show.number(price.joining, 0)
    return price.label, coin.bare(price.amount), coin.bare(price.each), joining


def motion(prices: Independence, coin: Coin) -> str:
    """What the meeting could vote on, or nothing where nobody gives besides dues."""
    largest = prices.largest
    if largest is None:
        return ""
    each = coin.named(largest.each)
    if largest.joining is None:
        return _(
            "Motion: that every paying member’s dues rise by {amount} a month, so that the group "
            "can live without {giver}.",
            amount=each,
            giver=largest.name,
        )
    return plural(
        "Motion: that every paying member’s dues rise by {amount} a month, or one new member be "
        "won at today’s mean dues, so that the group can live without {giver}.",
        "Motion: that every paying member’s dues rise by {amount} a month, or {number} new members "
        "be won at today’s mean dues, so that the group can live without {giver}.",
        largest.joining,
        amount=each,
        giver=largest.name,
    )


def blocks(prices: Independence | None, coin: Coin, span: str) -> Iterator[Block]:
    """The table and the motion, where there is anything to live without."""
    if prices is None or not (prices.sources or prices.contributors):
        return
    yield table(prices, coin, span)
    text = motion(prices, coin)
    if text:
        yield Note(text)


def data(prices: Independence | None, coin: Coin) -> dict[str, Any] | None:
    """The same as JSON."""
    if prices is None:
        return None
    return {
        "paying_members": prices.payers,
        "sources": {its.name: _data(its, coin) for its in prices.sources},
        "contributors": {its.name: _data(its, coin) for its in prices.contributors},
        "motion": motion(prices, coin) or None,
    }


def _data(price: Price, coin: Coin) -> dict[str, Any]:
    return {
        "amount": plain(price.amount, "money", coin.digits),
        "per_member_and_month": plain(price.each, "money", coin.digits),
        "new_members": price.joining,
    }
