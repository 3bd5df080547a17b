"""Makes cases.json: small models as other programs write them, with what ONNX Runtime makes of them.

    python make.py

Needs onnx, onnxruntime, numpy and torch. Each case is one file (base64), its inputs, and its outputs by ONNX Runtime
(Python) on the file as it is: the reader must give a graph that says the same.
"""

import io
import warnings

import numpy as np
import onnx
import torch
from common import add, counting, info, model, one, write
from onnx import TensorProto, helper, numpy_helper

warnings.filterwarnings("ignore")

# Initializers in the fields that have a type, as CNTK and hand-written files have them.
typed = [
    helper.make_tensor("f", TensorProto.FLOAT, [2], [0.1, -3.5]),
    helper.make_tensor("d", TensorProto.DOUBLE, [2], [0.1, 1e300]),
    helper.make_tensor("i", TensorProto.INT32, [2], [-7, 2147483647]),
    helper.make_tensor("l", TensorProto.INT64, [2], [-7, 2**62 + 1]),
    helper.make_tensor("b", TensorProto.BOOL, [2], [True, False]),
    helper.make_tensor("u", TensorProto.UINT8, [2], [0, 255]),
]
copies = [helper.make_node("Identity", [t.name], [t.name + "_out"]) for t in typed]
add("typed initializers", model(copies, [], [info(t.name + "_out", [2], t.data_type) for t in typed], typed), {})

# Half precision is storage: cast to float32, it is what is read.
halves = np.float16([0.1, -3.5, 65504, 6e-8, -0.0, 1 / 3])
bits = [int(x) for x in np.float32([0.1, -3.5, 3e38, 1e-40, -0.0, 1 / 3]).view(np.uint32) >> 16]
stored = [
    numpy_helper.from_array(halves, "raw"),
    helper.make_tensor("typed", TensorProto.FLOAT16, [6], halves),
    helper.make_tensor("upper", TensorProto.BFLOAT16, [6], np.array(bits, np.uint16).tobytes(), raw=True),
]
stored += [onnx.TensorProto.FromString(stored[2].SerializeToString())]
stored[3].name = "upper_typed"
stored[3].ClearField("raw_data")
stored[3].int32_data.extend(bits)
nodes = [helper.make_node("Cast", [t.name], [t.name + "_out"], to=TensorProto.FLOAT) for t in stored]
nodes += [
    helper.make_node("Constant", [], ["one"], value=numpy_helper.from_array(np.float16([1.5]))),
    helper.make_node("Cast", ["x"], ["half"], to=TensorProto.FLOAT16),
    helper.make_node("Add", ["half", "one"], ["sum"]),
    helper.make_node("Cast", ["sum"], ["y"], to=TensorProto.FLOAT),
]
outputs = [info(t.name + "_out", [6]) for t in stored] + [info("y", [2])]
add("halves", model(nodes, [info("x", [2])], outputs, stored), {"x": np.float32([0.25, -2])})

# Every form of the Constant node that holds numbers.
constants = [
    helper.make_node("Constant", [], ["t"], value=numpy_helper.from_array(counting(2, 2))),
    helper.make_node("Constant", [], ["f"], value_float=0.5),
    helper.make_node("Constant", [], ["fs"], value_floats=[1.5, 2.5]),
    helper.make_node("Constant", [], ["i"], value_int=3),
    helper.make_node("Constant", [], ["is"], value_ints=[-1]),
    helper.make_node("Mul", ["t", "f"], ["tf"]),
    helper.make_node("Add", ["tf", "fs"], ["y"]),
    helper.make_node("Reshape", ["y", "is"], ["flat"]),
    helper.make_node("Unsqueeze", ["i", "zero"], ["three"]),
    helper.make_node("Gather", ["flat", "three"], ["picked"]),
]
zero = [numpy_helper.from_array(np.array([0]), "zero")]
add("Constant nodes", model(constants, [], [info("flat", [4]), info("picked", [1])], zero), {})

# Padding that is left to the runtime.
for mode in ["SAME_UPPER", "SAME_LOWER", "VALID", "NOTSET"]:
    for stride in [1, 2, 3]:
        x = {"x": counting(1, 2, 7, 8)}
        strides = [stride, stride]
        w = {"w": counting(2, 2, 3, 2)}
        # ONNX Runtime has no SAME with dilations.
        dilations = [1, 1] if mode.startswith("SAME") else [1, 2]
        one(f"Conv {mode} stride {stride}", "Conv", x, w, auto_pad=mode, strides=strides, dilations=dilations)
        one(f"MaxPool {mode} stride {stride}", "MaxPool", x, auto_pad=mode, strides=strides, kernel_shape=[3, 4])
        one(f"AveragePool {mode} stride {stride}", "AveragePool", x, auto_pad=mode, strides=strides, kernel_shape=[3, 2])
        w = {"w": counting(2, 1, 4, 3)}
        one(f"ConvTranspose {mode} stride {stride}", "ConvTranspose", x, w, auto_pad=mode, strides=strides)
