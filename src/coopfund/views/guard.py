"""A gate before Fava: it answers this machine's own browser only, and changes only from its pages.

Any web page may send requests to a port of the reader's machine, or call a name of its own that
leads there. Such requests name a foreign host, or admit to come from another site.
"""

from collections.abc import Iterable
from http import HTTPStatus
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

HTTP_PORT = 80
"""The port that browsers leave out of the host's name."""

LOCAL_NAMES = ("127.0.0.1", "localhost")
READING = frozenset({"GET", "HEAD"})
OWN_SITES = frozenset({"same-origin", "none"})


class Guard:
    """A WSGI application that passes on only what this machine's own pages ask."""

    def __init__(self, application: "WSGIApplication", port: int) -> None:
        """Stand before an application that is served on a port of this machine."""
        self.application = application
        named = {f"{name}:{port}" for name in LOCAL_NAMES}
        self.hosts = frozenset(named.union(LOCAL_NAMES) if port == HTTP_PORT else named)

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        """Pass the request on, or refuse it in one sentence."""
        objection = self.objection(environ)
        if objection is None:
            return self.application(environ, start_response)
        status = HTTPStatus.FORBIDDEN
        headers = [("Content-Type", "text/plain; charset=utf-8")]
        start_response(f"{status.value} {status.phrase}", headers)
        return [f"{objection}\n".encode()]

    def objection(self, environ: "WSGIEnvironment") -> str | None:
        """What is wrong with a request, or ``None``."""
        if environ.get("HTTP_HOST", "").lower() not in self.hosts:
            return "This server answers only to the name of this machine."
        if environ.get("REQUEST_METHOD", "GET") in READING:
            return None
        origin, site = environ.get("HTTP_ORIGIN"), environ.get("HTTP_SEC_FETCH_SITE")
        foreign = origin is not None and origin.lower() not in {
            f"http://{host}" for host in self.hosts
        }
        if foreign or (site is not None and site not in OWN_SITES):
            return "Changes are taken only from the pages of this server."
        return None
