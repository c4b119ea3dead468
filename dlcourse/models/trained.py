"""Weights that travel with the package: small, trained by a script of the repository, each with its card.

They are there to be reused on other images, as in Yosinski, Clune, Bengio & Lipson, "How transferable are
features in deep neural networks?", Advances in Neural Information Processing Systems 27 (2014).

A file NAME.safetensors holds the tensors. Beside it stands NAME.md: its head, between two lines `+++`, is
TOML with the checksum and what was measured; below it a reader finds data, use, limits and license.
"""

import hashlib
import tomllib
from pathlib import Path
from typing import Any

from torch import Tensor, nn

WEIGHTS = Path(__file__).parent / "weights"


def letter_net(num_classes: int = 52) -> nn.Sequential:
    """The net of `pretrained("letters")`: a `body` of three convolutions with batch norm, a linear `head`.

    Parameters
    ----------
    num_classes : int
        Outputs of the head; 52 for the letters, at least 2.

    Returns
    -------
    nn.Sequential
        Maps images (batch, 1, 8, 8), values in [0, 1] with ink 1, to logits (batch, num_classes).
        Its `body` gives the 128 features that the head reads.

    Raises
    ------
    ValueError
        If there are fewer than two classes.

    Examples
    --------
    >>> import torch
    >>> net = letter_net(10)
    >>> net.body(torch.zeros(4, 1, 8, 8)).shape, net(torch.zeros(4, 1, 8, 8)).shape
    (torch.Size([4, 128]), torch.Size([4, 10]))
    """
    if num_classes < 2:
        raise ValueError(f"a classifier needs 2 classes or more, got num_classes={num_classes}")
    net = nn.Sequential()
    body = nn.Sequential()
    for i, (inputs, outputs) in enumerate([(1, 16), (16, 32), (32, 32)], start=1):
        # batch norm moves and scales by itself, so the convolution needs no bias
        body.add_module(f"conv{i}", nn.Conv2d(inputs, outputs, 3, padding=1, bias=False))
        body.add_module(f"norm{i}", nn.BatchNorm2d(outputs))
        body.add_module(f"relu{i}", nn.ReLU())
        if i > 1:
            body.add_module(f"pool{i}", nn.MaxPool2d(2))  # 8 to 4 to 2 pixels
    body.add_module("flatten", nn.Flatten())  # (B, 32, 2, 2) -> (B, 128)
    net.add_module("body", body)
    net.add_module("head", nn.Linear(128, num_classes))
    return net


def pretrained_names() -> list[str]:
    """The names that `pretrained` knows, sorted.

    >>> pretrained_names()
    ['letters']
    """
    return sorted(card.stem for card in WEIGHTS.glob("*.md"))


def pretrained_card(name: str) -> dict[str, Any]:
    """What the card of these weights states: data, measured accuracy, license, checksum, the command.

    Parameters
    ----------
    name : str
        One of `pretrained_names`.

    Raises
    ------
    ValueError
        If there are no weights of this name.

    Examples
    --------
    >>> card = pretrained_card("letters")
    >>> card["license"], card["command"]
    ('BSD-3-Clause', 'python scripts/pretrain_letters.py')
    """
    if name not in pretrained_names():
        raise ValueError(f"no pretrained weights {name!r}; there are: {', '.join(pretrained_names())}")
    text = (WEIGHTS / f"{name}.md").read_text(encoding="utf-8")
    return tomllib.loads(text.split("+++")[1])


def pretrained(name: str) -> dict[str, Tensor]:
    """Weights from this package, as `load_state_dict` takes them: name to tensor, on the CPU. No network.

    Parameters
    ----------
    name : str
        One of `pretrained_names`. "letters": `letter_net()` trained on 52 printed letters.

    Raises
    ------
    ValueError
        If there are no weights of this name, or the file is not the one that its card describes.

    Examples
    --------
    >>> net = letter_net()
    >>> net.load_state_dict(pretrained("letters"))
    <All keys matched successfully>
    """
    import safetensors.torch

    expected = pretrained_card(name)["sha256"]
    path = WEIGHTS / f"{name}.safetensors"
    content = path.read_bytes()
    found = hashlib.sha256(content).hexdigest()
    if found != expected:
        raise ValueError(
            f"{path.name} is damaged: sha256 {found[:12]}..., its card says {expected[:12]}...; reinstall "
            "dlcourse, or in a clone: git checkout dlcourse/models/weights"
        )
    return safetensors.torch.load(content)
