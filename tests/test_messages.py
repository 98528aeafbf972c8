"""No sentence without its line on the golden page, and no line that the code cannot say."""

import re
from pathlib import Path

import pytest

from tests import messages

ALL = [text for lines in messages.read_page().values() for text in lines]


@pytest.mark.parametrize("file", messages.SOURCES, ids=lambda file: file.name)
def test_each_piece_of_a_sentence_stands_on_the_page(file: Path) -> None:
    missing = [
        f"{piece.file}:{piece.line}: {piece.pattern}"
        for piece in messages.pieces(file)
        if not any(re.search(piece.pattern, text) for text in ALL)
    ]
    assert not missing, "no message of the golden page (make golden) has:\n" + "\n".join(missing)


def test_each_line_of_the_page_is_made_of_pieces() -> None:
    pieces = [p.pattern for file in messages.SOURCES for p in messages.pieces(file)]
    lines = messages.read_page()
    strangers = [
        text
        for heading, texts in lines.items()
        if heading.startswith("CF")
        for text in texts
        if not any(re.search(piece, text) for piece in pieces)
    ]
    assert not strangers, "nothing in the code says (make golden):\n" + "\n".join(strangers)
