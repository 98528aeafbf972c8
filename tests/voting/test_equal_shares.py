"""The method of equal shares: examples counted by hand, and what must always hold."""

import itertools
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coopfund.voting.election import APPROVAL, Ballot, Election, Project, election
from coopfund.voting.equal_shares import ADD1, ADD1U, NONE, Count, equal_shares
from coopfund.voting.greedy import greedy
from coopfund.voting.purses import COST, COUNT, Shares
from tests.voting.elections import BUDGETS, approvals, elections

RED, BLUE = "ABCDEFGHIJ", "KLMNOPQRST"


def test_a_majority_of_51_does_not_take_all() -> None:
    """The example that the method is explained with: 51 voters for red, 49 for blue.

    Twenty projects of one unit, a budget of ten. Each voter holds 1/10: red holds 5.1, hence five;
    blue 4.9, hence four. Greedy gives all ten to red.
    """
    vote = approvals(dict.fromkeys(RED + BLUE, 1), [RED] * 51 + [BLUE] * 49)
    without = equal_shares(vote, Count(Decimal(10), completion=NONE))
    assert [key in RED for key in sorted(without.keys)] == [True] * 5 + [False] * 4
    assert without.chosen[0].payments["v000"] == Fraction(1, 51)
    whole = equal_shares(vote, Count(Decimal(10), step=Decimal("0.005")))
    assert sorted(whole.keys) == list("ABCDEKLMNO")
    assert whole.endowment == Fraction(1, 10) + Fraction(5, 1000)
    assert greedy(vote, Decimal(10)).keys == list(RED)


def test_a_count_by_hand() -> None:
    """Budget 90, three voters with 30 each; A 60, B 30, C 30; ballots AB, AC, C.

    By cost: price = share of the cost that one unit of worth costs, 1 over effective supporters.
    A: two supporters, 30 each, price 60 / (2 x 60) = 1/2. C: two supporters, price 1/2, 15 each.
    B: one supporter, price 1. A and C tie and have two supporters each; C is cheaper, so C is
    first: v1 and v2 pay 15. A now costs 60 and its supporters hold 30 + 15: too little. B is paid
    by v0 alone. v1 keeps 15 and v2 keeps 15. A is 45 - 30 = 15 held: 45 short.
    """
    vote = approvals({"A": 60, "B": 30, "C": 30}, ["AB", "AC", "C"])
    found = equal_shares(vote, Count(Decimal(90), completion=NONE))
    assert found.keys == ["C", "B"]
    assert found.chosen[0].payments == {"v001": 15, "v002": 15}
    assert found.chosen[0].price == Fraction(1, 2)
    assert found.chosen[1].payments == {"v000": 30}
    assert [(its.project.key, its.why) for its in found.refused] == [
        ("A", "its 2 supporters have 15 left of their shares, 45 less than it costs")
    ]


def test_add1_goes_on_until_the_next_step_is_too_dear() -> None:
    """Budget 10, two voters. A costs 6 and B 6, each has one supporter with 5: nothing is bought.

    One more unit each buys both, for 12. So nothing is chosen, and by votes A is added.
    """
    vote = approvals({"A": 6, "B": 6}, ["A", "B"])
    found = equal_shares(vote, Count(Decimal(10), completion=ADD1))
    assert not found.keys
    assert found.raised == (0, Decimal(1))
    assert found.stopped == "another 1 each would cost 12 with A and B, more than the budget"
    whole = equal_shares(vote, Count(Decimal(10), completion=ADD1U))
    assert [(its.project.key, its.completing) for its in whole.chosen] == [("A", True)]


def test_a_higher_share_buys_what_one_supporter_wants() -> None:
    """Budget 12, two voters with 6 each. A 8 of both, B 4 of v0 alone, counted one like any other.

    Both have the price 4; A has more supporters and costs them 4 each. v0 has 2 left, too little
    for B; with 7 each it has 3, with 8 each it has 4. Then nothing is left of the budget.
    """
    vote = approvals({"A": 8, "B": 4}, ["AB", "A"])
    assert equal_shares(vote, Count(Decimal(12), completion=NONE, worth=COUNT)).keys == ["A"]
    found = equal_shares(vote, Count(Decimal(12), worth=COUNT))
    assert found.keys == ["A", "B"]
    assert found.endowment == 8
    assert found.cost == 12
    assert found.chosen[0].payments == {"v000": 4, "v001": 4}


