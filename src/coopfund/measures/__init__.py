"""Measures: one record per figure, exact until shown, with its inputs and its window."""
