"""One question to the trace, checked against the books, and its answer in every format."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from coopfund.tracing import select
from coopfund.tracing.data import Shown, digits_in, program_names, shown_payments, trace_data
from coopfund.tracing.lots import explained_data
from coopfund.tracing.page import Page, as_csv

if TYPE_CHECKING:
    from coopfund.rules.case import Case


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked.

    Attributes:
        methods: whose totals to show; the payments are told by the first.
        currency: the currency to trace, ``None`` for the operating currency.
        program: the only program to tell of, or ``None``.
        payment: which payments to explain (a day, a ``^link``, FILE:LINE), or ``None``.
    """

    methods: Sequence[str]
    currency: str | None = None
    program: str | None = None
    payment: str | None = None


class Answer:
    """The answer to a question."""

    def __init__(self, case: "Case", question: Question) -> None:
        """Find what the question names.

        Raises:
            NotFoundError: the program, the payment or the currency is not in the books.
        """
        self.case, self.question = case, question
        self.method = question.methods[0]
        self.currency = question.currency or case.books.currency
        select.check_currency(self.currency, case.books)
        self.digits = digits_in(case.books, self.currency)
        every = shown_payments(case, self.method, self.currency)
        self.programs = program_names(case, every)
        if question.program is not None:
            select.check_program(question.program, self.programs)
            self.programs = [question.program]
        self.payments = self._of_program(every)
        self.explained = self._chosen(self.payments)

    def _of_program(self, payments: list[Shown]) -> list[Shown]:
        wanted = self.question.program
        return [shown for shown in payments if wanted in (None, shown.payment.program)]

    def _chosen(self, payments: list[Shown]) -> list[Shown]:
        wanted = self.question.payment
        return payments if wanted is None else select.matching(self.case, payments, wanted)

    def data(self) -> dict[str, Any]:
        """The answer as json.md has it; ``explained`` where a payment was asked for."""
        data = trace_data(
            self.case, self.question.methods, self.currency, self.programs, self.payments
        )
        if self.question.payment is not None:
            data["explained"] = [
                explained_data(self.case, shown, self.method, self.digits)
                for shown in self.explained
            ]
        return data

    def csv(self) -> str:
        """One line for each source of each payment, by every method asked for."""
        payments = {
            method: self._chosen(self._of_program(shown_payments(self.case, method, self.currency)))
            for method in self.question.methods
        }
        return as_csv(payments, self.digits)

    def page(self, *, markdown: bool) -> str:
        """Sentences and tables."""
        methods, asked = self.question.methods, self.question.program is not None
        page = Page(self.case, methods, self.currency, self.digits, markdown=markdown)
        if self.question.payment is not None:
            return page.explained(self.explained)
        return page.whole(self.programs, self.payments, each=asked)
