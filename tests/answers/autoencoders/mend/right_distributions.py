# exercise: autoencoders.mend
def mend(X, E, b, D, c, log_s2, noise):
    normal = torch.distributions.Normal
    mean, logvar = (X @ E + b).chunk(2, dim=1)
    q = normal(mean, logvar.exp().sqrt())
    p = normal((q.mean + q.stddev * noise) @ D + c, log_s2.exp().sqrt())
    kl = torch.distributions.kl_divergence(q, normal(torch.zeros_like(mean), 1.0))
    return (kl.sum(dim=1) - p.log_prob(X).sum(dim=1)).mean()
