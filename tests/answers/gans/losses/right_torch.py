# exercise: gans.losses
def losses(real, fake, kind):
    real, fake = torch.as_tensor(real), torch.as_tensor(fake)
    if kind == "wasserstein":
        return (fake.mean() - real.mean()).item(), -fake.mean().item()
    loss_D = -F.logsigmoid(real).mean() - F.logsigmoid(-fake).mean()
    loss_G = {"minimax": F.logsigmoid(-fake).mean(), "non-saturating": -F.logsigmoid(fake).mean()}[kind]
    return loss_D.item(), loss_G.item()
