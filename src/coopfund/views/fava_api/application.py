"""Fava's application, made safe to show to whoever may read the books."""

import logging
import re
from collections.abc import Callable
from http import HTTPStatus
from io import BytesIO
from pathlib import Path
from threading import Lock
from typing import Any, Final, cast

from fava.application import create_app
from fava.context import g
from fava.core import FavaLedger
from fava.core.documents import is_document_or_import_file
from fava.core.query_shell import FavaBQLShell, FavaShellError
from fava.helpers import FavaAPIError
from flask import Flask, Response, abort, request, send_file
from jinja2 import BaseLoader, Environment

from coopfund.views import documents, queries, tokens
from coopfund.views.headers import DOCUMENTS
from coopfund.views.refusal import refusal

CHANGING_READS: Final = frozenset({"json_api.get_move"})
"""What early releases of Fava change on a GET: 1.30.4 moves a document."""


def app(path: Path, *, read_only: bool, incognito: bool = False) -> Flask:
    """Fava's application for one ledger, loaded and safe to show.

    ``incognito`` hides the figures. It looks at the files' times at each request: watching them
    instead takes a handle of the system's, and where those have run out Fava shows old books
    without a word. Only together with :class:`coopfund.views.guard.Guard` before
    it is it fit for a browser.
    """
    application = create_app([path], load=True, incognito=incognito, poll_watcher=True)
    application.config[tokens.KEY] = tokens.Tokens()
    _refuse_changes(application, read_only=read_only)
    for endpoint_name, view in (("document", _document), ("statement", _statement)):
        _replace(application, endpoint_name, view)
    application.jinja_loader = EscapingLoader(cast("BaseLoader", application.jinja_loader))
    for _, ledger in application.config["LEDGERS"].items():  # noqa: PERF102  # it is no dict
        ledger.query_shell.shell = QuestionsOnly(ledger)
    logging.getLogger("fava.json_api").addFilter(_not_shown_already)
    return application


def _refuse_changes(application: Flask, *, read_only: bool) -> None:
    """Before anything else, refuse what changes the books where they are open to read only.

    Fava's own switch would also refuse what a reader sends to pages of ours.
    """

    def refuse() -> Response | None:
        changing = request.endpoint in CHANGING_READS
        if changing and request.headers.get("Sec-Fetch-Site") != "same-origin":
            return refused("Changes are taken only from the pages of this server.")
        changing = changing or (request.method not in {"GET", "HEAD"} and not _only_reads())
        return refused("These books are open to read only.") if read_only and changing else None

    application.before_request_funcs.setdefault(None, []).insert(0, refuse)


def _only_reads() -> bool:
    """Whether a request goes to an endpoint of ours that takes something and changes nothing."""
    if request.endpoint != "extension_endpoint":
        return False
    at = request.view_args or {}
    extension = g.ledger.extensions.get_extension(at["extension_name"])
    handler = extension and extension.endpoints.get((at["endpoint"], request.method))
    return bool(getattr(handler, "only_reads", False))


def refused(sentence: str) -> Response:
    """The answer to a request that is refused, and why."""
    kind, content = refusal(request.path, sentence)
    return Response(content, HTTPStatus.FORBIDDEN, content_type=kind)


def _replace(application: Flask, name: str, view: Callable[[], Response]) -> None:
    """Answer one of Fava's addresses ourselves; a Fava that has no such address is not served."""
    if name not in application.view_functions:
        raise LookupError(name)
    application.view_functions[name] = view


def _document() -> Response:
    return _sent(request.args.get("filename", ""))


def _statement() -> Response:
    asked = (request.args.get(key, "") for key in ("entry_hash", "key"))
    try:
        return _sent(g.ledger.statement_path(*asked))
    except FavaAPIError:
        return abort(404)


def _sent(name: str) -> Response:
    """A document to be saved: a picture or a PDF from the books' folder, and nothing else."""
    path = documents.inside(name, Path(g.ledger.beancount_file_path).parent)
    kind = documents.kind(path) if path else None
    if path is None or kind is None or not is_document_or_import_file(name, g.ledger):
        return abort(404)
    saved_as = Path(name).name
    if request.headers.get("Sec-Fetch-Dest") in documents.EMBEDDED:
        page = documents.notice(saved_as, f"?{request.query_string.decode('ascii', 'replace')}")
        return Response(page, headers={"Content-Security-Policy": "default-src 'none'"})
    content = BytesIO(path.read_bytes())
    answer = send_file(content, kind, as_attachment=True, download_name=saved_as)
    answer.headers["Content-Security-Policy"] = DOCUMENTS
    return answer


class EscapingLoader(BaseLoader):
    """Fava's templates, with what comes from the books escaped in its journal as everywhere else.

    Fava prints payees, narrations and metadata in the journal as they are, to be fast.
    """

    UNESCAPED: Final = re.compile(r"(\{%[-+]?\s*autoescape\s+)false\b")

    def __init__(self, loader: BaseLoader) -> None:
        """Read the templates from another loader."""
        self._loader = loader

    def get_source(
        self, environment: Environment, template: str
    ) -> tuple[str, str | None, Callable[[], bool] | None]:
        """A template as the other loader has it, and escaped."""
        source, name, unchanged = self._loader.get_source(environment, template)
        return self.UNESCAPED.sub(r"\1true", source), name, unchanged

    def list_templates(self) -> list[str]:
        """The names of all templates."""
        return self._loader.list_templates()


class QuestionsOnly(FavaBQLShell):
    """The shell behind the query page and its downloads, one question at a time."""

    def __init__(self, ledger: FavaLedger) -> None:
        """Ask these books."""
        super().__init__(ledger)
        self._asking = Lock()

    def run(self, entries: Any, query: str) -> Any:  # noqa: ANN401  # as Fava's
        """Answer a question; the shell has one place for its answer, and readers are many."""
        with self._asking:
            return super().run(entries, query)

    def onecmd(self, line: str) -> Any:  # noqa: ANN401  # as Fava's
        """Answer a question, or run a query of the books; every other command is refused."""
        command = queries.command(line)
        if command is None:
            return self.execute(line)
        if command == queries.RUN:
            return self.do_run(line.split(maxsplit=1)[1] if " " in line.strip() else "")
        raise FavaShellError(queries.REFUSED)

    def parse(self, line: str, *arguments: Any, **options: Any) -> Any:  # noqa: ANN401  # as beanquery's
        """Read a statement on its way to be answered, unless it makes or fills a table."""
        statement = super().parse(line, *arguments, **options)
        if not queries.asks(statement):
            raise FavaShellError(queries.REFUSED)
        return statement


def _not_shown_already(record: logging.LogRecord) -> bool:
    """Keep what the page itself says, such as a mistyped query, out of the terminal."""
    return not (record.exc_info and isinstance(record.exc_info[1], FavaAPIError))
