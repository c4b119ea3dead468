# exercise: gans.play_round
# must read: as given: one backward pass
def play_round(G, D, optim_G, optim_D, X, Z):
    optim_G.zero_grad()
    optim_D.zero_grad()
    made = G(Z)
    loss_D = F.softplus(-D(X)).mean() + F.softplus(D(made)).mean()
    loss_G = F.softplus(-D(made)).mean()
    (loss_D + loss_G).backward()
    optim_D.step()
    optim_G.step()
    return loss_D.item(), loss_G.item()
