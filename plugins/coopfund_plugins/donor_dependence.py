"""Who could switch the organisation off: patron, concentration, state ceiling (CF303–CF305).

What carries it instead stands in modules of its own: ``support`` (CF301, CF302), ``credit`` (CF306)
and ``grants`` (CF307).

Dependence is flagged, not forbidden: `warn` from the amber figure up, `"red": true` from the red
one, and `stop` only where a `coopfund-rule` directive has set `stop`.
"""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

from coopfund.findings import Finding
from coopfund.language import _, day, numeral
from coopfund.measures import concentration
from coopfund.measures.reserves import Reserves, lapse_stress
from coopfund.money import index, percent, share
from coopfund.rules.case import Case, Rule
from coopfund.rules.plugin import family_plugin
from coopfund.wording import clauses
from coopfund_plugins.credit import credit
from coopfund_plugins.grants import grant_cliff
from coopfund_plugins.support import member_support, public_support

LAPSES = (1, 3, 5)
RANKED = 5


def patron(case: Case) -> Iterator[Finding]:
    """CF303: the largest non-dues contributor's share of all income, and lapse stress.

    L_k = (income − Σ k largest) ÷ essential cost. Amber 10 %, red ⅓ (policy).
    """
    income = case.income(case.year)
    ranked, total = income.ranked(), income.total
    if not ranked or total <= 0:
        return
    group, amount = ranked[0]
    part = Fraction(amount) / Fraction(total)
    stock = case.stock
    stress = {k: lapse_stress(income, stock.cost, k) for k in LAPSES}
    least = case.number("CF303", "lapse")
    lapses = any(value is not None and value < least for value in stress.values())
    if part < case.number("CF303", "warn") and not lapses:
        return
    yield case.finding(
        "CF303",
        income.rows[group],
        _patron_message(case, group, part, {0: lapse_stress(income, stock.cost, 0), **stress}),
        {
            "share": share(part),
            "amount": case.money(amount),
            "income": case.money(total),
            "ranked": [
                {"group": g, "amount": case.money(v), "share": share(Fraction(v) / Fraction(total))}
                for g, v in ranked[:RANKED]
            ],
            "lapse_stress": {
                str(k): None if value is None else share(value) for k, value in stress.items()
            },
            "months_until_empty": _months(stock, Fraction(income.total - amount)),
            **_red(case, "CF303", part),
        },
        action=_action(case, "CF303", part),
        standing=True,
        contributor=group,
    )


def _patron_message(
    case: Case, group: str, part: Fraction, stress: Mapping[int, Fraction | None]
) -> str:
    """What one gave, and what income without them, or else without a few, covers."""
    gave = _(
        "{group} gave {share} of all income in the twelve months to {day}",
        group=group,
        share=percent(part),
        day=day(case.year.end),
    )
    cover = {k: value for k, value in stress.items() if value is not None}
    return f"{clauses(gave, _covered(cover))}." if cover else f"{gave}."


def _covered(cover: Mapping[int, Fraction]) -> str:
    """The second clause: how much of the essential cost income covers without the largest."""
    if cover[0] < 1:
        return _(
            "income covers {share} of the essential cost, without it {without}",
            share=percent(cover[0]),
            without=percent(cover[1]),
        )
    if cover[1] < 1:
        return _(
            "without it, income would cover {share} of the essential cost", share=percent(cover[1])
        )
    few = next((k for k in LAPSES if cover[k] < 1), None)
    if few is None:
        return _("without it, income would still cover the essential cost")
    return _(
        "without it, income would still cover the essential cost, without the {few} largest "
        "{share} of it",
        few=few,
        share=percent(cover[few]),
    )


def _months(stock: Reserves, income: Fraction) -> str | None:
    months = stock.months_until_empty(income)
    return None if months is None else str(index(months))


