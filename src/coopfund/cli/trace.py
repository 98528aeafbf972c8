"""``coopfund trace``: which money paid for a program or a payment."""

from datetime import datetime
from pathlib import Path

import click

from coopfund import words
from coopfund.cli import common

ALL = "all"


@click.command(
    "trace",
    epilog="""\
\b
Examples:
  coopfund trace ledger/main.beancount
  coopfund trace ledger --program childcare --until 2026-06-30
  coopfund trace ledger --payment 2026-01-20
  coopfund trace ledger --payment 2026-01.beancount:41 --method adverse
  coopfund trace ledger --method all --format json
""",
)
@common.ledger_argument
@click.option(
    "--method",
    type=click.Choice((*words.METHODS, ALL)),
    default="designated",
    show_default=True,
    help="How to tell which money paid.",
)
@click.option("--program", help="Only this program, and each of its payments in a sentence.")
@click.option("--payment", metavar="WHICH", help="Only these: FILE:LINE, a day, or a ^link.")
@click.option(
    "--until",
    type=common.DAY,
    metavar="YYYY-MM-DD",
    help="The last day that counts [default: the books' last].",
)
@click.option("--currency", help="The currency [default: the operating currency].")
@common.format_option("text", "json", "csv", "md")
@common.output_option
@common.despite_errors_option
def command(  # noqa: PLR0913, PLR0917  # one argument per option
    ledger: Path,
    method: str,
    program: str | None,
    payment: str | None,
    until: datetime | None,
    currency: str | None,
    form: str,
    output: Path | None,
    *,
    despite_errors: bool,
) -> None:
    """Say which money paid for a program or a payment.

    Follows every sum from the day it came in to the day it was spent, and says how sure it is:
    L3 the account only ever held the program's own money; L2 sure whatever else was paid with;
    L1 true as long as everything else is paid with other money first; L0 other money paid.
    Members are counted, never listed.
    """
    loaded = common.open_ledger(ledger, despite_errors=despite_errors)
    case = loaded.analysis.case(until.date() if until else None)
    from coopfund.tracing.answer import Answer, Question  # noqa: PLC0415  # starts fast
    from coopfund.tracing.select import NotFoundError  # noqa: PLC0415

    methods = words.METHODS if method == ALL else (method,)
    try:
        answer = Answer(case, Question(methods, currency, program, payment))
    except NotFoundError as error:
        common.fail(str(error))
    if form == "json":
        common.emit(common.as_json(answer.data()), output)
    elif form == "csv":
        common.emit(answer.csv(), output)
    else:
        common.emit(answer.page(markdown=form == "md"), output)
