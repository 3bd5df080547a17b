"""Metrics by scikit-learn and Keras 3, weighted.

Run in this folder: KERAS_BACKEND=torch python metrics.py   (Keras 3.15, scikit-learn 1.9)
Writes metrics.json.
"""
import json

import keras
import numpy as np
from sklearn import metrics as sk

rng = np.random.default_rng(3)
K = keras.metrics
n, classes = 24, 6
# Rounded, so that there are ties; class 5 never occurs and class 4 never wins.
logits = (rng.normal(0, 1, (n, classes)) * 2).round(0)
logits[:, 4] -= 20
labels = rng.integers(0, 5, n)
weights = rng.integers(0, 4, n).astype("float64")
weights[:2] = 0
winners = logits.argmax(1)
all_classes = list(range(classes))
scores = rng.uniform(0, 1, (n, 1)).round(2)
scores[3] = 0.5
yes = rng.integers(0, 2, (n, 1))
numbers = rng.normal(0, 1, (n, 3)).round(2)
right = (numbers * 0.8 + rng.normal(3, 0.5, (n, 3))).round(2)


def by_keras(metric, target, prediction):
    metric.update_state(target, prediction, sample_weight=weights)
    return float(metric.result())


def averages(of):
    none = {None: "none"}
    return {none.get(a, a): np.asarray(of(labels, winners, labels=all_classes, average=a, sample_weight=weights,
                                          zero_division=0)).tolist() for a in ("macro", "weighted", "micro", None)}


r2 = K.R2Score()
r2.update_state(right, numbers, sample_weight=weights)
expected = {
    "accuracy": sk.accuracy_score(labels, winners, sample_weight=weights),
    "binaryAccuracy": sk.accuracy_score(yes, scores > 0.5, sample_weight=weights),
    "binaryAccuracyAt0.3": sk.accuracy_score(yes, scores > 0.3, sample_weight=weights),
    "topK": {k: by_keras(K.SparseTopKCategoricalAccuracy(k), labels, logits) for k in (1, 2, 3, 6)},
    "confusionMatrix": sk.confusion_matrix(labels, winners, labels=all_classes, sample_weight=weights).tolist(),
    "precision": averages(sk.precision_score),
    "recall": averages(sk.recall_score),
    "f1": averages(sk.f1_score),
    "binary": {name: of(yes, scores > 0.3, sample_weight=weights) for name, of in (
        ("precision", sk.precision_score), ("recall", sk.recall_score), ("f1", sk.f1_score))},
    "binaryMatrix": sk.confusion_matrix(yes, scores > 0.5, sample_weight=weights).tolist(),
    "r2Score": sk.r2_score(right, numbers, sample_weight=weights),
    "meanSquaredError": sk.mean_squared_error(right, numbers, sample_weight=weights),
    "meanAbsoluteError": sk.mean_absolute_error(right, numbers, sample_weight=weights),
    "meanCrossentropy": by_keras(K.SparseCategoricalCrossentropy(from_logits=True), labels, logits),
}
assert abs(float(r2.result()) - expected["r2Score"]) < 1e-4
assert abs(by_keras(K.SparseCategoricalAccuracy(), labels, logits) - expected["accuracy"]) < 1e-6
assert abs(by_keras(K.BinaryAccuracy(), yes, scores) - expected["binaryAccuracy"]) < 1e-6
with open("metrics.json", "w") as file:
    data = {"logits": logits.tolist(), "labels": labels.tolist(), "weights": weights.tolist(), "scores": scores.tolist(),
            "yes": yes.tolist(), "numbers": numbers.tolist(), "right": right.tolist(), "expected": expected}
    file.write("{\n" + ",\n".join(f'"{k}": {json.dumps(v)}' for k, v in data.items()) + "\n}\n")
