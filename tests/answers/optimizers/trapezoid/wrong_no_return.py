# exercise: optimizers.trapezoid
# must read: returned nothing
def trapezoid(step, num_steps, warm, cool):
    left = num_steps - step
    up = (step + 1) / warm if warm else 1.0
    down = left / cool if cool else 1.0
    print(max(0.0, min(up, 1.0, down)))
