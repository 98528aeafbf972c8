"""Which money paid? From postings to flows, from flows to lots, from lots to levels."""
