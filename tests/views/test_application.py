"""Fava's application as it is served: questions, documents and changes, without the guard."""

import json
from collections.abc import Iterator, Mapping
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from beanquery.shell import BQLShell
from flask.testing import FlaskClient

from coopfund.views import fava_api, tokens
from coopfund.views.extension import CoopfundAudit
from coopfund.views.headers import DOCUMENTS
from coopfund.views.queries import REFUSED
from tests.views.ledgers import KITCHEN

if TYPE_CHECKING:
    from werkzeug.test import TestResponse

PDF = b"%PDF-1.1\n"
OWN = {"Sec-Fetch-Site": "same-origin"}
COMMANDS = sorted(name[3:] for name in dir(BQLShell) if name.startswith("do_") and name != "do_run")
BOOKS = f"""{KITCHEN}
option "documents" "documents"
2026-03-02 query "dues" "SELECT account, sum(position) WHERE account ~ 'Dues' GROUP BY account"
2026-03-02 query "command" ".output canary"
2026-03-02 query "table" "CREATE TABLE canary USING 'csv:canary'"
2026-03-02 document Assets:Bank "../outside/receipt.pdf"
2026-03-02 document Assets:Bank "documents/link.pdf"
2026-03-02 document Assets:Bank "documents/page.html"
2026-03-02 document Assets:Bank "documents/drawing.svg"
2026-03-02 document Assets:Bank "documents/notes.txt"
2026-03-02 document Assets:Bank "documents/missing.pdf"
2026-03-02 document Assets:Bank "documents/receipt.pdf"
2026-03-02 document Assets:Bank "documents/Photo.PNG"
2026-03-03 * "with a receipt"
  document: "documents/receipt.pdf"
  document-2: "../outside/receipt.pdf"
  Assets:Bank  1.00 USD
  Income:Misc
"""


def written(parent: Path) -> Path:
    """The folder of books with documents inside and outside of it."""
    folder = parent / "books"
    for name in ("receipt.pdf", "Photo.PNG", "page.html", "drawing.svg", "notes.txt", "other.pdf"):
        (folder / "documents").mkdir(parents=True, exist_ok=True)
        (folder / "documents" / name).write_bytes(PDF)
    (parent / "outside").mkdir()
    (parent / "outside" / "receipt.pdf").write_bytes(b"outside")
    (folder / "documents" / "link.pdf").symlink_to(parent / "outside" / "receipt.pdf")
    (folder / "main.beancount").write_text(BOOKS, encoding="utf-8")
    return folder


