"""A real browser on pages that are served as ``coopfund serve`` does."""

import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Self

from cheroot.wsgi import Server
from playwright.sync_api import Browser, ConsoleMessage, Dialog, ViewportSize

from coopfund.views import fava_api
from coopfund.views.extension import CoopfundAudit
from coopfund.views.guard import Guard

CHROMIUM = shutil.which("chromium")
WIDE = ViewportSize(width=1280, height=900)
NARROW = ViewportSize(width=390, height=844)


@contextmanager
def serving(ledger: Path, *, edit: bool = False) -> Iterator[str]:
    """The address of a ledger's Audit page, while it is served on this machine."""
    application = fava_api.app(ledger, read_only=not edit)
    server = Server(("127.0.0.1", 0), application)
    server.prepare()
    port = server.bind_addr[1]
    server.wsgi_app = Guard(application, port, read_only=not edit)
    thread = threading.Thread(target=server.serve)
    thread.start()
    try:
        yield f"http://127.0.0.1:{port}{fava_api.address_of(application, CoopfundAudit)}"
    finally:
        server.stop()
        thread.join()


class Tab:
    """A page of the browser that remembers what went wrong on it."""

    def __init__(self, browser: Browser, size: ViewportSize = WIDE, scheme: str = "light") -> None:
        self.context = browser.new_context(
            viewport=size, color_scheme="dark" if scheme == "dark" else "light"
        )
        self.page = self.context.new_page()
        self.wrong: list[str] = []
        self.page.on("pageerror", lambda error: self.wrong.append(str(error)))
        self.page.on("dialog", self._dialog)
        self.page.on("console", self._console)

    def _dialog(self, dialog: Dialog) -> None:
        self.wrong.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.wrong.append(message.text)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.context.close()
