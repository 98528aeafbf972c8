"""The PDF: what it claims, that it is tagged, and what stands where."""

from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from tests.report.conftest import Run

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> PdfReader:
    """The demo's report."""
    from click.testing import CliRunner  # noqa: PLC0415

    from coopfund.cli.main import main  # noqa: PLC0415

    out = tmp_path_factory.mktemp("pdf")
    arguments = ["report", "month", str(ROOT / "ledger"), "--month", "2026-10", "-o", str(out)]
    assert CliRunner().invoke(main, [*arguments, "--only", "pdf"]).exit_code == 0
    return PdfReader(out / "coopfund-2026-10.pdf")


def catalog(report: PdfReader) -> Any:  # noqa: ANN401  # any object of a PDF
    """The root of a PDF."""
    return report.trailer["/Root"]


def fonts(report: PdfReader) -> set[str]:
    """The families of all fonts that its pages name."""
    pages: list[Any] = list(report.pages)
    named = [font for page in pages for font in page["/Resources"]["/Font"].values()]
    names = (str(font.get_object()["/BaseFont"]).partition("+")[2] for font in named)
    return {name.partition("-")[0] for name in names}


def elements(node: Any) -> list[Any]:  # noqa: ANN401  # any object of a PDF
    """Every element of a structure tree, in the order of reading."""
    kids = node.get("/K", [])
    found = [node] if "/S" in node else []
    for named in kids if isinstance(kids, list) else [kids]:
        kid = named.get_object() if hasattr(named, "get_object") else named
        if hasattr(kid, "get"):
            found += elements(kid)
    return found


def test_it_claims_the_standards_it_was_checked_against(report: PdfReader) -> None:
    metadata = catalog(report)["/Metadata"].get_object().get_data().decode()
    assert "<pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>" in metadata
    assert "<pdfuaid:part>1</pdfuaid:part>" in metadata
    assert "2026-10-31T00:00:00" in metadata
    assert report.metadata is not None
    assert report.metadata.title == "Harbour Street Cooperative · October 2026"


def test_it_can_be_read_aloud(report: PdfReader) -> None:
    root = catalog(report)
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    tree = elements(root["/StructTreeRoot"].get_object())
    kinds = [element["/S"] for element in tree]
    assert kinds.count("/H1") == 1
    assert kinds.count("/H2") >= 12
    assert kinds.count("/Table") >= 8
    figures = [element for element in tree if element["/S"] == "/Figure"]
    assert len(figures) == 8
    assert all(figure["/Alt"].strip() for figure in figures)
    assert all(element.get("/ID") for element in tree if element["/S"] == "/TH")


def test_the_first_page_answers_the_six_questions(report: PdfReader) -> None:
    first, second, *_ = (page.extract_text() for page in report.pages)
    for number in range(1, 7):
        assert f"{number}. " in first
    assert "Harbour Street Cooperative" in first
    assert "Dues received" not in first
    assert "Dues received" in second


def test_every_font_is_inside(report: PdfReader) -> None:
    assert fonts(report) <= {"LibertinusSerif", "NewCM10", "DejaVuSansMono"}


def test_what_no_font_shows_is_named(ledger: Path, run: Run, tmp_path: Path) -> None:
    """
    option "title" "Küche 😀 厨房"
    option "operating_currency" "USD"
    2026-01-01 open Assets:Bank
    2026-01-01 open Income:Dues
      source: "dues"
    2026-05-02 * "dues"
      Assets:Bank  10.00 USD
      Income:Dues
    """
    assert run(ledger, "--month", "2026-05", "-o", tmp_path, "--only", "pdf").exit_code == 0
    text = PdfReader(tmp_path / "coopfund-2026-05.pdf").pages[0].extract_text()
    assert "Küche (grinning face) (cjk text)" in text


def test_a_group_may_set_it_otherwise(ledger: Path, run: Run, tmp_path: Path) -> None:
    """
    option "operating_currency" "USD"
    2026-01-01 open Assets:Bank
    2026-01-01 open Income:Dues
      source: "dues"
    2026-05-02 * "dues"
      Assets:Bank  10.00 USD
      Income:Dues
    """
    own = tmp_path / "own"
    own.mkdir()
    template = own / "month.typ"
    template.write_text(
        '#let its = json(bytes(sys.inputs.report))\n#set document(title: "x")\n= #its.month\n',
        encoding="utf-8",
    )
    arguments = (ledger, "--month", "2026-05", "-o", tmp_path, "--only", "pdf", "--templates", own)
    assert run(*arguments).exit_code == 0
    assert PdfReader(tmp_path / "coopfund-2026-05.pdf").pages[0].extract_text() == "May 2026"
    template.write_text("#nothing-there", encoding="utf-8")
    result = run(*arguments)
    assert result.exit_code == 2
    assert result.stderr.startswith("coopfund: the template month.typ does not work: ")
    assert result.stderr.count("\n") == 1


def test_names_stay_whole_or_within_the_page(ledger: Path, run: Run, tmp_path: Path) -> None:
    """
    option "title" "TITLE"
    option "operating_currency" "USD"
    2026-01-01 open Assets:Bank
    2026-01-01 open Income:Gifts
      source: "donation"
    2026-05-02 * "gift"
      donor: "d-3f2a9c10-77de-4411"
      Assets:Bank  1000.00 USD
      Income:Gifts
    """
    text, long = ledger.read_text(encoding="utf-8"), "Nachbarschaftshilfe" * 11
    ledger.write_text(text.replace("TITLE", long), encoding="utf-8")
    assert run(ledger, "--month", "2026-05", "-o", tmp_path, "--only", "pdf").exit_code == 0
    lines = PdfReader(tmp_path / "coopfund-2026-05.pdf").pages[0].extract_text().splitlines()
    assert "d-3f2a9c10-77de-4411" in [line.strip() for line in lines]
    assert max(map(len, lines[:4])) < 75
    assert "".join(lines).startswith(long)
