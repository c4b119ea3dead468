# tries: drip a reply to the judge byte by byte
# hurts itself: yes
# tier 1: yes
# exercise: target.tanh
import time

import dlcourse.grade.sandbox.wire as wire


def tanh(x):
    return 0 * x


def drip(self, message, blob=b""):
    self.sock.send(wire._HEAD.pack(1 << 24, 0))
    while True:
        self.sock.send(b"[")
        time.sleep(0.001)


wire.Wire.send = drip
