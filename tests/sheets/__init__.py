"""Forms, with figures worked out by hand."""
