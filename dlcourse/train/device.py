"""Which device to compute on, what is known about it, and what to do when its memory is full."""

import os
import platform

import torch

_OUT_OF_MEMORY = ("out of memory", "not enough memory", "can't allocate memory")


def pick(device: str | torch.device = "auto", *, quiet: bool = False) -> torch.device:
    """The device to train on; the choice and its reason are printed.

    Parameters
    ----------
    device : str or torch.device
        `"auto"` takes the environment variable `DLCOURSE_DEVICE` if it is set, else the first that is
        there of cuda, mps and cpu; otherwise a name such as `"cuda:1"`.
    quiet : bool
        Print nothing.

    Raises
    ------
    ValueError
        If the device has no such name, or this machine does not have it.

    Examples
    --------
    >>> pick("cpu", quiet=True)
    device(type='cpu')
    """
    asked, reason = str(device), "asked for"
    if asked == "auto" and os.environ.get("DLCOURSE_DEVICE"):
        asked, reason = os.environ["DLCOURSE_DEVICE"], "set by DLCOURSE_DEVICE"
    if asked == "auto":
        there = [name for name in ("cuda", "mps") if _count(name)]
        asked = there[0] if there else "cpu"
        reason = "the first accelerator found" if there else "no cuda or mps device was found"
    try:
        chosen = torch.device(asked)
    except RuntimeError as error:
        raise ValueError(
            f'device must be "auto", "cuda", "mps" or "cpu", got {asked!r} ({reason})'
        ) from error
    if chosen.type != "cpu" and (chosen.index or 0) >= _count(chosen.type):
        have = ", ".join(f"{_count(name)} {name}" for name in ("cuda", "mps"))
        raise ValueError(f'device "{asked}" ({reason}) is not on this machine (it has {have}); use "auto"')
    if not quiet:
        print(f"device: {device_info(chosen)}; {reason}")
    return chosen


def _count(kind: str) -> int:
    if kind == "cuda":
        return torch.cuda.device_count() if torch.cuda.is_available() else 0
    return int(kind == "mps" and torch.backends.mps.is_available())


def device_info(device: torch.device) -> str:
    """Name of the device and its memory: in use and in all on cuda, in use on mps, the threads on a cpu."""
    if device.type == "cuda":
        used = torch.cuda.memory_allocated(device) / 2**30
        card = torch.cuda.get_device_properties(device)
        return f"{device}, {card.name}, {used:.1f} of {card.total_memory / 2**30:.1f} GiB used"
    if device.type == "mps":
        return f"mps, {platform.processor()}, {torch.mps.current_allocated_memory() / 2**30:.1f} GiB used"
    return f"{device}, {torch.get_num_threads()} threads"


def is_out_of_memory(error: BaseException) -> bool:
    """Whether a device or the machine had no room for a tensor; torch says so with a RuntimeError."""
    return isinstance(error, RuntimeError) and any(text in str(error) for text in _OUT_OF_MEMORY)


def out_of_memory(
    error: BaseException, device: torch.device, batch_size: int | None, accumulate: int
) -> MemoryError:
    """The error to raise instead: what is full, and what to lower first."""
    size = f" (now {batch_size})" if batch_size else ""
    return MemoryError(
        f"{device_info(device)}: no memory left for this batch. Halve batch_size{size} and set "
        f"accumulate={2 * accumulate}: the gradient stays the same. "
        'Then: amp="bf16", a smaller model or input, and no other notebook on this device. '
        f"torch said: {str(error).splitlines()[0]}"
    )
