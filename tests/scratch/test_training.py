"""The parts together: a net of `dlcourse.scratch` learns to read digits."""

import numpy as np
import pytest

from dlcourse.data import digits
from dlcourse.scratch import SGD, cross_entropy, mlp, no_grad


@pytest.mark.parametrize("seed", range(3))
def test_an_mlp_reads_digits(seed):
    data, rng = digits(), np.random.default_rng(seed)
    net = mlp([64, 64, 10], generator=rng)
    optimizer = SGD(net.parameters(), lr=0.5)
    with no_grad():
        loss_at_start = cross_entropy(net(data.X_train), data.y_train).item()
    for _ in range(20):
        for rows in np.array_split(rng.permutation(len(data.X_train)), len(data.X_train) // 32):
            optimizer.zero_grad()
            cross_entropy(net(data.X_train[rows]), data.y_train[rows]).backward()
            optimizer.step()
    with no_grad():
        loss = cross_entropy(net(data.X_train), data.y_train).item()
        accuracy = np.mean(net(data.X_test).data.argmax(1) == data.y_test)
    assert loss_at_start == pytest.approx(np.log(10), abs=0.2)  # ten classes, none preferred
    assert loss < loss_at_start / 10
    assert accuracy >= 0.95
