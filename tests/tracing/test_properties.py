"""What must always hold, whatever the books say."""

import sys
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from coopfund import words
from coopfund.books.books import Books
from coopfund.money import ZERO
from coopfund.tracing.flow import Key
from coopfund.tracing.trace import Trace
from coopfund.tracing.tracer import BY_CLAIM, Tracer
from coopfund.tracing.tracing import Tracing
from tests.tracing.ledgers import tracing_of

TWO_PROGRAMS = """
2020-01-01 custom "coopfund-program" "childcare"
  funded-by: "dues"
  pool: "fund"
2020-01-01 custom "coopfund-program" "clinic"
  funded-by: "dues donation"
"""
PAIRS = [
    ("Assets:Bank", "Income:Dues"),
    ("Assets:Bank", "Income:Dues"),
    ("Assets:Bank", "Income:Gifts"),
    ("Assets:Savings", "Income:State"),
    ("Assets:Bank", "Income:Other"),
    ("Assets:Fund", "Income:Dues"),
    ("Assets:Receivable", "Income:State"),
    ("Assets:Bank", "Assets:Receivable"),
    ("Assets:Fund", "Assets:Bank"),
    ("Assets:Bank", "Assets:Fund"),
    ("Assets:Savings", "Assets:Bank"),
    ("Expenses:Rent", "Assets:Bank"),
    ("Expenses:Childcare", "Assets:Bank"),
    ("Expenses:Childcare", "Assets:Fund"),
    ("Expenses:Clinic", "Assets:Savings"),
    ("Assets:Bank", "Expenses:Childcare"),
    ("Expenses:Rent", "Expenses:Childcare"),
    ("Expenses:Clinic", "Liabilities:Shop"),
    ("Liabilities:Shop", "Assets:Bank"),
    ("Assets:Bank", "Liabilities:Loan"),
    ("Liabilities:Loan", "Assets:Bank"),
    ("Income:Gifts", "Assets:Bank"),
    ("Assets:Bank", "Equity:Opening"),
    ("Equity:Opening", "Assets:Bank"),
    ("Assets:Van", "Assets:Bank"),
    ("Expenses:Childcare", "Assets:Van"),
    ("Income:Gifts", "Income:Other"),
    ("Expenses:Childcare", "Income:Gifts"),
]
amounts = st.integers(1, 200_00).map(lambda cents: Decimal(cents).scaleb(-2))
entries = st.lists(st.tuples(st.integers(1, 28), st.sampled_from(PAIRS), amounts), max_size=25)


def ledger(parts: list[tuple[int, tuple[str, str], Decimal]]) -> str:
    return "\n".join(
        f'2026-01-{day:02d} * "x"\n  {debit}  {amount} USD\n  {credit}  {-amount} USD\n'
        for day, (debit, credit), amount in sorted(parts, key=lambda part: part[0])
    )


def balances(books: Books) -> dict[Key, Decimal]:
    found: dict[Key, Decimal] = defaultdict(lambda: ZERO)
    for row, info in enumerate(books.rows.account):
        if info.root == "Assets":
            pool = f"{info.pool}/{info.name}" if info.pool in ("receivable", "fixed-asset") else ""
            found[Key(pool or info.pool or "", books.rows.currency[row])] += books.rows.number[row]
    return found


@settings(max_examples=150)
@given(entries)
def test_lots_add_up_to_the_balance_of_their_pool(
    parts: list[tuple[int, tuple[str, str], Decimal]],
) -> None:
    tracing = tracing_of(ledger(parts), TWO_PROGRAMS)
    expected = balances(tracing.books)
    for method in words.METHODS:
        trace = tracing.trace(method)
        for key, balance in expected.items():
            purse = trace.purses.get(key)
            assert (purse.balance if purse else ZERO) == balance, (method, key)
            if purse is None:
                continue
            for source, lots in purse.lots.items():
                assert sum((lot.amount for lot in lots), ZERO) == purse.balances[source]
                assert all(lot.amount > 0 for lot in lots)


@settings(max_examples=150)
@given(entries)
def test_money_in_is_money_used_and_money_held(
    parts: list[tuple[int, tuple[str, str], Decimal]],
) -> None:
    """An overdraft is a loan: it came in when it was spent; its repayment is spending."""
    tracing = tracing_of(ledger(parts), TWO_PROGRAMS)
    for method in words.METHODS:
        trace = tracing.trace(method)
        for source in words.SOURCES:
            used = sum((v for (_, _, s), v in trace.used.items() if s == source), ZERO)
            held = sum((p.balances.get(source, ZERO) for p in trace.purses.values()), ZERO)
            assert trace.incoming["USD", source] == used + held, (method, source)


