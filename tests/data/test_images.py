"""MNIST and CIFAR: real formats over a real connection, every damaged file refused, nothing unpickled."""

import ast
import contextlib
import gzip
import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import dlcourse.data
from dlcourse.data import cifar10, cifar100, fashion_mnist, kmnist, mnist
from dlcourse.data._package import sources
from dlcourse.data.images import gunzip, read_cifar, read_idx
from tests.data.hostile import facts, idx, serving, tar_gz

RNG = np.random.default_rng(0)
FAMILY = {"mnist": mnist, "fashion_mnist": fashion_mnist, "kmnist": kmnist}


@pytest.fixture
def shop(tmp_path, monkeypatch):
    """Put files onto a server and make them the source of a data set, as sources.toml would."""
    monkeypatch.setenv("DLCOURSE_DATA", str(tmp_path))
    monkeypatch.delenv("DLCOURSE_OFFLINE", raising=False)
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    with serving() as server:

        def sell(name, files, how="good"):
            server.files |= files
            source = {"mirrors": [server.mirror(how)], "files": {f: facts(c) for f, c in files.items()}}
            monkeypatch.setitem(sources()["downloads"], name, source)

        yield sell


def mnist_files(train=50, test=20):
    X = {part: RNG.integers(0, 256, (n, 28, 28), np.uint8) for part, n in (("train", train), ("t10k", test))}
    y = {part: RNG.integers(0, 10, len(images), np.uint8) for part, images in X.items()}
    files = {f"{part}-images-idx3-ubyte.gz": idx(X[part]) for part in X}
    return X, y, files | {f"{part}-labels-idx1-ubyte.gz": idx(y[part]) for part in y}


@pytest.mark.parametrize("name", FAMILY)
def test_the_mnist_family_is_read_pixel_by_pixel(shop, name, tmp_path):
    X, y, files = mnist_files()
    shop(name, files, how="cuts")
    data = FAMILY[name]()
    np.testing.assert_array_equal(data.X_train, X["train"][:, None])
    np.testing.assert_array_equal(data.X_test, X["t10k"][:, None])
    np.testing.assert_array_equal(data.y_train, y["train"])
    np.testing.assert_array_equal(data.y_test, y["t10k"])
    assert (data.X_train.dtype, data.y_train.dtype) == (np.uint8, np.int64)
    assert data.X_train.strides == (784, 784, 28, 1)  # a stride of 0 reads as channels_last in PyTorch
    assert data.X_train.flags.writeable
    assert data.y_train.flags.writeable
    assert len(set(data.classes)) == 10
    assert sorted(path.name for path in (tmp_path / name).glob("*.gz")) == sorted(files)


def cifar_files(labels, train_files, test_file, n=7):
    """Records written one byte after the other, as the page of CIFAR describes them."""
    parts, packed = {}, {}
    for name in (*train_files, test_file):
        X = RNG.integers(0, 256, (n, 3, 32, 32), np.uint8)
        y = RNG.integers(0, 10, (n, labels), np.uint8)
        packed[name] = b"".join(bytes(y[i]) + X[i].tobytes() for i in range(n))
        parts[name] = X, y[:, -1]
    return parts, packed


def test_cifar10_is_read_from_its_binary_archive(shop):
    folder = "cifar-10-batches-bin"
    train = [f"{folder}/data_batch_{i}.bin" for i in range(1, 6)]
    parts, packed = cifar_files(1, train, f"{folder}/test_batch.bin")
    names = "airplane automobile bird cat deer dog frog horse ship truck"
    packed[f"{folder}/batches.meta.txt"] = names.replace(" ", "\n").encode() + b"\n\n"
    shop("cifar10", {"cifar-10-binary.tar.gz": tar_gz(packed)})
    data = cifar10()
    np.testing.assert_array_equal(data.X_train, np.concatenate([parts[f][0] for f in train]))
    np.testing.assert_array_equal(data.y_train, np.concatenate([parts[f][1] for f in train]))
    np.testing.assert_array_equal(data.X_test, parts[f"{folder}/test_batch.bin"][0])
    assert data.classes == tuple(names.split())


