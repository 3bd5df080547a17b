"""Every differentiable op as a function of PyTorch's, and the composites by PyTorch's autograd: one module a subject.

A module has `functions`, `composites`, or both: (inputs, attributes, shape of the first output, moved) -> a tensor, or a
tuple with one for each output (those that are not compared may follow), None for one that is no float.
"""
import importlib
import pkgutil

functions, composites = {}, {}
for found in pkgutil.iter_modules(__path__):
    module = importlib.import_module(f"{__name__}.{found.name}")
    functions |= getattr(module, "functions", {})
    composites |= getattr(module, "composites", {})
