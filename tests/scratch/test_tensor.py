"""Every operation of `Tensor` against PyTorch in value and gradient; axes may be empty or of size 1."""

import operator

import hypothesis.extra.numpy as hnp
import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from dlcourse.scratch import Tensor
from tests.scratch.oracle import NUMBERS, POSITIVE, agree, arrays

PAIRS = hnp.mutually_broadcastable_shapes(num_shapes=2, min_dims=0, max_dims=3, min_side=0, max_side=4)
PRODUCTS = hnp.mutually_broadcastable_shapes(
    signature=np.matmul.signature, max_dims=2, min_side=0, max_side=3
)
NONZERO = NUMBERS.filter(lambda x: abs(x) > 0.1)


@pytest.mark.parametrize("op", [operator.add, operator.sub, operator.mul, operator.truediv])
@given(PAIRS, st.data())
def test_arithmetic_equals_torch_whichever_operand_is_broadcast(op, shapes, data):
    a = data.draw(arrays(shapes.input_shapes[0]))
    b = data.draw(arrays(shapes.input_shapes[1], NONZERO))
    agree(op, op, a, b)


@pytest.mark.parametrize("op", [operator.add, operator.sub, operator.mul, operator.truediv])
@pytest.mark.parametrize(
    "constant", [2, 2.5, True, np.float64(2.5), np.array([1.0, 2.0, 4.0]), np.array([[1.0], [2.0]])]
)
def test_numbers_and_arrays_may_stand_on_either_side(op, constant):
    x = np.array([1.0, -2.0, 0.5])
    other = torch.tensor(constant) if isinstance(constant, np.ndarray) else float(constant)
    agree(lambda t: op(t, constant), lambda t: op(t, other), x)
    agree(lambda t: op(constant, t), lambda t: op(other, t), x)


@given(arrays())
def test_negation_equals_torch(x):
    agree(operator.neg, operator.neg, x)


@pytest.mark.parametrize("n", [0, 1, 2, 3, 5.0, np.int64(2), np.float64(3)])
@given(arrays())
def test_whole_powers_equal_torch_also_at_zero(n, x):
    agree(lambda t: t**n, lambda t: t ** float(n), x)


@pytest.mark.parametrize("n", [-1, -2, 0.5, -0.5, 1 / 3])
@given(arrays(numbers=POSITIVE))
def test_negative_and_broken_powers_equal_torch(n, x):
    agree(lambda t: t**n, lambda t: t**n, x)


@pytest.mark.parametrize("name", ["exp", "tanh"])
@given(arrays())
def test_exp_and_tanh_equal_torch(name, x):
    agree(operator.methodcaller(name), operator.methodcaller(name), x)


@pytest.mark.parametrize("name", ["log", "sqrt"])
@given(arrays(numbers=POSITIVE))
def test_log_and_sqrt_equal_torch(name, x):
    agree(operator.methodcaller(name), operator.methodcaller(name), x)


@given(PRODUCTS, st.data())
def test_matmul_equals_torch_for_vectors_matrices_and_batches(shapes, data):
    agree(operator.matmul, operator.matmul, *(data.draw(arrays(shape)) for shape in shapes.input_shapes))


def test_an_array_may_be_the_left_factor():
    A, x = np.arange(6.0).reshape(2, 3), np.array([1.0, -1.0, 2.0])
    agree(lambda t: A @ t, lambda t: torch.tensor(A) @ t, x)


@st.composite
def reductions(draw, min_side=0):
    """An array, axes to reduce (None is all) and keepdims."""
    x = draw(arrays(hnp.array_shapes(min_dims=1, max_dims=3, min_side=min_side, max_side=4)))
    axis = draw(st.none() | st.integers(-x.ndim, x.ndim - 1) | hnp.valid_tuple_axes(x.ndim, min_size=1))
    return x, axis, draw(st.booleans())


@given(reductions())
def test_sum_equals_torch_over_any_axes(case):
    x, axis, keepdims = case
    agree(lambda t: t.sum(axis, keepdims=keepdims), lambda t: t.sum(_every(t, axis), keepdim=keepdims), x)


@given(reductions(min_side=1))
def test_mean_equals_torch_over_any_axes(case):
    x, axis, keepdims = case
    agree(lambda t: t.mean(axis, keepdims=keepdims), lambda t: t.mean(_every(t, axis), keepdim=keepdims), x)


