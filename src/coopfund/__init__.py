"""coopfund: a cooperative ledger and budget tool for programs run on little capital."""

__version__ = "0.1.0"
