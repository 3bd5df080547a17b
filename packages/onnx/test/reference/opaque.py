"""Makes opaque.json: files with ops that the op table lacks, and what ONNX Runtime makes of them.

    python packages/onnx/test/reference/opaque.py > packages/onnx/test/reference/opaque.json
"""
import base64
import json

import numpy as np
import onnx
import onnxruntime
from onnx import TensorProto, helper

FLOAT, INT64 = TensorProto.FLOAT, TensorProto.INT64
rng = np.random.default_rng(1)


def value(name, shape, dtype=FLOAT):
    return helper.make_tensor_value_info(name, dtype, shape)


def weight(name, array):
    return onnx.numpy_helper.from_array(np.asarray(array, np.float32), name)


def model(nodes, inputs, outputs, weights, infos, opset, domains=()):
    graph = helper.make_graph(nodes, "foreign", inputs, outputs, weights, value_info=infos)
    imports = [helper.make_opsetid("", opset), *(helper.make_opsetid(name, version) for name, version in domains)]
    return helper.make_model(graph, opset_imports=imports, ir_version=8)


def contributed(infos):
    nodes = [
        helper.make_node("BiasGelu", ["x", "b"], ["g"], domain="com.microsoft", name="gelu"),
        helper.make_node("MatMul", ["g", "w"], ["y"], name="product"),
    ]
    weights = [weight("b", [1, 2, 3, 4]), weight("w", rng.normal(size=(4, 3)))]
    return model(nodes, [value("x", ["N", 4])], [value("y", ["N", 3])], weights, infos, 13, [("com.microsoft", 1)])


def pooled():
    nodes = [
        helper.make_node("MaxRoiPool", ["x", "rois"], ["p"], name="pool", pooled_shape=[2, 2], spatial_scale=0.5),
        helper.make_node("Relu", ["p"], ["y"], name="rectifier"),
    ]
    inputs = [value("x", [1, 1, 4, 4]), value("rois", ["K", 5])]
    return model(nodes, inputs, [value("y", ["K", 1, 2, 2])], [], [value("p", ["K", 1, 2, 2])], 13)


def crops(opset):
    """RoiAlign has attributes, and means something else before opset 16."""
    node = helper.make_node("RoiAlign", ["x", "boxes", "which"], ["y"], name="crops", output_height=2, output_width=2, sampling_ratio=2, spatial_scale=0.5)
    inputs = [value("x", [1, 1, 4, 4]), value("boxes", ["K", 4]), value("which", ["K"], INT64)]
    return model([node], inputs, [value("y", ["K", 1, 2, 2])], [], [], opset)


def stored(array):
    return {"dtype": str(array.dtype), "shape": list(array.shape), "data": array.flatten().tolist()}


def case(name, made, feeds):
    outputs = {}
    if feeds:
        session = onnxruntime.InferenceSession(made.SerializeToString(), providers=["CPUExecutionProvider"])
        outputs = dict(zip((y.name for y in session.get_outputs()), session.run(None, feeds)))
    return {
        "name": name,
        "model": base64.b64encode(made.SerializeToString()).decode(),
        "feeds": {key: stored(x) for key, x in feeds.items()},
        "outputs": {key: stored(y) for key, y in outputs.items()},
    }


x = rng.normal(size=(2, 4)).astype(np.float32)
picture = np.arange(16, dtype=np.float32).reshape(1, 1, 4, 4)
boxes = np.array([[0, 0, 4, 4], [2, 2, 7, 7]], np.float32)
print(json.dumps([
    case("an op of another domain", contributed([value("g", ["N", 4])]), {"x": x}),
    case("an op of another domain, without types", contributed([]), {}),
    case("an op of ONNX", pooled(), {"x": picture, "rois": np.array([[0, 0, 0, 7, 7], [0, 2, 2, 6, 5]], np.float32)}),
    case("an op with attributes", crops(16), {"x": picture, "boxes": boxes, "which": np.zeros(2, np.int64)}),
    case("an op that meant something else", crops(10), {}),
], indent=1))
