"""Writes splits.json: how well scikit-learn's StratifiedGroupKFold keeps classes in proportion. Needs numpy, scikit-learn."""
import json, os
import numpy as np
from sklearn.model_selection import StratifiedGroupKFold


def case(seed, groups, classes, most, folds, pure):
    """Pictures in groups of 1 to `most`; a pure group is of one class. Classes are unequally frequent."""
    random = np.random.default_rng(seed)
    share = 1 / (1 + np.arange(classes))
    share /= share.sum()
    labels, names = [], []
    for group in range(groups):
        size = int(random.integers(1, most + 1))
        drawn = random.choice(classes, 1 if pure else size, p=share)
        labels += np.broadcast_to(drawn, size).tolist()
        names += [group] * size
    y, g = np.array(labels), np.array(names)
    totals = np.bincount(y, minlength=classes)
    # Of each fold the largest distance of a class's share from 1/folds, and the same for all pictures.
    off, size = [], []
    for _, held in StratifiedGroupKFold(folds, shuffle=True, random_state=seed).split(y, y, g):
        assert not set(g[held]) & set(np.delete(g, held))
        off.append(float(np.max(np.abs(np.bincount(y[held], minlength=classes) / totals - 1 / folds))))
        size.append(abs(len(held) / len(y) - 1 / folds))
    return dict(labels=labels, groups=names, folds=folds, worst_class=off, size=size)


cases = [case(1, 120, 3, 6, 5, False), case(2, 60, 4, 12, 10, False), case(3, 90, 3, 8, 5, True),
         case(4, 300, 2, 3, 10, True)]
with open(os.path.join(os.path.dirname(__file__), 'splits.json'), 'w') as file:
    json.dump(cases, file, separators=(',', ':'))
    file.write('\n')
