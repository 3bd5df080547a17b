"""Writes newer-ops.json: ops that no node of opset 20 says, by ONNX's reference evaluator, and by ONNX Runtime where it has them.

    python newer-ops.py        (onnx 1.23, onnxruntime 1.30)

Inputs are multiples of 1/8, so that they print short; outputs have nine significant digits.
"""
import json
from pathlib import Path

import numpy as np
import onnxruntime
from onnx import helper
from onnx.reference import ReferenceEvaluator

rng = np.random.default_rng(3)
cases = []


def eighths(*shape):
    return (rng.integers(-16, 17, shape) / 8).astype(np.float32)


def coins(*shape):
    return rng.integers(0, 2, shape).astype(bool)


def i64(*numbers):
    return np.array(numbers, np.int64)


def encode(a, constant=False):
    if a is None:
        return None
    data = [str(x) if isinstance(x, float) and not np.isfinite(x) else float(f"{x:.9g}") if isinstance(x, float) else int(x) for x in a.flatten().tolist()]
    return {"dtype": str(a.dtype), "shape": list(a.shape), "data": data} | ({"constant": True} if constant else {})


def add(name, op, opset, inputs, outputs=1, constants=(), runtime=True, **attributes):
    """`constants`: the places of inputs that a reader must know; `runtime`: whether ONNX Runtime must agree."""
    names = [f"x{i}" if x is not None else "" for i, x in enumerate(inputs)]
    results = [f"y{i}" for i in range(outputs)]
    info = lambda name, a: helper.make_tensor_value_info(name, helper.np_dtype_to_tensor_dtype(a.dtype), a.shape)
    graph = helper.make_graph(
        [helper.make_node(op, names, results, **attributes)],
        "case",
        [info(n, x) for n, x in zip(names, inputs) if x is not None],
        [helper.make_empty_tensor_value_info(n) for n in results],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", opset)], ir_version=9)
    feeds = {n: x for n, x in zip(names, inputs) if x is not None}
    expected = ReferenceEvaluator(model).run(None, feeds)
    if runtime:
        options = onnxruntime.SessionOptions()
        options.log_severity_level = 4
        session = onnxruntime.InferenceSession(model.SerializeToString(), options, providers=["CPUExecutionProvider"])
        for a, b in zip(session.run(None, feeds), expected):
            np.testing.assert_allclose(a.astype(np.float64), b.astype(np.float64), rtol=1e-5, atol=1e-5, err_msg=name)
    cases.append({
        "name": f"{op}: {name}", "type": op, "opset": opset,
        "attributes": attributes,
        "inputs": [encode(x, i in constants) for i, x in enumerate(inputs)],
        "outputs": [encode(y) for y in expected],
    })


q4, k4, v4 = eighths(2, 2, 3, 4), eighths(2, 2, 5, 4), eighths(2, 2, 5, 3)
q3, k3, v3 = eighths(2, 3, 8), eighths(2, 5, 8), eighths(2, 5, 6)
add("four axes", "Attention", 23, [q4, k4, v4])
add("three axes", "Attention", 23, [q3, k3, v3], q_num_heads=2, kv_num_heads=2)
add("causal", "Attention", 23, [q4, k4, v4], is_causal=1)
add("a scale and a soft cap", "Attention", 23, [q4, k4, v4], scale=0.25, softcap=1.5)
add("a mask to add, causal", "Attention", 23, [q4, k4, v4, eighths(3, 5)], is_causal=1)
add("a mask of truth, a row of nothing", "Attention", 23, [q4, k4, v4, np.array([[1, 0, 1, 0, 1], [0] * 5, [1] * 5], bool)], runtime=False)
add("a mask that ends early", "Attention", 24, [q4, k4, v4, coins(2, 1, 3, 4)], runtime=False)
add("grouped queries", "Attention", 23, [eighths(2, 4, 3, 4), k4, v4])
add("grouped queries, three axes, causal", "Attention", 23, [eighths(2, 3, 16), k3, v3], q_num_heads=4, kv_num_heads=2, is_causal=1)
for mode in range(4):
    add(f"a cache, products as in mode {mode}", "Attention", 23,
        [q4, eighths(2, 2, 3, 4), eighths(2, 2, 3, 3), eighths(3, 5), eighths(2, 2, 2, 4), eighths(2, 2, 2, 3)],
        outputs=4, runtime=False, is_causal=1, qk_matmul_output_mode=mode)
add("padded keys, causal", "Attention", 24, [q4, k4, v4, None, None, None, i64(5, 2)], runtime=False, is_causal=1)
add("a window", "Attention", 25, [q4, k4, v4], runtime=False, left_window_size=1, right_window_size=0)
add("a window and padded keys", "Attention", 25, [q4, k4, v4, None, None, None, i64(4, 3)], runtime=False, left_window_size=1, right_window_size=1)

x4, x3, cache = eighths(2, 3, 4, 8), eighths(2, 4, 24), [eighths(6, 4), eighths(6, 4)]
places = i64(0, 1, 2, 3, 5, 4, 0, 2).reshape(2, 4)
for name, interleaved in (("halves", 0), ("interleaved", 1)):
    add(name, "RotaryEmbedding", 23, [x4, *cache, places], interleaved=interleaved)
    add(f"{name}, three axes", "RotaryEmbedding", 23, [x3, *cache, places], interleaved=interleaved, num_heads=3)
    add(f"{name}, a part", "RotaryEmbedding", 23, [x4, eighths(6, 2), eighths(6, 2), places], interleaved=interleaved, rotary_embedding_dim=4, runtime=False)
add("without places", "RotaryEmbedding", 23, [x4, eighths(2, 4, 4), eighths(2, 4, 4)])

add("the last axis", "RMSNormalization", 23, [eighths(2, 3, 4), eighths(4)])
add("more axes", "RMSNormalization", 23, [eighths(2, 3, 4), eighths(3, 4)], axis=1, epsilon=0.1)
add("by channel", "GroupNormalization", 21, [eighths(2, 4, 3), eighths(4), eighths(4)], runtime=False, num_groups=2)
add("by channel, pictures", "GroupNormalization", 21, [eighths(1, 6, 2, 2), eighths(6), eighths(6)], runtime=False, num_groups=3, epsilon=0.1)
add("plain", "Swish", 24, [eighths(2, 3)])
add("alpha", "Swish", 24, [eighths(2, 3)], alpha=1.5)
add("alpha", "SwiGLU", 28, [eighths(2, 3), eighths(2, 3)], runtime=False, alpha=0.5)

add("from the start", "TensorScatter", 24, [eighths(2, 5, 3), eighths(2, 2, 3)])
add("places", "TensorScatter", 24, [eighths(2, 2, 5, 3), eighths(2, 2, 2, 3), i64(3, 1)])
add("around the end", "TensorScatter", 24, [eighths(2, 4, 3), eighths(2, 3, 3), i64(2, 3)], mode="circular", axis=1)

for name, more in {"forwards": {}, "backwards": {"reverse": 1}, "exclusive": {"exclusive": 1}, "backwards, exclusive": {"reverse": 1, "exclusive": 1}}.items():
    add(name, "CumProd", 26, [eighths(2, 5), np.array(1, np.int32)], constants=(1,), runtime=False, **more)
add("whole numbers", "CumProd", 26, [rng.integers(-3, 4, (3, 2)).astype(np.int32), np.array(-2, np.int64)], constants=(1,), runtime=False)

x, w = eighths(2, 3, 5), eighths(3, 1, 3)
add("no state", "CausalConvWithState", 27, [x, w], outputs=2, runtime=False)
add("a state, a bias and an activation", "CausalConvWithState", 27, [x, w, eighths(3), eighths(2, 3, 2)], outputs=2, runtime=False, activation="silu")

heads = {"q_num_heads": 4, "kv_num_heads": 2}
packed = [eighths(2, 3, 8), eighths(2, 3, 4), eighths(2, 3, 6)]
state = eighths(2, 2, 2, 3)
add("linear", "LinearAttention", 27, packed, outputs=2, runtime=False, update_rule="linear", **heads)
add("gated by key", "LinearAttention", 27, [*packed, state, -abs(eighths(2, 3, 4))], outputs=2, runtime=False, update_rule="gated", **heads)
add("delta", "LinearAttention", 27, [*packed, state, None, eighths(2, 3, 1)], outputs=2, runtime=False, update_rule="delta", scale=0.5, **heads)
add("gated delta by head", "LinearAttention", 27, [*packed, None, -abs(eighths(2, 3, 2)), eighths(2, 3, 2)], outputs=2, runtime=False, **heads)

add("nearest", "Upsample", 9, [eighths(1, 1, 2, 3), np.array([1, 1, 2, 3], np.float32)], constants=(1,), runtime=False, mode="nearest")

bytes8 = lambda *shape: rng.integers(0, 256, shape).astype(np.uint8)
add("blocks", "DequantizeLinear", 21, [bytes8(2, 6, 2), abs(eighths(2, 3, 2)), bytes8(2, 3, 2)], axis=1, block_size=2)
add("blocks that end early", "DequantizeLinear", 21, [bytes8(2, 5), abs(eighths(2, 3)), bytes8(2, 3)], axis=1, block_size=2)
add("blocks", "QuantizeLinear", 21, [eighths(4, 3) * 40, abs(eighths(2, 3)) + 0.125, bytes8(2, 3)], axis=0, block_size=2)
add("a dtype by an attribute", "QuantizeLinear", 21, [eighths(4, 3) * 40, np.array([0.5, 1, 2], np.float32)], axis=1, output_dtype=3)
add("int32 by a float", "QuantizeLinear", 13, [rng.integers(-9, 200, (5,)).astype(np.int32), np.array(2, np.float32)], runtime=False)

(Path(__file__).parent / "newer-ops.json").write_text("[\n" + ",\n".join(json.dumps(c) for c in cases) + "\n]\n")
print(len(cases))
