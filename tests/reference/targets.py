"""Several labels and values on the same features, by scikit-learn and SciPy: python tests/reference/targets.py > tests/reference/targets.json"""
import json

import numpy as np
from sklearn.linear_model import LogisticRegression, RidgeCV
from scipy.stats import binomtest, bootstrap
from sklearn.metrics import (average_precision_score, f1_score, jaccard_score, log_loss, mean_absolute_error,
                             precision_score, r2_score, recall_score)
from sklearn.multiclass import OneVsRestClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler



def wilson(share, n):
    return list(binomtest(round(share * n), int(n)).proportion_ci(method='wilson'))


def draws(figure, values, said):
    found = bootstrap((values, said), figure, paired=True, vectorized=False, n_resamples=20000, method='percentile',
                      rng=np.random.default_rng(1)).confidence_interval
    return [float(found.low), float(found.high)]


rng = np.random.default_rng(3)
told = {}
for name, size, width in [('wide', 40, 60), ('narrow', 60, 6)]:
    x = (rng.normal(size=(size + 20, width)) * rng.uniform(0.5, 3, width) + rng.normal(size=width)).round(4)
    signs = rng.normal(size=(width, 3))
    y = (x - x.mean(0)) @ signs + rng.normal(size=(size + 20, 3)) * 3 > 0
    values = (x @ rng.normal(size=width) + rng.normal(size=size + 20) * 2 + 10).round(4)
    train, test = slice(size), slice(size, None)
    c = 0.1
    several = make_pipeline(StandardScaler(), OneVsRestClassifier(LogisticRegression(C=c, tol=1e-10, max_iter=10000)))
    p = several.fit(x[train], y[train].astype(int)).predict_proba(x[test])
    said = p >= 0.4
    alphas = [1, 10, 100, 1e3, 1e4, 1e5]
    ridge = make_pipeline(StandardScaler(), RidgeCV(alphas=alphas, scoring='neg_mean_squared_error'))
    v = ridge.fit(x[train], values[train]).predict(x[test])
    told[name] = {
        'size': size, 'width': width, 'x': x.ravel().tolist(),
        'labels': [np.flatnonzero(row).tolist() for row in y], 'values': values.tolist(), 'c': c,
        'probabilities': p.ravel().tolist(),
        'loss': float(np.mean([log_loss(y[test][:, k], p[:, k]) for k in range(3)])),
        'f1': f1_score(y[test], said, average=None, zero_division=0).tolist(),
        'averagePrecision': average_precision_score(y[test], p, average=None).tolist(),
        'precision': precision_score(y[test], said, average=None, zero_division=0).tolist(),
        'recall': recall_score(y[test], said, average=None).tolist(),
        'precisionInterval': [wilson(precision_score(y[test][:, k], said[:, k]), said[:, k].sum()) for k in range(3)],
        # F1 = 2 J / (1 + J), J a share of those that have the label or are told to
        'f1Interval': [[2 * j / (1 + j) for j in wilson(jaccard_score(y[test][:, k], said[:, k]),
                                                        (y[test][:, k] | said[:, k]).sum())] for k in range(3)],
        'exact': float((said == y[test]).all(1).mean()),
        'alpha': float(ridge[-1].alpha_), 'leftOut': float(-ridge[-1].best_score_), 'predicted': v.tolist(),
        'mae': mean_absolute_error(values[test], v), 'r2': r2_score(values[test], v),
        'maeInterval': draws(mean_absolute_error, values[test], v), 'r2Interval': draws(r2_score, values[test], v),
    }
print(json.dumps(told))
