"""Questions on a terminal: answers completed with Tab, checked at once, asked again where wrong."""

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from coopfund.cli import common
from coopfund.desk.answers import AnswerError
from coopfund.desk.texts import BadTextError

if TYPE_CHECKING:
    from coopfund.desk.answers import Ask, Question

LIST = "?"
"""The answer that lists what can be answered."""

FEW = 8
"""So many choices are shown unasked."""


def on_terminal() -> bool:
    """Whether a person can be asked."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def asker() -> "Ask | None":
    """Whoever asks on this terminal; ``None`` where nobody can be asked."""
    return ask if on_terminal() else None


def ask(question: "Question", read: Callable[[str], object]) -> str:
    """Ask until the answer can be read."""
    choices = question.choices
    if 0 < len(choices) <= FEW:
        _list(choices)
    hint = " (Tab completes, ? lists)" if len(choices) > FEW else ""
    prompt = f"{question.text[:1].upper()}{question.text[1:]}{hint}"
    while True:
        with completing(choices):
            quiet = not sys.stdout.isatty()  # the line editor works on the standard output alone
            text: str = click.prompt(common.plain(prompt), default=question.default, err=quiet)
        if text == LIST and choices:
            _list(choices)
            continue
        try:
            read(text)
        except (AnswerError, BadTextError) as error:
            sentence = str(error)
            click.echo(common.plain(sentence[:1].upper() + sentence[1:]), err=True)
        else:
            return text


def confirmed(question: str, *, default: bool) -> bool:
    """Yes or no."""
    return click.confirm(question, default=default, err=True)


def _list(choices: Mapping[str, str]) -> None:
    width = max(map(len, choices))
    for name, meaning in choices.items():
        click.echo(common.plain(f"  {name:{width}}  {meaning}".rstrip()), err=True)


@contextmanager
def completing(choices: Mapping[str, str]) -> Iterator[None]:
    """Let Tab complete the choices, where the terminal's library can do that."""
    try:
        import readline  # noqa: PLC0415  # Windows has none
    except ImportError:
        yield
        return
    old, delimiters = readline.get_completer(), readline.get_completer_delims()

    def complete(text: str, state: int) -> str | None:
        low = text.lower()
        found = [name for name in choices if low in name.lower()] if low else list(choices)
        begin = [name for name in found if name.lower().startswith(low)]
        return dict(enumerate(begin or found)).get(state)

    readline.set_completer(complete)
    readline.set_completer_delims("")
    apple = "libedit" in (readline.__doc__ or "")
    readline.parse_and_bind("bind ^I rl_complete" if apple else "tab: complete")
    try:
        yield
    finally:
        readline.set_completer(old)
        readline.set_completer_delims(delimiters)
