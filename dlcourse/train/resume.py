"""The whole state of a training run as data, and the way back: a resumed run gives the same bits."""

import platform
import warnings
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import torch
from torch.utils.data import DataLoader

from dlcourse.train.batches import TensorLoader, loader_state, set_loader_state
from dlcourse.train.distributed import collect
from dlcourse.train.files import FORMAT, check_weights, read
from dlcourse.train.rng import rng_state, set_rng_state

if TYPE_CHECKING:
    from dlcourse.train.loop import Trainer

_STATEFUL = ("optimizer", "scheduler", "scaler", "ema")


def capture(trainer: "Trainer") -> dict[str, Any]:
    """Everything that the rest of the run depends on; every process must call it."""
    trainer.flush()
    return {
        "format": FORMAT,
        "model": trainer.model.state_dict(),
        **{name: getattr(trainer, name).state_dict() for name in _parts(trainer)},
        "callbacks": {name: callback.state_dict() for name, callback in _named(trainer)},
        "history": trainer.history.rows,
        "positions": collect(asdict(trainer.position)),
        "loader": trainer.epoch_start if trainer.position.batch else epoch_start(trainer),
        "rng": collect(rng_state()),
        "setting": setting(trainer),
    }


def restore(trainer: "Trainer", path: str | Path) -> bool:
    """Put the trainer where the checkpoint was made; False if `path` is a folder that has none yet."""
    path = Path(path)
    if path.suffix != ".pt":
        if not (path / "last.pt").exists():
            return False
        path = path / "last.pt"
    state = read(path)
    if "positions" not in state:
        raise ValueError(f"{path} holds weights only; resume from last.pt, or load_weights(model, path)")
    check_weights(trainer.model, state["model"], path)
    parts = _parts(trainer)
    for name in _STATEFUL:
        if (name in state) != (name in parts):
            has, lacks = ("the checkpoint", "this run") if name in state else ("this run", "the checkpoint")
            raise ValueError(
                f"{has} has an {name}, {lacks} has not; resume with the arguments it was made with"
            )
    _check_order(trainer, state["positions"], path)
    warn_of_differences(state["setting"], setting(trainer))
    if isinstance(trainer.train, DataLoader) and trainer.train.persistent_workers:
        warnings.warn(
            "workers that persist keep generators that no checkpoint has; use data_loader", stacklevel=3
        )

    trainer.model.load_state_dict(state["model"])
    for name in parts:
        getattr(trainer, name).load_state_dict(state[name])
    for name, callback in _named(trainer):
        if name in state["callbacks"]:
            callback.load_state_dict(state["callbacks"][name])
        elif callback.state_dict():
            warnings.warn(f"{path} knows nothing of {name}: it starts anew", stacklevel=2)
    trainer.history.rows = state["history"]
    mine = min(trainer.rank, len(state["rng"]) - 1)
    trainer.position = type(trainer.position)(**state["positions"][mine])
    trainer.epoch_start, rng = state["loader"], state["rng"][mine]
    # the interrupted epoch's order is drawn again; from then on the generators are as they were
    set_loader_state(trainer.train, trainer.epoch_start["generators"])
    if trainer.epoch_start["rng"]:
        set_rng_state(trainer.epoch_start["rng"][mine])
    trainer.skipped = lambda: set_rng_state(rng)
    return True


def epoch_start(trainer: "Trainer") -> dict[str, Any]:
    """The generators before an epoch's order is drawn; with a DataLoader also the global ones.

    A DataLoader without a generator draws from these, and its Dataset may; a TensorLoader does not.
    """
    rng = [] if isinstance(trainer.train, TensorLoader) else collect(rng_state())
    return {"generators": loader_state(trainer.train), "rng": rng}


def _parts(trainer: "Trainer") -> list[str]:
    return [name for name in _STATEFUL if getattr(trainer, name) is not None]


def _named(trainer: "Trainer") -> list[tuple[str, Any]]:
    """The callbacks with names that tell two of a kind apart."""
    kinds = [type(callback).__name__ for callback in trainer.callbacks]
    return [
        (f"{k}.{kinds[:i].count(k)}", c)
        for i, (k, c) in enumerate(zip(kinds, trainer.callbacks, strict=True))
    ]


def _check_order(trainer: "Trainer", positions: list[dict[str, Any]], path: Path) -> None:
    """The batches left must be the ones that were left."""
    if positions[0]["batch"] and len(positions) != trainer.processes:
        raise ValueError(
            f"{path} was made within an epoch by {len(positions)} processes, here are {trainer.processes}; "
            f"resume with --nproc-per-node={len(positions)}"
        )
    then, now = positions[0]["batches"], trainer.position.batches
    if then != now:
        raise ValueError(
            f"{path} was made with {then} batches an epoch, this loader has {now}: other data or another "
            "batch_size; resume with the same, or start from its weights with load_weights"
        )


def setting(trainer: "Trainer") -> dict[str, Any]:
    """What must be the same for a resumed run to give the same bits."""
    return {
        "torch": str(torch.__version__),
        "python": platform.python_version(),
        "machine": platform.machine(),
        "device": str(trainer.device.type),
        "threads": torch.get_num_threads(),
        "processes": trainer.processes,
    }


def warn_of_differences(then: dict[str, Any], now: dict[str, Any]) -> None:
    """Warn where a run is resumed in another setting."""
    different = [f"{name} was {then[name]}, is {now[name]}" for name in now if then[name] != now[name]]
    if different:
        warnings.warn(
            f"resuming in another setting: {'; '.join(different)}. Training goes on, but its last bits will "
            "differ from those of a run without interruption",
            stacklevel=2,
        )
