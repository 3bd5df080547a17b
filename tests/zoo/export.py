"""Writes networks as PyTorch's two exporters do, and what PyTorch says about them: logits, losses and all gradients.

    python tests/zoo/export.py --to FOLDER NAME...      # of networks.py, with a thousand classes and real sizes
    python tests/zoo/export.py --tiny --to tests/zoo/tiny [NAME...]

For each network NAME.legacy.onnx, NAME.dynamo.onnx and NAME.json; and, of those of real size, NAME.folded.onnx: what the newer
exporter writes by default, with batch norms folded into convolutions and weights turned, so that only logits can be compared.
"""
import argparse
import copy
import json
import math
import warnings
from pathlib import Path

import numpy
import onnx
import onnxruntime
import onnxscript.optimizer
import torch
import torch.nn.functional as F
from torch import nn

from networks import LARGE, TINY

SEED = 1
norms = (nn.modules.batchnorm._BatchNorm, nn.LayerNorm, nn.GroupNorm)


def pixels(batch, size):
    """The same numbers as in compare.mjs, made of whole numbers below 256."""
    n, c, y, x = numpy.ogrid[:batch, :3, :size, :size]
    return torch.from_numpy(((37 * y + 59 * x + 101 * c + 211 * n + x * y) % 256 / 127.5 - 1).astype(numpy.float32))


def labels(batch, classes):
    return torch.tensor([(7 * i + 3) % classes for i in range(batch)])


def without_chance(network):
    """Nothing is dropped; in-place ops of shared tensors aside, training then is a function of its input."""
    for module in network.modules():
        for name in ("p", "drop_prob", "drop_rate", "attn_drop_rate", "dropout"):
            if isinstance(getattr(module, name, None), float):
                setattr(module, name, 0.0)
    return network


def with_life(network, size):
    """Numbers as after some training: no scale is one, no bias zero, no average that of a fresh network."""
    generator = torch.Generator().manual_seed(SEED)
    random = lambda like, scale: torch.randn(like.shape, generator=generator) * scale
    with torch.no_grad():
        for module in network.modules():
            if isinstance(module, norms) and module.weight is not None:
                module.weight.copy_(1 + random(module.weight, 0.2).clamp(-0.5, 0.5))
                module.bias.copy_(random(module.bias, 0.1))
        for name, parameter in network.named_parameters():
            if parameter.numel() > 1 and parameter.min() == parameter.max():
                is_scale = "scale" in name or "gamma" in name
                parameter.copy_(0.5 + random(parameter, 0.1) if is_scale else random(parameter, 0.02))
            elif "scale" in name and parameter.abs().max() < 1e-3:
                parameter.copy_(0.5 + random(parameter, 0.1))
        batch_norms = [m for m in network.modules() if isinstance(m, nn.modules.batchnorm._BatchNorm)]
        momenta = [m.momentum for m in batch_norms]
        for module in batch_norms:
            module.momentum = 1.0
        network.train()(pixels(4, size).flip(0))
        for module, momentum in zip(batch_norms, momenta):
            module.momentum = momentum
            module.running_mean += random(module.running_mean, 0.1) * module.running_var.sqrt()
            module.running_var *= 1 + random(module.running_var, 0.2).clamp(-0.5, 0.5)
            module.num_batches_tracked.zero_()
    return network.eval()


def export(network, x, path, exporter, tiny):
    """The batch may be any; parameters keep their names."""
    common = dict(input_names=["input"], output_names=["logits"])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        if exporter == "legacy":
            torch.onnx.export(
                network, (x,), path, dynamo=False, training=torch.onnx.TrainingMode.PRESERVE,
                do_constant_folding=False, dynamic_axes={"input": {0: "N"}, "logits": {0: "N"}}, **common
            )  # fmt: skip
        else:
            shapes = ({0: torch.export.Dim("N", min=1, max=64)},)
            program = torch.onnx.export(
                network, (x,), dynamo=True, optimize=exporter == "folded", verbose=False, dynamic_shapes=shapes, **common
            )
            program.save(path, external_data=False)
    model = onnx.load(path)
    if any(node.op_type == "SequenceAt" for node in model.graph.node):
        # Splits that are not folded are lists of tensors, which nobody gets by default.
        model = onnxscript.ir.serde.serialize_model(without_sequences(onnxscript.ir.serde.deserialize_model(model)))
    strip(model.graph)
    for function in model.functions:
        strip(function)
    if tiny:
        number_values(model.graph)
    onnx.save(model, path)
    return model.opset_import[0].version


def without_sequences(model):
    """Folded as the exporter folds, but without batch norms in convolutions, and without the zeros it makes up as biases."""
    onnxscript.optimizer.fold_constants(model)
    for node in model.graph:
        if node.op_type == "Conv" and len(node.inputs) == 3 and not node.inputs[2].const_value.numpy().any():
            node.resize_inputs(2)
    onnxscript.optimizer.remove_unused_nodes(model)
    return model


