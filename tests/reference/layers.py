"""Layers, regularizers, initializers and whole networks by Keras 3; channels are brought to the front. In float64, though
Keras computes matrix products and means in float32 even then.

Run in this folder: KERAS_BACKEND=torch python layers.py   (Keras 3.15, PyTorch 2.13)
Writes layers.json: `layers` (weights, input, output and penalty of small cases), `initializers` (how wide and how far
Keras draws), `truncatedNormalDeciles` (by Python's statistics) and `networks` (the rows of summaries).
"""
import json
from statistics import NormalDist

import keras
import numpy as np

keras.config.set_floatx("float64")
rng = np.random.default_rng(1)
L, R, I = keras.layers, keras.regularizers, keras.initializers


def first(a):
    """Channels to the front: pictures [N, H, W, C]; everything else as it is."""
    return np.moveaxis(a, -1, 1) if a.ndim == 4 else a


def kernel_first(layer, a):
    """Kernels of convolutions to [out, in / group, height, width]."""
    if a.ndim != 4:
        return a
    if isinstance(layer, L.DepthwiseConv2D):  # [height, width, channels, multiplier]
        return a.reshape(*a.shape[:2], 1, -1).transpose(3, 2, 0, 1)
    return a.transpose(3, 2, 0, 1)


def numbers(a):
    a = np.asarray(a, "float64")
    return {"shape": list(a.shape), "data": [float(f"{v:.9g}") for v in a.flatten()]}


def draw(*shape):
    return rng.normal(0, 1, shape).round(2)


layers = []


def case(ours, arguments, layer, *inputs):
    """`ours(...arguments)` must do what `layer` does; inputs have channels last."""
    given = list(inputs) if len(inputs) > 1 else inputs[0]
    layer(given)
    for w in layer.weights:
        w.assign(draw(*w.shape))
    made = keras.ops.convert_to_numpy(layer(given))
    layers.append({
        "layer": ours, "arguments": arguments,
        "inputs": [numbers(first(x)) for x in inputs],
        "weights": {w.name: numbers(kernel_first(layer, keras.ops.convert_to_numpy(w))) for w in layer.weights},
        "output": numbers(first(made)),
        **({"penalty": float(sum(v.detach() for v in layer.losses))} if layer.losses else {}),
    })


def mean_pooling(size, strides, padding):
    """Keras on PyTorch pads by repeating the edge where `same` is uneven; on TensorFlow the padding does not count."""
    if padding == "valid":
        return L.AveragePooling2D(size, strides, padding)
    ones = np.ones((*np.broadcast_to(size, 2), 1, 1))
    total = lambda v: keras.ops.depthwise_conv(v, np.tile(ones, (1, 1, v.shape[-1], 1)), strides, "same")
    return L.Lambda(lambda v: total(v) / total(keras.ops.ones_like(v)))


flat, steps, odd, even = draw(3, 4), draw(2, 3, 4), draw(2, 5, 7, 4), draw(1, 6, 6, 2)
for x in (flat, steps):
    case("dense", [5], L.Dense(5), x)
case("dense", [2, {"useBias": False}], L.Dense(2, use_bias=False), flat)
for name in ("linear relu relu6 leaky_relu elu gelu silu softplus sigmoid tanh softmax log_softmax exponential").split():
    case("dense", [3, {"activation": name}], L.Dense(3, activation=name), flat)
    case("activation", [name], L.Activation(name), 4 * flat)

for padding in ("valid", "same"):
    for size in (1, 2, 3, [2, 3]):
        for strides in (1, 2, [2, 1]):
            options = {"padding": padding, "strides": strides}
            case("maxPooling2D", [size, options], L.MaxPooling2D(size, **options), odd[:1])
            case("averagePooling2D", [size, options], mean_pooling(size, **options), odd[:1])
            x = even if size == 2 else odd[:1, ..., :2]
            case("conv2D", [2, size, options], L.Conv2D(2, size, **options), x)
            if size in (2, 3) and strides != [2, 1]:
                case("depthwiseConv2D", [size, options], L.DepthwiseConv2D(size, **options), x)
    for size in (2, 3):
        options = {"padding": padding, "dilationRate": 2}
        keras_options = {"padding": padding, "dilation_rate": 2}
        case("conv2D", [2, size, options], L.Conv2D(2, size, **keras_options), odd[:1])
        case("depthwiseConv2D", [size, options], L.DepthwiseConv2D(size, **keras_options), odd[:1])
    options = {"padding": padding, "groups": 2, "strides": 2}
    case("conv2D", [6, 3, options], L.Conv2D(6, 3, **options), odd[:1])
    options = {"padding": padding, "strides": 2, "useBias": False, "depthMultiplier": 3}
    keras_options = {"padding": padding, "strides": 2, "use_bias": False, "depth_multiplier": 3}
    case("depthwiseConv2D", [2, options], L.DepthwiseConv2D(2, **keras_options), even)
