# tries: send a datagram to a port of this machine, by socket and by system call
# exercise: target.tanh
import ctypes
import socket
import struct

try:
    socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b"@MARK@", ("127.0.0.1", int("@UDP@")))
except OSError:
    pass
libc = ctypes.CDLL(None)
address = (
    struct.pack("=H", socket.AF_INET) + struct.pack("!H", int("@UDP@")) + bytes([127, 0, 0, 1]) + bytes(8)
)
handle = libc.syscall(41, 2, 2, 0)
libc.syscall(44, handle, b"@MARK@", 5, 0, address, len(address))


def tanh(x):
    return 0 * x