def test_points_are_worth_what_they_say() -> None:
    """Budget 20, two voters with 10 each; A 12 with 3 and 1 points, B 8 with 0 and 4 points.

    A costs 12 / 4 = 3 a point: 9 and 3. B costs 8 / 4 = 2 a point: v1 pays 8, first. Then v1 has
    2 left; A: v1 pays 2 (3 x 1 is too much), v0 the other 10: price 10/3.
    """
    projects = [Project("A", Decimal(12), "A"), Project("B", Decimal(8), "B")]
    ballots = [
        Ballot("v0", {"A": Fraction(3)}),
        Ballot("v1", {"A": Fraction(1), "B": Fraction(4)}),
    ]
    vote = election("a vote", "points", projects, ballots)
    found = equal_shares(vote, Count(Decimal(20), completion=NONE))
    assert found.keys == ["B", "A"]
    assert found.chosen[1].payments == {"v0": 10, "v1": 2}
    assert found.chosen[1].price == Fraction(10, 3)


def test_what_costs_more_than_all_the_money_does_not_stand_in_the_way() -> None:
    vote = approvals({"A": 100, "B": 3}, ["AB", "A", "A"])
    found = equal_shares(vote, Count(Decimal(9)))
    assert found.keys == ["B"]
    assert found.refused[0].why == "it costs 100, more than the whole budget"


@given(elections(), BUDGETS, st.sampled_from([COST, COUNT]), st.sampled_from([ADD1, ADD1U, NONE]))
def test_never_more_than_the_budget(
    vote: Election, budget: Decimal, worth: str, completion: str
) -> None:
    found = equal_shares(vote, Count(budget, completion=completion, worth=worth))
    assert found.cost <= budget
    assert sorted([*found.keys, *(its.project.key for its in found.refused)]) == [
        its.key for its in vote.projects
    ]


@given(elections(), BUDGETS, st.sampled_from([COST, COUNT]), st.sampled_from([ADD1, NONE]))
def test_the_payments_are_a_price_system(
    vote: Election, budget: Decimal, worth: str, completion: str
) -> None:
    """Priceable: equal shares, only supporters pay, costs are met, nothing left could be bought."""
    found = equal_shares(vote, Count(budget, completion=completion, worth=worth))
    share = found.endowment or Fraction(0)
    if completion == NONE:
        assert share == Fraction(budget) / max(1, len(vote.ballots))
    paid = {
        ballot.voter: sum((its.payments.get(ballot.voter, 0) for its in found.chosen), Fraction(0))
        for ballot in vote.ballots
    }
    assert all(amount <= share for amount in paid.values())
    for its in found.chosen:
        assert sum(its.payments.values()) == its.project.cost
        supporters = {b.voter for b in vote.ballots if its.project.key in b.points}
        assert set(its.payments) <= supporters
        assert all(amount > 0 for amount in its.payments.values())
    for refused in found.refused:
        held = sum(
            (share - paid[b.voter] for b in vote.ballots if refused.project.key in b.points),
            Fraction(0),
        )
        assert held < refused.project.cost or refused.project.cost > budget


@given(elections(), BUDGETS, st.randoms())
def test_the_order_of_ballots_and_projects_says_nothing(
    vote: Election, budget: Decimal, random: Random
) -> None:
    projects, ballots = list(vote.projects), list(vote.ballots)
    random.shuffle(projects)
    random.shuffle(ballots)
    other = Election(vote.title, vote.kind, tuple(projects), tuple(ballots))
    one, two = (equal_shares(its, Count(budget)) for its in (vote, other))
    assert (one.keys, one.endowment, one.stopped) == (two.keys, two.endowment, two.stopped)
    assert [its.payments for its in one.chosen] == [its.payments for its in two.chosen]
    assert greedy(vote, budget).keys == greedy(other, budget).keys


