"""What the scripts that make reference files share: cases, and small models."""

import base64
import json
import pathlib

import numpy as np
import onnx
import onnxruntime
from onnx import TensorProto, helper, numpy_helper
from onnx.reference import ReferenceEvaluator

cases = []


def numbers(array):
    return {"dtype": str(array.dtype), "shape": list(array.shape), "data": np.asarray(array, float).ravel().tolist()}


def by_runtime(data, feeds):
    session = onnxruntime.InferenceSession(data, providers=["CPUExecutionProvider"])
    return dict(zip([output.name for output in session.get_outputs()], session.run(None, feeds)))


def by_reference(data, feeds):
    evaluator = ReferenceEvaluator(onnx.load_from_string(data))
    return dict(zip(evaluator.output_names, evaluator.run(None, feeds)))


def add(name, model, feeds, by=by_runtime, check=True):
    if check:
        onnx.checker.check_model(model)
    data = model.SerializeToString()
    outputs = by(data, feeds)
    assert all(np.all(np.isfinite(y)) for y in outputs.values()), name
    cases.append(
        {
            "name": name,
            "model": base64.b64encode(data).decode(),
            "feeds": {key: numbers(value) for key, value in feeds.items()},
            "outputs": {key: numbers(value) for key, value in outputs.items()},
        }
    )


def counting(*shape):
    return np.sin(np.arange(np.prod(shape), dtype=np.float32)).reshape(shape)


def model(nodes, inputs, outputs, initializers=(), opset=20, ir_version=9):
    graph = helper.make_graph(nodes, "reference", inputs, outputs, list(initializers))
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", opset)], ir_version=ir_version)


def info(name, shape, dtype=TensorProto.FLOAT):
    return helper.make_tensor_value_info(name, dtype, shape)


def one(name, op, feeds, weights=None, opset=20, outputs=("y",), by=by_runtime, **attributes):
    """One node on the feeds and then the weights; `None` among them leaves an input out."""
    weights = weights or {}
    every = {**feeds, **weights}
    node = helper.make_node(op, [key if value is not None else "" for key, value in every.items()], outputs, **attributes)
    feeds = {key: value for key, value in feeds.items() if value is not None}
    inputs = [info(key, value.shape, helper.np_dtype_to_tensor_dtype(value.dtype)) for key, value in feeds.items()]
    initializers = [numpy_helper.from_array(value, key) for key, value in weights.items() if value is not None]
    wanted = [output for output in outputs if output]
    loose = model([node], inputs, [helper.make_empty_tensor_value_info(y) for y in wanted], initializers, opset)
    made = by(loose.SerializeToString(), feeds)
    infos = [info(y, made[y].shape, helper.np_dtype_to_tensor_dtype(made[y].dtype)) for y in wanted]
    add(name, model([node], inputs, infos, initializers, opset), feeds, by)


def write(name):
    path = pathlib.Path(__file__).with_name(name)
    path.write_text("[\n" + ",\n".join(json.dumps(case) for case in cases) + "\n]\n")
    print(f"{len(cases)} cases, {path.stat().st_size} bytes")
