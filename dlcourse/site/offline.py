"""Notebooks run with the network cut: in a network namespace of their own, or at least behind a guard.

A namespace holds for every process and every language, because the kernel of the operating system has no
route to leave by. Where the system offers none (macOS, Windows, some containers), an audit hook stops Python
code that connects or looks up a name; that is a guard against accidents, not a wall.
"""

import ipaddress
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from errno import ENETUNREACH

_LOOPBACK = "DLCOURSE_LOOPBACK"


@dataclass(frozen=True)
class Isolation:
    """A way to cut the network: its name in prose, and what is put before a command (none: the guard)."""

    name: str
    prefix: tuple[str, ...] = ()

    @property
    def environment(self) -> dict[str, str]:
        """The variables that the command needs for this."""
        return {_LOOPBACK: "down"} if self.prefix else {}

    @property
    def guard(self) -> str:
        """What `sitecustomize.py` must run for this."""
        return "" if self.prefix else "\nfrom dlcourse.site.offline import guard\n\nguard()\n"

    def works(self) -> bool:
        """Whether this can be done on this machine, found by trying."""
        if not self.prefix:
            return True
        if not shutil.which(self.prefix[0]):
            return False
        return subprocess.run([*self.prefix, sys.executable, "-c", ""], capture_output=True).returncode == 0


#: From the strongest to the weakest; the last one works everywhere.
ISOLATIONS = (
    Isolation("a network namespace (unshare)", ("unshare", "--map-root-user", "--net")),
    Isolation("a network namespace (bubblewrap)", ("bwrap", "--dev-bind", "/", "/", "--unshare-net")),
    Isolation("an audit hook in Python only, since ordinary users get no network namespace here"),
)


def isolation() -> Isolation:
    """The strongest way to cut the network that works here."""
    return next(one for one in ISOLATIONS if one.works())


def loopback_up() -> None:
    """Switch on the loopback device of a new namespace: kernels and their clients talk over it."""
    if os.environ.pop(_LOOPBACK, None) is None:
        return
    import fcntl
    import socket
    import struct

    SIOCGIFFLAGS, SIOCSIFFLAGS, IFF_UP = 0x8913, 0x8914, 0x1  # from linux/sockios.h and linux/if.h
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:
        reply = fcntl.ioctl(s, SIOCGIFFLAGS, struct.pack("16sh14x", b"lo", 0))
        (flags,) = struct.unpack("16xh14x", reply)
        if not flags & IFF_UP:  # bubblewrap has done it already, and took the right to do it
            fcntl.ioctl(s, SIOCSIFFLAGS, struct.pack("16sh14x", b"lo", flags | IFF_UP))


def guard() -> None:
    """From here on, this Python process connects to its own machine alone; it cannot be taken back."""
    sys.addaudithook(_refuse)


def _refuse(event: str, args: tuple) -> None:
    if event in ("socket.connect", "socket.sendto", "socket.sendmsg"):
        host = args[1][0] if isinstance(args[1], tuple) else None  # text is a Unix socket, None a known peer
    elif event in ("socket.getaddrinfo", "socket.gethostbyname"):
        host = args[0]
    else:
        return
    name = host.decode() if isinstance(host, bytes) else host
    if not name or name == "localhost":
        return
    try:
        local = ipaddress.ip_address(name).is_loopback
    except ValueError:
        local = False
    if not local:
        raise OSError(ENETUNREACH, f"the network is cut while the book is built: {event} {name!r}")
