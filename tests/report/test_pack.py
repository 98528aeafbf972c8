"""The pack of a month: the same bytes anywhere, and a manifest of what it is made of."""

import json
import os
import shutil
import subprocess
import sys
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

import pytest

from tests.report.conftest import Run

ROOT = Path(__file__).parents[2]
COOPFUND = Path(sys.executable).with_name("coopfund")


COMMITTED = ("coopfund-2026-08", "coopfund-2026-09", "coopfund-2026-10")
VERSIONED = (".pdf", ".xlsx", "-manifest.json")
"""What another version of the libraries that write it writes otherwise."""


def locked() -> bool:
    """Whether the libraries that write PDFs and spreadsheets are those of the lock."""
    lock = (ROOT / "requirements" / "run.txt").read_text(encoding="utf-8")
    return all(
        f"{name}=={version(name)} " in lock or f"{name}==" not in lock
        for name in ("typst", "xlsxwriter")
    )


def packed(folder: Path) -> dict[str, bytes]:
    """Every file of a folder by its name."""
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.mark.parametrize("language", ["en", "es"])
def test_two_machines_make_the_same_bytes(tmp_path: Path, language: str) -> None:
    """No time zone, language, hash seed, folder or user is in a pack."""
    machines = {
        "one": {"TZ": "Pacific/Kiritimati", "LANG": "de_DE.UTF-8", "PYTHONHASHSEED": "1"},
        "two": {"TZ": "America/Anchorage", "LANG": "C", "LC_ALL": "C", "PYTHONHASHSEED": "2"},
    }
    arguments = ("--month", "2026-10", "-o", "out")
    packs = []
    for name, settings in machines.items():
        books = tmp_path / name / "their books"
        shutil.copytree(ROOT / "ledger", books)
        subprocess.run(
            [COOPFUND, "report", "month", books, *arguments, "--language", language],
            cwd=books.parent,
            env={"PATH": os.environ["PATH"], "HOME": str(books), **settings},
            check=True,
            capture_output=True,
        )
        packs.append(packed(books.parent / "out"))
    assert packs[0].keys() == packs[1].keys()
    assert [name for name in packs[0] if packs[0][name] != packs[1][name]] == []
    assert not any(str(tmp_path).encode() in content for content in packs[0].values())


def test_the_committed_packs_are_what_the_books_make(tmp_path: Path) -> None:
    """All 24 months are written as the demo writes them; the last three are committed."""
    command = (COOPFUND, "report", "series", ROOT / "ledger", "--from", "2024-11", "-o", tmp_path)
    subprocess.run(command, check=True, capture_output=True)
    every = packed(tmp_path)
    assert len({name[: len("coopfund-2026-10")] for name in every}) == 24
    made = {name: content for name, content in every.items() if name.startswith(COMMITTED)}
    kept = {
        path.name: path.read_bytes()
        for path in (ROOT / "reports").glob("coopfund-*.*")
        if path.name.startswith(COMMITTED)
    }
    assert made.keys() == kept.keys()
    compared = [name for name in made if locked() or not name.endswith(VERSIONED)]
    assert [name for name in compared if made[name] != kept[name]] == [], "run make demo"


def test_the_manifest_has_the_digest_of_every_file(ledger: Path, run: Run, tmp_path: Path) -> None:
    """
    option "operating_currency" "USD"
    include "2026.beancount"
    2026-01-01 open Assets:Bank
    2026-01-01 open Income:Dues
      source: "dues"
    """
    entry = '2026-05-02 * "dues"\n  Assets:Bank  10.00 USD\n  Income:Dues\n'
    (ledger.parent / "2026.beancount").write_text(entry, encoding="utf-8")
    out = tmp_path / "out"
    assert run(ledger, "--month", "2026-05", "-o", out).exit_code == 0
    files = packed(out)
    said = json.loads(files.pop("coopfund-2026-05-manifest.json"))
    assert said["outputs"] == {
        name: {"sha256": sha256(content).hexdigest(), "bytes": len(content)}
        for name, content in files.items()
    }
    assert said["books"] == {
        "main": "main.beancount",
        "files": {
            name: sha256((ledger.parent / name).read_bytes()).hexdigest()
            for name in ("2026.beancount", "main.beancount")
        },
    }
    assert [len(texts) for texts in said["entries"]["months"].values()] == [1]
