"""Files of Python's safetensors for ours to read, and ours for Python's to read.

Run in this folder, after a build: python safetensors.py   (safetensors 0.8, NumPy)
Writes tensors.safetensors, by Python, and safetensors.json: what is in it, and a digest of the file that Graft writes of the
same tensors, which Python has read and found equal.
"""
import hashlib
import json
import subprocess
import sys

sys.path = sys.path[1:]  # This script has the library's name.
import numpy as np
from safetensors.numpy import load, save_file

tensors = {
    "float32": np.array([[1.5, -2.25, 3e-38], [0, -0.0, 16777216]], "float32"),
    "float64": np.array([1 / 3, 1e300, -5e-324]),
    "int32": np.array([[-(2**31)], [2**31 - 1]], "int32"),
    "int64": np.array([-(2**53) + 1, 2**53 - 1], "int64"),
    "bool": np.array([True, False, True]),
    "uint8": np.array([0, 127, 255], "uint8"),
    "int8": np.array([-128, 127], "int8"),
    "a scalar": np.array(0.5, "float32"),
    "of nothing": np.zeros((2, 0), "float32"),
    "dense/kernel with \"quotes\", blanks and ü": np.arange(3, dtype="float32"),
}
metadata = {"format": "np", "note": "a \"word\" and ü"}
save_file(tensors, "tensors.safetensors", metadata)

values = {
    name: {"dtype": str(value.dtype), "shape": list(value.shape), "data": [float(x) for x in value.reshape(-1)]}
    for name, value in tensors.items()
}
write = """
import { readFileSync, writeSync } from 'node:fs';
import { tensor, writeSafetensors } from '@graftml/core';
const { tensors, metadata } = JSON.parse(readFileSync(0, 'utf8'));
const made = Object.entries(tensors).map(([name, { dtype, shape, data }]) =>
  [name, tensor(dtype, shape, dtype === 'int64' ? data.map(BigInt) : data)]);
writeSync(1, writeSafetensors(Object.fromEntries(made), metadata));
"""
given = json.dumps({"tensors": values, "metadata": metadata}).encode()
ours = subprocess.run(["node", "--input-type=module", "-e", write], input=given, capture_output=True, check=True).stdout
read = load(ours)
assert read.keys() == tensors.keys()
for name, value in tensors.items():
    assert read[name].dtype == value.dtype and read[name].shape == value.shape, name
    assert read[name].tobytes() == value.tobytes(), name

# Half precision: a file of Python's, and one of ours that Python has read.
import base64
import torch
from safetensors.torch import save

numbers = torch.tensor([1.5, -0.1, 6e-8, 65504, 3.14159, 1e-3, 0])
stored = {"float16": numbers.half(), "bfloat16": numbers.bfloat16()}
write_halves = """
import { readFileSync, writeSync } from 'node:fs';
import { tensor, writeSafetensors } from '@graftml/core';
const values = JSON.parse(readFileSync(0, 'utf8'));
const made = { values: tensor('float32', [values.length], values), index: tensor('int32', [], [7]) };
writeSync(1, writeSafetensors(made, {}, { floats: 'float16' }));
"""
given = json.dumps(numbers.tolist()).encode()
ours_half = subprocess.run(["node", "--input-type=module", "-e", write_halves], input=given, capture_output=True, check=True).stdout
read = load(ours_half)
assert read["values"].dtype == np.float16 and read["values"].tobytes() == numbers.half().numpy().tobytes()
assert read["index"] == 7 and read["index"].dtype == np.int32
halves = {
    "file": base64.b64encode(save(stored)).decode(),
    "tensors": {name: value.float().tolist() for name, value in stored.items()},
    "values": numbers.tolist(),
    "ours": hashlib.sha256(ours_half).hexdigest(),
}

with open("safetensors.json", "w") as file:
    content = {"metadata": metadata, "tensors": values, "ours": hashlib.sha256(ours).hexdigest(), "halves": halves}
    json.dump(content, file, ensure_ascii=False, indent=1)
    file.write("\n")
