# exercise: gans.unseen
def unseen(X, clumps):
    z = torch.view_as_complex(torch.tensor(X))
    z = z.mean() + (z - z.mean()) * np.exp(-1j * np.pi / clumps)
    return torch.view_as_real(z)
