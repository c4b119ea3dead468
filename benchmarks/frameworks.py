"""One net in PyTorch, JAX, TensorFlow and Keras: are its numbers the same, and what does a step cost?

Everything starts from the same arrays of NumPy. Compared with PyTorch are the losses and the gradients of a
small net and its weights after each of five steps of SGD, momentum and Adam; Keras also computes the logits
of a net with a convolution and batch norm. Then a training step of Adam is timed, eager and compiled.

Each framework runs in a process of its own, Keras once for each backend, all on one core; PyTorch, eager,
takes turns with each of them, and the ratios are to that. Times are the processor time of the process. A
framework that is not installed is left out with a message. `book/14_frameworks.ipynb` shows the record.
"""

import argparse
import datetime
import importlib
import importlib.util
import inspect
import json
import os
import platform
import subprocess
import sys
import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np
import record
import torch
from torch import nn
from torch.nn import functional as F

from dlcourse.data import digits

RESULTS = Path(__file__).parent / "results" / "frameworks.json"
FALLING = (1.0, 1.0, 0.25, 0.25)
TOLERANCE = 1e-6  # of the weights, in 32 bits
RULES = ("SGD", "momentum", "Adam")
#: name: the packages that must be there, and the environment of its process
PARTS: dict[str, tuple[tuple[str, ...], dict[str, str]]] = {
    "PyTorch": (("torch",), {}),
    "JAX": (("jax",), {}),
    "TensorFlow": (("tensorflow", "keras"), {"KERAS_BACKEND": "tensorflow"}),
    "Keras on PyTorch": (("keras",), {"KERAS_BACKEND": "torch"}),
    "Keras on JAX": (("keras", "jax"), {"KERAS_BACKEND": "jax"}),
    "Keras on TensorFlow": (("keras", "tensorflow"), {"KERAS_BACKEND": "tensorflow"}),
}
SIZES = {"small": ((64, 32, 10), 64), "large": ((64, 1024, 1024, 10), 256)}
OPTIMIZERS = ("SGD", "Adam", "AdamW", "RMSprop", "Adagrad", "Adadelta")


# The functions with the names of the frameworks stand in the chapter, word for word; a test compares them.
def torch_run(weights, batches, rule):
    """The losses, and the weights after each step."""
    W1, b1, W2, b2 = map(torch.tensor, weights)
    net = nn.Sequential(nn.Linear(64, 32), nn.ReLU(), nn.Linear(32, 10))
    net.load_state_dict({"0.weight": W1.T, "0.bias": b1, "2.weight": W2.T, "2.bias": b2})
    if rule == "Adam":
        optimizer = torch.optim.Adam(net.parameters(), lr=0.001)
    else:
        optimizer = torch.optim.SGD(net.parameters(), lr=0.1, momentum=0.9 if rule == "momentum" else 0)
    losses, after = [], []
    for X, y in batches:
        optimizer.zero_grad()
        loss = F.cross_entropy(net(torch.tensor(X)), torch.tensor(y))
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
        after.append([p.detach().numpy().T.copy() for p in net.parameters()])
    return losses, after


def update(rule, p, m, s, g, t):
    """One parameter, its two moving averages and its gradient: all three after step t."""
    if rule == "SGD":
        return p - 0.1 * g, m, s
    if rule == "momentum":
        m = 0.9 * m + g
        return p - 0.1 * m, m, s
    m, s = 0.9 * m + 0.1 * g, 0.999 * s + 0.001 * g**2
    return p - 0.001 * (m / (1 - 0.9**t)) / ((s / (1 - 0.999**t)) ** 0.5 + 1e-8), m, s


def jax_loss(params, X, y):
    import jax

    W1, b1, W2, b2 = params
    logits = jax.nn.relu(X @ W1 + b1) @ W2 + b2
    return -jax.nn.log_softmax(logits)[np.arange(len(y)), y].mean()


def jax_run(weights, batches, rule):
    import jax

    @jax.jit
    def step(params, m, s, t, X, y):
        loss, grads = jax.value_and_grad(jax_loss)(params, X, y)
        new = [update(rule, *each, t) for each in zip(params, m, s, grads, strict=True)]
        return loss, *zip(*new, strict=True)

    params = tuple(weights)
    m = s = tuple(0 * p for p in params)
    losses, after = [], []
    for t, (X, y) in enumerate(batches, 1):
        loss, params, m, s = step(params, m, s, t, X, y)
        losses.append(float(loss))
        after.append([np.array(p) for p in params])
    return losses, after


