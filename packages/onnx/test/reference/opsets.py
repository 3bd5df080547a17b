"""Makes opsets.json: one small model for each op and opset in which its form was another than in opset 20.

    python opsets.py

Needs onnx, onnxruntime and numpy. The outputs are ONNX Runtime's on the file as it is; those of ONNX's reference
implementation where ONNX Runtime does not know the opset yet.
"""

import numpy as np
from common import add, by_reference, counting, info, model, one, write
from onnx import TensorProto, helper, numpy_helper

x234, image = {"x": counting(2, 3, 4)}, {"x": counting(1, 2, 6, 5)}
int64s = lambda *numbers: np.array(numbers, np.int64)

# Softmax and its kin flattened to a matrix up to opset 12.
for op in ["Softmax", "LogSoftmax", "Hardmax"]:
    for opset in [7, 11, 12]:
        for axis in [0, 1, 2]:
            one(f"{op} of opset {opset}, axis {axis}", op, x234, opset=opset, axis=axis)
        one(f"{op} of opset {opset}", op, {"x": counting(2, 3)}, opset=opset)
    one(f"{op} of opset 12, axis -2", op, x234, opset=12, axis=-2)
    one(f"{op} of opset 9 over channels of single pixels", op, {"x": counting(2, 3, 1, 1)}, opset=9, axis=1)
    one(f"{op} of opset 13", op, x234, opset=13)

# Attributes that became inputs.
reductions = "L1 L2 LogSum LogSumExp Max Mean Min Prod Sum SumSquare".split()
for kind in reductions:
    op, feeds = f"Reduce{kind}", {"x": np.abs(counting(2, 3, 4)) + np.float32(0.1)}
    for opset in [7, 12, 17]:
        given = {} if kind == "Sum" and opset == 17 else {"axes": [1]}
        one(f"{op} of opset {opset}", op, feeds, opset=opset, keepdims=0, **given)
        one(f"{op} of opset {opset}, all axes", op, feeds, opset=opset)
    one(f"{op} of opset 18", op, feeds, {"axes": int64s(0, 2)}, opset=18)
for opset in [7, 11, 12]:
    one(f"Squeeze of opset {opset}", "Squeeze", {"x": counting(1, 3, 1, 2)}, opset=opset, axes=[0, 2])
    one(f"Squeeze of opset {opset}, all axes", "Squeeze", {"x": counting(1, 3, 1, 2)}, opset=opset)
    one(f"Unsqueeze of opset {opset}", "Unsqueeze", {"x": counting(3, 2)}, opset=opset, axes=[0, 3])
    two = ("y", "z")
    one(f"Split of opset {opset}", "Split", {"x": counting(6, 2)}, opset=opset, outputs=two)
    one(f"Split of opset {opset}, uneven", "Split", {"x": counting(2, 5)}, opset=opset, outputs=two, axis=1, split=[2, 3])
one("Squeeze of opset 13", "Squeeze", {"x": counting(1, 3, 1)}, {"axes": int64s(-1)}, opset=13)
one("Split of opset 13", "Split", {"x": counting(6, 2)}, opset=13, outputs=("a", "b", "c"))
one("Split of opset 17, uneven", "Split", {"x": counting(6, 2)}, {"split": int64s(1, 5)}, opset=17, outputs=("a", "b"))
one("Split of opset 18, a smaller last part", "Split", {"x": counting(7)}, opset=18, outputs=("a", "b", "c"), num_outputs=3)
for opset in [7, 9]:
    one(f"Slice of opset {opset}", "Slice", x234, opset=opset, starts=[1, 0], ends=[2**31 - 1, -1], axes=[1, 2])
    one(f"Slice of opset {opset}, first axes", "Slice", x234, opset=opset, starts=[1, 1], ends=[2, 3])
    one(f"TopK of opset {opset}", "TopK", {"x": counting(3, 5)}, opset=opset, outputs=two, k=2, axis=1)