@given(reductions(min_side=1))
def test_max_equals_torch_amax_over_any_axes_ties_included(case):
    x, axis, keepdims = case
    agree(lambda t: t.max(axis, keepdims=keepdims), lambda t: t.amax(_every(t, axis), keepdim=keepdims), x)


def _every(t, axis):
    return tuple(range(t.ndim)) if axis is None else axis


def test_elements_that_tie_for_the_maximum_share_the_gradient():
    x = Tensor([2.0, 5.0, 5.0, 1.0], requires_grad=True)
    x.max().backward()
    assert x.grad.tolist() == [0, 0.5, 0.5, 0]


@pytest.mark.parametrize("keepdims", [False, True])
def test_reductions_of_an_axis_beside_an_empty_one_are_empty(keepdims):
    x = np.zeros((0, 3))
    for name, theirs in [("sum", "sum"), ("mean", "mean"), ("max", "amax")]:
        agree(
            lambda t, name=name: getattr(t, name)(1, keepdims=keepdims),
            lambda t, theirs=theirs: getattr(t, theirs)(1, keepdim=keepdims),
            x,
        )


@pytest.mark.filterwarnings("ignore:invalid value:RuntimeWarning")
def test_the_mean_of_nothing_is_nan_and_its_maximum_an_error():
    assert np.isnan(Tensor(np.zeros((0, 3))).mean(0).data).all()
    with pytest.raises(ValueError, match="zero-size array"):
        Tensor(np.zeros((0, 3))).max(0)


@given(arrays(), st.data())
def test_reshape_equals_torch(x, data):
    shape = data.draw(st.sampled_from([(-1,) if x.size else (0,), (1, x.size), (x.size, 1), x.shape[::-1]]))
    agree(lambda t: t.reshape(*shape) if shape else t.reshape(()), lambda t: t.reshape(shape), x)
    agree(lambda t: t.reshape(shape), lambda t: t.reshape(shape), x)


@given(arrays(), st.data())
def test_transpose_equals_torch_permute(x, data):
    axes = data.draw(st.permutations(range(x.ndim)))
    axes = [axis - x.ndim if data.draw(st.booleans()) else axis for axis in axes]
    agree(lambda t: t.transpose(*axes), lambda t: t.permute(*axes), x) if axes else None
    backwards = tuple(reversed(range(x.ndim)))
    agree(lambda t: t.transpose(), lambda t: t.permute(backwards), x)
    agree(lambda t: t.T, lambda t: t.permute(backwards), x)


@st.composite
def indexed(draw):
    """An array and an index into it: numbers, slices of any step, new axes, integer arrays, masks."""
    x = draw(arrays(hnp.array_shapes(min_dims=1, max_dims=3, min_side=1, max_side=4)))
    basic = hnp.basic_indices(x.shape, allow_newaxis=True)
    fancy = hnp.integer_array_indices(
        x.shape, result_shape=hnp.array_shapes(max_dims=2, min_side=0, max_side=4)
    )
    mask = hnp.arrays(bool, x.shape)
    return x, draw(basic | fancy | mask)


@given(indexed())
def test_indexing_equals_torch_and_repeated_elements_add_up(case):
    x, index = case
    places = torch.tensor(np.array(np.arange(x.size).reshape(x.shape)[index]))  # torch has no negative steps
    agree(lambda t: t[index], lambda t: t.flatten()[places], x)


def test_an_element_picked_twice_gets_both_gradients():
    x = Tensor([10.0, 20.0, 30.0], requires_grad=True)
    (x[[0, 2, 0]] * np.array([1.0, 2.0, 4.0])).sum().backward()
    assert x.grad.tolist() == [5, 0, 2]


def test_rows_are_picked_by_labels():
    logits, labels = np.arange(12.0).reshape(3, 4), [3, 0, 3]
    agree(lambda t: t[np.arange(3), labels], lambda t: t[torch.arange(3), torch.tensor(labels)], logits)


def test_values_and_gradients_worked_out_by_hand():
    a, b = Tensor([[1.0, 2.0]], requires_grad=True), Tensor([[3.0], [4.0]], requires_grad=True)
    product = a * b  # [[3, 6], [4, 8]]
    (product.sum() + (a @ b).sum()).backward()  # 21 + 11
    assert product.data.tolist() == [[3, 6], [4, 8]]
    assert a.grad.tolist() == [[7 + 3, 7 + 4]]
    assert b.grad.tolist() == [[3 + 1], [3 + 2]]


