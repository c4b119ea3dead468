# exercise: autoencoders.kl
def kl(mean, logvar, prior_mean, prior_logvar):
    normal = torch.distributions.Normal
    q = normal(torch.tensor(mean), torch.tensor(logvar).div(2).exp())
    p = normal(torch.tensor(prior_mean), torch.tensor(prior_logvar).div(2).exp())
    return torch.distributions.kl_divergence(q, p).sum(dim=-1).numpy()
