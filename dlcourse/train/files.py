"""Files of a training run: written aside and renamed, read without unpickling code, told apart by content."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

FORMAT = "dlcourse.train checkpoint 1"


def write_aside(path: Path, write: Callable[[Path], Any]) -> None:
    """Call `write` with another name in the same folder, then rename: `path` is never half a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        write(aside)
        os.replace(aside, path)
    finally:
        aside.unlink(missing_ok=True)


def save(path: Path, content: dict[str, Any], *, check: bool = False) -> None:
    """Write `content` for `read`; with `check`, see first that it can be read."""

    def write(aside: Path) -> None:
        with aside.open("wb") as file:
            torch.save(content, file)
            file.flush()
            os.fsync(file.fileno())  # after a power cut the new name must not point at nothing
        if check:
            read(aside)

    write_aside(path, write)


def read(path: str | Path, device: torch.device | str = "cpu") -> dict[str, Any]:
    """The content of a checkpoint, tensors on `device`; nothing but data is unpickled.

    Raises
    ------
    FileNotFoundError
        If there is no such file.
    ValueError
        If it is cut short or not a checkpoint of this package.
    """
    path = Path(path)
    if not path.is_file():
        raise FileNotFoundError(f"there is no checkpoint {path}; Checkpoint(folder) writes folder/last.pt")
    content = _load(path, device)
    if not isinstance(content, dict) or content.get("format") != FORMAT:
        raise ValueError(f"{path} is not a {FORMAT!r}; for plain weights use load_weights")
    return content


def _load(path: Path, device: torch.device | str) -> Any:
    try:
        return torch.load(path, map_location=device, weights_only=True)
    except Exception as error:  # torch.load raises nearly anything for a damaged file
        said = (str(error).splitlines() or [type(error).__name__])[0]
        raise ValueError(
            f"{path} ({path.stat().st_size} bytes) cannot be read: cut short, or not made of data alone. Use "
            f"another, or delete it to start anew. torch said: {said}"
        ) from error


def check_weights(model: nn.Module, weights: dict[str, Tensor], path: str | Path) -> None:
    """Raise if `weights` do not fit `model`, before anything of it is changed."""
    own = model.state_dict()
    wrong = [f"{name} is missing" for name in own if name not in weights]
    wrong += [f"{name} is unknown" for name in weights if name not in own]
    wrong += [
        f"{name} is {tuple(weights[name].shape)}, here {tuple(own[name].shape)}"
        for name in own
        if name in weights and own[name].shape != weights[name].shape
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
        from safetensors.torch import load_file

        weights = load_file(str(path))
        own = model.state_dict()
        for name, tensor in own.items():  # a tensor that layers share is stored once, under one name
            twins = [n for n, t in own.items() if t.data_ptr() == tensor.data_ptr() and n in weights]
            if name not in weights and twins:
                weights[name] = weights[twins[0]]
    else:
        content = _load(path, "cpu")
        weights = read(path)["model"] if "format" in content else content
    check_weights(model, weights, path)
    model.load_state_dict(weights)
