"""What every answer tells the browser it may do, and the documents among them still less."""

from collections.abc import Iterable, Mapping
from typing import Final


def policy(rules: Mapping[str, str]) -> str:
    """A Content-Security-Policy, as its header writes it.

    >>> policy({"default-src": "'none'", "sandbox": ""})
    "default-src 'none'; sandbox"
    """
    return "; ".join(f"{what} {sources}".rstrip() for what, sources in rules.items())


PAGES: Final = policy(
    {
        "default-src": "'none'",
        # No script but those that Fava ships as files. The data blocks of its pages are no
        # scripts; its editor parses the books with WebAssembly.
        "script-src": "'self' 'wasm-unsafe-eval'",
        # Fava's editor and charts, and the shares on our page, set styles of their own.
        "style-src": "'self' 'unsafe-inline'",
        "img-src": "'self' data:",
        "font-src": "'self'",
        "connect-src": "'self'",
        "frame-src": "'self'",
        # Fava shows a PDF as an object; what answers there is said in documents.py.
        "object-src": "'self'",
        "base-uri": "'none'",
        "form-action": "'self'",
        "frame-ancestors": "'self'",
    }
)
"""What a page may load, run and send: its own server's files, and nothing of anybody else's."""

DOCUMENTS: Final = policy({"default-src": "'none'", "sandbox": ""})
"""A document may do nothing at all, should a browser ever open it as a page."""

REPORTS: Final = policy(
    {"default-src": "'none'", "style-src": "'unsafe-inline'", "img-src": "data:"}
)
"""A report is a file that anybody may have written: it may show itself and do nothing else."""

ALWAYS: Final = (
    # Sent beside a policy of the page's own: browsers obey both.
    ("Content-Security-Policy", PAGES),
    ("X-Content-Type-Options", "nosniff"),
    # Fava's links that change a filter need to know the page they stand on, other sites do not.
    ("Referrer-Policy", "same-origin"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("X-Frame-Options", "SAMEORIGIN"),
)

UNKEPT: Final = ("Cache-Control", "private, no-store")
"""For what shows the books: neither a proxy nor the next user of the browser finds it."""


def safe(headers: Iterable[tuple[str, str]], *, keep: bool) -> list[tuple[str, str]]:
    """The headers of an answer, with those that make it safe to show.

    Args:
        headers: those that the application set.
        keep: whether the browser may keep it: Fava's own files, not the books.
    """
    ours = list(ALWAYS) if keep else [*ALWAYS, UNKEPT]
    replaced = {name.lower() for name, _ in ours} - {"content-security-policy"}
    return [*((name, value) for name, value in headers if name.lower() not in replaced), *ours]