def _action(case: Case, code: str, value: Fraction | None, *, above: bool = False) -> str:
    """``stop`` only where voted and reached (or exceeded); ``None`` is beyond any figure."""
    stop = case.setting(code, "stop")
    if stop is None:
        return "warn"
    reached = value is None or value > Fraction(stop) or (value == Fraction(stop) and not above)
    return "stop" if reached else "warn"


def _red(case: Case, code: str, value: Fraction, *, above: bool = False) -> dict[str, Any]:
    red = case.number(code, "red")
    return {"red": value > red if above else value >= red}


def concentrated(case: Case) -> Iterator[Finding]:
    """CF304: the HHI over all contributors; amber 1,500, red 2,500 (US DOJ scale, 2010)."""
    income = case.income(case.year)
    people = income.contributors()
    if not people or income.total <= 0:
        return
    hhi = concentration.hhi(people.values(), income.total)
    if hhi < case.number("CF304", "warn"):
        return
    largest = max(sorted(people), key=people.__getitem__)
    row = income.rows.get(largest)
    effective = concentration.effective(hhi)
    normalised = concentration.normalised(hhi, len(people))
    inequality = concentration.gini(people.values())
    message = _(
        "Income of the twelve months to {day} is as concentrated as if {contributors} equal "
        "contributors gave it (HHI {hhi}).",
        day=day(case.year.end),
        contributors=numeral(index(effective or Fraction(0))),
        hhi=numeral(index(hhi)),
    )
    evidence = {
        "hhi": index(hhi),
        "effective_contributors": None if effective is None else share(effective),
        "hhi_normalised": None if normalised is None else share(normalised),
        "gini": None if inequality is None else share(inequality),
        "contributors": len(people),
        **_red(case, "CF304", hhi),
    }
    yield case.finding(
        "CF304",
        _any_row(case, row),
        message,
        evidence,
        action=_action(case, "CF304", hhi),
        standing=True,
    )


def _any_row(case: Case, row: int | None) -> int:
    """A posting to show: the given one, else the last that counts."""
    return row if row is not None else max(0, case.last_row - 1)


def state_ceiling(case: Case) -> Iterator[Finding]:
    """CF305: state ÷ own income; red above 1 (PartG section 18(5)), amber above 0.25 (policy)."""
    income = case.income(case.year)
    state, own = income.by_source.get("state"), income.own
    if not state or state <= 0:
        return
    ratio = Fraction(state) / Fraction(own) if own > 0 else None
    if ratio is not None and ratio <= case.number("CF305", "warn"):
        return
    if ratio is None:
        message = _(
            "The state paid {amount} in the twelve months to {day}, and there was no own income.",
            amount=case.named(state),
            day=day(case.year.end),
        )
    else:
        message = _(
            "The state paid {amount} in the twelve months to {day}, {share} of own income of "
            "{own}.",
            amount=case.named(state),
            day=day(case.year.end),
            share=percent(ratio),
            own=case.shown(own),
        )
    evidence = {
        "state": case.money(state),
        "own_income": case.money(own),
        "ratio": None if ratio is None else share(ratio),
        **({"red": True} if ratio is None else _red(case, "CF305", ratio, above=True)),
    }
    yield case.finding(
        "CF305",
        _state_row(case),
        message,
        evidence,
        action=_action(case, "CF305", ratio, above=True),
        standing=True,
    )


def _state_row(case: Case) -> int:
    """The largest state posting of the window."""
    rows, txns = case.books.rows, case.books.transactions
    state = [
        row
        for row in case.books.rows_of("Income", case.last_row)
        if rows.source[row] == "state" and txns.date[rows.txn[row]] in case.year
    ]
    return min(state, key=lambda row: rows.value[row] or 0)


RULES = (
    Rule("CF301", member_support),
    Rule("CF302", public_support),
    Rule("CF303", patron),
    Rule("CF304", concentrated),
    Rule("CF305", state_ceiling),
    Rule("CF306", credit),
    Rule("CF307", grant_cliff),
)

run = family_plugin("donor_dependence", RULES)
__plugins__ = (run,)
