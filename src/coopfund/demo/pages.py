"""The demo's standing pages: accounts, programs, main file, and the words beside them."""

from typing import Final

ACCOUNTS: Final = """\
; What each account is for. Sub-accounts inherit from the nearest account opened above them.

2024-11-01 commodity USD
2024-11-01 commodity EUR
2024-11-01 commodity HOUR
  kind: "hours"                    ; a memo: counts volunteers' time, never money

; ── What we have ────────────────────────────────────────────────────────────────────────────────
2024-11-01 open Assets:Bank:Current            USD
2024-11-01 open Assets:Bank:StrikeFund         USD
  pool: "strike-fund"              ; an account of its own: traced apart from all other money
2025-07-01 open Assets:Cash                    USD
  kind: "cash"                     ; banked within ten days; no large bill is paid from it
2025-01-01 open Assets:Receivable:State        USD
  kind: "receivable"               ; owed to us; cannot pay for anything yet
2025-02-01 open Assets:Equipment:Clinic        USD
  kind: "fixed-asset"
  program: "clinic"

; ── What we owe ─────────────────────────────────────────────────────────────────────────────────
2025-02-01 open Liabilities:Loans:Members      USD
  source: "loan"
2025-09-01 open Liabilities:Payable            USD

; ── Where money comes from ──────────────────────────────────────────────────────────────────────
2024-11-01 open Income:Dues:Standard           USD
  source: "dues"
2024-11-01 open Income:Dues:Reduced            USD
  source: "dues"
2024-11-01 open Income:Dues:Sustaining         USD
  source: "dues"
2024-11-01 open Income:Affiliation             USD
  source: "affiliation"
2024-11-01 open Income:Gifts:People            USD
  source: "donation"
2024-11-01 open Income:Gifts:Members           USD
  source: "donation"               ; what a member paid beyond what dues can be
2024-11-01 open Income:Gifts:Clinic            USD
  source: "donation"
  program: "clinic"                ; the giver named the clinic
2024-12-01 open Income:Gifts:Platform          USD
  source: "donation"
2025-06-01 open Income:Gifts:Sister            USD,EUR
  source: "union"
2025-01-01 open Income:State:Clinic            USD
  source: "state"
  program: "clinic"
2025-07-01 open Income:Fair:Food               USD
  source: "event"
2025-07-01 open Income:Fair:Books              USD
  source: "event"
2025-07-01 open Income:Fair:Raffle             USD
  source: "event"
2024-12-01 open Income:Interest                USD
  source: "capital"

; ── What it is spent on: the programs ───────────────────────────────────────────────────────────
2025-01-01 open Expenses:Childcare:Room        USD
  program: "childcare"
  essential: FALSE
2025-01-01 open Expenses:Childcare:Snacks      USD
  program: "childcare"
  essential: FALSE
2025-01-01 open Expenses:Childcare:Materials   USD
  program: "childcare"
  essential: FALSE
2026-04-01 open Expenses:Childcare:Outings     USD
  program: "childcare"
  essential: FALSE
2025-01-01 open Expenses:Clinic:Room           USD
  program: "clinic"
  essential: FALSE
2025-01-01 open Expenses:Clinic:Nurse          USD
  program: "clinic"
  essential: FALSE
2025-01-01 open Expenses:Clinic:Supplies       USD
  program: "clinic"
  essential: FALSE
2024-11-02 open Expenses:Strike:Pay            USD
  program: "strike"
  essential: FALSE

; ── What it is spent on: the core ───────────────────────────────────────────────────────────────
2024-12-01 open Expenses:Core:Rent             USD
2024-12-01 open Expenses:Core:Telephone        USD
2024-11-01 open Expenses:Core:Bank             USD
2025-03-01 open Expenses:Core:Insurance        USD
2025-01-01 open Expenses:Core:Repairs          USD
  essential: FALSE
2024-12-01 open Expenses:Core:Printing         USD
  essential: FALSE
2025-07-01 open Expenses:Core:Fair             USD
  essential: FALSE
2025-09-01 open Expenses:Core:Sundries         USD
  essential: FALSE
2024-12-01 open Expenses:Core:PlatformFees     USD
  kind: "fundraising"
2025-03-01 open Expenses:Staff:Wages           USD
  kind: "payroll"
2025-03-01 open Expenses:Staff:Contributions   USD
  kind: "payroll"

; ── Volunteers' hours ───────────────────────────────────────────────────────────────────────────
2025-01-01 open Expenses:Hours:Childcare       HOUR
  program: "childcare"
2025-01-01 open Expenses:Hours:Clinic          HOUR
  program: "clinic"
2025-01-01 open Equity:Hours                   HOUR
"""

