"""Writes cases.json: what ONNX Runtime, NumPy and PyTorch say about single ops.

    python make.py        (onnx 1.23, onnxruntime 1.30, numpy, torch 2.13)

Each case: op (Graft's name), witness, attributes, inputs, outputs. Inputs are multiples of 1/8, so that they print short
and ties happen; outputs have nine significant digits (seventeen for float64).
"""

import json
import math
from pathlib import Path

import numpy as np
import onnxruntime as ort
import torch
from onnx import TensorProto, helper

rng = np.random.default_rng(7)
cases = []

dtype_names = {"float32": "float32", "float64": "float64", "int32": "int32", "int64": "int64", "bool": "bool", "uint8": "uint8"}
onnx_dtypes = {"float32": TensorProto.FLOAT, "float64": TensorProto.DOUBLE, "int32": TensorProto.INT32,
               "int64": TensorProto.INT64, "bool": TensorProto.BOOL, "uint8": TensorProto.UINT8}


def number(x, digits):
    if isinstance(x, (bool, np.bool_)):
        return int(x)
    if isinstance(x, (int, np.integer)):
        return int(x)
    if math.isnan(x):
        return "NaN"
    if math.isinf(x):
        return "Infinity" if x > 0 else "-Infinity"
    short = float(f"{x:.{digits}g}")
    return int(short) if short == int(short) and abs(short) < 1e6 and not (short == 0 and math.copysign(1, short) < 0) else short


def encode(a):
    if a is None:
        return None
    digits = 17 if a.dtype == np.float64 else 9
    return {"dtype": dtype_names[str(a.dtype)], "shape": list(a.shape), "data": [number(x, digits) for x in a.ravel()]}


def eighths(*shape, dtype="float32", low=-2.0, high=2.0):
    return (rng.integers(int(low * 8), int(high * 8) + 1, shape) / 8).astype(dtype)


def ints(*shape, dtype="int64", low=-5, high=6):
    return rng.integers(low, high, shape).astype(dtype)


def i64(*values):
    return np.array(values, dtype="int64")


def runtime(op_type, inputs, attributes):
    """ONNX Runtime's answer for one node at opset 20."""
    names = [f"x{i}" if x is not None else "" for i, x in enumerate(inputs)]
    given = {k: onnx_dtypes[v] if k == "to" else v for k, v in attributes.items()}
    node = helper.make_node(op_type, names, ["y"], **given)
    infos = [helper.make_tensor_value_info(n, onnx_dtypes[str(x.dtype)], x.shape) for n, x in zip(names, inputs) if x is not None]
    graph = helper.make_graph([node], "case", infos, [helper.make_empty_tensor_value_info("y")])
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 20)], ir_version=9)
    options = ort.SessionOptions()
    options.log_severity_level = 3
    session = ort.InferenceSession(model.SerializeToString(), options, providers=["CPUExecutionProvider"])
    return session.run(None, {n: x for n, x in zip(names, inputs) if x is not None})[0]


def case(op, inputs, attributes=None, expected=None, witness="numpy"):
    attributes = attributes or {}
    inputs = [None if x is None else np.asarray(x) for x in inputs]
    if expected is None:
        witness = "onnxruntime"
        try:
            expected = runtime(op[0].upper() + op[1:], inputs, attributes)
        except Exception as problem:
            raise SystemExit(f"{op} {attributes} {[None if x is None else (str(x.dtype), x.shape) for x in inputs]}: {problem}")
    cases.append({"op": op, "witness": witness, "attributes": attributes,
                  "inputs": [encode(x) for x in inputs], "outputs": [encode(np.asarray(expected))]})


nan, inf = float("nan"), float("inf")
special = np.array([nan, -inf, -1.5, -0.0, 0.0, 1e-20, 2.5, inf], "float32")

# arithmetic: broadcasting in all directions, dtypes, special values
for op in ["add", "sub", "mul", "div"]:
    case(op, [eighths(2, 3, 4), eighths(2, 3, 4, low=0.125)])
    case(op, [eighths(2, 3, 4), eighths(4, low=0.125)])
    case(op, [eighths(3, 1), eighths(2, 1, 4, low=0.125)])
    case(op, [eighths(2, 3, 4), eighths(3, 1, low=0.125)])
    case(op, [eighths(), eighths(3, low=0.125)])
    case(op, [eighths(2, 2, dtype="float64"), eighths(2, dtype="float64", low=0.125)])
    case(op, [ints(2, 3, low=-20, high=20), ints(3, low=1)])
    case(op, [ints(2, 3, dtype="int32", low=-20, high=20), -ints(3, dtype="int32", low=1)])