def cifar100_archive():
    parts, packed = cifar_files(2, ["cifar-100-binary/train.bin"], "cifar-100-binary/test.bin")
    packed["cifar-100-binary/fine_label_names.txt"] = "\n".join(f"class{i}" for i in range(100)).encode()
    return parts, packed


def test_cifar100_takes_the_fine_label(shop):
    parts, packed = cifar100_archive()
    shop("cifar100", {"cifar-100-binary.tar.gz": tar_gz(packed)})
    data = cifar100()
    X, y = parts["cifar-100-binary/train.bin"]
    np.testing.assert_array_equal(data.X_train, X)
    np.testing.assert_array_equal(data.y_train, y)
    assert len(data.classes) == 100


@given(st.lists(st.integers(0, 5), min_size=1, max_size=4), st.randoms(use_true_random=False))
def test_any_idx_file_of_bytes_is_read_back(shape, random):
    array = np.array([random.randrange(256) for _ in range(int(np.prod(shape)))], np.uint8).reshape(shape)
    np.testing.assert_array_equal(read_idx(gzip.decompress(idx(array))), array)


@given(st.binary(max_size=40))
def test_no_bytes_crash_the_idx_reader_in_another_way(content):
    with contextlib.suppress(ValueError):
        assert content.endswith(read_idx(content).tobytes())


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "not an IDX file"),
        (b"<html>", "not an IDX file of unsigned bytes: it begins with 3c 68 74"),
        (b"\0\0\x0d\x01\0\0\0\1abcd", "not an IDX file of unsigned bytes"),  # floats
        (b"\0\0\x08\x03\0\0", "not an IDX file"),
        (b"\0\0\x08\0\0\0\0\0\0", "not an IDX file"),  # no axes
        (b"\0\0\x08\x01\0\0\0\5abcd", r"header says \(5,\), 5 values; there are 4"),
        (b"\0\0\x08\x01\0\0\0\3abcd", r"header says \(3,\), 3 values; there are 4"),
        (b"\0\0\x08\x04" + b"\xff" * 16, "there are 0"),
    ],
)
def test_a_damaged_idx_file_is_refused(content, says):
    with pytest.raises(ValueError, match=says):
        read_idx(content)


@pytest.mark.parametrize("content", [b"", bytes(3072), bytes(3073 * 2 + 1)])
def test_a_cut_cifar_file_is_refused(content):
    with pytest.raises(ValueError, match="not a whole number of records of 3073 bytes"):
        read_cifar(content, 1)


def test_a_gzip_bomb_is_not_blown_up(tmp_path):
    bomb = tmp_path / "bomb.gz"
    bomb.write_bytes(gzip.compress(bytes(20_000_000)))
    assert bomb.stat().st_size < 30_000
    code = (
        "import resource, sys; from pathlib import Path; from dlcourse.data.images import gunzip\n"
        "before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "try: gunzip(Path(sys.argv[1]), 1_000_000)\n"
        "except ValueError as error: print(error)\n"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)"
    )
    done = subprocess.run([sys.executable, "-c", code, bomb], capture_output=True, text=True, check=True)
    message, grown = done.stdout.splitlines()
    assert "holds more than 1,000,000 bytes" in message
    if sys.platform == "linux":
        assert int(grown) < 10_000  # kilobytes; the whole content would be 20,000


@pytest.mark.parametrize(
    "damage", [lambda c: c[:-20], lambda c: b"no gzip", lambda c: c[:50] + b"\0" * 50 + c[100:]]
)
def test_a_damaged_gzip_file_is_refused(tmp_path, damage):
    path = tmp_path / "file.gz"
    path.write_bytes(damage(gzip.compress(RNG.bytes(1000))))
    with pytest.raises(ValueError, match="not a whole gzip file"):
        gunzip(path)


