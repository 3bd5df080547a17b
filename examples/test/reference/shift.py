"""Reference values for shift-and-flip.test.ts: pictures moved by parts of a pixel, by SciPy. Run in this folder."""
import json

import numpy as np
from scipy.ndimage import shift

picture = np.round(np.random.default_rng(1).random((2, 5, 6)), 3)
moves = [(0, 0), (1, -2), (0.25, 1.5), (-1.75, -0.4), (2.5, 3.1)]
cases = [
    {"down": down, "right": right, "moved": np.round(shift(picture, (0, down, right), order=1, mode="nearest"), 7).ravel().tolist()}
    for down, right in moves
]
with open("shift.json", "w") as file:
    json.dump({"shape": picture.shape, "picture": picture.ravel().tolist(), "cases": cases}, file)
    file.write("\n")
