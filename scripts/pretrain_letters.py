"""Trains the weights behind `dlcourse.models.pretrained("letters")` and writes them with their card.

    python scripts/pretrain_letters.py

takes about half a minute on one processor core. On one machine it writes the same bytes each time;
another processor, PyTorch or Pillow may round differently, so a test there compares accuracies.
"""

import argparse
import hashlib
import string
from importlib.metadata import version
from pathlib import Path
from textwrap import dedent

import safetensors.torch
import torch
from torch import Tensor, nn
from torch.nn import functional as F

from dlcourse.data import glyphs
from dlcourse.files import replace
from dlcourse.models import letter_net
from dlcourse.models.trained import WEIGHTS

LETTERS = string.ascii_uppercase + string.ascii_lowercase
BATCH_SIZE, RATE, DECAY, NOISE = 128, 0.005, 0.01, 0.1


def data(copies: int, seed: int) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Images (n, 1, 8, 8) and labels (n,) of the training fonts, then of the four test fonts."""
    drawn = glyphs(LETTERS, copies=copies, distort=1.5, seed=seed)
    parts = drawn.X_train, drawn.y_train, drawn.X_test, drawn.y_test
    X, y, X_test, y_test = (torch.from_numpy(part) for part in parts)
    return X.reshape(-1, 1, 8, 8), y, X_test.reshape(-1, 1, 8, 8), y_test


def train(X: Tensor, y: Tensor, num_epochs: int, seed: int) -> nn.Sequential:
    """A net trained with AdamW and a one-cycle rate; every image gets new noise each time it is shown."""
    torch.manual_seed(seed)
    net, draw = letter_net(len(LETTERS)), torch.Generator().manual_seed(seed)
    optimizer = torch.optim.AdamW(net.parameters(), lr=RATE, weight_decay=DECAY)
    steps = num_epochs * (len(X) // BATCH_SIZE)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, max_lr=RATE, total_steps=steps)
    for _ in range(num_epochs):
        order = torch.randperm(len(X), generator=draw)[: len(X) // BATCH_SIZE * BATCH_SIZE]
        for batch in order.split(BATCH_SIZE):
            noisy = X[batch] + NOISE * torch.randn(X[batch].shape, generator=draw)
            loss = F.cross_entropy(net(noisy.clamp(0, 1)), y[batch])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            schedule.step()
    return net.eval()


@torch.no_grad()
def accuracy(net: nn.Module, X: Tensor, y: Tensor, period: int = len(LETTERS)) -> float:
    """Share of right answers; a period of 26 takes C and c for the same."""
    return (net(X).argmax(1) % period == y % period).float().mean().item()


def card(sha256: str, scores: dict[str, float], options: argparse.Namespace, images: int) -> str:
    """The card as text: a head in TOML that `pretrained_card` reads, then prose."""
    return dedent(f"""\
        +++
        name = "letters"
        net = "dlcourse.models.letter_net"
        command = "python scripts/pretrain_letters.py"
        sha256 = "{sha256}"
        classes = "{LETTERS}"
        training_images = {images}
        copies = {options.copies}
        num_epochs = {options.epochs}
        seed = {options.seed}
        accuracy_training_fonts = {scores["training"]:.4f}
        accuracy_test_fonts = {scores["test"]:.4f}
        accuracy_test_fonts_ignoring_case = {scores["ignoring case"]:.4f}
        torch = "{version("torch").partition("+")[0]}"
        matplotlib = "{version("matplotlib")}"
        license = "BSD-3-Clause"
        +++

        # Letters

        A small convolutional net that names one of the 52 letters in an image of 8 by 8 pixels.

        **Data.** Drawings of the letters in the 20 fonts that matplotlib ships (`dlcourse.data.glyphs`),
        turned, slanted, stretched and moved. Four of the fonts were kept for the test.
        No digit and nothing handwritten is among them.

        **What was measured.** The accuracies above. A letter fills its image whatever its size was, so C and
        c, O and o, X and x look alike: most mistakes are of that kind, as the last accuracy shows.

        **Use.** Chapter 13 reuses its body for handwritten digits. It expects values from 0 to 1; ink is 1.

        **Limits.** Not a reader of text: 16 fonts, one letter to an image, no accents, no other script.

        **License.** BSD-3-Clause, like the code. The drawings were made with DejaVu, STIX and Computer Modern
        as matplotlib ships them, under their own free licenses; the weights contain no font.
        """)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--output", type=Path, default=WEIGHTS, help="where to write (default: the package)")
    parser.add_argument("--epochs", type=int, default=10)
    parser.add_argument("--copies", type=int, default=20, help="drawings of each letter in each font")
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    if options.epochs < 1 or not options.output.is_dir():
        parser.error(f"need --epochs >= 1 and a folder that exists, got {options.epochs}, {options.output}")
    torch.set_num_threads(1)  # with more, sums are taken in another order and the last bits differ
    torch.use_deterministic_algorithms(True)
    X, y, X_test, y_test = data(options.copies, options.seed)
    net = train(X, y, options.epochs, options.seed)
    scores = {"training": accuracy(net, X, y), "test": accuracy(net, X_test, y_test)}
    scores["ignoring case"] = accuracy(net, X_test, y_test, period=26)
    content = safetensors.torch.save(net.state_dict())
    digest = hashlib.sha256(content).hexdigest()
    replace(options.output / "letters.safetensors", content)
    replace(options.output / "letters.md", card(digest, scores, options, len(X)).encode())
    print(f"letters: {len(content)} bytes, accuracy on the test fonts {scores['test']:.4f}, sha256 {digest}")


if __name__ == "__main__":
    main()
