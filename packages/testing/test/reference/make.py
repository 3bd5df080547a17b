"""Makes src/reference/*.ts: what every case must give, by witnesses from outside.

Outputs: ONNX Runtime, and where it agrees, the ONNX reference evaluator in float64 for more digits.
Gradients: PyTorch's autograd in float64, of a function whose outputs were first compared with ONNX's.
Composites, which ONNX does not know, are gradients themselves: PyTorch alone.

    node test/reference/describe.mjs | python test/reference/make.py src/reference [FILE ...]

FILE, as `pooling`, makes only that one anew.
"""
import json
import re
import sys
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch
from onnx import TensorProto, helper, numpy_helper
from onnx.reference import ReferenceEvaluator

from witnesses import composites, functions

OPSET = 20
# Where ONNX Runtime departs from the specification, and the node test of ONNX that it fails: the evaluator decides.
DEPARTURES = {
    "resize/corners of a length with a fraction": "resize_downsample_scales_linear_align_corners",
    "resize/linear, int8, antialiased": "none, but its results are off by up to 31",
    "resize/nearest, a crop of one axis, the other to its own extent": "none, but it leaves the second axis alone",
    "maxUnpool/to a larger picture": "maxunpool_export_with_output_shape",
}
DTYPES = {"bool": np.bool_, **{name: np.dtype(name).type for name in ("float32", "float64", "int32", "int64", "uint8", "int8")}}
ELEMENT = {name: helper.np_dtype_to_tensor_dtype(np.dtype(dtype)) for name, dtype in DTYPES.items()}


def array(described, dtype=None):
    numbers = [float(x) if isinstance(x, str) else x for x in described["data"]]
    return np.array(numbers, dtype or DTYPES[described["dtype"]]).reshape(described["shape"])


def widened(dtype):
    return "float64" if dtype == "float32" else dtype


def attribute(kind, value):
    if kind == "dtype":
        return ELEMENT[value]
    if kind == "tensor":
        return numpy_helper.from_array(array(value))
    if kind in ("float", "floats"):
        return [float(x) for x in value] if isinstance(value, list) else float(value)
    return value


def onnx_model(case, wide):
    """The op with all its attributes in a file of its own; `wide`: float64 in place of float32."""
    convert = widened if wide else (lambda dtype: dtype)
    names, inputs, constants, feeds = [], [], [], {}
    for i, x in enumerate(case["inputs"]):
        if x is None:
            names.append("")
            continue
        name = x.get("name") or f"constant{i}"
        names.append(name)
        # The scales of Resize are float32 whatever is resized.
        dtype = x["dtype"] if case["type"] == "Resize" and i > 0 else convert(x["dtype"])
        values = array(x, DTYPES[dtype])
        if "name" in x:
            inputs.append(helper.make_tensor_value_info(name, ELEMENT[dtype], x["shape"]))
            feeds[name] = values
        else:
            constants.append(numpy_helper.from_array(values, name))
    # Without extents: at opset 20, ONNX's own inference is one too long for some windows of ceil_mode.
    outputs = [helper.make_tensor_value_info(y["name"], ELEMENT[convert(y["dtype"])], [None] * len(y["shape"])) for y in asked(case)]
    attributes = {k: attribute(a["kind"], a["value"]) for k, a in case["attributes"].items()}
    if wide and case["type"] == "Cast":
        attributes["to"] = outputs[0].type.tensor_type.elem_type
    # BatchNormalization in training has all its outputs or is no valid node.
    unasked = "unasked{}" if case["attributes"].get("training_mode") else ""
    results = trimmed([y["name"] or unasked.format(i) for i, y in enumerate(case["outputs"])])
    node = helper.make_node(case["type"], names, results, **{k: v for k, v in attributes.items() if v != []})
    graph = helper.make_graph([node], case["op"], inputs, outputs, constants)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=9)
    # ONNX calls the GroupNormalization of opset 18 to 20 deprecated since its first day; ONNX Runtime runs it.
    if case["type"] != "GroupNormalization":
        onnx.checker.check_model(model, full_check=True)
    return model, feeds


def asked(case):
    """The outputs that are compared: the others have no name."""
    return [y for y in case["outputs"] if y["name"]]


def trimmed(names):
    while names and not names[-1]:
        names = names[:-1]
    return names


def by_onnx(case):
    witnesses = {"ONNX Runtime": by_runtime, "the reference evaluator": by_evaluator}
    found = {}
    for name, witness in witnesses.items():
        if name == "ONNX Runtime" and label(case) in DEPARTURES:
            continue
        try:
            found[name] = witness(case)
        except Exception as error:
            print(f"  {label(case)}: {name} cannot: {str(error)[:200]}", file=sys.stderr)
    if not found:
        raise SystemExit(f"{label(case)}: no witness")
    first, last = list(found.values())[0], list(found.values())[-1]
    if all(agree(a, b) for a, b in zip(first, last)):
        return last
    print(f"  {label(case)}: ONNX Runtime and the reference evaluator differ; the former is taken", file=sys.stderr)
    return first


def by_runtime(case):
    model, feeds = onnx_model(case, wide=False)
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 4
    session = onnxruntime.InferenceSession(model.SerializeToString(), options, providers=["CPUExecutionProvider"])
    results = session.run(None, feeds)
    for y, result in zip(asked(case), results):
        if (result.dtype, result.shape) != (np.dtype(DTYPES[y["dtype"]]), tuple(y["shape"])):
            raise SystemExit(f"{label(case)}: Graft infers {y}, ONNX Runtime gives {result.dtype} {result.shape}")
    return results


