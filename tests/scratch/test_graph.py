"""The backward pass: what adds up, what is kept, what is freed, and how deep a graph may be."""

import gc
import operator
import threading
import tracemalloc

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dlcourse.scratch import Tensor, gelu, leaky_relu, no_grad, record, relu, sigmoid, softmax, softplus
from tests.scratch.oracle import agree, arrays


def test_a_second_backward_adds_to_leaves_and_counts_no_interior_node_twice():
    x = Tensor(2.0, requires_grad=True)
    y = 3 * (x * x)  # derivative 12
    y.backward()
    assert x.grad == 12
    y.backward()
    assert x.grad == 24  # 36 if the gradient of x * x were carried over from the first pass


def test_gradients_of_two_graphs_add_up_until_cleared():
    x = Tensor([1.0, 2.0], requires_grad=True)
    (x * x).sum().backward()
    x.sum().backward()
    assert x.grad.tolist() == [3, 5]
    x.zero_grad()
    assert x.grad is None


@given(arrays((2, 3)))
def test_a_node_used_many_times_collects_every_path(x):
    def diamond(t):
        a = t * t
        b = a + t
        return a * b + b * t - a * a + (b @ t.T).sum()

    agree(diamond, diamond, x)


@given(st.data())
def test_a_random_graph_equals_torch(data):
    """Each step combines two earlier results, so nodes are used never, once or many times."""
    steps = data.draw(
        st.lists(
            st.tuples(st.sampled_from(["add", "mul", "sub"]), st.integers(0), st.integers(0)), max_size=12
        )
    )

    def build(a, b):
        nodes = [a, b]
        for name, i, j in steps:
            made = getattr(operator, name)(nodes[i % len(nodes)], nodes[j % len(nodes)])
            nodes.append(made * 0.5)
        return nodes[-1] + 0 * (a + b).sum()

    agree(build, build, data.draw(arrays((2, 1))), data.draw(arrays(3)))


def test_ten_thousand_operations_in_a_chain_need_no_recursion():
    x = Tensor(1.0, requires_grad=True)
    y = x
    for _ in range(10_000):
        y = y * 1.0001
    y.backward()
    assert x.grad == pytest.approx(1.0001**10_000, rel=1e-10)


def test_a_chain_of_a_hundred_thousand_can_be_freed_without_recursion():
    y = Tensor(1.0, requires_grad=True)
    for _ in range(100_000):
        y = y + 1
    assert y.item() == 100_001
    del y  # a crash here is a stack overflow of the interpreter


def test_paths_that_double_at_every_step_are_walked_once():
    x = Tensor(1.0, requires_grad=True)
    y = x
    for _ in range(200):  # 2**200 paths from y to x
        y = (y + y) * 0.5
    y.backward()
    assert x.grad == 1


def test_interior_gradients_are_dropped():
    x = Tensor(3.0, requires_grad=True)
    y, z = x * x, x * 2
    out = y * z
    out.backward()
    assert (y.grad, z.grad, out.grad) == (None, None, None)
    assert x.grad == 54


def test_a_leaf_is_its_own_derivative():
    x = Tensor(5.0, requires_grad=True)
    x.backward()
    assert x.grad == 1


def test_a_constant_gets_no_gradient():
    x, c = Tensor([1.0, 2.0], requires_grad=True), Tensor([3.0, 4.0])
    (x * c).sum().backward()
    assert c.grad is None and x.grad.tolist() == [3, 4]
    assert not (c * c).requires_grad


def test_detach_is_a_constant_to_what_uses_it():
    x = Tensor(3.0, requires_grad=True)
    (x * x.detach()).backward()
    assert x.grad == 3
    assert not x.detach().requires_grad


def test_gradients_share_memory_with_nothing():
    a, b = Tensor([1.0], requires_grad=True), Tensor([2.0], requires_grad=True)
    seed = np.ones(1)
    (a + b).backward(seed)
    first = a.grad
    a.grad *= 10
    assert (b.grad, seed) == (1, 1)
    (a + b).backward(seed)
    assert first == 10 and a.grad == 11


