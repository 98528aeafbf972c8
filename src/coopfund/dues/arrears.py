"""Who owes dues, how much, and for how long."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from coopfund.dues.listing import Listing, base, shown
from coopfund.dues.standing import AGES, Standing
from coopfund.dues.status import age_name, tier_name
from coopfund.money import ZERO
from coopfund.wording import on_day

if TYPE_CHECKING:
    from coopfund.rules.case import Case

Named = Callable[[str], str]
"""What to call a member: the id, or on the treasurer's own screen the name as well."""


def arrears(case: "Case", people: Sequence[Standing], named: Named = str) -> Listing:
    """Everybody in arrears, those who owe most first.

    Args:
        case: the books as of a day.
        people: everybody's standing on it.
        named: what to call a member in the table for people.
    """
    behind = sorted(
        (its for its in people if its.arrears), key=lambda its: (-its.arrears, its.member)
    )
    sums = [sum(column, ZERO) for column in zip(*(its.aged() for its in behind), strict=True)]
    whole = sum((its.arrears for its in behind), ZERO)
    head = ("member", "tier", *(age_name(age) for age in AGES), "arrears", "last paid")
    return Listing(
        title=f"Dues in arrears in {case.books.currency}, by days since they became due, "
        f"as of {on_day(case.as_of)}",
        head=head,
        rows=[
            (
                named(its.member),
                tier_name(its),
                *(shown(case, value) for value in (*its.aged(), its.arrears)),
                its.last_paid.isoformat() if its.last_paid else "never",
            )
            for its in behind
        ],
        plain=[
            (
                its.member,
                tier_name(its),
                *(case.money(value) for value in (*its.aged(), its.arrears)),
                its.last_paid.isoformat() if its.last_paid else "",
            )
            for its in behind
        ],
        left=2,
        total=("together", "", *(shown(case, value) for value in (*sums, whole)), ""),
        empty="Nobody is in arrears.",
        data={
            **base(case),
            "arrears": case.money(whole),
            "by_age": {
                age_name(age): case.money(value)
                for age, value in zip(AGES, sums or [ZERO] * len(AGES), strict=True)
            },
            "members": [_data(case, its) for its in behind],
        },
    )


def _data(case: "Case", its: Standing) -> dict[str, Any]:
    ages = zip(AGES, its.aged(), strict=True)
    return {
        "member": its.member,
        "tier": tier_name(its),
        "arrears": case.money(its.arrears),
        "by_age": {age_name(age): case.money(value) for age, value in ages},
        "since": its.open[0].period.start.isoformat() if its.open else None,
        "last_paid": its.last_paid.isoformat() if its.last_paid else None,
        "open": [
            {
                "from": found.period.start.isoformat(),
                "to": found.period.end.isoformat(),
                "unpaid": case.money(found.unpaid),
                "days": found.age,
            }
            for found in its.open
        ],
    }
