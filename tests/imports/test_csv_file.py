"""CSV: no row vanishes, whatever the quotes, line ends and lengths."""

import csv
import io
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coopfund.imports.csv_file import delimiter_of, records
from coopfund.imports.movement import RefusedFileError
from coopfund.imports.table import table_of

HEADER = "id,name,note,amount"


def rows(count: int) -> list[str]:
    return [f"{n},somebody,a note,{n}.00" for n in range(1, count + 1)]


def read(text: str) -> list[tuple[str, ...]]:
    found = records(text, ",")
    return [record.fields for record in table_of(text, found, 0, ",").rows]


def test_two_stray_quotes_swallow_five_thousand_rows() -> None:
    """The standard reader returns 5,001 of 10,000 rows without a word; this one refuses."""
    lines = [f"{n},a,b,{n}" for n in range(1, 10_001)]
    lines[99] = '100,a,"b,100'
    lines[5098] = '5099,a,b",5099'
    text = "\n".join([HEADER, *lines]) + "\n"
    assert len(list(csv.DictReader(io.StringIO(text)))) == 5_001
    with pytest.raises(RefusedFileError, match=r"Line 101: a quote opens here .* 5000 lines that"):
        read(text)


def test_two_stray_quotes_in_neighbours() -> None:
    """One row vanishes, and what is left has the right number of fields."""
    lines = rows(10)
    lines[3] = '4,somebody,"a note,4.00'
    lines[4] = '5,somebody,a note",5.00'
    with pytest.raises(RefusedFileError, match="Line 5: a quote opens here"):
        read("\n".join([HEADER, *lines]) + "\n")


def test_stray_quotes_in_a_file_that_quotes_everything() -> None:
    lines = [",".join(f'"{field}"' for field in row.split(",")) for row in rows(10)]
    lines[3] = lines[3].replace("a note", 'a "note')
    lines[7] = lines[7].replace("a note", 'a "note')
    with pytest.raises(RefusedFileError, match="Line 5: text follows a closing quote"):
        read("\n".join([HEADER, *lines]) + "\n")


def test_one_stray_quote() -> None:
    lines = rows(10)
    lines[3] = '4,somebody,"a note,4.00'
    with pytest.raises(RefusedFileError, match="Line 5: a quote opens a field and nothing closes"):
        read("\n".join([HEADER, *lines]) + "\n")


def test_a_comment_of_several_lines_is_one_field() -> None:
    text = f'{HEADER}\n1,somebody,"thanks,\nfor all,\r\nand more",1.00\n2,b,c,2.00\n'
    assert read(text) == [
        ("1", "somebody", "thanks,\nfor all,\r\nand more", "1.00"),
        ("2", "b", "c", "2.00"),
    ]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends(end: str) -> None:
    assert len(read(end.join([HEADER, *rows(5)]) + end)) == 5
    assert len(read(end.join([HEADER, *rows(5)]))) == 5


def test_quotes_inside_a_plain_field_are_text() -> None:
    assert read(f'{HEADER}\n1,pipe 5",x,1.00\n') == [("1", 'pipe 5"', "x", "1.00")]


def test_a_field_of_ten_megabytes() -> None:
    with pytest.raises(RefusedFileError, match="Line 3: a field of 10,000,000 characters"):
        read(f"{HEADER}\n1,a,b,1.00\n2,{'x' * 10_000_000},b,2.00\n")
    with pytest.raises(RefusedFileError, match="Line 3: a field of 10,000,000 characters"):
        read(f'{HEADER}\n1,a,b,1.00\n2,"{"x" * 10_000_000}",b,2.00\n')


def test_a_hundred_thousand_rows_take_seconds() -> None:
    start = time.perf_counter()
    assert len(read("\n".join([HEADER, *rows(100_000)]) + "\n")) == 100_000
    assert time.perf_counter() - start < 20


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_what_parts_the_columns(mark: str) -> None:
    assert delimiter_of(mark.join(["a", "b,c;d" if mark in "\t|" else "b", "c", "d", "e"])) == mark


FIELDS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=8)


# slow machines are no failure
@given(st.lists(st.lists(FIELDS, min_size=3, max_size=3), min_size=1, max_size=8))
def test_reads_what_the_standard_library_writes(table: list[list[str]]) -> None:
    out = io.StringIO()
    csv.writer(out, quoting=csv.QUOTE_ALL).writerows(table)
    assert [list(record.fields) for record in records(out.getvalue(), ",")] == table


# slow machines are no failure
@given(st.text(st.sampled_from('a,"\n\r 1;'), max_size=60))
def test_never_loses_a_line(text: str) -> None:
    try:
        found = records(text, ",")
    except RefusedFileError:
        return
    kept = sum(record.lines for record in found)
    blank = sum(
        not line.strip() for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    )
    assert kept + blank >= text.replace("\r\n", "\n").replace("\r", "\n").count("\n")
