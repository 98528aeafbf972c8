"""Tests of what makes the books provable."""
