"""Runs one command and says how long it took, how long it computed, how much memory it held."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

# Linux and the BSDs count ru_maxrss in KiB, macOS in bytes.
RSS_UNIT = 1 if sys.platform == "darwin" else 1024
SHOWN_CHARACTERS = 2_000


class Sample(NamedTuple):
    """What one run cost: wall time, processor time (both in seconds), and peak memory in bytes.

    Where other programs share the machine, wall time is mostly theirs; the processor's time is the
    command's own.

    A child starts as a copy of its parent, so no command shows less memory than this process holds.
    """

    seconds: float
    cpu: float
    memory: int


class Output(NamedTuple):
    """What one run said."""

    code: int
    stdout: str
    stderr: str


def no_complaint(_output: Output) -> str | None:
    """Any output will do."""


@dataclass(frozen=True, slots=True)
class Task:
    """A command to time.

    Attributes:
        name: how the table calls it.
        argv: the command itself.
        codes: exit codes that mean it did its work.
        complaint: reads the output and says what is wrong with it, or ``None``; a command that
            exits well without having done its work must not count as fast.
        folder: what it writes into, emptied before each run.
    """

    name: str
    argv: Sequence[str]
    codes: frozenset[int] = frozenset({0})
    complaint: Callable[[Output], str | None] = no_complaint
    folder: Path | None = None


class TaskError(Exception):
    """A timed command did not do its work."""

    def __init__(self, task: Task, output: Output, complaint: str) -> None:
        self.task, self.output, self.complaint = task, output, complaint
        super().__init__(task, output, complaint)

    def __str__(self) -> str:
        said = (self.output.stderr or self.output.stdout)[-SHOWN_CHARACTERS:]
        return f"{self.task.name}: {self.complaint}\n$ {' '.join(self.task.argv)}\n{said}"


def run(task: Task, environment: Mapping[str, str]) -> Sample:
    """Run ``task`` once.

    Raises:
        TaskError: it exited with a code, or with an output, that it should not.
    """
    if task.folder is not None:
        shutil.rmtree(task.folder, ignore_errors=True)
    with tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as err:
        start = time.perf_counter()
        process = subprocess.Popen(
            task.argv, stdin=subprocess.DEVNULL, stdout=out, stderr=err, env=environment
        )
        # wait4 and not Popen.wait: it tells the time and memory of this child alone.
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        err.seek(0)
        output = Output(process.returncode, out.read(), err.read())
    _judge(task, output)
    return Sample(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * RSS_UNIT)


def _judge(task: Task, output: Output) -> None:
    if output.code not in task.codes:
        expected = " or ".join(map(str, sorted(task.codes)))
        raise TaskError(task, output, f"exit code {output.code} instead of {expected}")
    if "Traceback (most recent call last)" in output.stderr:
        raise TaskError(task, output, "it crashed")
    complaint = task.complaint(output)
    if complaint is not None:
        raise TaskError(task, output, complaint)
