"""The books: a ledger read once into columns and declarations."""
