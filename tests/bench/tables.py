"""Turns samples into medians, ratios and verdicts, and those into a table and into JSON.

Verdicts are on processor time, which other programs on the machine disturb least.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from statistics import median
from typing import Any

from tests.bench.stopwatch import Sample
from tests.bench.tasks import BASE, GROWTH_TARGET, PLUGINS, TARGETS

MIB = 1024 * 1024
ADDED = "what the plugins add"


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
    cpu: Ratio
    memory: Ratio

    @property
    def met(self) -> bool:
        """Whether no target is missed."""
        return self.cpu.met is not False and self.memory.met is not False


@dataclass(frozen=True, slots=True)
class Growth:
    """How many times dearer a task becomes on the larger books.

    Attributes:
        name: the task.
        small, large: its processor time on either books, in seconds.
        memory: how many times the memory.
        target: how many times the processor time it may take.
    """

    name: str
    small: float
    large: float
    memory: float
    target: float | None

    @property
    def cpu(self) -> float:
        """How many times the processor time."""
        return self.large / self.small

    @property
    def met(self) -> bool | None:
        """``None`` where there is no target."""
        return None if self.target is None else self.cpu <= self.target


def rows(samples: Mapping[str, Sequence[Sample]], *, judged: bool = True) -> list[Row]:
    """Compare every task with the first, and with its target where that is to be ``judged``."""
    seconds = {name: median(run.seconds for run in runs) for name, runs in samples.items()}
    cpu = {name: median(run.cpu for run in runs) for name, runs in samples.items()}
    memory = {name: median(run.memory for run in runs) for name, runs in samples.items()}
    base = next(iter(samples))
    result = []
    for name, runs in samples.items():
        target = TARGETS.get(name) if judged else None
        cpu_target, memory_target = (target.cpu, target.memory) if target else (None, None)
        result.append(
            Row(
                name,
                runs,
                Ratio(seconds[name], seconds[name] / seconds[base], None),
                Ratio(cpu[name], cpu[name] / cpu[base], cpu_target),
                Ratio(memory[name], memory[name] / memory[base], memory_target),
            )
        )
    return result


def growth(small: Sequence[Row], large: Sequence[Row], times: float) -> list[Growth]:
    """Compare the same tasks on two books, the base first; the larger has ``times`` the entries.

    Ours may grow about as the base does; how the others grow is theirs. What the plugins alone add
    may grow about as the books do.
    """
    allowed = large[0].cpu.median / small[0].cpu.median * GROWTH_TARGET
    found = [
        Growth(
            after.name,
            before.cpu.median,
            after.cpu.median,
            after.memory.median / before.memory.median,
            allowed if after.name in TARGETS else None,
        )
        for before, after in zip(small, large, strict=True)
    ]
    its = {row.name: row for row in found}
    if BASE in its and PLUGINS in its:
        base, plugins = its[BASE], its[PLUGINS]
        added = plugins.small - base.small, plugins.large - base.large
        found.append(Growth(ADDED, *added, plugins.memory, times * GROWTH_TARGET))
    return found


def as_table(title: str, measured: Iterable[Row]) -> str:
    """A table for people."""
    head = (
        *("", "seconds", "from–to", "× base", "CPU", "from–to", "× base", "target"),
        *("MiB", "× base", "target"),
    )
    lines = [
        (
            row.name,
            f"{row.time.median:.3f}",
            _span([sample.seconds for sample in row.samples]),
            f"{row.time.to_base:.2f}",
            f"{row.cpu.median:.3f}",
            _span([sample.cpu for sample in row.samples]),
            f"{row.cpu.to_base:.2f}",
            row.cpu.verdict(),
            f"{row.memory.median / MIB:.0f}",
            f"{row.memory.to_base:.2f}",
            row.memory.verdict(),
        )
        for row in measured
    ]
    return _aligned(title, [head, *lines])


def as_growth_table(title: str, measured: Iterable[Growth]) -> str:
    """A table for people of what grows how."""
    head = ("", "CPU from", "to", "× CPU", "target", "× MiB")
    lines = [
        (
            row.name,
            f"{row.small:.3f}",
            f"{row.large:.3f}",
            f"{row.cpu:.1f}",
            _verdict(row.target, met=row.met is True),
            f"{row.memory:.1f}",
        )
        for row in measured
    ]
    return _aligned(title, [head, *lines])


def _span(samples: Sequence[float]) -> str:
    return f"{min(samples):.3f}–{max(samples):.3f}"


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
            "cpu_seconds": [sample.cpu for sample in row.samples],
            "bytes": [sample.memory for sample in row.samples],
            "time": asdict(row.time),
            "cpu": {**asdict(row.cpu), "met": row.cpu.met},
            "memory": {**asdict(row.memory), "met": row.memory.met},
        }
        for row in measured
    }
