"""Bad input ends in an error that names the value and the fix; what was good on disk stays good."""

import math
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import torch
from torch import nn
from torch.nn import functional as F
from torch.utils.data import DataLoader, IterableDataset, TensorDataset

from dlcourse.train import (
    Callback,
    Checkpoint,
    EarlyStopping,
    TensorLoader,
    evaluate,
    find_lr,
    fit,
    load_weights,
)
from dlcourse.train.files import read_checkpoint
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
    state = read_checkpoint(tmp_path / "last.pt")
    assert state["positions"][0]["step"] == 8
    assert all(tensor.isfinite().all() for tensor in state["model"].values())


def test_poisoned_weights_never_replace_a_good_checkpoint(tmp_path: Path) -> None:
    callbacks = [Poison(6), Checkpoint(tmp_path, steps=3)]  # poisoned in the very step that is written
    with pytest.raises(FloatingPointError, match=r"0.weight is no longer finite in epoch 1.*last good"):
        fit(net(), TensorLoader(X, Y, batch_size=16), epochs=3, callbacks=callbacks)
    assert read_checkpoint(tmp_path / "last.pt")["positions"][0]["step"] == 3


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


#: Losses that are finite, and whose gradient is not, with the operation to be named
AT_ZERO = {
    "sqrt of a loss of 0": (lambda o: F.mse_loss(o, o.detach()).sqrt(), "sqrt"),
    "sqrt": (lambda o: (0 * o).sqrt().sum(), "sqrt"),
    "power": (lambda o: ((0 * o) ** 0.5).sum(), "pow"),
    "rsqrt kept out by where": (lambda o: torch.where(o > 1e9, 1 / (0 * o), o).sum(), "reciprocal"),
    "log kept out by where": (lambda o: torch.where(o > 1e9, (0 * o).log(), o).sum(), "log"),
    "sqrt kept out by where": (lambda o: torch.where(o > 1e9, (-(o**2) - 1).sqrt(), o).sum(), "sqrt"),
    "arc cosine": (lambda o: (0 * o + 1).acos().sum(), "acos"),
    "root of a sum of squares": (lambda o: ((0 * o) ** 2).sum().sqrt(), "sqrt"),
}


@pytest.mark.parametrize("name", AT_ZERO)
@pytest.mark.parametrize(
    "options", [{}, {"clip": 1.0}, {"accumulate": 3}, {"optimizer": "sgd"}, {"ema": 0.9}]
)
def test_a_gradient_that_is_not_finite_is_found_in_its_step_with_the_operation(
    name: str, options: dict
) -> None:
    broken, operation = AT_ZERO[name]
    model, steps = net(norm=False), []

    def loss(outputs, y):
        steps.append(model[0].weight.detach().clone())
        return broken(outputs) if len(steps) == 5 else F.cross_entropy(outputs, y)

    def again(outputs, y):  # the pass that looks for the operation gets the same loss
        return broken(outputs) if len(steps) >= 5 else loss(outputs, y)

    with pytest.raises(
        FloatingPointError, match=f"gradient of .* in epoch 1, batch 5: .*derivative of {operation}"
    ) as e:
        fit(model, TensorLoader(X, Y, batch_size=10), epochs=1, loss=again, **options)
    assert "Lower lr" not in str(e.value)
    assert all(p.isfinite().all() for p in model.parameters())


def test_a_gradient_that_overflows_is_not_called_a_root() -> None:
    with pytest.raises(
        FloatingPointError, match=r"overflows in the backward pass of mul; lower lr, scale the"
    ):
        train(loss=lambda outputs, y: ((outputs * 1e-30) * 1e30 * 1e25).mean() * 1e5 * 1e8)


def test_a_gradient_that_no_scale_makes_finite_ends_fp16_training() -> None:
    with pytest.warns(UserWarning, match="slower"), pytest.raises(FloatingPointError, match="no scale makes"):
        fit(
            net(),
            TensorLoader(X, Y, batch_size=4),
            epochs=9,
            amp="fp16",
            device="cpu",
            loss=lambda o, y: (0 * o.float()).sqrt().sum(),
        )


def test_sparse_gradients_are_looked_at_as_well() -> None:
    model = nn.Sequential(nn.Embedding(5, 2, sparse=True), nn.Flatten())
    tokens = torch.zeros(8, 1, dtype=torch.int64)
    common = {"epochs": 1, "optimizer": torch.optim.SGD(model.parameters(), 0.1)}
    fit(model, TensorLoader(tokens, tokens[:, 0]), **common)
    with pytest.raises(FloatingPointError, match="derivative of sqrt"):
        fit(model, TensorLoader(tokens, tokens[:, 0]), loss=lambda o, y: (0 * o).sqrt().sum(), **common)


