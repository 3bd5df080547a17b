"""Writes logistic.json: what scikit-learn's LogisticRegression makes of small sets, 2 and 4 classes, two strengths; and rare classes weighted as much as frequent ones."""

import json
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.utils.class_weight import compute_sample_weight

random = np.random.default_rng(1)
cases = []
for weighted in (False, True):
    for classes in (2, 4):
        for c in (0.05, 1.0):
            x = random.normal(size=(60, 5)).round(3)
            y = (x @ random.normal(size=(5, classes)) + random.normal(size=(60, classes))).argmax(1)
            points = random.normal(size=(120, 5)).round(3)
            model = LogisticRegression(
                C=c, tol=1e-10, max_iter=10000, class_weight="balanced" if weighted else None
            ).fit(x, y)
            sure = np.sort(model.predict_proba(points), axis=1)
            clear = sure[:, -1] - sure[:, -2] > 1e-3
            case = {
                "classes": classes,
                "c": c,
                "x": x.flatten().tolist(),
                "y": y.tolist(),
                "points": points[clear].flatten().tolist(),
                "found": model.predict(points[clear]).tolist(),
                "probabilities": model.predict_proba(points[clear]).round(7).flatten().tolist(),
            }
            if weighted:
                case["weights"] = compute_sample_weight("balanced", y).round(9).tolist()
            cases.append(case)
Path(__file__).with_name("logistic.json").write_text(json.dumps(cases) + "\n")
