"""What the monthly report looks like: its templates and its style sheet, as package data."""
