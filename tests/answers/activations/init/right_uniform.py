# exercise: activations.init
def init_layers(widths, slope, generator):
    layers = []
    for i in range(len(widths) - 1):
        inputs, outputs = widths[i], widths[i + 1]
        reach = np.sqrt(6 / (1 + slope**2) / inputs)  # uniform on (-reach, reach) has variance reach**2 / 3
        layers.append([generator.uniform(-reach, reach, size=(inputs, outputs)), np.zeros(outputs)])
    return layers
