# exercise: optimizers.trapezoid
def trapezoid(step, num_steps, warm, cool):
    factors = np.ones(num_steps)
    for i in range(num_steps):
        if i < warm:
            factors[i] = (i + 1) / warm
        if i >= num_steps - cool:
            factors[i] = min(factors[i], (num_steps - i) / cool)
    return factors[step] if step < num_steps else 0.0