case("add", [eighths(0, 3), eighths(3)])
case("mul", [np.array([123456789, -98765], "int32"), np.array([987654321, 77777777], "int32")])
case("div", [special, np.array([0, 1, 0, 1, 0, 1, -2, inf], "float32")])
case("pow", [eighths(2, 3, low=0.125), eighths(3)])
case("pow", [eighths(2, 3), ints(3, low=-2, high=4)])
case("pow", [eighths(2, 3), np.array(2, "int32")])
case("pow", [ints(5), ints(5, low=0, high=4)])
case("pow", [ints(5, dtype="int32"), np.array(3, "float32")])
case("pow", [np.array([1, -1, -1, 0, 0, 2, -8, nan], "float32"), np.array([nan, inf, -inf, 0, -1, -inf, 1 / 3, 0], "float32")])
case("pow", [eighths(4, low=0.125, dtype="float64"), eighths(1, dtype="float64")])
for op, reference in [("min", np.minimum), ("max", np.maximum)]:
    case(op, [eighths(2, 3), eighths(3), eighths(2, 1)])
    case(op, [eighths(2, 3)])
    case(op, [ints(4), ints(4), ints(1)])
    case(op, [ints(4, dtype="int32"), ints(4, dtype="int32")])
    case(op, [special, np.float32(0.5).reshape(())], expected=reference(special, np.float32(0.5)))
    case(op, [np.float32([0.5]), special], expected=reference(special, np.float32(0.5)))
for op in ["neg", "abs"]:
    for dtype in ["float32", "float64"]:
        case(op, [eighths(2, 3, dtype=dtype)])
    for dtype in ["int32", "int64"]:
        case(op, [ints(4, dtype=dtype)])
    case(op, [special])
for op in ["exp", "sqrt", "log"]:
    case(op, [eighths(2, 5, low=0.125 if op != "exp" else -8, high=8)])
    case(op, [eighths(2, 5, low=0.125 if op != "exp" else -8, high=8, dtype="float64")])
    with np.errstate(all="ignore"):
        case(op, [special], expected=getattr(np, op)(special))
wide = np.concatenate([np.arange(-56, 57, 3) / 8, [1e-10, -1e-10, 2.4999, 2.5, 2.5001, nan, inf, -inf]])
case("erf", [wide], expected=np.array([math.erf(x) for x in wide]), witness="Python's math")
case("erf", [wide.astype("float32")], expected=np.array([math.erf(x) for x in wide.astype("float32")], "float32"), witness="Python's math")
case("clip", [eighths(3, 4), np.float32(-0.5).reshape(()), np.float32(1).reshape(())])
case("clip", [eighths(3, 4), None, np.float32(1).reshape(())])
case("clip", [eighths(3, 4), np.float32(0.25).reshape(())])
case("clip", [eighths(3, 4)])
case("clip", [eighths(3, 4), np.float32(1).reshape(()), np.float32(-1).reshape(())])
case("clip", [special, np.float32(-1).reshape(()), np.float32(1).reshape(())], expected=np.clip(special, np.float32(-1), np.float32(1)))
case("clip", [ints(6), i64(-2).reshape(()), i64(3).reshape(())])
case("clip", [ints(6, dtype="int32"), None, np.array(3, "int32")])
case("clip", [eighths(4, dtype="float64"), np.float64(-0.5).reshape(()), np.float64(1).reshape(())])
case("identity", [eighths(2, 2)])
case("step", [special], expected=(special > 0).astype("float32"))

# comparison, choice, conversion
for op in ["equal", "greater", "greaterOrEqual", "less", "lessOrEqual"]:
    case(op, [eighths(3, 4, low=-0.5, high=0.5), eighths(4, low=-0.5, high=0.5)])
    case(op, [ints(3, 4, low=0, high=3), ints(3, 1, low=0, high=3)])
    case(op, [ints(4, dtype="int32", low=0, high=3), ints(4, dtype="int32", low=0, high=3)])
    case(op, [eighths(2, 2, dtype="float64", low=-0.5, high=0.5), eighths(2, dtype="float64", low=-0.5, high=0.5)])
    case(op, [special, special[::-1].copy()])
case("equal", [np.array([1, 0, 1], "bool"), np.array([[0], [1]], "bool")])
for op in ["and", "or"]:
    case(op, [np.array([1, 0, 1, 0], "bool"), np.array([[0], [1]], "bool")])
