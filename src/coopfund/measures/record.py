"""Making measures, and printing them in the forms that json.md fixes."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from coopfund.findings import Figure, Measure, Window
from coopfund.money import half_up

DIGITS = {"share": 6, "index": 2, "number": 6, "months": 2, "hours": 2, "count": 0}


def ratio(part: Decimal | Fraction, whole: Decimal | Fraction) -> Fraction | None:
    """An exact quotient; ``None`` where the whole is nothing."""
    return Fraction(part) / Fraction(whole) if whole else None


def money(value: Decimal | Fraction) -> Figure:
    """An amount among inputs."""
    return Figure(value, "money")


def share(value: Fraction | None) -> Figure:
    """A share among inputs."""
    return Figure(value, "share")


def count(value: int) -> Figure:
    """A number of things among inputs."""
    return Figure(value, "count")


class Maker:
    """Makes the measures of one window."""

    def __init__(self, window: Window) -> None:
        """Stamp ``window`` on every measure."""
        self.window = window

    def __call__(  # noqa: PLR0913, PLR0917  # one argument per column of the record
        self,
        name: str,
        unit: str,
        value: Any,  # noqa: ANN401  # typed by its unit
        formula: str,
        inputs: Mapping[str, Any] | None = None,
        because: str | None = None,
        *,
        provisional: bool = False,
    ) -> Measure:
        """A measure; ``because`` says why it is undefined where ``value`` is ``None``."""
        undefined = value is None or (unit == "breakdown" and not value)
        status = "undefined" if undefined else "provisional" if provisional else "ok"
        return Measure(
            name=name,
            value=None if undefined else value,
            unit=unit,
            formula=formula,
            inputs=inputs or {},
            window=self.window,
            because=because if undefined or provisional else None,
            status=status,
        )


def plain(value: Any, unit: str, digits: int) -> Any:  # noqa: ANN401  # JSON
    """A value as JSON: exact figures rounded half up and printed, the rest as it is."""
    if isinstance(value, Figure):
        return plain(value.value, value.unit, digits)
    if isinstance(value, Mapping):
        return {str(key): plain(item, unit, digits) for key, item in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [plain(item, unit, digits) for item in value]
    if unit == "count" and value is not None:
        return int(value)
    if isinstance(value, Decimal | Fraction) or (isinstance(value, int) and unit in DIGITS):
        return str(half_up(value, DIGITS.get(unit, digits)))
    return value


def measure_data(measure: Measure, digits: int) -> dict[str, Any]:
    """A measure as json.md prints it; ``digits`` are the currency's."""
    return {
        "value": plain(measure.value, measure.unit, digits),
        "unit": measure.unit,
        "status": measure.status,
        "because": measure.because,
        "formula": measure.formula,
        "inputs": plain(measure.inputs, "money", digits),
    }
