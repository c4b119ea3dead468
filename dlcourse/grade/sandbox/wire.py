"""Messages on a socket: JSON and raw bytes, with limits and a deadline; what does not parse is `Broken`."""

import json
import select
import socket
import struct
from time import monotonic

_HEAD = struct.Struct("!II")
MOST_TEXT, MOST_BYTES = 32 << 20, 256 << 20


class Broken(Exception):
    """The other side sent what no honest one sends; its process is given up."""


class Ended(Exception):
    """The other side closed the channel: its process ended."""


class Late(Exception):
    """Nothing came before the deadline."""


class Wire:
    """One end of a socket.

    Parameters
    ----------
    sock : a connected stream socket
    """

    def __init__(self, sock: socket.socket):
        self.sock = sock
        self.deadline = float("inf")  # on time.monotonic's clock

    def send(self, message: dict, blob: bytes = b"") -> None:
        """Send one message.

        Raises
        ------
        Broken, Ended, Late
            If it is larger than what a message may be; the other side is gone, or does not read.
        """
        text = json.dumps(message, separators=(",", ":")).encode()
        if len(text) > MOST_TEXT or len(blob) > MOST_BYTES:
            raise Broken(f"a message of {(len(text) + len(blob)) / 2**20:.0f} MB: too much for one test")
        data = memoryview(_HEAD.pack(len(text), len(blob)) + text + blob)
        try:
            while data:
                self.wait(writing=True)
                data = data[self.sock.send(data, socket.MSG_DONTWAIT) :]
        except OSError as gone:
            raise Ended("the process ended") from gone

    def receive(self) -> tuple[dict, bytes]:
        """The next message.

        Raises
        ------
        Broken, Ended, Late
            If it cannot be read, the other side is gone, or the deadline passes.
        """
        texts, blobs = _HEAD.unpack(self._read(_HEAD.size))
        if texts > MOST_TEXT or blobs > MOST_BYTES:
            raise Broken(f"a message of {texts} + {blobs} bytes")
        try:
            message = json.loads(self._read(texts))
        except (ValueError, RecursionError) as damage:
            raise Broken(f"a message that is no JSON: {damage}"[:200]) from None
        if not isinstance(message, dict):
            raise Broken("a message that is no dictionary")
        return message, bytes(self._read(blobs))

    def _read(self, size: int) -> bytearray:
        data = bytearray()
        try:
            while len(data) < size:
                self.wait(writing=False)
                part = self.sock.recv(min(1 << 20, size - len(data)))
                if not part:
                    raise Ended("the process ended")
                data += part
        except OSError as gone:
            raise Ended("the process ended") from gone
        return data

    def wait(self, *, writing: bool = False) -> None:
        """Wait until something can be read, or written, or the deadline passes."""
        if self.deadline == float("inf") and not writing:
            return
        left = None if self.deadline == float("inf") else max(0.0, self.deadline - monotonic())
        readable, writable, _ = select.select([self.sock] * (not writing), [self.sock] * writing, [], left)
        if not readable and not writable:
            raise Late("nothing came in time")