def keras_run(weights, batches, rule):
    import keras

    net = keras.Sequential([keras.layers.Dense(32, activation="relu"), keras.layers.Dense(10)])
    net.build((None, 64))
    net.set_weights(weights)
    if rule == "Adam":
        optimizer = keras.optimizers.Adam(0.001, epsilon=1e-8)
    else:
        optimizer = keras.optimizers.SGD(0.1, momentum=0.9 if rule == "momentum" else 0.0)
    net.compile(optimizer, keras.losses.SparseCategoricalCrossentropy(from_logits=True))
    losses, after = [], []
    for X, y in batches:
        losses.append(float(net.train_on_batch(X, y)))
        after.append([w.copy() for w in net.get_weights()])
    return losses, after


def tensorflow_run(weights, batches, rule):
    import tensorflow as tf

    params = [tf.Variable(w) for w in weights]
    m, s = [0 * p for p in params], [0 * p for p in params]
    losses, after = [], []
    for t, (X, y) in enumerate(batches, 1):
        with tf.GradientTape() as tape:
            W1, b1, W2, b2 = params
            logits = tf.nn.relu(X @ W1 + b1) @ W2 + b2
            each = tf.nn.sparse_softmax_cross_entropy_with_logits(labels=y, logits=logits)
            loss = tf.reduce_mean(each)
        for i, g in enumerate(tape.gradient(loss, params)):
            new, m[i], s[i] = update(rule, params[i], m[i], s[i], g, t)
            params[i].assign(new)
        losses.append(float(loss))
        after.append([p.numpy() for p in params])
    return losses, after


def keras_conv(weights, X):
    """Logits of a net with a convolution and batch norm, images of shape (B, 8, 8, 1)."""
    import keras

    net = keras.Sequential(
        [
            keras.layers.Conv2D(8, 3, strides=2, padding="same"),
            keras.layers.BatchNormalization(),
            keras.layers.ReLU(),
            keras.layers.Flatten(),
            keras.layers.Dense(10),
        ]
    )
    net.build((None, 8, 8, 1))
    net.set_weights(weights)
    return keras.ops.convert_to_numpy(net(X))


def keras_places(rates):
    """Where a weight is after each step: momentum 0.5, the gradient always 1, a rate for each step."""
    import keras

    w, places = keras.Variable([0.0]), []
    optimizer = keras.optimizers.SGD(1.0, momentum=0.5)
    for rate in rates:
        optimizer.learning_rate = rate
        optimizer.apply([keras.ops.ones(1)], [w])
        places.append(float(keras.ops.convert_to_numpy(w)[0]))
    return places


def keras_by_name(logits, labels):
    """What the loss that Keras takes by name says to logits; it expects probabilities."""
    import keras

    each = keras.losses.get("sparse_categorical_crossentropy")(labels, logits)
    return float(keras.ops.mean(each))


def jax_schedule():
    """A rate changed outside of a compiled step: what each step used, and how often Python ran it."""
    import jax

    setting, traces = {"lr": 1.0}, []

    @jax.jit
    def step(w):
        traces.append(w.shape)
        return w - setting["lr"]

    used = []
    for setting["lr"] in (1.0, 0.5, 0.25):
        used.append(float(-step(np.zeros(64))[0]))
    for length in (64, 64, 29, 64, 29):
        step(np.zeros(length))
    return used, len(traces)


