"""`TrainState`, all that changes while a run trains: to a checkpoint and back, to the same bits."""

import platform
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import torch
from torch import nn
from torch.optim.lr_scheduler import LRScheduler, ReduceLROnPlateau
from torch.optim.swa_utils import AveragedModel
from torch.utils.data import DataLoader, DistributedSampler

from dlcourse.train.batches import Loader, TensorLoader, feed, loader_state, set_loader_state
from dlcourse.train.callbacks import Callback, Run
from dlcourse.train.distributed import gather, world
from dlcourse.train.files import FORMAT, check_weights, read_checkpoint
from dlcourse.train.rng import rng_state, set_rng_state

Scheduler = LRScheduler | ReduceLROnPlateau
_POSITION = ("epoch", "batch", "step", "loss_sum", "count", "seconds")
_STATEFUL = ("optimizer", "scheduler", "scaler", "ema")
_NO_ARGUMENTS = {  # how a step is computed, and what other names say as well
    *("params", "fused", "foreach", "capturable", "differentiable"),
    *("initial_lr", "base_lrs", "_last_lr", "_schedule_phases"),
}


@dataclass
class TrainState:
    """Everything that the rest of a run depends on."""

    run: Run
    model: nn.Module
    optimizer: torch.optim.Optimizer
    scheduler: Scheduler | None
    scaler: torch.amp.GradScaler | None
    ema: AveragedModel | None
    train: Loader
    val: Loader | None
    callbacks: Sequence[Callback]
    arguments: dict[str, Any]  # as `hyperparameters` gives them
    epoch_start: dict[str, Any] = field(default_factory=dict)  # the generators before the order was drawn
    resumed_rng: dict[str, Any] | None = None  # to be set before the next batch is made

    def batches(self, device: torch.device) -> Iterator[tuple[Any, Any, int]]:
        """What is left of this epoch: inputs, targets and the number of examples that count."""
        if self.run.batch == 0:
            self.epoch_start = self._generators()
            if isinstance(self.train, DataLoader) and isinstance(self.train.sampler, DistributedSampler):
                self.train.sampler.set_epoch(self.run.epoch)
        rng, self.resumed_rng = self.resumed_rng, None
        return feed(self.train, device, self.run.batch, rng)

    def capture(self) -> dict[str, Any]:
        """The content of a checkpoint; every process must call it."""
        return {
            "format": FORMAT,
            "model": self.model.state_dict(),
            **{name: part.state_dict() for name, part in self._parts().items()},
            "kinds": {name: type(part).__name__ for name, part in self._parts().items()},
            "arguments": self.arguments,
            "callbacks": {name: callback.state_dict() for name, callback in self._named_callbacks()},
            "history": self.run.history.rows,
            "batches": self.run.batches,
            "positions": gather({name: getattr(self.run, name) for name in _POSITION}),
            "loader": self.epoch_start if self.run.batch else self._generators(),
            "val_loader": loader_state(self.val),
            "rng": gather(rng_state()),
            "setting": setting(self.run.model),
        }

    def restore(self, path: Path) -> None:
        """Go where the checkpoint was made; nothing is changed if that is of another model or arguments."""
        state = read_checkpoint(path)
        if "positions" not in state:
            raise ValueError(f"{path} holds weights only; resume from last.pt, or load_weights(model, path)")
        check_weights(self.model, state["model"], path)
        self._check_kinds(state["kinds"])
        self._check_order(state, path)
        self._warn(state, path)

        self.model.load_state_dict(state["model"])
        for name, part in self._parts().items():
            part.load_state_dict(state[name])
        for name, callback in self._named_callbacks():
            if name in state["callbacks"]:
                callback.load_state_dict(state["callbacks"][name])
        self.run.history.rows = state["history"]
        mine = min(world()[0], len(state["rng"]) - 1)
        for name, value in state["positions"][mine].items():
            setattr(self.run, name, value)
        if self.val is not None and state["val_loader"]:
            set_loader_state(self.val, state["val_loader"])
        # the interrupted epoch's order is drawn again; from then on the generators are as they were
        self.epoch_start, self.resumed_rng = state["loader"], state["rng"][mine]
        set_loader_state(self.train, self.epoch_start["generators"])
        if self.epoch_start["rng"]:
            set_rng_state(self.epoch_start["rng"][mine])

    def _generators(self) -> dict[str, Any]:
        """Before an epoch's order is drawn; a DataLoader may draw from the global ones as well."""
        rng = [] if isinstance(self.train, TensorLoader) else gather(rng_state())
        return {"generators": loader_state(self.train), "rng": rng}

    def _parts(self) -> dict[str, Any]:
        return {name: part for name in _STATEFUL if (part := getattr(self, name)) is not None}

    def _named_callbacks(self) -> list[tuple[str, Callback]]:
        """With names that tell two of a kind apart."""
        kinds = [type(callback).__name__ for callback in self.callbacks]
        return [(f"{kind}.{kinds[:i].count(kind)}", self.callbacks[i]) for i, kind in enumerate(kinds)]

    def _check_kinds(self, then: dict[str, str]) -> None:
        now = {name: type(part).__name__ for name, part in self._parts().items()}
        for name in _STATEFUL:
            if (name in then) != (name in now):
                has, lacks = ("the checkpoint", "this run")[:: 1 if name in then else -1]
                raise ValueError(
                    f"{has} has an {name}, {lacks} has not; resume with the arguments it was made with"
                )
            if then.get(name) != now.get(name):
                raise ValueError(
                    f"the checkpoint's {name} is {then[name]}, this run's {now[name]}; resume with the "
                    "arguments it was made with, or start from its weights with load_weights"
                )

    def _check_order(self, state: dict[str, Any], path: Path) -> None:
        """The batches left must be the ones that were left."""
        then, now = len(state["positions"]), world()[1]
        if state["positions"][0]["batch"] and then != now:
            raise ValueError(
                f"{path} was made within an epoch by {then} processes, here are {now}; "
                f"resume with --nproc-per-node={then}"
            )
        if state["batches"] != self.run.batches:
            raise ValueError(
                f"{path} was made with {state['batches']} batches an epoch, this loader has "
                f"{self.run.batches}: other data or another batch_size; resume with the same, or start from "
                "its weights with load_weights"
            )

    def _warn(self, state: dict[str, Any], path: Path) -> None:
        for name, callback in self._named_callbacks():
            if name not in state["callbacks"] and callback.state_dict():
                warnings.warn(f"{path} has no state of {name}: it starts from the beginning", stacklevel=4)
        if different := _differences(state["arguments"], self.arguments):
            warnings.warn(
                f"resuming with other arguments: {different}. The checkpoint's optimizer and schedule go on; "
                "to train with the new ones, start from its weights: load_weights(model, path)",
                stacklevel=4,
            )
        if different := _differences(state["setting"], setting(self.model)):
            warnings.warn(
                f"resuming in another setting: {different}. Training goes on, but its last bits will differ "
                "from those of a run without interruption",
                stacklevel=4,
            )
        if isinstance(self.train, DataLoader) and self.train.persistent_workers:
            warnings.warn(
                "workers that persist keep generators that no checkpoint has; give the DataLoader "
                "persistent_workers=False",
                stacklevel=4,
            )


