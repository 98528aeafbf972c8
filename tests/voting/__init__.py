"""Tests of participatory budgeting."""
