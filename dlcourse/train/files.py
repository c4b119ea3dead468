"""Files of a training run: written aside and renamed, read as data alone, recognized by their content."""

import copy
import os
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from dlcourse.files import write_aside

FORMAT = "dlcourse.train checkpoint 2"


def save(path: Path, content: dict[str, Any], *, check: bool = False) -> None:
    """Write `content` for `read_checkpoint`; with `check`, see first that it can be read."""

    def write(aside: Path) -> None:
        with aside.open("wb") as file:
            torch.save(content, file)
            file.flush()
            os.fsync(file.fileno())  # after a power cut the new name must not point at nothing
        if check:
            _load(aside)

    write_aside(path, write)


def read_checkpoint(path: Path) -> dict[str, Any]:
    """The content of a checkpoint, tensors on the CPU; nothing but data is unpickled.

    Raises
    ------
    FileNotFoundError
        If there is no such file.
    ValueError
        If it is cut short or not a checkpoint of this package.
    """
    content = _load(path)
    if not isinstance(content, dict) or content.get("format") != FORMAT:
        raise ValueError(f"{path} is not a {FORMAT!r}; for plain weights use load_weights")
    return content


def _load(path: Path) -> Any:
    if not path.is_file():
        raise FileNotFoundError(f"there is no checkpoint {path}; Checkpoint(folder) writes folder/last.pt")
    try:
        return torch.load(path, map_location="cpu", weights_only=True)
    except Exception as error:  # torch.load raises nearly anything for a damaged file
        said = (str(error).splitlines() or [type(error).__name__])[0]
        raise ValueError(
            f"{path} ({path.stat().st_size} bytes) cannot be read: cut short, or not made of data alone. Use "
            f"another, or delete it to start anew. torch said: {said}"
        ) from error


def copy_into(old: dict[str, Any], new: dict[str, Any]) -> dict[str, Any]:
    """A copy of a state dict, in the memory of `old` where that has tensors of the same kind."""

    def copied(name: str, value: Any) -> Any:
        if not isinstance(value, Tensor):
            return copy.deepcopy(value)  # a module's extra state
        there = old.get(name)
        if isinstance(there, Tensor) and (there.shape, there.dtype) == (value.shape, value.dtype):
            return there.copy_(value)
        return value.detach().clone()

    return {name: copied(name, value) for name, value in new.items()}


def check_weights(model: nn.Module, weights: dict[str, Any], path: Path) -> None:
    """Raise if `weights` do not fit `model`, before anything of it is changed."""
    own = {name: tuple(getattr(value, "shape", ())) for name, value in model.state_dict().items()}
    given = {name: tuple(getattr(value, "shape", ())) for name, value in weights.items()}
    wrong = [f"{name} is missing" for name in own if name not in given]
    wrong += [f"{name} is unknown" for name in given if name not in own]
    wrong += [
        f"{name} is {given[name]}, here {own[name]}"
        for name in own
        # the extra state of a module may have any form
        if name in given and own[name] != given[name] and not name.endswith("_extra_state")
    ]
    if wrong:
        raise ValueError(
            f"{path} belongs to another model: {'; '.join(wrong[:3])} ({len(wrong)} differences); build the "
            "model as it was when the checkpoint was made"
        )


def save_weights(model: nn.Module, path: str | Path) -> None:
    """Write the weights alone: as safetensors, which any framework reads, if the name ends so.

    Parameters
    ----------
    model : nn.Module
    path : str or Path
        Written aside and renamed, so it is never half a file.

    Raises
    ------
    ValueError
        If a module's extra state is not a tensor and the format is safetensors.

    Examples
    --------
    >>> import tempfile
    >>> path = Path(tempfile.mkdtemp()) / "weights.pt"
    >>> one, other = nn.Linear(2, 1), nn.Linear(2, 1)
    >>> save_weights(one, path)
    >>> load_weights(other, path)
    >>> bool((one.weight == other.weight).all())
    True
    """
    path = Path(path)
    if path.suffix == ".safetensors":
        from safetensors.torch import save_model

        if odd := [name for name, value in model.state_dict().items() if not isinstance(value, Tensor)]:
            raise ValueError(f"safetensors holds tensors only, and {odd[0]} is none; use a name with .pt")
        write_aside(path, lambda aside: save_model(model, str(aside)))
    else:
        save(path, model.state_dict())


def load_weights(model: nn.Module, path: str | Path) -> None:
    """Load weights into `model`: those of `save_weights`, or of a checkpoint, `best.pt` or `last.pt`.

    Raises
    ------
    FileNotFoundError
        If there is no such file.
    ValueError
        If it is cut short, holds more than data, or belongs to another model; the model is then unchanged.
    """
    path = Path(path)
    if path.suffix == ".safetensors":
        weights = _load_safetensors(model, path)
    else:
        weights = _load(path)
        if not isinstance(weights, dict):
            raise ValueError(f"{path} holds a {type(weights).__name__}, not weights by name")
        weights = read_checkpoint(path)["model"] if "format" in weights else weights
    check_weights(model, weights, path)
    model.load_state_dict(weights)


def _load_safetensors(model: nn.Module, path: Path) -> dict[str, Tensor]:
    from safetensors import SafetensorError
    from safetensors.torch import load_file

    if not path.is_file():
        raise FileNotFoundError(f"there is no file {path}")
    try:
        weights = load_file(path)
    except SafetensorError as error:
        raise ValueError(f"{path} ({path.stat().st_size} bytes) cannot be read: {error}") from error
    own = model.state_dict()
    for name, tensor in own.items():  # a tensor that layers share is stored once, under one name
        shared = [n for n, t in own.items() if t.data_ptr() == tensor.data_ptr() and n in weights]
        if name not in weights and shared:
            weights[name] = weights[shared[0]]
    return weights
