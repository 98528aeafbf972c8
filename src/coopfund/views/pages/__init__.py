"""The pages: each a module with a ``view`` (its data) and a template of the same name."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Tab:
    """A page: the name in its address, and what its tab says.

    ``filters`` are those of Fava's filters that have a meaning on it.
    """

    key: str
    title: str
    filters: frozenset[str] = frozenset({"time"})


TABS: Final = (
    Tab("overview", "Overview"),
    Tab("way", "Money’s way"),
    Tab("dependence", "Who we depend on"),
    Tab("programs", "Programs"),
    Tab("dues", "Dues"),
    Tab("findings", "Findings"),
    Tab("desk", "Audit desk", frozenset()),
    Tab("reports", "Reports", frozenset()),
)
"""Every page, in the order of the tabs; the first one is what the extension opens with."""


def tab_of(key: str | None) -> Tab:
    """The page that an address names; the first one where it names none of them."""
    return next((tab for tab in TABS if tab.key == key), TABS[0])