one("Slice of opset 10", "Slice", x234, {"s": int64s(3), "e": int64s(0), "a": int64s(2), "t": int64s(-2)}, opset=10)
one("TopK of opset 10", "TopK", {"x": counting(3, 5)}, {"k": int64s(3)}, opset=10, outputs=two)
one("TopK of opset 11", "TopK", {"x": counting(3, 5)}, {"k": int64s(3)}, opset=11, outputs=two, largest=0, axis=0)
one("TopK of opset 24", "TopK", {"x": counting(3, 5)}, {"k": int64s(3)}, opset=24, outputs=two)
for opset in [7, 10]:
    one(f"Pad of opset {opset}", "Pad", {"x": counting(2, 3)}, opset=opset, pads=[0, 1, 2, 0], value=1.5)
    one(f"Pad of opset {opset}, reflect", "Pad", {"x": counting(2, 3)}, opset=opset, pads=[1, 1, 0, 2], mode="reflect")
    one(f"Clip of opset {opset}", "Clip", {"x": counting(9)}, opset=opset, min=-0.5, max=0.25)
    one(f"Clip of opset {opset}, from below", "Clip", {"x": counting(9)}, opset=opset, min=0.0)
    one(f"Dropout of opset {opset}", "Dropout", {"x": counting(9)}, opset=opset, ratio=0.3)
one("Pad of opset 13", "Pad", {"x": counting(2, 3)}, {"p": int64s(1, 0, 0, 1), "v": np.float32(2)}, opset=13)
one("Pad of opset 18", "Pad", {"x": counting(2, 3)}, {"p": int64s(1, 2), "v": None, "axes": int64s(1)}, opset=18)
one("Pad of opset 21", "Pad", {"x": counting(2, 3)}, {"p": int64s(1, 0, 0, 2)}, opset=21, mode="edge")
one("Clip of opset 11", "Clip", {"x": counting(9)}, {"lo": None, "hi": np.float32(0.5)}, opset=11)
one("Dropout of opset 12", "Dropout", {"x": counting(9)}, {"ratio": np.float32(0.3)}, opset=12)
one("Dropout of opset 22", "Dropout", {"x": counting(9)}, {"ratio": np.float32(0.3)}, opset=22)

# Growing and shrinking.
for mode in ["nearest", "linear"]:
    name = f"Upsample of opset %d, {mode}"
    one(name % 7, "Upsample", image, opset=7, mode=mode, scales=[1.0, 1.0, 2.0, 3.0])
    one(name % 9, "Upsample", image, {"scales": np.float32([1, 1, 2, 1.5])}, opset=9, mode=mode)
    name = f"Resize of opset %d, {mode}, %s"
    for word, scales in {"growing": [1, 1, 2, 1.7], "shrinking": [1, 1, 0.5, 0.6]}.items():
        scales = {"scales": np.float32(scales)}
        one(name % (10, word), "Resize", image, scales, opset=10, mode=mode)
        later = {"roi": np.float32([]), **scales}
        one(name % (11, word), "Resize", image, later, opset=11, mode=mode, coordinate_transformation_mode="align_corners")
        one(name % (13, word), "Resize", image, {"roi": None, **scales}, opset=13, mode=mode)
        one(name % (18, word), "Resize", image, {"roi": None, **scales}, opset=18, mode=mode, antialias=0)
        one(name % (19, word), "Resize", image, {"roi": None, **scales}, opset=19, mode=mode)
one(
    "Resize of opset 19, half_pixel_symmetric", "Resize", image, {"roi": None, "scales": np.float32([1, 1, 1.3, 0.7])},
    opset=19, mode="linear", coordinate_transformation_mode="half_pixel_symmetric",
)  # fmt: skip

# Attributes that came.
for opset in [7, 8, 10, 12, 22]:
    one(f"MaxPool of opset {opset}", "MaxPool", image, opset=opset, kernel_shape=[3, 2], strides=[2, 2], pads=[1, 0, 1, 1])
for opset in [7, 10, 11, 19, 22]:
    options = {"count_include_pad": 1, "kernel_shape": [2, 3], "pads": [0, 1, 1, 1]}
    one(f"AveragePool of opset {opset}", "AveragePool", image, opset=opset, **options)
