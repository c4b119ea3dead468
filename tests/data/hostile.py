"""A real HTTP server on this machine that misbehaves as it is told, and real data files to serve."""

import gzip
import hashlib
import io
import tarfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import numpy as np


class Server(ThreadingHTTPServer):
    """Serves `files`; a path "/how/name" answers as the method `how` of Handler says."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.files: dict[str, bytes] = {}
        self.asked: list[tuple[str, str | None]] = []  # path and Range of every request, in order
        self.over = threading.Event()  # a stalled answer waits for it, never on a clock alone

    def mirror(self, how: str) -> str:
        return f"http://127.0.0.1:{self.server_port}/{how}/"


@contextmanager
def serving() -> Iterator[Server]:
    server = Server()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server
    finally:
        server.over.set()
        server.shutdown()
        server.server_close()
        thread.join()


class Handler(BaseHTTPRequestHandler):
    server: Server

    def log_message(self, *_: object) -> None:
        pass

    def do_GET(self) -> None:
        wanted = self.headers.get("Range")
        self.server.asked.append((self.path, wanted))
        _, how, name = self.path.split("/")
        self.content = self.server.files[name]
        self.start = int(wanted.removeprefix("bytes=").rstrip("-")) if wanted else 0
        answer: Callable[[], None] = getattr(self, how)
        answer()

    def head(self, status: int, length: int | None, **headers: str) -> None:
        self.send_response(status)
        if length is not None:
            self.send_header("Content-Length", str(length))
        for key, value in headers.items():
            self.send_header(key.replace("_", "-"), value)
        self.end_headers()

    def part(self, status: int = 206) -> bytes:
        """Send the head of an honest answer to a range request, return its body."""
        body = self.content[self.start :]
        if not self.start:
            self.head(200, len(body))
        else:
            end = len(self.content) - 1
            self.head(206, len(body), Content_Range=f"bytes {self.start}-{end}/{len(self.content)}")
        return body

    def good(self) -> None:
        self.wfile.write(self.part())

    def no_ranges(self) -> None:
        """Sends everything whatever was asked, and breaks off the first time."""
        self.head(200, len(self.content))
        first = len(self.server.asked) == 1
        self.wfile.write(self.content[: len(self.content) // 2] if first else self.content)

    def cuts(self) -> None:
        """Breaks off after 30 kB, again and again."""
        self.wfile.write(self.part()[:30_000])

    def cuts_dead(self) -> None:
        """Breaks off after 30 kB, and gives nothing more."""
        body = self.part()
        self.wfile.write(b"" if self.start else body[:30_000])

    def corrupts(self) -> None:
        body = bytearray(self.part())
        body[len(body) // 2] ^= 1
        self.wfile.write(body)

    def redirects(self) -> None:
        self.head(302, 0, Location=self.path.replace("redirects", "good"))

    def circles(self) -> None:
        self.head(302, 0, Location=self.path)

    def to_a_file(self) -> None:
        self.head(302, 0, Location="file:///etc/hostname")

    def missing(self) -> None:
        self.head(404, 0)

    def breaks(self) -> None:
        self.head(503, 0)

    def login_page(self) -> None:
        body = b"<html>Please accept our terms to use this network.</html>"
        self.head(200, len(body))
        self.wfile.write(body)

    def endless(self) -> None:
        """No length, and more bytes than the file has, as long as anybody reads."""
        self.head(200, None)
        self.wfile.write(self.content)
        while not self.server.over.is_set():
            self.wfile.write(bytes(65536))

    def stalls(self) -> None:
        body = self.part()
        self.wfile.write(body[:1000])
        self.wfile.flush()
        self.server.over.wait(60)

    def silent(self) -> None:
        self.server.over.wait(60)

    def trickles(self) -> None:
        """A byte now and then: the connection never times out by itself."""
        for byte in self.part():
            self.wfile.write(bytes([byte]))
            self.wfile.flush()
            if self.server.over.wait(0.02):
                return

    def other_range(self) -> None:
        body = self.content[self.start :]
        self.head(206 if self.start else 200, len(body), Content_Range=f"bytes 0-{len(body) - 1}/{len(body)}")
        self.wfile.write(body[: len(body) // 2])

    def unsatisfiable(self) -> None:
        """Refuses every range: for it, the file is shorter than what we hold."""
        if self.start:
            self.head(416, 0)
        else:
            self.good()

    def garbage(self) -> None:
        self.wfile.write(b"this is not HTTP\r\n\r\n")


def facts(content: bytes) -> dict:
    return {"size": len(content), "sha256": hashlib.sha256(content).hexdigest()}


def idx(array: np.ndarray) -> bytes:
    """The gzipped IDX file of a uint8 array, as Yann LeCun's page described it."""
    head = bytes([0, 0, 8, array.ndim]) + b"".join(n.to_bytes(4, "big") for n in array.shape)
    return gzip.compress(head + array.tobytes(), mtime=0)


def tar_gz(members: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz") as archive:
        for name, content in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return packed.getvalue()