case("not", [np.array([1, 0, 1], "bool")])
for dtype in ["float32", "float64", "int32", "int64", "uint8"]:
    values = (lambda *s: ints(*s, dtype=dtype, low=0)) if "int" in dtype else (lambda *s: eighths(*s, dtype=dtype))
    case("where", [np.array([[1], [0]], "bool"), values(3), values(2, 1)])
case("where", [np.array([1, 0], "bool"), np.array([1, 1], "bool"), np.array([0, 0], "bool")], expected=np.array([1, 0], "bool"))
numbers = {"float32": np.array([-2.75, -0.5, 0, 0.5, 2.99, 100.5], "float32"), "float64": np.array([-2.75, -0.5, 0, 0.1, 2.99, 100.5]),
           "int32": np.array([-3, 0, 7, 200], "int32"), "int64": np.array([-3, 0, 7, 2**40], "int64"),
           "bool": np.array([0, 1], "bool"), "uint8": np.array([0, 7, 255], "uint8")}
for source, values in numbers.items():
    for to in numbers:
        fits = values[values >= 0] if to == "uint8" else values
        case("cast", [fits], {"to": to}, expected=fits.astype(to))
case("cast", [np.array([nan, inf, -inf, -0.0], "float32")], {"to": "bool"}, expected=np.array([1, 1, 1, 0], "bool"))

# activations
case("relu", [special], expected=np.maximum(special, np.float32(0)))
case("relu", [eighths(3, 4, dtype="float64")])
case("leakyRelu", [eighths(3, 4)], {"alpha": 0.25})
case("leakyRelu", [eighths(3, 4)])
case("sigmoid", [np.array([-100, -20, -1, 0, 0.5, 20, 100], "float32")])
case("tanh", [np.array([-100, -20, -1, 0, 0.5, 20, 100], "float32")])
for op in ["softmax", "logSoftmax"]:
    for axis in [-1, 0, 1]:
        case(op, [eighths(2, 3, 4)], {"axis": axis})
    case(op, [np.array([[1000, 1001, 999], [-1000, 0, -2000]], "float32")])
    case(op, [eighths(2, 3, dtype="float64")])

# matrix products, of sizes around the tile of four and beyond a block
for a, b in [((2, 3), (3, 4)), ((5, 7), (7, 3)), ((1, 1), (1, 1)), ((4,), (4, 3)), ((3, 4), (4,)), ((4,), (4,)), ((2, 3, 4), (4, 5)),
             ((2, 3, 4), (2, 4, 5)), ((2, 1, 3, 4), (5, 4, 2)), ((3, 4), (2, 4, 5)), ((3,), (2, 3, 2)), ((2, 2, 3), (3,)), ((2, 3, 0), (0, 2)), ((0, 3), (3, 2))]:
    x, y = eighths(*a), eighths(*b)
    case("matMul", [x, y], expected=x @ y if 0 in a + b else None)
case("matMul", [eighths(3, 5, dtype="float64"), eighths(5, 2, dtype="float64")])
case("matMul", [eighths(3, 300), eighths(300, 5)])
for trans_a in [0, 1]:
    for trans_b in [0, 1]:
        case("gemm", [eighths(*((5, 3) if trans_a else (3, 5))), eighths(*((6, 5) if trans_b else (5, 6))), eighths(6)], {"transA": trans_a, "transB": trans_b, "alpha": 0.5, "beta": 2.0})
case("gemm", [eighths(3, 5), eighths(5, 2)])
case("gemm", [eighths(3, 5), eighths(5, 2), eighths(3, 1)])
case("gemm", [eighths(3, 5), eighths(5, 2), eighths()])
case("gemm", [eighths(3, 5, dtype="float64"), eighths(5, 2, dtype="float64"), eighths(3, 2, dtype="float64")])