# Scales are float32 by definition, and exist in no float64.
FLOAT32_ALONE = {"QuantizeLinear", "DequantizeLinear", "DynamicQuantizeLinear", "QLinearMatMul", "QLinearConv"}


def by_evaluator(case):
    model, feeds = onnx_model(case, wide=case["type"] not in FLOAT32_ALONE)
    return ReferenceEvaluator(model).run(None, feeds)


def agree(a, b):
    return a.shape == b.shape and np.allclose(a.astype(np.float64), b.astype(np.float64), rtol=2e-5, atol=2e-6)


def by_torch(case, outputs):
    """Outputs where `outputs` is None, and the gradients of the wanted inputs."""
    tensors = []
    for x in case["inputs"]:
        if x is None or "derived" in x:
            tensors.append(None)
            continue
        value = torch.from_numpy(array(x, DTYPES[widened(x["dtype"])]))
        tensors.append(value.requires_grad_(x.get("name") in case["wanted"]))
    attributes = {k: a["value"] for k, a in case["attributes"].items()}
    # One tensor, or a tuple with one for each output from the first on; None for one that is no float.
    if outputs is None:
        made = composites[case["op"]](tensors, attributes, case["outputs"][0]["shape"])
    else:
        made = functions[case["op"]](tensors, attributes, outputs[0].shape, lambda **change: moved(case, **change))
    ys = (list(made) if isinstance(made, (tuple, list)) else [made])[: len(asked(case))]
    for i, y in enumerate(ys):
        if outputs is not None and y is not None:
            assert agree(outputs[i], y.detach().numpy()), f"{label(case)}: PyTorch's function is another one"
    gradients = {}
    if case["wanted"]:
        wanted = [t for x, t in zip(case["inputs"], tensors) if x and x.get("name") in case["wanted"]]
        smooth = [y for y in ys if y is not None]
        seeds = [torch.from_numpy(array(x, np.float64)) for x in case["upstream"]]
        pairs = [(y, seed) for y, seed in zip(smooth, seeds, strict=True) if y.requires_grad]
        found = [None] * len(wanted)
        if pairs:
            made, given = zip(*pairs)
            found = torch.autograd.grad(made, wanted, given, allow_unused=True)
        for name, tensor, gradient in zip(case["wanted"], wanted, found):
            gradients[f"d_{name}"] = (torch.zeros_like(tensor) if gradient is None else gradient).numpy()
    return [None if y is None else y.detach().numpy() for y in ys], gradients


def moved(case, numbers):
    """Runs an op that only moves elements on other numbers: int64 tensors that say where each element comes from."""
    changed = {**case, "outputs": [{**case["outputs"][0], "dtype": "float32"}], "inputs": []}
    for x, values in zip(case["inputs"], numbers):
        changed["inputs"].append(x if values is None else {**x, "data": values.flatten().tolist()})
    model, feeds = onnx_model(changed, wide=False)
    return onnxruntime.InferenceSession(model.SerializeToString()).run(None, feeds)[0].astype(np.int64)


def label(case):
    return f"{case['op']}/{case['name']}"


def text(values):
    """Nine digits: enough for float32, and for float64 to 1e-9."""
    def number(x):
        if isinstance(x, (bool, np.bool_)) or float(x).is_integer() and abs(x) < 1e15:
            return "-0" if x == 0 and np.signbit(x) else str(int(x))
        if not np.isfinite(x):
            return "NaN" if np.isnan(x) else ("Infinity" if x > 0 else "-Infinity")
        return re.sub(r"e([+-])0*(\d)", r"e\1\2", f"{x:.9g}").replace("e+", "e")
    return " ".join(number(x) for x in values.flatten().tolist())


def key(name):
    return name if re.fullmatch(r"[A-Za-z_$][\w$]*", name) else f"'{name}'"


def write(folder, file, cases):
    lines = [
        f"/** Made by test/reference/make.py with onnx {onnx.__version__}, onnxruntime {onnxruntime.__version__} and torch {torch.__version__}. */",
        "import type { References } from './type.ts';",
        "",
        f"export const {file}: References = {{",
    ]
    for op in dict.fromkeys(case["op"] for case in cases):
        lines.append(f"  {key(op)}: {{")
        for case in (c for c in cases if c["op"] == op):
            if case["domain"] == "":
                outputs = by_onnx(case)
                _, gradients = by_torch(case, outputs) if case["wanted"] else (None, {})
            else:
                outputs, gradients = by_torch(case, None)
            named = dict(zip((y["name"] for y in asked(case)), outputs)) | gradients
            lines.append(f"    {key(case['name'])}: {{")
            lines.append(f"      digest: '{case['digest']}',")
            for name, values in named.items():
                lines.append(f"      {key(name)}: '{text(np.asarray(values))}',")
            lines.append("    },")
        lines.append("  },")
    lines.append("};")
    (folder / f"{file}.ts").write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    folder.mkdir(exist_ok=True)
    for file, cases in json.load(sys.stdin).items():
        if len(sys.argv) > 2 and file not in sys.argv[2:]:
            continue
        print(f"{file}: {len(cases)} cases", file=sys.stderr)
        write(folder, file, cases)
