"""The files of new books, each explaining itself in its comments."""

from collections.abc import Mapping

from coopfund import words
from coopfund.desk.new_books import NewBooks
from coopfund.desk.new_parts import NewOpening
from coopfund.wording import in_months

GITIGNORE = """\
# Names and addresses belong to the roster, and the roster stays out of the books' history.
/roster*
# coopfund's lock, journal of writes and keys: this machine's own.
/.coopfund/
# Beancount's own load cache.
*.picklecache
"""


def new_files(books: NewBooks) -> Mapping[str, str]:
    """Every file by its name."""
    month = f"{books.start.isoformat()[:7]}.beancount"
    return {
        "main.beancount": _main(books, month),
        "accounts.beancount": _accounts(books),
        "programs.beancount": _programs(books),
        "members.beancount": _members(books),
        "rules.beancount": _rules(books),
        month: _month(books),
        ".gitignore": GITIGNORE,
    }


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _main(books: NewBooks, month: str) -> str:
    return f"""\
; The books of {books.title}. Start here: this file names all the others.
;
;   coopfund check main.beancount     judges the books by the rules the assembly voted
;   coopfund serve main.beancount     shows them in a browser, on this machine only
;   coopfund explain                  lists the rules

option "title" {_quoted(books.title)}
option "operating_currency" "{books.currency}"

; Runs the rules. Beancount ignores a plugin line in an included file, so it must stand here.
plugin "{words.PLUGIN}"

; Adds coopfund's pages to Fava.
{books.start} custom "fava-extension" "{words.EXTENSION}"

include "accounts.beancount"
include "programs.beancount"
include "members.beancount"
include "rules.beancount"

; One file a month; coopfund adds the line for each new one.
include "{month}"
"""


def _accounts(books: NewBooks) -> str:
    day, currency = books.start, books.currency
    banks = "".join(f"{day} open {name}  {currency}\n" for name in books.bank_accounts)
    tiers = [f"Income:Dues:{tier.account}" for tier in books.dues] or ["Income:Dues"]
    dues = "".join(f'{day} open {name}  {currency}\n  source: "dues"\n' for name in tiers)
    programs = "".join(
        f'{day} open Expenses:{program.account}  {currency}\n  program: "{program.name}"\n'
        for program in books.programs
    )
    hours = "".join(
        f'{day} open Expenses:Hours:{program.account}  HOUR\n  program: "{program.name}"\n'
        for program in books.programs
    )
    return f"""\
; What each account is for. A sub-account inherits from the nearest account opened above it.
; An account is closed with: 2030-12-31 close Assets:Cash

{day} commodity {currency}

; ── What we have ─────────────────────────────────────────────────────────────────────────────────
{banks}{day} open Assets:Cash  {currency}
  kind: "cash"

; ── What we owe ──────────────────────────────────────────────────────────────────────────────────
; Bills that are not paid yet; money lent to us; money that we refuse and have not given back yet.
{day} open Liabilities:Payable  {currency}
{day} open Liabilities:Loans  {currency}
  source: "loan"
{day} open Liabilities:Quarantine  {currency}
  kind: "quarantine"

; ── Where money comes from ───────────────────────────────────────────────────────────────────────
; Every income account says its source. The sources are:
;   {" ".join(words.SOURCES[:8])}
;   {" ".join(words.SOURCES[8:])}
{dues}{day} open Income:Gifts  {currency}
  source: "donation"
{day} open Income:Events  {currency}
  source: "event"
{day} open Income:Foundations  {currency}
  source: "foundation"
{day} open Income:State  {currency}
  source: "state"
{day} open Income:Interest  {currency}
  source: "capital"
{day} open Income:InKind  {currency}
  source: "in-kind"

; ── What it is spent on: the programs ────────────────────────────────────────────────────────────
{programs or _no_programs(books)}
; ── What it is spent on: the core ────────────────────────────────────────────────────────────────
; Whatever names no program is core. What would be cut first in a bad year: essential: FALSE
{day} open Expenses:Core:Rent  {currency}
{day} open Expenses:Core:Bank  {currency}
{day} open Expenses:Core:Office  {currency}
; Wages are marked, so that everybody sees which money pays them:
;   {day} open Expenses:Core:Wages  {currency}
;     kind: "payroll"

; ── Volunteers' hours: a memo, never money ───────────────────────────────────────────────────────
{day} commodity HOUR
  kind: "hours"
{day} open Expenses:Hours  HOUR
{hours}{day} open Equity:Hours  HOUR

; ── What was there before ────────────────────────────────────────────────────────────────────────
{day} open Equity:Opening-Balances  {currency}
"""


def _no_programs(books: NewBooks) -> str:
    return f"""\
;   {books.start} open Expenses:Childcare  {books.currency}
;     program: "childcare"
"""


