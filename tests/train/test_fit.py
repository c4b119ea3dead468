"""`fit` does what the loop everyone writes does, to the bit, and the things that loops get wrong rightly."""

import copy

import pytest
import torch
from torch import Tensor, nn
from torch.nn import functional as F
from torch.optim.lr_scheduler import LambdaLR, ReduceLROnPlateau, StepLR
from torch.utils.data import DataLoader, TensorDataset

from dlcourse.train import Callback, TensorLoader, accuracy, evaluate, fit
from dlcourse.train.fit import make_optimizer
from tests.train.job import data, net


def bare_loop(model: nn.Module, optimizer: torch.optim.Optimizer, epochs: int) -> None:
    """The loop that everyone writes."""
    loader = DataLoader(
        TensorDataset(*data()), batch_size=16, shuffle=True, generator=torch.Generator().manual_seed(1)
    )
    model.train()
    for _ in range(epochs):
        for X, y in loader:
            optimizer.zero_grad()
            loss = F.cross_entropy(model(X), y)
            loss.backward()
            optimizer.step()


def same(a: nn.Module, b: nn.Module) -> bool:
    return all(
        torch.equal(x, y) for x, y in zip(a.state_dict().values(), b.state_dict().values(), strict=True)
    )


@pytest.mark.parametrize("make", [torch.optim.Adam, lambda p: torch.optim.SGD(p, lr=0.1, momentum=0.9)])
def test_the_final_weights_are_those_of_the_bare_loop_to_the_bit(make) -> None:
    ours, bare = net(), net()
    torch.manual_seed(2)  # for dropout
    bare_loop(bare, make(bare.parameters()), 3)
    torch.manual_seed(2)
    fit(ours, TensorLoader(*data(), batch_size=16, seed=1), epochs=3, optimizer=make)
    assert same(ours, bare)


def test_a_dataloader_gives_the_same_bits_as_a_tensorloader() -> None:
    a, b = net(dropout=0), net(dropout=0)
    generator = torch.Generator().manual_seed(1)
    fit(a, DataLoader(TensorDataset(*data()), 16, shuffle=True, generator=generator), epochs=2)
    fit(b, TensorLoader(*data(), batch_size=16, seed=1), epochs=2)
    assert same(a, b)


@pytest.mark.parametrize("optimizer", ["adam", "adamw", "sgd"])
def test_optimizers_by_name_are_fused_and_agree_with_torch(optimizer: str) -> None:
    # without batch norm: it makes gradients of the biases before it pure rounding, which Adam blows up
    ours, theirs = net(dropout=0, norm=False), net(dropout=0, norm=False)
    kinds = {"adam": torch.optim.Adam, "adamw": torch.optim.AdamW, "sgd": torch.optim.SGD}
    bare_loop(theirs, kinds[optimizer](theirs.parameters(), lr=0.01), 2)
    fit(ours, TensorLoader(*data(), batch_size=16, seed=1), epochs=2, optimizer=optimizer, lr=0.01)
    assert make_optimizer(optimizer, ours, None, torch.device("cpu")).defaults["fused"]
    for p, q in zip(ours.parameters(), theirs.parameters(), strict=True):
        torch.testing.assert_close(p, q, rtol=1e-4, atol=1e-5)


class See(Callback):
    """Keeps the learning rate that each step leaves behind."""

    def __init__(self) -> None:
        self.rates: list[float] = []

    def optimizer(self, lr: float):
        """SGD whose rate is seen."""

        def make(parameters):
            self.sgd = torch.optim.SGD(parameters, lr)
            return self.sgd

        return make

    def on_step(self, run) -> None:
        self.rates.append(self.sgd.param_groups[0]["lr"])


