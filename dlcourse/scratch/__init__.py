"""A neural-network library on NumPy alone: what the chapters build by hand, as the tested reference.

Read in this order: `shapes`, `graph`, `tensor`, `functions`, `losses`, `layers`, `regularization`,
`convolution`, `recurrent`, `attention`, `variational`, `sgd`, `optimizers`, `schedules`, `gradcheck`.

Public: `Tensor`, `no_grad`, `record` (to add an operation); the functions `relu`, `leaky_relu`, `sigmoid`,
`softplus`, `tanh`, `gelu`, `softmax`, `log_softmax`, `logsumexp`; the losses `mse`,
`binary_cross_entropy_with_logits`, `cross_entropy`; `Linear`, `Sequential`, `mlp`;
`Dropout`, `BatchNorm`; `unfold`, `conv2d`, `max_pool2d`, `avg_pool2d`, `Conv2d`; `RNNCell`, `LSTMCell`,
`GRUCell`, `unroll`; `attention`, `MultiHeadAttention`, `LayerNorm`; `reparametrize`, `gaussian_kl`;
the optimizers `SGD`, `Momentum`, `AdaGrad`, `RMSprop`, `Adam`, `AdamW`; the schedules `step_decay`,
`cosine`, `warm_up`; `clip_gradients`; `numeric_gradient`, `gradcheck`.
"""

from dlcourse.scratch.attention import LayerNorm, MultiHeadAttention, attention
from dlcourse.scratch.convolution import Conv2d, avg_pool2d, conv2d, max_pool2d, unfold
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
from dlcourse.scratch.optimizers import AdaGrad, Adam, AdamW, Momentum, RMSprop
from dlcourse.scratch.recurrent import GRUCell, LSTMCell, RNNCell, unroll
from dlcourse.scratch.regularization import BatchNorm, Dropout
from dlcourse.scratch.schedules import clip_gradients, cosine, step_decay, warm_up
from dlcourse.scratch.sgd import SGD
from dlcourse.scratch.tensor import Tensor, record
from dlcourse.scratch.variational import gaussian_kl, reparametrize

__all__ = [
    "SGD",
    "AdaGrad",
    "Adam",
    "AdamW",
    "BatchNorm",
    "Conv2d",
    "Dropout",
    "GRUCell",
    "LSTMCell",
    "LayerNorm",
    "Linear",
    "Momentum",
    "MultiHeadAttention",
    "RMSprop",
    "RNNCell",
    "Sequential",
    "Tensor",
    "attention",
    "avg_pool2d",
    "binary_cross_entropy_with_logits",
    "clip_gradients",
    "conv2d",
    "cosine",
    "cross_entropy",
    "gaussian_kl",
    "gelu",
    "gradcheck",
    "leaky_relu",
    "log_softmax",
    "logsumexp",
    "max_pool2d",
    "mlp",
    "mse",
    "no_grad",
    "numeric_gradient",
    "record",
    "relu",
    "reparametrize",
    "sigmoid",
    "softmax",
    "softplus",
    "step_decay",
    "tanh",
    "unfold",
    "unroll",
    "warm_up",
]
