"""The members of a new group, from its roster: ids, tiers and days, never names."""

from dataclasses import replace

from coopfund.desk.new_books import NewBooks
from coopfund.desk.new_errors import NewBooksError
from coopfund.desk.new_parts import NewMember
from coopfund.desk.roster_file import RosterError, column_of, people_of, text_of
from coopfund.wording import did_you_mean, listed

TIER = "tier"
"""The column of the roster that says who pays what."""


class BadRosterError(NewBooksError):
    """A roster that no members can be taken from; the message is one sentence."""


def with_roster(books: NewBooks, content: bytes) -> tuple[NewBooks, str]:
    """New books with everybody whose id begins with ``m``, and the roster's text to keep.

    Who joined before the books begin joins on their first day: nobody owes dues of the time before.

    Args:
        books: what the group says of itself.
        content: the roster, as a spreadsheet saves it, with a column ``tier`` where there are
            several.

    Raises:
        BadRosterError: it cannot be read, names a tier that is not, or an id twice.
    """
    try:
        people, tiers = list(people_of(content)), column_of(content, TIER)
        text = text_of(content)
    except RosterError as error:
        raise BadRosterError(str(error)) from error
    known = [dues.tier for dues in books.dues]
    if not known:
        message = "--roster needs --dues: what its members pay."
        raise BadRosterError(message)
    members: dict[str, NewMember] = {}
    for person in people:
        if not person.id.startswith("m"):
            continue
        tier = tiers.get(person.id, known[0])
        if tier not in known:
            hint = did_you_mean(tier, known) or f"; there is {listed(known)}"
            message = f'The roster, row {person.row}: there is no tier "{tier}"{hint}.'
            raise BadRosterError(message)
        if person.id in members:
            message = f"The roster, row {person.row}: {person.id} is there twice."
            raise BadRosterError(message)
        joined = max(person.joined or books.start, books.start)
        members[person.id] = NewMember(person.id, tier, joined)
    ordered = sorted(members.values(), key=lambda member: (member.joined, member.member))
    return replace(books, members=tuple(ordered)), text
