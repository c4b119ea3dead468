# exercise: cnns.sees
def sees(layers, i):
    field, jump = 1, 1
    for size, stride, dilation in layers:
        field, jump = field + dilation * (size - 1) * jump, jump * stride
    return i * jump, i * jump + field - 1
