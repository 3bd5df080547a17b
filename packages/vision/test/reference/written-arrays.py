"""Writes written-arrays.json: what NumPy reads in files that are written here, found equal.

Run in this folder, after a build: python written-arrays.py   (NumPy)
"""

import hashlib
import io
import json
import subprocess
from pathlib import Path

import numpy as np

arrays = {
    "train": np.random.default_rng(3).normal(size=(3, 2, 2, 2)).astype(np.float32),
    "train_labels": np.array([2, 0, 1], np.int32),
    "train_weights": np.array([1, 0.1, 3], np.float64),
    "rows": np.array([[True, False], [True, True]]),
    "scalar": np.array(7, np.int64),
    "bytes": np.arange(200, 205, dtype=np.uint8),
    "signed": np.array([[-1], [1]], np.int8),
    "nothing": np.zeros((0, 4), np.float32),
    "classes": np.array(["Katze", "Hündin", "犬", "𝔸"]),
}
names = {"<U6": "string"}
given = {
    name: {"dtype": names.get(a.dtype.str, str(a.dtype)), "shape": list(a.shape), "data": a.ravel().tolist()}
    for name, a in arrays.items()
}
code = """
import { readFileSync, writeSync } from 'node:fs';
import { tensor } from '@graftml/core';
import { writeNpz } from '@graftml/vision';
const { arrays, floats } = JSON.parse(readFileSync(0, 'utf8'));
const made = Object.fromEntries(Object.entries(arrays).map(([name, { dtype, shape, data }]) =>
  [name, dtype === 'string' ? { dtype, shape, data } : tensor(dtype, shape, dtype === 'int64' ? data.map(BigInt) : data.map(Number))]));
writeSync(1, writeNpz(made, { floats }));
"""


def written(floats):
    text = json.dumps({"arrays": given, "floats": floats}).encode()
    command = ["node", "--input-type=module", "-e", code]
    return subprocess.run(command, input=text, capture_output=True, check=True).stdout


digests = {}
for floats in ("float32", "float16"):
    content = written(floats)
    read = np.load(io.BytesIO(content), allow_pickle=False)
    assert list(read) == list(arrays)
    for name, array in arrays.items():
        expected = array.astype(np.float16) if array.dtype == np.float32 and floats == "float16" else array
        assert read[name].dtype == expected.dtype and read[name].shape == expected.shape, name
        assert read[name].tobytes() == expected.tobytes(), name
    digests[floats] = hashlib.sha256(content).hexdigest()
Path("written-arrays.json").write_text(json.dumps({"arrays": given, "digests": digests}, ensure_ascii=False) + "\n")
