"""Forms that an authority asks for, filled in from the books."""
