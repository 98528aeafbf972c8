"""A month's audit: a sample that anyone draws again, answers, and an honest signature."""

from datetime import date
from fractions import Fraction
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coopfund.findings import Window
from coopfund.trust.audit import (
    QUESTIONS,
    Answer,
    AuditError,
    Work,
    begin,
    load,
    outcome,
    read_answer,
    sample_of,
    save,
    signature,
)
from coopfund.trust.sample import RANDOM, Sample, bound, draw
from tests.ledgers import Judged, judge

MARCH = Window(date(2026, 3, 1), date(2026, 3, 31))
SMALL = "".join(
    f'2026-03-{day:02} * "paper {day}"\n  Expenses:Rent  {day}.00 USD\n  Assets:Bank\n'
    for day in range(1, 31)
)
BOOKS = f"""
2026-01-01 custom "coopfund-dues" "standard" 10.00 USD "monthly"
2026-01-01 custom "coopfund-member" "m-0001" "join" "standard"
2026-01-01 custom "coopfund-member" "m-0002" "join" "standard"
2026-01-01 custom "coopfund-member" "m-0003" "join" "standard"
2026-01-01 custom "coopfund-office" "treasurer" "m-0001"
2026-02-20 * "gift"
  donor: "d-1"
  Assets:Bank   2000.00 USD
  Income:Gifts
{SMALL}2026-03-31 * "rent" ^rent
  approved-by: "m-0002"
  Expenses:Rent  900.00 USD
  Assets:Bank
2026-03-31 * "envelope"
  Assets:Bank   85.00 USD
  Income:Gifts
"""
YES = Answer(dict.fromkeys(QUESTIONS, "yes"))


@cache
def march() -> Judged:
    return judge(BOOKS)


@pytest.fixture(name="books")
def _books() -> Judged:
    return march()


def drawn(books: Judged, size: int = 5, seed: str = "dice 3 1 6") -> Sample:
    return draw(books.books, books.findings, MARCH, size, seed)


def test_flagged_and_large_entries_are_always_in_it(books: Judged) -> None:
    sample = drawn(books)
    said = {entry.stratum: books.books.transactions.narration[entry.txn] for entry in sample.drawn}
    assert said["flagged"] in {"envelope", "rent"}
    assert {books.books.transactions.narration[entry.txn] for entry in sample.drawn} > {
        "envelope",
        "rent",
    }
    assert (sample.population, sample.counts[RANDOM]) == (32, 5)
    assert sample.rest + len(sample.drawn) - 5 == 32


def test_the_same_seed_draws_the_same_entries_whatever_their_order(books: Judged) -> None:
    again = judge(
        BOOKS.replace(SMALL, "") + "\n\n; moved to the end\n\n" + SMALL.replace(".00 USD", " USD")
    )
    assert [entry.identity for entry in drawn(books).drawn] == [
        entry.identity for entry in drawn(again).drawn
    ]
    assert drawn(books).drawn != drawn(books, seed="another").drawn


def test_entries_that_say_the_same_are_two() -> None:
    twice = '2026-03-05 * "coffee"\n  Expenses:Rent  3.00 USD\n  Assets:Bank\n' * 2
    sample = drawn(judge(f"{BOOKS}{twice}"), size=100)
    assert len({entry.identity for entry in sample.drawn}) == len(sample.drawn) == 34


@given(size=st.integers(0, 60), seed=st.text(max_size=8))
def test_a_larger_sample_holds_the_smaller_one(size: int, seed: str) -> None:
    small, large = (drawn(march(), number, seed) for number in (size, size + 5))
    assert {entry.identity for entry in small.drawn} <= {entry.identity for entry in large.drawn}
    assert small.counts[RANDOM] == min(size, small.rest)


def test_the_bound_is_three_by_n_and_nothing_where_it_says_nothing(books: Judged) -> None:
    assert bound(drawn(books, 12), 0) == Fraction(3, 12)
    assert bound(drawn(books, 2), 0) == 1
    assert bound(drawn(books, 12), 1) is None
    assert bound(drawn(books, 0), 0) is None
    assert bound(drawn(books, 500), 0) == 0


