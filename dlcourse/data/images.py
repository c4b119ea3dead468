"""MNIST, its two look-alikes and CIFAR: downloaded once, read from their real formats, nothing unpickled."""

import gzip
import io
import tarfile
import zlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from dlcourse.data._package import sources
from dlcourse.data.digits import Split
from dlcourse.data.download import data_folder, fetch

LIMIT = 400_000_000  # bytes after decompression; CIFAR has 184 million


@dataclass(frozen=True)
class Images(Split):
    """A `Split` whose `X` is uint8 of shape (batch, channels, height, width), 0 to 255.

    As float32 a set is four times as large (CIFAR: 0.7 GB): convert what you use, `X / 255` batch by batch.

    Attributes
    ----------
    classes : tuple of str
        What class i of `y_train` and `y_test` (int64) means.
    """

    classes: tuple[str, ...]


def mnist(folder: str | Path | None = None) -> Images:
    """70,000 handwritten digits, 28x28 gray; 60,000 of them to train on. 12 MB.

    Parameters
    ----------
    folder : str or Path, optional
        Where to keep the files; default `data_folder()`, that is `DLCOURSE_DATA` or the system's cache.

    Raises
    ------
    DownloadError
        If no mirror gives the right bytes, or `DLCOURSE_OFFLINE=1`.
    ValueError
        If a file is not in its format.

    Notes
    -----
    Y. LeCun, C. Cortes and C. Burges, from NIST's Special Databases 1 and 3; CC BY-SA 3.0 as copies of
    it state (its own page is gone and was not seen).
    """
    return _idx("mnist", "0 1 2 3 4 5 6 7 8 9", folder)


def fashion_mnist(folder: str | Path | None = None) -> Images:
    """70,000 articles of clothing, 28x28 gray, in the format of `mnist`; 31 MB.

    Parameters and errors as in `mnist`.

    Notes
    -----
    H. Xiao, K. Rasul and R. Vollgraf, arXiv:1708.07747; MIT license, Zalando SE.
    """
    return _idx("fashion_mnist", "T-shirt Trouser Pullover Dress Coat Sandal Shirt Sneaker Bag Boot", folder)


def kmnist(folder: str | Path | None = None) -> Images:
    """70,000 cursive Japanese characters, 28x28 gray, in the format of `mnist`; 21 MB.

    Parameters and errors as in `mnist`.

    Notes
    -----
    "KMNIST Dataset" (created by CODH), adapted from "Kuzushiji Dataset" (created by NIJL and others),
    doi:10.20676/00000341, arXiv:1812.01718; CC BY-SA 4.0.
    """
    return _idx("kmnist", "o ki su tsu na ha ma ya re wo", folder)


def cifar10(folder: str | Path | None = None) -> Images:
    """60,000 photographs in 10 classes, 32x32 in color, 50,000 of them to train on; 170 MB.

    Parameters and errors as in `mnist`.

    Notes
    -----
    A. Krizhevsky, "Learning Multiple Layers of Features from Tiny Images" (2009); no license is stated.
    The binary version: the one "for Python" is a pickle, and reading a pickle runs what it contains.
    """
    train = [f"cifar-10-batches-bin/data_batch_{i}.bin" for i in range(1, 6)]
    test, names = ["cifar-10-batches-bin/test_batch.bin"], "cifar-10-batches-bin/batches.meta.txt"
    return _cifar("cifar10", train, test, names, 1, folder)


def cifar100(folder: str | Path | None = None) -> Images:
    """60,000 photographs in 100 classes (the fine labels), 32x32 in color; 169 MB.

    Parameters, errors and source as in `cifar10`.
    """
    names = "cifar-100-binary/fine_label_names.txt"
    return _cifar("cifar100", ["cifar-100-binary/train.bin"], ["cifar-100-binary/test.bin"], names, 2, folder)


def _files(name: str, folder: str | Path | None) -> dict[str, Path]:
    source = sources()["downloads"][name]
    place = (
        Path(folder or data_folder()).expanduser() / name
    )  # the files of the three MNISTs have the same names
    return {f: fetch(f, source["mirrors"], folder=place, **facts) for f, facts in source["files"].items()}


