# exercise: transfer_learning.few_of_each
# must read: not k in all
def few_of_each(y, k, draw):
    order = draw.permutation(len(y))
    return order[:k], order[k:]
