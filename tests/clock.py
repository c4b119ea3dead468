"""How fast this machine is, so that a test of cost holds on any."""

import time


def loop() -> float:
    """Processor seconds of a fixed loop of Python, about a tenth of a second in 2025."""
    start, total = time.process_time(), 0
    for i in range(2_000_000):
        total += i
    return time.process_time() - start
