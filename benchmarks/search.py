"""Every setting of six hyperparameters, trained: the trials from which searches can be drawn again and again.

A small net learns 599 of the digits for ten epochs; 300 others are for validation and 898 for the test. All
2,187 combinations of learning rate, batch size, layers, width, dropout and optimizer run, each with two seeds
(initialization, order of the batches, dropout). What is kept of a trial is how many images it got right.
"""

import argparse
import datetime
import itertools
import math
import platform
import time
from pathlib import Path
from typing import Any

import numpy as np
import record
import torch
from torch import nn
from torch.nn import functional as F

from dlcourse.data import digits
from dlcourse.models import MLP

RESULTS = Path(__file__).parents[1] / "dlcourse" / "data" / "search.json"
AXES: dict[str, list[Any]] = {
    "learning rate": [1e-4, 3e-4, 1e-3, 3e-3, 1e-2, 3e-2, 0.1, 0.3, 1.0],
    "batch size": [16, 64, 256],
    "layers": [1, 2, 3],
    "width": [16, 64, 256],
    "dropout": [0.0, 0.25, 0.5],
    "optimizer": ["SGD, momentum 0.9", "RMSprop", "Adam"],
}
SIZES = {"training": 599, "validation": 300, "test": 898}
EPOCHS = 10


def parts_of() -> list[tuple[torch.Tensor, torch.Tensor]]:
    """Images and labels for training, validation and test."""
    data = digits(test_size=2 / 3)
    X, y = np.concatenate([data.X_train, data.X_test]), np.concatenate([data.y_train, data.y_test])
    cuts = np.cumsum(list(SIZES.values()))[:-1]
    return [
        (torch.from_numpy(a), torch.from_numpy(b))
        for a, b in zip(np.split(X, cuts), np.split(y, cuts), strict=True)
    ]


def optimizer_of(name: str, net: nn.Module, lr: float) -> torch.optim.Optimizer:
    if name.startswith("SGD"):
        return torch.optim.SGD(net.parameters(), lr=lr, momentum=0.9)
    kind = {"RMSprop": torch.optim.RMSprop, "Adam": torch.optim.Adam}[name]
    return kind(net.parameters(), lr=lr)


def trial(parts: list[tuple[torch.Tensor, torch.Tensor]], setting: tuple[Any, ...], seed: int) -> list[int]:
    """How many validation and test images a net with this setting gets right."""
    lr, batch_size, layers, width, dropout, name = setting
    (X, y), *held_out = parts
    torch.manual_seed(seed)
    net = MLP(64, 10, hidden=[width] * layers, dropout=dropout)
    optimizer = optimizer_of(name, net, lr)
    for _ in range(EPOCHS):
        for rows in torch.randperm(len(X)).split(batch_size):
            loss = F.cross_entropy(net(X[rows]), y[rows])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
    net.eval()
    with torch.no_grad():
        return [int((net(X).argmax(1) == y).sum()) for X, y in held_out]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--output", type=Path, default=RESULTS, help="where to write (default: dlcourse/data)"
    )
    parser.add_argument("--seeds", type=int, default=2)
    parser.add_argument("--every", type=int, default=1, help="only every n-th setting, to try the script")
    options = parser.parse_args()
    record.check_folder(parser, options.output)
    torch.set_num_threads(1)
    parts = parts_of()
    settings, started = list(itertools.product(*AXES.values())), time.process_time()
    # a seed of its own for each trial: two settings share no initialization
    right = np.full((options.seeds, len(settings), 2), -1)
    for seed in range(options.seeds):
        for i in range(0, len(settings), options.every):
            right[seed, i] = trial(parts, settings[i], seed * len(settings) + i)
    rows = math.prod(len(values) for values in list(AXES.values())[1:])  # settings of one learning rate
    report = {
        "machine": record.machine(),
        "versions": {"python": platform.python_version(), "torch": torch.__version__},
        "date": datetime.date.today().isoformat(),
        "processor_seconds": round(time.process_time() - started),
        "epochs": EPOCHS,
        "images": SIZES,
        "axes": AXES,
    } | {
        part: [
            [" ".join(map(str, right[seed, i : i + rows, k])) for i in range(0, len(settings), rows)]
            for seed in range(options.seeds)
        ]
        for k, part in enumerate(("validation", "test"))
    }
    record.write(options.output, report)


if __name__ == "__main__":
    main()