def test_images_and_labels_of_different_number_are_refused(shop):
    files = mnist_files()[2]
    shop("mnist", files | {"t10k-labels-idx1-ubyte.gz": idx(np.zeros(19, np.uint8))})
    with pytest.raises(
        ValueError, match=r"mnist: images of shape \(20, 1, 28, 28\) .* labels of shape \(19,\)"
    ):
        mnist()


def test_labels_beyond_the_classes_are_refused(shop):
    files = mnist_files()[2]
    shop("mnist", files | {"t10k-labels-idx1-ubyte.gz": idx(np.full(20, 10, np.uint8))})
    with pytest.raises(ValueError, match="up to 10 for 10 classes"):
        mnist()


def test_an_archive_without_a_member_is_refused_and_nothing_is_written(shop, tmp_path):
    _, packed = cifar100_archive()
    del packed["cifar-100-binary/test.bin"]
    outside = {"../../evil.txt": b"out", "/evil.txt": b"out"}
    shop("cifar100", {"cifar-100-binary.tar.gz": tar_gz(packed | outside)})
    with pytest.raises(ValueError, match=r"has no cifar-100-binary/test\.bin; it has"):
        cifar100()
    assert not list(tmp_path.rglob("evil.txt"))
    assert not (tmp_path.parent / "evil.txt").exists()


def test_an_archive_that_is_no_tar_is_refused(shop):
    shop("cifar100", {"cifar-100-binary.tar.gz": gzip.compress(b"not a tar archive" * 100)})
    with pytest.raises(ValueError, match="is not a tar archive"):
        cifar100()


def test_the_official_sources_are_complete():
    """Ten classes or a hundred, the sizes that the papers' pages state, a digest for each file."""
    downloads = sources()["downloads"]
    assert set(downloads) == {*FAMILY, "cifar10", "cifar100"}
    for source in downloads.values():
        assert all(mirror.startswith("http") and mirror.endswith("/") for mirror in source["mirrors"])
        for known in source["files"].values():
            assert len(bytes.fromhex(known["sha256"])) == 32
    digests = [known["sha256"] for source in downloads.values() for known in source["files"].values()]
    assert len(set(digests)) == len(digests) == 14


PICKLERS = {"pickle", "_pickle", "cPickle", "dill", "joblib", "cloudpickle", "shelve", "marshal", "torch"}


def test_no_module_of_the_room_can_unpickle():
    for file in Path(dlcourse.data.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                assert not {alias.name.split(".")[0] for alias in node.names} & PICKLERS
            elif isinstance(node, ast.ImportFrom):
                assert (node.module or "").split(".")[0] not in PICKLERS
            elif isinstance(node, ast.Attribute):
                assert node.attr not in ("load", "loads") or ast.unparse(node) in (
                    "tomllib.loads",
                    "json.loads",
                )


def test_nothing_is_unpickled_while_the_files_are_read(shop, tmp_path):
    shop("mnist", mnist_files()[2])
    mnist()  # downloads; the process below reads
    shop("cifar100", {"cifar-100-binary.tar.gz": tar_gz(cifar100_archive()[1])})
    cifar100()
    code = (
        "import sys; from dlcourse.data import cifar100, mnist; from dlcourse.data._package import sources\n"
        "import json; sources()['downloads'] |= json.loads(sys.argv[1])\n"
        "def watch(event, args):\n"
        "    if event.startswith('pickle.'): seen.append(event)\n"
        "seen = []; sys.addaudithook(watch); mnist(); cifar100()\n"
        "import pickle; n = len(seen); pickle.loads(pickle.dumps(list)); print(n, len(seen) > n)"
    )
    known = json.dumps({name: sources()["downloads"][name] for name in ("mnist", "cifar100")})
    env = os.environ | {"DLCOURSE_OFFLINE": "1", "DLCOURSE_DATA": str(tmp_path)}
    done = subprocess.run([sys.executable, "-c", code, known], capture_output=True, text=True, env=env)
    assert (done.stderr, done.stdout.split()) == ("", ["0", "True"])
