// Written by scripts/gated_units.py. Sums in PyTorch's order: LSTM i, f, g, o; GRU r, z, n.
export const CHARACTERS = "+-0.";

export const UNITS = {
  RNN: {"x": [[3.35, -3.67, 0.24, -0.01]], "h": [2.29], "n": 0.0, "scale": 0.68},
  LSTM: {"x": [[4.68, 4.65, -4.27, -5.64], [-4.91, -4.92, -5.12, 6.0], [2.75, -2.56, -0.06, 0.01], [3.14, 3.15, 2.49, 3.98]], "h": [0.11, -0.09, 0.14, 0.0], "n": 0.0, "scale": 1.41},
  GRU: {"x": [[-0.61, -9.14, -0.26, -3.33], [-5.09, -4.6, -3.23, 5.47], [2.32, -2.15, 1.0, 0.42]], "h": [0.14, -0.24, -0.05], "n": -2.19, "scale": 1.12},
};

/** After which share of the characters of strings drawn anew the answer is right. */
export const RIGHT = {"RNN": 0.812, "LSTM": 1.0, "GRU": 1.0};
