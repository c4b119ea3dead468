# tries: answer a probe with tables, texts and bytes that are none
# hurts itself: yes
# tier 1: yes
# exercise: target.scale
import os

import dlcourse.grade.sandbox.wire as wire


class Scale(torch.nn.Module):
    def __init__(self, factor):
        super().__init__()
        self.factor = torch.nn.Parameter(torch.tensor(0.0))

    def forward(self, x):
        return 0 * self.factor * x


def send(self, message, blob=b""):
    if "called" in message:
        for text in (b"{}", b"[]", b"\xff", b'{"error": {}}', b'{"error": {"kinds": ["Lost"], "text": 1}}'):
            self.sock.send(wire._HEAD.pack(len(text), 0) + text)
        self.sock.send(os.urandom(5000))
    real(self, message, blob)


real = wire.Wire.send
wire.Wire.send = send