@pytest.mark.parametrize("accumulate", [2, 3, 7, 100])
def test_accumulated_batches_give_the_step_of_one_large_batch(accumulate: int) -> None:
    X, y = data()  # 100 rows in batches of 16: the last holds 4, and the last window is partial
    ours, whole = net(norm=False, dropout=0), net(norm=False, dropout=0)
    common = {"epochs": 2, "optimizer": "sgd", "lr": 0.5}
    fit(ours, TensorLoader(X, y, batch_size=16, shuffle=False), accumulate=accumulate, **common)
    fit(whole, TensorLoader(X, y, batch_size=16 * accumulate, shuffle=False), **common)
    for p, q in zip(ours.parameters(), whole.parameters(), strict=True):
        torch.testing.assert_close(p, q, rtol=1e-5, atol=1e-6)


def test_a_loss_as_sum_and_count_weighs_every_token_the_same() -> None:
    def padded(outputs: Tensor, y: Tensor) -> tuple[Tensor, Tensor]:
        return F.cross_entropy(outputs, y, ignore_index=-1, reduction="sum"), (y != -1).sum()

    X, y = data()
    y[:40:2] = -1  # batches with few and with many that count
    y[64:80] = -1  # and one with none
    ours, whole = net(norm=False, dropout=0), net(norm=False, dropout=0)
    common = {"epochs": 1, "optimizer": "sgd", "lr": 0.5, "loss": padded}
    history = fit(ours, TensorLoader(X, y, batch_size=16, shuffle=False), accumulate=100, **common)
    untrained = padded(whole(X), y)
    fit(whole, TensorLoader(X, y, batch_size=100, shuffle=False), **common)
    assert history["loss"][0] == pytest.approx((untrained[0] / untrained[1]).item(), rel=1e-5)
    for p, q in zip(ours.parameters(), whole.parameters(), strict=True):
        torch.testing.assert_close(p, q, rtol=1e-5, atol=1e-6)


def test_the_loss_is_the_mean_over_examples_and_not_over_batches() -> None:
    X, y = data()
    model = net(norm=False, dropout=0)
    expected = F.cross_entropy(model(X), y).item()
    frozen = TensorLoader(X, y, batch_size=48)  # 48, 48 and 4
    history = fit(model, frozen, frozen, epochs=1, optimizer=lambda p: torch.optim.SGD(p, lr=0.0))
    assert history[0]["loss"] == pytest.approx(expected, rel=1e-5)
    assert history[0]["val_loss"] == pytest.approx(expected, rel=1e-5)
    assert history[0]["val_accuracy"] == pytest.approx(accuracy(model(X), y).item())


def test_a_schedule_per_epoch_steps_after_each_epoch() -> None:
    see = See()
    history = fit(
        net(),
        TensorLoader(*data(), batch_size=50),
        epochs=3,
        optimizer=see.optimizer(1.0),
        scheduler=lambda optimizer: StepLR(optimizer, 1, gamma=0.1),
        callbacks=[see],
    )
    assert see.rates == pytest.approx([1, 1, 0.1, 0.1, 0.01, 0.01])
    assert history["lr"] == pytest.approx([1, 0.1, 0.01])


def test_a_schedule_per_batch_steps_after_each_optimizer_step() -> None:
    see = See()
    fit(
        net(),
        TensorLoader(*data(), batch_size=25),
        epochs=1,
        optimizer=see.optimizer(1.0),
        accumulate=2,  # 4 batches, 2 steps
        scheduler=lambda optimizer: LambdaLR(optimizer, lambda step: 0.5**step),
        scheduler_step="batch",
        callbacks=[see],
    )
    assert see.rates == [0.5, 0.25]  # seen after the step


def test_reduce_on_plateau_is_given_the_validation_loss() -> None:
    loader = TensorLoader(*data())
    history = fit(
        net(),
        loader,
        loader,
        epochs=4,
        optimizer=lambda p: torch.optim.SGD(p, lr=1e-5),  # so small that there is no progress
        scheduler=lambda optimizer: ReduceLROnPlateau(optimizer, patience=0, threshold=0.5),
    )
    assert history["lr"] == pytest.approx([1e-5, 1e-5, 1e-6, 1e-7])