case("maxPooling2D", [], L.MaxPooling2D(), odd)
case("averagePooling2D", [3], L.AveragePooling2D(3), even)
case("conv2D", [3, 2, {"activation": "softmax"}], L.Conv2D(3, 2, activation="softmax"), even)
case("depthwiseConv2D", [2, {"activation": "relu"}], L.DepthwiseConv2D(2, activation="relu"), even)

for keepdims in (False, True):
    case("globalAveragePooling2D", [{"keepdims": keepdims}], L.GlobalAveragePooling2D(keepdims=keepdims), odd)
    case("globalMaxPooling2D", [{"keepdims": keepdims}], L.GlobalMaxPooling2D(keepdims=keepdims), odd)
for x in (flat, even):
    case("relu", [], L.ReLU(), x)
    case("leakyRelu", [], L.LeakyReLU(), x)
    case("leakyRelu", [{"negativeSlope": 0.01}], L.LeakyReLU(negative_slope=0.01), x)
    case("softmax", [], L.Softmax(), x)
    case("softmax", [{"temperature": 2.5}], L.Lambda(lambda v: keras.ops.softmax(v / 2.5)), x)
    case("sigmoid", [{"midpoint": 0.5, "slope": 4}], L.Lambda(lambda v: 1 / (1 + keras.ops.exp(-4 * (v - 0.5)))), x)
    case("rescaling", [0.5, {"offset": -1}], L.Rescaling(0.5, offset=-1), x)
    case("add", [], L.Add(), x, 2 * x, x - 1)
    case("concatenate", [], L.Concatenate(), x, x[..., :2])
    case("dropout", [0.5], L.Dropout(0.5), x)
case("concatenate", [{"axis": -1}], L.Concatenate(axis=-1), steps, steps[..., :2])
case("softmax", [{"axis": 1}], L.Softmax(axis=1), steps)
case("flatten", [], L.Flatten(), steps)
case("reshape", [[2, 6]], L.Reshape((2, 6)), steps)
case("reshape", [[-1, 2]], L.Reshape((-1, 2)), steps)


class Maxout(keras.Layer):
    """Goodfellow et al. 2013: h_i = max_j x W_ij + b_ij, spelled out."""

    def build(self, shape):
        self.kernel = self.add_weight(name="kernel", shape=(shape[-1], 3 * 2))
        self.bias = self.add_weight(name="bias", shape=(3 * 2,))

    def call(self, x):
        pieces = [x @ self.kernel[:, 2 * p : 2 * p + 2] + self.bias[2 * p : 2 * p + 2] for p in range(3)]
        return keras.ops.maximum(keras.ops.maximum(pieces[0], pieces[1]), pieces[2])


case("maxout", [2, 3], Maxout(), flat)

for ours, theirs in (
    ({"l1": []}, R.L1()), ({"l2": []}, R.L2()), ({"l1": [0.1]}, R.L1(0.1)), ({"l2": [0.3]}, R.L2(0.3)),
    ({"l1l2": [{"l1": 0.2, "l2": 0.05}]}, R.L1L2(0.2, 0.05)),
):
    case("dense", [3, {"kernelRegularizer": ours}], L.Dense(3, kernel_regularizer=theirs), flat)
    options = {"kernelRegularizer": ours, "biasRegularizer": {"l2": [0.5]}}
    case("conv2D", [3, 2, options], L.Conv2D(3, 2, kernel_regularizer=theirs, bias_regularizer=R.L2(0.5)), even)

