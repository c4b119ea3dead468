"""A variable that switches something is on or off in every spelling."""

import os
import subprocess
import sys

import pytest

from dlcourse.check import claim
from dlcourse.data import DownloadError, fetch
from dlcourse.environment import is_on

OFF = ["", "0", "false", "False", "FALSE", "no", "No", "off", "OFF", " 0 ", " "]
ON = ["1", "true", "True", "yes", "on", "ON", "2", "y"]


@pytest.mark.parametrize("value", OFF + ON)
def test_a_switch_is_on_or_off(value, monkeypatch, tmp_path):
    for name in ("DLCOURSE_EXAMPLE", "DLCOURSE_OFFLINE", "DLCOURSE_STRICT"):
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    assert is_on("DLCOURSE_EXAMPLE") == (value in ON)
    monkeypatch.delenv("DLCOURSE_EXAMPLE")
    assert not is_on("DLCOURSE_EXAMPLE")
    with pytest.raises(DownloadError) as error:
        fetch("file", ["http://127.0.0.1:9/"], size=1, sha256="0" * 64, folder=tmp_path)
    assert ("DLCOURSE_OFFLINE forbids" in str(error.value)) == (value in ON)
    if value in ON:
        with pytest.raises(AssertionError, match="does not hold"):
            claim("two is three", False)
    else:
        claim("two is three", False)


@pytest.mark.parametrize("value", ["0", "false", "1"])
def test_figures_are_static_where_the_switch_is_on(value):
    code = "from dlcourse.figures.figure import STATIC; print(STATIC)"
    env = os.environ | {"DLCOURSE_STATIC_FIGURES": value}
    done = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=True)
    assert done.stdout == f"{value == '1'}\n"
