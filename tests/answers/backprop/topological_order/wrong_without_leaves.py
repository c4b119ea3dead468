# exercise: backprop.topological_order
# must read: the graph has 1
def topological_order(root):
    order, opened, todo = [], set(), [(root, False)]
    while todo:
        node, done = todo.pop()
        if done:
            order.append(node)
        elif node not in opened and node.parents:
            opened.add(node)
            todo.append((node, True))
            todo.extend((parent, False) for parent in node.parents)
    return order
