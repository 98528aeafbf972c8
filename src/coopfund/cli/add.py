"""``coopfund add``: one entry, by options or by questions, judged before it is written."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from coopfund.cli import asking, common, desk

if TYPE_CHECKING:
    from coopfund.desk.desk import Desk
    from coopfund.desk.draft import Draft
    from coopfund.desk.proposal import Proposal

OPTIONS: Final[Mapping[str, Any]] = {
    "member": {"help": "A member's id: m-0042.", "shell_complete": desk.completes(desk.members)},
    "donor": {"help": "A giver's id: d-007.", "shell_complete": desk.completes(desk.givers)},
    "anonymous": {"help": "Nobody knows who gave.", "is_flag": True},
    "payee": {"help": "Whom it was paid to."},
    "amount": {"help": "How much: 12.50."},
    "currency": {"help": "Another currency than the books' own."},
    "date": {
        "help": "The day; on a terminal it is asked for, with today as proposal.",
        "metavar": "YYYY-MM-DD|today",
    },
    "for": {"help": "The month that the dues are for.", "metavar": "YYYY-MM"},
    "narration": {"help": "What it was."},
    "program": {"help": "The program.", "shell_complete": desk.completes(desk.programs)},
    "account": {
        "help": "The bank account or cash box, or a part of its name.",
        "shell_complete": desk.completes(desk.accounts("Assets", "Liabilities")),
    },
    "from": {
        "help": "The account that it left.",
        "shell_complete": desk.completes(desk.accounts("Assets")),
    },
    "to": {
        "help": "The account that it reached.",
        "shell_complete": desk.completes(desk.accounts("Assets")),
    },
    "income-account": {
        "help": "The income account, where several would do.",
        "shell_complete": desk.completes(desk.accounts("Income")),
    },
    "gift-account": {
        "help": "The account for what exceeds the dues, where several would do.",
        "shell_complete": desk.completes(desk.accounts("Income")),
    },
    "expense-account": {
        "help": "The expense account, where several would do.",
        "shell_complete": desk.completes(desk.accounts("Expenses")),
    },
    "loan-account": {
        "help": "The account of loans, where several would do.",
        "shell_complete": desk.completes(desk.accounts("Liabilities")),
    },
    "source": {"help": "The class of money, where the giver's kind does not tell."},
    "unpaid": {"help": "Bought, and not paid yet.", "is_flag": True},
    "repay": {"help": "Paid back by us.", "is_flag": True},
    "hours": {"help": "How many: 2.5."},
    "receipt": {"help": "Your own running number of the receipt."},
    "document": {
        "help": "A file that proves it; it is copied into the books' folder.",
        "type": click.Path(path_type=Path),
        "multiple": True,
    },
    "invoice": {"help": "The payee's number of the invoice."},
    "payee-id": {
        "help": "The payee's id, where it has one.",
        "shell_complete": desk.completes(lambda names: {**names.members, **desk.givers(names)}),
    },
    "prepared-by": {
        "help": "Who prepared the payment.",
        "shell_complete": desk.completes(desk.members),
    },
    "approved-by": {
        "help": 'Who approved it: "m-0017 m-0008".',
        "shell_complete": desk.completes(desk.officers),
    },
    "decision": {
        "help": "The vote that it follows.",
        "shell_complete": desk.completes(desk.decisions),
    },
    "link": {"help": "What it belongs together with: ^print-2026-03.", "multiple": True},
    "tag": {"help": "A mark: #scheduled.", "multiple": True},
}
"""Every option of every kind, by its name."""

ALWAYS: Final = ("amount", "date", "narration", "currency")
PROOF: Final = ("receipt", "document", "decision", "link", "tag")
SIGNED: Final = ("invoice", "payee-id", "prepared-by", "approved-by", *PROOF)
KINDS: Final[Mapping[str, tuple[str, str, Sequence[str], str]]] = {
    "dues": (
        "A member's dues.",
        "What exceeds the schedule is booked as the member's gift.",
        ("member", *ALWAYS, "for", "account", "income-account", "gift-account", *PROOF),
        "--member m-0042 --amount 20.00 --date 2026-03-02",
    ),
    "gift": (
        "A gift of money.",
        "The giver is an id, never a name; what nobody is known for is --anonymous.",
        (
            "donor",
            "member",
            "anonymous",
            *ALWAYS,
            "program",
            "source",
            "account",
            "income-account",
            *PROOF,
        ),
        "--donor d-007 --amount 50.00 --date 2026-03-02",
    ),
    "grant": (
        "Money granted by a foundation, an authority or another body.",
        "The body is declared by a coopfund-contributor with its kind.",
        ("donor", *ALWAYS, "program", "source", "account", "income-account", *PROOF),
        "--donor d-010 --program clinic --amount 1200.00 --date 2026-03-02",
    ),
    "expense": (
        "Something paid, or bought and not paid yet.",
        "Without a program it is core.",
        ("payee", *ALWAYS, "program", "expense-account", "account", "unpaid", *SIGNED),
        '--payee "Red Quay" --amount 62.00 --date 2026-03-05 --receipt 101 --document bill.pdf',
    ),
    "transfer": (
        "Money moved between accounts of ours.",
        "Between pools it takes its sources along.",
        ("from", "to", *ALWAYS, *SIGNED[2:]),
        "--from Cash --to Current --amount 78.00 --date 2026-03-05",
    ),
    "refund": (
        "Money given back: by us to a giver, or by a shop to us.",
        "With --payee it came from a shop; with --donor or --member it went to who gave it.",
        (
            "payee",
            "donor",
            "member",
            *ALWAYS,
            "program",
            "source",
            "account",
            "income-account",
            "expense-account",
            *SIGNED,
        ),
        "--donor d-007 --amount 20.00 --date 2026-03-05",
    ),
    "loan": (
        "Money lent to us, or paid back by us.",
        "A loan is never income.",
        ("donor", "member", *ALWAYS, "repay", "account", "loan-account", *SIGNED[2:]),
        "--member m-0042 --amount 300.00 --date 2026-03-05",
    ),
    "hours": (
        "Hours that a member worked unpaid.",
        "They stand in the books as a memo, never as money.",
        ("member", "hours", "program", "date", "narration", "expense-account", "link", "tag"),
        "--member m-0042 --hours 3 --program childcare --date 2026-03-14",
    ),
    "in-kind": (
        "Goods or rooms given, at what they would have cost.",
        "Members' unpaid work is none: record it as hours.",
        (
            "donor",
            "member",
            "anonymous",
            *ALWAYS,
            "program",
            "expense-account",
            "income-account",
            *PROOF,
        ),
        '--donor d-007 --narration "a cot" --amount 80.00 --program childcare --date 2026-03-05',
    ),
}
"""Each kind: what it is, what to know of it, its options, an example."""


@click.group("add")
def command() -> None:
    """Record what happened: dues, a gift, an expense and the rest.

    On a terminal, what no option says is asked for. The entry and what the rules will say to it are
    shown before anything is written.
    """


def _option(name: str) -> click.Option:
    settings = dict(OPTIONS[name])
    if not settings.get("is_flag"):
        settings.setdefault("metavar", name.partition("-")[0].upper())
    return click.Option([f"--{name}", name.replace("-", "_")], **settings)


def _command(kind: str) -> click.Command:
    first, more, names, example = KINDS[kind]

    def callback(ledger: Path, **given: Any) -> None:  # noqa: ANN401  # whatever Click parses
        said = {key.replace("_", "-"): value for key, value in given.items()}
        add(kind, ledger, said)

    made = click.Command(
        kind,
        callback=callback,
        params=[_option(name) for name in names],
        help=f"{first}\n\n{more}",
        short_help=first,
        epilog=f"Example: coopfund add {kind} {example}",
    )
    return desk.writing_options(common.ledger_argument(made))


def add(kind: str, ledger: Path, said: Mapping[str, Any]) -> None:
    """Make the entry of a kind, show it, and write it."""
    from coopfund.desk.answers import Answers  # noqa: PLC0415  # starts fast
    from coopfund.desk.desk import Desk  # noqa: PLC0415
    from coopfund.desk.names import names_of  # noqa: PLC0415
    from coopfund.desk.record import draft  # noqa: PLC0415

    flags = {key.replace("-", "_"): said[key] for key in ("dry-run", "yes", "despite-stop")}
    main = desk.main_of(ledger)
    with desk.refusing():
        today = date.today()  # noqa: DTZ011  # the day where the treasurer is
        person = Desk(names_of(main), Answers(said, asking.asker()), today)
        made = draft(kind, person)
        if made.date > today:
            click.echo(f"Mind the day: {made.date} is still to come.", err=True)
        proposed = _proposed(kind, main, person, made)
    desk.settle(proposed, **flags)


def _proposed(kind: str, main: Path, person: "Desk", made: "Draft") -> "Proposal":
    from coopfund.desk.attach import attachment  # noqa: PLC0415  # starts fast
    from coopfund.desk.proposal import propose  # noqa: PLC0415
    from coopfund.desk.split import split_off  # noqa: PLC0415

    with common.waiting("Reading the books"):
        attached = []
        for document in person.several("document"):
            made, one = attachment(main.parent, person.names, made, Path(str(document)))
            attached.append(one)
        proposed = propose(main, [made.transaction()], f"add {kind}", attached)
        if kind == "dues":
            before = proposed.verdict.before
            parts = split_off(person, made, before.analysis.books)
            if parts != made:
                entries = [parts.transaction()]
                return propose(main, entries, f"add {kind}", attached, before)
        return proposed


for _kind in KINDS:
    command.add_command(_command(_kind))
