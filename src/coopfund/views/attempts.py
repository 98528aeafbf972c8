"""Wrong tries at a secret, and how long to wait after too many of them."""

import time
from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from typing import Final

FREE: Final = 5
"""So many wrong tries cost nothing."""
FIRST: Final = 10
"""Seconds to wait after the last of them; each further one doubles it."""
LONGEST: Final = 15 * 60
KEPT: Final = 10_000
"""Of so many names tries are remembered; the oldest are forgotten first."""


class Attempts:
    """The wrong tries by name since the program began; it forgets a name once somebody is right."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """Count from nothing; ``clock`` gives seconds."""
        self._clock = clock
        self._tries: OrderedDict[str, tuple[int, float]] = OrderedDict()
        self._lock = Lock()

    def wait(self, name: str) -> int:
        """How many seconds this name has to wait before another try, in whole ones; mostly none."""
        with self._lock:
            wrong, since = self._tries.get(name, (0, 0.0))
        return max(0, int(since + _delay(wrong) - self._clock() + 0.999))

    def wrong(self, name: str) -> None:
        """Count a wrong try."""
        with self._lock:
            wrong, _ = self._tries.pop(name, (0, 0.0))
            self._tries[name] = wrong + 1, self._clock()
            if len(self._tries) > KEPT:
                self._tries.popitem(last=False)

    def right(self, name: str) -> None:
        """Forget the wrong tries of a name."""
        with self._lock:
            self._tries.pop(name, None)


def _delay(wrong: int) -> int:
    if wrong < FREE:
        return 0
    return min(LONGEST, FIRST << min(wrong - FREE, 20))