PROGRAMS: Final = """\
; The programs, and the money that each may be paid from. Spending without a program is the core.

2024-11-02 custom "coopfund-program" "childcare"
  title: "Saturday childcare"
  funded-by: "dues"
  decision: "GM-2024-02"

2024-11-02 custom "coopfund-program" "clinic"
  title: "Tenants' clinic"
  funded-by: "dues donation state event"
  decision: "GM-2024-03"

2024-11-02 custom "coopfund-program" "strike"
  title: "Strike fund"
  funded-by: "dues"
  pool: "strike-fund"
  decision: "GM-2024-04"
"""

MAIN_HEAD: Final = """\
; Harbour Street Cooperative: two years of books, November 2024 to October 2026.
; An invented cooperative; every name and figure in it is invented too.

option "title" "Harbour Street Cooperative"
option "operating_currency" "USD"

; Beancount ignores a plugin line in an included file, so it stands here.
plugin "coopfund_plugins"

2024-11-01 custom "fava-extension" "coopfund.views.extension"

include "accounts.beancount"
include "programs.beancount"
include "rules.beancount"
include "members.beancount"
include "contributors.beancount"

"""

MAIN_BUDGETS: Final = """\

; ── Budgets, voted each autumn ──────────────────────────────────────────────────────────────────
2025-01-01 custom "budget" Expenses:Childcare         "monthly"     320.00 USD
2025-01-01 custom "budget" Expenses:Clinic            "monthly"     560.00 USD
2025-01-01 custom "budget" Expenses:Core:Rent         "monthly"     520.00 USD
2025-01-01 custom "budget" Expenses:Core:Telephone    "monthly"      40.00 USD
2025-01-01 custom "budget" Expenses:Core:Insurance    "yearly"      720.00 USD
2025-01-01 custom "budget" Expenses:Core:Printing     "yearly"      600.00 USD
2025-01-01 custom "budget" Expenses:Core:Fair         "yearly"      450.00 USD
2025-03-01 custom "budget" Expenses:Staff             "monthly"     690.00 USD
2026-01-01 custom "budget" Expenses:Childcare         "monthly"     340.00 USD
2026-01-01 custom "budget" Expenses:Core:Rent         "monthly"     540.00 USD
2026-01-01 custom "budget" Expenses:Core:Insurance    "yearly"      800.00 USD
2026-01-01 custom "budget" Expenses:Core:Fair         "yearly"      500.00 USD
2026-08-01 custom "budget" Expenses:Clinic            "monthly"     320.00 USD
"""

README: Final = """\
# Harbour Street Cooperative

Two years of an invented cooperative's books, in plain Beancount: every name and figure is made up.
The project's `docs/demo-tour.md` walks through what the rules find in them.

| file | holds |
|---|---|
| `main.beancount` | the title, the plugin, the list of files, the budgets |
| `accounts.beancount` | every account, with the source, program or kind it stands for |
| `programs.beancount` | childcare, clinic and strike fund, and what each may be paid from |
| `rules.beancount` | what the assembly voted: decisions, officers, rules, waivers, dues, the wage |
| `members.beancount` | who joined, changed tier, was waived, left; pseudonyms only |
| `contributors.beancount` | what kind of giver each donor id stands for |
| `2024-11.beancount` … `2026-10.beancount` | the transactions, month by month |
| `seals.json` | what September 2026 held when it was sealed: a change in it stops the check |

In this folder, `coopfund check main.beancount` judges the books, `fava main.beancount` shows them.
"""
