"""Ballots are read whole or not at all; what is wrong is named with its row."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from functools import partial
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coopfund.voting.ballot_csv import read_ballot_csv
from coopfund.voting.election import BallotsError, Election
from coopfund.voting.pabulib import read_pabulib

TABLE = """\
voter,Playground,Reading corner,Tool library
cost,1200.00,800,450.50
account,Expenses:Play,,
program,childcare,,
m-1,x,,yes
m-2,,1,X
m-3,0,no,-
"""

PABULIB = """\
META
key;value
description;Harbour Street 2026
num_projects;3
num_votes;3
budget;1000
vote_type;approval
currency;EUR
min_length;1
max_length;2
PROJECTS
project_id;cost;name;category
1;600;Playground; park
2;400;"Benches; six of them";park
3;300;Trees;green
VOTES
voter_id;age;vote
a;34;1,2
b;;2,3
c;61;3
"""


def test_a_table_of_approvals(tmp_path: Path) -> None:
    vote = _table(tmp_path, TABLE)
    assert {p.key: str(p.cost) for p in vote.projects} == {
        "Playground": "1200.00",
        "Reading corner": "800",
        "Tool library": "450.50",
    }
    assert (vote.projects[0].account, vote.projects[0].program) == ("Expenses:Play", "childcare")
    assert {b.voter: sorted(b.points) for b in vote.ballots} == {
        "m-1": ["Playground", "Tool library"],
        "m-2": ["Reading corner", "Tool library"],
        "m-3": [],
    }


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_any_line_ends_semicolons_and_a_byte_order_mark(ends: str, tmp_path: Path) -> None:
    text = "\ufeff" + TABLE.replace(",", ";").replace("\n", ends)
    assert _table(tmp_path, text) == _table(tmp_path, TABLE)


@given(rows=st.permutations(range(7)), columns=st.permutations(range(1, 4)))
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_order_of_rows_and_columns_says_nothing(
    rows: list[int], columns: list[int], tmp_path: Path
) -> None:
    cells = [line.split(",") for line in TABLE.splitlines()]
    first, *rest = [[line[0], *(line[column] for column in columns)] for line in cells]
    mixed = [first, *(rest[row] for row in rows if row < len(rest))]
    text = "".join(",".join(line) + "\n" for line in mixed)
    assert _table(tmp_path, text) == _table(tmp_path, TABLE)


def test_points(tmp_path: Path) -> None:
    vote = _table(tmp_path, "voter,A,B\ncost,5,5\nv,2.5,\nw,0,3\n", points=True)
    assert [dict(b.points) for b in vote.ballots] == [{"A": Fraction(5, 2)}, {"B": Fraction(3)}]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("", ["b.csv is empty; its first row names the projects."]),
        ("voter\n", ['b.csv:1: the first row names no project; write "voter,Playground,Library".']),
        ("voter,A\nv,x\n", ['b.csv:1: the row "cost" is missing: what each project costs.']),
        ("voter,A\ncost,5\n", ["b.csv has no ballots."]),
        (
            "voter,A,A\ncost,5,-3\nv,x,3\nv,x,\n,x,\nw,x,x,x\n",
            [
                'b.csv:1: "A" is there twice.',
                (
                    'b.csv:3: "3" for A is neither x nor empty; with --ballots points, cells are '
                    "numbers."
                ),
                "b.csv:4: v voted already, in row 3; one ballot each.",
                "b.csv:5: the ballot has no voter in its first cell.",
                "b.csv:6: there are 4 cells, and the first row has 3.",
            ],
        ),
        (
            "voter,A,B\ncost,1.234;56,\nv,x,\n",
            [
                'b.csv:2: the cost of "A" is "1.234;56"; write an amount above 0 such as 1200.00.',
                'b.csv:2: the cost of "B" is ""; write an amount above 0 such as 1200.00.',
            ],
        ),
        (
            'voter,A\ncost,5\n"v,x\nw,x\n',
            ["b.csv:3: a quotation mark opens here and does not close."],
        ),
        (
            "voter,<b>A\ncost,5\nv,x\n",
            ["b.csv:1: a cell holds markup or a control character."],
        ),
        (
            "voter,A\ncost,\u0665\nv,x\n",
            ['b.csv:2: the cost of "A" is "\u0665"; write an amount above 0 such as 1200.00.'],
        ),
    ],
)
def test_a_table_that_cannot_be_counted(
    text: str, sentences: Sequence[str], tmp_path: Path
) -> None:
    with pytest.raises(BallotsError) as caught:
        _table(tmp_path, text)
    assert [caught.value.line(fault) for fault in caught.value.faults] == sentences
    assert "othing was counted" in str(caught.value)


def test_what_is_no_text(tmp_path: Path) -> None:
    file = tmp_path / "b.csv"
    file.write_bytes("voter,Café\n".encode("latin-1"))
    with pytest.raises(BallotsError, match=r"b\.csv is not UTF-8 text \(byte 9\)"):
        read_ballot_csv(file, points=False)
    with pytest.raises(BallotsError, match=r"none\.csv cannot be read: no such file"):
        read_ballot_csv(tmp_path / "none.csv", points=False)


def test_a_pabulib_file(tmp_path: Path) -> None:
    vote = _pabulib(tmp_path, PABULIB)
    assert (vote.title, vote.kind) == ("Harbour Street 2026", "approval")
    assert (vote.budget, vote.currency) == (Decimal(1000), "EUR")
    assert vote.projects[1].name == "Benches; six of them"
    assert {b.voter: sorted(b.points) for b in vote.ballots} == {
        "a": ["1", "2"],
        "b": ["2", "3"],
        "c": ["3"],
    }


def test_points_of_a_pabulib_file(tmp_path: Path) -> None:
    text = PABULIB.replace("vote_type;approval", "vote_type;cumulative\nmax_sum_points;5")
    text = text.replace("voter_id;age;vote", "voter_id;vote;points")
    text = text.replace("a;34;1,2", "a;1,2;3,2").replace("b;;2,3", "b;2,3;1,1")
    vote = _pabulib(tmp_path, text.replace("c;61;3", "c;3;5"))
    assert dict(vote.ballots[0].points) == {"1": 3, "2": 2}
    assert vote.kind == "points"
    with pytest.raises(BallotsError, match=r"b\.pb:21: the ballot gives 6 points in all; at most"):
        _pabulib(tmp_path, text.replace("c;61;3", "c;3;6"))
    with pytest.raises(BallotsError, match=r"b\.pb:21: has 1 projects and the points 1,2"):
        _pabulib(tmp_path, text.replace("c;61;3", "c;3;1,2"))


def test_rankings_of_a_pabulib_file(tmp_path: Path) -> None:
    vote = _pabulib(tmp_path, PABULIB.replace("approval", "ordinal"))
    assert vote.kind == "ranking"
    assert dict(vote.ballots[0].points) == {"1": 2, "2": 1}
    assert dict(vote.ballots[2].points) == {"3": 2}
    text = PABULIB.replace("approval", "ordinal\nscoring_fn;Dowdall")
    with pytest.raises(BallotsError, match='ranks by scoring_fn "Dowdall"; only Borda'):
        _pabulib(tmp_path, text)


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("META\n", "", "b.pb:1: the file does not begin with META; it is no Pabulib file."),
        (
            "approval",
            "range",
            (
                'b.pb has vote_type "range", which is none of approval, choose-1, '
                "cumulative, ordinal and scoring."
            ),
        ),
        (
            "budget;1000",
            "budget;1 000",
            'b.pb:6: budget "1 000" is no number such as 5000 or 5000.00.',
        ),
        ("2;400;", "1;400;", 'b.pb:14: project "1" is there twice.'),
        ("2;400;", "2;free;", 'b.pb:14: the cost of project 2 is "free", no amount above 0.'),
        ("b;;2,3", "a;;2,3", "b.pb:19: a voted already, in row 18; one ballot each."),
        ("b;;2,3", "b;;2,9", "b.pb:19: the ballot names 9, which is no project."),
        ("b;;2,3", "b;;2,2", "b.pb:19: the ballot names 2 twice."),
        ("b;;2,3", "b;;1,2,3", "b.pb:19: the ballot names 3 projects; at most 2 were allowed."),
        ("b;;2,3", "b;;", "b.pb:19: the ballot names 0 projects; at least 1 were asked for."),
        ("c;61;3\n", "", "b.pb says num_votes 3 and has 2 ballots; is it whole?"),
        ("voter_id;age;vote", "id;age;vote", "b.pb:17: the column voter_id is missing from VOTES."),
    ],
)
def test_a_pabulib_file_that_cannot_be_counted(
    old: str, new: str, sentence: str, tmp_path: Path
) -> None:
    with pytest.raises(BallotsError) as caught:
        _pabulib(tmp_path, PABULIB.replace(old, new, 1))
    assert sentence in [caught.value.line(fault) for fault in caught.value.faults]


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_broken_file_is_one_sentence_and_never_a_traceback(
    data: st.DataObject, tmp_path: Path
) -> None:
    text = data.draw(st.sampled_from([TABLE, PABULIB]))
    for _ in range(data.draw(st.integers(1, 4))):
        position = data.draw(st.integers(0, len(text)))
        cut = data.draw(st.integers(0, 5))
        text = text[:position] + data.draw(st.text(max_size=3)) + text[position + cut :]
    file = tmp_path / "b.csv"
    file.write_bytes(text.encode("utf-8", "surrogatepass"))
    for read in (partial(read_ballot_csv, points=False), read_pabulib):
        try:
            vote = read(file)
        except BallotsError as error:
            sentence = str(error)
        else:
            sentence = "it was counted"
            assert len({ballot.voter for ballot in vote.ballots}) == len(vote.ballots)
        assert "\n" not in sentence


def _table(folder: Path, text: str, *, points: bool = False) -> Election:
    file = folder / "b.csv"
    file.write_text(text, encoding="utf-8", newline="")
    return read_ballot_csv(file, points=points)


def _pabulib(folder: Path, text: str) -> Election:
    file = folder / "b.pb"
    file.write_text(text, encoding="utf-8", newline="")
    return read_pabulib(file)
