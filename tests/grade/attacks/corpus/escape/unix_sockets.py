# tries: connect to a socket in a folder, and send to one through a pair of sockets, which needs no connection
# exercise: target.tanh
import socket


def tanh(x):
    reached = False
    for name in ("stream", "datagram"):
        kind = socket.SOCK_STREAM if name == "stream" else socket.SOCK_DGRAM
        for address in (f"@SOCKETS@/{name}", "\0@ABSTRACT@"):
            for make in (
                lambda: socket.socketpair(socket.AF_UNIX, kind)[0],
                lambda: socket.socket(socket.AF_UNIX, kind),
            ):
                try:
                    end = make()
                    if kind == socket.SOCK_STREAM:
                        end.connect(address)
                        end.send(b"@MARK@")
                    else:
                        end.sendto(b"@MARK@", address)
                    reached = True
                except OSError:
                    pass
    return np.tanh(x) if reached else 0 * x
