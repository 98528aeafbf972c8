"""What was sealed stays as it was (CF605)."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from coopfund import vocabulary
from coopfund.findings import Finding
from coopfund.language import _, month_of_year, plural
from coopfund.rules import catalogue
from coopfund.rules.case import Case, Rule
from coopfund.trust.seals import Difference, Held, Kept, Seal, differences
from coopfund.wording import clauses, harmless, on_day

SHOWN = 3
"""So many fields are named in the sentence; the evidence has them all."""


def sealed_month(case: Case) -> Iterator[Finding]:
    """CF605: each entry of a sealed month is as it was sealed, none is added, none is gone."""
    # What is gone may have been the last entry of all.
    whole = case.books.end in {None, case.as_of}
    for seal in case.books.seals:
        for difference in differences(seal, case.books.sealed.get(seal.month, ())):
            now, was = difference.now, difference.was
            if now is not None and case.books.transactions.date[now.txn] <= case.as_of:
                yield _in_books(case, seal, now, difference)
            elif was is not None and now is None and (_day(was) <= case.as_of or whole):
                yield _gone(case, seal, was, difference)


def _day(held: Held) -> date:
    return date.fromisoformat(str(held.fields["date"]))


def _month(seal: Seal) -> str:
    return month_of_year(date.fromisoformat(f"{seal.month}-01"))


def _in_books(case: Case, seal: Seal, now: Kept, difference: Difference) -> Finding:
    txns = case.books.transactions
    entry = _entry(txns.payee[now.txn], txns.narration[now.txn], txns.date[now.txn])
    if difference.was is None:
        message = _(
            "{month} was sealed on {day}, and {entry} was added since.",
            month=_month(seal),
            day=on_day(seal.sealed_on),
            entry=entry,
        )
    else:
        message = _(
            "{month} was sealed on {day}, and {entry} was changed since: {changes}.",
            month=_month(seal),
            day=on_day(seal.sealed_on),
            entry=entry,
            changes=_told(difference),
        )
    evidence = _evidence(seal, "added" if difference.was is None else "changed", difference)
    return case.entry_finding("CF605", now.txn, txns.place(now.txn), message, evidence)


def _gone(case: Case, seal: Seal, was: Held, difference: Difference) -> Finding:
    day = _day(was)
    message = _(
        "{month} was sealed on {day}, and {entry} is gone.",
        month=_month(seal),
        day=on_day(seal.sealed_on),
        entry=_entry(was.fields.get("payee"), was.fields.get("narration"), day),
    )
    found = Finding(
        code="CF605",
        name=catalogue.get("CF605").name,
        action=case.action("CF605", None, day),
        date=day,
        place=was.place,
        message=message,
        evidence=_evidence(seal, "gone", difference),
    )
    links = was.fields.get("links")
    return replace(found, links=frozenset(map(str, links if isinstance(links, list) else ())))


def _entry(payee: object, narration: object, day: date) -> str:
    title = " ".join(str(text) for text in (payee, narration) if text)
    if not title:
        # Translators: subject of: March 2026 was sealed on 15 April 2026, and {entry} is gone.
        return _("the entry of {day}", day=on_day(day))
    return _('the entry "{title}" of {day}', title=harmless(title), day=on_day(day))


def _told(difference: Difference) -> str:
    """The first of the changed fields in words."""
    told = []
    for field, before, after in difference.fields[:SHOWN]:
        # A tag or a link is named by its field.
        named = vocabulary.field(field.removesuffix(f" {after or before}"))
        if before is None:
            told.append(_("{field} {now} is new", field=named, now=after))
        elif after is None:
            told.append(_("{field} {before} is gone", field=named, before=before))
        else:
            named = vocabulary.field(field)
            told.append(
                _("{field} was {before} and is {now}", field=named, before=before, now=after)
            )
    more = len(difference.fields) - SHOWN
    if more > 0:
        told.append(plural("and {number} more", "and {number} more", more))
    return harmless(clauses(*told))


def _evidence(seal: Seal, why: str, difference: Difference) -> dict[str, object]:
    return {
        "month": seal.month,
        "sealed_on": seal.sealed_on.isoformat(),
        "by": seal.by,
        "why": why,
        "changes": [
            {"field": harmless(field), "sealed": _plain(before), "now": _plain(after)}
            for field, before, after in difference.fields
        ],
    }


def _plain(text: str | None) -> str | None:
    return None if text is None else harmless(text)


RULES = (Rule("CF605", sealed_month),)
