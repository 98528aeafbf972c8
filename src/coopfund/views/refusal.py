"""How a request is refused: one sentence, in the form in which Fava's pages show it."""

import json
import re
from typing import Final

API: Final = re.compile(r"/[^/]+/api/")


def refusal(path: str, sentence: str) -> tuple[str, bytes]:
    r"""The media type and the content of a refusal.

    >>> refusal("/kitchen/journal/", "No.")
    ('text/plain; charset=utf-8', b'No.\n')
    >>> refusal("/kitchen/api/source", "No.")
    ('application/json', b'{"error": "No."}')
    """
    if API.match(path):
        return "application/json", json.dumps({"error": sentence}).encode()
    return "text/plain; charset=utf-8", f"{sentence}\n".encode()
