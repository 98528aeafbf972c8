"""Books that several tests of the views open."""

KITCHEN = """\
option "title" "Kitchen"
option "operating_currency" "USD"
plugin "coopfund_plugins"

2026-01-01 custom "fava-extension" "coopfund.views.extension"
2026-01-01 open Assets:Bank
2026-01-01 open Income:Dues
  source: "dues"
2026-01-01 open Income:Gifts
  source: "donation"
2026-01-01 open Income:Loan
  source: "loan"
2026-01-01 open Income:Misc
2026-01-01 open Expenses:Rent
2026-01-01 open Expenses:Childcare
  program: "childcare"

2026-01-01 custom "coopfund-program" "childcare"
  title: "Saturday childcare"
  funded-by: "dues"
2026-01-01 custom "coopfund-dues" "standard" 10.00 USD "monthly"
2026-01-01 custom "coopfund-member" "m-0001" "join" "standard"
2026-01-01 custom "coopfund-contributor" "d-001"
  kind: "person"
2026-01-01 custom "coopfund-contributor" "d-009"
  kind: "processor"
2026-01-20 custom "coopfund-waiver" "CF202" "an envelope, counted by two"
  entry: "2026-01-20"
  by: "m-0001"
  expires: 2026-12-31
  decision: "GM-2026-01"

2026-01-02 * "dues"
  member: "m-0001"
  Assets:Bank  100.00 USD
  Income:Dues
2026-01-05 * "gift"
  donor: "d-001"
  Assets:Bank  2000.00 USD
  Income:Gifts
2026-01-06 * "through the collector"
  donor: "d-009"
  Assets:Bank  40.00 USD
  Income:Gifts
2026-01-20 * "envelope"
  Assets:Bank  85.00 USD
  Income:Gifts
2026-01-22 * "loan"
  Assets:Bank  500.00 USD
  Income:Loan
2026-01-31 * "Toys"
  Expenses:Childcare  300.00 USD
  Assets:Bank
2026-02-01 * "Rent"
  Expenses:Rent  1000.00 USD
  Assets:Bank
2026-02-15 * "dues"
  member: "m-0001"
  Assets:Bank  20.00 USD
  Income:Dues
2026-02-20 * "Paper"
  Expenses:Childcare  15.00 USD
  Assets:Bank
2026-03-01 * "a coin"
  Assets:Bank  100.00 USD
  Income:Misc
"""
"""A stop (CF102, 200 of gifts paid for childcare), warnings, and a waived gift without a giver."""

SPITEFUL = """\
option "title" "Kitchen <script>alert('title')</script>"
option "operating_currency" "USD"
plugin "coopfund_plugins"

2026-01-01 custom "fava-extension" "coopfund.views.extension"
2026-01-01 open Assets:Bank
2026-01-01 open Income:Gifts
  source: "donation"
2026-01-01 open Expenses:Childcare
  program: "childcare"
2026-01-01 custom "coopfund-program" "childcare"
  title: "</script><script>alert('program')</script>"
  funded-by: "dues"
2026-01-05 custom "coopfund-waiver" "CF202" "<script>alert('waiver')</script>"
  entry: "2026-01-05"
  by: "<script>alert('by')</script>"
  expires: 2027-12-31
2026-01-05 * "<script>alert('payee')</script>" "<img src=x onerror=alert('narration')>"
  Assets:Bank  2000.00 USD
  Income:Gifts
2026-01-06 * "Giver"
  donor: "</script><script>alert('donor')</script>"
  Assets:Bank  10.00 USD
  Income:Gifts
2026-01-07 * "Toys"
  Expenses:Childcare  10.00 USD
  Assets:Bank
"""
"""Markup wherever a text of the books can reach the page."""