# convolution: strides, pads on one side, dilations, groups, depthwise, one to three axes
convolutions = [
    ((1, 1, 5, 5), (1, 1, 3, 3), {}),
    ((2, 3, 5, 6), (4, 3, 2, 2), {"pads": [0, 0, 1, 1]}),
    ((2, 3, 7, 6), (4, 3, 3, 2), {"strides": [2, 3], "pads": [1, 0, 2, 1]}),
    ((1, 2, 8, 8), (3, 2, 3, 3), {"dilations": [2, 3], "pads": [2, 3, 2, 3]}),
    ((2, 4, 5, 5), (6, 2, 3, 3), {"group": 2, "pads": [1, 1, 1, 1]}),
    ((2, 4, 6, 6), (4, 1, 3, 3), {"group": 4, "pads": [1, 1, 1, 1], "strides": [2, 2]}),
    ((1, 3, 5, 5), (6, 1, 2, 2), {"group": 3}),
    ((2, 5, 4, 4), (3, 5, 1, 1), {}),
    ((2, 5, 4, 4), (3, 5, 1, 1), {"strides": [2, 2]}),
    ((2, 3, 9), (4, 3, 3), {"strides": [2], "pads": [1, 1]}),
    ((1, 2, 4, 5, 3), (2, 2, 2, 3, 2), {"strides": [1, 2, 1], "pads": [1, 1, 0, 0, 1, 1]}),
    ((1, 1, 3, 3), (1, 1, 3, 3), {"pads": [4, 0, 4, 3], "strides": [2, 2]}),
]
for x, w, attributes in convolutions:
    case("conv", [eighths(*x), eighths(*w)], attributes)
    x64, w64 = eighths(*x, dtype="float64"), eighths(*w, dtype="float64")
    case("conv", [eighths(*x), eighths(*w), eighths(w[0])], attributes)
    # gradients by PyTorch, in float64
    n = len(x) - 2
    pads = attributes.get("pads", [0] * 2 * n)
    tx, tw = torch.tensor(x64), torch.tensor(w64, requires_grad=True)
    padded = torch.nn.functional.pad(tx, [p for axis in reversed(range(n)) for p in (pads[axis], pads[axis + n])])
    convolve = [torch.nn.functional.conv1d, torch.nn.functional.conv2d, torch.nn.functional.conv3d][n - 1]
    y = convolve(padded, tw, stride=attributes.get("strides", 1), dilation=attributes.get("dilations", 1), groups=attributes.get("group", 1))
    dy = eighths(*y.shape, dtype="float64")
    y.backward(torch.tensor(dy))
    case("convWeightGradient", [x64, dy], {**attributes, "kernel_shape": list(w[2:])}, expected=tw.grad.numpy(), witness="torch")
transposes = [
    ((1, 1, 3, 3), (1, 2, 3, 3), {}),
    ((2, 3, 4, 3), (3, 2, 2, 3), {"strides": [2, 3]}),
    ((2, 3, 4, 3), (3, 2, 3, 3), {"strides": [2, 2], "pads": [1, 0, 1, 2], "output_padding": [1, 0]}),
    ((1, 2, 4, 4), (2, 3, 3, 3), {"dilations": [2, 1], "pads": [1, 1, 1, 1]}),
    ((2, 4, 3, 3), (4, 2, 2, 2), {"group": 2, "strides": [2, 2]}),
    ((2, 4, 3, 3), (4, 1, 3, 3), {"group": 4, "pads": [1, 1, 1, 1]}),
    ((2, 3, 5), (3, 2, 3), {"strides": [2], "output_padding": [1]}),
    ((1, 2, 2, 3, 2), (2, 2, 2, 2, 2), {"strides": [1, 2, 2]}),
]
for x, w, attributes in transposes:
    case("convTranspose", [eighths(*x), eighths(*w)], attributes)
    case("convTranspose", [eighths(*x), eighths(*w), eighths(w[1] * attributes.get("group", 1))], attributes)

# pooling: overlaps, padding, ceil_mode, dilations, flat regions
pools = [
    ((2, 3, 4, 4), {"kernel_shape": [2, 2], "strides": [2, 2]}),
    ((1, 2, 5, 5), {"kernel_shape": [3, 3], "strides": [2, 2], "pads": [1, 1, 1, 1]}),
    ((1, 2, 5, 6), {"kernel_shape": [3, 2], "strides": [1, 1], "pads": [0, 1, 2, 0]}),
    ((1, 2, 6, 6), {"kernel_shape": [3, 3], "strides": [2, 2], "ceil_mode": 1}),
    ((1, 1, 5, 5), {"kernel_shape": [2, 2], "strides": [2, 2], "ceil_mode": 1}),
    ((1, 1, 6, 5), {"kernel_shape": [3, 3], "strides": [3, 3], "pads": [1, 1, 1, 1], "ceil_mode": 1}),
    ((1, 2, 7, 7), {"kernel_shape": [3, 2], "dilations": [2, 3]}),
    ((2, 2, 7), {"kernel_shape": [3], "strides": [2], "pads": [1, 1]}),
    ((1, 1, 4, 4, 4), {"kernel_shape": [2, 2, 2], "strides": [2, 1, 2]}),
]
for x, attributes in pools:
    case("maxPool", [eighths(*x)], attributes)
    case("maxPool", [eighths(*x, dtype="float64")], attributes)
    case("averagePool", [eighths(*x)], attributes)
    case("averagePool", [eighths(*x)], {**attributes, "count_include_pad": 1})
