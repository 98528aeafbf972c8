"""Participatory budgeting: ballots, two ways to count them, and the result in words."""
