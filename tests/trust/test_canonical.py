"""An entry's canonical form: one text for one meaning."""

from decimal import Decimal
from random import Random

import pytest
from beancount import loader
from beancount.core.data import Transaction
from hypothesis import given
from hypothesis import strategies as st

from coopfund.trust.canonical import (
    canonical,
    entry_digest,
    entry_fields,
    month_digest,
    plain_number,
)

OPEN = """
2020-01-01 open Assets:Bank
2020-01-01 open Assets:Shares
2020-01-01 open Expenses:Paper
"""
ENTRY = """
2026-03-05 * "Shop" "paper" #office ^inv-1
  note: "for the leaflet"
  Expenses:Paper           1100.00 USD
    receipt: "101"
  Assets:Bank             -1100.00 USD
"""


def digest(text: str) -> str:
    entries, errors, _ = loader.load_string(OPEN + text)
    assert not errors
    (entry,) = [entry for entry in entries if isinstance(entry, Transaction)]
    return entry_digest(canonical(entry_fields(entry)))


def test_the_canonical_text_is_what_it_is() -> None:
    entries, _, _ = loader.load_string(OPEN + ENTRY)
    (entry,) = [entry for entry in entries if isinstance(entry, Transaction)]
    assert canonical(entry_fields(entry)) == (
        '{"date":"2026-03-05","flag":"*","links":["inv-1"],"meta":{"note":"text for the leaflet"},'
        '"narration":"paper","payee":"Shop","postings":[{"account":"Expenses:Paper",'
        '"amount":"1100 USD","meta":{"receipt":"text 101"}},{"account":"Assets:Bank",'
        '"amount":"-1100 USD"}],"tags":["office"]}'
    )


@pytest.mark.parametrize(
    "text",
    [
        ENTRY.replace("1100.00", "1,100"),
        ENTRY.replace("1100.00", "1100.0000"),
        ENTRY.replace("1100.00", "(1000 + 100)"),
        ENTRY.replace("             -1100.00 USD", ""),
        ENTRY.replace("           1100.00 USD", "  1100.00 USD   ; a comment"),
        f"; moved down\n\n\n{ENTRY}",
        ENTRY.replace("#office ^inv-1", "^inv-1 #office"),
        ENTRY.replace("2026-03-05 *", "2026-03-05 txn"),
    ],
)
def test_writing_it_differently_changes_nothing(text: str) -> None:
    assert digest(text) == digest(ENTRY)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("2026-03-05", "2026-03-06"),
        (" * ", " ! "),
        ('"Shop"', '"Shop "'),
        ('"Shop" ', ""),
        ('"paper"', '"Paper"'),
        ("#office", "#shop"),
        ("#office ", ""),
        ("#office", "#office #more"),
        ("^inv-1", "^inv-2"),
        ("note:", "nota:"),
        ("leaflet", "poster"),
        ('"for the leaflet"', "12"),
        ('receipt: "101"', "receipt: 101"),
        ('receipt: "101"', "receipt: 101 USD"),
        ('receipt: "101"', "receipt: 2026-01-01"),
        ('receipt: "101"', "receipt: TRUE"),
        ('receipt: "101"', 'receipt: "102"'),
        ("1100.00", "1100.01"),
        ("USD", "EUR"),
        ("Expenses:Paper ", "Assets:Shares "),
        ("  Expenses:Paper", "  ! Expenses:Paper"),
        ("1100.00 USD\n    r", "550 EUR @ 2 USD\n    r"),
        ("1100.00 USD\n    r", "1100 USD @ 1 USD\n    r"),
        ("1100.00 USD\n    r", "11 HOOL {100 USD}\n    r"),
    ],
)
def test_any_change_of_meaning_changes_it(old: str, new: str) -> None:
    assert old in ENTRY
    assert digest(ENTRY.replace(old, new)) != digest(ENTRY)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("{100 USD}", "{101 USD}"),
        ("{100 USD}", '{100 USD, "lot"}'),
        ("{100 USD}", "{100 USD, 2026-01-01}"),
        ("{100 USD}", "{100 USD} @ 110 USD"),
        ("@ 110 USD", "@ 111 USD"),
    ],
)
def test_cost_and_price_mean_something(one: str, other: str) -> None:
    text = '2026-03-05 * "x"\n  Assets:Shares  2 HOOL {}\n  Assets:Bank\n'
    assert digest(text.format(one)) != digest(text.format(other))


