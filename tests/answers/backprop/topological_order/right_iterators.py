# exercise: backprop.topological_order
def topological_order(root):
    order, opened, path = [], {root}, [(root, iter(root.parents))]
    while path:
        node, rest = path[-1]
        for parent in rest:
            if parent not in opened:
                opened.add(parent)
                path.append((parent, iter(parent.parents)))
                break
        else:
            order.append(node)
            path.pop()
    return order
