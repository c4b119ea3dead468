"""Settings that hold for all tests."""

import signal

import pytest
from hypothesis import HealthCheck, settings

# Property tests here compare results, not speed: PyTorch's first call alone outlasts the deadline.
settings.register_profile("at any speed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("at any speed")

# Who runs the suite in the background may have Ctrl-C ignored, also in the programs that the tests interrupt.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.hookimpl(tryfirst=True)  # xdist reads the groups afterwards
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The tests of a file that use a browser run in one process, which starts one.

    Files with slow tests come first, so that no worker is left alone with one at the end.
    """
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()) and not item.get_closest_marker("xdist_group"):
            item.add_marker(pytest.mark.xdist_group(item.nodeid.partition("::")[0]))
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: item.path not in slow)
