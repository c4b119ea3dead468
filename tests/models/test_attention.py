"""Attention against PyTorch's own, weight by weight, and who can see whom."""

import pytest
import torch
import torch.nn.functional as F
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import nn

from dlcourse.models import BERT, GPT, MultiHeadAttention, Transformer, attention, causal_mask
from dlcourse.models.transformer import Block, positions


def random(*shape, seed=0):
    return torch.randn(*shape, generator=torch.Generator().manual_seed(seed), dtype=torch.float64)


def pour_attention(ours, theirs):
    """Weights of our attention into torch's, which keeps query, key and value in one matrix."""
    with torch.no_grad():
        parts = (ours.query, ours.key, ours.value)
        theirs.in_proj_weight.copy_(torch.cat([p.weight for p in parts]))
        theirs.in_proj_bias.copy_(torch.cat([p.bias for p in parts]))
        theirs.out_proj.load_state_dict(ours.out.state_dict())


def pour_block(ours, theirs):
    pour_attention(ours.attend, theirs.self_attn)
    pairs = [(ours.feed[0], theirs.linear1), (ours.feed[3], theirs.linear2), (ours.norm1, theirs.norm1)]
    if ours.cross:
        pour_attention(ours.look_up, theirs.multihead_attn)
        pairs += [(ours.norm3, theirs.norm2), (ours.norm2, theirs.norm3)]
    else:
        pairs.append((ours.norm2, theirs.norm2))
    for a, b in pairs:
        b.load_state_dict(a.state_dict())


@settings(deadline=None)
@given(st.integers(1, 4), st.integers(1, 6), st.integers(1, 6), st.integers(1, 8), st.booleans())
def test_the_attention_written_out_equals_the_fused_one(batch, T, S, d, masked):
    q, k, v = random(batch, T, d), random(batch, S, d, seed=1), random(batch, S, d, seed=2)
    mask = random(batch, T, S, seed=3) > 0 if masked else None
    if mask is not None:
        mask[..., 0] = True  # everybody sees something
    z, weights = attention(q, k, v, mask)
    torch.testing.assert_close(z, F.scaled_dot_product_attention(q, k, v, attn_mask=mask))
    torch.testing.assert_close(weights.sum(-1), torch.ones(batch, T, dtype=torch.float64))
    assert mask is None or not weights[~mask].any()


@pytest.mark.parametrize("cross", [False, True])
@pytest.mark.parametrize("masked", [False, True])
def test_multi_head_attention_equals_torch_in_values_weights_and_gradients(cross, masked):
    torch.manual_seed(0)
    ours = MultiHeadAttention(12, 3).double()
    theirs = nn.MultiheadAttention(12, 3, batch_first=True).double()
    pour_attention(ours, theirs)
    x = random(2, 5, 12).requires_grad_()
    y = x.detach().clone().requires_grad_()
    context = random(2, 5, 12, seed=1) if cross else None
    mask = causal_mask(5) if masked else None
    z = ours(x, context, mask=mask)
    other = y if context is None else context
    expected, weights = theirs(
        y, other, other, attn_mask=None if mask is None else ~mask, average_attn_weights=False
    )
    torch.testing.assert_close(z, expected)
    torch.testing.assert_close(ours.weights(x, context, mask=mask), weights)
    z.square().sum().backward()
    expected.square().sum().backward()
    torch.testing.assert_close(x.grad, y.grad)
    torch.testing.assert_close(ours.query.weight.grad, theirs.in_proj_weight.grad[:12])


@pytest.mark.parametrize("norm_first", [False, True])
def test_an_encoder_block_equals_torch(norm_first):
    torch.manual_seed(0)
    ours = Block(12, 3, hidden=20, norm_first=norm_first).double()
    options = {"activation": F.gelu, "batch_first": True, "norm_first": norm_first}
    theirs = nn.TransformerEncoderLayer(12, 3, 20, dropout=0.0, **options).double()
    pour_block(ours, theirs)
    x, seen = random(2, 5, 12), torch.tensor([[True] * 5, [True, True, True, False, False]])
    torch.testing.assert_close(ours(x, mask=seen[:, None, None]), theirs(x, src_key_padding_mask=~seen))


