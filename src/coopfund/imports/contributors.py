"""Whose money it is, as the books may know it: a member of the roster, or a keyed pseudonym."""

import hashlib
import hmac
import re
from dataclasses import dataclass
from typing import Final, Literal, NamedTuple, Protocol

from coopfund.imports.movement import Movement

PSEUDONYM: Final = re.compile(r"d-[0-9a-f]{12}")
SIZE: Final = 12
"""Hexadecimal digits of a pseudonym: 48 bits, so ten thousand givers do not meet by chance."""

PROCESSORS: Final = frozenset(
    {
        "paypal.com",
        "paypalgivingfund.org",
        "stripe.com",
        "actblue.com",
        "donorbox.org",
        "patreon.com",
        "opencollective.com",
        "benevity.org",
        "benevity.com",
        "venmo.com",
        "gofundme.com",
        "betterplace.org",
    }
)
"""Whose addresses stand for platforms: they pass money on, and are never whose it is."""


NAMES: Final = (
    *("stripe", "paypal", "actblue", "donorbox", "patreon", "opencollective", "venmo"),
    *("benevity", "gofundme", "betterplace"),
)
"""How the names of platforms begin on the statements of banks."""


class RosterLike(Protocol):
    """What is asked of the roster."""

    def find(self, *, email: str | None = None, name: str | None = None) -> str | None:
        """The id of whoever has this address or name; never a guess."""


class Contributor(NamedTuple):
    """The key and the value of a transaction's metadata: ``donor``, ``d-3f9a…``."""

    key: Literal["member", "donor", "payee-id"]
    id: str


@dataclass(frozen=True)
class Contributors:
    """Knows payers by the roster, and all others by a keyed hash of what tells them apart.

    Attributes:
        secret: the books' key.
        roster: who is known by an id already.
    """

    secret: bytes
    roster: RosterLike | None = None

    def of(self, movement: Movement) -> Contributor | None:
        """Who paid; ``None`` where the file does not tell one payer from another."""
        key = normal(movement.payer_key or "")
        if _processor(key) or processor_of(movement.counterparty):
            return None
        known = self.known(movement)
        if known:
            return Contributor("member" if known.startswith("m-") else "donor", known)
        return Contributor("donor", self.pseudonym(key)) if key else None

    def known(self, movement: Movement) -> str | None:
        """Who the roster says it is: by the address, or by the name where there is none."""
        key = normal(movement.payer_key or "")
        email = key if "@" in key else None
        name = None if email else movement.counterparty or None
        if self.roster is None or not (email or name):
            return None
        return self.roster.find(email=email, name=name)

    def pseudonym(self, key: str) -> str:
        """A stable pseudonym: the same for ``Ana@Mail.com`` and ``ana@mail.com``."""
        digest = hmac.new(self.secret, normal(key).encode(), hashlib.sha256)
        return f"d-{digest.hexdigest()[:SIZE]}"


def normal(key: str) -> str:
    """What tells payers apart, without case and spaces."""
    return "".join(key.split()).casefold()


def processor_of(name: str) -> str | None:
    """The platform that a name on a bank's statement stands for, if it does."""
    bare = re.sub(r"[^a-z]", "", name.casefold())
    return next((platform for platform in NAMES if bare.startswith(platform)), None)


def _processor(key: str) -> bool:
    domain = key.rpartition("@")[2] if "@" in key else ""
    return any(domain == name or domain.endswith(f".{name}") for name in PROCESSORS)