namesakes = {
    "variance of 1, 2, 3": ("np.var(x)", "torch.var(x)", "jnp.var(x)", "tf.math.reduce_variance(x)"),
    "median of 1, 2, 3, 9": ("np.median(four)", "torch.median(four)", "jnp.median(four)", None),
    "parts of split(six, 3)": (
        "len(np.split(six, 3))",
        "len(torch.split(six, 3))",
        "len(jnp.split(six, 3))",
        "len(tf.split(six, 3))",
    ),
    "element 5 of three": ("x[5]", "x[5]", "x[5]", "x[5]"),
    "write into element 0": (
        "x.__setitem__(0, 7) or x[0]",
        "x.__setitem__(0, 7) or x[0]",
        "x.__setitem__(0, 7)",
        "x.__setitem__(0, 7)",
    ),
    "integers halved, type": ("(n / 2).dtype", "(n / 2).dtype", "(n / 2).dtype", "(n / 2).dtype"),
    "integers times 0.5, type": ("(n * 0.5).dtype", "(n * 0.5).dtype", "(n * 0.5).dtype", "(n * 0.5).dtype"),
    "a float64 array, kept as": (
        "np.asarray(wide).dtype",
        "torch.tensor(wide).dtype",
        "jnp.asarray(wide).dtype",
        "tf.constant(wide).dtype",
    ),
    "largest int32, plus 1": ("big + 1", "big + 1", "big + 1", "big + 1"),
}
LIBRARIES = ("NumPy", "PyTorch", "JAX", "TensorFlow")


def answer(library, expression):
    """What the library says to the expression, in a few characters: a value, or the name of an error."""
    wide = np.zeros(2)
    if library == "JAX":
        import jax.numpy as jnp
    if library == "TensorFlow":
        import tensorflow as tf
    array = {
        "NumPy": np.array,
        "PyTorch": torch.tensor,
        "JAX": lambda a, **kw: jnp.array(a, **kw),
        "TensorFlow": lambda a, **kw: tf.constant(a, **kw),
    }[library]
    names = {"np": np, "torch": torch, "wide": wide}
    names |= {"jnp": jnp} if library == "JAX" else {"tf": tf} if library == "TensorFlow" else {}
    names |= {"x": array(np.float32([1, 2, 3])), "four": array(np.float32([1, 2, 3, 9]))}
    names |= {"six": array(np.arange(6)), "n": array(np.arange(3)), "big": array(np.int32([2**31 - 1]))}
    if expression is None:
        return "-"
    try:
        got = eval(expression, names)
    except Exception as error:
        return type(error).__name__
    if hasattr(got, "name") and not hasattr(got, "shape"):
        return got.name
    return (
        str(got).removeprefix("torch.") if "dtype" in expression else f"{float(np.asarray(got).squeeze()):g}"
    )


RUNS = {"PyTorch": torch_run, "JAX": jax_run, "TensorFlow": tensorflow_run}


def start() -> tuple[list[np.ndarray], list[tuple[np.ndarray, np.ndarray]]]:
    """The weights that everybody starts from, and five batches."""
    draw, data = np.random.default_rng(0), digits()
    shapes = [(64, 32), (32,), (32, 10), (10,)]
    weights = [draw.normal(0, 0.15, shape).astype(np.float32) for shape in shapes]
    rows = np.arange(5 * 64).reshape(5, 64)
    return weights, [(data.X_train[r], data.y_train[r].astype(np.int64)) for r in rows]


def conv_start() -> tuple[list[np.ndarray], np.ndarray]:
    """Weights in Keras's layout for `keras_conv`, none of them what a fresh layer has, and eight images."""
    draw = np.random.default_rng(1)
    shapes = [(3, 3, 1, 8), (8,), (8,), (8,), (8,), (8,), (128, 10), (10,)]
    weights = [draw.normal(0, 0.3, shape).astype(np.float32) for shape in shapes]
    weights[5] = np.abs(weights[5]) + np.float32(0.1)  # a variance
    return weights, digits().X_train[:8].reshape(8, 8, 8, 1)


def some_logits() -> tuple[np.ndarray, np.ndarray]:
    """Logits of ten classes for six examples, and their labels."""
    return np.random.default_rng(0).normal(size=(6, 10)).astype(np.float32), np.arange(6)


def gap(ours: Any, theirs: Any) -> float:
    """The largest difference between two lists of arrays."""
    return float(max(np.abs(np.asarray(a) - np.asarray(b)).max() for a, b in zip(ours, theirs, strict=True)))


