# exercise: gans.play_round
# must read: D's next step still holds the gradient of loss_G
def play_round(G, D, optim_G, optim_D, X, Z):
    loss_D = F.softplus(-D(X)).mean() + F.softplus(D(G(Z).detach())).mean()
    loss_D.backward()
    optim_D.step()
    optim_D.zero_grad()
    optim_G.zero_grad()
    loss_G = F.softplus(-D(G(Z))).mean()
    loss_G.backward()
    optim_G.step()
    return loss_D.item(), loss_G.item()
