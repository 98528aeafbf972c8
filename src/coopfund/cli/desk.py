"""What every writing command shares: show, judge, ask, write, and what completes its options."""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click
from click.shell_completion import CompletionItem

from coopfund.cli import asking, common

if TYPE_CHECKING:
    from beancount.core.data import Directive

    from coopfund.books.load import Loaded
    from coopfund.desk.names import Names
    from coopfund.desk.proposal import Proposal
    from coopfund.desk.rewriting import Rewriting
    from coopfund.desk.verdict import Verdict

Function = TypeVar("Function", bound=Callable[..., Any])


def writing_options(function: Function) -> Function:
    """``--dry-run``, ``--yes`` and ``--despite-stop``."""
    made = isinstance(function, click.Command)  # a command takes options in their order
    for option in WRITING if made else reversed(WRITING):
        function = option(function)
    return function


YES = click.option("--yes", is_flag=True, help="Write without asking.")
WRITING = (
    click.option("--dry-run", is_flag=True, help="Show it and what the rules say; write nothing."),
    YES,
    click.option(
        "--despite-stop",
        is_flag=True,
        help="Write although a rule says stop: what happened belongs into the books.",
    ),
)


MOST = 20
"""So many findings are shown one by one."""


@contextmanager
def refusing(about: str = "") -> Iterator[None]:
    """Whatever the desk objects to is one sentence on stderr and exit code 2.

    Args:
        about: the name of the file that the sentence is about, where it does not say so.
    """
    from coopfund.books.load import UnreadableBooksError  # noqa: PLC0415  # starts fast
    from coopfund.desk.answers import AnswerError  # noqa: PLC0415
    from coopfund.desk.attach import AttachError  # noqa: PLC0415
    from coopfund.desk.books_folder import BooksFolderError  # noqa: PLC0415
    from coopfund.desk.texts import BadTextError  # noqa: PLC0415
    from coopfund.desk.writer import WriteError  # noqa: PLC0415
    from coopfund.imports.movement import RefusedFileError  # noqa: PLC0415

    try:
        yield
    except (
        AnswerError,
        AttachError,
        BadTextError,
        BooksFolderError,
        RefusedFileError,
        UnreadableBooksError,
        WriteError,
    ) as error:
        common.fail(f"{about}: {error}" if about else f"{error}")


def main_of(ledger: Path) -> Path:
    """The main file that the ledger argument means; exit 2 where there is none."""
    from coopfund.books.load import main_file  # noqa: PLC0415  # starts fast

    with refusing():
        return main_file(ledger)


def show_verdict(found: "Verdict") -> None:
    """What the rules would say, on stderr."""
    from coopfund.desk.proposal import verdict_lines  # noqa: PLC0415  # starts fast

    for line in verdict_lines(found, MOST):
        click.echo(common.plain(line), err=True)


def settle(
    proposal: "Proposal | Rewriting", *, dry_run: bool, yes: bool, despite_stop: bool
) -> None:
    """Show what would be written and what the rules say; then write it, or not.

    The entry goes to stdout, all else to stderr. Exit code 0: written, or shown for ``--dry-run``;
    1: a rule says stop, so nothing is written; 2: refused.
    """
    common.emit(proposal.text())
    show(proposal)
    write(proposal, dry_run=dry_run, yes=yes, despite_stop=despite_stop)


def show(proposal: "Proposal | Rewriting") -> None:
    """What the rules say; the end of the command where the books do not take it."""
    show_verdict(proposal.verdict)
    if proposal.verdict.refusals:
        click.echo("Nothing is written.", err=True)
        raise SystemExit(common.UNREADABLE)


def write(
    proposal: "Proposal | Rewriting",
    *,
    dry_run: bool,
    yes: bool,
    despite_stop: bool,
    first: Callable[[], None] = lambda: None,
) -> None:
    """Write what was shown, or not.

    Args:
        proposal: what was shown.
        dry_run: write nothing.
        yes: ask nothing.
        despite_stop: write although a rule says stop.
        first: done before anything is written, once it is agreed.
    """
    stops = proposal.verdict.stops
    if dry_run:
        click.echo("Nothing is written: --dry-run.", err=True)
        raise SystemExit(common.STOPPED if stops and not despite_stop else common.CLEAN)
    if not _agreed(stops=bool(stops), yes=yes, despite_stop=despite_stop):
        click.echo("Nothing is written.", err=True)
        raise SystemExit(common.STOPPED if stops else common.CLEAN)
    with refusing():
        first()
        written = proposal.write(despite_stop=True)
    told_written(proposal.folder.main, written.files)


