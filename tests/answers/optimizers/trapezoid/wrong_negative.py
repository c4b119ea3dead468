# exercise: optimizers.trapezoid
# must read: the factor is below 0
def trapezoid(step, num_steps, warm, cool):
    up = (step + 1) / warm if warm else 1.0
    down = (num_steps - step) / cool if cool else 1.0
    return min(up, 1.0, down)
