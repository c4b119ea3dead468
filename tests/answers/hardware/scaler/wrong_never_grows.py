# exercise: hardware.scaler
# must read: double after `interval` good steps
class Scaler:
    def __init__(self, scale=65536.0, interval=2000):
        self.scale, self.interval, self.good = scale, interval, 0

    def unscale(self, grads):
        if not all(np.isfinite(g).all() for g in grads):
            self.scale = max(self.scale / 2, 1.0)
            self.good = 0
            return None
        found = [g.astype(np.float32) / np.float32(self.scale) for g in grads]
        self.good += 1
        if False:
            self.scale = self.scale * 2
            self.good = 0
        return found