@pytest.mark.parametrize("norm_first", [False, True])
def test_a_decoder_block_equals_torch(norm_first):
    torch.manual_seed(0)
    ours = Block(12, 3, hidden=20, activation=nn.ReLU(), norm_first=norm_first, cross=True).double()
    options = {"batch_first": True, "norm_first": norm_first}
    theirs = nn.TransformerDecoderLayer(12, 3, 20, dropout=0.0, **options).double()
    pour_block(ours, theirs)
    x, memory = random(2, 5, 12), random(2, 7, 12, seed=1)
    expected = theirs(x, memory, tgt_mask=~causal_mask(5))
    torch.testing.assert_close(ours(x, memory, causal=True), expected)


def test_a_block_that_looks_things_up_wants_a_memory():
    with pytest.raises(ValueError, match="pass the encoder's output"):
        Block(12, 3, cross=True)(torch.zeros(1, 2, 12))


def test_the_causal_flag_and_the_causal_mask_are_one_thing():
    net, x = MultiHeadAttention(8, 2).double(), random(2, 6, 8)
    torch.testing.assert_close(net(x, causal=True), net(x, mask=causal_mask(6)))


def test_positions_follow_the_formula_of_the_paper():
    table = positions(50, 16)
    for t, i in [(0, 0), (7, 3), (49, 7)]:
        angle = torch.tensor(t / 10000 ** (2 * i / 16))
        torch.testing.assert_close(table[t, 2 * i], angle.sin(), atol=1e-5, rtol=1e-5)
        torch.testing.assert_close(table[t, 2 * i + 1], angle.cos(), atol=1e-5, rtol=1e-5)


def test_embeddings_are_scaled_up_to_the_size_of_the_positions():
    net = Transformer(12, 12, dim=32).eval()  # section 3.4: embeddings times the root of dim
    x = net.embed(net.source_embedding, torch.tensor([[5, 7]]))
    torch.testing.assert_close(x - positions(2, 32), 32**0.5 * net.source_embedding.weight[[5, 7]][None])


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 8), st.integers(1, 11))
def test_gpt_never_looks_ahead(position, other):
    torch.manual_seed(0)
    net = GPT(12, context=10).double().eval()
    tokens = torch.randint(12, (2, 10), generator=torch.Generator().manual_seed(0))
    changed = tokens.clone()
    changed[:, position + 1] = (changed[:, position + 1] + other) % 12
    before, after = net(tokens), net(changed)
    torch.testing.assert_close(before[:, : position + 1], after[:, : position + 1], rtol=0, atol=1e-12)
    assert not torch.allclose(before[:, position + 1 :], after[:, position + 1 :], rtol=0, atol=1e-6)


def test_what_a_gpt_block_adds_starts_smaller_the_more_blocks_there_are():
    torch.manual_seed(0)
    net = GPT(12, layers=8)  # Radford et al. 2019, section 2.3: times 1 / sqrt(number of residual layers)
    for name, p in net.named_parameters():
        if p.ndim == 2:
            added = name.endswith(("attend.out.weight", "feed.3.weight"))
            assert p.std().item() == pytest.approx(0.02 / 4 if added else 0.02, rel=0.1), name


def test_the_decoder_never_looks_ahead_and_always_at_the_source():
    torch.manual_seed(0)
    net = Transformer(12, 12).double().eval()
    source, target = torch.tensor([[5, 6, 7]]), torch.tensor([[1, 2, 3, 4]])
    ahead, elsewhere = torch.tensor([[1, 2, 3, 9]]), torch.tensor([[5, 6, 8]])
    logits = net(source, target)
    torch.testing.assert_close(net(source, ahead)[:, :3], logits[:, :3], rtol=0, atol=1e-12)
    assert ((net(elsewhere, target) - logits).abs().amax(-1) > 1e-6).all()


def test_bert_looks_both_ways():
    torch.manual_seed(0)
    net = BERT(12).double().eval()
    a, b = net(torch.tensor([[1, 2, 3, 4]]))[0], net(torch.tensor([[1, 2, 3, 9]]))[0]
    assert ((a - b).abs().amax(-1) > 1e-6).all()


def test_padding_changes_nothing():
    torch.manual_seed(0)
    short, padded = torch.tensor([[5, 6, 7]]), torch.tensor([[5, 6, 7, 0, 0]])
    bert = BERT(12).double().eval()
    torch.testing.assert_close(bert(padded)[0][:, :3], bert(short)[0])
    net, target = Transformer(12, 12).double().eval(), torch.tensor([[1, 2]])
    torch.testing.assert_close(net(padded, target), net(short, target))