def rewrite(main: Path, texts: Mapping[Path, str], what: str) -> None:
    """Write whole files beside the books, where ``undo`` finds them too, and say so."""
    from coopfund.desk import writer  # noqa: PLC0415  # starts fast

    with refusing():
        written = writer.rewrite(main, texts, what)
    told_written(main, written.files)


def proposed(loaded: "Loaded", entries: "Sequence[Directive]", what: str) -> "Proposal":
    """Entries, judged against books that are loaded already; exit 2 where they cannot be."""
    from coopfund.desk.proposal import propose  # noqa: PLC0415  # starts fast

    with refusing(), common.waiting("Reading the books"):
        return propose(loaded.path, entries, what, before=loaded)


def _agreed(*, stops: bool, yes: bool, despite_stop: bool) -> bool:
    """Whether it may be written; exit 1 where a rule stops it and nobody can be asked."""
    if stops and not despite_stop:
        if yes or not asking.on_terminal():
            click.echo(
                "A rule says stop. If it did happen, it belongs into the books all the same: "
                "repeat it with --despite-stop.",
                err=True,
            )
            return False
        return asking.confirmed("A rule says stop. Did it happen, and write it?", default=False)
    return agreed("Write it?", yes=yes)


def agreed(question: str, *, yes: bool, default: bool = True, what: str = "write it") -> bool:
    """Whether a person agrees; exit code 2 where nobody can be asked.

    Args:
        question: what is asked.
        yes: ask nothing.
        default: what an empty answer means.
        what: what is done then.
    """
    if yes:
        return True
    if not asking.on_terminal():
        common.fail(f"nobody can be asked here: repeat it with --yes to {what}.")
    return asking.confirmed(question, default=default)


def told_written(main: Path, files: Iterable[Path]) -> None:
    """Say which files changed, and the way back."""
    names = ", ".join(os.path.relpath(file, main.parent) for file in files)
    click.echo(f"Written: {names}. To take it back: coopfund undo", err=True)


def names_for(ctx: click.Context) -> "Names":
    """What the ledger of a command line names, for completion."""
    from coopfund.desk.names import names_of  # noqa: PLC0415  # only where something completes

    ledger = ctx.params.get("ledger") or os.environ.get("COOPFUND_LEDGER") or common.DEFAULT_LEDGER
    return names_of(Path(ledger))


Completion = Callable[[click.Context, click.Parameter, str], Sequence[CompletionItem]]


def completes(choices: "Callable[[Names], Mapping[str, str]]") -> Completion:
    """Complete an option by what the books name; each name with what it stands for."""

    def complete(
        ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> Sequence[CompletionItem]:
        del param
        low = incomplete.lower()
        found = choices(names_for(ctx))
        near = [name for name in found if name.lower().startswith(low)]
        near = near or [name for name in found if low in name.lower()]
        return [CompletionItem(name, help=found[name] or None) for name in near]

    return complete


def members(names: "Names") -> Mapping[str, str]:
    """Members, by tier."""
    return names.members


def givers(names: "Names") -> Mapping[str, str]:
    """Donors, by kind."""
    return {name: names.contributors.get(name, "") for name in names.givers}


def programs(names: "Names") -> Mapping[str, str]:
    """Programs, by title."""
    return names.programs


def decisions(names: "Names") -> Mapping[str, str]:
    """Votes."""
    return dict.fromkeys(names.decisions, "")


def officers(names: "Names") -> Mapping[str, str]:
    """Members with an office; all where nobody has one."""
    return names.offices or names.members


def accounts(*roots: str) -> "Callable[[Names], Mapping[str, str]]":
    """Accounts of these roots."""

    def of_roots(names: "Names") -> Mapping[str, str]:
        firsts = {names.roots.get(root, root) for root in roots}
        return {
            name: names.tag(name, "source") or names.tag(name, "program") or ""
            for name, account in sorted(names.accounts.items())
            if name.partition(":")[0] in firsts and account.closed is None
        }

    return of_roots
