"""Checks files that Graft wrote with the tools of others:

    GRAFT_ONNX_FILES=/some/folder npx vitest run packages/onnx
    python check.py /some/folder

Every file must pass onnx.checker with full shape inference, and ONNX Runtime (Python) and ONNX's own reference
implementation must give the same outputs. Needs onnx, onnxruntime and numpy.
"""

import pathlib
import sys

import numpy as np
import onnx
import onnxruntime
from onnx.reference import ReferenceEvaluator

# Where ONNX's reference implementation does something else than its text, or lacks what the text allows.
at_odds = {
    "GRU": "linear_before_reset",
    "GlobalLpPool": "is not there",
    "GlobalMaxPool": "one spatial axis",
    "LRN": "the window of channels",
    "LSTM": "activations other than the defaults",
    "MaxPool": "asymmetric pads",
    "OneHot": "a depth that is a list of one",
    "QLinearConv": "one spatial axis",
    "RNN": "activations other than the defaults",
    "Resize": "align_corners with extents that are rounded",
}

failed = 0
known = []
files = sorted(pathlib.Path(sys.argv[1]).glob("*.onnx"))
for path in files:
    try:
        model = onnx.load(path)
        onnx.checker.check_model(model, full_check=True)
        session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
        generator = np.random.default_rng(0)
        feeds = {}
        for value in model.graph.input:
            kind = value.type.tensor_type
            shape = [dim.dim_value or 2 for dim in kind.shape.dim]
            dtype = onnx.helper.tensor_dtype_to_np_dtype(kind.elem_type)
            # Ones are indices that exist, and divisors.
            feeds[value.name] = np.ones(shape, dtype)
            if dtype == np.float32:
                feeds[value.name] += generator.random(shape, np.float32)
            if dtype == bool:
                feeds[value.name] = np.asarray(generator.random(shape) < 0.5)
        ours = session.run(None, feeds)
        try:
            theirs = ReferenceEvaluator(model).run(None, feeds)
            for a, b in zip(ours, theirs):
                assert a.dtype == b.dtype and a.shape == b.shape, f"{a.dtype} {a.shape} against {b.dtype} {b.shape}"
                np.testing.assert_allclose(a, b, rtol=1e-4, atol=1e-5)
        except Exception:
            reasons = [f"{node.op_type}: {at_odds[node.op_type]}" for node in model.graph.node if node.op_type in at_odds]
            if not reasons:
                raise
            known.append(f"{path.name} ({', '.join(reasons)})")
    except Exception as error:
        failed += 1
        print(f"{path.name}: {error}")
print("Only ONNX Runtime was a witness of", "; ".join(known))
print(f"{len(files) - failed} of {len(files)} files pass")
sys.exit(failed > 0 or not files)
