"""The postings as a pandas table, for measures, exports and whoever wants to look."""

from typing import TYPE_CHECKING

import pandas as pd
import pyarrow as pa

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from coopfund.books.books import Books

MONEY = pa.decimal128(38, 12)


def postings_table(books: "Books") -> pd.DataFrame:
    """One row per posting.

    Columns: ``date`` (date32), ``txn`` (int64), ``account``, ``root``, ``currency``,
    ``weight_currency``, ``source``, ``contributor``, ``program``, ``kind``, ``pool`` (strings,
    null where there is none), ``number``, ``weight``, ``value`` (decimal128(38, 12); ``value`` in
    the operating currency, null without a price). All are Arrow-backed: no float anywhere.
    """
    rows, dates = books.rows, books.transactions.date
    columns = {
        "txn": pa.array(rows.txn, pa.int64()),
        "date": pa.array([dates[txn] for txn in rows.txn], pa.date32()),
        "account": pa.array([info.name for info in rows.account]),
        "root": pa.array([info.root for info in rows.account]),
        "kind": pa.array([info.kind for info in rows.account], pa.string()),
        "pool": pa.array([info.pool for info in rows.account], pa.string()),
        "currency": pa.array(rows.currency, pa.string()),
        "weight_currency": pa.array(rows.weight_currency, pa.string()),
        "source": pa.array(rows.source, pa.string()),
        "contributor": pa.array(rows.contributor, pa.string()),
        "program": pa.array(rows.program, pa.string()),
        "number": _money(rows.number),
        "weight": _money(rows.weight),
        "value": _money(rows.value),
    }
    return pd.DataFrame(
        {name: pd.Series(array, dtype=pd.ArrowDtype(array.type)) for name, array in columns.items()}
    )


def _money(numbers: "Sequence[Decimal | None]") -> pa.Array:
    return pa.array(numbers, MONEY)
