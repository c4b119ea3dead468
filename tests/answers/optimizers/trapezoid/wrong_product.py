# exercise: optimizers.trapezoid
# must read: the smaller one counts, not their product
def trapezoid(step, num_steps, warm, cool):
    if step >= num_steps:
        return 0.0
    up = min(1.0, (step + 1) / warm) if warm else 1.0
    down = min(1.0, (num_steps - step) / cool) if cool else 1.0
    return up * down
