"""A member's statement in the members' language: its words, figures and days."""

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, Final

import pytest

from coopfund.books.load import load
from coopfund.dues import letter
from coopfund.dues.statement import Statement, StatementError, statement
from coopfund.language import LANGUAGES, Language, speaking
from tests.test_languages import MadeUp, bare, leaves, months, words_of

BOOKS: Final = """
option "title" "Harbour Street Cooperative"
option "operating_currency" "USD"
plugin "coopfund_plugins"
2025-12-01 commodity HOUR
  kind: "hours"
2025-12-01 open Assets:Bank
2025-12-01 open Income:Dues
  source: "dues"
2025-12-01 open Income:Gifts
  source: "donation"
2025-12-01 open Expenses:Hours  HOUR
2025-12-01 custom "coopfund-dues" "standard" 10.00 USD "monthly"
  hours: 4
2025-12-01 custom "coopfund-dues" "quarter" 30.00 USD "quarterly"
2025-12-01 custom "coopfund-member" "m-0001" "join" "standard"
2026-01-01 custom "coopfund-member" "m-0002" "join" "quarter"
2026-02-10 custom "coopfund-member" "m-0003" "join" "standard"
2026-03-20 custom "coopfund-member" "m-0003" "waive"
2026-05-31 custom "coopfund-member" "m-0003" "unwaive"
2026-04-15 custom "coopfund-member" "m-0002" "tier" "standard"
2026-06-20 custom "coopfund-member" "m-0002" "leave"
2026-01-09 * "dues, and more"
  member: "m-0002"
  Assets:Bank  1500.00 USD
  Income:Dues
2026-01-10 * "a gift"
  member: "m-0001"
  Assets:Bank  5.00 USD
  Income:Gifts
2026-02-20 * "dues"
  member: "m-0003"
  Assets:Bank  20.00 USD
  Income:Dues
2026-03-01 * "some of it back"
  member: "m-0003"
  Assets:Bank  -5.00 USD
  Income:Dues
2026-04-04 * "six hours at the stove, for dues"
  member: "m-0001"
  Expenses:Hours  6 HOUR
  Income:Dues
2026-06-30 * "three hundred hours, more than dues take"
  member: "m-0003"
  Expenses:Hours  300 HOUR
  Income:Dues
2026-06-30 * "four more"
  member: "m-0003"
  Expenses:Hours  4 HOUR
  Income:Dues
2026-06-30 * "dues of somebody who never joined"
  member: "m-0009"
  Assets:Bank  12.00 USD
  Income:Dues
"""
MEMBERS: Final = ("m-0001", "m-0002", "m-0003", "m-0009")
DATA: Final = frozenset({"Harbour Street Cooperative", "USD", *MEMBERS, *months()})
"""What these books say, and the months in days."""

AS_PRINTED: Final = ("text", "md", "html", "pdf")

Its = Callable[[str], Statement]


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A group with a member for everything that a statement can say."""
    path = tmp_path_factory.mktemp("dues") / "main.beancount"
    path.write_text(BOOKS, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def its(books: Path) -> Its:
    """Makes a member's statement in the language spoken."""
    case = load(books).analysis.case(date(2026, 6, 30))
    return lambda member: statement(case, member, 2026)


def said(form: str, its: Statement) -> str:
    """A statement in a form, as texts."""
    if form == "html":
        return words_of(letter.page(its))
    if form == "pdf":
        return "\n".join(leaves(without_data(letter.inputs(its))))
    return letter.text(its) if form == "text" else letter.markdown(its)


def without_data(inputs: dict[str, Any]) -> dict[str, Any]:
    """What the printed page says in words; a tier of the books stands alone for own templates."""
    return {key: value for key, value in inputs.items() if key != "tier"}


@pytest.mark.parametrize("member", MEMBERS)
@pytest.mark.parametrize("form", AS_PRINTED)
def test_a_statement_prints_no_text_around_the_catalogues(form: str, member: str, its: Its) -> None:
    with speaking(Language("en", MadeUp())):
        outside = [bare(line, DATA) for line in said(form, its(member)).splitlines()]
    assert [line for line in outside if re.search(r"[A-Za-z]{3,}", line)] == []


@pytest.mark.parametrize("member", MEMBERS)
def test_a_made_up_statement_is_set(member: str, its: Its) -> None:
    """Titles that begin with more than a byte, such as those with an accent, are set too."""
    with speaking(Language("en", MadeUp())):
        assert letter.printed(its(member)).startswith(b"%PDF-")


@pytest.mark.parametrize(
    ("code", "day", "amount", "below_zero"),
    [
        ("en", "2026-01-09", "1500.00", "−50.00"),
        ("de", "09.01.2026", "1.500,00", "−50,00"),
        ("es", "9 ene 2026", "1.500,00", "−50,00"),
        ("fr", "9 janv. 2026", "1\N{NO-BREAK SPACE}500,00", "−50,00"),
    ],
)
def test_figures_and_days_take_the_form_of_the_language(
    code: str, day: str, amount: str, below_zero: str, its: Its
) -> None:
    with speaking(code):
        quarterly, owing = its("m-0002"), its("m-0001")
        lines = [line for line in quarterly.table if amount in line[1]]
        assert [line[0] for line in lines] == [day]
        assert any(line[-1] == below_zero for line in owing.table)
        assert f'<html lang="{code}">' in letter.page(quarterly)
        assert letter.inputs(quarterly)["lang"] == code


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_printed_page_names_its_language(code: str, its: Its, tmp_path: Path) -> None:
    file = tmp_path / "a.pdf"
    with speaking(code):
        file.write_bytes(letter.printed(its("m-0001")))
    assert f"/Lang({code})".encode() in file.read_bytes()


def test_a_member_that_nobody_knows_is_refused_in_one_language(books: Path) -> None:
    with speaking("de"):
        loaded = load(books)
        case = loaded.analysis.case(date(2026, 6, 30))
        with pytest.raises(StatementError) as refused:
            statement(case, "m-00421", 2026)
    assert re.fullmatch(
        r'the books know no member "m-00421" \(did you mean "m-\d+"\?\)\.', str(refused.value)
    )
