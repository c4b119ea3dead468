"""Autograd with one object per number, the way micrograd does it: the whole idea in a page, and its price."""

import math
from collections.abc import Callable, Iterable

import numpy as np


class Value:
    """One number of the graph: what it was computed from, and its derivative by each of these."""

    __slots__ = ("data", "grad", "operands")

    def __init__(self, data: float, operands: tuple[tuple["Value", float], ...] = ()) -> None:
        self.data, self.grad, self.operands = data, 0.0, operands

    def __add__(self, other: "Value") -> "Value":
        return Value(self.data + other.data, ((self, 1.0), (other, 1.0)))

    def __mul__(self, other: "Value") -> "Value":
        return Value(self.data * other.data, ((self, other.data), (other, self.data)))

    def scale(self, factor: float) -> "Value":
        """Times a constant."""
        return Value(self.data * factor, ((self, factor),))

    def shift(self, constant: float) -> "Value":
        """Plus a constant."""
        return Value(self.data + constant, ((self, 1.0),))

    def relu(self) -> "Value":
        return Value(max(self.data, 0.0), ((self, float(self.data > 0)),))

    def exp(self) -> "Value":
        y = math.exp(self.data)
        return Value(y, ((self, y),))

    def log(self) -> "Value":
        return Value(math.log(self.data), ((self, 1 / self.data),))

    def backward(self) -> None:
        """Add the derivative of this number to the `grad` of every number below it."""
        order, seen, todo = [], set(), [(self, False)]
        while todo:
            node, operands_done = todo.pop()
            if operands_done:
                order.append(node)
            elif node not in seen:
                seen.add(node)
                todo.append((node, True))
                todo.extend((operand, False) for operand, _ in node.operands)
        self.grad = 1.0
        for node in reversed(order):
            for operand, slope in node.operands:
                operand.grad += node.grad * slope


def add_up(start: Value, terms: Iterable[Value]) -> Value:
    """start + terms[0] + terms[1] + ..., one object for every sum on the way."""
    for term in terms:
        start = start + term
    return start


def scalar_engine(weights: list[np.ndarray], lr: float) -> Callable[[np.ndarray, np.ndarray], float]:
    """A training step of a ReLU net with these `weights` (W, b, W, b, ...), every number an object."""
    layers = [
        [
            (Value(bias), [Value(w) for w in column])
            for bias, column in zip(b.tolist(), W.T.tolist(), strict=True)
        ]
        for W, b in zip(weights[::2], weights[1::2], strict=True)
    ]
    parameters = [p for layer in layers for bias, column in layer for p in (bias, *column)]

    def loss_of(x: list[float], label: int) -> Value:
        # Pixels are constants: no objects for them.
        z = [add_up(bias, [w.scale(v) for w, v in zip(column, x, strict=True)]) for bias, column in layers[0]]
        for layer in layers[1:]:
            a = [v.relu() for v in z]
            z = [add_up(bias, [w * v for w, v in zip(column, a, strict=True)]) for bias, column in layer]
        largest = max(v.data for v in z)
        terms = [v.shift(-largest).exp() for v in z]
        return add_up(terms[0], terms[1:]).log().shift(largest) + z[label].scale(-1.0)

    def step(X: np.ndarray, y: np.ndarray) -> float:
        for p in parameters:
            p.grad = 0.0
        losses = [loss_of(x, label) for x, label in zip(X.tolist(), y.tolist(), strict=True)]
        loss = add_up(losses[0], losses[1:]).scale(1 / len(X))
        loss.backward()
        for p in parameters:
            p.data -= lr * p.grad
        return loss.data

    return step
