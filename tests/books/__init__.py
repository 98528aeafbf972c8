"""How a ledger is read: look-up, groups, pads, prices, and directives that are malformed."""
