"""A gate before Fava: it answers this machine's own browser only, and changes only from its pages.

Any web page may send requests to a port of the reader's machine, or call a name of its own that
leads there. Such requests name a foreign host, or admit to come from another site. What passes is
answered with headers that let the page run nothing but Fava's own scripts.
"""

import re
from collections.abc import Callable, Iterable
from http import HTTPStatus
from ipaddress import ip_address
from typing import TYPE_CHECKING, Final

from coopfund.views.headers import safe
from coopfund.views.origin import Origin
from coopfund.views.refusal import refusal

if TYPE_CHECKING:
    from _typeshed import OptExcInfo
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

READING: Final = frozenset({"GET", "HEAD"})
CHANGING: Final = frozenset({"POST", "PUT", "DELETE"})
OWN_SITES: Final = frozenset({"same-origin", "none"})
RUN_AS_SCRIPT: Final = re.compile(r"script|worker|worklet")
SCRIPTS: Final = re.compile(r"/static/.+|/[^/]+/extension_js_module/[^/]+\.js")
FILES: Final = re.compile(r"/static/.+")
OF_EXTENSIONS: Final = re.compile(r"/[^/]+/extension/[^/]+/[^/]+")


class Guard:
    """A WSGI application that passes on only what this machine's own pages ask.

    Attributes:
        application: what it stands before.
        origins: the addresses that its pages have.
        read_only: whether nothing may be changed. Extensions of ours may still take what a reader
            sends (``fava_api.posted``), and see to it that it changes nothing.
    """

    def __init__(
        self,
        application: "WSGIApplication",
        port: int,
        *,
        public: Origin | None = None,
        read_only: bool = True,
    ) -> None:
        """Stand before an application on a port of this machine, or on a proxy's public address."""
        self.application = application
        self.origins = frozenset({public} if public else Origin.local(port))
        self.read_only = read_only

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        """Pass the request on, or refuse it in one sentence."""
        path = environ.get("PATH_INFO", "")
        answer = _answering(start_response, keep=bool(FILES.fullmatch(path)))
        objection = self.objection(environ)
        if objection is None:
            return self.application(environ, answer)
        status = HTTPStatus.FORBIDDEN
        kind, content = refusal(path, objection)
        answer(f"{status.value} {status.phrase}", [("Content-Type", kind)])
        return [content]

    def objection(self, environ: "WSGIEnvironment") -> str | None:
        """What is wrong with a request, or ``None``."""
        if not _from_this_machine(environ.get("REMOTE_ADDR", "")):
            return "This server answers only to this machine."
        if environ.get("HTTP_HOST", "").lower() not in {own.host for own in self.origins}:
            return self._names()
        method = environ.get("REQUEST_METHOD", "GET")
        if method in READING:
            return self._reading(environ)
        return self._changing(environ, method)

    def _names(self) -> str:
        if any(own.scheme == "https" for own in self.origins):
            return (
                "This server answers only to its public name; the proxy has to pass on the Host "
                "that the browser asked for."
            )
        return "This server answers only to the name of this machine."

    def _reading(self, environ: "WSGIEnvironment") -> str | None:
        """Own pages may read; other sites may only link to a page."""
        if self._foreign(environ) and not _link(environ):
            return "What this server shows is read only by its own pages."
        path = environ.get("PATH_INFO", "")
        wanted = environ.get("HTTP_SEC_FETCH_DEST", "")
        if RUN_AS_SCRIPT.search(wanted) and not SCRIPTS.fullmatch(path):
            return "Nothing but Fava's own files is run as a script here."
        return None

    def _changing(self, environ: "WSGIEnvironment", method: str) -> str | None:
        """Own pages may change what is open for changes; a browser always names its page here."""
        if method not in CHANGING:
            return "This server does not know such a request."
        if "HTTP_ORIGIN" not in environ or self._foreign(environ):
            return "Changes are taken only from the pages of this server."
        posted = method == "POST" and OF_EXTENSIONS.fullmatch(environ.get("PATH_INFO", ""))
        if self.read_only and not posted:
            return "These books are open to read only; coopfund serve --edit opens them to change."
        return None

    def _foreign(self, environ: "WSGIEnvironment") -> bool:
        """Whether a request says that another site sent it."""
        origin, site = environ.get("HTTP_ORIGIN"), environ.get("HTTP_SEC_FETCH_SITE")
        if origin is not None and origin.lower() not in {str(own) for own in self.origins}:
            return True
        return site is not None and site not in OWN_SITES


def _answering(start_response: "StartResponse", *, keep: bool) -> "StartResponse":
    """``start_response`` with the headers that make an answer safe to show."""

    def answer(
        status: str, headers: list[tuple[str, str]], exc_info: "OptExcInfo | None" = None, /
    ) -> Callable[[bytes], object]:
        return start_response(status, safe(headers, keep=keep), exc_info)

    return answer


def _from_this_machine(address: str) -> bool:
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return False


def _link(environ: "WSGIEnvironment") -> bool:
    """Whether somebody followed a link to a page, in a tab of its own."""
    return (
        "HTTP_ORIGIN" not in environ
        and environ.get("HTTP_SEC_FETCH_MODE") == "navigate"
        and environ.get("HTTP_SEC_FETCH_DEST") == "document"
    )
