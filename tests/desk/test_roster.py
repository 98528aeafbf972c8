"""The roster: who the ids are, read whole or refused with the row."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coopfund.desk.roster import NAME, Person, Roster, RosterError, key

HEAD = "id,name,also,email,household,joined\n"
THREE = HEAD + (
    "m-0042,Ana Silva,A. da Silva; Aninha,ana@example.org; silva@example.net,h-12,2026-01-15\n"
    "m-0043,José Peña,,home@example.org,h-13,\n"
    "d-007,Ben Okafor,,home@example.org,,\n"
)


def roster(folder: Path, content: str | bytes) -> Roster:
    """What a file with this content says."""
    encoded = content.encode() if isinstance(content, str) else content
    (folder / NAME).write_bytes(encoded)
    return Roster.read(folder)


def test_a_roster_knows_everybody_by_id_name_and_address(tmp_path: Path) -> None:
    people = roster(tmp_path, THREE)
    assert people.name_of("m-0042") == "Ana Silva"
    assert people.name_of("m-0099") is None
    assert people.people["m-0042"].joined == date(2026, 1, 15)
    assert people.people["m-0042"].household == "h-12"
    assert people.find(email="SILVA@example.net") == "m-0042"
    assert people.find(name="ana  silva") == "m-0042"
    assert people.find(name="Aninha") == "m-0042"


def test_a_name_is_the_same_however_its_accents_are_composed(tmp_path: Path) -> None:
    people = roster(tmp_path, THREE)
    assert people.find(name="JOSE\u0301 PEN\u0303A") == "m-0043"
    assert people.find(name="Jose Pena") is None, "never a guess"


@pytest.mark.parametrize(
    ("email", "name", "found"),
    [
        ("home@example.org", None, None),  # two people
        ("home@example.org", "Ben Okafor", "d-007"),  # told apart by the name
        ("home@example.org", "Ana Silva", None),  # an address and a name that contradict
        ("ana@example.org", "Somebody Else", "m-0042"),  # the name is in no row
        ("new@example.org", "Ana Silva", "m-0042"),
        ("", "", None),
        (None, None, None),
    ],
)
def test_what_is_not_certain_is_nobody(
    tmp_path: Path, email: str | None, name: str | None, found: str | None
) -> None:
    assert roster(tmp_path, THREE).find(email=email, name=name) == found


def test_two_people_of_one_name_are_nobody(tmp_path: Path) -> None:
    people = roster(tmp_path, "id,name\nm-1,Ana Silva\nm-2,ana silva\n")
    assert people.find(name="Ana Silva") is None


@pytest.mark.parametrize(
    "content",
    [
        "id,name\nm-1,José Peña\n".encode(),
        "id,name\nm-1,José Peña\n".encode("utf-8-sig"),
        "id,name\nm-1,José Peña\n".encode("cp1252"),
        "id,name\nm-1,José Peña\n".encode("utf-16"),
        "id;name\r\nm-1;José Peña\r\n".encode(),
        "id\tname\rm-1\tJosé Peña\r".encode(),
        '\n\nID, Name ,phone\n\n m-1 ,"José Peña",1\n,,\n'.encode(),
    ],
)
def test_what_spreadsheets_write_is_read(tmp_path: Path, content: bytes) -> None:
    assert roster(tmp_path, content).find(name="José Peña") == "m-1"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("id,name\nm-1,A\nm-1,B\n", 'row 3: the id "m-1" stands in row 2 already.'),
        ("id,name\nm-1\n", "row 2: has 1 columns, the header 2; a text that holds a comma stands "),
        ("id,name\nm-1,A,B\n", "row 2: has 3 columns"),
        ("id,name\nm 1,A\n", 'row 2: "m 1" is no id such as m-0042 or d-007.'),
        ("id,name\nm-1, \n", "row 2: m-1 has no name."),
        ("id,naem\nm-1,A\n", 'row 1: there is no column "name" (did you mean "naem"?); the '),
        ("id,name,Name\nm-1,A,B\n", 'row 1: the column "name" is there twice.'),
        ("id,name,joined\nm-1,A,1.2.2026\n", 'row 2: "1.2.2026" is no day such as 2026-01-15.'),
        ("id,name,email\nm-1,A,ana\n", 'row 2: "ana" is no e-mail address.'),
        ("id,name\nm-1,<b>A\n", "row 2: m-1 holds markup or control characters."),
        ('id,name\nm-1,"A\nm-2,B"\nm-3,C\n', "row 2: a quote is opened and not closed in its "),
        ('id,name\nm-1,"A\nm-2,B\n', "row 2: cannot be read as a table: unexpected end of data."),
        ('id,name\nm-1,"A"x\n', "row 2: cannot be read as a table: ',' expected after '\"'."),
        (f"id,name\nm-1,{'A' * 200_000}\n", "row 2: cannot be read as a table: field larger than"),
        (b"id,name\nm-1,\0\n", "row 2: is no text file."),
        (b"id,name\nm-1,\x81\n", "row 2: is neither UTF-8 nor Windows-1252 text."),
    ],
)
def test_a_broken_roster_is_one_sentence_with_the_row(
    tmp_path: Path, content: str | bytes, message: str
) -> None:
    with pytest.raises(RosterError) as found:
        roster(tmp_path, content)
    assert str(found.value).startswith(f"{NAME}, {message}")
    assert "\n" not in str(found.value)


def test_no_roster_is_an_empty_one(tmp_path: Path) -> None:
    assert Roster.read(tmp_path).people == {}
    assert roster(tmp_path, " \n").people == {}
    assert Roster.read(tmp_path).next_id() == "m-0001"
    assert Roster.read(tmp_path).next_id("d") == "d-001"


def test_a_folder_of_that_name_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / NAME).mkdir()
    with pytest.raises(RosterError, match=r"roster\.csv: cannot be read: Is a directory\."):
        Roster.read(tmp_path)


def test_the_next_id_follows_the_highest_that_anybody_has(tmp_path: Path) -> None:
    people = roster(tmp_path, THREE)
    assert people.next_id() == "m-0044"
    assert people.next_id("d") == "d-008"
    assert people.next_id(taken=["m-0061", "m-late", "d-900"]) == "m-0062"


@given(st.binary(max_size=200))
def test_any_bytes_are_a_roster_or_one_sentence(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    folder, said = tmp_path_factory.mktemp("any"), ""
    try:
        roster(folder, b"id,name\n" + content)
    except RosterError as error:
        said = str(error)
    assert "\n" not in said


@given(st.text())
def test_what_makes_two_names_the_same_is_stable(text: str) -> None:
    assert key(key(text)) == key(text)


ANA = Person("m-0061", "Ana López, jr.", emails=("a@example.org",), joined=date(2026, 11, 1))


@pytest.mark.parametrize(
    "content",
    [
        b"",
        THREE.encode(),
        THREE.encode("utf-8-sig").rstrip(b"\n"),
        THREE.replace("\n", "\r\n").encode(),
        THREE.encode("cp1252"),
        b"joined;email;phone;Name;ID\n2026-01-01;;1;Xi;m-1",
    ],
)
def test_a_person_is_added_and_all_else_stays(tmp_path: Path, content: bytes) -> None:
    (tmp_path / NAME).write_bytes(content)
    before = Roster.read(tmp_path).people
    Roster.add(tmp_path, ANA)
    after = Roster.read(tmp_path)
    assert {k: v for k, v in after.people.items() if k != ANA.id} == before
    assert after.find(name="ana lópez, jr.", email="a@example.org") == "m-0061"
    assert after.people[ANA.id].joined == date(2026, 11, 1)
    written = (tmp_path / NAME).read_bytes()
    assert content in written or b"\xf1" in content or not content.endswith(b"\n")
    assert (b"\r\n" in written) == (b"\r\n" in content)


def test_a_new_roster_is_its_owners_alone(tmp_path: Path) -> None:
    Roster.add(tmp_path, ANA)
    assert (tmp_path / NAME).stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    ("person", "message"),
    [
        (Person("m-0042", "B"), 'row 5: the id "m-0042" stands in row 2 already.'),
        (Person("m-1", '=HYPERLINK("x")'), 'row 5: "=HYPERLINK("x")" would be a formula in a '),
        (Person("m-1", ""), "row 5: m-1 has no name."),
        (Person("Ana", "Ana"), 'row 5: "Ana" is no id'),
    ],
)
def test_who_makes_no_row_is_not_added(tmp_path: Path, person: Person, message: str) -> None:
    roster(tmp_path, THREE)
    with pytest.raises(RosterError) as found:
        Roster.add(tmp_path, replace(person, row=5))
    assert str(found.value).startswith(f"{NAME}, {message}")
    assert (tmp_path / NAME).read_text(encoding="utf-8") == THREE


def test_what_the_columns_cannot_hold_is_refused(tmp_path: Path) -> None:
    roster(tmp_path, "id,name\n")
    with pytest.raises(RosterError, match='there is no column "email" to write to'):
        Roster.add(tmp_path, ANA)
