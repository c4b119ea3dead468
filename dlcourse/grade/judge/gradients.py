"""Tensors that both sides hold: leaves kept equal, and gradients that flow from one side to the other.

A tensor that requires a gradient, or is a parameter that was frozen, crosses with a number, its id. Of a leaf
both sides keep one, and each message begins with the leaves that changed, so that an optimizer may stand on
either side, and a layer be frozen from either. Of a
tensor in the middle of a graph the other side gets a copy whose gradient is asked for over the channel.
"""

from collections.abc import Callable, Iterable
from typing import Any

import torch

from dlcourse.grade.judge.data import Decoder, Encoder, whereabouts
from dlcourse.grade.judge.wire import Broken


class Tensors:
    """The tensors with a gradient that have crossed the channel.

    Parameters
    ----------
    ask : asks the other side: (id, gradient, wanted ids) -> list of gradients or None, in that order
    odd : 1 on one side, 0 on the other, so that both may number tensors
    """

    def __init__(self, ask: Callable[[int, torch.Tensor, list[int]], list], odd: int):
        self.ask, self.next = ask, odd
        self.tensors: dict[int, torch.Tensor] = {}  # what stands for the id on this side
        self.ids: dict[int, int] = {}  # by `id` of the tensor, and of the leaf that its graph ends in
        self.roots: dict[int, torch.Tensor] = {}  # the leaf behind a copy from the other side
        self.leaves: dict[int, torch.Tensor] = {}
        self.last: dict[int, tuple[torch.Tensor, torch.Tensor | None, bool]] = {}
        self.answering = False

    def follows(self, value: Any) -> bool:
        """Whether a value crosses with a number, so that both sides keep theirs equal."""
        if type(value) is torch.nn.Parameter and (value.is_floating_point() or value.is_complex()):
            return True
        return type(value) in (torch.Tensor, torch.nn.Parameter) and (
            value.requires_grad or id(value) in self.ids
        )

    def outward(self, value: torch.Tensor, encoder: Encoder) -> list:
        """The node of a tensor that it follows."""
        if id(value) in self.ids:
            return ["known", self.ids[id(value)]]
        number, self.next = self.next, self.next + 2
        self.tensors[number] = value
        self.ids[id(value)] = number
        if value.is_leaf:
            self._keep(number, value)
            parameter = type(value) is torch.nn.Parameter
            kind = (parameter, value.requires_grad, encoder.lent.get(whereabouts(value)))
            return ["leaf", number, *kind, encoder.array(value), self._grad(value, encoder)]
        needs = [self.ids[id(leaf)] for leaf in leaves_of(value) if id(leaf) in self.ids]
        return ["node", number, needs, encoder.array(value)]

    def inward(self, node: list, decoder: Decoder) -> torch.Tensor:
        """The tensor of a node."""
        tag, number = node[:2]
        if tag == "known":
            return self.tensors[number]
        if type(number) is not int or number in self.tensors or number % 2 == self.next % 2:
            raise Broken("a tensor with the number of another one")
        if tag == "leaf":
            parameter, learns, lent, array, grad = node[2:]
            leaf = _floats(decoder.array(*array))
            if lent is not None:  # made there of a tensor that this side sent: it goes on sharing its memory
                leaf = _same(leaf, decoder.sent[lent])
            leaf = torch.nn.Parameter(leaf) if parameter is True else leaf
            leaf.requires_grad_(learns is True)
            leaf.grad = _like(leaf, grad, decoder)
            self._keep(number, leaf)
            value = leaf
        else:
            root = _floats(decoder.array(*node[3])).requires_grad_()
            self.roots[number] = root
            self.ids[id(root)] = number
            value = Remote.apply(self, number, node[2], root, *(self.tensors[n] for n in node[2]))
        self.tensors[number] = value
        self.ids[id(value)] = number
        return value

    def changes(self, encoder: Encoder) -> list:
        """The leaves that are not what the other side has, and what they are now."""
        found = []
        for number, leaf in self.leaves.items():
            data, grad, learned = self.last[number]
            same_grad = leaf.grad is grad or (
                leaf.grad is not None and grad is not None and torch.equal(leaf.grad, grad)
            )
            if not same_grad or leaf.requires_grad != learned or not torch.equal(leaf.detach(), data):
                found.append([number, encoder.array(leaf), self._grad(leaf, encoder), leaf.requires_grad])
                self._keep(number, leaf)
        return found

    def apply(self, changes: Iterable[Any], decoder: Decoder) -> None:
        """Make the leaves what they are on the other side."""
        try:
            for number, array, grad, learns in changes:
                leaf, data = self.leaves[number], decoder.array(*array)
                if not isinstance(data, torch.Tensor) or (data.shape, data.dtype) != (leaf.shape, leaf.dtype):
                    raise Broken("a parameter changed its shape or dtype")
                leaf.data.copy_(data)  # what a graph has saved of it stays valid, as with an optimizer here
                leaf.grad = _like(leaf, grad, decoder)
                if leaf.is_leaf:  # it may have become a result since, by an operation in place
                    leaf.requires_grad_(learns is True)
                self._keep(number, leaf)
        except (TypeError, ValueError, LookupError) as damage:
            raise Broken(f"changed parameters that cannot be: {damage}"[:200]) from None

    def gradient(self, number: int, given: torch.Tensor, wanted: list[int]) -> list[torch.Tensor | None]:
        """The gradients of `wanted` through the tensor `number`; other leaves of this side keep theirs."""
        leaves = [leaf for leaf in leaves_of(self.tensors[number]) if leaf.requires_grad]
        was, self.answering = self.answering, True
        try:
            found = torch.autograd.grad(
                self.tensors[number], leaves, given, retain_graph=True, allow_unused=True
            )
        finally:
            self.answering = was
        asked: dict[int, torch.Tensor | None] = {}
        for leaf, gradient in zip(leaves, found, strict=True):
            if (one := self.ids.get(id(leaf), -1)) in wanted:
                asked[one] = gradient
            elif gradient is not None and one not in self.roots:
                leaf.grad = gradient if leaf.grad is None else leaf.grad + gradient
        return [asked.get(one) for one in wanted]

    def _keep(self, number: int, leaf: torch.Tensor) -> None:
        self.leaves[number] = leaf
        grad = leaf.grad
        grad = None if grad is None else grad.detach().clone()
        self.last[number] = (leaf.detach().clone(), grad, leaf.requires_grad)

    def _grad(self, leaf: torch.Tensor, encoder: Encoder) -> list | None:
        return None if leaf.grad is None else encoder.array(leaf.grad)