def served(books: Path, *, edit: bool = False) -> FlaskClient:
    application = fava_api.app(books / "main.beancount", read_only=not edit)
    fava_api.address_of(application, CoopfundAudit)
    return application.test_client()


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Books that are only read."""
    return written(tmp_path_factory.mktemp("read"))


@pytest.fixture(scope="module")
def client(books: Path) -> FlaskClient:
    """A reader of these books."""
    return served(books)


@pytest.fixture
def own_books(tmp_path: Path) -> Path:
    """Books that a test may change."""
    return written(tmp_path)


@pytest.fixture
def editor(own_books: Path) -> FlaskClient:
    """A treasurer of these books."""
    return served(own_books, edit=True)


@pytest.fixture(autouse=True)
def nothing_written(
    books: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> Iterator[None]:
    """Whoever reads leaves every file as it was, and the working folder empty."""
    working = tmp_path_factory.mktemp("working")
    monkeypatch.chdir(working)
    before = contents(books)
    yield
    assert not list(working.iterdir())
    assert contents(books) == before


def contents(folder: Path) -> Mapping[Path, bytes]:
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def asked(client: FlaskClient, query: str) -> "TestResponse":
    return client.get("/kitchen/api/query", query_string={"query_string": query})


def downloaded(client: FlaskClient, query: str) -> "TestResponse":
    address = "/kitchen/download-query/query_result.csv"
    return client.get(address, query_string={"query_string": query})


@pytest.mark.parametrize(
    "query",
    [
        "SELECT account, sum(position) WHERE account ~ 'Dues' GROUP BY account",
        "  select account, sum(position) where account ~ 'Dues' group by account;",
        "run dues",
        'run "dues"',
        ".run dues;",
        "BALANCES FROM year = 2026",
        "JOURNAL 'Income:Dues'",
    ],
)
def test_questions_are_answered(client: FlaskClient, query: str) -> None:
    assert "Income:Dues" in asked(client, query).get_data(as_text=True)
    assert b"Income:Dues" in downloaded(client, query.strip()).data


def test_the_queries_of_the_books_are_listed(client: FlaskClient) -> None:
    assert json.loads(asked(client, "run").data)["data"]["contents"].split() == [
        "dues",
        "command",
        "table",
    ]


@pytest.mark.parametrize("form", [".{} canary", "{} canary", " .{}  canary", ".{}", ".{}\tcanary;"])
@pytest.mark.parametrize("command", COMMANDS)
def test_no_command_of_the_shell_passes(client: FlaskClient, command: str, form: str) -> None:
    query = form.format(command)
    for answer in (asked(client, query), downloaded(client, query)):
        assert answer.status_code == 500
    assert "canary" not in shell_of(client).settings.todict()
    assert b"Income:Dues" in asked(client, "run dues").data


@pytest.mark.parametrize(
    "query",
    [
        "CREATE TABLE canary USING 'csv:canary'",
        "create table canary (a int)",
        "INSERT INTO postings (account) VALUES ('canary')",
        "run command",
        "run table",
        ".run command",
        "!canary",
        "?canary",
    ],
)
def test_no_statement_but_a_question_passes(client: FlaskClient, query: str) -> None:
    answer = asked(client, query).get_data(as_text=True)
    assert REFUSED in answer or "syntax error" in answer
    assert downloaded(client, query).status_code == 500


@pytest.mark.parametrize(
    "query", ["", " ", ";", ".", "SELECT", "nonsense", "run missing", "run 'x"]
)
def test_what_is_no_question_is_an_error_and_nothing_worse(client: FlaskClient, query: str) -> None:
    assert asked(client, query).status_code in {200, 500}
    assert b"Income:Dues" in asked(client, "run dues").data


def shell_of(client: FlaskClient) -> Any:  # noqa: ANN401  # whatever Fava has there
    ((_, ledger),) = client.application.config["LEDGERS"].items()
    return ledger.query_shell.shell


def test_a_reload_keeps_the_shell(client: FlaskClient) -> None:
    ((_, ledger),) = client.application.config["LEDGERS"].items()
    ledger.load_file()
    assert REFUSED in asked(client, ".output canary").get_data(as_text=True)


def document(client: FlaskClient, name: object, **headers: str) -> "TestResponse":
    return client.get("/kitchen/document/", query_string={"filename": str(name)}, headers=headers)


@pytest.mark.parametrize(
    ("name", "kind"), [("receipt.pdf", "application/pdf"), ("Photo.PNG", "image/png")]
)
def test_pictures_and_pdf_are_sent_to_be_saved(
    client: FlaskClient, books: Path, name: str, kind: str
) -> None:
    answer = document(client, books / "documents" / name)
    assert (answer.status_code, answer.data, answer.mimetype) == (200, PDF, kind)
    assert answer.headers["Content-Disposition"] == f"attachment; filename={name}"
    assert answer.headers["Content-Security-Policy"] == DOCUMENTS


@pytest.mark.parametrize(
    "name",
    [
        "documents/page.html",
        "documents/drawing.svg",
        "documents/notes.txt",
        "documents/missing.pdf",
        "documents/link.pdf",
        "documents/other.pdf",
        "documents/../../outside/receipt.pdf",
        "../outside/receipt.pdf",
        "main.beancount",
        "documents",
        "",
        "documents/receipt.pdf\0",
    ],
)
def test_no_other_file_is_sent(client: FlaskClient, books: Path, name: str) -> None:
    for form in (f"{books}/{name}", (books / name.replace("\0", "")).resolve(), name):
        if form != books / "documents" / "receipt.pdf":
            assert document(client, form).status_code == 404


def test_receipts_of_an_entry_are_sent_by_the_same_rules(client: FlaskClient) -> None:
    ((_, ledger),) = client.application.config["LEDGERS"].items()
    entry = next(e for e in ledger.all_entries if getattr(e, "narration", "") == "with a receipt")
    from fava.beans.funcs import hash_entry  # noqa: PLC0415  # Fava's own name for an entry

    def receipt(key: str, entry_hash: str = hash_entry(entry)) -> "TestResponse":
        asked = {"entry_hash": entry_hash, "key": key}
        return client.get("/kitchen/statement/", query_string=asked, buffered=True)

    assert receipt("document").data == PDF
    assert receipt("document").headers["Content-Disposition"].startswith("attachment")
    assert receipt("document-2").status_code == 404
    assert receipt("missing").status_code == 404
    assert receipt("document", "unknown").status_code == 404


def test_where_fava_shows_a_pdf_stands_how_to_save_it(client: FlaskClient, books: Path) -> None:
    name = books / "documents" / "receipt.pdf"
    page = document(client, name, **{"Sec-Fetch-Dest": "object"})
    assert page.mimetype == "text/html"
    assert page.headers["Content-Security-Policy"] == "default-src 'none'"
    assert "save receipt.pdf</a>" in page.get_data(as_text=True)
    assert PDF not in page.data


def changing(client: FlaskClient) -> list[tuple[str, str]]:
    """Every method and address of Fava's that changes something."""
    return [
        (method, rule.rule.replace("<bfile>", "kitchen"))
        for rule in client.application.url_map.iter_rules()
        for method in sorted(rule.methods or ())
        if method not in {"GET", "HEAD", "OPTIONS"} or rule.endpoint in fava_api.CHANGING_READS
    ]


