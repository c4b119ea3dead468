# exercise: backprop.topological_order
# must read: turn it around
def topological_order(root):
    order, opened, todo = [], set(), [(root, False)]
    while todo:
        node, done = todo.pop()
        if done:
            order.append(node)
        elif node not in opened:
            opened.add(node)
            todo.append((node, True))
            todo.extend((parent, False) for parent in node.parents)
    return order[::-1]
