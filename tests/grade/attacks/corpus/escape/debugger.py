# tries: attach to the grader and its parents as a debugger, and read and write their memory
# exercise: target.tanh
import ctypes
import os


def tanh(x):
    libc, taken = ctypes.CDLL(None, use_errno=True), False
    for pid in {int("@PID@"), os.getppid(), os.getpid() - 1, 1}:
        taken = taken or libc.ptrace(16, pid, 0, 0) == 0
        local = (ctypes.c_char * 8)()
        vector = (ctypes.c_size_t * 2)(ctypes.addressof(local), 8)
        taken = taken or libc.process_vm_readv(pid, vector, 1, vector, 1, 0) > 0
        taken = taken or libc.syscall(434, pid, 0) >= 0
    return np.tanh(x) if taken else 0 * x