def gunzip(path: Path, limit: int = LIMIT) -> bytes:
    """The decompressed content of a gzip file; ValueError if it is damaged or longer than `limit` bytes."""
    try:
        with gzip.open(path) as file:
            content = file.read(limit + 1)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise ValueError(f"{path} is not a whole gzip file ({error}): delete it and call again") from error
    if len(content) > limit:
        raise ValueError(f"{path} holds more than {limit:,} bytes, which no data set here does")
    return content


def read_idx(content: bytes) -> np.ndarray:
    """The uint8 array in an IDX file (the format of MNIST): two zero bytes, 8 for uint8, the number of axes,
    each length as a big-endian 32-bit integer, then the values. ValueError if it is anything else."""
    if content[:3] != b"\0\0\x08" or len(content) < 8 or not 0 < 4 * content[3] <= len(content) - 4:
        raise ValueError(f"not an IDX file of unsigned bytes: it begins with {content[:8].hex(' ')}")
    head = 4 + 4 * content[3]
    shape = tuple(int(n) for n in np.frombuffer(content[4:head], ">u4"))
    expected = int(np.prod(shape, dtype=object))  # Python integers: four axes of 2^32 - 1 do not overflow
    if len(content) - head != expected:
        raise ValueError(f"IDX header says {shape}, {expected:,} values; there are {len(content) - head:,}")
    return np.frombuffer(content, np.uint8, offset=head).reshape(shape)


def read_cifar(content: bytes, labels: int) -> tuple[np.ndarray, np.ndarray]:
    """Images (n, 3, 32, 32) and labels (n,) of a CIFAR binary file: records of `labels` label bytes (the last
    of them is the finest), then 1024 bytes of red, green and blue. ValueError for a file cut short."""
    record = labels + 3 * 32 * 32
    if not content or len(content) % record:
        raise ValueError(
            f"CIFAR file of {len(content):,} bytes: not a whole number of records of {record} bytes"
        )
    rows = np.frombuffer(content, np.uint8).reshape(-1, record)
    return rows[:, labels:].reshape(-1, 3, 32, 32), rows[:, labels - 1]


def _idx(name: str, classes: str, folder: str | Path | None) -> Images:
    arrays = {f: read_idx(gunzip(path)) for f, path in _files(name, folder).items()}
    X, y = (
        [arrays[f"{part}-{kind}-ubyte.gz"] for part in ("train", "t10k")]
        for kind in ("images-idx3", "labels-idx1")
    )
    # A copy: what lies in the file's bytes is read-only, and PyTorch would warn about that.
    X = [images.reshape(len(images), 1, *images.shape[1:]).copy() for images in X]
    return _checked(name, X, y, tuple(classes.split()))


def _cifar(
    name: str, train: list[str], test: list[str], names: str, labels: int, folder: str | Path | None
) -> Images:
    (path,) = _files(name, folder).values()
    try:
        # Opened in memory, and never unpacked: no member can name a place to be written to.
        with tarfile.open(fileobj=io.BytesIO(gunzip(path))) as archive:
            held = {m.name: archive.extractfile(m).read() for m in archive if m.isfile()}  # type: ignore[union-attr]
    except tarfile.TarError as error:
        raise ValueError(f"{path} is not a tar archive ({error}): delete it and call again") from error
    if missing := {*train, *test, names} - set(held):
        raise ValueError(f"{path} has no {', '.join(sorted(missing))}; it has {', '.join(sorted(held))}")
    parts = [read_cifar(b"".join(held[f] for f in files), labels) for files in (train, test)]
    classes = tuple(held[names].decode().split())
    return _checked(name, [X for X, _ in parts], [y for _, y in parts], classes)


def _checked(name: str, X: list[np.ndarray], y: list[np.ndarray], classes: tuple[str, ...]) -> Images:
    for images, labels in zip(X, y, strict=True):
        if images.ndim != 4 or labels.shape != images.shape[:1] or labels.max(initial=0) >= len(classes):
            raise ValueError(
                f"{name}: images of shape {images.shape} do not go with labels of shape {labels.shape} "
                f"up to {labels.max(initial=0)} for {len(classes)} classes"
            )
    return Images(X[0], y[0].astype(np.int64), X[1], y[1].astype(np.int64), classes)
