# exercise: gans.play_round
# must read: G felt the loss of D
def play_round(G, D, optim_G, optim_D, X, Z):
    optim_G.zero_grad()
    optim_D.zero_grad()
    loss_D = F.softplus(-D(X)).mean() + F.softplus(D(G(Z))).mean()
    loss_D.backward()
    optim_D.step()
    loss_G = F.softplus(-D(G(Z))).mean()
    loss_G.backward()
    optim_G.step()
    return loss_D.item(), loss_G.item()
