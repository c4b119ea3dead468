"""Codes, noise and games: the closed forms against simulation, and sampling that follows its seed."""

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import nn
from torch.distributions import Normal
from torch.distributions import kl_divergence as torch_kl

from dlcourse.models import GPT, VAE, DCGANGenerator, Diffusion, hide_tokens, vae_loss
from dlcourse.models.ddpm import embed_time
from dlcourse.models.vae import kl_divergence


def generator(seed=0):
    return torch.Generator().manual_seed(seed)


@settings(deadline=None)
@given(st.integers(1, 5), st.integers(1, 4), st.integers(0, 100))
def test_the_kl_term_equals_torchs(batch, code, seed):
    mean, logvar = torch.randn(2, batch, code, generator=generator(seed), dtype=torch.float64)
    expected = torch_kl(Normal(mean, (0.5 * logvar).exp()), Normal(torch.zeros(()).double(), 1)).sum(1)
    torch.testing.assert_close(kl_divergence(mean, logvar), expected)


def test_the_bound_is_the_log_likelihood_plus_beta_times_kl():
    logits, X = torch.randn(3, 5, generator=generator()), torch.rand(3, 5, generator=generator(1)).round()
    mean, logvar = torch.randn(2, 3, 2, generator=generator(2))
    likelihood = torch.distributions.Bernoulli(logits=logits).log_prob(X).sum(1)
    expected = (4 * kl_divergence(mean, logvar) - likelihood).mean()
    torch.testing.assert_close(vae_loss(logits, X, mean, logvar, beta=4), expected)


def test_a_vae_draws_its_code_in_training_and_takes_the_mean_in_eval():
    net, X = VAE(6, 2), torch.rand(3, 6)
    assert not torch.equal(net(X)[0], net(X)[0])
    net.eval()
    logits, mean, _ = net(X)
    assert torch.equal(logits, net.decoder(mean))


def test_gradients_pass_through_the_draw():
    net, X = VAE(6, 2), torch.rand(3, 6)
    logits, mean, logvar = net(X)
    for g in torch.autograd.grad(logits.sum(), [mean, logvar]):
        assert g.all()


def test_samples_follow_their_generator():
    net = VAE(6, 2)
    assert torch.equal(net.sample(4, generator=generator(1)), net.sample(4, generator=generator(1)))
    assert not torch.equal(net.sample(4, generator=generator(1)), net.sample(4, generator=generator(2)))
    assert ((net.sample(50) > 0) & (net.sample(50) < 1)).all()


def test_dcgan_starts_as_its_paper_asks():
    torch.manual_seed(0)
    net = DCGANGenerator(3, 100, size=32, width=32)
    stds = [m.weight.std().item() for m in net.modules() if isinstance(m, nn.ConvTranspose2d)]
    assert stds == pytest.approx([0.02] * len(stds), rel=0.05)
    assert net(torch.randn(2, 100)).abs().max() <= 1


def test_the_schedule_is_the_papers_at_1000_steps():
    diffusion = Diffusion(1000)
    torch.testing.assert_close(diffusion.betas[[0, -1]], torch.tensor([1e-4, 0.02]))
    assert diffusion.signal[-1] == pytest.approx(
        4e-5, rel=0.05
    )  # Ho et al.: KL to N(0, 1) is about 1e-5 bits


@pytest.mark.parametrize("steps", [21, 100, 1000])
def test_any_number_of_steps_ends_in_noise(steps):
    diffusion = Diffusion(steps)
    assert diffusion.signal[-1] < 1e-4 and diffusion.betas.max() < 1
    assert (diffusion.signal.diff() < 0).all()


def test_the_jump_to_step_t_is_what_t_small_steps_do():
    diffusion, X = Diffusion(50), torch.full((20000, 1, 1, 1), 0.8)
    walked = X
    for t in range(30):
        beta = diffusion.betas[t]
        walked = (1 - beta).sqrt() * walked + beta.sqrt() * torch.randn(X.shape, generator=generator(t))
    jumped = diffusion.noisy(X, torch.full((20000,), 29), torch.randn(X.shape, generator=generator(99)))
    assert walked.mean().item() == pytest.approx(jumped.mean().item(), abs=0.03)
    assert walked.std().item() == pytest.approx(jumped.std().item(), abs=0.03)


class Knowing(nn.Module):
    """The best predictor for data that is one single image: it knows what was there before the noise."""

    def __init__(self, diffusion, image):
        super().__init__()
        self.diffusion, self.image = diffusion, image

    def forward(self, X, t):
        signal = self.diffusion.signal[t][:, None, None, None]
        return (X - signal.sqrt() * self.image) / (1 - signal).sqrt()


def test_a_perfect_predictor_walks_back_to_the_data():
    diffusion, image = Diffusion(60), torch.rand(1, 1, 4, 4, generator=generator()) * 2 - 1
    model = Knowing(diffusion, image)
    assert diffusion.loss(model, image.expand(8, 1, 4, 4)).item() < 1e-6
    found = diffusion.sample(model, (3, 1, 4, 4), generator=generator())
    torch.testing.assert_close(found, image.expand(3, 1, 4, 4), atol=1e-3, rtol=0)


def test_loss_and_samples_follow_their_generator():
    diffusion, X = Diffusion(30), torch.rand(4, 1, 4, 4)
    model = Knowing(diffusion, torch.zeros(1, 1, 4, 4))
    losses = {diffusion.loss(model, X, generator=generator(s)).item() for s in (0, 0, 1)}
    assert len(losses) == 2


def test_steps_are_embedded_apart():
    table = embed_time(torch.arange(1000), 32)
    assert table.shape == (1000, 32)
    assert torch.cdist(table, table).fill_diagonal_(1).min() > 0.05


def test_gpt_at_temperature_0_takes_the_likeliest_and_top_1_agrees():
    torch.manual_seed(0)
    net, start = GPT(20, context=8).eval(), torch.tensor([[3], [4]])
    greedy = net.generate(start, 12, temperature=0)
    assert torch.equal(greedy[:, :1], start) and greedy.shape == (2, 13)
    assert torch.equal(net.generate(start, 12, top_k=1), greedy)
    assert torch.equal(net(greedy[:, 4:12])[:, -1].argmax(-1), greedy[:, 12])


def test_gpt_draws_by_its_probabilities_from_the_seed():
    torch.manual_seed(0)
    net, start = GPT(5).eval(), torch.ones(20000, 1, dtype=torch.long)
    drawn = net.generate(start, 1, temperature=0.5, generator=generator())[:, 1]
    assert torch.equal(drawn, net.generate(start, 1, temperature=0.5, generator=generator())[:, 1])
    expected = (net(start[:1])[0, -1] / 0.5).softmax(-1)
    torch.testing.assert_close(drawn.bincount(minlength=5) / 20000, expected, atol=0.02, rtol=0)


def test_hidden_tokens_follow_the_recipe_of_bert():
    tokens = torch.randint(4, 50, (400, 100), generator=generator())
    tokens[:, 90:] = 0
    seen, labels = hide_tokens(tokens, 50, mask_id=3, special=3, generator=generator())
    chosen = labels != -100
    assert not chosen[:, 90:].any() and torch.equal(labels[chosen], tokens[chosen])
    assert torch.equal(seen[~chosen], tokens[~chosen])
    assert chosen[:, :90].float().mean() == pytest.approx(0.15, abs=0.01)
    assert (seen[chosen] == 3).float().mean() == pytest.approx(0.8, abs=0.02)
    assert (seen[chosen] == tokens[chosen]).float().mean() == pytest.approx(0.1 + 0.1 / 50, abs=0.02)