class Remote(torch.autograd.Function):
    """A tensor computed on the other side; its backward pass asks there."""

    @staticmethod
    def forward(
        ctx: Any, tensors: Tensors, number: int, needs: list[int], root: torch.Tensor, *_: Any
    ) -> Any:
        ctx.tensors, ctx.number, ctx.needs = tensors, number, needs
        ctx.shapes = [(t.shape, t.dtype) for t in _]
        return root.clone()

    @staticmethod
    @torch.autograd.function.once_differentiable
    def backward(ctx: Any, given: torch.Tensor) -> tuple:
        if ctx.tensors.answering:  # the other side asks for the way to its own tensor, and goes on itself
            return (None, None, None, given, *(None for _ in ctx.needs))
        found = ctx.tensors.ask(ctx.number, given.contiguous(), ctx.needs)
        if not isinstance(found, list) or len(found) != len(ctx.needs):
            raise Broken("gradients for other tensors")
        for gradient, (shape, dtype) in zip(found, ctx.shapes, strict=True):
            if gradient is not None and (
                not isinstance(gradient, torch.Tensor) or (gradient.shape, gradient.dtype) != (shape, dtype)
            ):
                raise Broken("a gradient of another shape or dtype than its tensor")
        return (None, None, None, None, *found)


def leaves_of(tensor: torch.Tensor) -> list[torch.Tensor]:
    """The leaves that a tensor was computed from, each once."""
    seen, found, waiting = set(), [], [tensor.grad_fn]
    while waiting:
        step = waiting.pop()
        if step is None or step in seen:
            continue
        seen.add(step)
        if hasattr(step, "variable"):
            found.append(step.variable)
        waiting.extend(parent for parent, _ in step.next_functions)
    return found


def _floats(value: Any) -> torch.Tensor:
    if not isinstance(value, torch.Tensor) or not (value.is_floating_point() or value.is_complex()):
        raise Broken("a tensor of whole numbers has no gradient")
    return value


def _same(new: torch.Tensor, sent: Any) -> torch.Tensor:
    """The tensor that was sent, with the new numbers in it."""
    if type(sent) is not torch.Tensor or (sent.shape, sent.dtype) != (new.shape, new.dtype):
        raise Broken("memory that was not lent")
    with torch.no_grad():
        return sent.detach().copy_(new)


def _like(leaf: torch.Tensor, array: list | None, decoder: Decoder) -> torch.Tensor | None:
    if array is None:
        return None
    grad = decoder.array(*array)
    if not isinstance(grad, torch.Tensor) or (grad.shape, grad.dtype) != (leaf.shape, leaf.dtype):
        raise Broken("a gradient of another shape or dtype than its parameter")
    return grad
