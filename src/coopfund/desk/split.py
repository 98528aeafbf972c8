"""What of a payment the dues schedule does not ask for is a gift, and is booked as one (CF101)."""

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from coopfund.desk.draft import Draft, Leg
from coopfund.desk.find import Finder
from coopfund.measures.dues import split_dues

if TYPE_CHECKING:
    from coopfund.books.books import Books
    from coopfund.desk.desk import Desk

GIFT: Final = "donation"
"""The source of what a member pays beyond the dues."""


def split_off(desk: "Desk", draft: Draft, books: "Books") -> Draft:
    """A member's payment as dues and a gift, where the schedule asks for less.

    Args:
        desk: whoever records it.
        draft: the payment, all of it as dues.
        books: the books without it.

    Raises:
        AnswerError: there is no account, or there are several, for the gift.
    """
    bank, dues = draft.legs
    if not books.declared.dues or dues.currency != books.currency:
        return draft
    parts = split_dues(books, str(draft.meta["member"]), draft.date, bank.number)
    if parts.gift <= 0:
        return draft
    gift = Leg(gift_account(desk.finder(draft.date)), -parts.gift, dues.currency)
    rest = [replace(dues, number=-parts.dues)] if parts.dues > 0 else []
    return replace(draft, legs=(bank, *rest, gift))


def gift_account(finder: Finder) -> str:
    """The account for what exceeds the dues.

    Raises:
        AnswerError: there is none, or there are several and nobody says which.
    """
    text = "the account for what exceeds the dues"
    return finder.income(text, GIFT, None, ("members", "people"), option="gift-account")
