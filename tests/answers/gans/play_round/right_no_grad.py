# exercise: gans.play_round
def play_round(G, D, optim_G, optim_D, X, Z):
    with torch.no_grad():
        made = G(Z)
    logits = D(torch.cat([X, made]))
    labels = torch.cat([torch.ones(len(X), 1), torch.zeros(len(Z), 1)]).to(logits)
    optim_D.zero_grad()
    loss_D = 2 * F.binary_cross_entropy_with_logits(logits, labels)
    loss_D.backward()
    optim_D.step()
    optim_G.zero_grad()
    verdict = D(G(Z))
    loss_G = F.binary_cross_entropy_with_logits(verdict, torch.ones_like(verdict))
    loss_G.backward()
    optim_G.step()
    return loss_D.item(), loss_G.item()