def test_whoever_reads_changes_nothing(client: FlaskClient, books: Path) -> None:
    found = changing(client)
    assert {"add_entries", "add_document", "source", "source_slice", "document"} <= {
        address.rpartition("/")[2] for _, address in found
    }
    receipt = str(books / "documents" / "receipt.pdf")
    for method, address in [*found, ("OPTIONS", "/kitchen/api/source"), ("PATCH", "/kitchen/")]:
        answer = client.open(
            address,
            method=method,
            headers=OWN,
            query_string={"filename": receipt, "account": "Assets:Bank", "new_name": "moved.pdf"},
            json={"entries": [], "file_path": receipt, "source": "", "sha256sum": ""},
        )
        assert answer.status_code == 403, (method, address)


def test_own_pages_change_what_is_open_for_changes(editor: FlaskClient, own_books: Path) -> None:
    entry = {
        "t": "Note",
        "date": "2026-04-01",
        "meta": {},
        "account": "Assets:Bank",
        "comment": "counted",
    }
    added = editor.put("/kitchen/api/add_entries", json={"entries": [entry]}, headers=OWN)
    assert added.status_code == 200
    assert '2026-04-01 note Assets:Bank "counted"' in (own_books / "main.beancount").read_text()
    upload = {"file": (BytesIO(PDF), "new.pdf"), "account": "Assets:Bank", "folder": "documents"}
    assert editor.put("/kitchen/api/add_document", data=upload, headers=OWN).status_code == 200
    assert (own_books / "documents" / "Assets" / "Bank" / "new.pdf").read_bytes() == PDF
    receipt = str(own_books / "documents" / "receipt.pdf")
    gone = editor.delete("/kitchen/api/document", query_string={"filename": receipt}, headers=OWN)
    assert gone.status_code == 200
    assert not Path(receipt).exists()


class Signed(fava_api.Extension):
    """An extension with one endpoint of each kind."""

    @fava_api.endpoint("shown")
    def shown(self) -> str:
        return f"{fava_api.token(self, 'sign')} {fava_api.token(self, 'mine')}"

    @fava_api.posted("sign")
    def sign(self) -> str:
        return "signed"

    @fava_api.posted("mine", changes=False)
    def mine(self) -> str:
        return "yours"


def extended(client: FlaskClient) -> tuple[str, list[str]]:
    address = fava_api.address_of(client.application, Signed)
    return address, client.get(f"{address}shown").get_data(as_text=True).split()


def test_a_change_needs_the_token_of_its_page(editor: FlaskClient) -> None:
    address, (sign, mine) = extended(editor)
    assert editor.post(f"{address}sign", data={"token": sign}).data == b"signed"
    assert editor.post(f"{address}sign", headers={tokens.HEADER: sign}).data == b"signed"
    for wrong in ("", mine, sign[:-1], "é"):
        answer = editor.post(f"{address}sign", data={"token": wrong})
        assert answer.status_code == 403
        assert answer.get_data(as_text=True).startswith("This page is out of date; load it again")
    assert editor.get(f"{address}sign?token={sign}").status_code == 404


def test_readers_may_send_but_not_change(client: FlaskClient) -> None:
    address, (sign, mine) = extended(client)
    assert client.post(f"{address}mine", data={"token": mine}).data == b"yours"
    assert client.post(f"{address}mine").status_code == 403
    refused = client.post(f"{address}sign", data={"token": sign})
    assert (refused.status_code, refused.data) == (403, b"These books are open to read only.\n")


def test_tokens_differ_between_servers() -> None:
    one, other = tokens.Tokens(), tokens.Tokens()
    assert one.holds("A/sign", one.token("A/sign"))
    assert not other.holds("A/sign", one.token("A/sign"))
    assert not one.holds("A/undo", one.token("A/sign"))


def test_our_pages_change_nothing_when_they_are_opened(client: FlaskClient) -> None:
    ((_, ledger),) = client.application.config["LEDGERS"].items()
    ours = ledger.extensions.get_extension("CoopfundAudit")
    assert ours.endpoints
    for name, method in ours.endpoints:
        if method == "GET":
            client.get(f"/kitchen/extension/CoopfundAudit/{name}")
        else:
            assert method == "POST"
            assert hasattr(ours.endpoints[name, method], "only_reads")
    assert client.get("/kitchen/extension/CoopfundAudit/").status_code == 200


def test_the_journal_escapes_what_the_books_say(own_books: Path) -> None:
    (own_books / "main.beancount").write_text(
        KITCHEN.replace('"Toys"', '"<b>payee</b>" "<i>narration</i>"'), encoding="utf-8"
    )
    client = served(own_books)
    page = client.get("/kitchen/api/account_report?a=Assets:Bank").get_data(as_text=True)
    journal = json.loads(page)["data"]["journal"]
    assert "&lt;b&gt;payee&lt;/b&gt;" in journal
    assert "&lt;i&gt;narration&lt;/i&gt;" in journal
    assert "<a href='/kitchen/account/Assets:Bank/'>" in journal.replace('"', "'")
    assert "&lt;a" not in journal
    assert "&lt;span" not in journal
