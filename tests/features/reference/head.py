"""Writes head.json: how Keras trains a head on features in an .npz file, channels last.

Run in this folder, after a build: KERAS_BACKEND=torch python head.py   (Keras 3, PyTorch, NumPy)
The head starts with the weights that Graft draws with seed 1, and sees the examples in their order.
"""

import base64
import io
import json
import subprocess
import tempfile
from pathlib import Path

import keras
import numpy as np

random = np.random.default_rng(6)
classes, shape = 4, (3, 3, 6)
centres = random.normal(size=(classes, 1, 1, shape[-1]))


def examples(count):
    labels = random.integers(0, classes, count)
    return (centres[labels] + random.normal(scale=3, size=(count, *shape))).astype(np.float32), labels


arrays = {}
for split, count in (("train", 46), ("valid", 16), ("test", 24)):
    arrays[split], arrays[f"{split}_labels"] = examples(count)
file = io.BytesIO()
np.savez_compressed(file, **arrays)

code = """
import { dense, globalAveragePooling2D, initialWeights, permute, sequential } from '@graftml/core';
const head = sequential({ input: [3, 3, 6], name: 'head' }, [permute([3, 1, 2]), globalAveragePooling2D(), dense(4)]);
const { shape, data } = initialWeights(head, 1)['dense/kernel'];
console.log(JSON.stringify({ shape, data: [...data] }));
"""
kernel = json.loads(subprocess.run(["node", "--input-type=module", "-e", code], capture_output=True, check=True).stdout)

model = keras.Sequential(
    [keras.Input(shape), keras.layers.GlobalAveragePooling2D(), keras.layers.Dense(classes, activation="softmax")]
)
model.layers[-1].set_weights([np.array(kernel["data"], np.float32).reshape(kernel["shape"]), np.zeros(classes)])
model.compile(keras.optimizers.RMSprop(0.05), keras.losses.SparseCategoricalCrossentropy(), metrics=["accuracy"])
weights = f"{tempfile.mkdtemp()}/best.weights.h5"
kept = keras.callbacks.ModelCheckpoint(weights, save_best_only=True, save_weights_only=True)
history = model.fit(
    arrays["train"], arrays["train_labels"], validation_data=(arrays["valid"], arrays["valid_labels"]),
    epochs=20, batch_size=8, shuffle=False, callbacks=[kept], verbose=0,
).history
model.load_weights(weights)
loss, accuracy = model.evaluate(arrays["test"], arrays["test_labels"], verbose=0)
print(accuracy, int(np.argmin(history["val_loss"])) + 1, history["val_loss"])
Path("head.json").write_text(
    json.dumps(
        {
            "file": base64.b64encode(file.getvalue()).decode(),
            "history": history,
            "bestEpoch": int(np.argmin(history["val_loss"])) + 1,
            "test": {"loss": loss, "accuracy": accuracy},
        }
    )
    + "\n"
)
