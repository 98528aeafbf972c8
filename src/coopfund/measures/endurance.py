"""How long it lasts, what would have to be paid, and the price of independence."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from coopfund import words
from coopfund.findings import Figure, Measure
from coopfund.language import marked
from coopfund.measures.income import Income
from coopfund.measures.record import Maker, count, money, ratio
from coopfund.measures.reserves import Reserves, lapse_stress
from coopfund.money import ZERO

LAPSES = (1, 3, 5)
NO_COST = marked("no essential cost in the window")
NO_PAYERS = marked("nobody paid dues in the window")


def endurance_measures(income: Income, stock: Reserves, make: Maker) -> Iterator[Measure]:
    """Reserves against cost, with and without the largest contributors."""
    monthly = ratio(Fraction(stock.cost), Fraction(stock.months or 1)) if stock.cost else None
    inputs: dict[str, object] = {
        "liquid": money(stock.liquid),
        "funds": money(stock.funds),
        "essential_cost": money(stock.cost),
        "months": count(stock.months),
        "unconverted": dict(stock.unpriced_money),
    }
    yield make(
        "running_cost",
        "money",
        stock.running,
        marked("expenses of the window without capital and in-kind"),
        {"essential_cost": money(stock.cost), "unconverted": dict(stock.unpriced_cost)},
    )
    yield make(
        "months_of_reserves",
        "months",
        Fraction(stock.liquid) / monthly if monthly else None,
        marked("money outside the programs' own funds ÷ monthly essential cost"),
        inputs,
        NO_COST,
    )
    yield _without_top(income, stock, make, inputs)
    stress = {str(k): Figure(lapse_stress(income, stock.cost, k), "share") for k in LAPSES}
    yield make(
        "lapse_stress",
        "breakdown",
        stress if stock.cost else {},
        marked(
            "L_k = (income_total − what the k largest contributors gave besides dues) ÷ essential "
            "cost"
        ),
        {"income_total": money(income.total), "essential_cost": money(stock.cost)},
        NO_COST,
    )


def _without_top(
    income: Income, stock: Reserves, make: Maker, inputs: dict[str, object]
) -> Measure:
    ranked = income.ranked()
    formula = marked(
        "money outside the programs' own funds ÷ (monthly essential cost − monthly income without "
        "the largest contributor)"
    )
    if not ranked:
        because = marked("no contributor gave anything besides dues")
        return make("months_without_top1", "months", None, formula, inputs, because)
    group, amount = ranked[0]
    left = Fraction(income.total - amount)
    because = (
        marked("without {group}, income still covers the essential cost", group=group)
        if stock.cost
        else NO_COST
    )
    return make(
        "months_without_top1",
        "months",
        stock.months_until_empty(left),
        formula,
        {**inputs, "group": group, "amount": money(amount), "income_without": money(left)},
        because,
    )


def dues_measures(income: Income, stock: Reserves, make: Maker) -> Iterator[Measure]:
    """What dues cover, and what they would have to be."""
    dues = income.by_source.get(words.DUES, ZERO)
    payers = sum(1 for value in income.dues.values() if value > 0)
    base = {"dues": money(dues), "running_cost": money(stock.running)}
    yield make(
        "dues_to_running_cost",
        "share",
        ratio(dues, stock.running),
        marked("dues received ÷ running cost"),
        base,
        marked("no running cost in the window"),
    )
    months = payers * stock.months
    yield make(
        "breakeven_dues",
        "money",
        Fraction(stock.running) / months if months else None,
        marked(
            "running cost ÷ paying members ÷ months: the dues that would carry the running cost "
            "alone"
        ),
        {**base, "paying_members": count(payers), "months": count(stock.months)},
        NO_PAYERS,
    )
    yield _independence(income, payers, months, make)


def _independence(income: Income, payers: int, months: int, make: Maker) -> Measure:
    dues = income.by_source.get(words.DUES, ZERO)

    def price(amount: Decimal) -> dict[str, Figure]:
        joining = -(-Fraction(amount) * payers // Fraction(dues)) if dues > 0 else None
        return {
            "amount": money(amount),
            "per_member_and_month": money(Fraction(amount) / months),
            "new_members": Figure(joining, "count"),
        }

    value: dict[str, dict[str, dict[str, Figure]]] = {}
    if months:
        value = {
            "source": {
                s: price(v)
                for s in words.SOURCES
                if (v := income.by_source.get(s, ZERO)) > 0
                and s not in (words.DUES, *words.NOT_INCOME)
            },
            "contributor": {group: price(v) for group, v in income.ranked()[:5]},
        }
    return make(
        "independence_price",
        "breakdown",
        value,
        marked(
            "what a source or a contributor gave ÷ paying members ÷ months: the extra dues per "
            "paying member and month to live without it; or ÷ the mean dues of a paying member, "
            "rounded up: so many new members"
        ),
        {"paying_members": count(payers), "dues": money(dues)},
        NO_PAYERS,
    )