with_nan = eighths(1, 1, 4, 4)
with_nan[0, 0, 1, 1] = nan
case("maxPool", [with_nan], {"kernel_shape": [2, 2], "strides": [1, 1]}, expected=torch.nn.functional.max_pool2d(torch.tensor(with_nan), 2, 1).numpy(), witness="torch")
case("maxPool", [np.full((1, 1, 2, 2), -inf, "float32")], {"kernel_shape": [2, 2]}, expected=np.full((1, 1, 1, 1), -inf, "float32"))
for shape, kernel, stride, padding, dilation, ceil in [((2, 2, 6, 6), 2, 2, 0, 1, False), ((1, 2, 7, 7), 3, 2, 1, 1, False), ((1, 2, 6, 6), 3, 1, 1, 1, False),
                                                       ((1, 1, 7, 6), 3, 2, 1, 1, True), ((1, 1, 8, 8), 2, 2, 1, 3, False)]:
    for high in [2.0, 0.125]:
        x = torch.tensor(eighths(*shape, low=-high, high=high), requires_grad=True)
        y = torch.nn.functional.max_pool2d(x, kernel, stride, padding, dilation, ceil)
        dy = eighths(*y.shape)
        y.backward(torch.tensor(dy))
        attributes = {"kernel_shape": [kernel] * 2, "strides": [stride] * 2, "pads": [padding] * 4, "dilations": [dilation] * 2, "ceil_mode": int(ceil)}
        case("maxPoolGradient", [x.detach().numpy(), y.detach().numpy(), dy], attributes, expected=x.grad.numpy(), witness="torch")
case("globalAveragePool", [eighths(2, 3, 4, 5)])
x64 = eighths(2, 3, 4, dtype="float64")
case("globalAveragePool", [x64], expected=x64.mean(2, keepdims=True))

# reductions
for op in ["reduceSum", "reduceMean", "reduceMax"]:
    for axes in [[0], [1], [2], [0, 2], [1, 2], [0, 1], [-1], [0, 1, 2]]:
        for keepdims in [0, 1]:
            case(op, [eighths(2, 3, 4), i64(*axes)], {"keepdims": keepdims})
    case(op, [eighths(2, 3, 2, 2), i64(0, 2)])
    case(op, [eighths(2, 3)])
    case(op, [eighths(2, 3), i64()], {"noop_with_empty_axes": 1})
    case(op, [eighths(2, 3, dtype="float64"), i64(1)])
    case(op, [eighths()])
for op in ["reduceSum", "reduceMax"]:
    case(op, [ints(2, 3), i64(0)])
    case(op, [ints(2, 3, dtype="int32"), i64(1)])
case("reduceSum", [eighths(2, 0, 3), i64(1)])
case("reduceMax", [np.array([[1, nan, 3], [1, 2, 3]], "float32"), i64(1)], expected=np.array([[nan], [3]], "float32"))
case("reduceMax", [np.array([[3, 200], [7, 1]], "uint8"), i64(1)])
for keepdims in [0, 1]:
    for last in [0, 1]:
        for axis in [0, 1, -1]:
            case("argMax", [eighths(3, 4, 5, low=-0.25, high=0.25)], {"axis": axis, "keepdims": keepdims, "select_last_index": last})
case("argMax", [ints(3, 4, dtype="int32")], {"axis": 1})

# moving elements
case("reshape", [eighths(2, 3, 4), i64(0, -1)])
case("reshape", [eighths(2, 0), i64(0, 3)], {"allowzero": 1}, expected=np.zeros((0, 3), "float32"))
case("reshape", [ints(6), i64(3, 2)])
for perm in [[0, 1, 2], [2, 0, 1], [1, 0, 2], [0, 2, 1], [2, 1, 0]]:
    case("transpose", [eighths(2, 3, 4)], {"perm": perm})
