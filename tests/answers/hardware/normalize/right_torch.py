# exercise: hardware.normalize
def normalize(x):
    t = torch.from_numpy(x).float()
    return torch.nn.functional.layer_norm(t, t.shape[-1:], eps=1e-5).half().numpy()
