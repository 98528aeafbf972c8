"""The SGML of OFX 1 and the XML of OFX 2 as one tree.

Both are read by the same rules, since banks write one under the header of the other: a tag with
text is a value, whether it is closed or not; a tag without text is a group if it is ever closed.
Nothing is fetched or expanded: a document type or an entity of the file's own is refused.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from coopfund.imports.bank_text import LONGEST
from coopfund.imports.movement import RefusedFileError

TOKEN: Final = re.compile(
    r"<(?P<close>/?)(?P<name>[A-Z][A-Z0-9._]*)\s*(?P<empty>/?)>"
    r"(?P<text>[^<]*(?:<!\[CDATA\[[^<]*\]\]>[^<]*)*)"
)
ENTITY: Final = re.compile(r"&(amp|lt|gt|quot|apos|nbsp|#[0-9]{1,6});", re.IGNORECASE)
ENTITIES: Final = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'", "nbsp": " "}
DEEPEST: Final = 30
HIGHEST: Final = 0x10FFFF


@dataclass(slots=True)
class Group:
    """A group of values and groups, with the line it begins at."""

    name: str
    line: int
    values: dict[str, str] = field(default_factory=dict)
    groups: list["Group"] = field(default_factory=list)
    twice: str = ""
    """The name of a value that it holds twice, differently."""

    def all(self, *names: str) -> Iterator["Group"]:
        """The groups of these names, however deep inside, in the file's order."""
        for group in self.groups:
            if group.name in names:
                yield group
            yield from group.all(*names)

    def first(self, name: str) -> "Group":
        """The first group of that name directly inside; an empty one where there is none."""
        return next((group for group in self.groups if group.name == name), Group(name, self.line))

    def value(self, name: str) -> str:
        """A value directly inside, or nothing."""
        return self.values.get(name, "")


class _Token(NamedTuple):
    close: bool
    name: str
    alone: bool
    """``<NAME/>``"""
    text: str
    line: int


def tree(text: str) -> Group:
    """What stands inside ``<OFX>``.

    Raises:
        RefusedFileError: it is no OFX, is cut off, or its tags do not fit into each other.
    """
    start = text.find("<OFX>")
    if start < 0:
        raise RefusedFileError("There is no <OFX> in the file; it is no OFX statement.")
    if not text.rstrip().endswith("</OFX>"):
        lines = text.rstrip().count("\n") + 1
        raise RefusedFileError(f"The file ends with line {lines}, before </OFX>: it is cut off.")
    tokens = list(_tokens(text, start))
    closed = {token.name for token in tokens if token.close}
    root = Group("", 1)
    stack = [root]
    last = ""
    for number, token in enumerate(tokens):
        following = tokens[number + 1] if number + 1 < len(tokens) else None
        if token.close:
            last = _closed(stack, token, last)
        elif _is_group(token, following, closed):
            if len(stack) > DEEPEST:
                raise RefusedFileError(f"Line {token.line}: groups in groups, deeper than any OFX.")
            group = Group(token.name, token.line)
            stack[-1].groups.append(group)
            stack.append(group)
            last = ""
        else:
            _keep(stack[-1], token)
            last = "" if token.alone else token.name
    if len(stack) > 1:
        inner = stack[-1]
        raise RefusedFileError(
            f"The <{inner.name}> of line {inner.line} is never closed: the file is damaged."
        )
    return root.first("OFX")


def _tokens(text: str, start: int) -> Iterator[_Token]:
    place, line = start, text.count("\n", 0, start) + 1
    end = len(text.rstrip())
    while place < end:
        found = TOKEN.match(text, place)
        if not found:
            if text.startswith("<!--", place) and (after := text.find("-->", place)) > 0:
                line += text.count("\n", place, after)
                place = after + len("-->")
                place += len(text[place:]) - len(text[place:].lstrip())
                continue
            begins = text[place : place + 20].partition("\n")[0]
            raise RefusedFileError(f"Line {line}: {begins!r} has no place in OFX.")
        if len(found["text"]) > LONGEST:
            raise RefusedFileError(
                f"Line {line}: <{found['name']}> holds {len(found['text']):,} characters; the "
                "file is damaged."
            )
        yield _Token(
            bool(found["close"]), found["name"], bool(found["empty"]), found["text"].strip(), line
        )
        line += text.count("\n", place, found.end())
        place = found.end()


def _is_group(token: _Token, following: _Token | None, closed: set[str]) -> bool:
    if token.alone or token.text or token.name not in closed or following is None:
        return False
    return not (following.close and following.name == token.name)


def _closed(stack: list[Group], token: _Token, last: str) -> str:
    if token.text:
        raise RefusedFileError(f"Line {token.line}: text stands after </{token.name}>.")
    if last == token.name:
        return ""
    if len(stack) > 1 and stack[-1].name == token.name:
        stack.pop()
        return ""
    raise RefusedFileError(f"Line {token.line}: </{token.name}> closes what is not open.")


def _keep(group: Group, token: _Token) -> None:
    text = _plain(token.text)
    if group.values.setdefault(token.name, text) != text:
        group.twice = token.name


def _plain(text: str) -> str:
    if "<![CDATA[" in text:
        return text.replace("<![CDATA[", "").replace("]]>", "").strip()
    return ENTITY.sub(_character, text)


def _character(found: re.Match[str]) -> str:
    name = found[1].lower()
    if not name.startswith("#"):
        return ENTITIES[name]
    number = int(name[1:])
    return chr(number) if 0 < number <= HIGHEST else "\ufffd"
