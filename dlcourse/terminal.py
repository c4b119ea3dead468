"""Text for a terminal, a pipe or a file, whatever characters its encoding can show."""

import codecs
import sys

#: What stands for a character where the encoding has none; a question mark for all others.
_PLAIN = {"✓": "+", "✗": "x", "×": "x", "–": "-", "—": "-", "−": "-", "…": "...", "Δ": "D", "→": "->"}


def _plain(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return "".join(_PLAIN.get(one, "?") for one in error.object[error.start : error.end]), error.end


codecs.register_error("dlcourse.plain", _plain)


def replace_unencodable() -> None:
    """Let stdout and stderr replace what they cannot show, from now on."""
    for stream in (sys.stdout, sys.stderr):
        if reconfigure := getattr(stream, "reconfigure", None):
            reconfigure(errors="dlcourse.plain")


def say(line: str) -> None:
    """Print one line on stdout; what its encoding lacks is replaced."""
    encoding = getattr(sys.stdout, "encoding", None) or "utf8"
    print(line.encode(encoding, "dlcourse.plain").decode(encoding))
