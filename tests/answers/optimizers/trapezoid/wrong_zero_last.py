# exercise: optimizers.trapezoid
# must read: the last step must still move
def trapezoid(step, num_steps, warm, cool):
    if step >= num_steps:
        return 0.0
    up = (step + 1) / warm if warm else 1.0
    down = (num_steps - 1 - step) / cool if cool else 1.0
    return min(up, 1.0, down)
