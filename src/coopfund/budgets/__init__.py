"""Budgets: where the year stands, and a draft of the next one."""
