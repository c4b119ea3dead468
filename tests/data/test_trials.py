"""The recorded trials are those of the script, one for each setting and seed."""

import json
import runpy
from pathlib import Path

import numpy as np
import torch

from dlcourse.data import trials

ROOT = Path(__file__).resolve().parents[2]


def test_an_axis_for_each_hyperparameter_of_the_script(monkeypatch) -> None:
    monkeypatch.syspath_prepend(str(ROOT / "benchmarks"))
    script = runpy.run_path(str(ROOT / "benchmarks" / "search.py"))
    found = trials()
    assert found.axes == script["AXES"]
    assert found.validation.shape == found.test.shape == (2, *map(len, found.axes.values()))


def test_accuracies_are_shares_of_the_images_that_were_held_out() -> None:
    found, sizes = trials(), json.loads((ROOT / "dlcourse/data/search.json").read_text())["images"]
    for part in ("validation", "test"):
        right = getattr(found, part) * sizes[part]
        assert np.allclose(right, right.round(), atol=1e-9)
        assert right.min() >= 0 and right.max() <= sizes[part]
    assert sum(sizes.values()) == 1797


def test_a_trial_that_is_run_again_is_about_as_good(monkeypatch) -> None:
    """About: another machine rounds otherwise."""
    monkeypatch.syspath_prepend(str(ROOT / "benchmarks"))
    script = runpy.run_path(str(ROOT / "benchmarks" / "search.py"))
    found, i = trials(), (4, 1, 0, 2, 0, 2)
    setting = tuple(values[k] for values, k in zip(found.axes.values(), i, strict=True))
    place = int(np.ravel_multi_index(i, found.test.shape[1:]))
    right = script["trial"](script["parts_of"](), setting, place)
    torch.testing.assert_close(right[1] / script["SIZES"]["test"], found.test[0][i], atol=0.02, rtol=0)
