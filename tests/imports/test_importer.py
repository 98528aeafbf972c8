"""Our importers as beangulp's own commands use them."""

import subprocess
import sys
from pathlib import Path

import pytest
from beangulp.importer import Importer as Beangulp

from coopfund.imports import importers
from coopfund.imports.importer import RejectedRowsError
from coopfund.imports.movement import RefusedFileError
from tests.imports.books import files, new_books
from tests.imports.samples import ACTBLUE, SAMPLES, STRIPE, Sample


def test_they_are_beangulp_s(tmp_path: Path) -> None:
    ours = importers(new_books(tmp_path))
    assert all(isinstance(importer, Beangulp) for importer in ours)
    for sample, path in zip(SAMPLES, files(tmp_path / "in", *SAMPLES), strict=True):
        (mine,) = [importer for importer in ours if importer.identify(str(path))]
        assert mine.name == f"coopfund.{sample.reader}"
        entries = mine.extract(str(path), [])
        assert entries
        assert mine.extract(str(path), entries) == []


def test_what_archiving_asks(tmp_path: Path) -> None:
    ours = importers(new_books(tmp_path))
    (path,) = files(tmp_path, ACTBLUE)
    (mine,) = [importer for importer in ours if importer.identify(str(path))]
    assert mine.account(str(path)) == "Assets:ActBlue"
    assert str(mine.date(str(path))) == "2026-03-09"
    assert mine.filename(str(path)) == "actblue.csv"


def test_no_half_file(tmp_path: Path) -> None:
    ours = importers(new_books(tmp_path))
    (path,) = files(tmp_path, Sample("s.csv", "stripe", STRIPE.text.replace("-20.00", "twenty")))
    (mine,) = [importer for importer in ours if importer.identify(str(path))]
    with pytest.raises(RejectedRowsError, match="Row 2: gross: “twenty” is no amount; nothing"):
        mine.extract(str(path), [])


def test_beangulp_s_own_command(tmp_path: Path) -> None:
    main = new_books(tmp_path)
    script = tmp_path / "import.py"
    script.write_text(
        "import beangulp\nfrom coopfund.imports import importers\n"
        f"beangulp.Ingest(importers({str(main)!r}))()\n",
        encoding="utf-8",
    )
    (path,) = files(tmp_path / "in", STRIPE)
    done = subprocess.run(
        [sys.executable, script, "extract", path], capture_output=True, text=True, check=True
    )
    assert 'import-id: "stripe:txn_1"' in done.stdout
    assert "Ruiz" not in done.stdout


def test_without_libmagic(tmp_path: Path) -> None:
    """python-magic fails to import where the system has no libmagic: nothing of ours needs it."""
    main = new_books(tmp_path)
    (path,) = files(tmp_path / "in", STRIPE)
    code = (
        "import sys; sys.modules['magic'] = None\n"
        "from coopfund.imports import importers\n"
        f"found = [i for i in importers({str(main)!r}) if i.identify({str(path)!r})]\n"
        f"print(len(found[0].extract({str(path)!r}, [])))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "3"


def test_the_key_stays_private_and_the_same(tmp_path: Path) -> None:
    main = new_books(tmp_path)
    first = importers(main)[0].setting.contributors.secret
    key = tmp_path / ".coopfund" / "contributors.key"
    assert key.stat().st_mode & 0o777 == 0o600
    assert "*" in (tmp_path / ".coopfund" / ".gitignore").read_text(encoding="utf-8").split("\n")
    assert importers(main)[0].setting.contributors.secret == first
    key.write_text("not hex", encoding="ascii")
    with pytest.raises(RefusedFileError, match="is damaged; restore it from a backup"):
        importers(main)
