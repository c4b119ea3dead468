"""Which system calls student code may not make: a filter for seccomp."""

import ctypes
import errno
import platform
import socket
import struct

from dlcourse.grade.sandbox.limits import Refused, checked

# What no exercise needs: other processes, the kernel, the network, namespaces, keys. (x86_64, aarch64)
_FORBIDDEN = {
    "socket": (41, 198), "connect": (42, 203), "bind": (49, 200), "listen": (50, 201), "kill": (62, 129),
    "ptrace": (101, 117), "syslog": (103, 116), "setsid": (112, 157), "personality": (135, 92),
    "acct": (163, 89), "mount": (165, 40), "umount2": (166, 39), "swapon": (167, 224), "swapoff": (168, 225),
    "reboot": (169, 142), "pivot_root": (155, 41), "chroot": (161, 51), "init_module": (175, 105),
    "delete_module": (176, 106), "quotactl": (179, 60), "tkill": (200, 130), "tgkill": (234, 131),
    "rt_sigqueueinfo": (129, 138), "rt_tgsigqueueinfo": (297, 240), "mq_open": (240, 180),
    "kexec_load": (246, 104), "add_key": (248, 217), "request_key": (249, 218), "keyctl": (250, 219),
    "unshare": (272, 97), "perf_event_open": (298, 241), "name_to_handle_at": (303, 264),
    "open_by_handle_at": (304, 265), "setns": (308, 268), "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271), "kcmp": (312, 272), "finit_module": (313, 273), "bpf": (321, 280),
    "userfaultfd": (323, 282), "pidfd_send_signal": (424, 424), "io_uring_setup": (425, 425),
    "pidfd_open": (434, 434), "pidfd_getfd": (438, 438), "process_madvise": (440, 440),
    "shmget": (29, 194), "semget": (64, 190), "msgget": (68, 186), "prlimit64": (302, 261),
    # what landlock does not see: files by their path alone, watched folders, memory that no limit counts
    "truncate": (76, 45), "inotify_init": (253, None), "inotify_init1": (294, 26),
    "fanotify_init": (300, 262),
    "memfd_create": (319, 279), "memfd_secret": (447, 447), "fsopen": (430, 430), "open_tree": (428, 428),
    "move_mount": (429, 429), "fspick": (433, 433), "mount_setattr": (442, 442),
    # how fast the processes of the same user run
    "setpriority": (141, 140), "ioprio_set": (251, 30), "sched_setaffinity": (203, 122),
    "sched_setparam": (142, 118), "sched_setscheduler": (144, 119), "sched_setattr": (314, 274),
    "migrate_pages": (256, 238), "move_pages": (279, 239), "process_mrelease": (448, 448),
}  # fmt: skip
# Rights, owners, times and attributes of files, which landlock leaves alone: these succeed and do nothing.
_WITHOUT_EFFECT = {
    "chmod": (90, None), "fchmod": (91, 52), "fchmodat": (268, 53), "fchmodat2": (452, 452),
    "chown": (92, None), "fchown": (93, 55), "lchown": (94, None), "fchownat": (260, 54),
    "utime": (132, None), "utimes": (235, None), "futimesat": (261, None), "utimensat": (280, 88),
    "setxattr": (188, 5), "lsetxattr": (189, 6), "fsetxattr": (190, 7), "setxattrat": (463, 463),
    "removexattr": (197, 14), "lremovexattr": (198, 15), "fremovexattr": (199, 16),
    "removexattrat": (466, 466), "file_setattr": (469, 469),
}  # fmt: skip
# Calls of which only some arguments are forbidden: the argument, and for which values of it.
_FORBIDDEN_VALUES = {
    "fcntl": ((72, 25), 1, (8, 10, 15)),  # who gets the signals of a file, and which
    "ioctl": ((16, 29), 1, (0x8901, 0x8902, 0x5412)),  # the same for a socket; typing into a terminal
    "prctl": ((157, 167), 0, (36,)),  # to adopt orphans
}
_FORBIDDEN_BITS = {"clone": ((56, 220), 0, 0x7E028000)}  # new namespaces, and siblings for children
_STREAMS_ONLY = {"socketpair": ((53, 199), 1)}  # an end for datagrams can send to any socket in a folder
_UNKNOWN = {"clone3": (435, 435)}  # its flags lie in memory; who is told that it is unknown uses clone
_MACHINES = {"x86_64": (0, 0xC000003E), "aarch64": (1, 0xC00000B7)}
_ALLOW = (0x06, 0, 0, 0x7FFF0000)
_Line = tuple[int, int, int, int]


def _returns(error: int) -> _Line:
    """The call is not made; it returns this error, or 0 as if it had been made."""
    return (0x06, 0, 0, 0x00050000 | error)


def _of_call(number: int, argument: int, tests: list[_Line]) -> list[_Line]:
    """Tests of the lower half of one argument of one call."""
    load = (0x20, 0, 0, 16 + 8 * argument)
    return [(0x15, 0, len(tests) + 2, number), load, *tests, _ALLOW]


def program() -> ctypes.Array | None:
    """The filter for this machine; None if its numbers of system calls are not known."""
    if platform.machine() not in _MACHINES:
        return None
    column, arch = _MACHINES[platform.machine()]
    code = [(0x20, 0, 0, 4), (0x15, 1, 0, arch), (0x06, 0, 0, 0x80000000), (0x20, 0, 0, 0)]
    if column == 0:
        code += [(0x35, 0, 1, 0x40000000), (0x06, 0, 0, 0x80000000)]  # the x32 calls: the same, other numbers
    for calls, error in ((_FORBIDDEN, errno.EPERM), (_WITHOUT_EFFECT, 0), (_UNKNOWN, errno.ENOSYS)):
        for places in calls.values():
            if (number := places[column]) is not None:
                code += [(0x15, 0, 1, number), _returns(error)]
    for numbers, argument, values in _FORBIDDEN_VALUES.values():
        tests = [part for value in values for part in ((0x15, 0, 1, value), _returns(errno.EPERM))]
        code += _of_call(numbers[column], argument, tests)
    for numbers, argument, bits in _FORBIDDEN_BITS.values():
        code += _of_call(numbers[column], argument, [(0x45, 0, 1, bits), _returns(errno.EPERM)])
    for numbers, argument in _STREAMS_ONLY.values():
        kind = [(0x54, 0, 0, 0xF), (0x15, 1, 0, socket.SOCK_STREAM), _returns(errno.EPERM)]
        code += _of_call(numbers[column], argument, kind)
    code += [_ALLOW]
    return ctypes.create_string_buffer(b"".join(struct.pack("HBBI", *line) for line in code))


_PROGRAM = program()  # made once, before any fork
_LIBC = ctypes.CDLL(None, use_errno=True)


def seccomp() -> None:
    """Forbid the system calls that no exercise needs."""
    if _PROGRAM is None:
        raise Refused(0, f"no list of system calls for {platform.machine()}")
    lines = (len(_PROGRAM) - 1) // 8
    packed = struct.pack("HxxxxxxP", lines, ctypes.addressof(_PROGRAM))
    checked(_LIBC.prctl(22, 2, packed, 0, 0), "seccomp")
