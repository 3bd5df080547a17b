"""Convolutions of other kinds, normalisations and resizing by Keras 3: what they give, and the weights after one step of plain
gradient descent on the mean squared error. Channels of pictures are brought to the front. In float64, though Keras computes
matrix products in float32 even then.

Run in this folder: KERAS_BACKEND=torch python trained-layers.py   (Keras 3.15, PyTorch 2.13)
Writes trained-layers.json, in the form of sequence-layers.json.
"""
import json

import keras
import numpy as np

keras.config.set_floatx("float64")
rng = np.random.default_rng(2)
L = keras.layers
rate = 0.5


def first(a):
    """Channels to the front: pictures [N, H, W, C]; everything else as it is."""
    return np.moveaxis(a, -1, 1) if a.ndim == 4 else a


def as_ours(layer, name, a):
    """Kernels: [out, in, height, width], depthwise [channels · multiplier, 1, height, width], transposed [in, out, height, width],
    over sequences [out, in, steps]. Of a layer normalisation over several axes of pictures, channels first."""
    if name == "depthwise_kernel":
        return a.reshape(*a.shape[:2], 1, -1).transpose(3, 2, 0, 1)
    if name in ("kernel", "pointwise_kernel") and a.ndim > 2:
        return a.transpose(2, 1, 0) if a.ndim == 3 else a.transpose(3, 2, 0, 1)
    return np.moveaxis(a, -1, 0) if a.ndim == 3 else a


def numbers(a):
    a = np.asarray(a, "float64")
    return {"shape": list(a.shape), "data": [float(f"{v:.9g}") for v in a.flatten()]}


def role(w):
    return "/".join(w.path.split("/")[-2:])


def read(w):
    return keras.ops.convert_to_numpy(w).copy()


def draw(*shape):
    return rng.normal(0.2, 0.7, shape).round(2)


layers = []


def case(ours, arguments, layer, x):
    keras.utils.clear_session()
    model = keras.Sequential([keras.Input(x.shape[1:]), layer])
    for w in layer.weights:
        w.assign(draw(*w.shape))
    before = {role(w): as_ours(layer, w.name, read(w)) for w in layer.weights}
    made = np.asarray(model.predict(x, verbose=0))
    target = draw(*made.shape)
    after = {}
    if layer.weights:
        model.compile(keras.optimizers.SGD(rate), "mse")
        model.train_on_batch(x, target)
        after = {role(w): as_ours(layer, w.name, read(w)) for w in layer.weights}
    layers.append({
        "layer": ours, "arguments": arguments, "dtype": "float", "input": numbers(first(x)),
        "weights": {k: numbers(v) for k, v in before.items()},
        "output": numbers(first(made)), "target": numbers(first(target)),
        "after": {k: numbers(v) for k, v in after.items()},
    })


snake = {
    "dilationRate": "dilation_rate", "useBias": "use_bias", "depthMultiplier": "depth_multiplier",
}


def keras_options(given):
    return {snake.get(k, k): v for k, v in given.items()}


steps, even, odd, flat = draw(2, 7, 4), draw(2, 6, 6, 2), draw(1, 5, 4, 4), draw(3, 6)
for given in (
    {}, {"strides": 2}, {"padding": "same"}, {"padding": "same", "strides": 2}, {"padding": "causal"},
    {"padding": "causal", "dilationRate": 2}, {"dilationRate": 2, "padding": "same"}, {"groups": 2, "useBias": False},
    {"activation": "softmax"},
):
    case("conv1D", [4, 3, given], L.Conv1D(4, 3, **keras_options(given)), steps)
case("conv1D", [3, 2, {"padding": "same"}], L.Conv1D(3, 2, padding="same"), steps)

for padding in ("valid", "same"):
    for size, strides in ((3, 1), (3, 2), (2, 2), (2, 1), (4, 2), ([2, 3], [2, 1])):
        given = {"padding": padding, "strides": strides}
        case("conv2DTranspose", [3, size, given], L.Conv2DTranspose(3, size, **given), odd[:, :3, :3, :2])
    given = {"padding": padding, "dilationRate": 2, "activation": "tanh"}
    case("conv2DTranspose", [2, 2, given], L.Conv2DTranspose(2, 2, **keras_options(given)), odd[:, :3, :3, :2])

for given in (
    {}, {"padding": "same", "strides": 2}, {"depthMultiplier": 2, "useBias": False}, {"dilationRate": 2, "activation": "relu"},
):
    case("separableConv2D", [3, 3, given], L.SeparableConv2D(3, 3, **keras_options(given)), even)

for x in (flat, steps, odd):
    for given in ({}, {"epsilon": 0.1}, {"center": False}, {"scale": False}):
        case("layerNormalization", [given], L.LayerNormalization(**given), x)
case("layerNormalization", [{"axis": [1, 2]}], L.LayerNormalization(axis=[1, 2]), steps)
case("layerNormalization", [{"axis": [1, 2, 3]}], L.LayerNormalization(axis=[1, 2, 3]), odd)
for x in (flat[:, :4], steps, odd):
    for groups in (1, 2, 4, -1):
        case("groupNormalization", [groups], L.GroupNormalization(groups), x)
for given in ({"epsilon": 0.1}, {"center": False}, {"scale": False}):
    case("groupNormalization", [2, given], L.GroupNormalization(2, **given), odd)

for padding in (1, [0, 2], [[1, 0], [2, 3]]):
    case("zeroPadding2D", [padding], L.ZeroPadding2D(padding), odd)
for size in (2, [1, 3], [3, 2]):
    for interpolation in ("nearest", "bilinear"):
        given = {"interpolation": interpolation}
        case("upSampling2D", [size, given], L.UpSampling2D(size, **given), odd[..., :2])
case("spatialDropout2D", [0.5], L.SpatialDropout2D(0.5), odd)

with open("trained-layers.json", "w") as file:
    file.write('{"rate": ' + json.dumps(rate) + ',\n"layers": [\n' + ",\n".join(json.dumps(c) for c in layers) + "\n]}\n")
