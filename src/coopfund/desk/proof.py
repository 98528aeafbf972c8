"""Adds to an entry that stands in the books what proves it: receipt, document, invoice, vote."""

import os
import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Final

from beancount.core.data import Transaction

from coopfund.desk.answers import AnswerError
from coopfund.desk.attach import Attachment, kept, place_for
from coopfund.desk.books_folder import BooksFolder
from coopfund.desk.names import names_of
from coopfund.desk.plan import Placed
from coopfund.desk.rewriting import Rewriting, rewriting
from coopfund.desk.standing import found_in, with_lines
from coopfund.desk.texts import clean
from coopfund.desk.writer import Written

DOCUMENT: Final = "document"
QUOTED: Final = re.compile(r'["\\]')


def proven(
    folder: BooksFolder, entry: str, said: Mapping[str, str], documents: tuple[Path, ...] = ()
) -> Rewriting:
    """An entry with what proves it, judged; the documents are copied when it is written.

    Args:
        folder: the books.
        entry: ``^link``, ``file:line`` or an import id.
        said: metadata to add: ``receipt``, ``invoice``, ``decision``.
        documents: files that prove it.

    Raises:
        AnswerError: no one entry is meant, it says so already, or nothing is to be added.
        AttachError: a document cannot be kept.
        BadTextError: what was said holds markup.
    """
    if not said and not documents:
        message = "nothing to attach: name a --document, a --receipt, an --invoice or a --decision."
        raise AnswerError(message)
    file, placed = found_in(folder, entry)
    metas = {key: clean(value) for key, value in said.items()}
    for key, value in metas.items():
        if key in placed.entry.meta:
            message = f'the entry has {key} "{placed.entry.meta[key]}" already.'
            raise AnswerError(message)
        if QUOTED.search(value):
            message = f"--{key}: {value} holds a quotation mark or a backslash."
            raise AnswerError(message)
    attachments = []
    for document in documents:
        one = _attachment(folder, placed, document)
        attachments.append(one)
        name = Path(os.path.relpath(one.target, file.parent)).as_posix()
        metas[_free_key({**placed.entry.meta, **metas})] = name
    texts = {file: with_lines(folder.text(file), placed, metas)}
    change = rewriting(folder, texts, f"attach {entry}")

    def carry_out() -> Written:
        with kept(attachments):
            return change.carry_out()

    return replace(change, carry_out=carry_out)


def _free_key(metas: Mapping[str, object]) -> str:
    """``document``, or ``document-2`` where there is one; Fava makes links of both."""
    number = 2
    key = DOCUMENT
    while key in metas:
        key, number = f"{DOCUMENT}-{number}", number + 1
    return key


def _attachment(folder: BooksFolder, placed: Placed, document: Path) -> Attachment:
    entry = placed.entry
    postings = entry.postings if isinstance(entry, Transaction) else []
    spent = [posting.account for posting in postings if posting.account.startswith("Expenses")]
    account = next(iter([*spent, *(posting.account for posting in postings)]), "Expenses")
    title = (isinstance(entry, Transaction) and (entry.payee or entry.narration)) or document.stem
    names = names_of(folder.main)
    source, target = place_for(folder.root, names, account, entry.date, title, document)
    return Attachment(source, target, account, entry.date, "")
