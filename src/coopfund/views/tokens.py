"""Tokens: proof that a change was asked for on a page of ours.

Whatever changes something is a POST with the token of its own endpoint, which only a page that this
server sent can know. In a template::

    <form method="post" action="sign">
      <input type="hidden" name="token" value="{{ extension.token('sign') }}">

and in the extension::

    @fava_api.posted("sign")
    def sign(self) -> ...

A script may send it as the header ``X-Coopfund-Token``. A token is good for one endpoint, until the
server ends.
"""

import hmac
from secrets import token_bytes
from typing import Final

FIELD: Final = "token"
HEADER: Final = "X-Coopfund-Token"
KEY: Final = "COOPFUND_TOKENS"
"""Under which an application keeps its :class:`Tokens`."""


class Tokens:
    """The tokens of one server; no other one, and no earlier run, makes the same."""

    def __init__(self) -> None:
        """Draw a secret that never leaves this process."""
        self._secret = token_bytes(32)

    def token(self, endpoint: str) -> str:
        """What a page has to send along to change something at an endpoint."""
        return hmac.new(self._secret, endpoint.encode(), "sha256").hexdigest()

    def holds(self, endpoint: str, given: str) -> bool:
        """Whether what was sent along is the endpoint's token."""
        return hmac.compare_digest(self.token(endpoint).encode(), given.encode())
