"""The device is chosen at run time, said with its reason, and refused where the machine has none."""

import pytest
import torch

from dlcourse.train import pick
from dlcourse.train.device import device_info


def test_the_choice_is_printed_with_its_reason(capsys, monkeypatch) -> None:
    monkeypatch.delenv("DLCOURSE_DEVICE", raising=False)
    chosen = pick()
    said = capsys.readouterr().out
    assert said.startswith(f"device: {chosen}")
    assert "no cuda or mps device was found" in said or "the first accelerator found" in said


def test_the_environment_overrides_auto_but_not_an_explicit_choice(capsys, monkeypatch) -> None:
    monkeypatch.setenv("DLCOURSE_DEVICE", "cpu")
    assert pick() == torch.device("cpu")
    assert "set by DLCOURSE_DEVICE" in capsys.readouterr().out
    monkeypatch.setenv("DLCOURSE_DEVICE", "tpu")
    with pytest.raises(ValueError, match=r"got 'tpu' \(set by DLCOURSE_DEVICE\)"):
        pick()
    assert pick("cpu", quiet=True) == torch.device("cpu")


@pytest.mark.parametrize("device", ["cuda:99", "mps:7", "meta"])
def test_a_device_that_is_not_there_is_refused(device: str) -> None:
    with pytest.raises(ValueError, match=rf'device "{device}" \(asked for\) is not on this machine'):
        pick(device)


def test_a_cpu_is_described_by_its_threads() -> None:
    assert device_info(torch.device("cpu")) == f"cpu, {torch.get_num_threads()} threads"


@pytest.mark.skipif(not torch.cuda.is_available(), reason="no GPU on this machine")
def test_on_a_gpu_it_trains_in_mixed_precision_and_says_its_name() -> None:
    from dlcourse.train import TensorLoader, fit
    from tests.train.job import data, net

    assert torch.cuda.get_device_name() in device_info(torch.device("cuda"))
    for amp in ("bf16", "fp16", "off"):
        model = net(dropout=0)
        history = fit(model, TensorLoader(*data()), epochs=20, lr=0.02, device="cuda", amp=amp)
        assert next(model.parameters()).is_cuda
        assert history["loss"][-1] < 0.9 * history["loss"][0]
