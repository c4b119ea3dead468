# exercise: regularization.batch_norm
def batch_norm(X, running_mean, running_var, training, momentum=0.1, eps=1e-5):
    mean, var = torch.tensor(running_mean), torch.tensor(running_var)
    out = torch.nn.functional.batch_norm(
        torch.tensor(X), mean, var, training=training, momentum=momentum, eps=eps
    )
    return out.numpy(), mean.numpy(), var.numpy()