one("AveragePool of opset 10, the last window cut", "AveragePool", image, opset=10, kernel_shape=[3, 3], strides=[2, 2], ceil_mode=1)
one("MaxPool of opset 10, dilated", "MaxPool", image, opset=10, kernel_shape=[2, 2], dilations=[2, 3])
for opset in [7, 11, 18, 22]:
    one(f"LpPool of opset {opset}", "LpPool", image, opset=opset, kernel_shape=[2, 2], p=2)
for opset in [7, 8, 9, 14, 15]:
    parameters = {"scale": counting(2) + 2, "b": counting(2), "mean": counting(2) / 2, "var": np.abs(counting(2)) + 1}
    one(f"BatchNormalization of opset {opset}", "BatchNormalization", image, parameters, opset=opset, epsilon=1e-3)
for opset in [7, 9, 11, 13]:
    a, b, c = {"a": counting(2, 3)}, {"b": counting(4, 3), "c": counting(4)}, {"b": counting(4, 3)}
    one(f"Gemm of opset {opset}", "Gemm", a, b if opset < 11 else c, opset=opset, transB=1, alpha=0.5, beta=2.0)
for op in ["ArgMax", "ArgMin"]:
    for opset in [7, 11, 12, 13]:
        one(f"{op} of opset {opset}", op, {"x": counting(3, 4)}, opset=opset, axis=1, keepdims=0)
for opset in [7, 13, 15, 21, 25]:
    one(f"Shape of opset {opset}", "Shape", x234, opset=opset, **({"start": 1} if opset >= 15 else {}))
for opset in [7, 13, 14, 25]:
    one(f"Reshape of opset {opset}", "Reshape", x234, {"shape": int64s(0, -1)}, opset=opset)
for opset in [7, 11, 13]:
    one(f"DepthToSpace of opset {opset}", "DepthToSpace", {"x": counting(1, 8, 2, 3)}, opset=opset, blocksize=2)
for opset in [11, 12, 13]:
    one(f"GatherND of opset {opset}", "GatherND", x234, {"i": np.array([[0, 1], [1, 2]])}, opset=opset)
for opset in [11, 13, 16, 18]:
    parts = {"i": np.array([[1, 0, 2], [0, 2, 1]]), "u": counting(2, 3)}
    one(f"ScatterElements of opset {opset}", "ScatterElements", {"x": counting(3, 3)}, parts, opset=opset, axis=0)
    parts = {"i": np.array([[1], [0]]), "u": counting(2, 3)}
    one(f"ScatterND of opset {opset}", "ScatterND", {"x": counting(3, 3)}, parts, opset=opset)
parts = {"i": np.array([[1, 0, 2]]), "u": counting(1, 3)}
one("Scatter of opset 9", "Scatter", {"x": counting(3, 3)}, parts, opset=9, axis=0)
one("Scatter of opset 10", "Scatter", {"x": counting(3, 3)}, parts, opset=10, axis=1)
for opset in [10, 13, 19, 21, 23]:
    scale = {"s": np.float32(0.02), "z": np.uint8(128)}
    one(f"QuantizeLinear of opset {opset}", "QuantizeLinear", x234, scale, opset=opset)
    bytes_ = {"x": np.arange(24, dtype=np.uint8).reshape(2, 3, 4)}
    one(f"DequantizeLinear of opset {opset}", "DequantizeLinear", bytes_, scale, opset=opset)
    if opset >= 13:
        scale = {"s": np.float32([0.1, 0.2]), "z": np.uint8([100, 90])}
        one(f"DequantizeLinear of opset {opset}, by axis", "DequantizeLinear", bytes_, scale, opset=opset, axis=0)
for opset in [10, 16]:
    rois = {"rois": np.float32([[0.5, 0.5, 3, 4], [1, 0, 4, 5]]), "i": int64s(0, 0)}
    one(f"RoiAlign of opset {opset}", "RoiAlign", image, rois, opset=opset, output_height=2, output_width=2, sampling_ratio=2)
