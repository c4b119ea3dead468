# exercise: hardware.scaler
class Scaler:
    def __init__(self, scale=65536.0, interval=2000):
        self.scale, self.left, self.interval = scale, interval, interval

    def unscale(self, grads):
        now = self.scale
        for g in grads:
            if np.isnan(g).any() or np.isinf(g).any():
                self.scale = now / 2 if now >= 2 else 1.0
                self.left = self.interval
                return None
        self.left -= 1
        if not self.left:
            self.left = self.interval
            self.scale = 2 * now
        return [np.divide(g, now, dtype=np.float32) for g in grads]