def compare(name: str) -> dict[str, Any]:
    """Losses by rule, and how far the weights are from PyTorch's after each step."""
    run, found = RUNS.get(name, keras_run), {}
    weights, batches = start()
    for rule in RULES:
        theirs_losses, theirs = torch_run(weights, batches, rule)
        losses, after = run(weights, batches, rule)
        found[rule] = {
            "losses": losses,
            "loss": gap([losses], [theirs_losses]),
            "weights": [gap(a, b) for a, b in zip(after, theirs, strict=True)],
        }
    if rough := [rule for rule in ("SGD", "momentum") if not max(found[rule]["weights"]) <= TOLERANCE]:
        raise RuntimeError(f"{name} disagrees with PyTorch after {' and '.join(rough)}: {found}")
    once, theirs = run(weights, batches[:1], "SGD")[1][0], torch_run(weights, batches[:1], "SGD")[1][0]
    # a step of SGD is the gradient, times the rate
    found["gradients"] = gap(
        [(w - o) / 0.1 for w, o in zip(weights, once, strict=True)],
        [(w - o) / 0.1 for w, o in zip(weights, theirs, strict=True)],
    )
    return found


def defaults() -> dict[str, dict[str, dict[str, Any]]]:
    """The default arguments of optimizers of the same name, by Keras and by PyTorch."""
    import keras

    def of(cls: type) -> dict[str, Any]:
        parameters = inspect.signature(cls.__init__).parameters.values()
        return {p.name: p.default for p in parameters if isinstance(p.default, float | int | None)}

    return {
        n: {"Keras": of(getattr(keras.optimizers, n)), "PyTorch": of(getattr(torch.optim, n))}
        for n in OPTIMIZERS
    }


def sizes(size: str) -> tuple[list[np.ndarray], tuple[np.ndarray, np.ndarray]]:
    """Weights of the small or the large net, and one batch for it."""
    widths, batch_size = SIZES[size]
    draw, data = np.random.default_rng(0), digits()
    weights = []
    for i, o in pairwise(widths):
        weights += [draw.normal(0, i**-0.5, (i, o)).astype(np.float32), np.zeros(o, np.float32)]
    return weights, (data.X_train[:batch_size], data.y_train[:batch_size].astype(np.int64))