@pytest.mark.parametrize(
    ("data", "dtype"),
    [
        (3, np.float64),
        ([1, 2], np.float64),
        ([True, False], np.float64),
        (np.ones(2, np.int32), np.float64),
        (np.ones(2, np.float16), np.float64),
        (np.ones(2, np.float32), np.float32),
        (np.float32(2), np.float32),
        (np.ones(2, ">f8"), np.float64),
    ],
)
def test_float32_stays_and_every_other_real_type_becomes_float64(data, dtype):
    x = Tensor(data)
    assert x.dtype == dtype and x.data.tolist() == np.asarray(data).tolist()


@pytest.mark.parametrize("number", [2, 0.1, np.float64(0.1), np.int64(3)])
@pytest.mark.parametrize("op", [operator.add, operator.sub, operator.mul, operator.truediv, operator.pow])
def test_a_number_does_not_turn_float32_into_float64(op, number):
    x = Tensor(np.ones(3, np.float32), requires_grad=True)
    y = op(x, number)
    y.sum().backward()
    assert y.dtype == np.float32 and x.grad.dtype == np.float32


def test_mixed_precision_gives_float64_and_each_gradient_keeps_its_own():
    a, b = np.array([1.5, 2.5], np.float32), np.array([0.1, 0.2])
    agree(operator.mul, operator.mul, a, b)


@pytest.mark.parametrize("data", [1j, "text", None, [object()], ["1"]])
def test_what_is_not_a_real_number_is_refused(data):
    with pytest.raises(TypeError, match="a Tensor holds real numbers, got"):
        Tensor(data)


def test_a_tensor_copies_its_data_and_stays_apart():
    values = np.ones(3)
    x = Tensor(values)
    x.data -= 1
    assert values.tolist() == [1, 1, 1]


def test_numpy_functions_refuse_a_tensor_and_name_the_way_out():
    x = Tensor([1.0, 2.0])
    for use in (np.asarray, lambda t: np.stack([t, t]), Tensor):
        with pytest.raises(TypeError, match=r"pass x\.data"):
            use(x)
    with pytest.raises(TypeError):
        np.exp(x)


def test_shapes_that_do_not_broadcast_are_named_with_the_rule():
    with pytest.raises(ValueError, match=r"\(3,\) and \(4,\) do not broadcast: .* equal or one of them 1"):
        Tensor(np.ones(3)) + np.ones(4)


@pytest.mark.parametrize(
    ("a", "b"), [((2, 3), (2, 3)), ((3,), (2, 3)), ((2, 3), (2,)), ((), (3,)), ((3,), ()), ((3,), (4,))]
)
def test_factors_that_do_not_fit_are_named_with_the_rule(a, b):
    with pytest.raises(ValueError, match=r"cannot multiply \(.* @ \(.*the last axis on the left must be"):
        Tensor(np.ones(a)) @ Tensor(np.ones(b))


def test_batches_of_matrices_that_do_not_broadcast_are_named():
    with pytest.raises(ValueError, match=r"shapes \(2,\) and \(3,\) do not broadcast"):
        Tensor(np.ones((2, 4, 4))) @ np.ones((3, 4, 4))


def test_a_tensor_as_exponent_is_refused_with_the_way_out():
    with pytest.raises(
        TypeError, match=r"the exponent must be a number, got Tensor: write \(y \* x\.log\(\)\)\.exp"
    ):
        Tensor(2.0) ** Tensor(3.0)


def test_item_is_a_python_number_and_refuses_several():
    assert type(Tensor([[2.5]]).item()) is float
    with pytest.raises(ValueError, match="size 1"):
        Tensor([1.0, 2.0]).item()


def test_repr_shows_values_dtype_and_whether_a_gradient_is_wanted():
    assert repr(Tensor([1.0, 2.5])) == "Tensor([1. , 2.5])"
    assert repr(Tensor(np.float32(2), requires_grad=True)) == "Tensor(2., dtype=float32, requires_grad=True)"


def test_a_misspelled_attribute_is_an_error():
    with pytest.raises(AttributeError):
        Tensor(1.0).gard = None
