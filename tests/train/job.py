"""A training run in a process of its own: interrupted, resumed, or shared by several processes.

It has everything that a resume must bring back: dropout, batch norm, a schedule, an average, early stopping.
"""

import argparse
import math
import os
import random
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from torch.optim.lr_scheduler import CosineAnnealingLR
from torch.utils.data import DataLoader, Dataset

from dlcourse.train import (
    Callback,
    Checkpoint,
    EarlyStopping,
    TensorLoader,
    fit,
    processes,
    seed_all,
)

EPOCHS, BATCHES = 6, 7


def data(n: int = 100, seed: int = 0) -> tuple[Tensor, Tensor]:
    """Points in eight dimensions with a class that a line does not give away."""
    X = torch.randn(n, 8, generator=torch.Generator().manual_seed(seed))
    return X, (X[:, 0] * X[:, 1] > 0).long()


def net(dropout: float = 0.2, norm: bool = True) -> nn.Sequential:
    torch.manual_seed(0)
    layers = [nn.Linear(8, 16), nn.BatchNorm1d(16) if norm else nn.Identity(), nn.ReLU(), nn.Dropout(dropout)]
    return nn.Sequential(*layers, nn.Linear(16, 2))


class Noisy(Dataset):
    """Augments with each of the three global generators, as Datasets in the wild do."""

    def __init__(self, X: Tensor, y: Tensor):
        self.X, self.y = X, y

    def __len__(self) -> int:
        return len(self.X)

    def __getitem__(self, i: int) -> tuple[Tensor, Tensor]:
        noise = random.random() + np.random.rand() + torch.rand(())  # noqa: NPY002
        return self.X[i] + 0.1 * noise, self.y[i]


def loader(kind: str) -> TensorLoader | DataLoader:
    X, y = data()
    if kind == "tensors":
        return TensorLoader(X, y, batch_size=16, seed=1, transform=lambda X: X + 0.1 * torch.randn_like(X))
    if kind == "dataset":
        return DataLoader(Noisy(X, y), 16, shuffle=True, generator=torch.Generator().manual_seed(1))
    if kind == "workers":
        generator = torch.Generator().manual_seed(1)
        return DataLoader(Noisy(X, y), 16, shuffle=True, generator=generator, num_workers=1)
    return DataLoader(Noisy(X, y), 16, shuffle=True)  # "global": draws its order from torch's generator


class Tell(Callback):
    """Tells of every step, for a parent that kills."""

    def __init__(self, tell: Callable[[int], None]):
        self.tell = tell

    def on_step(self, run) -> None:
        self.tell(run.step)


def train(folder: Path, kind: str, tell: Callable[[int], None] = lambda step: None, **options) -> nn.Module:
    seed_all(3)
    model = net()
    fit(
        model,
        loader(kind),
        TensorLoader(*data(60, seed=5), batch_size=32),
        epochs=EPOCHS,
        optimizer="adamw",
        lr=0.01,
        scheduler=lambda optimizer: CosineAnnealingLR(optimizer, EPOCHS * BATCHES),
        scheduler_step="batch",
        ema=0.9,
        callbacks=[EarlyStopping(4), Checkpoint(folder, steps=1), Tell(tell)],
        resume=folder,
        **options,
    )
    return model


def alone(folder: Path, kind: str, steps: Connection, stay: bool) -> None:
    """The whole life of a process: tell every step, and leave the weights behind."""
    torch.set_num_threads(1)
    finish(folder, kind, steps.send, stay)


def finish(folder: Path, kind: str, tell: Callable[[float], None], stay: bool) -> None:
    """With `stay`, tell of a step beyond all others and wait to be killed, as who kills may be slow."""
    torch.save(train(folder, kind, tell).state_dict(), folder / "result.pt")
    if stay:
        tell(math.inf)
        time.sleep(3600)


def train_together(world: torch.device, accumulate: int = 1) -> nn.Module:
    """Without dropout and batch norm, which depend on how a batch is shared."""
    model = net(dropout=0.0, norm=False)
    model.history = fit(
        model,
        TensorLoader(*data(), batch_size=16, seed=1),
        TensorLoader(*data(61), batch_size=30, shuffle=False),
        epochs=4,
        optimizer="sgd",
        lr=0.1,
        device=world,
        accumulate=accumulate,
    )
    return model


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--loader", default="tensors")
    parser.add_argument("--stay", action="store_true", help="wait at the end to be killed")
    parser.add_argument("--together", type=int, default=0, metavar="ACCUMULATE")
    args = parser.parse_args()
    torch.set_num_threads(1)
    if args.together:
        with processes("cpu") as device:
            model = train_together(device, args.together)
        rank = os.environ.get("RANK", "0")
        torch.save({"model": model.state_dict(), "rows": model.history.rows}, args.folder / f"rank{rank}.pt")
    else:
        finish(args.folder, args.loader, lambda step: print(step, flush=True), args.stay)


if __name__ == "__main__":
    main()
