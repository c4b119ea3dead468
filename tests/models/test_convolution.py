"""What each family of image nets is known for, seen in its own numbers."""

from itertools import pairwise

import pytest
import torch
from torch import nn

from dlcourse import models
from dlcourse.models.efficientnet import SIZES, SqueezeExcite, compound_scale, eighths
from dlcourse.models.lenet import C3, Subsample
from dlcourse.models.resnet import BasicBlock, Bottleneck


def test_lenet5_is_wired_as_in_its_table():
    # LeCun et al. 1998, table I, column by column: which maps of S2 feed each map of C3
    table = "012 123 234 345 045 015 0123 1234 2345 0345 0145 0125 0134 1245 0235 012345"
    assert ["".join(map(str, sorted(maps))) for maps in C3] == table.split()


def test_subsampling_is_a_mean_with_one_weight_and_one_bias_a_channel():
    layer = Subsample(2)
    with torch.no_grad():
        layer.weight.copy_(torch.tensor([2.0, -1.0])[:, None, None])
        layer.bias.fill_(0.5)
    X = torch.arange(8.0).view(1, 2, 2, 2)
    assert layer(X).flatten().tolist() == [2 * 1.5 + 0.5, -5.5 + 0.5]


@pytest.mark.parametrize("block", [BasicBlock, Bottleneck])
def test_a_residual_block_with_nothing_to_add_is_the_identity(block):
    layer, X = block(4 * block.expansion, 4).eval(), torch.rand(2, 4 * block.expansion, 6, 6)
    last = layer.bn3 if block is Bottleneck else layer.bn2
    nn.init.zeros_(last.weight)
    assert torch.equal(layer(X), X)
    plain = block(4 * block.expansion, 4, skip=False).eval()
    nn.init.zeros_((plain.bn3 if block is Bottleneck else plain.bn2).weight)
    assert not plain(X).any()


def test_skips_cost_no_parameters_but_where_the_shape_changes():
    with_skips, without = (
        models.resnet_cifar(20).state_dict(),
        models.resnet_cifar(20, skip=False).state_dict(),
    )
    extra = {name for name in with_skips if name not in without}
    assert {name.split(".")[2] for name in extra} == {"downsample"}
    assert {name.split(".")[0] for name in extra} == {"layer2", "layer3"}


@pytest.mark.parametrize(("depth", "entries"), [(18, 122), (50, 320)])
def test_resnet_calls_its_weights_what_torchvision_calls_them(depth, entries):
    with torch.device("meta"):
        names = models.resnet(depth).state_dict()
    assert len(names) == entries
    expected = ["conv1.weight", "bn1.running_var", "layer1.0.conv1.weight", "layer2.0.downsample.0.weight"]
    expected += ["layer2.0.downsample.1.running_mean", "layer4.1.bn2.num_batches_tracked", "fc.bias"]
    assert set(expected) <= set(names)


def test_an_inception_block_stacks_its_branches_and_keeps_the_side():
    block = models.Inception(16, (8, 8, 16, 4, 6, 3)).eval()
    z = block(torch.rand(2, 16, 9, 9))
    assert z.shape == (2, 8 + 16 + 6 + 3, 9, 9) and block.channels == z.shape[1]
    reach = [max(m.kernel_size[0] for m in b.modules() if isinstance(m, nn.Conv2d)) for b in block.branches]
    assert reach == [1, 3, 5, 1]


def test_squeeze_and_excite_weighs_whole_channels_by_a_number_from_0_to_1():
    layer, X = SqueezeExcite(6, 2), torch.rand(3, 6, 4, 4) + 0.5
    share = layer(X) / X
    torch.testing.assert_close(share, share[:, :, :1, :1].expand_as(share))
    assert ((share > 0) & (share < 1)).all()


def test_stochastic_depth_drops_whole_examples_and_keeps_the_mean():
    torch.manual_seed(0)
    block = models.MBConv(4, 4, expansion=2, kernel=3, stride=1, drop=0.25)
    X = torch.rand(1, 4, 5, 5).expand(4000, 4, 5, 5)
    for m in block.modules():
        if isinstance(m, nn.BatchNorm2d):
            m.eval()  # one and the same answer for each copy of the example
    added = (block(X) - X).flatten(1)
    dropped = ~added.any(1)
    assert dropped.float().mean() == pytest.approx(0.25, abs=0.03)
    block.eval()
    torch.testing.assert_close(
        added[~dropped][0] * 0.75, (block(X[:1]) - X[:1]).flatten(), rtol=1e-3, atol=1e-5
    )


def test_the_narrow_end_of_an_mbconv_is_linear():
    torch.manual_seed(0)
    block = models.MBConv(4, 6, expansion=2, kernel=3, stride=1, drop=0)
    assert block(torch.rand(8, 4, 5, 5)).min() < -1  # no activation after it: SiLU stops at -0.28


def test_compound_scaling_doubles_the_work_with_each_step():
    # Tan & Le 2019, equation 3: width, depth and resolution with depth * width² * resolution² near 2
    for phi in range(1, 7):
        width, depth, resolution = compound_scale(phi)
        assert (depth * width**2 * resolution**2) ** (1 / phi) == pytest.approx(2, rel=0.05)
    wider = [compound_scale(phi)[0] for phi in range(3)]
    assert [b / a for a, b in pairwise(wider)] == pytest.approx([1.1, 1.1])
    assert all(a[i] <= b[i] for a, b in pairwise(SIZES) for i in range(3))


@pytest.mark.parametrize(
    ("channels", "rounded"), [(1, 8), (32, 32), (35.2, 32), (17.6, 16), (11, 16), (12, 16)]
)
def test_channels_are_rounded_to_eighths_and_never_lose_a_tenth(channels, rounded):
    assert eighths(channels) == rounded >= 0.9 * min(channels, rounded)


def test_a_unet_tells_pixels_apart_through_its_bridges():
    torch.manual_seed(0)
    net, X = models.UNet(batch_norm=False), torch.zeros(1, 1, 16, 16, requires_grad=True)
    net(X)[0, 0, 5, 6].backward()
    reach = X.grad[0, 0].nonzero()
    assert X.grad[0, 0, 5, 6] != 0  # the pixel itself
    assert reach.min() == 0 and len(reach) > 100  # and far around it, through the bottom


def test_vit_patches_are_one_linear_layer_on_the_pixels_of_each():
    net, X = models.ViT(), torch.rand(1, 1, 8, 8)
    patch = X[0, 0, 2:4, 6:8].flatten()  # row 1, column 3 of the 4 x 4 patches
    expected = net.patches.weight.flatten(1) @ patch + net.patches.bias
    torch.testing.assert_close(net.patches(X).flatten(2)[0, :, 1 * 4 + 3], expected)


def test_vit_without_positions_cannot_tell_where_a_patch_was():
    torch.manual_seed(0)
    net, X = models.ViT().eval(), torch.rand(1, 1, 8, 8)
    moved = torch.cat([X[..., 2:], X[..., :2]], -1)  # a column of patches goes from the left to the right
    assert not torch.allclose(net(X), net(moved), atol=1e-5)
    nn.init.zeros_(net.positions)
    torch.testing.assert_close(net(X), net(moved))
