"""Small books on disk, and entries to add to them."""

from pathlib import Path
from textwrap import dedent

from beancount.core.data import Directive
from beancount.parser import parser

MAIN = """\
option "title" "Kitchen"
option "operating_currency" "USD"
plugin "coopfund_plugins"
include "accounts.beancount"
include "members.beancount"
include "2026-01.beancount"
"""
ACCOUNTS = """\
2026-01-01 open Assets:Bank  USD
2026-01-01 open Income:Dues  USD
  source: "dues"
2026-01-01 open Income:Gifts  USD
  source: "donation"
2026-01-01 open Expenses:Childcare  USD
  program: "childcare"
2026-01-01 custom "coopfund-program" "childcare"
  funded-by: "dues"
"""
MEMBERS = """\
; Who is who.
2026-01-01 custom "coopfund-dues" "standard" 10.00 USD "monthly"
; ── Members
2026-01-01 custom "coopfund-member" "m-0001" "join" "standard"
; ── Who else gives
"""
JANUARY = """\
; January 2026

; the first dues
2026-01-05 * "dues" ^dues-1
  member: "m-0001"
  Assets:Bank   10.00 USD
  Income:Dues

2026-01-20 * "gift"
  donor: "d-1"
  Assets:Bank  100.00 USD
  Income:Gifts
"""


def write_books(folder: Path, **files: str) -> Path:
    """The kitchen's books, or others of the same names; the main file."""
    texts = {"main": MAIN, "accounts": ACCOUNTS, "members": MEMBERS, "2026-01": JANUARY, **files}
    for name, text in texts.items():
        (folder / f"{name}.beancount").write_bytes(text.encode())
    return folder / "main.beancount"


def entries(text: str) -> list[Directive]:
    """The directives of a text."""
    found, errors, _ = parser.parse_string(dedent(text))
    assert not errors, errors
    return list(found)


def texts_of(folder: Path) -> dict[str, str]:
    """Every file of the books by its name."""
    return {path.name: path.read_text() for path in sorted(folder.glob("*.beancount"))}
