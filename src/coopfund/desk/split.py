"""What of a payment the dues schedule does not ask for is a gift, and is booked as one."""

from dataclasses import replace
from typing import TYPE_CHECKING

from coopfund.desk.draft import Draft, Leg
from coopfund.measures.dues import split_dues

if TYPE_CHECKING:
    from coopfund.books.books import Books
    from coopfund.desk.desk import Desk


def split_off(desk: "Desk", draft: Draft, books: "Books") -> Draft:
    """A member's payment as dues and a gift, where the schedule asks for less (CF101).

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
    account = desk.finder(draft.date).income(
        "the account for what exceeds the dues",
        "donation",
        None,
        ("members", "people"),
        option="gift-account",
    )
    gift = Leg(account, -parts.gift, dues.currency)
    rest = [replace(dues, number=-parts.dues)] if parts.dues > 0 else []
    return replace(draft, legs=(bank, *rest, gift))
