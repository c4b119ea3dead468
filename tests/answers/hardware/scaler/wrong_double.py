# exercise: hardware.scaler
# must read: float32 again, not float64
class Scaler:
    def __init__(self, scale=65536.0, interval=2000):
        self.scale, self.left, self.interval = scale, interval, interval

    def unscale(self, grads):
        now = self.scale
        if not all(np.isfinite(g).all() for g in grads):
            self.scale, self.left = max(now / 2, 1.0), self.interval
            return None
        self.left -= 1
        if not self.left:
            self.left, self.scale = self.interval, 2 * now
        return [g.astype(float) / now for g in grads]
