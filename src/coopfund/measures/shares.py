"""Where income comes from and who gives it: sources, largest contributors, concentration."""

from collections.abc import Iterator

from coopfund import words
from coopfund.findings import Measure
from coopfund.language import marked
from coopfund.measures import concentration
from coopfund.measures.income import Income
from coopfund.measures.record import Maker, count, money, ratio, share
from coopfund.money import ZERO

NO_INCOME = marked("no income in the window")
NO_CONTRIBUTOR = marked("no contributor in the window")
STATE_RATIO = marked(
    "state ÷ own income; own = dues + levy + affiliation + donation + company + union + event + "
    "capital"
)
LARGEST = marked("what the largest contributor (group) gave besides dues ÷ income_total")
LARGEST_ONES = marked("what the {k} largest contributors (groups) gave besides dues ÷ income_total")
TOPS = (1, 3, 5)


def source_measures(income: Income, make: Maker) -> Iterator[Measure]:
    """Income and its parts by source."""
    total, by_source = income.total, income.by_source
    yield make(
        "income_total",
        "money",
        total,
        marked(
            "sum of income postings with their sign turned, refunds netted, at cost; without "
            "loans, transfers and money in quarantine"
        ),
        {
            "not_income": {s: money(by_source[s]) for s in words.NOT_INCOME if by_source.get(s)},
            "unconverted": dict(sorted(income.unconverted.items())),
        },
    )
    yield make(
        "income_by_source",
        "breakdown",
        {
            s: {"amount": money(by_source[s]), "share": share(ratio(by_source[s], total))}
            for s in words.SOURCES
            if by_source.get(s) and s not in words.NOT_INCOME
        },
        marked("income of each source, and its share of income_total"),
        {},
        NO_INCOME,
    )
    dues = by_source.get(words.DUES, ZERO)
    parts = {
        "dues_share": (dues, marked("dues ÷ income_total")),
        "recurring_share": (
            income.recurring,
            marked("dues, levy, affiliation and entries tagged #recurring ÷ income_total"),
        ),
        "unknown_share": (
            by_source.get(words.UNKNOWN, ZERO),
            marked("income without a declared source ÷ income_total"),
        ),
        "unresolved_share": (
            sum(income.processors.values(), ZERO),
            marked("income that came through a processor without its givers' names ÷ income_total"),
        ),
    }
    for name, (part, formula) in parts.items():
        inputs = {"amount": money(part), "income_total": money(total)}
        yield make(name, "share", ratio(part, total), formula, inputs, NO_INCOME)


def state_measures(income: Income, make: Maker) -> Iterator[Measure]:
    """State money against own income (CF305, after PartG section 18(5))."""
    state, own = income.by_source.get("state", ZERO), income.own
    inputs = {"state": money(state), "own_income": money(own)}
    yield make(
        "state_ratio", "share", ratio(state, own), STATE_RATIO, inputs, marked("no own income")
    )
    yield make("own_minus_state", "money", own - state, marked("own income − state"), inputs)


def top_measures(income: Income, make: Maker) -> Iterator[Measure]:
    """Shares of the largest contributors, what they gave besides dues, of all income."""
    ranked, total = income.ranked(), income.total
    for k in TOPS:
        largest = ranked[:k]
        amount = sum((value for _, value in largest), ZERO)
        because = NO_INCOME if not total else marked("no contributor gave anything besides dues")
        value = ratio(amount, total) if ranked else None
        inputs: dict[str, object] = {"amount": money(amount), "income_total": money(total)}
        if k == 1 and ranked:
            inputs["group"] = ranked[0][0]
        elif ranked:
            inputs["groups"] = {group: money(v) for group, v in largest}
        formula = LARGEST if k == 1 else marked(LARGEST_ONES, k=k)
        yield make(f"top{k}_share", "share", value, formula, inputs, because)


def spread_measures(income: Income, make: Maker) -> Iterator[Measure]:
    """Concentration over all contributors, dues payers one by one."""
    people, total = income.contributors(), income.total
    known = sum(people.values(), ZERO)
    index = concentration.hhi(people.values(), total) if people and total else None
    unattributed = ratio(total - known, total)
    inputs = {"contributors": count(len(people)), "unattributed_share": share(unattributed)}
    yield make(
        "hhi",
        "index",
        index,
        marked(
            "10,000 × Σ (contributor's money ÷ income_total)², dues payers one by one; money whose "
            "giver is not known counts as if from countless people, so this is the least it can be"
        ),
        inputs,
        NO_CONTRIBUTOR,
    )
    yield make(
        "hhi_normalised",
        "share",
        concentration.normalised(index, len(people)) if index is not None else None,
        marked("(H − 1/N) ÷ (1 − 1/N), with H the hhi on the scale of 1 and N contributors"),
        inputs,
        NO_CONTRIBUTOR if not people else marked("a single contributor"),
    )
    yield make(
        "effective_contributors",
        "number",
        concentration.effective(index) if index is not None else None,
        marked("1 ÷ H: how many equal contributors would give the same concentration"),
        inputs,
        NO_CONTRIBUTOR,
    )
    yield make(
        "gini",
        "index",
        concentration.gini(people.values()),
        marked("Gini coefficient over contributors, population form: Σ|xᵢ − xⱼ| ÷ (2 n² mean)"),
        inputs,
        NO_CONTRIBUTOR,
    )
