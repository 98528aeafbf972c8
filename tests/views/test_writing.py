"""What Fava's own forms send is judged and written by the desk, like everything else."""

import threading
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock
from flask.testing import FlaskClient

from coopfund.desk import swap
from coopfund.desk.writer import undo
from coopfund.views import fava_api
from coopfund.views.extension import CoopfundAudit
from tests.desk.books import texts_of, write_books

Put = Callable[..., tuple[int, Any]]


@pytest.fixture
def main(tmp_path: Path) -> Path:
    return write_books(tmp_path)


@pytest.fixture
def client(main: Path) -> FlaskClient:
    application = fava_api.app(main, read_only=False)
    fava_api.address_of(application, CoopfundAudit)
    return application.test_client()


@pytest.fixture
def put(client: FlaskClient) -> Put:
    def put(name: str, **data: Any) -> tuple[int, Any]:  # noqa: ANN401  # JSON
        answer = client.put(f"/kitchen/api/{name}", json=data)
        body = answer.get_json()
        return answer.status_code, body.get("error") or body.get("data")

    return put


def transaction(day: str, *postings: tuple[str, str], **meta: str) -> dict[str, Any]:
    return {
        "t": "Transaction",
        "date": day,
        "flag": "*",
        "payee": "",
        "narration": "from the form",
        "tags": [],
        "links": [],
        "meta": meta,
        "postings": [{"account": account, "amount": amount} for account, amount in postings],
    }


CRAYONS = transaction("2026-01-10", ("Expenses:Childcare", "5.00 USD"), ("Assets:Bank", ""))
OUTING = transaction("2026-01-25", ("Expenses:Childcare", "50.00 USD"), ("Assets:Bank", ""))


def test_entry_of_the_form_goes_into_its_month_and_can_be_undone(put: Put, main: Path) -> None:
    before = texts_of(main.parent)
    assert put("add_entries", entries=[CRAYONS]) == (200, "Stored 1 entries.")
    assert (
        '2026-01-10 * "from the form"\n  Expenses:Childcare  5.00 USD\n  Assets:Bank\n'
        in texts_of(main.parent)["2026-01.beancount"]
    )
    assert undo(main).what == "add in Fava"
    assert texts_of(main.parent) == before


@pytest.mark.parametrize(
    ("entry", "sentence"),
    [
        (
            transaction("2026-01-10", ("Expenses:Clinic", "5 USD"), ("Assets:Bank", "")),
            "unknown account 'Expenses:Clinic'",
        ),
        (
            transaction("2026-01-10", ("Expenses:Childcare", "5 USD"), ("Assets:Bank", "-4 USD")),
            "does not balance",
        ),
        (
            transaction("2026-01-10", ("Assets:Bank", "5 USD"), ("Income:Dues", ""), member="m-9"),
            'The member "m-9" has never joined',
        ),
        (CRAYONS | {"payee": "<script>alert(1)</script>"}, "holds the start of markup"),
    ],
)
def test_what_add_refuses_the_form_refuses(
    put: Put, main: Path, entry: dict[str, Any], sentence: str
) -> None:
    before = texts_of(main.parent)
    for _ in range(2):
        status, error = put("add_entries", entries=[entry])
        assert status == 422
        assert sentence in error
    assert texts_of(main.parent) == before


def test_what_a_rule_stops_is_written_when_it_is_saved_once_more(put: Put, main: Path) -> None:
    before = texts_of(main.parent)
    status, error = put("add_entries", entries=[OUTING])
    assert status == 422
    assert error.startswith("CF102 paid-by-dues: 50.00 USD")
    assert error.endswith("If it did happen, save it once more, and it is written all the same.")
    assert texts_of(main.parent) == before
    assert put("add_entries", entries=[CRAYONS])[0] == 200
    assert put("add_entries", entries=[OUTING])[0] == 422, "another entry came in between"
    assert put("add_entries", entries=[OUTING])[0] == 200
    assert "2026-01-25" in texts_of(main.parent)["2026-01.beancount"]


def digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def test_editor_saves_whole_files_that_undo_takes_back(put: Put, main: Path) -> None:
    january = main.parent / "2026-01.beancount"
    text = january.read_text()
    new = text.replace("; the first dues", "; the very first dues")
    status, saved = put("source", file_path=str(january), source=new, sha256sum=digest(text))
    assert (status, saved) == (200, digest(new))
    assert january.read_text() == new
    status, error = put("source", file_path=str(january), source="", sha256sum=digest(text))
    assert (status, "changed externally" in error) == (500, True)
    assert january.read_text() == new
    assert undo(main).what == "edit 2026-01.beancount in Fava"
    assert january.read_text() == text


def test_editor_keeps_the_line_ends_of_a_file(put: Put, main: Path) -> None:
    january = main.parent / "2026-01.beancount"
    text = january.read_text()
    january.write_bytes(text.replace("\n", "\r\n").encode())
    status, _ = put("source", file_path=str(january), source=f"; x\n{text}", sha256sum=digest(text))
    assert status == 200
    assert january.read_bytes() == f"; x\n{text}".replace("\n", "\r\n").encode()


def entry_hash(client: FlaskClient, narration: str) -> str:
    ledger = next(iter(client.application.config["LEDGERS"].items()))[1]
    ledger.changed()
    from fava.beans.funcs import hash_entry  # noqa: PLC0415  # only the tests need it

    return str(
        next(
            hash_entry(entry)
            for entry in ledger.all_entries
            if getattr(entry, "narration", None) == narration
        )
    )


def test_lines_of_an_entry_are_edited_and_deleted(
    client: FlaskClient, put: Put, main: Path
) -> None:
    january = main.parent / "2026-01.beancount"
    before = january.read_text()
    old = '2026-01-20 * "gift"\n  donor: "d-1"\n  Assets:Bank  100.00 USD\n  Income:Gifts'
    new = old.replace("100.00", "120.00")
    data = {"entry_hash": entry_hash(client, "gift"), "sha256sum": digest(old)}
    assert put("source_slice", source=new, **data) == (200, digest(new))
    assert january.read_text() == before.replace(old, new)
    query = {"entry_hash": entry_hash(client, "gift"), "sha256sum": digest(new)}
    assert client.delete("/kitchen/api/source_slice", query_string=query).status_code == 200
    assert "gift" not in january.read_text()
    assert [undo(main).what for _ in range(2)] == [
        "delete an entry in Fava",
        "edit an entry in Fava",
    ]
    assert january.read_text() == before


def test_metadata_of_a_document_goes_through_the_desk(
    client: FlaskClient, put: Put, main: Path
) -> None:
    data = {"filename": "bill.pdf", "entry_hash": entry_hash(client, "gift")}
    assert put("attach_document", **data)[0] == 200
    assert '"gift"\n  document: "bill.pdf"\n  donor' in texts_of(main.parent)["2026-01.beancount"]
    assert undo(main).what == "add document in Fava"


def test_whoever_writes_elsewhere_makes_fava_wait_then_say_so(
    put: Put, main: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(swap, "PATIENCE", 0.05)
    january = main.parent / "2026-01.beancount"
    text = january.read_text()
    (main.parent / ".coopfund").mkdir()
    with FileLock(main.parent / ".coopfund" / "lock"):
        source = {"file_path": str(january), "source": "", "sha256sum": digest(text)}
        for answer in (put("add_entries", entries=[CRAYONS]), put("source", **source)):
            assert (answer[0], "Another program is writing" in answer[1]) == (422, True)
    assert january.read_text() == text


def test_many_forms_at_once_lose_nothing(client: FlaskClient, main: Path) -> None:
    answers: list[int] = []

    def send(number: int) -> None:
        entry = CRAYONS | {"narration": f"crayon {number}"}
        answer = client.application.test_client().put(
            "/kitchen/api/add_entries", json={"entries": [entry]}
        )
        answers.append(answer.status_code)

    threads = [threading.Thread(target=send, args=(number,)) for number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [200, 200]
    text = texts_of(main.parent)["2026-01.beancount"]
    assert all(f"crayon {number}" in text for number in range(2))