def torch_step(size: str, compiled: bool = False, fused: bool = False) -> Callable[[], Any]:
    """A step of Adam in PyTorch: forward and backward pass compiled or not, Adam one kernel or many."""
    weights, (X, y) = sizes(size)
    layers: list[nn.Module] = []
    for W, b in zip(weights[::2], weights[1::2], strict=True):
        layer = nn.Linear(*W.shape)
        layer.load_state_dict({"weight": torch.tensor(W.T), "bias": torch.tensor(b)})
        layers += [nn.ReLU(), layer]
    net = nn.Sequential(*layers[1:])
    optimizer = torch.optim.Adam(net.parameters(), lr=0.001, fused=fused)
    images, labels = torch.tensor(X), torch.tensor(y)

    def loss_of(images: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
        return F.cross_entropy(net(images), labels)

    if compiled:
        torch._dynamo.reset()
        loss_of = torch.compile(loss_of)

    def step() -> None:
        optimizer.zero_grad()
        loss_of(images, labels).backward()
        optimizer.step()

    return step


def jax_step(size: str, way: str) -> Callable[[], Any]:
    """A step of Adam in JAX: op by op, as one compiled step, or 22 steps compiled as one loop."""
    import jax

    weights, (X, y) = sizes(size)
    images, labels = jax.device_put(X), jax.device_put(y.astype(np.int32))
    params = tuple(map(jax.device_put, weights))

    def loss_of(params, X, y):
        a = X
        for i in range(0, len(params), 2):
            a = (jax.nn.relu(a) if i else a) @ params[i] + params[i + 1]
        return -jax.nn.log_softmax(a)[np.arange(len(y)), y].mean()

    def one(params, m, s, t, X, y):
        loss, grads = jax.value_and_grad(loss_of)(params, X, y)
        new = [update("Adam", *each, t) for each in zip(params, m, s, grads, strict=True)]
        return loss, *zip(*new, strict=True)

    def many(params, m, s, t, X, y):
        def body(carry, _):
            params, m, s, t = carry
            loss, params, m, s = one(params, m, s, t, X, y)
            return (params, m, s, t + 1.0), loss

        (params, m, s, t), losses = jax.lax.scan(body, (params, m, s, t), length=22)
        return losses, params, m, s

    run = {"op by op": one, "jit": jax.jit(one), "scan": jax.jit(many)}[way]
    state = [params, *(tuple(0 * p for p in params) for _ in range(2)), 1.0]

    def step() -> None:
        loss, *state[:3] = run(*state, images, labels)
        state[3] += 22.0 if way == "scan" else 1.0
        loss.block_until_ready()

    return step


def tensorflow_step(size: str, compiled: bool) -> Callable[[], Any]:
    """A step of Adam in TensorFlow, eager or as `tf.function`."""
    import keras
    import tensorflow as tf

    weights, (X, y) = sizes(size)
    params = [tf.Variable(w) for w in weights]
    images, labels = tf.constant(X), tf.constant(y)
    optimizer = keras.optimizers.Adam(0.001)
    optimizer.build(params)

    def one(images, labels):
        with tf.GradientTape() as tape:
            a = images
            for i in range(0, len(params), 2):
                a = (tf.nn.relu(a) if i else a) @ params[i] + params[i + 1]
            each = tf.nn.sparse_softmax_cross_entropy_with_logits(labels=labels, logits=a)
            loss = tf.reduce_mean(each)
        optimizer.apply_gradients(zip(tape.gradient(loss, params), params, strict=True))
        return loss

    run = tf.function(one) if compiled else one
    return lambda: float(run(images, labels))


def keras_steps(size: str) -> Callable[[], Any]:
    """22 steps of Adam by `fit`, as an epoch that reports nothing."""
    import keras

    weights, (X, y) = sizes(size)
    widths = [w.shape[1] for w in weights[::2]]
    layers = [keras.layers.Dense(n, activation="relu") for n in widths[:-1]] + [
        keras.layers.Dense(widths[-1])
    ]
    net = keras.Sequential(layers)
    net.build((None, 64))
    net.set_weights(weights)
    net.compile("adam", keras.losses.SparseCategoricalCrossentropy(from_logits=True))
    X, y = np.tile(X, (22, 1)), np.tile(y, 22)
    return lambda: net.fit(X, y, batch_size=SIZES[size][1], verbose=0)


def ways(name: str, size: str) -> dict[str, tuple[Callable[[], Callable[[], Any]], int]]:
    """What is timed in this process: a function that makes the task, and the steps in a call of it."""
    if name == "PyTorch":
        return {
            "PyTorch, Adam fused": (lambda: torch_step(size, fused=True), 1),
            "PyTorch, torch.compile": (lambda: torch_step(size, compiled=True), 1),
            "PyTorch, both": (lambda: torch_step(size, compiled=True, fused=True), 1),
        }
    if name == "JAX":
        return {
            "JAX, op by op": (lambda: jax_step(size, "op by op"), 1),
            "JAX, jit": (lambda: jax_step(size, "jit"), 1),
            "JAX, jit of 22 steps": (lambda: jax_step(size, "scan"), 22),
        }
    if name == "TensorFlow":
        return {
            "TensorFlow, eager": (lambda: tensorflow_step(size, False), 1),
            "TensorFlow, tf.function": (lambda: tensorflow_step(size, True), 1),
        }
    return {f"{name}, fit": (lambda: keras_steps(size), 22)}


def timed(task: Callable[[], Any], calls: int = 1) -> float:
    """Processor seconds for one call."""
    begin = time.process_time()
    for _ in range(calls):
        task()
    return (time.process_time() - begin) / calls


def speed(name: str, size: str, turns: int) -> list[dict[str, Any]]:
    """The first call of each way, and a step, in turns with eager PyTorch."""
    eager = torch_step(size)
    tasks, rows = {"PyTorch, eager": (eager, 1)}, []
    first = {"PyTorch, eager": timed(eager)}
    for way, (make, steps) in ways(name, size).items():
        task = make()
        first[way], tasks[way] = timed(task), (task, steps)
    seconds: dict[str, list[float]] = {way: [] for way in tasks}
    for _ in range(turns):
        for way, (task, steps) in tasks.items():
            calls = max(1, (60 if size == "small" else 6) // steps)
            seconds[way].append(timed(task, calls) / steps)
    base = median(seconds["PyTorch, eager"])
    for way, (_, steps) in tasks.items():
        each = median(seconds[way])
        rows.append(
            {
                "way": way,
                "size": size,
                "first_call": first[way],
                "steps_per_call": steps,
                "seconds_per_step": each,
                "times_pytorch": each / base,
            }
        )
    return rows


def product(name: str, turns: int) -> float:
    """Time of one matrix product as large as those of the large net, as a multiple of PyTorch's."""
    draw = np.random.default_rng(0)
    a, b = (draw.normal(size=shape).astype(np.float32) for shape in ((256, 1024), (1024, 1024)))
    ours, theirs = (torch.tensor(a), torch.tensor(b)), ()
    if name == "JAX":
        import jax

        theirs = (jax.device_put(a), jax.device_put(b))
        run = jax.jit(lambda a, b: a @ b)
    else:
        import tensorflow as tf

        theirs, run = (tf.constant(a), tf.constant(b)), tf.matmul
    tasks = (lambda: ours[0] @ ours[1], lambda: np.asarray(run(*theirs)))
    seconds: list[list[float]] = [[], []]
    for _ in range(turns + 1):
        for task, found in zip(tasks, seconds, strict=True):
            found.append(timed(task, 5))
    return median(seconds[1][1:]) / median(seconds[0][1:])


def part(name: str, turns: int) -> dict[str, Any]:
    """Everything about one framework, in this process."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    torch.set_num_threads(1)
    found: dict[str, Any] = {
        "versions": {p: importlib.import_module(p).__version__ for p in PARTS[name][0]},
        **compare(name),
    }
    if name.startswith("Keras"):
        weights, X = conv_start()
        found["conv"] = keras_conv(weights, X).tolist()
        found["places"] = keras_places(FALLING)
        found["by_name"] = keras_by_name(*some_logits())
        found["defaults"] = defaults()
    if name in LIBRARIES:
        column = LIBRARIES.index(name)
        found["namesakes"] = {what: answer(name, each[column]) for what, each in namesakes.items()}
    if name in ("JAX", "TensorFlow"):
        found["product"] = product(name, turns)
    if name == "JAX":
        found["schedule"] = jax_schedule()
    found["speed"] = [row for size in SIZES for row in speed(name, size, turns)]
    return found


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--turns", type=int, default=15, help="rounds of timing; the median counts (default 15)"
    )
    parser.add_argument(
        "--output", type=Path, default=RESULTS, help="where the results go (default: %(default)s)"
    )
    parser.add_argument("--part", choices=PARTS, help="only this one, in this process, printed as JSON")
    args = parser.parse_args()
    if args.turns < 1:
        parser.error(f"--turns must be at least 1, got {args.turns}")
    if args.part:
        print(json.dumps(part(args.part, args.turns)))
        return
    record.check_folder(parser, args.output)

    absent = {p for packages, _ in PARTS.values() for p in packages if importlib.util.find_spec(p) is None}
    if absent and args.output == RESULTS:
        wanted = ", ".join(sorted(absent))
        parser.error(f"the record holds all parts: install {wanted}, or name another file with --output")
    parts = {}
    for name, (packages, environment) in PARTS.items():
        if missing := absent & set(packages):
            print(f"{name}: left out, {' and '.join(missing)} not installed", file=sys.stderr)
            continue
        print(f"{name} ...", file=sys.stderr)
        command = [sys.executable, __file__, "--part", name, "--turns", str(args.turns)]
        quiet = {
            "TF_CPP_MIN_LOG_LEVEL": "2",
            "OMP_NUM_THREADS": "1",
            "TORCHINDUCTOR_FORCE_DISABLE_CACHES": "1",
        }
        done = subprocess.run(
            command, env=os.environ | quiet | environment, stdout=subprocess.PIPE, check=True
        )
        parts[name] = json.loads(done.stdout.splitlines()[-1])
    record.write(
        args.output,
        {
            "machine": record.machine() | {"used_cores": 1},
            "versions": {
                "python": platform.python_version(),
                "numpy": np.__version__,
                "torch": torch.__version__,
            },
            "date": datetime.date.today().isoformat(),
            "clock": "processor time",
            "turns": args.turns,
            "parts": parts,
        },
    )
    for name, found in parts.items():
        worst = max(max(found[rule]["weights"]) for rule in RULES)
        print(f"{name:20} weights after five steps at most {worst:.1e} from PyTorch's")


if __name__ == "__main__":
    main()
