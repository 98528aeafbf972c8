"""What every test shares: Hypothesis gives no machine a deadline, and draws the same in CI."""

import os

from hypothesis import settings

settings.register_profile("coopfund", deadline=None, derandomize=bool(os.environ.get("CI")))
settings.load_profile("coopfund")
