"""Every rule family at once: ``plugin "coopfund_plugins"`` in a ledger's main file.

One plugin function per family, so that a crash in one leaves the others running.
"""

from coopfund_plugins import controls, donor_dependence, dues_only, pay, programs, sources

FAMILIES = (controls, donor_dependence, dues_only, pay, programs, sources)
RULES = tuple(rule for family in FAMILIES for rule in family.RULES)

__plugins__ = tuple(function for family in FAMILIES for function in family.__plugins__)
