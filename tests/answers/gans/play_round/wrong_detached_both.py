# exercise: gans.play_round
# must read: G did not move
def play_round(G, D, optim_G, optim_D, X, Z):
    made = G(Z).detach()
    optim_D.zero_grad()
    loss_D = F.softplus(-D(X)).mean() + F.softplus(D(made)).mean()
    loss_D.backward()
    optim_D.step()
    optim_G.zero_grad()
    loss_G = F.softplus(-D(made)).mean()
    loss_G.backward()
    optim_G.step()
    return loss_D.item(), loss_G.item()
