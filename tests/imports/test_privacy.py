"""No name, address, e-mail, employer or note of a file is in anything that is written."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from coopfund.cli.main import main as coopfund
from tests.imports.books import files, new_books
from tests.imports.samples import PERSONAL, SAMPLES, Sample


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.name)
def test_nothing_personal_is_written(sample: Sample, tmp_path: Path) -> None:
    folder = tmp_path / "books"
    main = new_books(folder)
    arguments = ["import", *map(str, files(tmp_path / "in", sample)), "--ledger", str(main)]
    done = CliRunner().invoke(coopfund, [*arguments, "--open", "--yes", "--despite-stop"])
    assert done.exit_code == 0, done.output
    written = [path for path in folder.rglob("*") if path.is_file()]
    everything = "\n".join(path.read_bytes().decode("utf-8", "replace") for path in written)
    everything += "\n".join(map(str, written)) + done.output
    assert f'import-id: "{sample.reader.removesuffix("-json")}' in everything
    found = [word for word in PERSONAL if word.casefold() in everything.casefold()]
    assert found == []
