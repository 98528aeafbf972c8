"""``coopfund doctor``: what is installed, and what the books lack."""

from pathlib import Path

import click
from click.core import ParameterSource

from coopfund.cli import common


@click.command(
    "doctor",
    epilog="""\
\b
Examples:
  coopfund doctor
  coopfund doctor ledger/main.beancount
  coopfund doctor ledger --format json
""",
)
@common.ledger_argument
@common.format_option("text", "json")
@click.pass_context
def command(ctx: click.Context, ledger: Path, form: str) -> None:
    """Say what is installed, whether it fits, and what the books lack.

    Works on any Beancount ledger: it names the accounts without a source (the largest first), the
    directives that are missing, with lines ready to paste, and the rules that cannot be judged.
    What only the group can know stands in a comment marked "choose". Exit code 2 where the books
    cannot be read.
    """
    from coopfund.doctor import page  # noqa: PLC0415  # starts fast
    from coopfund.doctor.installation import examine  # noqa: PLC0415

    installation = examine()
    if form == "text":
        common.emit(page.installation_text(installation))
    named = ctx.get_parameter_source("ledger") is not ParameterSource.DEFAULT
    if not named and not ledger.exists():
        if form == "json":
            common.emit(common.as_json(page.as_data(installation, None)))
        else:
            common.emit(f"\nNo books at {ledger}; coopfund init makes those of a new group.\n")
        return
    loaded = common.open_ledger(ledger)
    errors = [common.error_line(loaded, error) for error in loaded.errors]
    books = page.Books(loaded, errors, common.declaration_lines(loaded))
    if form == "json":
        common.emit(common.as_json(page.as_data(installation, books.data())))
    else:
        common.emit(f"\n{books.text()}")
