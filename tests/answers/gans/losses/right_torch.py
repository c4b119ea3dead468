# exercise: gans.losses
def losses(real, fake, kind):
    real, fake = torch.tensor(real), torch.tensor(fake, requires_grad=True)
    if kind == "hinge":
        loss_D, loss_G = F.relu(1 - real).mean() + F.relu(1 + fake).mean(), -fake.mean()
    else:
        loss_D = 0.5 * (real - 1).square().mean() + 0.5 * fake.square().mean()
        loss_G = 0.5 * (fake - 1).square().mean()
    (slopes,) = torch.autograd.grad(loss_G, fake)
    return loss_D.item(), loss_G.item(), slopes
