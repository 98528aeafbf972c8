"""The member's view: one page in Fava, and the gate before the server that shows it."""