def _programs(books: NewBooks) -> str:
    head = """\
; The programs, and the money that each may be paid from. "funded-by" is the whitelist: a program
; that lists dues alone is paid by the members and by nobody else. Without "funded-by", any money
; may pay. Name the vote once it is taken: decision: "GM-2026-01"
"""
    blocks = []
    for program in books.programs:
        lines = [
            f'{books.start} custom "coopfund-program" "{program.name}"',
            f"  title: {_quoted(program.title)}",
        ]
        if program.whitelist is not None:
            lines.append(f'  funded-by: "{" ".join(program.whitelist)}"')
        blocks.append("\n".join(lines) + "\n")
    example = f"""\
;   {books.start} custom "coopfund-program" "childcare"
;     title: "Saturday childcare"
;     funded-by: "dues"
"""
    return "\n".join([head, *(blocks or [example])])


def _members(books: NewBooks) -> str:
    day = books.start
    schedule = "".join(
        f'{day} custom "coopfund-dues" "{tier.tier}" {books.money(tier.amount)} "{tier.interval}"\n'
        for tier in books.dues
    )
    tier = books.dues[0].tier if books.dues else "standard"
    example = f';   {day} custom "coopfund-dues" "standard" 10.00 {books.currency} "monthly"\n'
    joins = "".join(
        f'{its.joined} custom "coopfund-member" "{its.member}" "join" "{its.tier}"\n'
        for its in books.joining
    )
    offices = "".join(
        f'{day} custom "coopfund-office" {_quoted(officer.office)} "{officer.member}"\n'
        for officer in books.officers
    )
    return f"""\
; What members pay, and who they are: numbers only. Names and addresses stay in the roster, a file
; of your own that no report reads and that git does not keep.

; ── The dues schedule: a line for each change, dated on the day from which it holds ──────────────
{schedule or example}
; ── Members: join, tier, waive, unwaive, leave ───────────────────────────────────────────────────
;   {day} custom "coopfund-member" "m-0001" "join" "{tier}"
;   {day} custom "coopfund-member" "m-0001" "waive"
;   {day} custom "coopfund-member" "m-0001" "leave"
{joins}
; ── Officers: only they approve payments; the end of a term with until: 2027-12-31 ──────────────
;   {day} custom "coopfund-office" "treasurer" "m-0001"
;   {day} custom "coopfund-office" "treasurer" "m-0001" "recall"
{offices}
; ── Who else gives: kinds are {" ".join(words.CONTRIBUTOR_KINDS)}
;   {day} custom "coopfund-contributor" "d-001"
;     kind: "person"
"""


def _rules(books: NewBooks) -> str:
    day = books.start
    return f"""\
; What the assembly voted: decisions, changed rules, waivers. coopfund explain CF303 tells what a
; rule is for and how to change it.

; ── Decisions: the vote, and the amount it allows ────────────────────────────────────────────────
;   {day} custom "coopfund-decision" "GM-2026-01" 400.00 {books.currency}
;     program: "childcare"

; ── Rules: from this day on, with the figures voted ──────────────────────────────────────────────
;   {day} custom "coopfund-rule" "CF303"
;     warn: 0.10
;     decision: "GM-2026-01"

; ── Language: what reports and members' statements are written in; en, de, es or fr ──────────────
;   {day} custom "coopfund-language" "de"

; ── Waivers: a finding excused, with the reason; every waiver ends ───────────────────────────────
;   {day} custom "coopfund-waiver" "CF202" "envelope counted by two, giver not to be found"
;     entry: "^envelope-1"
;     by: "m-0001"
;     expires: 2026-12-31
"""


def _month(books: NewBooks) -> str:
    day, bank, currency = books.start, books.bank_accounts[0], books.currency
    dues = f"Income:Dues:{books.dues[0].account}" if books.dues else "Income:Dues"
    amount = books.money(books.dues[0].amount) if books.dues else f"10.00 {currency}"
    program = books.programs[0].account if books.programs else "Core:Rent"
    openings = "\n".join(_opening(books, opening) for opening in books.openings)
    example = f"""\
;   {day} * "Opening balance"
;     {bank}  250.00 {currency}
;       source: "dues"
;     Equity:Opening-Balances
"""
    return f"""\
; {in_months([books.start])}. coopfund add writes entries; by hand, the two sides add up to nothing.

; What is there on the first day, with the source it came from, where you know it:
{openings or example}
; A member's dues:
;   {day} * "dues"
;     member: "m-0001"
;     {bank}  {amount}
;     {dues}

; A gift, with its giver's number:
;   {day} * "gift"
;     donor: "d-001"
;     {bank}  25.00 {currency}
;     Income:Gifts

; A payment:
;   {day} * "Caretaker" "room for the afternoon"
;     Expenses:{program}  40.00 {currency}
;     {bank}

; Compared with the bank's statement, on the morning of:
;   {day} balance {bank}  0.00 {currency}
"""


def _opening(books: NewBooks, opening: NewOpening) -> str:
    source = f'    source: "{opening.source}"\n' if opening.source else ""
    return f"""\
{books.start} * "Opening balance"
  {opening.account}  {books.money(opening.amount)}
{source}  Equity:Opening-Balances
"""
