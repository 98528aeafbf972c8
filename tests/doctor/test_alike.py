"""Names that look alike are shown to whoever can know; nothing is ever joined by itself."""

from datetime import date
from pathlib import Path

import pytest

from coopfund.books.load import load
from coopfund.doctor.alike import choice, pairs, plain_name
from coopfund.doctor.lacks import lacks
from tests.ledgers import ACCOUNTS, Judged, judge

DAY = date(2026, 1, 2)


def gifts(*payees: tuple[str, str], more: str = "") -> str:
    """A gift of each payee and id."""
    return more + "".join(
        f'{DAY} * "{payee}" "gift"\n'
        + (f'  donor: "{donor}"\n' if donor else "")
        + "  Assets:Bank  1.00 USD\n  Income:Gifts\n"
        for payee, donor in payees
    )


def chosen(books: Judged) -> list[str]:
    """What the doctor would have somebody choose."""
    return [line for pair in pairs(books.books) for line in choice(pair, DAY)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ACME Ltd", "Acme Limited"),
        ("Café Zürich GmbH", "CAFE ZURICH"),
        ("Nachbarschaft e.V.", "nachbarschaft"),
        ("Quay Works, Inc.", "Quay Works"),
        ("Brendan's Parish", "Brendans parish"),
        ("Anna@Example.org", "anna@example.ORG"),
    ],
)
def test_case_accents_points_and_legal_forms_tell_nobody_apart(one: str, other: str) -> None:
    assert plain_name(one) == plain_name(other)
    books = judge(gifts((one, "d-1"), (other, "d-2")))
    assert len(pairs(books.books)) == 1


def test_a_slip_looks_alike() -> None:
    assert chosen(judge(gifts(("Johanna Lindqvist", "d-1"), ("Johanna Lindquist", "d-2")))) == [
        '; choose: 2026-01-02 custom "coopfund-contributor" "d-1"  ; Johanna Lindqvist',
        ';   same-as: "d-2"  ; Johanna Lindquist',
    ]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Dockers, branch 12", "Dockers, branch 13"),
        ("anna@example.org", "anne@example.org"),
        ("Ada", "Ida"),
        ("Harbour Kitchen", "Harbour Clinic"),
    ],
)
def test_what_is_told_apart(one: str, other: str) -> None:
    assert pairs(judge(gifts((one, "d-1"), (other, "d-2"))).books) == []


@pytest.mark.parametrize(
    "one_already",
    [
        '2026-01-01 custom "coopfund-contributor" "d-1"\n  same-as: "d-2"\n',
        '2026-01-01 custom "coopfund-contributor" "d-1"\n  controlled-by: "d-2"\n',
    ],
)
def test_whoever_is_one_already_is_not_told(one_already: str) -> None:
    books = judge(gifts(("ACME Ltd", "d-1"), ("Acme", "d-2"), more=one_already))
    assert pairs(books.books) == []
    assert pairs(judge(gifts(("ACME Ltd", "d-1"), ("Acme", "d-1"))).books) == []


def test_titles_are_compared_with_payees() -> None:
    title = '2026-01-01 custom "coopfund-contributor" "d-2"\n  title: "Acme Limited"\n'
    assert chosen(judge(gifts(("ACME Ltd", "d-1"), more=title))) == [
        '; choose: 2026-01-02 custom "coopfund-contributor" "d-2"  ; Acme Limited',
        ';   same-as: "d-1"  ; ACME Ltd',
    ]


def test_a_payee_without_an_id_is_offered_the_other_s() -> None:
    assert chosen(judge(gifts(("ACME Ltd", "d-1"), ("Acme", "")))) == [
        '; choose: donor: "d-1"  ; where the payee is ACME Ltd or Acme'
    ]
    assert chosen(judge(gifts(("ACME Ltd", ""), ("Acme", "")))) == [
        '; choose: donor: "d-001"  ; where the payee is ACME Ltd or Acme'
    ]


def test_a_payee_of_many_is_nobody_s_name() -> None:
    counter = [("Collection box", f"d-{number}") for number in range(4)]
    assert pairs(judge(gifts(*counter)).books) == []


def test_only_gifts_count() -> None:
    sold = (
        '2026-01-02 * "ACME" "bread"\n  donor: "d-2"\n  Assets:Bank  1.00 USD\n'
        '  Income:Misc\n    source: "event"\n'
    )
    assert pairs(judge(gifts(("ACME Ltd", "d-1")) + sold).books) == []


def test_what_is_chosen_can_be_pasted(tmp_path: Path) -> None:
    text = f'plugin "coopfund_plugins"\n{ACCOUNTS}' + gifts(("ACME Ltd", "d-1"), ("Acme", "d-2"))
    path = tmp_path / "main.beancount"
    path.write_text(text, encoding="utf-8")
    (lack,) = [lack for lack in lacks(load(path)) if lack.name == "alike"]
    assert lack.sentence.startswith("Two names of givers look alike.")
    pasted = [line.removeprefix("; choose: ").removeprefix(";") for line in lack.lines]
    path.write_text(text + "\n".join(pasted) + "\n", encoding="utf-8")
    loaded = load(path)
    assert loaded.analysis.books.problems == ()
    assert [lack.name for lack in lacks(loaded) if lack.name == "alike"] == []
