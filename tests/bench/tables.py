"""Turns samples into medians, ratios and verdicts, and those into a table and into JSON."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from statistics import median
from typing import Any

from tests.bench.stopwatch import Sample
from tests.bench.tasks import GROWTH_TARGET, TARGETS

MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Ratio:
    """A median, how many times the base that is, and whether the target allows it."""

    median: float
    to_base: float
    target: float | None

    @property
    def met(self) -> bool | None:
        """``None`` where there is no target."""
        return None if self.target is None else self.to_base <= self.target

    def verdict(self) -> str:
        """The target and whether it is met, for people."""
        return _verdict(self.target, met=self.met is True)


@dataclass(frozen=True, slots=True)
class Row:
    """One task's figures."""

    name: str
    samples: Sequence[Sample]
    time: Ratio
    memory: Ratio

    @property
    def met(self) -> bool:
        """Whether no target is missed."""
        return self.time.met is not False and self.memory.met is not False


@dataclass(frozen=True, slots=True)
class Growth:
    """How many times dearer a task becomes on the larger books; ``base`` is the base's time."""

    name: str
    base: float
    time: float
    memory: float

    @property
    def target(self) -> float | None:
        """Ours must grow about as the base does; how the others grow is theirs."""
        return self.base * GROWTH_TARGET if self.name in TARGETS else None

    @property
    def met(self) -> bool | None:
        """``None`` where there is no target."""
        return None if self.target is None else self.time <= self.target


def rows(samples: Mapping[str, Sequence[Sample]], *, judged: bool = True) -> list[Row]:
    """Compare every task with the first, and with its target where that is to be ``judged``."""
    seconds = {name: median(run.seconds for run in runs) for name, runs in samples.items()}
    memory = {name: median(run.memory for run in runs) for name, runs in samples.items()}
    base = next(iter(samples))
    result = []
    for name, runs in samples.items():
        target = TARGETS.get(name) if judged else None
        time_target, memory_target = (target.time, target.memory) if target else (None, None)
        result.append(
            Row(
                name,
                runs,
                Ratio(seconds[name], seconds[name] / seconds[base], time_target),
                Ratio(memory[name], memory[name] / memory[base], memory_target),
            )
        )
    return result


def growth(small: Sequence[Row], large: Sequence[Row]) -> list[Growth]:
    """Compare the same tasks at two sizes, the base first."""
    base = large[0].time.median / small[0].time.median
    return [
        Growth(
            after.name,
            base,
            after.time.median / before.time.median,
            after.memory.median / before.memory.median,
        )
        for before, after in zip(small, large, strict=True)
    ]


def as_table(title: str, measured: Iterable[Row]) -> str:
    """A table for people."""
    head = ("", "seconds", "from–to", "× base", "target", "MiB", "× base", "target")
    lines = [
        (
            row.name,
            f"{row.time.median:.3f}",
            f"{min(s.seconds for s in row.samples):.3f}–{max(s.seconds for s in row.samples):.3f}",
            f"{row.time.to_base:.2f}",
            row.time.verdict(),
            f"{row.memory.median / MIB:.0f}",
            f"{row.memory.to_base:.2f}",
            row.memory.verdict(),
        )
        for row in measured
    ]
    return _aligned(title, [head, *lines])


def as_growth_table(title: str, measured: Iterable[Growth]) -> str:
    """A table for people of what grows how."""
    head = ("", "× seconds", "× MiB", "target for seconds")
    lines = [
        (
            row.name,
            f"{row.time:.1f}",
            f"{row.memory:.1f}",
            _verdict(row.target, met=row.met is True),
        )
        for row in measured
    ]
    return _aligned(title, [head, *lines])


def _verdict(target: float | None, *, met: bool) -> str:
    return "" if target is None else f"≤ {target:.2f} {'met' if met else 'MISSED'}"


def _aligned(title: str, lines: Sequence[Sequence[str]]) -> str:
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    text = [title, ""]
    for first, *rest in lines:
        cells = [first.ljust(widths[0])]
        cells += [cell.rjust(width) for cell, width in zip(rest, widths[1:], strict=True)]
        text.append("  ".join(cells).rstrip())
    return "\n".join(text) + "\n"


def as_json(measured: Iterable[Row]) -> dict[str, Any]:
    """The same figures, unrounded, with every sample."""
    return {
        row.name: {
            "seconds": [sample.seconds for sample in row.samples],
            "bytes": [sample.memory for sample in row.samples],
            "time": {**asdict(row.time), "met": row.time.met},
            "memory": {**asdict(row.memory), "met": row.memory.met},
        }
        for row in measured
    }
