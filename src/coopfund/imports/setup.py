"""A first ``imports.toml``: a section for each platform, explained, with what can be changed."""

from collections.abc import Iterable
from pathlib import Path
from typing import Final

from coopfund.imports.config import Config
from coopfund.imports.platform import NAME, default

HEAD: Final = """\
# Where the files of banks and platforms are booked: see docs/imports.md.
# What a file cannot say, such as whose money it is in law, you declare here, best by a vote.
"""

SECTION: Final = """
[{name}]
account = "{account}"
# ↑ what {title} holds for us
clearing = "{clearing}"
# ↑ payouts wait here until the bank's statement says that they came
fees = "{fees}"
# ↑ what {title} keeps
income = "{income}"
# ↑ what came in and no rule below knows; its source is unknown, which is a finding
expense = "{expense}"
# ↑ what was paid from it and no rule below knows, to be sorted by hand
# source = "donation"
# ↑ without the #, it declares all of its income at once

# The first rule whose patterns all fit says more; * stands for anything. For example:
# [[{name}.map]]
# match = {{ {example} }}
# account = "Income:Gifts:Strike"
# source = "donation"
# program = "strike"
"""
EXAMPLES: Final = {
    "stripe": 'description = "*strike fund*"',
    "paypal": 'item = "strike"',
    "opencollective": 'campaign = "our-collective", kind = "payment"',
    "actblue": 'campaign = "strike-fund"',
    "donorbox": 'campaign = "Strike fund", company = "no"',
    "patreon": 'tier = "Friend*"',
    "givingfund": 'campaign = "*"',
    "venmo": 'description = "*strike*"',
    "bank": 'description = "*strike*", direction = "in"',
}


def section(name: str) -> str:
    """A platform's section, with its defaults written out."""
    platform = default(name)
    return SECTION.format(
        name=name,
        title=platform.title,
        account=platform.account,
        clearing=platform.clearing,
        fees=platform.fees,
        income=platform.income,
        expense=platform.expense,
        example=EXAMPLES.get(name, 'description = "*strike*"'),
    )


def with_sections(folder: Path, names: Iterable[str], config: Config) -> str | None:
    """The text of ``imports.toml`` with a section for each platform that has none.

    Returns:
        The whole text, or ``None`` where nothing is missing.

    Raises:
        OSError: the file cannot be read.
    """
    wanted = [name for name in dict.fromkeys(names) if name not in config.platforms]
    if not wanted:
        return None
    path = folder / NAME
    text = path.read_text(encoding="utf-8-sig") if path.exists() else HEAD
    return text.rstrip("\n") + "\n" + "".join(map(section, wanted))
