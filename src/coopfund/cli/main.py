"""``coopfund``: the group of commands.

Commands are looked up by name and imported when they run: ``--help``, ``explain`` and completion
start without pandas and Beancount.
"""

from importlib import import_module

import click

COMMANDS = {
    "add": ("coopfund.cli.add", "Record what happened: dues, a gift, an expense and the rest."),
    "approve": ("coopfund.cli.approve", "Sign a payment that stands in the books."),
    "attach": ("coopfund.cli.attach", "Add a receipt to a payment that stands in the books."),
    "audit": ("coopfund.cli.audit", "Look at a month's entries as a member, and sign it."),
    "batch": ("coopfund.cli.batch", "Record a collection sheet or a cash box, counted by two."),
    "budget": (
        "coopfund.cli.budget",
        "Show the budget, draft the next one, count a vote on it.",
    ),
    "check": ("coopfund.cli.check", "Judge the books by the rules the assembly voted."),
    "decide": ("coopfund.cli.decide", "Record a decision of the meeting."),
    "demo": ("coopfund.cli.demo", "Show it all on a made-up cooperative."),
    "doctor": (
        "coopfund.cli.doctor",
        "Say what is installed, what is missing, what the books lack.",
    ),
    "dues": ("coopfund.cli.dues", "See what dues are asked, paid and owed."),
    "explain": ("coopfund.cli.explain", "Explain a rule: principle, formula, example, remedy."),
    "export": ("coopfund.cli.export", "Write the books for an accountant, hledger or ledger."),
    "import": ("coopfund.cli.import_", "Book the files of banks and platforms."),
    "import-setup": (
        "coopfund.cli.import_setup",
        "Find out from a sample how a bank's CSV is read.",
    ),
    "init": ("coopfund.cli.init", "Make the books of a new group."),
    "member": ("coopfund.cli.member", "Record who joins, changes tier, is waived or leaves."),
    "measures": ("coopfund.cli.measures", "Compute every figure, with formula and inputs."),
    "reconcile": (
        "coopfund.cli.reconcile",
        "Compare a bank's statement with the books, and assert its balance.",
    ),
    "report": ("coopfund.cli.report", "Write the report for the meeting."),
    "serve": ("coopfund.cli.serve", "Open the books in Fava, on this machine only, to read."),
    "simulate": (
        "coopfund.cli.simulate",
        "Look ahead: the months to come, under changes, and what growth takes.",
    ),
    "trace": ("coopfund.cli.trace", "Say which money paid for a program or a payment."),
    "undo": ("coopfund.cli.undo", "Take back the last write."),
}
"""Each command's module and the line that ``--help`` shows; the module has a ``command``."""


class LazyGroup(click.Group):
    """A group whose commands are imported when they run, and listed from a table."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Every command, by name."""
        del ctx
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import one command."""
        del ctx
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(COMMANDS[cmd_name][0]).command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without importing any."""
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in sorted(COMMANDS.items())])


@click.group(
    cls=LazyGroup,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="""\
\b
A ledger is an argument or --ledger, else COOPFUND_LEDGER, else ledger/main.beancount.
For example:
  coopfund check ledger/main.beancount
  coopfund trace --program childcare
  coopfund report month --month 2026-10 -o reports
\b
Exit codes: 0 clean, 1 a rule says stop, 2 wrong usage or unreadable books.
""",
)
@click.version_option(None, "-V", "--version", package_name="coopfund")
def main() -> None:
    """Books of a cooperative: which money paid for what, and who could switch us off."""
