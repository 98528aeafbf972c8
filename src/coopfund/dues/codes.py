"""The short codes with which members see their own dues: made of their id and a private key.

Nothing is kept but the key: a code is made again whenever it is asked for. The key is one of its
own, so that a server that shows dues need not know the one behind the pseudonyms of givers, and so
that all codes can be replaced without renaming anybody.
"""

import hashlib
import hmac
from pathlib import Path
from typing import Final

from coopfund.imports.secret import drop_secret, keep_secret, new_secret, secret_of

NAME: Final = "dues-codes.key"
DIGITS: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Without I, L, O and U: nobody mistakes one for another."""
HALF: Final = 5
LENGTH: Final = 2 * HALF
"""Fifty bits: at a guess a second it would take ten million years to try half of them."""
ALIKE: Final = str.maketrans({"O": "0", "I": "1", "L": "1", "-": "", "–": "", " ": ""})


def key_of(state: Path) -> bytes | None:
    """The key, or ``None`` where no code was made yet.

    Args:
        state: the folder ``.coopfund`` of the books.

    Raises:
        SecretError: it cannot be read, or is none.
    """
    return secret_of(state, NAME)


def make_key(state: Path) -> bytes:
    """The key, made and kept where there was none.

    Raises:
        SecretError: it cannot be read or written.
    """
    known = key_of(state)
    if known is not None:
        return known
    key = new_secret()
    keep_secret(state, key, NAME)
    return key


def new_key(state: Path) -> bytes:
    """Another key in place of the one there is: the codes made with that no longer fit.

    Raises:
        SecretError: it cannot be written.
    """
    drop_secret(state, NAME)
    return make_key(state)


def code_of(key: bytes, member: str) -> str:
    """A member's code, in two halves.

    >>> code_of(bytes(32), "m-0042")
    '6YG6K-5EFZ0'
    """
    digest = hmac.new(key, member.encode(), hashlib.sha256).digest()
    number = int.from_bytes(digest) >> (len(digest) * 8 - 5 * LENGTH)
    digits = "".join(DIGITS[number >> 5 * place & 31] for place in reversed(range(LENGTH)))
    return f"{digits[:HALF]}-{digits[HALF:]}"


def fits(key: bytes, member: str, given: str) -> bool:
    """Whether what somebody typed is a member's code; takes as long whether or not it is.

    Case, spaces and hyphens do not count, and letters that look like digits are those digits.
    """
    return hmac.compare_digest(_plain(code_of(key, member)), _plain(given))


def _plain(code: str) -> bytes:
    return code.upper().translate(ALIKE).strip().encode()
