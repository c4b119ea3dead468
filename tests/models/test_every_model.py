"""What holds for every architecture: shapes, gradients, learning, evaluation, weights that travel."""

import pytest
import torch

from tests.models.zoo import CASES, Joined


def built(name):
    torch.manual_seed(0)
    return CASES[name].build()


def trained(model, case, steps, lr=3e-3):
    optimizer = torch.optim.Adam(model.parameters(), lr)
    losses = []
    for _ in range(steps):
        loss = case.loss(model(*case.inputs))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
        if losses[-1] < losses[0] / 10:
            break
    return losses


@pytest.mark.parametrize("name", CASES)
def test_the_output_has_the_shape_promised(name):
    assert tuple(built(name)(*CASES[name].inputs).shape) == CASES[name].shape


@pytest.mark.parametrize("name", CASES)
def test_one_batch_is_learned_until_its_loss_is_a_tenth(name):
    losses = trained(built(name), CASES[name], steps=400)
    assert losses[-1] < losses[0] / 10, f"{losses[0]:.3f} -> {losses[-1]:.3f} in {len(losses)} steps"


@pytest.mark.parametrize("name", CASES)
def test_gradients_reach_every_parameter(name):
    case, model = CASES[name], built(name)
    if name == "BERT":  # the loss of the hidden words says nothing to the second head
        model = Joined(model.model)
        case = type(case)(case.build, case.inputs, case.shape, lambda z: z.square().mean())
    trained(model, case, steps=3)  # layers that start at zero let gradients through after one step
    case.loss(model(*case.inputs)).backward()
    for where, p in model.named_parameters():
        assert p.grad is not None, f"{where} is not part of the computation"
        assert p.grad.isfinite().all(), where
        # a key's bias moves all scores of a query alike, and the softmax does not see it
        assert p.grad.any() or where.endswith("key.bias"), f"{where} gets a gradient of zero"


@pytest.mark.parametrize("name", CASES)
def test_in_eval_mode_an_answer_depends_on_its_own_input_alone(name):
    case, model = CASES[name], built(name)
    trained(model, case, steps=3)  # so that running statistics are not where they started
    model.eval()
    with torch.no_grad():
        whole, again = model(*case.inputs), model(*case.inputs)
        alone = torch.cat([model(*(x[i : i + 1] for x in case.inputs)) for i in range(len(whole))])
    assert torch.equal(whole, again)
    torch.testing.assert_close(alone, whole, rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize("name", CASES)
def test_saved_weights_bring_the_answers_back(name, tmp_path):
    case, model = CASES[name], built(name)
    torch.save(model.state_dict(), tmp_path / "weights.pt")
    torch.manual_seed(1)
    other = case.build()
    other.load_state_dict(torch.load(tmp_path / "weights.pt", weights_only=True))
    assert torch.equal(model.eval()(*case.inputs), other.eval()(*case.inputs))


@pytest.mark.parametrize("name", ["MLP", "ResNet", "GPT", "Seq2Seq", "NoisePredictor"])
def test_the_same_seed_gives_the_same_weights(name):
    assert all(map(torch.equal, built(name).parameters(), built(name).parameters()))
