"""Controls on the books themselves: clean text and sound declarations (CF609, CF610).

The family's other rules stand in ``approvals``, ``payments`` and ``sealed``.
"""

from collections.abc import Iterable, Iterator
from itertools import chain

from coopfund import vocabulary
from coopfund.books.books import Books
from coopfund.books.columns import user_meta
from coopfund.findings import Finding, Place
from coopfund.language import _
from coopfund.rules import catalogue
from coopfund.rules.case import Case, Rule
from coopfund.rules.plugin import family_plugin
from coopfund.wording import UNCLEAN, harmless
from coopfund_plugins import approvals, payments, sealed

SHOWN = 60


def clean_text(case: Case) -> Iterator[Finding]:
    """CF609: payees, narrations, tags, links and metadata hold no markup or control characters."""
    txns, fields = case.books.transactions, case.books.once(_unclean_fields)
    for name, texts in (("payee", txns.payee), ("narration", txns.narration)):
        if name in fields:
            for txn in range(case.stop):
                yield from _unclean(case, txn, name, texts[txn])
    for name, sets in (("tag", txns.tags), ("link", txns.links)):
        if name in fields:
            for txn in range(case.stop):
                for text in sorted(sets[txn]):
                    yield from _unclean(case, txn, name, text)
    if "metadata" in fields:
        yield from _unclean_metadata(case)
    yield from _unclean_directives(case)


def _unclean_fields(books: Books) -> frozenset[str]:
    """The fields of entries that hold an unclean text anywhere, which hardly ever any does."""
    txns, rows = books.transactions, books.rows
    values = (txns.meta[txn][key] for key, its in txns.by_key.items() for txn in its)
    own = chain.from_iterable((rows.meta[row] or {}).values() for row in rows.tagged)
    texts: dict[str, Iterable[str | None]] = {
        "payee": txns.payee,
        "narration": txns.narration,
        "tag": chain.from_iterable(set(txns.tags)),
        "link": chain.from_iterable(set(txns.links)),
        "metadata": (value for value in chain(values, own) if isinstance(value, str)),
    }
    return frozenset(name for name, its in texts.items() if _any_unclean(its))


def _any_unclean(texts: Iterable[str | None]) -> bool:
    return bool(UNCLEAN.search("\n".join(text for text in set(texts) if text)))


def _unclean_metadata(case: Case) -> Iterator[Finding]:
    txns, rows = case.books.transactions, case.books.rows
    for txn in range(case.stop):
        for key, value in user_meta(txns.meta[txn]):
            field = f"metadata {key}"  # English: as evidence has it
            yield from _unclean(case, txn, field, value)
        for row in range(txns.start[txn], txns.start[txn + 1]):
            for key, value in user_meta(rows.meta[row]):
                field = f"metadata {key}"  # English: as evidence has it
                yield from _unclean(case, txn, field, value, row)


def _unclean_directives(case: Case) -> Iterator[Finding]:
    """Texts of directives besides transactions: titles, reasons, notes, their metadata."""
    for its in case.books.unclean:
        if not case.told(its.date):
            continue
        message, evidence = _told(its.field, its.text)
        yield Finding(
            code="CF609",
            name=catalogue.get("CF609").name,
            action=case.action("CF609", None, its.date),
            date=its.date,
            place=its.place,
            message=message,
            evidence=evidence,
        )


def _unclean(
    case: Case, txn: int, field: str, text: object, row: int | None = None
) -> Iterator[Finding]:
    """A finding at the posting, or else at the entry, that holds an unclean text."""
    if isinstance(text, str) and UNCLEAN.search(text):
        message, evidence = _told(field, text)
        place = case.books.transactions.place(txn) if row is None else case.row_place(row)
        yield case.entry_finding("CF609", txn, place, message, evidence)


def _told(field: str, text: str) -> tuple[str, dict[str, str]]:
    """The sentence on an unclean text, and its evidence."""
    character = UNCLEAN.findall(text)[0]
    what = f"U+{ord(character):04X}"
    shown = harmless(text)[:SHOWN]
    # Translators: {field} is for example: The narration; or: The metadata note
    message = (
        _(
            '{field} "{text}" holds the start of markup; texts of the books must be plain.',
            field=vocabulary.unclean_field(field),
            text=shown,
        )
        if character == "<"
        else _(
            '{field} "{text}" holds the control character {character}; texts of the books must '
            "be plain.",
            field=vocabulary.unclean_field(field),
            text=shown,
            character=what,
        )
    )
    return message, {"field": field, "character": what, "text": shown}


def declarations(case: Case) -> Iterator[Finding]:
    """CF610: every directive of ours parses and refers to what exists."""
    text = catalogue.get("CF610")
    for problem in case.books.problems:
        if not case.told(problem.date):
            continue
        yield Finding(
            code="CF610",
            name=text.name,
            action=case.action("CF610", problem.action, problem.date),
            date=problem.date,
            place=Place(*problem.place),
            message=harmless(problem.message),
            evidence={"problem": harmless(problem.message)},
        )


RULES = (
    *approvals.RULES,
    *payments.RULES,
    *sealed.RULES,
    Rule("CF609", clean_text),
    Rule("CF610", declarations),
)

run = family_plugin("controls", RULES)
__plugins__ = (run,)