@given(elections(), BUDGETS)
def test_add1_ends_where_nothing_fits_or_the_next_step_is_too_dear(
    vote: Election, budget: Decimal
) -> None:
    found = equal_shares(vote, Count(budget))
    left = budget - found.cost
    fits = [
        its.project.key
        for its in found.refused
        if its.project.cost <= left and vote.supporters[its.project.key]
    ]
    within = vote.without([p.key for p in vote.projects if p.cost > budget])
    further = Shares(within, COST).run((found.endowment or Fraction(0)) + 1)
    assert not fits or vote.cost(further.keys) > budget


@settings(max_examples=60)
@given(elections(), BUDGETS, st.sampled_from([COST, COUNT]))
def test_the_same_as_counted_without_any_shortcut(
    vote: Election, budget: Decimal, worth: str
) -> None:
    found = equal_shares(vote, Count(budget, completion=NONE, worth=worth))
    assert found.keys == _plainly(vote, budget, worth)


def _plainly(vote: Election, budget: Decimal, worth: str) -> list[str]:
    """Voter by voter, every price tried in every round."""
    left = {b.voter: Fraction(budget) / len(vote.ballots) for b in vote.ballots}
    keys: list[str] = []
    while True:
        offers = []
        for project in vote.projects:
            by_cost = worth == COST and vote.kind == APPROVAL
            values = {
                b.voter: b.points[project.key] * (Fraction(project.cost) if by_cost else 1)
                for b in vote.ballots
                if project.key in b.points
            }
            price = _price(Fraction(project.cost), values, left)
            if project.key not in keys and price is not None and project.cost <= budget:
                offers.append((price, -len(values), project.cost, project.key, values))
        if not offers:
            return keys
        price, _, _, key, values = min(offers)
        keys.append(key)
        for voter, value in values.items():
            left[voter] -= min(left[voter], price * value)


def _price(
    cost: Fraction, values: dict[str, Fraction], left: dict[str, Fraction]
) -> Fraction | None:
    """The smallest price at which the payments reach the cost: tried at each voter's limit."""
    if sum((left[voter] for voter in values), Fraction(0)) < cost:
        return None
    limits = sorted({left[voter] / value for voter, value in values.items()})
    for limit in limits:
        if sum(min(left[v], limit * value) for v, value in values.items()) >= cost:
            spent = [v for v, value in values.items() if left[v] / value < limit]
            rest = cost - sum((left[v] for v in spent), Fraction(0))
            paying = sum((value for v, value in values.items() if v not in spent), Fraction(0))
            return rest / paying
    return None


@given(elections(), BUDGETS)
def test_greedy_is_maximal_and_within_the_budget(vote: Election, budget: Decimal) -> None:
    found = greedy(vote, budget)
    assert found.cost <= budget
    left = budget - found.cost
    assert not [
        its
        for its in found.refused
        if vote.supporters[its.project.key] and its.project.cost <= left
    ]


def test_greedy_takes_the_most_approved_that_fits() -> None:
    """A 4 votes for 7, B 3 votes for 5, C 2 votes for 3, D none; the budget is 10."""
    vote = approvals({"A": 7, "B": 5, "C": 3, "D": 1}, ["AB", "AB", "ABC", "AC"])
    found = greedy(vote, Decimal(10))
    assert found.keys == ["A", "C"]
    assert [its.why for its in found.refused] == [
        "it costs 5, and 3 was left when its turn came",
        "nobody supports it",
    ]


@pytest.mark.parametrize("order", list(itertools.permutations("AB")))
def test_ties_go_by_supporters_then_cost_then_name(order: Sequence[str]) -> None:
    vote = approvals(dict.fromkeys(order, 4), ["AB", "AB"])
    assert equal_shares(vote, Count(Decimal(4))).keys == ["A"]
    assert greedy(vote, Decimal(4)).keys == ["A"]


def test_an_empty_box_chooses_nothing() -> None:
    found = equal_shares(approvals({"A": 1}, []), Count(Decimal(5)))
    assert (found.keys, found.refused[0].why) == ([], "nobody supports it")
