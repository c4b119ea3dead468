"""Train a PyTorch model: batches, device, loop and what happens beside it; a resumed run gives the same bits.

Public: `fit`, `evaluate`, `accuracy`, `History`; `TensorLoader`; `pick`, `seed_all`; the callbacks
`EarlyStopping`, `Checkpoint`, `Progress`, `LivePlot`, their base `Callback` and the `Run` that they see;
`find_lr`, `LRCurve`; `save_weights`, `load_weights`; `processes` for torchrun.
"""

from dlcourse.train.batches import TensorLoader
from dlcourse.train.callbacks import Callback, EarlyStopping, Run
from dlcourse.train.checkpoint import Checkpoint
from dlcourse.train.device import pick
from dlcourse.train.distributed import processes
from dlcourse.train.evaluate import evaluate
from dlcourse.train.files import load_weights, save_weights
from dlcourse.train.find_lr import LRCurve, find_lr
from dlcourse.train.fit import fit
from dlcourse.train.history import History
from dlcourse.train.losses import accuracy
from dlcourse.train.progress import LivePlot, Progress
from dlcourse.train.rng import seed_all

__all__ = [
    "Callback",
    "Checkpoint",
    "EarlyStopping",
    "History",
    "LRCurve",
    "LivePlot",
    "Progress",
    "Run",
    "TensorLoader",
    "accuracy",
    "evaluate",
    "find_lr",
    "fit",
    "load_weights",
    "pick",
    "processes",
    "save_weights",
    "seed_all",
]
