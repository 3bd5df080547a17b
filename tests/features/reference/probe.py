"""Writes probe.json: what scikit-learn makes of the parts that Graft's linear probe divides examples into.

Run in this folder, after a build: python probe.py   (scikit-learn, NumPy)
"""

import json
import subprocess
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

random = np.random.default_rng(8)
code = """
import { readFileSync } from 'node:fs';
import { tensor } from '@graftml/core';
import { linearProbe } from '@graftml/vision';
const { x, y, ...options } = JSON.parse(readFileSync(0, 'utf8'));
const { folds } = linearProbe(tensor('float32', [y.length, x.length / y.length], x), y, options);
console.log(JSON.stringify(folds.map(({ indices }) => [...indices])));
"""
cases = []
for classes, size, folds, c in ((2, 70, 5, 1.0), (4, 110, 3, 1.0), (3, 90, 4, 0.1)):
    y = random.integers(0, classes, size)
    x = (random.normal(size=(classes, 9))[y] + random.normal(scale=1.2, size=(size, 9))) * 10 ** random.normal(size=9)
    x[:, 3] = 0.1
    x = x.astype(np.float32)
    case = {"x": x.ravel().tolist(), "y": y.tolist(), "folds": folds, "seed": 3, "c": c}
    command = ["node", "--input-type=module", "-e", code]
    parts = json.loads(subprocess.run(command, input=json.dumps(case).encode(), capture_output=True, check=True).stdout)
    found = np.full(size, -1)
    for part in parts:
        rest = np.setdiff1d(np.arange(size), part)
        model = make_pipeline(StandardScaler(), LogisticRegression(C=c, max_iter=2000, tol=1e-8))
        found[part] = model.fit(x[rest].astype(float), y[rest]).predict(x[part].astype(float))
    cases.append({**case, "parts": parts, "predictions": found.tolist()})
Path("probe.json").write_text(json.dumps(cases) + "\n")
