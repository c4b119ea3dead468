# exercise: backprop.topological_order
# must read: must stand in the order once
def topological_order(root):
    order, todo = [], [root]
    while todo:
        node = todo.pop()
        order.append(node)
        todo.extend(node.parents)
    return order[::-1]
