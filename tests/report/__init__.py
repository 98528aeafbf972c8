"""The monthly report: its answers, its pages, its command."""
