"""Which contributors are one, and which declarations of it cannot be true."""

import pytest

from tests.ledgers import Judged, judge, judged


def contributors(**lines: str) -> Judged:
    """Directives by number of the donor."""
    return judge(
        "".join(
            f'2026-01-01 custom "coopfund-contributor" "{name.replace("_", "-")}"\n'
            + "".join(f"  {line}\n" for line in text.split(";"))
            for name, text in lines.items()
        )
        + '2026-01-02 * "a giver"\n  donor: "d-1"\n  Assets:Bank  1.00 USD\n  Income:Gifts\n'
    )


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ('same-as: "d-2"', 'kind: "person"'),
        ('kind: "person"', 'same-as: "d-1"'),
        ('household: "h-1"', 'household: "h-1"'),
        ('payer-account: "p-1 p-2"', 'payer-account: "p-2"'),
        ('controlled-by: "d-2"', 'kind: "company"'),
    ],
)
def test_what_makes_two_contributors_one(one: str, other: str) -> None:
    books = contributors(d_1=one, d_2=other)
    assert books.problems() == []
    assert books.books.groups.of("d-1") == books.books.groups.of("d-2")
    assert books.books.groups.members(books.books.groups.of("d-1")) == ("d-1", "d-2")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ('household: "h-1"', 'household: "h-2"'),
        ('payer-account: "p-1"', 'payer-account: "p-2"'),
        ('household: "x-1"', 'payer-account: "x-1"'),
    ],
)
def test_what_leaves_them_two(one: str, other: str) -> None:
    groups = contributors(d_1=one, d_2=other).books.groups
    assert groups.of("d-1") != groups.of("d-2")


@judged
def test_two_directives_on_one_contributor_add_up(books: Judged) -> None:
    """
    2026-01-01 custom "coopfund-contributor" "d-1"
      kind: "company"
      title: "Quay Works Ltd"
      same-as: "d-2"
    2026-02-01 custom "coopfund-contributor" "d-1"
      same-as: "d-3"
      payer-account: "p-1"
      ends: 2026-12-31
    """
    record = books.books.declared.contributors["d-1"]
    assert (record.kind, record.title) == ("company", "Quay Works Ltd")
    assert (record.same_as, record.payer_accounts) == (("d-2", "d-3"), ("p-1",))
    assert (str(record.date), str(record.ends)) == ("2026-01-01", "2026-12-31")
    assert books.books.groups.members("d-1") == ("d-1", "d-2", "d-3")


def test_two_spellings_cannot_be_of_two_kinds() -> None:
    books = contributors(d_1='kind: "person";same-as: "d-2"', d_2='kind: "company"')
    assert books.problems() == [
        (
            '2026-01-01 custom "coopfund-contributor" "d-1"',
            "coopfund-contributor: d-1 is a person and cannot be the same as d-2, a company",
        )
    ]
    assert books.one("CF610").action == "stop"


def test_a_firm_and_its_owner_can_be_of_two_kinds() -> None:
    books = contributors(d_1='kind: "company";controlled-by: "d-2"', d_2='kind: "person"')
    assert books.problems() == []
    assert books.books.groups.of("d-1") == "d-2"


def test_nobody_has_two_controllers() -> None:
    books = contributors(d_1='controlled-by: "d-2 d-3"')
    assert books.problems() == [
        (
            '2026-01-01 custom "coopfund-contributor" "d-1"',
            "coopfund-contributor: d-1 has 2 controllers, d-2 and d-3: name one of them",
        )
    ]


def test_one_controller_by_two_spellings_is_one() -> None:
    assert contributors(d_1='controlled-by: "d-2 d-3"', d_3='same-as: "d-2"').problems() == []


def test_a_circle_of_control_is_told_once() -> None:
    books = contributors(
        d_1='controlled-by: "d-2"', d_2='controlled-by: "d-3"', d_3='controlled-by: "d-1"'
    )
    assert books.problems() == [
        (
            '2026-01-01 custom "coopfund-contributor" "d-1"',
            ("coopfund-contributor: d-1 is controlled by d-2, d-2 by d-3, d-3 by d-1: a circle"),
        )
    ]


def test_nobody_controls_themselves() -> None:
    ((line, message),) = contributors(d_1='controlled-by: "d-1"').problems()
    assert line == '2026-01-01 custom "coopfund-contributor" "d-1"'
    assert message.endswith("d-1 is controlled by d-1: a circle")


def test_a_controller_of_a_controller_is_no_circle() -> None:
    books = contributors(d_1='controlled-by: "d-2"', d_2='controlled-by: "d-3"')
    assert books.problems() == []
    assert books.books.groups.of("d-1") == "d-3"


@judged
def test_the_rest_of_the_check_is_complete(books: Judged) -> None:
    """
    2026-01-01 custom "coopfund-contributor" "d-1"
      controlled-by: "d-1"
    2026-01-02 * "gift"
      donor: "d-1"
      Assets:Bank   100.00 USD
      Income:Gifts
    """
    assert {"CF303", "CF610"} <= {finding.code for finding in books.findings}


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ('ends: "soon"', 'ends has the wrong type (text "soon"); write ends: 2027-06-30'),
        ('public: "yes"', 'public has the wrong type (text "yes"); write public: TRUE'),
        ("payer-account: 7", 'payer-account has the wrong type (7); write payer-account: "p-3"'),
        ('payer-acount: "p"', '"payer-acount" means nothing here (did you mean "payer-account"?)'),
    ],
)
def test_what_cannot_be_read_is_told_at_its_line(line: str, message: str) -> None:
    assert contributors(d_1=line).problems() == [
        (
            '2026-01-01 custom "coopfund-contributor" "d-1"',
            f"coopfund-contributor: {message}",
        )
    ]
