# tries: connect to a port of this machine
# exercise: target.tanh
import socket


def tanh(x):
    with socket.create_connection(("127.0.0.1", int("@TCP@")), 2) as connection:
        connection.sendall(b"@MARK@")
    return np.tanh(x)
