"""The bank's statement against the books: what is the same, what is left, and the proof of it."""
