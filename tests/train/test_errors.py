"""Bad input ends in an error that names the value and the fix; what was good on disk stays good."""

import math
from pathlib import Path

import numpy as np
import pytest
import torch
from torch import nn
from torch.nn import functional as F
from torch.utils.data import DataLoader, IterableDataset, TensorDataset

from dlcourse.train import Callback, Checkpoint, EarlyStopping, TensorLoader, fit, load_weights
from dlcourse.train.files import read
from tests.train.job import data, net

X, Y = data()


def train(*, model: nn.Module | None = None, X=X, y=Y, **options) -> None:
    fit(model or net(), TensorLoader(X, y, batch_size=16), epochs=1, **options)


@pytest.mark.parametrize(
    ("y", "message"),
    [
        (Y.float(), "labels must be int64, got float32 .*y.long()"),
        (Y + 1, "labels must be from 0 to 1 for 2 logits, got 1 to 2; count the classes from 0: y - 1"),
        (Y * 7, "from 0 to 1 for 2 logits, got 0 to 7; give the model 8 outputs"),
        (F.one_hot(Y), r"logits \(16, 2\) need labels of shape \(16,\), got \(16, 2\).*argmax"),
        (Y[:, None], r"got \(16, 1\); they are a column: use y.squeeze\(1\)"),
    ],
)
def test_wrong_labels(y: torch.Tensor, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        train(y=y)


def test_class_probabilities_are_labels_too() -> None:
    train(y=F.one_hot(Y).float())


def test_one_wrong_label_among_many_is_found_before_training() -> None:
    y = Y.clone()
    y[77] = 9
    model = net()
    before = model[0].weight.clone()
    with pytest.raises(ValueError, match="got 0 to 9"):
        train(model=model, y=y)
    assert torch.equal(model[0].weight, before)


def test_one_wrong_label_in_a_dataloader_is_named_when_it_comes() -> None:
    y = Y.clone()
    y[77] = 9
    with pytest.raises(ValueError, match=r"got \d to 9; give the model 10 outputs"):
        fit(net(), DataLoader(TensorDataset(X, y), 16), epochs=1)


def test_wrong_validation_labels() -> None:
    with pytest.raises(ValueError, match="got 1 to 2"):
        fit(net(), TensorLoader(X, Y), TensorLoader(X, Y + 1), epochs=1)


@pytest.mark.parametrize("loss", [F.mse_loss, nn.L1Loss(), F.binary_cross_entropy_with_logits])
def test_a_loss_that_would_broadcast_is_refused(loss) -> None:
    with pytest.raises(ValueError, match=r"outputs have shape \(16, 1\) and targets \(16,\).*every"):
        train(model=nn.Linear(8, 1), y=Y.float(), loss=loss)


def test_integer_targets_of_a_regression() -> None:
    with pytest.raises(ValueError, match=r"targets must be of dtype float32, got int64; use y.float\(\)"):
        train(model=nn.Linear(8, 1), y=Y[:, None], loss=F.mse_loss)


def test_flat_logits() -> None:
    with pytest.raises(ValueError, match=r"logits must be \(batch, classes\), got \(16,\)"):
        train(model=nn.Sequential(nn.Linear(8, 1), nn.Flatten(0)))


def test_inputs_of_double_precision() -> None:
    with pytest.raises(ValueError, match=r"inputs are float64, the model is float32; use X.float\(\)"):
        train(X=X.double())


def test_a_dataset_that_is_empty() -> None:
    empty = DataLoader(TensorDataset(X[:8], Y[:8]), 16, drop_last=True)
    with pytest.raises(ValueError, match="loader is empty: 8 examples, batch_size 16, drop_last=True"):
        fit(net(), empty, epochs=1)


def test_an_empty_validation_set() -> None:
    empty = DataLoader(TensorDataset(X[:8], Y[:8]), 16, drop_last=True)
    with pytest.raises(ValueError, match="nothing to measure"):
        fit(net(), TensorLoader(X, Y), empty, epochs=1)


def test_a_stream_without_length() -> None:
    class Stream(IterableDataset):
        def __iter__(self):
            return iter(zip(X, Y, strict=True))

    with pytest.raises(ValueError, match="no length"):
        fit(net(), DataLoader(Stream(), 16), epochs=1)


def test_a_loader_that_is_none() -> None:
    with pytest.raises(TypeError, match=r"got tuple; TensorLoader\(X, y\)"):
        fit(net(), (X, Y), epochs=1)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"accumulate": 0}, "accumulate must be at least 1, got 0"),
        ({"optimizer": "adamm"}, "one of adam, adamw, sgd, or an Optimizer, got 'adamm'"),
        (
            {"optimizer": torch.optim.SGD(nn.Linear(1, 1).parameters())},
            "2 of the 2 tensors of the SGD .*not param",
        ),
        ({"optimizer": torch.optim.SGD, "lr": 0.1}, "lr=0.1 is for an optimizer by name"),
        ({"clip": 0.0}, "clip must be over 0"),
        ({"ema": 1.0}, "ema between 0 and 1"),
        ({"amp": "yes"}, 'amp must be "auto"'),
        ({"scheduler_step": "batches"}, 'must be "epoch" or "batch", got \'batches\''),
        ({"device": "gpu"}, "got 'gpu'"),
        ({"callbacks": [EarlyStopping()]}, "monitor 'val_loss' is not measured; there are epoch, loss"),
    ],
)
def test_wrong_arguments(options: dict, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        train(**options)


@pytest.mark.parametrize(
    ("model", "message"),
    [
        (nn.Sequential(nn.ReLU()), "Sequential has 0 parameters and none needs a gradient"),
        (nn.Linear(8, 2).requires_grad_(False), "Linear has 2 parameters and none needs"),
        (nn.LazyLinear(2), "weight has no shape yet: pass one batch"),
        (nn.Linear(8, 2, device="meta"), "weight is on the meta device"),
    ],
)
def test_models_that_cannot_be_trained(model: nn.Module, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        train(model=model)


class Poison(Callback):
    """Makes a weight NaN after a step, as one step too far does."""

    def __init__(self, step: int):
        self.step = step

    def on_step(self, run) -> None:
        if run.step == self.step:
            with torch.no_grad():
                run.model[0].weight[0, 0] = math.nan


def test_a_loss_that_explodes_names_epoch_batch_and_remedy_and_spares_the_checkpoint(tmp_path: Path) -> None:
    good = Checkpoint(tmp_path, seconds=100, steps=4)
    with pytest.raises(
        FloatingPointError, match=r"nan in epoch 2, batch 3: .*0.weight .*Lower lr, or set clip"
    ):
        fit(net(), TensorLoader(X, Y, batch_size=16), epochs=3, callbacks=[Poison(9), good])
    state = read(tmp_path / "last.pt")
    assert state["positions"][0]["step"] == 8
    assert all(tensor.isfinite().all() for tensor in state["model"].values())


def test_poisoned_weights_never_replace_a_good_checkpoint(tmp_path: Path) -> None:
    callbacks = [Poison(6), Checkpoint(tmp_path, steps=3)]  # poisoned in the very step that is written
    with pytest.raises(FloatingPointError, match=r"0.weight is no longer finite in epoch 1.*last good"):
        fit(net(), TensorLoader(X, Y, batch_size=16), epochs=3, callbacks=callbacks)
    assert read(tmp_path / "last.pt")["positions"][0]["step"] == 3


def test_a_nan_in_the_data_of_a_dataloader_is_found_in_its_batch() -> None:
    X_bad = X.clone()
    X_bad[20, 3] = math.inf
    with pytest.raises(FloatingPointError, match="epoch 1, batch 2: the batch itself holds NaN or infinity"):
        fit(net(), DataLoader(TensorDataset(X_bad, Y), 16), epochs=1)


def test_a_bad_loss_never_reaches_the_weights() -> None:
    model = net()
    before = model[0].weight.clone()
    with pytest.raises(FloatingPointError, match="batch 1: inputs and weights are finite, so inf comes from"):
        train(model=model, loss=lambda outputs, y: outputs.sum().abs() / 0)
    assert torch.equal(model[0].weight, before)


def test_no_memory_left_says_what_to_lower() -> None:
    class Huge(nn.Linear):
        def forward(self, X):
            return super().forward(X) + torch.empty(2**60)

    with pytest.raises(MemoryError, match=r"cpu, . threads: .*Halve batch_size \(now 16\) .*accumulate=2"):
        train(model=Huge(8, 2))


def test_other_errors_are_not_covered() -> None:
    with pytest.raises(RuntimeError, match="shapes cannot be multiplied"):
        train(model=nn.Linear(9, 2))


@pytest.fixture
def checkpoint(tmp_path: Path) -> Path:
    train(callbacks=[Checkpoint(tmp_path)])
    return tmp_path / "last.pt"


def test_a_checkpoint_of_another_model(checkpoint: Path) -> None:
    other = nn.Sequential(nn.Linear(8, 17), *net()[1:])
    before = [p.clone() for p in other.parameters()]
    with pytest.raises(ValueError, match=r"another model: 0.weight is \(16, 8\), here \(17, 8\).*2 diff"):
        train(model=other, resume=checkpoint)
    assert all(torch.equal(p, q) for p, q in zip(before, other.parameters(), strict=True))


@pytest.mark.parametrize("share", [0.0, 0.1, 0.5, 0.9, 0.999])
def test_a_checkpoint_cut_short(checkpoint: Path, share: float) -> None:
    whole = checkpoint.read_bytes()
    checkpoint.write_bytes(whole[: int(share * len(whole))])
    with pytest.raises(ValueError, match=r"last.pt \(\d+ bytes\) cannot be read: cut short"):
        train(resume=checkpoint)


def test_weights_are_not_a_checkpoint(checkpoint: Path) -> None:
    with pytest.raises(ValueError, match=r"holds weights only; resume from last.pt"):
        train(resume=checkpoint.with_name("best.pt"))
    torch.save(net().state_dict(), checkpoint)
    with pytest.raises(ValueError, match=r"is not a .*load_weights"):
        train(resume=checkpoint)


def test_a_checkpoint_with_code_in_it_is_not_unpickled(tmp_path: Path) -> None:
    class Evil:
        def __reduce__(self):
            return Path.touch, (tmp_path / "owned",)

    torch.save({"format": Evil()}, tmp_path / "last.pt")
    with pytest.raises(ValueError, match="cannot be read"):
        train(resume=tmp_path)
    with pytest.raises(ValueError, match="cannot be read"):
        load_weights(net(), tmp_path / "last.pt")
    assert not (tmp_path / "owned").exists()


def test_a_state_that_could_not_be_read_back_is_refused_when_it_is_written(tmp_path: Path) -> None:
    class Odd(Callback):
        def state_dict(self):
            return {"when": np.datetime64("2026-01-01")}

    with pytest.raises(ValueError, match="cannot be read"):
        train(callbacks=[Odd(), Checkpoint(tmp_path)])
    assert not list(tmp_path.glob("*last*"))