def test_reduce_on_plateau_that_waits_for_a_loss_to_rise_is_refused() -> None:
    for step, mode, message in (
        ("epoch", "max", 'use mode="min"'),
        ("batch", "min", "looks at whole epochs"),
    ):
        with pytest.raises(ValueError, match=message):
            fit(
                net(),
                TensorLoader(*data()),
                scheduler=lambda optimizer, mode=mode: ReduceLROnPlateau(optimizer, mode=mode),
                scheduler_step=step,
            )


def test_clip_bounds_the_norm_of_the_whole_gradient() -> None:
    model = net(norm=False)
    start = copy.deepcopy(model)
    fit(model, TensorLoader(*data(), batch_size=100), epochs=1, optimizer="sgd", lr=1.0, clip=1e-3)
    moved = torch.cat(
        [(p - q).flatten() for p, q in zip(model.parameters(), start.parameters(), strict=True)]
    )
    assert moved.norm().item() == pytest.approx(1e-3, rel=1e-3)


def test_ema_is_the_running_average_and_the_result() -> None:
    weights: list[Tensor] = []

    class Keep(Callback):
        def on_step(self, run) -> None:
            weights.append(run.model[0].weight.detach().clone())

    model = net()
    fit(model, TensorLoader(*data(), batch_size=25), epochs=2, lr=0.1, ema=0.8, callbacks=[Keep()])
    average = weights[0]
    for weight in weights[1:]:
        average = 0.8 * average + 0.2 * weight
    torch.testing.assert_close(model[0].weight.detach(), average, rtol=1e-5, atol=1e-6)


def test_with_ema_the_average_is_what_is_validated() -> None:
    model, loader = net(), TensorLoader(*data(), batch_size=25)
    history = fit(model, loader, loader, epochs=2, lr=0.1, ema=0.8)
    assert evaluate(model, loader)["loss"] == pytest.approx(history[-1]["val_loss"])


@pytest.mark.parametrize("amp", ["bf16", "fp16"])
def test_mixed_precision_learns_as_full_precision_does(amp: str) -> None:
    loader = TensorLoader(*data(), batch_size=16)
    with pytest.warns(UserWarning, match="slower"):
        mixed = fit(net(dropout=0), loader, epochs=20, lr=0.02, amp=amp, device="cpu")
    full = fit(net(dropout=0), TensorLoader(*data(), batch_size=16), epochs=20, lr=0.02)
    assert mixed["loss"][-1] < 0.8 * mixed["loss"][0]
    assert mixed["loss"][-1] == pytest.approx(full["loss"][-1], rel=0.2)
    assert mixed["loss"] != full["loss"]  # it was on


def test_the_mode_of_every_module_is_restored_after_evaluation() -> None:
    model = net()
    model.train()
    model[1].eval()  # a frozen batch norm
    evaluate(model, TensorLoader(*data()))
    assert [module.training for module in model] == [True, False, True, True, True]


def test_a_hook_that_nobody_overrides_is_not_called(monkeypatch) -> None:
    class Nothing(Callback):
        pass

    def never(self, run) -> None:
        raise AssertionError("called")

    monkeypatch.setattr(Callback, "on_step", never)
    seen: list[int] = []

    class Count(Callback):
        def on_step(self, run) -> None:
            seen.append(run.step)

    fit(net(), TensorLoader(*data(), batch_size=50), epochs=1, callbacks=[Nothing(), Count()])
    assert seen == [1, 2]


def test_channels_last_gives_the_same_result_up_to_rounding() -> None:
    def train(channels_last: bool) -> list[float]:
        torch.manual_seed(0)
        model = nn.Sequential(
            nn.Conv2d(1, 4, 3), nn.BatchNorm2d(4), nn.ReLU(), nn.Flatten(), nn.Linear(144, 2)
        )
        X, y = torch.randn(64, 1, 8, 8, generator=torch.Generator().manual_seed(0)), data(64)[1]
        return fit(model, TensorLoader(X, y), epochs=3, channels_last=channels_last)["loss"]

    assert train(True) == pytest.approx(train(False), rel=1e-4)
