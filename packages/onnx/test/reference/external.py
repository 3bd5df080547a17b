"""Makes external.json: a model whose weights lie in files beside it, as ONNX's own library saves large ones.

    python external.py

Needs onnx, onnxruntime and numpy. The outputs are ONNX Runtime's on the folder as it is.
"""

import base64
import pathlib
import tempfile

import numpy as np
import onnx
import onnxruntime
from common import cases, counting, info, model, numbers, write
from onnx import TensorProto, helper, numpy_helper

node = helper.make_node


def add(name, made, feeds, save):
    """`save` writes the model, and what belongs to it, into an empty folder."""
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "model.onnx"
        save(made, path)
        session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
        outputs = dict(zip([output.name for output in session.get_outputs()], session.run(None, feeds)))
        files = {str(file.relative_to(folder)): file for file in sorted(path.parent.rglob("*")) if file.is_file()}
        encoded = {key: base64.b64encode(file.read_bytes()).decode() for key, file in files.items()}
    cases.append(
        {
            "name": name,
            "model": encoded.pop("model.onnx"),
            "files": encoded,
            "feeds": {key: numbers(value) for key, value in feeds.items()},
            "outputs": {key: numbers(value) for key, value in outputs.items()},
        }
    )


def by_onnx(**options):
    return lambda made, path: onnx.save(
        made, path, save_as_external_data=True, size_threshold=0, **options
    )


weights = {
    "w": counting(3, 4),
    "half": np.float16([0.5, -0.25, 65504, 6e-8]),
    "double": np.float64([1, 1e300]),
    "whole": np.array([2**62 + 1, -7]),
    "bits": np.array([True, False]),
}
nodes = [
    node("MatMul", ["x", "w"], ["m"]),
    node("Cast", ["half"], ["wide"], to=TensorProto.FLOAT),
    node("Constant", [], ["c"], value=numpy_helper.from_array(counting(4))),
    node("Sum", ["m", "wide", "c"], ["y"]),
    *(node("Identity", [key], [key + "_out"]) for key in ["double", "whole", "bits"]),
]
outputs = [
    info("y", [2, 4]),
    info("double_out", [2], TensorProto.DOUBLE),
    info("whole_out", [2], TensorProto.INT64),
    info("bits_out", [2], TensorProto.BOOL),
]
initializers = [numpy_helper.from_array(value, key) for key, value in weights.items()]
fresh = lambda: model(nodes, [info("x", [2, 3])], outputs, initializers)
x = {"x": counting(2, 3)}

add("one file", fresh(), x, by_onnx(location="weights.bin"))
add("a file for each tensor", fresh(), x, by_onnx(all_tensors_to_one_file=False))


def by_hand(made, path):
    """Parts of a file that are not aligned, a file in a folder, and entries that are left out."""
    (path.parent / "data").mkdir()
    (path.parent / "data" / "w.bin").write_bytes(b"\7" + made.graph.initializer[0].raw_data)
    made.graph.initializer[0].ClearField("raw_data")
    made.graph.initializer[0].data_location = TensorProto.EXTERNAL
    for key, value in {"location": "data/w.bin", "offset": "1", "length": "48", "checksum": "0"}.items():
        made.graph.initializer[0].external_data.add(key=key, value=value)
    (path.parent / "half").write_bytes(made.graph.initializer[1].raw_data)
    made.graph.initializer[1].ClearField("raw_data")
    made.graph.initializer[1].data_location = TensorProto.EXTERNAL
    made.graph.initializer[1].external_data.add(key="location", value="half")
    path.write_bytes(made.SerializeToString())


add("by hand", fresh(), x, by_hand)

write("external.json")
