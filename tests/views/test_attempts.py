"""How long wrong tries make somebody wait."""

from coopfund.views.attempts import FIRST, FREE, KEPT, LONGEST, Attempts


class Clock:
    """Seconds that pass when told."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_some_tries_are_free_then_each_doubles_the_wait_up_to_a_limit() -> None:
    clock = Clock()
    attempts = Attempts(clock)
    waits = []
    for _ in range(FREE + 9):
        attempts.wrong("m-0001")
        waits.append(attempts.wait("m-0001"))
        clock.now += waits[-1]
        assert attempts.wait("m-0001") == 0
    assert waits[: FREE - 1] == [0] * (FREE - 1)
    assert waits[FREE - 1 : FREE + 2] == [FIRST, 2 * FIRST, 4 * FIRST]
    assert waits[-1] == LONGEST


def test_one_name_waits_and_no_other() -> None:
    attempts = Attempts(Clock())
    for _ in range(FREE):
        attempts.wrong("m-0001")
    assert attempts.wait("m-0001") == FIRST
    assert attempts.wait("m-0002") == 0


def test_being_right_forgets_what_was_wrong() -> None:
    attempts = Attempts(Clock())
    for _ in range(FREE):
        attempts.wrong("m-0001")
    attempts.right("m-0001")
    attempts.wrong("m-0001")
    assert attempts.wait("m-0001") == 0


def test_it_remembers_so_many_names_and_no_more() -> None:
    attempts = Attempts(Clock())
    for _ in range(FREE):
        attempts.wrong("first")
    for number in range(KEPT):
        attempts.wrong(str(number))
    assert attempts.wait("first") == 0
    assert len(attempts._tries) == KEPT  # noqa: SLF001  # the limit is inside
