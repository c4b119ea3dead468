"""What is printed reaches any terminal, pipe or file; characters that its encoding lacks are replaced."""

import os
import subprocess
import sys

import pytest

ENCODINGS = ["cp1252", "ascii", "cp437", "latin-1"]
SHOWN = "✓ α ≥ 0.5: Δ × — …"
CHECK = """
from dlcourse.check import claim, same
claim("two, as \N{GREEK SMALL LETTER ALPHA} \N{GREATER-THAN OR EQUAL TO} 1", True)
same([1.0], [1.0])
"""


def run(*words: str, encoding: str) -> subprocess.CompletedProcess[bytes]:
    """A command whose stdout is a pipe in this encoding, as on Windows."""
    env = {**os.environ, "PYTHONUTF8": "0", "PYTHONIOENCODING": encoding}
    return subprocess.run([sys.executable, *words], env=env, capture_output=True)


@pytest.mark.parametrize("encoding", [*ENCODINGS, "utf8"])
def test_a_line_is_printed_with_what_the_encoding_has(encoding):
    done = run("-c", f"from dlcourse.terminal import say; say({SHOWN!a})", encoding=encoding)
    assert done.returncode == 0, done.stderr
    said = done.stdout.decode(encoding)
    assert said.split()[0] == ("✓" if encoding == "utf8" else "+")
    assert "0.5" in said


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_checks_print_in_any_encoding(encoding):
    done = run("-c", CHECK, encoding=encoding)
    assert done.returncode == 0, done.stderr
    assert done.stdout.decode(encoding).startswith("+ two, as ")


def test_a_command_ends_with_the_code_of_its_work():
    for module in ("dlcourse", "dlcourse.cli"):
        done = run("-m", module, "doctor", encoding="cp1252")
        assert b"UnicodeEncodeError" not in done.stderr
        assert done.returncode == 0, done.stderr
        assert b"+ sandbox: tier" in done.stdout


def test_the_package_runs_as_the_command_does():
    done = run("-m", "dlcourse", "--help", encoding="utf8")
    assert done.returncode == 0
    assert done.stdout.decode().startswith("Usage: dlcourse ")
