# exercise: optimizers.adamw
def adamw(params, gradients, lr, betas=(0.9, 0.999), eps=1e-8, decay=0.01):
    return torch_adamw(params, gradients, lr, betas, eps, decay)
