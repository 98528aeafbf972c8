"""Public returns as Beancount ledgers: one for each party, donors by pseudonym only."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple


class Class(NamedTuple):
    """What a register's class of donors is here: the source of its money, and the donor's kind."""

    source: str
    kind: str | None


class Gift(NamedTuple):
    """One line of a return."""

    donor: str
    amount: Decimal
    filed: str
    """The register's own class of the donor."""


AUSTRALIAN: Mapping[str, Class] = {
    "Individual": Class("donation", "person"),
    "Unions": Class("union", "union"),
    "Political party affiliates": Class("other", "party"),
    # Nobody says what they are, so neither do we.
    "Uncategorised": Class("unknown", None),
}
"""The register's other categories are lines of business."""
BUSINESS = Class("company", "company")

BRITISH: Mapping[str, Class] = {
    "Individual": Class("donation", "person"),
    "Company": Class("company", "company"),
    "Trade Union": Class("union", "union"),
    "Public Funds": Class("state", "state"),
    # Clubs, draws, council groups, trusts: no person, no firm, and who is behind them is not said.
    "Society": Class("other", None),
    "Other": Class("other", None),
}


def rows(path: Path) -> list[dict[str, str]]:
    """The lines of a CSV file, whatever its lines end with."""
    text = path.read_text(encoding="utf-8-sig")  # any line end becomes \n
    return list(csv.DictReader(io.StringIO(text)))


def australian(path: Path) -> dict[str, list[Gift]]:
    """Party to declared gifts; donors by the register's own number."""
    parties: dict[str, list[Gift]] = {}
    for row in rows(path):
        gift = Gift(row["donor_id"], Decimal(row["value_aud"]), row["donor_category"])
        parties.setdefault(row["party_group"], []).append(gift)
    return parties


def british(path: Path) -> dict[str, list[Gift]]:
    """Party to reported gifts, from the tidied file or the one that a web page was drawn from."""
    parties: dict[str, list[Gift]] = {}
    for row in rows(path):
        amount = Decimal(row.get("amount_gbp") or row["amount"])
        party = row.get("partyname") or row["party"]
        filed = row.get("entityname") or row["entity_type"]
        parties.setdefault(party, []).append(Gift(row["donor"].strip(), amount, filed))
    return parties


def pseudonyms(gifts: Iterable[Gift]) -> dict[str, str]:
    """Donor to ``d-0001`` and so on, by order."""
    donors = dict.fromkeys(gift.donor for gift in gifts)
    return {donor: f"d-{number:04}" for number, donor in enumerate(donors, 1)}


def classes_of(gifts: Iterable[Gift], classes: Mapping[str, Class]) -> dict[str, Class]:
    """Donor to class: what most of its money is filed as, right or wrong."""
    sums: dict[str, dict[Class, Decimal]] = {}
    for gift in gifts:
        filed = classes.get(gift.filed, BUSINESS)
        table = sums.setdefault(gift.donor, {})
        table[filed] = table.get(filed, Decimal(0)) + gift.amount
    return {donor: max(table, key=table.__getitem__) for donor, table in sums.items()}


def donor_ledger(
    gifts: Sequence[Gift],
    classes: Mapping[str, Class],
    currency: str,
    day: str,
    *,
    one_account: bool = False,
) -> str:
    """The gifts as a ledger, an account for each source.

    Args:
        gifts: what one party was given.
        classes: what the register's classes are here.
        currency: of the amounts.
        day: when all of it is booked; the returns say the year only.
        one_account: book all on one account as donations, and let the contributors' kinds correct
            it.
    """
    ids = pseudonyms(gifts)
    found = classes_of(gifts, classes)
    sources = {donor: "donation" if one_account else c.source for donor, c in found.items()}
    lines = [
        f'option "operating_currency" "{currency}"',
        'plugin "coopfund_plugins"',
        f"{day} open Assets:Bank {currency}",
    ]
    for source in sorted(set(sources.values())):
        lines += [f"{day} open {_account(source)} {currency}", f'  source: "{source}"']
    for donor, name in ids.items():
        kind = found[donor].kind
        if kind:
            lines += [f'{day} custom "coopfund-contributor" "{name}"', f'  kind: "{kind}"']
    for gift in gifts:
        account = _account(sources[gift.donor])
        lines += _entry(day, ids[gift.donor], account, gift.amount, currency)
    return "\n".join(lines) + "\n"


def category_ledger(
    amounts: Mapping[str, Decimal], sources: Mapping[str, str], currency: str, day: str
) -> str:
    """A party's income by category: an account for each, which stands for its own contributor.

    So concentration over categories is concentration over contributors. A category without source
    is opened without one.
    """
    lines = [
        f'option "operating_currency" "{currency}"',
        'plugin "coopfund_plugins"',
        f"{day} open Assets:Bank {currency}",
    ]
    for category, amount in amounts.items():
        account = _account(category)
        lines += [f"{day} open {account} {currency}", f'  donor: "{donor_of(category)}"']
        lines += [f'  source: "{sources[category]}"'] if category in sources else []
        lines += _entry(day, None, account, amount, currency)
    return "\n".join(lines) + "\n"


def donor_of(category: str) -> str:
    """The contributor that a category stands for."""
    return f"c-{_account(category).rpartition(':')[2].lower()}"


def _account(name: str) -> str:
    return "Income:" + re.sub(r"[^A-Za-z0-9]+", "-", name).strip("-").capitalize()


def _entry(
    day: str, donor: str | None, account: str, amount: Decimal, currency: str
) -> Iterator[str]:
    yield f'{day} * "income"'
    if donor:
        yield f'  donor: "{donor}"'
    yield f"  Assets:Bank  {amount} {currency}"
    yield f"  {account}"
