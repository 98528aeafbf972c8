"""``coopfund demo``: the check and the report on the books of a made-up cooperative."""

import shlex
from pathlib import Path

import click

from coopfund.cli import common
from coopfund.cli.packs import FORMATS, months_between, rules_of, write_series

FOLDER = Path("coopfund-demo")


@click.command(
    "demo",
    epilog="""\
\b
Examples:
  coopfund demo
  coopfund demo -o try-it
""",
)
@click.option(
    "-o",
    "--output",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    help="Write the demo's books to this folder "
    f"[default: use {common.DEFAULT_LEDGER} where it exists, else write to {FOLDER}].",
)
@click.pass_context
def command(ctx: click.Context, folder: Path | None) -> None:
    """Show what coopfund does, on the books of a made-up cooperative.

    Writes two years of invented books (unless this folder holds a ledger), judges them, writes the
    reports of all their months, and says how to open both.
    """
    ledger, reports = _books(folder)
    loaded = common.open_ledger(ledger)
    from coopfund.cli.check import check_text, exit_code  # noqa: PLC0415  # starts fast
    from coopfund.report.pack import Packs  # noqa: PLC0415

    common.emit(check_text(loaded))
    begin, end = loaded.analysis.books.begin, loaded.analysis.books.end
    if begin is None or end is None:
        common.fail(f"{ledger} has no transactions, so there is nothing to report.")
    packs = Packs(loaded, rules_of(loaded), common.own_templates(loaded.path))
    written = write_series(packs, months_between(begin, end), reports, FORMATS)
    common.emit(f"\nThe report for the meeting, to open in a browser:\n{written[-1][0]}\n")
    named = shlex.quote(str(ledger))
    common.emit(
        f"The books and their audit in a browser:\ncoopfund serve {named}\n"
        f"Which money paid for what:\ncoopfund trace {named}\n"
    )
    ctx.exit(exit_code(loaded))


def _books(folder: Path | None) -> tuple[Path, Path]:
    """The ledger to show, and the folder for its report; writes the demo's books if need be."""
    ledger = Path(common.DEFAULT_LEDGER)
    if folder is None and ledger.exists():
        return ledger, Path("reports")
    folder = folder or FOLDER
    try:
        _write(folder)
    except OSError as error:
        common.fail(f"{error.filename or folder} cannot be written: {error.strerror}.")
    return folder / "main.beancount", folder / "reports"


def _write(folder: Path) -> None:
    """The demo's books, unless they are there; exit 2 where other files of their names are."""
    from coopfund.demo.books import demo_files, write_demo  # noqa: PLC0415  # starts fast

    files = demo_files()
    title = files["main.beancount"].splitlines()[0]
    main = folder / "main.beancount"
    if main.exists() and main.read_text("utf-8", "replace").startswith(title):
        click.echo(f"{folder} holds the demo's books already; they are left as they are.", err=True)
        return
    taken = [name for name in files if (folder / name).exists()]
    if taken:
        common.fail(f"{folder} holds another {taken[0]}; nothing is written.")
    write_demo(folder)
    click.echo(f"Written: {folder}, two years of invented books.", err=True)
