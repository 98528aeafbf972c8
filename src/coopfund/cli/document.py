"""``docs/commands.md``: what each command's ``--help`` prints.

``python -m coopfund.cli.document > docs/commands.md`` writes that page.
"""

import sys
from collections.abc import Iterator
from typing import Final

import click

from coopfund.cli.main import main

WIDTH: Final = 88
PROGRAM: Final = "coopfund"

INTRODUCTION: Final = f"""\
# The commands

What `{PROGRAM} --help` and each command's `--help` print. Data goes to standard output, everything
else to standard error. Exit codes: 0 clean, 1 a rule says stop, 2 wrong usage or unreadable books.

Completion: put the line of your shell into its start-up file.

```sh
eval "$(_COOPFUND_COMPLETE=bash_source {PROGRAM})"    # bash: ~/.bashrc
eval "$(_COOPFUND_COMPLETE=zsh_source {PROGRAM})"     # zsh: ~/.zshrc
_COOPFUND_COMPLETE=fish_source {PROGRAM} | source     # fish: ~/.config/fish/config.fish
```

This page is made by `python -m coopfund.cli.document`.
"""


def page() -> str:
    """``docs/commands.md``."""
    blocks = [f"## {name}\n\n```text\n{text}```\n" for name, text in helps()]
    return "\n".join([INTRODUCTION, *blocks])


def helps() -> Iterator[tuple[str, str]]:
    """Every command's full name and its help, the program's first."""
    yield from _helps(main, _context(main, PROGRAM, None))


def _helps(command: click.Command, ctx: click.Context) -> Iterator[tuple[str, str]]:
    lines = [line.rstrip() for line in command.get_help(ctx).rstrip().splitlines()]
    yield ctx.command_path, "\n".join(lines) + "\n"
    if isinstance(command, click.Group):
        for name in command.list_commands(ctx):
            inner = command.get_command(ctx, name)
            if inner is not None and not inner.hidden:
                yield from _helps(inner, _context(inner, name, ctx))


def _context(command: click.Command, name: str, parent: click.Context | None) -> click.Context:
    """A context that prints the same on every terminal."""
    settings = {**command.context_settings, "terminal_width": WIDTH, "max_content_width": WIDTH}
    return click.Context(command, info_name=name, parent=parent, **settings)


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]  # the real stdout has it
    sys.stdout.write(page())