for opset in [16, 20, 22]:
    grid = {"grid": (counting(1, 3, 4, 2) * np.float32(0.9))}
    for old, new in [("bilinear", "linear"), ("bicubic", "cubic"), ("nearest", "nearest")]:
        mode = old if opset < 20 else new
        one(f"GridSample of opset {opset}, {mode}", "GridSample", image, grid, opset=opset, mode=mode)
    one(f"GridSample of opset {opset}", "GridSample", image, grid, opset=opset)
for opset in [9, 13, 19, 24]:
    one(f"Cast of opset {opset}", "Cast", {"x": counting(5) * 3}, opset=opset, to=TensorProto.INT32)
for op, gates in [("RNN", 1), ("GRU", 3), ("LSTM", 4)]:
    for opset in [7, 14, 22]:
        weights = {"w": counting(1, gates * 2, 3), "r": counting(1, gates * 2, 2) / 2, "b": counting(1, gates * 4)}
        one(f"{op} of opset {opset}", op, {"x": counting(3, 1, 3)}, weights, opset=opset, hidden_size=2, outputs=("y", "h"))
norm = {"scale": counting(4) + 2, "bias": counting(4)}
feeds = {"x": counting(1, 4, 3, 2)}
one("GroupNormalization of opset 21", "GroupNormalization", feeds, norm, opset=21, num_groups=2)

# Opsets whose changes concern types alone.
for op in "Add Sub Mul Div Max Min Sum Mean Pow PRelu Equal Greater Less".split():
    for opset in [7, 9, 12, 13, 15]:
        b = np.abs(counting(3, 1)) + np.float32(0.5)
        if op == "Equal" and opset < 11:
            continue
        shape = (2, 3, 1) if op in ("Max", "Min", "Sum", "Mean") and opset == 7 else (3, 1)
        first = {"x": np.abs(counting(*shape)) + np.float32(0.1)}
        one(f"{op} of opset {opset}", op, first, {"b": np.broadcast_to(b, shape).copy()}, opset=opset)
for op in "Relu Sigmoid Tanh Exp Sqrt Neg Abs Floor Ceil Reciprocal Identity Flatten Transpose Elu Selu Softplus Softsign LRN".split():
    feeds = {"x": np.abs(counting(1, 3, 2, 2)) + np.float32(0.1)}
    size = {"size": 3} if op == "LRN" else {}
    for opset in [7, 12, 13, 20, 22, 25]:
        one(f"{op} of opset {opset}", op, feeds, opset=opset, **size)
for op in "Conv ConvTranspose".split():
    for opset in [7, 11, 22]:
        one(f"{op} of opset {opset}", op, image, {"w": counting(2, 2, 2, 3)}, opset=opset, strides=[2, 1])

# Definitions that nobody but the reference implementation has.
reference = {"opset": 28, "by": by_reference}
one("SpaceToDepth of opset 28, DCR", "SpaceToDepth", {"x": counting(1, 2, 4, 6)}, blocksize=2, mode="DCR", **reference)
one("SpaceToDepth of opset 28, CRD", "SpaceToDepth", {"x": counting(1, 2, 4, 6)}, blocksize=2, mode="CRD", **reference)
signs = {"a": np.float32([5.5, -5.5, 5.5, -5.5, 0, 4, -1e-30]), "b": np.float32([2, 2, -2, -2, 3, -2, 3])}
one("Mod of opset 28, floats", "Mod", signs, **reference)
one("Mod of opset 28, as in C", "Mod", signs, fmod=1, **reference)
one("Mod of opset 28, integers", "Mod", {"a": int64s(5, -5, 5), "b": int64s(3, 3, -3)}, **reference)
one("Range of opset 27", "Range", {}, {"a": np.float32(1), "b": np.float32(2), "c": np.float32(0.3)}, opset=27, by=by_reference)
one("Celu of opset 28", "Celu", x234, alpha=0.7, **reference)

write("opsets.json")
