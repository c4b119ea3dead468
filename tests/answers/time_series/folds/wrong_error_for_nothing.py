# exercise: time_series.folds
# must read: left out, fitted or not
def folds(steps, length, horizon, first, every, keep=None):
    found = []
    windows = range(steps - length - horizon + 1)
    for origin in range(first, steps, every):
        oldest = 0 if keep is None else origin - keep
        fitted = [i for i in windows if i >= oldest and i + length + horizon <= origin]
        forecast = [i for i in windows if origin <= i + length < origin + every]
        if not fitted:
            raise ValueError(f"at origin {origin} there is no window to fit; begin later or keep more")
        if forecast:
            found.append((fitted, forecast))
    return found
