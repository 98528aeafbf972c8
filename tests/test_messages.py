"""No sentence without its line on the golden page, and no line that the code cannot say."""

from pathlib import Path

import pytest

from tests import messages

LINES = messages.read_page()


@pytest.mark.parametrize("file", messages.SOURCES, ids=lambda file: file.name)
def test_each_piece_of_a_sentence_stands_on_the_page(file: Path) -> None:
    every = [text for lines in LINES.values() for text in lines]
    missing = [
        str(piece)
        for piece in messages.pieces(file)
        if not any(piece.stands_in(text) for text in every)
    ]
    assert not missing, "no line of the golden page (make golden) has:\n" + "\n".join(missing)


def test_each_line_of_the_page_is_made_of_pieces() -> None:
    pieces = [piece for file in messages.SOURCES for piece in messages.pieces(file)]
    ours = [text for heading, texts in LINES.items() if heading.startswith("CF") for text in texts]
    strangers = [text for text in ours if not any(piece.stands_in(text) for piece in pieces)]
    assert not strangers, "nothing in the code says (make golden):\n" + "\n".join(strangers)