@settings(max_examples=100)
@given(entries)
def test_sums_agree_with_lots(parts: list[tuple[int, tuple[str, str], Decimal]]) -> None:
    tracing = tracing_of(ledger(parts), TWO_PROGRAMS)
    for method in BY_CLAIM:
        quick = Tracing(tracing.books).sums(method)
        whole = tracing.trace(method)
        assert [p.by_source() for p in quick.payments] == [p.by_source() for p in whole.payments]
        assert quick.used_by("USD") == whole.used_by("USD")
        assert quick.held_by("USD") == whole.held_by("USD")


@settings(max_examples=100)
@given(entries, st.integers(0, 28))
def test_what_comes_later_changes_nothing_earlier(
    parts: list[tuple[int, tuple[str, str], Decimal]], last: int
) -> None:
    tracing = tracing_of(ledger(parts), TWO_PROGRAMS)
    early = tracing_of(ledger([part for part in parts if part[0] <= last]), TWO_PROGRAMS)
    if early.books.end is None:
        return
    for method in words.METHODS:
        whole = tracing.trace(method, early.books.end)
        assert [p.by_source() for p in whole.payments] == [
            p.by_source() for p in early.trace(method).payments
        ]


@settings(max_examples=100, deadline=None)
@given(entries, st.lists(st.integers(1, 28), min_size=2, max_size=5))
def test_a_trace_that_goes_on_is_that_of_the_later_day_and_leaves_the_earlier_one(
    parts: list[tuple[int, tuple[str, str], Decimal]], lasts: list[int]
) -> None:
    tracing = tracing_of(ledger(parts), TWO_PROGRAMS)
    days = [date(2026, 1, last) for last in lasts]
    for method in BY_CLAIM:
        found = [tracing.sums(method, day) for day in days]
        assert found == [Tracing(tracing.books).sums(method, day) for day in days]


def test_traces_asked_for_at_once_do_not_run_into_each_other() -> None:
    """Fava answers from several threads; what each asks for is as if it had asked alone."""
    random = Random(0)  # the same books every time
    parts = [(day, random.choice(PAIRS), Decimal(day)) for day in range(1, 29) for _ in range(10)]
    tracing = tracing_of(ledger(parts), TWO_PROGRAMS)
    days = [date(2026, 1, day) for day in range(1, 28)]
    alone = [Tracing(tracing.books).sums("designated", day) for day in days]

    def asked(its: Tracing) -> list[Trace]:
        return [its.sums("designated", day) for day in days]

    often = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    try:
        with ThreadPoolExecutor(4) as pool:
            for _ in range(3):
                shared = Tracing(tracing.books)
                assert shared.days
                assert list(pool.map(asked, [shared] * 4)) == [alone] * 4
    finally:
        sys.setswitchinterval(often)


PLAIN = [
    ("Assets:Bank", "Income:Dues"),
    ("Assets:Bank", "Income:Gifts"),
    ("Assets:Bank", "Income:State"),
    ("Expenses:Rent", "Assets:Bank"),
    ("Expenses:Childcare", "Assets:Bank"),
]
plain = st.lists(
    st.tuples(st.integers(1, 28), st.sampled_from(PLAIN), amounts), min_size=1, max_size=25
)


def dues_in_childcare(trace: Trace) -> list[Decimal]:
    """Dues that childcare was paid with so far, after each of its payments."""
    sums, total = [], ZERO
    for payment in trace.payments:
        if payment.program == "childcare":
            total += payment.by_source().get("dues", ZERO)
            sums.append(total)
    return sums


@settings(max_examples=150)
@given(plain, st.integers(0, 2**32))
def test_any_attribution_of_other_spending_lies_between_adverse_and_designated(
    parts: list[tuple[int, tuple[str, str], Decimal]], seed: int
) -> None:
    tracing = tracing_of(ledger(parts))
    chance = Random(seed)
    middle = Tracer(tracing.books, tracing.claims, "designated")
    neutral = tracing.claims.neutral

    def shuffled(day: object) -> tuple[str, ...]:
        del day
        order = list(words.SOURCES)
        chance.shuffle(order)
        return tuple(order)

    tracing.claims.neutral = shuffled  # type: ignore[method-assign]  # an arbitrary order each time
    between = dues_in_childcare(middle.run(tracing.days))
    tracing.claims.neutral = neutral  # type: ignore[method-assign]  # as it was
    least = dues_in_childcare(tracing.trace("adverse"))
    most = dues_in_childcare(tracing.trace("designated"))
    for low, value, high in zip(least, between, most, strict=True):
        assert low <= value <= high