case("transpose", [eighths(2, 3, 4)])
case("transpose", [ints(2, 3)])
case("transpose", [eighths(2, 3, 2, 2)], {"perm": [0, 3, 1, 2]})
case("transpose", [eighths(35, 37)])
for axis in [0, 1, 2, 3, -1]:
    case("flatten", [eighths(2, 3, 2)], {"axis": axis})
case("squeeze", [eighths(1, 3, 1), i64(-1)])
case("squeeze", [eighths(1, 3, 1)])
case("unsqueeze", [eighths(3, 2), i64(0, -1)])
case("expand", [eighths(3, 1), i64(2, 1, 4)])
case("expand", [eighths(3, 1), i64(3, 4)])
case("expand", [ints(1), i64(2, 2)])
case("expand", [np.array([[1], [0]], "bool"), i64(2, 3)])
for axis in [0, 1, -1]:
    shapes = [[2, 3, 2], [2, 3, 2], [2, 3, 2]]
    for i, shape in enumerate(shapes):
        shape[axis] = i + 1
    case("concat", [eighths(*s) for s in shapes], {"axis": axis})
case("concat", [ints(2), ints(3)], {"axis": 0})
slices = [([1], [3], None, None), ([0, 1], [2, -1], None, None), ([-2], [100], [1], None), ([0], [5], [1], [2]), ([-1], [-100], [1], [-1]),
          ([4, 3], [0, -100], [1, 0], [-2, -3]), ([3], [1], [0], None), ([100], [-100], [1], [-2]), ([2], [-2**63], [-1], [-1]), ([1], [2**53], [1], [3])]
for starts, ends, axes, steps in slices:
    case("slice", [eighths(4, 5), i64(*starts), i64(*ends), None if axes is None else i64(*axes), None if steps is None else i64(*steps)])
case("slice", [ints(4, 5), i64(1), i64(3), i64(1)])
for mode in ["constant", "reflect", "edge", "wrap"]:
    case("pad", [eighths(3, 4), i64(1, 2, 2, 1)], {"mode": mode})
    case("pad", [eighths(2, 3, 4), i64(0, 1, 0, 0, 0, 3)], {"mode": mode})
case("pad", [eighths(3, 4), i64(-1, 2, 0, -2)], {"mode": "constant"})
case("pad", [eighths(3, 4), i64(-1, -1, -1, -2)], {"mode": "constant"})
case("pad", [eighths(3, 4), i64(1, 2), np.float32(1.5).reshape(()), i64(-1)], {"mode": "constant"})
case("pad", [ints(3), i64(1, 2), i64(7).reshape(())], {"mode": "constant"})
case("gather", [eighths(4, 3), i64(0, -1, 2)])
case("gather", [eighths(2, 4, 3), i64([0, 3], [-2, 1])], {"axis": 1})
case("gather", [eighths(4, 3), np.array(1, "int32")], {"axis": -1})
case("gather", [ints(5), i64(4, 0)])
case("gatherND", [eighths(2, 3, 4), i64([0, 1], [-1, 2])])
case("gatherND", [eighths(2, 3), i64([[0, 1]], [[1, -1]])])
case("gatherND", [eighths(2, 3), i64([1], [0], [1])])
case("scatterND", [eighths(4, 2), i64([1], [-1]), eighths(2, 2)])
case("scatterND", [eighths(4, 2), i64([1], [1], [0]), eighths(3, 2)], {"reduction": "add"})
case("scatterND", [eighths(4, 2), i64([1, 0], [1, 0], [0, -1]), eighths(3)], {"reduction": "add"})
case("shape", [eighths(2, 3, 4)])
case("shape", [eighths(2, 3, 4)], {"start": 1, "end": -1})
case("shape", [eighths(2, 3, 4)], {"start": -2})
for coordinates in ["asymmetric", "half_pixel", "pytorch_half_pixel", "align_corners"]:
    for nearest in ["round_prefer_floor", "round_prefer_ceil", "floor", "ceil"]:
        attributes = {"mode": "nearest", "coordinate_transformation_mode": coordinates, "nearest_mode": nearest}
        case("resize", [eighths(1, 1, 3, 4), None, None, i64(1, 1, 7, 2)], attributes)
        case("resize", [eighths(1, 1, 2, 4), None, np.array([1, 1, 2, 1.5], "float32")], attributes)

if __name__ == "__main__":
    lines = ",\n".join(json.dumps(c, separators=(",", ":")) for c in cases)
    Path(__file__).with_name("cases.json").write_text(f"[\n{lines}\n]\n")
    print(len(cases), "cases")
