"""The draw and the KL term of a variational autoencoder, against PyTorch."""

import numpy as np
import pytest
import torch
from torch.distributions import Normal, kl_divergence

from dlcourse.check import rng
from dlcourse.scratch import Tensor, gaussian_kl, gradcheck, reparametrize


def parameters(scale: float = 1.0) -> tuple[np.ndarray, np.ndarray]:
    mean, logvar = scale * rng("scratch.variational").normal(size=(2, 5, 3))
    return mean, logvar


def twins(*arrays: np.ndarray) -> tuple[list[Tensor], list[torch.Tensor]]:
    """The same numbers for us and for PyTorch, both wanting gradients."""
    ours = [Tensor(a, requires_grad=True) for a in arrays]
    return ours, [torch.tensor(a, requires_grad=True) for a in arrays]


@pytest.mark.parametrize("scale", [0.0, 1.0, 8.0])
def test_the_kl_is_pytorchs_summed_over_the_code(scale):
    ours, theirs = twins(*parameters(scale))
    got = gaussian_kl(*ours)
    got.backward()
    q = Normal(theirs[0], (theirs[1] / 2).exp())
    want = kl_divergence(q, Normal(torch.zeros(()).double(), 1.0)).sum(1).mean()
    want.backward()
    np.testing.assert_allclose(got.item(), want.item(), rtol=1e-12, atol=1e-12)
    for mine, right in zip(ours, theirs, strict=True):
        np.testing.assert_allclose(mine.grad, right.grad, rtol=1e-9, atol=1e-12)


def test_the_kl_is_zero_for_the_prior_alone_and_a_wider_code_costs_more():
    assert gaussian_kl(np.zeros((4, 2)), np.zeros((4, 2))).item() == 0
    for mean, logvar in (([[0.1, 0.0]], [[0.0, 0.0]]), ([[0.0, 0.0]], [[0.0, -0.1]])):
        assert gaussian_kl(mean, logvar).item() > 0
    once, twice = (gaussian_kl(np.ones((4, code)), np.zeros((4, code))).item() for code in (3, 6))
    assert twice == 2 * once  # a mean over the code would not change


def test_gradients_go_through_the_draw_as_in_pytorch():
    eps = rng("scratch.variational.eps").normal(size=(5, 3))
    ours, theirs = twins(*parameters())
    z, t = reparametrize(*ours, eps), theirs[0] + (theirs[1] / 2).exp() * torch.tensor(eps)
    np.testing.assert_allclose(z.data, t.detach(), rtol=1e-12)
    (z**3).sum().backward()
    (t**3).sum().backward()
    for mine, right in zip(ours, theirs, strict=True):
        np.testing.assert_allclose(mine.grad, right.grad, rtol=1e-9)


def test_draws_have_the_mean_and_the_variance_that_are_asked_for():
    eps = rng("scratch.variational.many").normal(size=(40_000, 2))
    z = reparametrize(np.tile([1.0, -2.0], (40_000, 1)), np.tile(np.log([4.0, 0.25]), (40_000, 1)), eps).data
    np.testing.assert_allclose(z.mean(0), [1, -2], atol=0.05)
    np.testing.assert_allclose(z.var(0), [4, 0.25], rtol=0.03)


def test_both_pass_the_gradient_check():
    eps = rng("scratch.variational.eps").normal(size=(5, 3))
    gradcheck(gaussian_kl, *parameters())
    gradcheck(lambda mean, logvar: (reparametrize(mean, logvar, eps) ** 2).sum(), *parameters())


def test_shapes_that_would_broadcast_are_refused():
    two, one = np.zeros((4, 2)), np.zeros((4, 1))
    with pytest.raises(ValueError, match=r"one log-variance for each mean, got \(4, 2\) and \(4, 1\)"):
        gaussian_kl(two, one)
    with pytest.raises(ValueError, match=r"\(batch, code\), got \(2,\)"):
        gaussian_kl(two[0], two[0])
    with pytest.raises(ValueError, match=r"one draw for each coordinate, shape \(4, 2\), got \(2,\)"):
        reparametrize(two, two, np.zeros(2))
