"""What one convolution of ResNet-20 takes (batch 32), in ONNX Runtime and in PyTorch: the floor that no graph gets below.

ONNX Runtime has its fastest kernels (blocks of channels, NCHWc) only where the weights are constants of the graph. Those of a training
step change, so it takes its general ones.
"""
import json
import sys
import time
import types

import numpy as np
import onnxruntime as ort
from onnx import TensorProto, helper

sys.modules["torchvision._meta_registrations"] = types.ModuleType("unused")
import torch
import torch.nn.functional as F

threads = int(sys.argv[1])
torch.set_num_threads(threads)


def milliseconds(run, rounds=60):
    times = []
    for _ in range(rounds):
        began = time.perf_counter()
        run()
        times.append(time.perf_counter() - began)
    return float(np.median(times)) * 1e3


def onnx_runtime(x, w, constant, level):
    info = lambda name, value: helper.make_tensor_value_info(name, TensorProto.FLOAT, value.shape)
    weights = helper.make_tensor("w", TensorProto.FLOAT, w.shape, w.tobytes(), raw=True)
    graph = helper.make_graph(
        [helper.make_node("Conv", ["x", "w"], ["y"], kernel_shape=[3, 3], pads=[1, 1, 1, 1])],
        "one",
        [info("x", x)] if constant else [info("x", x), info("w", w)],
        [helper.make_tensor_value_info("y", TensorProto.FLOAT, None)],
        initializer=[weights] if constant else [],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 20)], ir_version=9)
    options = ort.SessionOptions()
    options.intra_op_num_threads = threads
    options.graph_optimization_level = level
    session = ort.InferenceSession(model.SerializeToString(), options, providers=["CPUExecutionProvider"])
    binding = session.io_binding()
    binding.bind_cpu_input("x", x)
    if not constant:
        binding.bind_cpu_input("w", w)
    binding.bind_ortvalue_output("y", ort.OrtValue.ortvalue_from_numpy(np.zeros_like(x)))
    return milliseconds(lambda: session.run_with_iobinding(binding))


levels = ort.GraphOptimizationLevel
for channels, size in [(16, 32), (32, 16), (64, 8)]:
    random = np.random.default_rng(1)
    x = random.standard_normal((32, channels, size, size), dtype=np.float32)
    w = random.standard_normal((channels, channels, 3, 3), dtype=np.float32) * 0.1
    tx, tw = torch.tensor(x), torch.tensor(w)
    last = {"memory_format": torch.channels_last}
    lx, lw = tx.contiguous(**last), tw.contiguous(**last)
    with torch.no_grad():
        row = {
            "channels": channels,
            "size": size,
            "mflop": 2 * 32 * channels * channels * 9 * size * size / 1e6,
            "weights are an input": onnx_runtime(x, w, False, levels.ORT_ENABLE_EXTENDED),
            "weights are constant": onnx_runtime(x, w, True, levels.ORT_ENABLE_ALL),
            "PyTorch": milliseconds(lambda: F.conv2d(tx, tw, padding=1)),
            "PyTorch, channels_last": milliseconds(lambda: F.conv2d(lx, lw, padding=1)),
        }
    print(json.dumps(row), flush=True)
