"""Nearest neighbours by the cosine, by scikit-learn.

Run in this folder: python nearest.py   (scikit-learn)
Writes nearest.json, for tests/explain.
"""
import json

import numpy as np
from sklearn.neighbors import NearestNeighbors

rng = np.random.default_rng(5)
features = np.maximum(rng.normal(0.3, 1, (40, 7)), 0).astype("float32").round(3)
queries = np.maximum(rng.normal(0.3, 1, (6, 7)), 0).astype("float32").round(3)
distances, indices = NearestNeighbors(n_neighbors=5, metric="cosine", algorithm="brute").fit(features.astype("float64")).kneighbors(queries.astype("float64"))
numbers = lambda a: [float(f"{v:.9g}") for v in a.flatten()]
with open("nearest.json", "w") as file:
    found = {"features": numbers(features), "queries": numbers(queries), "indices": indices.tolist(), "similarities": numbers(1 - distances)}
    json.dump(found, file, separators=(",", ":"))
    file.write("\n")