for mode in ["SAME_UPPER", "SAME_LOWER", "NOTSET"]:
    one(
        f"ConvTranspose {mode} with an output shape", "ConvTranspose", {"x": counting(1, 2, 5, 5)},
        {"w": counting(2, 1, 4, 3)}, auto_pad=mode, strides=[2, 2], output_shape=[9, 10],
    )  # fmt: skip

# Forms of older and newer opsets.
for opset in [13, 17]:
    for op in ["ReduceMean", "ReduceMax"]:
        one(f"{op} of opset {opset}", op, {"x": counting(2, 3, 4)}, opset=opset, axes=[-1, 0], keepdims=0)
        one(f"{op} of opset {opset}, all axes", op, {"x": counting(2, 3)}, opset=opset)
one("ReduceMean of opset 18", "ReduceMean", {"x": counting(2, 3)}, {"axes": np.array([1])}, opset=18)
one("Shape of opset 21", "Shape", {"x": counting(2, 3, 4)}, opset=21, start=-2)
one("Clip with lists of one", "Clip", {"x": counting(5)}, {"lo": np.float32([0]), "hi": np.float32([0.5])}, opset=13)
one("Cast with saturate", "Cast", {"x": counting(5) * 3}, to=TensorProto.INT32, saturate=1)
one("GatherND with batch_dims", "GatherND", {"x": counting(2, 3)}, {"i": np.array([[0, 1], [1, 2]])}, batch_dims=0)
one("MaxPool with storage_order", "MaxPool", {"x": counting(1, 1, 4, 4)}, kernel_shape=[2, 2], storage_order=0)
one(
    "Resize with empty inputs", "Resize", {"x": counting(1, 1, 2, 3)},
    {"roi": np.float32([]), "scales": np.float32([]), "sizes": np.array([1, 1, 4, 6])},
    opset=13, mode="nearest", coordinate_transformation_mode="asymmetric", nearest_mode="floor", cubic_coeff_a=-0.5,
)  # fmt: skip
one("Slice to the end", "Slice", {"x": counting(5, 2)}, {"starts": np.array([1]), "ends": np.array([2**63 - 1])})

one("a constant with a number sign", "Mul", {"x": counting(3)}, {"gain#b": counting(3)})

# IR 3 lists initializers among the inputs.
weights = numpy_helper.from_array(counting(3, 2), "w")
nodes = [helper.make_node("MatMul", ["x", "w"], ["y"])]
listed = model(nodes, [info("x", [2, 3]), info("w", [3, 2])], [info("y", [2, 2])], [weights], 13, 3)
add("initializers among the inputs", listed, {"x": counting(2, 3)})


class Network(torch.nn.Module):
    """Names and shape arithmetic as PyTorch's exporters write them."""

    def __init__(self):
        super().__init__()
        self.stem = torch.nn.Sequential(torch.nn.Conv2d(3, 4, 3, 2, 1), torch.nn.ReLU6())
        self.depthwise = torch.nn.Conv2d(4, 4, 3, padding=1, groups=4, bias=False)
        self.head = torch.nn.Linear(4 * 2 * 2, 5)

    def forward(self, x):
        x = self.stem(x)
        x = torch.nn.functional.leaky_relu(x + self.depthwise(x), 0.2)
        x = torch.nn.functional.max_pool2d(x, 3, 2, padding=1)
        x = x.view(x.size(0), -1)
        return torch.log_softmax(self.head(x), 1), x.mean(1, keepdim=True)


torch.manual_seed(0)
network, picture = Network().eval(), torch.from_numpy(counting(2, 3, 8, 8))
for opset in [13, 18, 20]:
    file = io.BytesIO()
    torch.onnx.export(
        network, (picture,), file, dynamo=False, opset_version=opset, input_names=["pixels"],
        output_names=["output", "mean"], dynamic_axes={"pixels": {0: "batch-size"}},
    )  # fmt: skip
    add(f"PyTorch, opset {opset}", onnx.load_from_string(file.getvalue()), {"pixels": picture.numpy()})

write("cases.json")
