# exercise: neurons.mlp_forward
def mlp_forward(X, weights, biases):
    import torch

    a = torch.as_tensor(X)
    for i, (W, b) in enumerate(zip(weights, biases)):
        a = a @ torch.as_tensor(W) + torch.as_tensor(b)
        if i + 1 < len(weights):
            a = a.clamp(min=0)
    return a.numpy()