def hyperparameters(optimizer: torch.optim.Optimizer, scheduler: Scheduler | None = None) -> dict[str, Any]:
    """The numbers and names with which they were made, by name; later, training has changed some of them."""
    groups = optimizer.param_groups
    parts = groups[0] if len(groups) == 1 else {f"group {i}": group for i, group in enumerate(groups)}
    return _leaves(parts if scheduler is None else {type(scheduler).__name__: scheduler.state_dict()})


def _leaves(tree: Any, name: str = "") -> dict[str, Any]:
    tree = tree.tolist() if isinstance(tree, torch.Tensor) else tree
    if isinstance(tree, dict | list | tuple):
        items = tree.items() if isinstance(tree, dict) else enumerate(tree)
        named = [(f"{name} {key}".strip(), value) for key, value in items if key not in _NO_ARGUMENTS]
        return {path: leaf for key, value in named for path, leaf in _leaves(value, key).items()}
    return {name: tree} if isinstance(tree, bool | int | float | str) else {}


def _differences(then: dict[str, Any], now: dict[str, Any]) -> str:
    names = [name for name in then | now if then.get(name) != now.get(name)]
    return "; ".join(f"{name} was {then.get(name)}, is {now.get(name)}" for name in names)


def setting(model: nn.Module) -> dict[str, Any]:
    """What must be the same for a resumed run to give the same bits."""
    return {
        "torch": str(torch.__version__),
        "python": platform.python_version(),
        "machine": platform.machine(),
        "device": next(model.parameters()).device.type,
        "threads": torch.get_num_threads(),
        "processes": world()[1],
    }