def strip(graph):
    """Without the exporter's notes on where in its source each node came from."""
    for name in ("doc_string", "metadata_props"):
        graph.ClearField(name)
        for node in graph.node:
            node.ClearField(name)
    for info in [*getattr(graph, "value_info", []), *getattr(graph, "initializer", []), *graph.input, *graph.output]:
        if not isinstance(info, str):
            info.ClearField("metadata_props")


def number_values(graph):
    """Numbers for the long names that values on the way have, and none for nodes: files that are kept shall be small."""
    short = {name: f"v{i}" for i, name in enumerate(o for node in graph.node for o in node.output)}
    short |= {value.name: value.name for value in graph.output}
    for node in graph.node:
        node.ClearField("name")
        node.input[:] = [short.get(name, name) for name in node.input]
        node.output[:] = [short[name] if name else "" for name in node.output]
    del graph.value_info[:]


def gradients(network, x, y):
    network.zero_grad()
    logits = network(x)
    loss = F.cross_entropy(logits, y)
    loss.backward()
    return logits.detach(), loss.item(), {n: p.grad for n, p in network.named_parameters() if p.grad is not None}


def frozen(network):
    return network.eval()


def trained(network):
    return network.train()


def summary(exact, plain, samples):
    """The norm, the sum, and every so-manieth entry, in float64; and how far PyTorch's own float32 is from it."""
    flat = exact.flatten()
    stride = max(1, flat.numel() // samples)
    norm = flat.norm().item()
    return {
        "shape": list(exact.shape),
        "norm": shorter(norm),
        "sum": shorter(flat.sum().item()),
        "stride": stride,
        "entries": [shorter(v) for v in flat[::stride][:samples].tolist()],
        "float32": float(f"{(plain.double() - exact).norm().item() / (norm or 1):.2e}"),
    }


def shorter(x):
    return float(f"{x:.9g}")


def compare_with(network, x, y, mode, samples):
    exact = copy.deepcopy(network).double()
    plain = copy.deepcopy(network)
    _, loss, wanted = gradients(mode(exact), x.double(), y)
    _, _, rough = gradients(mode(plain), x, y)
    return {"loss": loss, "gradients": {name: summary(g, rough[name], samples) for name, g in wanted.items()}}


def write(name, make, size, folder, tiny):
    torch.manual_seed(SEED)
    network = with_life(without_chance(make()), size)
    batch = 4 if tiny else 2
    x = pixels(batch, size)
    with torch.no_grad():
        logits = copy.deepcopy(network).double()(x.double())
        plain = network(x)
    y = labels(batch, logits.shape[1])
    file = name.replace("/", "-")
    files = {}
    for exporter in ("legacy", "dynamo") if tiny else ("legacy", "dynamo", "folded"):
        path = folder / f"{file}.{exporter}.onnx"
        try:
            opset = export(copy.deepcopy(network), x, str(path), exporter, tiny)
        except Exception as error:
            print(f"{name}: {exporter} cannot export it: {str(error).strip().splitlines()[0][:200]}", flush=True)
            path.unlink(missing_ok=True)
            continue
        session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
        (runtime,) = session.run(None, {"input": x.numpy()})
        del session
        error = numpy.abs(runtime - logits.numpy()).max() / logits.abs().max().item()
        files[exporter] = {"opset": opset, "logits": [shorter(v) for v in runtime.flatten().tolist()]}
        print(f"{name}: {exporter}, opset {opset}, {path.stat().st_size} bytes, ONNX Runtime within {error:.1e}", flush=True)
    samples = 6 if tiny else 48
    modes = {"frozen": compare_with(network, x, y, frozen, samples)}
    if any(isinstance(m, nn.modules.batchnorm._BatchNorm) for m in network.modules()):
        modes["train"] = compare_with(network, x, y, trained, samples)
    scale = logits.abs().max().item()
    result = {
        "torch": torch.__version__,
        "input": list(x.shape),
        "labels": y.tolist(),
        "parameters": sum(p.numel() for p in network.parameters()),
        "logits": [shorter(v) for v in logits.flatten().tolist()],
        "float32": float(f"{(plain.double() - logits).abs().max().item() / scale:.2e}"),
        "files": files,
        "modes": modes,
    }
    text = json.dumps(result, separators=(",", ":")) if tiny else json.dumps(result)
    (folder / f"{file}.json").write_text(text + "\n")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*")
    parser.add_argument("--to", type=Path, required=True)
    parser.add_argument("--tiny", action="store_true")
    given = parser.parse_args()
    table = TINY if given.tiny else LARGE
    torch.backends.nnpack.set_flags(False)
    onnxruntime.set_default_logger_severity(3)
    given.to.mkdir(parents=True, exist_ok=True)
    for name in given.names or table:
        make, size = table[name]
        write(name, make, size, given.to, given.tiny)