@pytest.mark.parametrize(
    "f",
    [
        lambda x: x * x,
        lambda x: x / (x + 1),
        lambda x: x**3,
        lambda x: x @ x.T,
        lambda x: x.exp() + x.log() + x.sqrt() + x.tanh(),
        lambda x: x.max(1),
        lambda x: x[[0, 0]] + x.mean() + x.reshape(4).sum(),
        relu,
        leaky_relu,
        sigmoid,
        softplus,
        gelu,
        lambda x: gelu(x, approximate="tanh"),
        softmax,
    ],
)
def test_an_update_between_forward_and_backward_does_not_change_the_gradient(f):
    values = np.array([[0.5, 1.0], [2.0, 0.1]])
    first, second = Tensor(values, requires_grad=True), Tensor(values, requires_grad=True)
    f(first).sum().backward()
    y = f(second).sum()
    second.data = -3 * second.data - 1
    y.backward()
    assert np.array_equal(first.grad, second.grad)


def test_no_grad_builds_no_graph_and_ends_with_its_block():
    x = Tensor(2.0, requires_grad=True)
    with no_grad():
        with no_grad():
            pass
        assert (x * x).is_leaf
    assert (x * x).requires_grad


def test_no_grad_ends_when_its_block_fails():
    def fail():
        with no_grad():
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    assert (Tensor(1.0, requires_grad=True) * 2).requires_grad


def test_no_grad_does_not_reach_another_thread():
    x, seen = Tensor(1.0, requires_grad=True), []
    with no_grad():
        thread = threading.Thread(target=lambda: seen.append((x * 2).requires_grad))
        thread.start()
        thread.join()
    assert seen == [True]


MEGABYTE = 2**20


def chain(x: Tensor, length: int) -> Tensor:
    for _ in range(length):
        x = x.tanh()
    return x.sum()


@pytest.fixture
def traced():
    """Memory traced, and cycles left uncollected: only reference counting may free anything."""
    gc.collect()
    gc.disable()
    tracemalloc.start()
    yield tracemalloc
    tracemalloc.stop()
    gc.enable()


def test_the_graph_is_freed_with_its_result(traced):
    x = Tensor(np.ones(MEGABYTE // 8), requires_grad=True)
    y = chain(x, 20)
    held = traced.get_traced_memory()[0]
    y.backward()
    del y
    assert held > 20 * MEGABYTE
    assert traced.get_traced_memory()[0] < 3 * MEGABYTE  # x and its gradient


def test_interior_gradients_are_freed_during_the_pass(traced):
    y = chain(Tensor(np.ones(MEGABYTE // 8), requires_grad=True), 20)
    held = traced.get_traced_memory()[0]
    traced.reset_peak()
    y.backward()
    assert traced.get_traced_memory()[1] - held < 5 * MEGABYTE


def test_no_grad_keeps_nothing(traced):
    x = Tensor(np.ones(MEGABYTE // 8), requires_grad=True)
    traced.reset_peak()
    with no_grad():
        chain(x, 20)
    assert traced.get_traced_memory()[1] < 5 * MEGABYTE


def test_backward_from_several_numbers_asks_for_one():
    with pytest.raises(ValueError, match=r"a single number, got shape \(2,\): reduce it first"):
        (Tensor([1.0, 2.0], requires_grad=True) * 2).backward()


def test_backward_without_a_graph_says_what_may_have_happened():
    with pytest.raises(ValueError, match=r"no graph: nothing .* requires_grad=True"):
        Tensor(1.0).backward()


def test_a_gradient_of_another_shape_is_refused():
    x = Tensor([1.0, 2.0], requires_grad=True)
    with pytest.raises(ValueError, match=r"the tensor's shape \(2,\), got \(3,\)"):
        (x * 2).backward(np.ones(3))
    assert x.grad is None


def test_an_operation_that_sends_back_too_few_gradients_is_refused():
    x = Tensor([1.0, 2.0], requires_grad=True)
    total = record(x.data.sum(), (x, lambda g: g))  # one number for two elements
    with pytest.raises(ValueError, match=r"gradient of shape \(\) came back to an operand of shape \(2,\)"):
        total.backward()


@pytest.mark.parametrize("shape", [(1,), (1, 1)])
def test_one_element_of_any_shape_may_start_the_pass(shape):
    x = Tensor(np.full(shape, 3.0), requires_grad=True)
    (x * x).backward()
    assert x.grad.shape == shape and x.grad.item() == 6