@pytest.mark.parametrize(("n", "size"), [(65, 64), (33, 16), (3, 1), (1, 64)])
@pytest.mark.parametrize("where", ["fit", "find_lr", "dataset"])
def test_a_batch_of_one_with_batch_norm_says_so(n: int, size: int, where: str) -> None:
    A, b = data(n)
    loader = (
        DataLoader(TensorDataset(A, b), size) if where == "dataset" else TensorLoader(A, b, batch_size=size)
    )
    with pytest.raises(
        ValueError, match=rf"batch norm needs two .*batch_size {size},.*drop_last=True, or another"
    ):
        (find_lr if where == "find_lr" else fit)(net(), loader, device="cpu")


IMAGES = (np.abs(X.numpy()) * 50).astype(np.uint8)


@pytest.mark.parametrize(
    ("model", "X", "fix"),
    [
        (net(), IMAGES, r"inputs are uint8, the model is float32; use X.astype\('float32'\) / 255"),
        (net(), torch.from_numpy(IMAGES), r"use X.float\(\) / 255"),
        (nn.Conv1d(8, 2, 1), IMAGES[:, :, None], r"use X.astype\('float32'\) / 255"),
        (net(), X.numpy().astype(np.float64), r"float64, the model is float32; use X.astype\('float32'\)"),
        (net(), pd.DataFrame(X.numpy().astype(np.float64)), r"use X.astype\('float32'\)"),
        (net(), X.long().numpy(), r"inputs are int64.*use X.astype\('float32'\)$"),
        (net(), X.numpy() > 0, r"inputs are bool.*use X.astype\('float32'\)$"),
        (net().double(), X, r"float32, the model is float64; use X.to\(torch.float64\)"),
        (
            nn.Sequential(nn.Embedding(999, 2), nn.Flatten(), nn.Linear(16, 2)),
            IMAGES,
            r"uint8.*use X.astype\('int64'\)$",
        ),
    ],
)
@pytest.mark.parametrize("where", ["fit", "evaluate", "find_lr"])
def test_inputs_of_another_dtype_get_the_fix_for_their_kind(
    model: nn.Module, X, fix: str, where: str
) -> None:
    loader = TensorLoader(X, Y.numpy(), batch_size=16)
    with pytest.raises(ValueError, match=fix):
        {"fit": fit, "evaluate": evaluate, "find_lr": find_lr}[where](model, loader)


@pytest.mark.parametrize(
    ("y", "outputs", "loss", "fix"),
    [
        (Y.numpy()[:, None], 2, F.cross_entropy, r"column: use y.squeeze\(1\)"),
        (pd.DataFrame({"class": Y.numpy()}), 2, F.cross_entropy, r"column: use y.squeeze\(1\)"),
        (np.eye(2, dtype=int)[Y.numpy()], 2, F.cross_entropy, r"one-hot\? then y.argmax\(1\)"),
        (Y.numpy().astype(np.float32), 2, F.cross_entropy, r"int64, got float32 .*use y.astype\('int64'\)"),
        (Y.numpy(), 1, F.mse_loss, r"\(16, 1\) and targets \(16,\).*squeeze the model's output"),
        (Y.numpy()[:, None], 1, F.mse_loss, r"float32, got int64; use y.astype\('float32'\)"),
        (
            Y.numpy()[:, None].astype(bool),
            1,
            F.binary_cross_entropy_with_logits,
            r"use y.astype\('float32'\)",
        ),
        (Y.numpy()[:, None].astype(np.float32), 3, F.mse_loss, "give the model 1 outputs"),
    ],
)
def test_targets_of_another_form_get_the_fix_for_an_array(y, outputs: int, loss, fix: str) -> None:
    with pytest.raises(ValueError, match=fix) as error:
        fit(nn.Linear(8, outputs), TensorLoader(X, y, batch_size=16), epochs=1, loss=loss)
    assert "y.long()" not in str(error.value)
    squeezed = nn.Sequential(nn.Linear(8, 1), nn.Flatten(0))
    with pytest.raises(ValueError, match=r"y.squeeze\(1\)"):
        fit(squeezed, TensorLoader(X, Y.numpy()[:, None].astype(np.float32)), epochs=1, loss=F.mse_loss)


def test_an_error_in_a_later_batch_is_not_blamed_on_the_batch_before() -> None:
    class Fails(nn.Linear):
        def forward(self, X):
            if len(X) < 16:
                raise RuntimeError("of its own")
            return super().forward(X)

    with pytest.raises(RuntimeError, match="of its own"):
        train(model=Fails(8, 2))
