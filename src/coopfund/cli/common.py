"""What every command shares: the ledger argument, formats, output, errors and exit codes."""

import gc
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

import click

from coopfund.files import json_text, write_all
from coopfund.language import LANGUAGES, speaking

if TYPE_CHECKING:
    from coopfund.books.faults import LedgerError
    from coopfund.books.load import Loaded

DEFAULT_LEDGER = "ledger/main.beancount"
TEMPLATES = Path("reports") / "templates"
CLEAN, STOPPED, UNREADABLE = 0, 1, 2
DECLARATIONS = "CF610"
PERCENT = re.compile(r"(?P<sign>[+-]?)(?P<number>[0-9]{1,4}(?:\.[0-9]{1,4})?) ?%")
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")

LEDGER_OPTION = "coopfund.ledger"


class Day(click.DateTime):
    """A day, written 2026-03-05."""

    def __init__(self) -> None:
        """Take this one form, which every language and every month agrees on."""
        super().__init__(["%Y-%m-%d"])

    def convert(
        self,
        value: Any,  # noqa: ANN401  # as Click has it
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> Any:  # noqa: ANN401  # as Click has it
        """The day, or a sentence that shows how a day is written."""
        try:
            return super().convert(value, param, ctx)
        except click.BadParameter:
            self.fail(f"“{value}” is no day; write it as 2026-03-05.", param, ctx)


DAY = Day()

Function = TypeVar("Function", bound=Callable[..., Any])


def ledger_argument(function: Function) -> Function:
    """The ledger: an argument, else ``COOPFUND_LEDGER``, else ``ledger/main.beancount``.

    ``--ledger`` says it too, because the commands that take files have it as an option.
    """
    argument = click.argument(
        "ledger",
        type=click.Path(path_type=Path),
        envvar="COOPFUND_LEDGER",
        default=DEFAULT_LEDGER,
        callback=lambda ctx, _, value: ctx.meta.pop(LEDGER_OPTION, value),
    )
    option = click.option(
        "--ledger",
        "ledger_option",
        type=click.Path(path_type=Path),
        hidden=True,
        is_eager=True,
        expose_value=False,
        callback=_kept_ledger,
    )
    return option(argument(function))


def _kept_ledger(ctx: click.Context, _: click.Parameter, value: Path | None) -> None:
    """Remember what ``--ledger`` said for the argument, which is read after it."""
    if value is not None:
        ctx.meta[LEDGER_OPTION] = value


def ledger_option(function: Function) -> Function:
    """The same as ``--ledger``, where files or statements are the arguments."""
    return click.option(
        "--ledger",
        type=click.Path(path_type=Path),
        envvar="COOPFUND_LEDGER",
        default=DEFAULT_LEDGER,
        show_default=True,
        help="The main file or its folder.",
    )(function)


def format_option(*formats: str) -> Callable[[Function], Function]:
    """``--format``, the first one the default."""
    return click.option(
        "--format",
        "form",
        type=click.Choice(formats),
        default=formats[0],
        show_default=True,
        help="How to print it.",
    )


def output_option(function: Function) -> Function:
    """``-o FILE`` instead of the standard output."""
    return click.option(
        "-o",
        "--output",
        type=click.Path(dir_okay=False, path_type=Path),
        help="Write to this file.",
    )(function)


def chart_option(function: Function) -> Function:
    """``--chart FILE.svg`` besides what is printed."""
    return click.option(
        "--chart",
        type=click.Path(dir_okay=False, path_type=Path),
        metavar="FILE.svg",
        help="Also draw it into this file.",
    )(function)


def despite_errors_option(function: Function) -> Function:
    """``--despite-errors``: compute from books that Beancount finds fault with."""
    return click.option(
        "--despite-errors",
        is_flag=True,
        help="Show figures although Beancount itself finds errors in the books.",
    )(function)


def language_option(function: Function) -> Function:
    """``--language`` of what members read, by default that of the books; see :func:`speak`."""
    return click.option(
        "--language",
        type=click.Choice(tuple(LANGUAGES)),
        help='The language it is written in [default: what custom "coopfund-language" in the '
        "books says, else English].",
    )(function)


def speak(language: str | None) -> None:
    """Print the rest of the command in a language; ``None`` for that of the books it opens."""
    click.get_current_context().with_resource(speaking(language))


def plain(text: str) -> str:
    """A text without the control characters that could act on a terminal."""
    return CONTROL.sub("\ufffd", text)


def fail(message: str) -> NoReturn:
    """One sentence on stderr, exit code 2."""
    click.echo(plain(f"coopfund: {message}"), err=True)
    raise SystemExit(UNREADABLE)


def percentage(option: str, text: str | None) -> Fraction:
    """A change such as ``5%`` or ``-10%``; 0 where nothing is given, exit 2 where it is none."""
    match = PERCENT.fullmatch(text or "0%")
    if match is None:
        fail(f'{option} "{text}" is no percentage such as 5% or -10%.')
    value = Fraction(match["number"]) / 100
    if match["sign"] == "-" and value > 1:
        fail(f'{option} "{text}" would leave less than nothing.')
    return -value if match["sign"] == "-" else value


def open_ledger(ledger: Path, *, despite_errors: bool | None = None) -> "Loaded":
    """Load the books, with a line on stderr while it takes long; exit 2 where they are unreadable.

    Args:
        ledger: the main file or its folder.
        despite_errors: for figures: whether errors of Beancount's own may be passed over, while
            declarations that cannot be read are named on stderr. ``None`` for who shows both.
            Lost entries (a file that does not parse, a missing include) are never passed over.
    """
    from coopfund.books.load import UnreadableBooksError, load  # noqa: PLC0415  # starts fast

    try:
        with waiting(f"Reading {ledger}"):
            loaded = load(ledger)
    except UnreadableBooksError as error:
        fail(str(error))
    gc.freeze()  # the books stay until the command ends; no collection need walk them again
    blocking = loaded.errors if despite_errors is False else loaded.fatal
    if blocking:
        show_errors(loaded)
        advice = (
            "" if loaded.fatal else " Mend them, or pass --despite-errors to see figures even so."
        )
        count = "an error" if len(blocking) == 1 else f"{len(blocking)} errors"
        fail(
            f"Beancount finds {count} in these books, so figures from them would be wrong.{advice}"
        )
    if despite_errors is not None:
        _show_declarations(loaded)
    return loaded


def check_program(loaded: "Loaded", program: str) -> None:
    """Exit 2 where the books know no such program; core is one."""
    from coopfund import words  # noqa: PLC0415  # starts fast
    from coopfund.wording import did_you_mean  # noqa: PLC0415

    names = {its.name for its in loaded.analysis.books.declared.programs} | {words.CORE}
    if program not in names:
        fail(f'There is no program "{program}"{did_you_mean(program, names)}.')


def declaration_lines(loaded: "Loaded") -> list[str]:
    """What the books declare and cannot be read (CF610), one line each."""
    return [
        plain(f"{at(loaded, *finding.place)}{finding.message}")
        for finding in loaded.findings
        if finding.code == DECLARATIONS and finding.action == "stop"
    ]


def _show_declarations(loaded: "Loaded", limit: int = 20) -> None:
    lines = declaration_lines(loaded)
    for line in lines[:limit]:
        click.echo(line, err=True)
    if len(lines) > limit:
        click.echo(f"… and {len(lines) - limit} more; see coopfund check.", err=True)


def show_errors(loaded: "Loaded", limit: int = 20) -> None:
    """Beancount's own errors on stderr, one line each."""
    for error in loaded.errors[:limit]:
        click.echo(error_line(loaded, error), err=True)
    if len(loaded.errors) > limit:
        click.echo(f"… and {len(loaded.errors) - limit} more; see bean-check.", err=True)


def error_line(loaded: "Loaded", error: "LedgerError") -> str:
    """``file:line: sentence``."""
    return plain(f"{at(loaded, *error.place)}{error.message}")


def at(loaded: "Loaded", file: str, line: int) -> str:
    """``file:line: `` with the file relative to the ledger's folder; nothing where unknown."""
    if not file or file.startswith("<"):
        return ""
    shown = relative(loaded, file)
    return f"{shown}:{line}: " if line else f"{shown}: "


def relative(loaded: "Loaded", file: str) -> str:
    """A file as printed: relative to the ledger's folder where it is inside."""
    try:
        return str(Path(file).relative_to(loaded.path.parent))
    except ValueError:
        return file


@contextmanager
def waiting(what: str) -> Iterator[None]:
    """Say what is going on once it has taken more than a second, on a terminal's stderr."""
    import threading  # noqa: PLC0415  # only where something may take long

    if not sys.stderr.isatty():
        yield
        return
    timer = threading.Timer(1.0, lambda: click.echo(f"{what} …", err=True))
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def own_templates(main: Path) -> list[Path]:
    """Where a group keeps templates: beside its main file, or beside the folder that is in."""
    folders = [main.parent / TEMPLATES, main.parent.parent / TEMPLATES]
    return [folder for folder in folders if folder.is_dir()]


as_json = json_text


def emit(text: str, output: Path | None = None) -> None:
    """Print to stdout, or write a file atomically."""
    if output is None:
        click.echo(plain(text), nl=False)
    else:
        save(text, output)


def save(content: str | bytes, output: Path) -> None:
    """Write a file atomically, and say so on stderr; exit 2 where it cannot be written."""
    try:
        write_all(output.parent, {output.name: content})
    except OSError as error:
        fail(f"{output} cannot be written: {error.strerror}.")
    click.echo(f"Written: {output}", err=True)
