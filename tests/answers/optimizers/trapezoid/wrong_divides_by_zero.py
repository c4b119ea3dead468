# exercise: optimizers.trapezoid
# must read: nothing to divide by
def trapezoid(step, num_steps, warm, cool):
    return max(0.0, min(1.0, (step + 1) / warm, (num_steps - step) / cool))
