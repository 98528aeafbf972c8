"""The report as one self-contained page: no script, nothing fetched from anywhere."""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from jinja2 import (
    ChoiceLoader,
    FileSystemLoader,
    StrictUndefined,
    TemplateError,
    TemplateRuntimeError,
)
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup, escape

import coopfund_reports
from coopfund.language import _, marked, plural

if TYPE_CHECKING:
    from coopfund.report.logo import Logo
    from coopfund.report.month import MonthReport

OURS: Final = Path(coopfund_reports.__path__[0])
PAGE: Final = "month.html"
NO_BREAK: Final = "\N{NO-BREAK SPACE}"
# Translators: words that stay on one line with the figure before them, in every form; a space
# between them
UNITS: Final = marked("point points month months")
RIGHT_TO_LEFT: Final = "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]"
APART: Final = re.compile(
    r"(?P<long>[^\s<>]{29,})"
    r"|(?P<id>\b[a-z](?:-[\w.]*\w)+|\b[\w.]*(?:-[\w.]*\d[\w.]*)+\b)"
    rf"|(?P<leftward>{RIGHT_TO_LEFT}+(?:[^\w<>&;]*{RIGHT_TO_LEFT}+)*)"
)
"""What is set apart: words too long for a line; pseudonyms, days and votes, which must not break at
their hyphens; and words from right to left with what is between them."""


class TemplatesError(Exception):
    """A group's own template does not work; the message is one sentence for the user."""


def render(report: "MonthReport", folders: Sequence[Path] = (), logo: "Logo | None" = None) -> str:
    """The page.

    Args:
        report: what it says.
        folders: where a group's own templates are looked for; see :func:`fill`.
        logo: the group's, if it has one.

    Raises:
        TemplatesError: a template cannot be read or filled in.
    """
    return fill(PAGE, folders, report=report, frame=report.frame, logo=logo)


def fill(page: str, folders: Sequence[Path], **says: object) -> str:
    """A template filled in: the group's own, else ours.

    Args:
        page: the template's name.
        folders: where a group's own templates are looked for, first to last, before ours. They
            run in a sandbox: they can lay out what they are given and nothing else.
        says: what they are given, by name.

    Raises:
        TemplatesError: a template cannot be read or filled in.
    """
    try:
        return _environment((*folders, OURS)).get_template(page).render(says)
    except TemplateError as error:
        message = f"the template {getattr(error, 'name', None) or page} does not work: {error}."
        raise TemplatesError(message) from error


@lru_cache(maxsize=4)
def _environment(folders: tuple[Path, ...]) -> ImmutableSandboxedEnvironment:
    """Reads templates in these folders, and keeps them until their files change."""
    loader = ChoiceLoader([FileSystemLoader(folder) for folder in folders])
    environment = ImmutableSandboxedEnvironment(
        loader=loader,
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["glued"] = glued
    environment.globals |= {"_": _said, "plural": _counted}
    environment.filters["drawing"] = Markup
    return environment


def _said(text: str, /, **values: object) -> str:
    """A text for a template, which could reach into any other value than a text from its braces."""
    with _filled(text):
        return _(text, **_plain(values))


def _counted(one: str, many: str, number: int, /, **values: object) -> str:
    with _filled(many):
        return plural(one, many, number, **_plain(values))


def _plain(values: Mapping[str, object]) -> dict[str, str]:
    return {name: str(value) for name, value in values.items()}


@contextmanager
def _filled(text: str) -> Iterator[None]:
    try:
        yield
    except (AttributeError, LookupError, TypeError, ValueError) as error:
        message = f"the text {text!r} cannot be filled in"
        raise TemplateRuntimeError(message) from error


def glued(text: str) -> Markup:
    """Text whose figures and pseudonyms do not fall apart at the end of a line.

    Words from right to left are set apart, so that no figure beside them changes sides; a word too
    long for a line may break anywhere.
    """
    together = _glue(_(UNITS)).sub(NO_BREAK, text)
    whole = APART.sub(_apart, str(escape(together)))
    return Markup(whole)  # noqa: S704  # escaped before; the pattern matches no markup


def _apart(match: re.Match[str]) -> str:
    kind, text = match.lastgroup or "", match[0]
    if kind == "leftward":
        return f"<bdi>{text}</bdi>"
    if re.search(RIGHT_TO_LEFT, text):
        return f'<bdi class="{kind}">{text}</bdi>'
    return f'<span class="{kind}">{text}</span>'


@cache
def _glue(units: str) -> re.Pattern[str]:
    """The space between a figure and what it counts."""
    words = "|".join(map(re.escape, units.split()))
    return re.compile(rf"(?<=\d) (?=%|[A-Z]{{3}}\b|(?:{words})\b)")
