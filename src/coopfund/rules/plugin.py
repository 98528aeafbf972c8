"""From rules to a Beancount plugin: findings of action ``stop`` become errors on their own line."""

import gc
from collections.abc import Callable, Iterator, MutableMapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

from coopfund.findings import Finding
from coopfund.rules.analysis import KEY, Analysis
from coopfund.rules.case import Rule

if TYPE_CHECKING:
    from beancount.core.data import Directive


class CoopfundError(NamedTuple):
    """A ``stop`` finding as Beancount reports errors."""

    source: dict[str, Any]
    message: str
    entry: None = None


Plugin = Callable[..., "tuple[Sequence[Directive], list[CoopfundError]]"]


def family_plugin(family: str, rules: Sequence[Rule]) -> Plugin:
    """A Beancount plugin function that runs one family.

    It returns the entries as they came, leaves its findings in the options map, and reports those
    that stop and are not waived. A crash in one family is Beancount's to catch: the others run,
    and ``coopfund check`` says which one did not.
    """

    def run(
        entries: "Sequence[Directive]", options: MutableMapping[str, Any], config: str | None = None
    ) -> "tuple[Sequence[Directive], list[CoopfundError]]":
        del config  # everything voted stands in dated directives
        with collector_paused():
            analysis = options.get(KEY)
            if not isinstance(analysis, Analysis):
                analysis = options[KEY] = Analysis()
            analysis.started.add(family)
            reported = [error(f) for f in analysis.findings.get(family, ()) if stops(f)]
            analysis.read(entries, options)
            analysis.findings[family] = analysis.judge(rules)
        stopping = [error(f) for f in analysis.findings[family] if stops(f)]
        return entries, [found for found in stopping if found not in reported]

    run.__name__ = run.__qualname__ = family
    return run


def stops(finding: Finding) -> bool:
    """Whether a finding fails the check."""
    return finding.open and finding.action == "stop"


def error(finding: Finding) -> CoopfundError:
    """The finding as a Beancount error."""
    source = {"filename": finding.place.file, "lineno": finding.place.line}
    return CoopfundError(source, f"{finding.code} {finding.name}: {finding.message}")


@contextmanager
def collector_paused() -> Iterator[None]:
    """Without the cyclic garbage collector, which would walk the whole ledger again and again.

    What was made meanwhile joins the old generation, or the collector would walk all of it as soon
    as it is back.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            if not gc.get_freeze_count():
                gc.freeze()
                gc.unfreeze()
            gc.enable()
