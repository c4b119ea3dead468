# tries: send the judge a hundred file descriptors with each message
# hurts itself: yes
# tier 1: yes
# exercise: target.tanh
import array
import os
import socket

import dlcourse.grade.sandbox.wire as wire


def tanh(x):
    return 0 * x


def flood(self, message, blob=b""):
    handles = array.array("i", [os.open("/dev/null", os.O_RDONLY)] * 100)
    self.sock.sendmsg([wire._HEAD.pack(2, 0)], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, handles)])
    self.sock.sendmsg([b"{}"], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, handles)])


wire.Wire.send = flood
