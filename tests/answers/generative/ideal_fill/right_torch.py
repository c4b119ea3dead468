# exercise: generative.ideal_fill
def ideal_fill(z, t, X):
    Z, s, Y = torch.tensor(z / t), torch.tensor((1 - t) / t), torch.tensor(X)
    return (
        (-(torch.cdist(Z, s * Y, compute_mode="donot_use_mm_for_euclid_dist") ** 2) / 2).softmax(dim=1) @ Y
    ).numpy()
