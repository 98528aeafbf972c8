"""The bank against the books."""
