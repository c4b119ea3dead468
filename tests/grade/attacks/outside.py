"""`Outside`: what no submission may read, change, reach or leave behind, and a look at whether one did."""

import contextlib
import os
import select
import socket
import sys
import sysconfig
import tempfile
from pathlib import Path

from dlcourse.grade.sandbox.limits import adopt_orphans

#: In the name of every file that an attack makes, and in every word that it sends.
MARK = "attack-was-here"
_WRITABLE = ("/tmp", "/var/tmp", "/dev/shm", "/run")
#: What grading itself writes in a course.
_OURS = ("autograded", ".grading", "gradebook.db", "feedback", "exports")


class Outside:
    """Files with secrets, ports with listeners, and the processes of this one; a context manager.

    Parameters
    ----------
    folder : Path, an empty folder
    course : Path, the course that is attacked, or will be
    """

    def __init__(self, folder: Path, course: Path):
        self.folder, self.course = folder, course
        self.home, self.secret = folder / "home", folder / "secret"
        self.heard: list[str] = []

    def __enter__(self) -> "Outside":
        (self.home / ".ipython/profile_default/startup").mkdir(parents=True, exist_ok=True)
        (self.home / ".bashrc").write_text("# of the instructor\n")
        self.secret.write_text("k" * 64)
        self.secret.chmod(0o600)
        self._stack, self._listeners = contextlib.ExitStack(), list[socket.socket]()
        self.tcp = self._listen(socket.AF_INET, socket.SOCK_STREAM, ("127.0.0.1", 0))
        self.udp = self._listen(socket.AF_INET, socket.SOCK_DGRAM, ("127.0.0.1", 0))
        self._short = tempfile.mkdtemp(prefix="o")  # the path of a socket has to be short
        os.chmod(self._short, 0o755)
        for name, kind in (("stream", socket.SOCK_STREAM), ("datagram", socket.SOCK_DGRAM)):
            self._listen(socket.AF_UNIX, kind, f"{self._short}/{name}")
            os.chmod(f"{self._short}/{name}", 0o777)
        self._listen(socket.AF_UNIX, socket.SOCK_DGRAM, f"\0{MARK}-{os.getpid()}")
        adopt_orphans()
        self._before = children()
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()
        for name in os.listdir(self._short):
            os.unlink(f"{self._short}/{name}")
        os.rmdir(self._short)

    def _listen(self, family: int, kind: int, address: tuple | str) -> int:
        listener = self._stack.enter_context(socket.socket(family, kind))
        listener.bind(address)
        listener.setblocking(False)
        if kind == socket.SOCK_STREAM:
            listener.listen()
        self._listeners.append(listener)
        return listener.getsockname()[1] if family == socket.AF_INET else 0

    def _hear(self) -> None:
        """Take note of every connection that was made and of every datagram that was sent."""
        for listener in self._listeners:
            with contextlib.suppress(BlockingIOError):
                while True:
                    if listener.type == socket.SOCK_STREAM:
                        caller, address = listener.accept()
                        caller.close()
                        self.heard.append(f"a connection came from {address!r}")
                    else:
                        self.heard.append(f"a datagram came: {listener.recv(100)!r}")

    def words(self, name: str) -> dict[str, str]:
        """What an attacker who knows this machine puts into an attack."""
        return {
            "MARK": f"{MARK}-{name}",
            "COURSE": str(self.course),
            "HOME": str(self.home),
            "SECRET": str(self.secret),
            "TCP": str(self.tcp),
            "UDP": str(self.udp),
            "SOCKETS": self._short,
            "ABSTRACT": f"{MARK}-{os.getpid()}",
            "PID": str(os.getpid()),
        }

    def look(self) -> None:
        """Note how things are before the attack."""
        self._files = self._state()

    def effects(self, patience: float = 5.0) -> list[str]:
        """What an attack changed, reached or left behind; processes get some seconds to end."""
        self._hear()
        now, found = self._state(), list(self.heard)
        found += [
            f"{path} is gone or changed" for path, state in self._files.items() if now.get(path) != state
        ]
        found += [f"{path} is new" for path in now.keys() - self._files.keys()]
        found += [f"{path} was written" for path in marked(self.home)]
        found += [
            f"process {pid} was left behind" for pid in children() - self._before if not ended(pid, patience)
        ]
        return found

    def _state(self) -> dict[str, tuple]:
        """Kind, rights, owner and content of every file that is the instructor's or another student's."""
        found = {}
        for top in (self.home, self.secret, self.course):
            for path in [top, *top.rglob("*")] if os.path.lexists(top) else ():
                inside = path.relative_to(self.course).parts if path.is_relative_to(self.course) else ()
                if path.is_fifo() or (inside and inside[0].startswith(_OURS)):
                    continue
                status = path.lstat()
                content = path.read_bytes() if path.is_file() and status.st_size < 1 << 20 else b""
                times = (status.st_mtime_ns, status.st_size) if not path.is_dir() else ()
                found[str(path)] = (status.st_mode, status.st_uid, *times, content)
        return found


def marked(*more: Path) -> list[Path]:
    """Files of an attack in the places where anybody can write, and where Python finds modules."""
    folders = {
        *map(Path, _WRITABLE),
        *more,
        Path.cwd(),
        Path(sys.prefix),
        Path(sysconfig.get_path("purelib")),
    }
    folders |= {Path(tempfile.gettempdir())}
    return [path for folder in folders if folder.is_dir() for path in folder.glob(f"*{MARK}*")]


def ended(pid: int, seconds: float) -> bool:
    """Whether a child of this process has ended, or does within some seconds."""
    handle = os.pidfd_open(pid)
    try:
        over = bool(select.select([handle], [], [], seconds)[0])
    finally:
        os.close(handle)
    if over:
        os.waitpid(pid, 0)
    return over


def children() -> set[int]:
    """The processes whose parent is this one; orphans below it are adopted."""
    tasks = Path(f"/proc/{os.getpid()}/task").glob("*/children")
    return {int(pid) for path in tasks for pid in path.read_text().split()}
