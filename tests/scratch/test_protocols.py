"""What Python asks of a tensor gets PyTorch's answer, or an error; never a wrong one."""

import copy
import operator
import pickle

import numpy as np
import pytest
import torch

from dlcourse.scratch import Tensor, no_grad

VALUES = [
    3.0,
    0.0,
    -0.0,
    np.nan,
    [1.0, 2.0],
    [0.0],
    [5.0],
    [],
    [[1.0, 2.0], [3.0, 4.0]],
    np.zeros((0, 3)),
    [[7.0]],
]


def answer(use, *tensors):
    """What `use` gives, as plain Python, or the class of errors."""
    try:
        got = use(*tensors)
    except (TypeError, ValueError, RuntimeError, IndexError):
        return "error"
    if isinstance(got, list | tuple):
        return [part.tolist() if hasattr(part, "tolist") else part.data.tolist() for part in got]
    if isinstance(got, Tensor):
        return got.data.tolist()
    return got.tolist() if hasattr(got, "tolist") else got


@pytest.mark.parametrize("value", VALUES, ids=repr)
@pytest.mark.parametrize(
    "use",
    [
        bool,
        len,
        list,
        tuple,
        lambda x: [*x],
        lambda x: list(reversed(x)),
        lambda x: [a for a, b in zip(x, x, strict=True)],
        lambda x: "yes" if x else "no",
        lambda x: not x,
        lambda x: sum(x),
        lambda x: x == x,
        lambda x: x != x,
        lambda x: x == 1,
        lambda x: x != 1.0,
        lambda x: 1 == x,  # noqa: SIM300
        lambda x: x is None or x == None,  # noqa: E711
        lambda x: x != None,  # noqa: E711
        lambda x: x == "text",
        lambda x: 1.0 in x,
        lambda x: x in [x],
        lambda x: hash(x) == hash(x),
        lambda x: {x: 1}[x],
        lambda x: x[0],
        lambda x: x[-1],
        copy.deepcopy,
        copy.copy,
    ],
)
@pytest.mark.filterwarnings("ignore")
def test_an_answer_is_torchs_or_an_error(use, value):
    mine = answer(use, Tensor(value))
    theirs = answer(use, torch.tensor(value, dtype=torch.float64))
    assert mine == "error" or repr(mine) == repr(theirs)


@pytest.mark.parametrize(
    "name", ["eq", "ne", "lt", "le", "gt", "ge", "and_", "or_", "floordiv", "mod", "contains"]
)
def test_comparisons_of_two_are_torchs_or_an_error(name):
    use = getattr(operator, name)
    for a in VALUES:
        for b in VALUES:
            mine = answer(use, Tensor(a), Tensor(b))
            theirs = answer(use, *(torch.tensor(v, dtype=torch.float64) for v in (a, b)))
            assert mine == "error" or mine == theirs


@pytest.mark.parametrize("other", [np.array([1.0, 0.0]), [1.0, 0.0], (1.0, 0.0), 1.0, np.float32(1), True])
def test_a_tensor_equals_numbers_from_either_side(other):
    x = Tensor([1.0, 2.0])
    expected = np.array([1.0, 2.0]) == np.asarray(other)
    for got in (x == other, other == x, ~(x != other), ~(other != x)):
        np.testing.assert_array_equal(got, expected)


def test_a_tensor_is_itself_in_sets_and_dicts():
    a, b = Tensor([1.0, 2.0]), Tensor([1.0, 2.0])
    assert len({a, b, a}) == 2
    assert a is next(iter({a}))


def test_rows_carry_their_gradient():
    x = Tensor([[1.0, 2.0], [3.0, 4.0]], requires_grad=True)
    first, second = x
    (first * second).sum().backward()
    np.testing.assert_array_equal(x.grad, [[3, 4], [1, 2]])


def test_a_deep_copy_of_a_leaf_is_a_leaf_of_its_own():
    w = Tensor([1.0, 2.0], requires_grad=True)
    (w * w).sum().backward()
    net = {"w": w, "again": w}
    twin = copy.deepcopy(net)
    assert twin["w"] is twin["again"]
    np.testing.assert_array_equal(twin["w"].grad, w.grad)
    (twin["w"] * 3.0).sum().backward()
    np.testing.assert_array_equal(twin["w"].grad, [5, 7])
    np.testing.assert_array_equal(w.grad, [2, 4])
    twin["w"].data[0] = 9
    assert w.data[0] == 1
    assert copy.deepcopy(Tensor([1], requires_grad=False)).requires_grad is False


@pytest.mark.parametrize(
    "make", [lambda x: x * 2, lambda x: x.sum(), lambda x: x[0], lambda x: x.reshape(2, 1)]
)
@pytest.mark.parametrize("duplicate", [copy.deepcopy, lambda x: pickle.loads(pickle.dumps(x))])
def test_a_result_with_a_graph_is_not_copied(make, duplicate):
    result = make(Tensor([1.0, 2.0], requires_grad=True))
    with pytest.raises((TypeError, AttributeError, pickle.PicklingError)):
        duplicate(result)
    duplicate(result.detach())


def test_a_shallow_copy_stays_in_the_graph():
    x = Tensor([1.0, 2.0], requires_grad=True)
    copy.copy((x * x).sum()).backward()
    np.testing.assert_array_equal(x.grad, [2, 4])


def test_a_leaf_is_pickled_whole():
    w = Tensor([1.0, 2.0], requires_grad=True)
    twin = pickle.loads(pickle.dumps(w))
    (twin * twin).sum().backward()
    np.testing.assert_array_equal(twin.grad, [2, 4])


def test_a_copy_made_without_a_graph_is_one():
    w = Tensor([1.0], requires_grad=True)
    with no_grad():
        assert (copy.deepcopy(w * 2).data == [2]).all()
