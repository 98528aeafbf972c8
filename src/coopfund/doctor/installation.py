"""What is installed, held against what the package's own metadata demands."""

import operator
import platform
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module, metadata
from typing import Final

from coopfund import words

PACKAGE: Final = "coopfund"
REQUIREMENT: Final = re.compile(r"(?P<name>[\w.-]+)\s*(?P<wanted>[^;\[]*)")
CLAUSE: Final = re.compile(r"(?P<sign>>=|<=|==|!=|>|<)\s*(?P<version>\d[\w.]*)")
NUMBERS: Final = re.compile(r"\d+")
Numbers = tuple[int, ...]
SIGNS: Final[dict[str, Callable[[Numbers, Numbers], bool]]] = {
    ">=": operator.ge,
    "<=": operator.le,
    "==": operator.eq,
    "!=": operator.ne,
    ">": operator.gt,
    "<": operator.lt,
}


@dataclass(frozen=True, slots=True)
class Part:
    """A package: the version that is there (``None``: none) and the versions that are wanted."""

    name: str
    found: str | None
    wanted: str

    @property
    def fits(self) -> bool:
        """Whether it is there, in a version that is wanted."""
        return self.found is not None and within(self.found, self.wanted)


@dataclass(frozen=True, slots=True)
class Installation:
    """Everything that must be there.

    Attributes:
        parts: Python, coopfund and what it needs.
        families: each rule family, and why it cannot be imported (``None``: it can).
    """

    parts: tuple[Part, ...]
    families: tuple[tuple[str, str | None], ...]

    @property
    def sound(self) -> bool:
        """Whether nothing is missing and nothing too old."""
        return all(part.fits for part in self.parts) and not any(why for _, why in self.families)


def examine() -> Installation:
    """Look at what is installed."""
    return Installation(tuple(_parts()), tuple((name, _fault(name)) for name in words.FAMILIES))


def _parts() -> Iterator[Part]:
    about = _about()
    wanted = str(about["Requires-Python"] or "") if about else ""
    yield Part("python", platform.python_version(), wanted)
    yield Part(PACKAGE, str(about["Version"]) if about else None, "")
    for line in sorted(metadata.requires(PACKAGE) or ()) if about else ():
        requirement = REQUIREMENT.match(line)
        if requirement and "extra ==" not in line:
            name = requirement["name"]
            yield Part(name, _version(name), requirement["wanted"].strip())


def _about() -> "metadata.PackageMetadata | None":
    try:
        return metadata.metadata(PACKAGE)
    except metadata.PackageNotFoundError:
        return None


def _version(name: str) -> str | None:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None


def _fault(family: str) -> str | None:
    """Why a rule family cannot be imported, or ``None``."""
    try:
        import_module(f"{words.PLUGIN}.{family}")
    except ImportError as error:
        return str(error)
    return None


def within(version: str, wanted: str) -> bool:
    """Whether a version satisfies every clause of a requirement; pre-releases count as theirs.

    >>> within("3.2.3", ">=3.2"), within("3.1", ">=3.2"), within("3.2", "<4,!=3.2.0")
    (True, False, False)
    """
    return all(
        SIGNS[clause["sign"]](*_aligned(version, clause["version"]))
        for clause in CLAUSE.finditer(wanted)
    )


def _aligned(one: str, other: str) -> tuple[Numbers, Numbers]:
    """Both versions' numbers, made equally long: 3.2 is 3.2.0."""
    first, second = ([int(n) for n in NUMBERS.findall(version)] for version in (one, other))
    size = max(len(first), len(second))
    return (
        tuple(first + [0] * (size - len(first))),
        tuple(second + [0] * (size - len(second))),
    )
