"""Finished reports: found in two folders only, and nothing else is ever opened."""

from pathlib import Path

import pytest

from coopfund.views.pages.reports import report, reports


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    folder = tmp_path / "coop" / "ledger"
    for name in (
        "ledger/reports/coopfund-2026-09.html",
        "ledger/reports/coopfund-2026-13.html",
        "ledger/reports/coopfund-2026-09.md",
        "ledger/reports/notes.html",
        "ledger/coopfund-2026-08.html",
        "reports/2026/coopfund-2026-10.html",
        "reports/coopfund-2026-09.html",
        "secret/coopfund-2026-07.html",
    ):
        path = tmp_path / "coop" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name, encoding="utf-8")
    return folder


def test_reports_are_listed_newest_first_and_once(ledger: Path) -> None:
    assert [(found.month, found.key, found.title) for found in reports(ledger)] == [
        ("2026-10", "2026/coopfund-2026-10.html", "October 2026"),
        ("2026-09", "coopfund-2026-09.html", "September 2026"),
    ]


def test_the_ledgers_own_folder_comes_first(ledger: Path) -> None:
    found = report(ledger, "coopfund-2026-09.html")
    assert found
    assert found.path.read_text(encoding="utf-8") == "ledger/reports/coopfund-2026-09.html"


@pytest.mark.parametrize(
    "key",
    [
        "",
        ".",
        "notes.html",
        "coopfund-2026-13.html",
        "coopfund-2026-08.html",
        "../coopfund-2026-08.html",
        "../../secret/coopfund-2026-07.html",
        "2026/../coopfund-2026-09.html",
        "/etc/passwd",
        "coopfund-2026-09.html\0",
    ],
)
def test_nothing_else_is_opened(ledger: Path, key: str) -> None:
    assert report(ledger, key) is None


def test_a_link_that_leads_out_of_the_folder_is_no_report(ledger: Path) -> None:
    link = ledger / "reports" / "coopfund-2026-07.html"
    link.symlink_to(ledger.parent / "secret" / "coopfund-2026-07.html")
    assert "2026-07" not in [found.month for found in reports(ledger)]


def test_without_folders_there_are_none(tmp_path: Path) -> None:
    assert reports(tmp_path / "nowhere") == []
