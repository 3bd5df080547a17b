"""Two small tables that come with scikit-learn, and what its own models make of them.

Run in this folder: python tasks.py   (scikit-learn 1.9, NumPy 2)
Writes tasks.json: `diabetes` (Efron et al. 2004: ten numbers of a patient, and how far the disease went within a year;
every fifth patient is for the test) and `digits` (the first 800 of Alpaydin & Kaynak's 8 x 8 digits, from 0 to 16, one
character a pixel; the last 200 are for the test) with what they have in common: even, prime, with a loop, above five.
"""
import json

import numpy as np
import sklearn
from sklearn.datasets import load_diabetes, load_digits
from sklearn.linear_model import LinearRegression, LogisticRegression
from sklearn.metrics import f1_score, log_loss, mean_absolute_error, mean_squared_error, precision_score, r2_score, recall_score

x, y = load_diabetes(return_X_y=True, scaled=False)
is_test = np.arange(len(y)) % 5 == 0
mean, std = x[~is_test].mean(0), x[~is_test].std(0)
z = (x - mean) / std
line = LinearRegression().fit(z[~is_test], y[~is_test])
guess = line.predict(z[is_test])
diabetes = {
    "x": x.round(6).tolist(), "y": y.tolist(),
    "line": {
        "kernel": line.coef_.tolist(), "bias": float(line.intercept_), "trainError": float(mean_squared_error(y[~is_test], line.predict(z[~is_test]))),
        "meanSquaredError": float(mean_squared_error(y[is_test], guess)),
        "meanAbsoluteError": float(mean_absolute_error(y[is_test], guess)), "r2": float(r2_score(y[is_test], guess)),
    },
}

x, digit = load_digits(return_X_y=True)
x, digit = x[:800], digit[:800]
names = ["even", "prime", "loop", "above five"]
labels = np.stack([digit % 2 == 0, np.isin(digit, [2, 3, 5, 7]), np.isin(digit, [0, 6, 8, 9]), digit > 5], 1).astype(int)
train, test = slice(0, 600), slice(600, 800)
models = [LogisticRegression(C=1, tol=1e-9, max_iter=10000).fit(x[train] / 16, label) for label in labels[train].T]
chance = np.stack([model.predict_proba(x / 16)[:, 1] for model in models], 1)
found = (chance[test] > 0.5).astype(int)
truth = labels[test]
averages = {"macro": "macro", "micro": "micro", "weighted": "weighted", "none": None}


def scores(of):
    return {ours: np.asarray(of(truth, found, average=theirs)).tolist() for ours, theirs in averages.items()}


digits = {
    "pixels": ["".join("0123456789abcdefg"[int(v)] for v in row) for row in x], "digit": digit.tolist(), "names": names,
    "labels": labels.tolist(),
    "logistic": {
        "trainLoss": float(np.mean([log_loss(labels[train][:, i], chance[train][:, i]) for i in range(4)])),
        "chances": chance[test].round(5).tolist(), "accuracy": (found == truth).mean(0).tolist(),
        "precision": scores(precision_score), "recall": scores(recall_score), "f1": scores(f1_score),
    },
}
with open("tasks.json", "w") as file:
    json.dump({"diabetes": diabetes, "digits": digits}, file, separators=(",", ":"))
    file.write("\n")
print(sklearn.__version__)
