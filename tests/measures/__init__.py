"""Measures, with figures worked out by hand."""
