"""The address at which a browser finds the pages: scheme, name and port."""

import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

LOCAL_NAMES: Final = ("127.0.0.1", "localhost")
PORTS: Final = {"http": 80, "https": 443}
"""The ports that browsers leave out of the host's name."""

NAME: Final = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)*")
UNENCRYPTED: Final = (
    "does not begin with https://; without it passwords and books cross the network for all to read"
)


class BadOriginError(ValueError):
    """No address that pages can have; the message says why."""

    def __init__(self, address: str, why: str) -> None:
        """Keep the sentence."""
        super().__init__(f"{address} {why}.")


@dataclass(frozen=True, slots=True)
class Origin:
    """An origin.

    Attributes:
        scheme: ``http`` or ``https``.
        host: as the header Host names it, without the port where the scheme says it.
    """

    scheme: str
    host: str

    def __str__(self) -> str:
        """As the header Origin names it."""
        return f"{self.scheme}://{self.host}"

    @classmethod
    def local(cls, port: int) -> "frozenset[Origin]":
        """This machine's names for a port of its own."""
        named = {cls("http", f"{name}:{port}") for name in LOCAL_NAMES}
        if port == PORTS["http"]:
            named.update(cls("http", name) for name in LOCAL_NAMES)
        return frozenset(named)

    @classmethod
    def public(cls, address: str) -> "Origin":
        """The address of a proxy that asks for logins: ``https://books.example.org``.

        Raises:
            BadOriginError: it is none, or logins would cross the network for all to read.

        >>> Origin.public("https://Books.example.org:443/")
        Origin(scheme='https', host='books.example.org')
        """
        try:
            parts = urlsplit(address)
            port = parts.port
        except ValueError as error:
            raise BadOriginError(address, f"is no address: {error}") from error
        name = parts.hostname or ""
        if parts.scheme != "https":
            raise BadOriginError(address, UNENCRYPTED)
        if not NAME.fullmatch(name) or parts.username is not None:
            raise BadOriginError(address, "names no host such as books.example.org")
        if parts.path not in {"", "/"} or parts.query or parts.fragment:
            raise BadOriginError(address, f"goes on after the host; give https://{name} alone")
        return cls("https", name if port in {None, PORTS["https"]} else f"{name}:{port}")
