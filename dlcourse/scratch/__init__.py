"""A neural-network library on NumPy alone: what the chapters build by hand, as the tested reference.

Read in this order: `shapes`, `graph`, `tensor`, `functions`, `losses`, `layers`, `regularization`, `sgd`,
`gradcheck`.

Public: `Tensor`, `no_grad`, `record` (to add an operation); the functions `relu`, `leaky_relu`, `sigmoid`,
`softplus`, `tanh`, `gelu`, `softmax`, `log_softmax`, `logsumexp`; the losses `mse`,
`binary_cross_entropy_with_logits`, `cross_entropy`; `Linear`, `Sequential`, `mlp`;
`Dropout`, `BatchNorm`; `SGD`; `numeric_gradient`, `gradcheck`.
"""

from dlcourse.scratch.functions import (
    gelu,
    leaky_relu,
    log_softmax,
    logsumexp,
    relu,
    sigmoid,
    softmax,
    softplus,
    tanh,
)
from dlcourse.scratch.gradcheck import gradcheck, numeric_gradient
from dlcourse.scratch.graph import no_grad
from dlcourse.scratch.layers import Linear, Sequential, mlp
from dlcourse.scratch.losses import binary_cross_entropy_with_logits, cross_entropy, mse
from dlcourse.scratch.regularization import BatchNorm, Dropout
from dlcourse.scratch.sgd import SGD
from dlcourse.scratch.tensor import Tensor, record

__all__ = [
    "SGD",
    "BatchNorm",
    "Dropout",
    "Linear",
    "Sequential",
    "Tensor",
    "binary_cross_entropy_with_logits",
    "cross_entropy",
    "gelu",
    "gradcheck",
    "leaky_relu",
    "log_softmax",
    "logsumexp",
    "mlp",
    "mse",
    "no_grad",
    "numeric_gradient",
    "record",
    "relu",
    "sigmoid",
    "softmax",
    "softplus",
    "tanh",
]
