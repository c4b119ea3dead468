"""`Workspace`: the folder that the judges of a process work in, and the forkserver that they come from."""

import os
import shutil
import socket
import stat
import tempfile
import threading
from contextlib import suppress
from pathlib import Path

from filelock import FileLock

from dlcourse.grade.sandbox.forkserver import Forkserver
from dlcourse.grade.sandbox.wire import Wire

_SUPERVISOR = "dlcourse.grade.judge.supervisor"


class Workspace:
    """What the judges of this process share: a folder to work in, and the forkserver they come from.

    The forkserver is started when the first judge asks; close it after use.

    Attributes
    ----------
    folder : str
        What all its judges may write to; each submission gets a folder of its own in there.
    """

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="dlcourse-", ignore_cleanup_errors=True)
        self.folder = self._folder.name
        os.chmod(self.folder, 0o711)
        # which the system lets go when this process ends, however it ends
        self._held = FileLock(Path(self.folder) / "lock")
        self._held.acquire()
        _remove_left_over(Path(self.folder).parent)
        self._servers: dict[bool, Forkserver] = {}
        self._lock = threading.Lock()

    def supervisor(self, *, contained: bool = False, trains: bool = True) -> Wire:
        """The wire to a new supervisor, which ends when it is closed.

        Parameters
        ----------
        contained : bool, whether in bubblewrap
        trains : bool, whether it has all imported that training takes, which takes a second the first time
        """
        ours, theirs = socket.socketpair()
        preload = [f"{_SUPERVISOR}:prepare", *([f"{_SUPERVISOR}:prepare_to_train"] if trains else [])]
        with theirs:
            self._server(contained).fork(f"{_SUPERVISOR}:supervise", None, [theirs.fileno()], preload)
        return Wire(ours)

    def warm(self) -> None:
        """Start the forkserver, and do not wait for it."""
        self._server(False)

    def work(self) -> str:
        """A new folder for one submission."""
        work = tempfile.mkdtemp(dir=self.folder)
        os.chmod(work, 0o777)  # the student process is another user where we are root
        return work

    def close(self) -> None:
        """End the forkserver; supervisors end with their wires."""
        with self._lock:
            for server in self._servers.values():
                server.close()
            self._servers.clear()
        self._held.release()
        self._folder.cleanup()

    def _server(self, contained: bool) -> Forkserver:
        with self._lock:
            server = self._servers.get(contained)
            if server and server.process.poll() is None:
                return server
            self._servers[contained] = Forkserver(
                {**environment(self.folder), "PYTHONPATH": str(Path(__file__).parents[3])},
                [f"{_SUPERVISOR}:prepare"],
                python=("-s", "-P"),
                prefix=_bubblewrap(self.folder) if contained else (),
                cwd=self.folder,
                process_group=0,  # Ctrl-C is for us
            )
            return self._servers[contained]


def _remove_left_over(above: Path) -> None:
    """Remove the folders of ours that nobody holds: their process was killed."""
    for lock in above.glob("dlcourse-*/lock"):
        with suppress(OSError):  # it is held, somebody else's, or gone by now
            status = lock.parent.lstat()
            if stat.S_ISDIR(status.st_mode) and status.st_uid == os.getuid():
                with FileLock(lock, timeout=0):
                    shutil.rmtree(lock.parent, ignore_errors=True)


def environment(home: str) -> dict[str, str]:
    """The whole environment: nothing of the instructor's, and no sign of being graded."""
    one = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
    folders = dict.fromkeys(("HOME", "TMPDIR", "IPYTHONDIR", "MPLCONFIGDIR"), home)
    return {
        **one,
        **folders,
        "PATH": "/usr/bin:/bin",
        "LANG": "C.UTF-8",
        "PYTHONHASHSEED": "0",
        "MPLBACKEND": "agg",
    }


def _bubblewrap(folder: str) -> list[str]:
    """The container around the warm process: no network, its own processes, read-only but for `folder`."""
    from dlcourse.grade.sandbox.landlock import readable  # not on Windows

    binds = [part for path in readable() if path[:5] != "/dev/" for part in ("--ro-bind", path, path)]
    course = str(Path(__file__).parents[2])
    # Root becomes another user in there.
    rights = () if os.geteuid() else ("SETUID", "SETGID", "DAC_READ_SEARCH", "KILL", "SETPCAP")
    capabilities = [part for name in rights for part in ("--cap-add", f"CAP_{name}")]
    spaces = [f"--unshare-{name}" for name in ("pid", "net", "ipc", "uts")]  # root needs no user namespace
    shell = [*(["--unshare-all"] if os.geteuid() else spaces), "--die-with-parent", "--new-session"]
    view = ["--dev", "/dev", "--proc", "/proc", "--tmpfs", "/tmp", *binds, "--bind", folder, folder]
    return ["bwrap", *shell, *capabilities, *view, "--ro-bind", course, course, "--chdir", folder]
