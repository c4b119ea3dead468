# exercise: gans.play_round
def play_round(G, D, optim_G, optim_D, X, Z):
    optim_D.zero_grad()
    made = G(Z)
    loss_D = -F.logsigmoid(D(X)).mean() - F.logsigmoid(-D(made)).mean()
    loss_D.backward(retain_graph=True)
    optim_D.step()
    optim_G.zero_grad()  # also of what the loss of D left there
    loss_G = -F.logsigmoid(D(made)).mean()
    loss_G.backward()
    optim_G.step()
    return float(loss_D), float(loss_G)