def test_answers_are_kept_beside_the_books_until_all_are_given(
    books: Judged, tmp_path: Path
) -> None:
    work = begin(tmp_path, "2026-03", "dice 3 1 6", 5)
    sample = sample_of(books.analysis, work)
    assert outcome(sample, work).open == len(sample.drawn)
    for entry in sample.drawn:
        work = work.answered(entry.identity, YES)
        save(tmp_path, work)
    assert load(tmp_path, "2026-03") == work == begin(tmp_path, "2026-03")
    found = outcome(sample, work)
    assert (found.open, found.faults, found.most) == (0, {}, Fraction(3, 5))
    assert (tmp_path / ".gitignore").read_text() == "*\n"


def test_a_signature_says_what_was_seen(books: Judged) -> None:
    work = Work("2026-03", "dice 3 1 6", 5)
    sample = sample_of(books.analysis, work)
    for entry in sample.drawn:
        work = work.answered(entry.identity, YES)
    bad = next(entry for entry in sample.drawn if entry.stratum != RANDOM)
    work = work.answered(bad.identity, Answer({**YES.checks, "receipt": "no"}, "none to be found"))
    signed = signature(books.books, sample, work, "m-0003", date(2026, 4, 12))
    assert [value.value for value in signed.values] == ["2026-03", "m-0003"]
    assert {key: str(value) for key, value in signed.meta.items()} == {
        "seed": "dice 3 1 6",
        "entries": "32",
        "looked-at": str(len(sample.drawn)),
        "random": "5",
        "faults": "1",
        "at-most": "0.600",
    }


@pytest.mark.parametrize(
    ("auditor", "sentence"),
    [
        ("m-0001", "m-0001 holds or held the office of treasurer, so somebody else must audit"),
        ("m-0002", "m-0002 prepared or approved an entry of this month"),
        ("m-0099", "m-0099 is no member"),
        ("m-0003", "still lack an answer"),
    ],
)
def test_nobody_audits_their_own_work_or_half_of_it(
    books: Judged, auditor: str, sentence: str
) -> None:
    work = Work("2026-03", "x", 5)
    with pytest.raises(AuditError, match=sentence):
        signature(books.books, sample_of(books.analysis, work), work, auditor, date(2026, 4, 12))


def test_an_audit_that_began_goes_on_with_its_seed(tmp_path: Path) -> None:
    begin(tmp_path, "2026-03", "one", 5)
    with pytest.raises(AuditError, match="has begun with the seed one and 5 random entries"):
        begin(tmp_path, "2026-03", "two", 5)
    (tmp_path / "audits" / "2026-03.json").write_text("{")
    with pytest.raises(AuditError, match="cannot be read"):
        begin(tmp_path, "2026-03")


@pytest.mark.parametrize(
    ("checks", "note"),
    [({"receipt": "maybe"}, ""), ({"colour": "yes"}, ""), ({}, "<script>"), ({}, "x" * 501)],
)
def test_an_answer_is_one_of_those_there_are(checks: dict[str, str], note: str) -> None:
    with pytest.raises(AuditError):
        read_answer(checks, note)


def test_a_signed_audit_stands_in_the_books() -> None:
    """
    2026-01-01 custom "coopfund-audit" "2026-01" "m-0031"
      seed: "dice"
      faults: 1
    2026-01-02 custom "coopfund-audit" "2026-01"
    """
    found = judge(test_a_signed_audit_stands_in_the_books.__doc__ or "")
    (audit,) = found.books.declared.audits
    assert (audit.month, audit.auditor, audit.at_most) == ("2026-01", "m-0031", None)
    assert audit.faults == 1
    ((_, message),) = found.problems()
    assert message.startswith("coopfund-audit: the auditor's member id is missing")
