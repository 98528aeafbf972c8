"""One load of a ledger, judged once: books, traces and the findings of every family that ran.

The plugins leave it in Beancount's options map under :data:`KEY`, where Fava, the command line and
the reports find it, so that all of them show the same findings.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from operator import is_
from typing import TYPE_CHECKING, Any

from coopfund import language
from coopfund.books.books import Books, build
from coopfund.findings import Finding
from coopfund.rules import catalogue
from coopfund.rules.case import Case, Rule
from coopfund.rules.waive import answer, stale
from coopfund.tracing.tracing import Tracing

if TYPE_CHECKING:
    from beancount.core.data import Directive

KEY = "coopfund"
DECLARATIONS = "CF610"
OFF = "off"
"""The action of what a vote switched off on its day."""


class Analysis:
    """Books, traces and findings of one load.

    Attributes:
        books: the books, or ``None`` in a copy that came out of Beancount's load cache.
        findings: what each family that ran to its end found, by family.
        started: the families that Beancount began to run; one without findings has crashed.
    """

    def __init__(self, books: Books | None = None) -> None:
        """Start with nothing judged."""
        self._books = books
        self._tracing: Tracing | None = None
        self._cases: dict[date | None, Case] = {}
        self._entries: Sequence[Directive] = ()
        self.findings: dict[str, list[Finding]] = {}
        self.started: set[str] = set()

    def __reduce__(self) -> tuple[type["Analysis"], tuple[()]]:
        """Beancount's load cache gets an empty one: it may be stale, and it is never used."""
        return Analysis, ()

    def __repr__(self) -> str:
        """Short: Fava prints every option."""
        return f"<coopfund: {', '.join(sorted(self.findings)) or 'nothing judged'}>"

    @property
    def books(self) -> Books:
        """The books."""
        if self._books is None:
            message = "this analysis came out of a cache; load the books again"
            raise LookupError(message)
        return self._books

    @property
    def tracing(self) -> Tracing:
        """The traces of the books."""
        if self._tracing is None:
            self._tracing = Tracing(self.books)
        return self._tracing

    def read(self, entries: "Sequence[Directive]", options: Mapping[str, Any]) -> None:
        """Read the books, unless these very entries have been read already."""
        known = len(entries) == len(self._entries) and all(map(is_, entries, self._entries))
        if self._books is None or not known:
            language.follow(entries)
            self._books, self._entries = build(entries, options), tuple(entries)
            self._tracing = None
            self._cases = {}

    def case(self, as_of: date | None = None) -> Case:
        """The case as of a day, by default the books' last."""
        case = self._cases.get(as_of)
        if case is None:
            case = self._cases[as_of] = Case(self.books, self.tracing, as_of)
        return case

    def forget(self, before: date) -> None:
        """Let go of cases and traces as of earlier days, when nobody will ask for them again."""
        self._cases = {
            day: case for day, case in self._cases.items() if day is None or day >= before
        }
        self.tracing.forget(before)

    def judge(self, rules: Sequence[Rule], as_of: date | None = None) -> list[Finding]:
        """What these rules find as of a day, waivers answered, in order of day and place."""
        case = self.case(as_of)
        found: list[Finding] = []
        for rule in rules:
            found.extend(finding for finding in rule.judge(case) if finding.action != OFF)
        found.sort(key=lambda finding: (finding.date, finding.place, finding.code))
        return answer(found, self.books.declared.waivers, case.as_of, at_end=as_of is None)

    def all_findings(self) -> list[Finding]:
        """The findings of every family, in order of day, place and code; none twice.

        Only here is known what every family found, hence which waivers answer nothing; that too is
        a finding where the family that judges declarations ran.
        """
        judged = [f for family in sorted(self.findings) for f in self.findings[family]]
        if catalogue.get(DECLARATIONS).family in self.findings:
            waivers = self.books.declared.waivers
            judged += stale(judged, waivers, self.findings, self.case().as_of)
        found = {(f.code, f.place, f.date, f.message): f for f in judged}
        return sorted(found.values(), key=lambda f: (f.date, f.place, f.code))
