"""The test of any order, for so many seconds: `make fuzz` runs it with ever new orders."""

from __future__ import annotations

import sys
import time

from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test
from promises.test_hand_edits import AnyOrder

LONG = settings(
    deadline=None,
    derandomize=False,
    database=None,
    suppress_health_check=list(HealthCheck),
    max_examples=10,
    stateful_step_count=60,
)


def main() -> None:
    """Ends with the shortest order that breaks a promise, or quietly."""
    until = time.monotonic() + float(sys.argv[1])
    while time.monotonic() < until:
        run_state_machine_as_test(AnyOrder, settings=LONG)


if __name__ == "__main__":
    main()
