# exercise: losses.honest_probabilities
def honest_probabilities(logits, w):
    return torch.sigmoid(torch.tensor(logits) - np.log(w)).numpy()
