"""The demo cooperative: two years of invented books, the same to the byte on every run."""

from coopfund.demo.books import write_demo

__all__ = ["write_demo"]
