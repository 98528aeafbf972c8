"""Rules that these books give nothing to judge, and what each would need."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Final, NamedTuple

from coopfund import words
from coopfund.measures.documents import begun
from coopfund.rules import catalogue
from coopfund.wording import listed

if TYPE_CHECKING:
    from coopfund.books.books import Books
    from coopfund.rules.case import Case


class Unjudged(NamedTuple):
    """A rule, and why it cannot be judged."""

    code: str
    name: str
    because: str


class Need(NamedTuple):
    """Something that rules need of the books."""

    words: str
    met: "Callable[[Books], bool]"


NEEDS: Final[Mapping[str, Need]] = {
    "dues": Need("a dues schedule (coopfund-dues)", lambda b: bool(b.declared.dues)),
    "members": Need("members (coopfund-member)", lambda b: bool(b.declared.members)),
    "program": Need("a program (coopfund-program)", lambda b: bool(b.declared.programs)),
    "whitelist": Need(
        "a program with a whitelist (funded-by)",
        lambda b: any(p.whitelist is not None for p in b.declared.programs),
    ),
    "fund": Need(
        "a program with a fund of its own (pool)",
        lambda b: any(p.pool and p.whitelist for p in b.declared.programs),
    ),
    "budget": Need("a budget", lambda b: bool(b.declared.budgets)),
    "decision": Need("decisions (coopfund-decision)", lambda b: bool(b.declared.decisions)),
    "wage": Need("a reference wage (coopfund-wage)", lambda b: bool(b.declared.wages)),
    "hours": Need('hours (a commodity with kind: "hours")', lambda b: bool(b.declared.hours)),
    "surplus": Need(
        "an entry that allots a surplus (surplus: 2025)", lambda b: b.marks.has("surplus")
    ),
    "scale": Need(
        "chapters (chapter on accounts) or participants (coopfund-participants)",
        lambda b: (
            bool(b.declared.participants) or any(info.chapter for info in b.accounts.values())
        ),
    ),
    "payroll": Need('an account of kind "payroll"', lambda b: _any_kind(b, "payroll")),
    "quote": Need("a quote (metadata of a purchase)", lambda b: b.marks.has("quote")),
    "payer": Need(
        "payers (payer, payer-account)",
        lambda b: (
            b.marks.has("payer", "payer-account")
            or any(its.payer_accounts for its in b.declared.contributors.values())
        ),
    ),
    "quarantine": Need('a liability of kind "quarantine"', lambda b: _any_kind(b, "quarantine")),
    "income": Need(
        "income with a source", lambda b: any(s not in (None, words.UNKNOWN) for s in b.rows.source)
    ),
    "contributor": Need("contributors (member, donor)", lambda b: any(b.rows.contributor)),
    "credit": Need(
        'loans (source: "loan") or members\' shares (kind: "shares")',
        lambda b: _any_kind(b, "shares") or words.LOAN in b.rows.source,
    ),
    "office": Need("offices (coopfund-office)", lambda b: bool(b.declared.offices)),
    "signed": Need(
        "offices (coopfund-office) or approvals (approved-by)",
        lambda b: bool(b.declared.offices) or "approved-by" in b.transactions.by_key,
    ),
    "document": Need(
        "a document or a receipt number (document, receipt)", lambda b: begun(b) is not None
    ),
    "seal": Need("a sealed month (seals.json)", lambda b: bool(b.seals)),
    "cash": Need('an account of kind "cash"', lambda b: _any_kind(b, words.CASH)),
    "ours": Need("anything that coopfund reads declared", lambda b: not b.plain),
    "entry": Need("transactions", lambda b: len(b.transactions) > 0),
}

WANTED: Final[Mapping[str, tuple[str, ...]]] = {
    "CF101": ("dues", "members"),
    "CF102": ("whitelist",),
    "CF103": ("fund",),
    "CF104": ("whitelist",),
    "CF105": ("entry",),
    "CF106": ("quote",),
    "CF201": ("income",),
    "CF202": ("income",),
    "CF203": ("contributor", "cash"),
    "CF204": ("contributor", "payer"),
    "CF205": ("contributor",),
    "CF206": ("contributor",),
    "CF207": ("contributor",),
    "CF209": ("quarantine",),
    "CF301": ("income", "contributor"),
    "CF302": ("income", "contributor"),
    "CF303": ("contributor",),
    "CF304": ("contributor",),
    "CF305": ("income",),
    "CF306": ("credit",),
    "CF307": ("income",),
    "CF401": ("wage", "payroll", "hours"),
    "CF402": ("payroll", "hours"),
    "CF403": ("payroll", "dues"),
    "CF501": ("budget",),
    "CF502": ("program",),
    "CF503": ("program",),
    "CF504": ("dues", "members"),
    "CF505": ("members",),
    "CF506": ("entry",),
    "CF507": ("surplus",),
    "CF508": ("scale",),
    "CF509": ("hours",),
    "CF601": ("signed",),
    "CF602": ("ours",),
    "CF603": ("ours",),
    "CF604": ("document",),
    "CF605": ("seal",),
    "CF606": ("office",),
    "CF607": ("cash",),
    "CF608": ("decision",),
}
"""What each rule needs; a rule that is not listed can always be judged."""


def unjudged(case: "Case") -> list[Unjudged]:
    """Every rule of this version that cannot be judged, or was voted off, by code."""
    found = []
    for code in catalogue.codes():
        rule = catalogue.get(code)
        if case.setting(code, "action") == "off":
            found.append(Unjudged(code, rule.name, "voted off"))
            continue
        missing = [
            NEEDS[need].words for need in WANTED.get(code, ()) if not NEEDS[need].met(case.books)
        ]
        if missing:
            found.append(Unjudged(code, rule.name, f"needs {listed(missing)}"))
    return found


def _any_kind(books: "Books", kind: str) -> bool:
    return any(info.kind == kind for info in books.accounts.values())