def test_the_order_of_postings_means_something_and_that_of_metadata_nothing() -> None:
    postings = ["  Expenses:Paper  1 USD\n", "  Assets:Bank  -1 USD\n"]
    meta = ['  aa: "1"\n', '  bb: "2"\n']
    text = '2026-03-05 * "x"\n'
    assert digest(text + "".join(postings)) != digest(text + "".join(reversed(postings)))
    both = "".join(meta) + "".join(postings)
    assert digest(text + both) == digest(text + "".join(reversed(meta)) + "".join(postings))


numbers = st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**30), max_value=10**30)


@given(numbers, numbers)
def test_two_numbers_are_written_alike_where_they_are_equal(one: Decimal, other: Decimal) -> None:
    assert (plain_number(one) == plain_number(other)) == (one == other)


@given(numbers, st.integers(0, 12))
def test_zeros_at_the_end_mean_nothing(number: Decimal, zeros: int) -> None:
    sign, digits, exponent = number.as_tuple()
    assert isinstance(exponent, int)
    longer = Decimal((sign, (*digits, *[0] * zeros), exponent - zeros))
    assert plain_number(longer) == plain_number(number)
    assert Decimal(plain_number(number)) == number


texts = st.text(st.characters(exclude_characters='"\\\r', exclude_categories=["Cs", "Cc"]))
TWO = '2026-03-05 * "{}" "{}"\n  Assets:Bank  0 USD\n'


@given(texts, texts, texts, texts)
def test_no_two_texts_run_into_one(payee: str, narration: str, other: str, another: str) -> None:
    one, two = digest(TWO.format(payee, narration)), digest(TWO.format(other, another))
    assert (one == two) == ((payee, narration) == (other, another))


@given(st.lists(st.text("0123456789abcdef", min_size=64, max_size=64)), st.randoms())
def test_the_digest_of_a_month_knows_no_order_but_counts(
    digests: list[str], random: Random
) -> None:
    mixed = list(digests)
    random.shuffle(mixed)
    assert month_digest(mixed) == month_digest(digests)
    assert month_digest([*digests, "0" * 64]) != month_digest(digests)


names = st.from_regex(r"[a-z][a-z0-9-]{1,8}", fullmatch=True)
# Not 0: a posting without an amount that would be 0 is none to Beancount.
amounts = st.integers(1, 10**9).map(lambda cents: Decimal(cents).scaleb(-2))


@st.composite
def written(draw: st.DrawFn) -> tuple[str, str]:
    """One entry written twice: with other spaces, zeros, commas, comments and orders."""
    payee, narration, amount = draw(texts), draw(texts), draw(amounts)
    tags = [f"#{name}" for name in draw(st.lists(names, max_size=3, unique=True))]
    meta = [f'  {key}: "{draw(texts)}"\n' for key in draw(st.lists(names, max_size=3, unique=True))]
    head = f'2026-03-05 * "{payee}" "{narration}"'
    one = f"{head} {' '.join(tags)}\n{''.join(meta)}  Assets:Bank  {amount:f} USD\n"
    other = (
        f"; note\n{head}   {' '.join(reversed(tags))} ; here\n{''.join(reversed(meta))}"
        f"    Assets:Bank      {amount:,}00 USD\n    ; last\n"
    )
    rest = "  Expenses:Paper\n"
    return one + rest, f"{other}  Expenses:Paper  {-amount:f}0 USD\n"


@given(written())
def test_writing_any_entry_differently_changes_nothing(both: tuple[str, str]) -> None:
    one, other = both
    assert digest(one) == digest(other)
