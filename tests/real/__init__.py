"""coopfund on books and returns that others wrote; see :mod:`tests.real.conftest`."""
