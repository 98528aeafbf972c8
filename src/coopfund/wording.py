"""Plain words for people: days, months, counts and lists, and the nearest spelling.

Nothing here imports Beancount or pandas. Days, months and lists are in the language spoken.
"""

import difflib
import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final

from coopfund import language
from coopfund.language import _

CLOSE: Final = 3
"""So many things are listed; of more, the count says enough."""

UNCLEAN = re.compile(
    r"<(?=[A-Za-z/!?])|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]"
)
"""The start of markup, a control character (tab and line ends are none), a change of direction."""


def harmless(text: str) -> str:
    """A text with markup and control characters made visible instead of active."""
    return UNCLEAN.sub(lambda found: "‹" if found.group() == "<" else "�", text)


def did_you_mean(word: str, choices: Iterable[str]) -> str:
    """`` (did you mean "dues"?)`` where a choice is close, else nothing.

    >>> did_you_mean("childcar", ["childcare", "clinic"])
    ' (did you mean "childcare"?)'
    """
    close = _closest(word, choices)
    return _hint(close) if close else ""


def _closest(word: str, choices: Iterable[str]) -> str | None:
    lowered = {choice.lower(): choice for choice in sorted(choices)}
    close = difflib.get_close_matches(word.lower(), lowered, n=1)
    return lowered[close[0]] if close else None


def _hint(word: str) -> str:
    """A guess to stand behind a sentence, with a space before it."""
    hint = _('(did you mean "{word}"?)', word=word)
    return f" {hint}"


def did_you_mean_account(account: str, known: Iterable[str]) -> str:
    """The same for an account, among its nearest relatives alone.

    >>> did_you_mean_account("Expenses:Core:Ofice", ["Expenses:Core:Office", "Expenses:Offices"])
    ' (did you mean "Expenses:Core:Office"?)'
    """
    above, _colon, own = account.rpartition(":")
    siblings = {name.rpartition(":")[2] for name in known if name.rpartition(":")[0] == above}
    close = _closest(own, siblings)
    return _hint(f"{above}:{close}") if close else ""


def whole_account(text: str, known: Iterable[str]) -> str:
    """The one account that ends with these parts; else what was said.

    >>> whole_account("current", ["Assets:Bank:Current", "Assets:Cash"])
    'Assets:Bank:Current'
    """
    accounts = list(known)
    ends = [name for name in accounts if f":{name}".lower().endswith(f":{text}".lower())]
    return ends[0] if len(ends) == 1 and text not in accounts else text


def listed(words: Sequence[str], last: str | None = None) -> str:
    """Words as a sentence has them.

    Args:
        words: in their order.
        last: what stands before the last one, "and" in the language spoken by default.

    >>> listed(["dues", "levy", "loan"])
    'dues, levy and loan'
    """
    if not words:
        return ""
    *most, final = words
    return f"{', '.join(most)} {last or _('and')} {final}" if most else final


def clauses(*parts: str) -> str:
    """Parts of one sentence, with semicolons between them.

    >>> clauses("two rules broke", "nothing is waived")
    'two rules broke; nothing is waived'
    """
    return f"{language.spoken().before_colons}; ".join(parts)


def with_colon(head: str, text: str = "") -> str:
    """A head with its colon, and what follows it.

    >>> with_colon("Childcare", "90.0 %")
    'Childcare: 90.0 %'
    """
    return f"{head}{language.spoken().before_colons}: {text}".rstrip()


def counted(number: int, one: str, many: str | None = None) -> str:
    """``one payment``, ``12 payments``."""
    return f"one {one}" if number == 1 else f"{number:,} {many or one + 's'}"


def on_day(day: date, year: int | None = None) -> str:
    """A day in words, without its year where that is ``year``.

    >>> on_day(date(2026, 1, 20))
    '20 January 2026'
    """
    return language.on_day_of_year(day) if day.year == year else language.on_day(day)


def in_months(days: Iterable[date], year: int | None = None) -> str:
    """The months of some days in words; three or more in a row as a range.

    >>> in_months([date(2026, 1, 2), date(2026, 2, 9), date(2026, 4, 1)], 2026)
    'January, February and April'
    >>> in_months([date(2025, month, 1) for month in (8, 9, 10, 12)])
    'August to October and December 2025'
    """
    numbers = sorted({day.year * 12 + day.month - 1 for day in days})
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    if len(runs) > CLOSE:
        runs = [numbers]
    ends: list[list[int]] = []
    for run in runs:
        ends += [[run[0], run[-1]]] if len(run) >= CLOSE else [[number] for number in run]
    return listed(_with_years(ends, year))


def _with_years(ends: Sequence[Sequence[int]], year: int | None) -> list[str]:
    """Months and ranges of months; the year only where the next month has another."""
    flat = [number for pair in ends for number in pair]
    following = [*(number // 12 for number in flat[1:]), None]
    named: list[str] = []
    for number, after in zip(flat, following, strict=True):
        first = date(number // 12, number % 12 + 1, 1)
        alone = first.year in (year, after)
        named.append(language.month(first) if alone else language.month_of_year(first))
    words = iter(named)
    return [
        next(words)
        if len(pair) == 1
        else _("{first} to {last}", first=next(words), last=next(words))
        for pair in ends
    ]
