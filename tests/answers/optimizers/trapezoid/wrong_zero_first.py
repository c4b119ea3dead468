# exercise: optimizers.trapezoid
# must read: a first step with factor 0 is wasted
def trapezoid(step, num_steps, warm, cool):
    if step >= num_steps:
        return 0.0
    up = step / warm if warm else 1.0
    down = (num_steps - step) / cool if cool else 1.0
    return min(up, 1.0, down)
