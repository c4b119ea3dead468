"""What `train` decides on an accelerator, on fakes where this machine has none: a GPU runs none of this here.

Faked is what PyTorch says about the machine (how many devices, their memory and capability); what is done
with it is the real code. `test_device.py` trains on a real GPU where there is one.
"""

import math
import warnings
from types import SimpleNamespace

import pytest
import torch
from torch import nn

from dlcourse.train import TensorLoader, fit, pick
from dlcourse.train.device import device_info, out_of_memory
from dlcourse.train.finite import FiniteCheck
from dlcourse.train.fit import _mixed_precision, make_optimizer
from tests.train.job import data, net


@pytest.fixture
def two_cards(monkeypatch):
    card = SimpleNamespace(name="Card X", total_memory=80 * 2**30)
    for name, value in {
        "is_available": lambda: True,
        "device_count": lambda: 2,
        "memory_allocated": lambda device=None: 3 * 2**29,
        "get_device_properties": lambda device: card,
    }.items():
        monkeypatch.setattr(torch.cuda, name, value)
    monkeypatch.delenv("DLCOURSE_DEVICE", raising=False)


@pytest.mark.usefixtures("two_cards")
def test_the_first_card_is_picked_and_named_with_its_memory(capsys) -> None:
    assert pick("auto") == torch.device("cuda")
    assert "Card X, 1.5 of 80.0 GiB used; the first accelerator found" in capsys.readouterr().out
    assert pick("cuda:1", quiet=True).index == 1
    with pytest.raises(ValueError, match=r'"cuda:2" .* is not on this machine \(it has 2 cuda'):
        pick("cuda:2")


@pytest.mark.usefixtures("two_cards")
def test_a_full_card_is_named_with_what_to_lower() -> None:
    device = torch.device("cuda:1")
    error = out_of_memory(torch.OutOfMemoryError("CUDA out of memory. Tried 9 GiB\nmore"), device, 512, 2)
    assert str(error).startswith(device_info(device))
    assert "Halve batch_size (now 512) and set accumulate=4" in str(error)
    assert str(error).endswith("Tried 9 GiB")


@pytest.mark.parametrize(
    ("capability", "dtype", "scaled"), [((8, 0), torch.bfloat16, False), ((7, 5), torch.float16, True)]
)
def test_mixed_precision_follows_the_card(monkeypatch, capability, dtype, scaled) -> None:
    monkeypatch.setattr(torch.cuda, "get_device_capability", lambda device=None: capability)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # torch says that there is no card
        autocast, scaler = _mixed_precision("auto", torch.device("cuda"))
    assert autocast.fast_dtype == dtype
    assert (scaler is not None) == scaled


@pytest.mark.parametrize(("device", "fused"), [("cuda", True), ("cpu", True), ("mps", False)])
def test_an_optimizer_by_name_is_fused_where_that_is_old_enough(monkeypatch, device, fused) -> None:
    seen = {}

    class Adam(torch.optim.Adam):
        def __init__(self, parameters, **how):
            seen.update(how)
            super().__init__(parameters, lr=how["lr"])

    monkeypatch.setitem(__import__("dlcourse.train.fit", fromlist=["x"])._OPTIMIZERS, "adam", (Adam, 1e-3))
    make_optimizer("adam", net(), None, torch.device(device))
    assert seen["fused"] == fused


@pytest.fixture
def unread(monkeypatch):
    """Losses are left unread as on an accelerator, where reading each would wait for it."""
    start = FiniteCheck.__init__

    def later(self, *args) -> None:
        start(self, *args)
        self.read_at = 64

    monkeypatch.setattr(FiniteCheck, "__init__", later)


def test_losses_that_wait_to_be_read_give_the_same_history(request) -> None:
    at_once = fit(net(), TensorLoader(*data(), batch_size=8), epochs=3, device="cpu")
    request.getfixturevalue("unread")
    later = fit(net(), TensorLoader(*data(), batch_size=8), epochs=3, device="cpu")
    assert later["loss"] == pytest.approx(at_once["loss"], rel=1e-12)


@pytest.mark.usefixtures("unread")
def test_a_bad_loss_among_the_unread_is_still_found_with_its_batch() -> None:
    class Poisoned(nn.Linear):
        calls = 0

        def forward(self, X):
            self.calls += 1
            return super().forward(X) * (math.nan if self.calls == 5 else 1)

    with pytest.raises(FloatingPointError, match="the loss is nan in epoch 1, batch 5"):
        fit(Poisoned(8, 2), TensorLoader(*data(), batch_size=8), epochs=2, device="cpu")


@pytest.mark.usefixtures("unread")
def test_a_bad_gradient_among_the_unread_is_still_found_with_its_batch() -> None:
    calls = []

    def loss(outputs, y):
        calls.append(1)
        return (0 * outputs).sqrt().sum() if len(calls) == 4 else nn.functional.cross_entropy(outputs, y)

    with pytest.raises(
        FloatingPointError, match=r"its gradient is not in epoch 1, batch 4: .*set_detect_anomaly"
    ):
        fit(net(), TensorLoader(*data(), batch_size=8), epochs=2, device="cpu", loss=loss)
