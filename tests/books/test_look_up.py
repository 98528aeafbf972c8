"""Who, what for, from where: posting, transaction, account, nearest opened ancestor."""

import pytest

from coopfund.books.books import Books
from tests.ledgers import Judged, judge, judged

KEYS = {
    "source": ("Income", ("state", "union", "event", "levy")),
    "program": ("Expenses", ("childcare", "clinic", "school", "choir")),
    "kind": ("Expenses", ("payroll", "capital", "fundraising", "in-kind")),
    "member": ("Income", ("m-1", "m-2", "m-3", "m-4")),
    "donor": ("Income", ("d-1", "d-2", "d-3", "d-4")),
}
PROGRAMS = "".join(
    f'2020-01-01 custom "coopfund-program" "{name}"\n' for name in KEYS["program"][1][1:]
)
PLACES = ("posting", "transaction", "account", "ancestor")


def looked_up(books: Books, key: str, root: str) -> str | None:
    """What was found for the only posting on an account of a root."""
    (row,) = [r for r in books.rows_of(root) if books.rows.account[r].name != "Assets:Bank"]
    rows = books.rows
    found = {
        "source": rows.source[row],
        "program": rows.program[row],
        "kind": rows.account[row].kind,
        "member": rows.contributor[row],
        "donor": rows.contributor[row],
    }
    return found[key]


def declared(key: str, places: dict[str, str]) -> Judged:
    """Books that declare a key at these places, for one posting on a sub-sub-account."""
    root = KEYS[key][0]
    at = {place: f'  {key}: "{places[place]}"' if place in places else "" for place in PLACES}
    amount = "-10.00" if root == "Income" else "10.00"
    lines = [
        PROGRAMS,
        f"2020-01-01 open {root}:A",
        at["ancestor"],
        f"2020-01-01 open {root}:A:B:C",
        at["account"],
        '2026-01-01 * "entry"',
        at["transaction"],
        f"  {root}:A:B:C  {amount} USD",
        at["posting"].replace("  ", "    ", 1),
        "  Assets:Bank",
    ]
    return judge("\n".join(line for line in lines if line))


@pytest.mark.parametrize("key", list(KEYS))
@pytest.mark.parametrize("first", range(len(PLACES)))
def test_the_nearest_word_wins(key: str, first: int) -> None:
    root, values = KEYS[key]
    places = dict(zip(PLACES[first:], values[first:], strict=True))
    assert looked_up(declared(key, places).books, key, root) == values[first]


@pytest.mark.parametrize(
    ("key", "nothing"),
    [("source", "unknown"), ("program", None), ("kind", None), ("member", None), ("donor", None)],
)
def test_what_nobody_declared_is_never_guessed(key: str, nothing: str | None) -> None:
    assert looked_up(declared(key, {}).books, key, KEYS[key][0]) == nothing


@judged
def test_an_account_that_is_not_opened_stops_nothing_on_the_way_up(books: Judged) -> None:
    """
    2020-01-01 open Income:Gifts:Fair:Raffle
    2020-01-01 custom "coopfund-account" Income:Gifts:Fair
      donor: "d-1"
    2026-01-01 * "raffle"
      Assets:Bank             10.00 USD
      Income:Gifts:Fair:Raffle
    """
    rows = books.books.rows
    assert (rows.source[1], rows.contributor[1]) == ("donation", "d-1")


@judged
def test_dues_are_the_members_and_the_rest_the_donors(books: Judged) -> None:
    """
    2026-01-01 * "both at once"
      member: "m-1"
      donor: "d-1"
      Assets:Bank             30.00 USD
      Income:Dues            -10.00 USD
      Income:Gifts           -20.00 USD
    """
    assert list(books.books.rows.contributor[1:]) == ["m-1", "d-1"]


@pytest.mark.parametrize(
    ("kind", "declared_source", "source"),
    [
        ("state", "event", "state"),
        ("state", "dues", "state"),
        ("state", "unknown", "state"),
        ("state", "loan", "loan"),
        ("state", "in-kind", "in-kind"),
        ("company", "donation", "company"),
        ("company", "event", "event"),
        ("foundation", "donation", "foundation"),
        ("union", "dues", "union"),
        ("person", "event", "event"),
        ("processor", "donation", "donation"),
    ],
)
@pytest.mark.parametrize("donor", ["d-1", "d-2", "d-3"])
def test_a_contributors_kind_corrects_the_source(
    kind: str, declared_source: str, source: str, donor: str
) -> None:
    # d-2 and d-3 are other names of d-1, d-3 one that is declared nowhere else.
    books = judge(
        f"""
2026-01-01 custom "coopfund-contributor" "d-1"
  kind: "{kind}"
  same-as: "d-3"
2026-01-01 custom "coopfund-contributor" "d-2"
  same-as: "d-1"
2026-01-01 * "money"
  donor: "{donor}"
  Assets:Bank             10.00 USD
  Income:Misc
    source: "{declared_source}"
"""
    )
    assert books.books.rows.source[1] == source


@judged
def test_a_kind_of_its_own_comes_before_the_groups(books: Judged) -> None:
    """
    2026-01-01 custom "coopfund-contributor" "d-1"
      kind: "state"
    2026-01-01 custom "coopfund-contributor" "d-2"
      kind: "company"
      controlled-by: "d-1"
    2026-01-01 * "money"
      donor: "d-2"
      Assets:Bank             10.00 USD
      Income:Gifts
    """
    assert books.books.rows.source[1] == "company"


@judged
def test_only_what_is_earned_or_spent_has_a_kind_by_entry(books: Judged) -> None:
    """
    2026-01-01 * "a whole entry of a kind"
      kind: "capital"
      Expenses:Rent           10.00 USD
      Assets:Bank
    """
    spent, bank = books.books.rows.account
    assert (spent.kind, bank.kind, bank.pool) == ("capital", None, "general")
    assert books.books.kinds == {"capital"}