initializers = []
shapes = (  # Keras's layout and layer; the layer in ours
    ((300, 200), "dense", L.Dense), ((3, 3, 32, 64), "conv2D", L.Conv2D), ((3, 3, 512, 4), "depthwiseConv2D", L.DepthwiseConv2D),
    ((2000,), "bias", None),
)
for name, arguments, make in (
    ("glorotUniform", [], I.GlorotUniform), ("glorotNormal", [], I.GlorotNormal),
    ("heUniform", [], I.HeUniform), ("heNormal", [], I.HeNormal),
    ("lecunUniform", [], I.LecunUniform), ("lecunNormal", [], I.LecunNormal),
    ("randomNormal", [], I.RandomNormal), ("randomUniform", [], I.RandomUniform), ("truncatedNormal", [], I.TruncatedNormal),
    ("randomNormal", [{"mean": 1, "stddev": 0.5}], lambda seed: I.RandomNormal(1, 0.5, seed=seed)),
    ("truncatedNormal", [{"mean": 1, "stddev": 0.5}], lambda seed: I.TruncatedNormal(1, 0.5, seed=seed)),
    ("randomUniform", [{"low": 0, "high": 2}], lambda seed: I.RandomUniform(0, 2, seed=seed)),
    ("zeros", [], lambda seed: I.Zeros()), ("ones", [], lambda seed: I.Ones()), ("constant", [0.25], lambda seed: I.Constant(0.25)),
    ("orthogonal", [], I.Orthogonal), ("orthogonal", [{"gain": 3}], lambda seed: I.Orthogonal(3, seed=seed)),
):
    for shape, layer, _ in shapes:
        if name == "orthogonal" and layer in ("bias", "depthwiseConv2D"):
            continue
        w = keras.ops.convert_to_numpy(make(seed=1)(shape))
        initializers.append({
            "initializer": name, "arguments": arguments, "layer": layer, "shape": list(shape),
            "mean": float(w.mean()), "stddev": float(w.std()), "least": float(w.min()), "most": float(w.max()),
        })

normal = NormalDist()
low, high = normal.cdf(-2), normal.cdf(2)
deciles = [normal.inv_cdf(low + (high - low) * i / 10) for i in range(1, 10)]


def rows(model):
    shape = lambda l: [d for d in l.output.shape[1:]]
    return [
        {"name": l.name, "type": type(l).__name__, "shape": shape(l), "parameters": l.count_params()}
        for l in model.layers if not isinstance(l, L.InputLayer)
    ]


def network(name, model):
    networks[name] = {"rows": rows(model), "total": model.count_params()}
    keras.utils.clear_session()


networks = {}
keras.utils.clear_session()
network("cifar10-mlp", keras.Sequential([
    keras.Input((32, 32, 3)), L.Flatten(), L.Dense(1000, "relu"), L.Dropout(0.2), L.Dense(512, "relu"), L.Dropout(0.2),
    L.Dense(10)]))
network("cifar10-cnn", keras.Sequential([
    keras.Input((32, 32, 3)),
    L.Conv2D(16, 2, padding="same", activation="relu"), L.MaxPooling2D(2),
    L.Conv2D(32, 2, padding="same", activation="relu"), L.MaxPooling2D(2),
    L.Conv2D(64, 2, padding="same", activation="relu"), L.MaxPooling2D(2), L.Dropout(0.3), L.Flatten(),
    L.Dense(500, "relu"), L.Dropout(0.4), L.Dense(10)]))
network("vgg16", keras.applications.VGG16(weights=None, classifier_activation=None))
network("every type", keras.Sequential([
    keras.Input((12, 12, 4)), L.Rescaling(0.1), L.DepthwiseConv2D(3), L.ReLU(), L.LeakyReLU(), L.Activation("relu"),
    L.AveragePooling2D(2), L.Conv2D(6, 3), L.Reshape((3, 3, 6)), L.GlobalAveragePooling2D(keepdims=True),
    L.GlobalMaxPooling2D(), L.Softmax(), L.Dense(3)]))

with open("layers.json", "w") as file:
    file.write('{"layers": [\n' + ",\n".join(json.dumps(c) for c in layers))
    file.write('\n],\n"initializers": [\n' + ",\n".join(json.dumps(c) for c in initializers))
    file.write('\n],\n"truncatedNormalDeciles": ' + json.dumps(deciles))
    file.write(',\n"networks": {\n' + ",\n".join(f"{json.dumps(k)}: {json.dumps(v)}" for k, v in networks.items()) + "\n}}\n")
