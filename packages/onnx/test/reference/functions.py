"""Makes functions.json: models with functions of their own, with branches, and with nodes in another order.

    python functions.py

Needs onnx, onnxruntime and numpy. The outputs are ONNX Runtime's on the file as it is; of files that it refuses for the order
of their nodes, or for the opset of a function, those of the same nodes in order and outside of the function.
"""

import base64

import numpy as np
import onnx
from common import add, by_runtime, cases, counting, info, model, numbers, write
from onnx import helper, numpy_helper

node = helper.make_node
standard = [helper.make_opsetid("", 20)]


def function(name, inputs, outputs, nodes, attributes=(), defaults=(), opset=20, overload="", imports=()):
    return helper.make_function(
        "own", name, inputs, outputs, nodes, [helper.make_opsetid("", opset), *imports], list(attributes), list(defaults),
        overload=overload,
    )  # fmt: skip


def referring(op, inputs, outputs, **references):
    """A node whose attributes are those of the function: name here = name there."""
    made = node(op, inputs, outputs)
    kinds = {"alpha": 1, "slope": 1, "axis": 2, "perm": 7, "value": 4}
    for name, there in references.items():
        made.attribute.append(onnx.AttributeProto(name=name, ref_attr_name=there, type=kinds[name]))
    return made


def with_functions(nodes, inputs, outputs, functions, initializers=(), ir_version=9):
    made = model(nodes, inputs, outputs, initializers, ir_version=ir_version)
    made.opset_import.append(helper.make_opsetid("own", 1))
    made.functions.extend(functions)
    return made


own = lambda op, inputs, outputs, **given: node(op, inputs, outputs, domain="own", **given)
x = {"x": counting(3, 4)}
x_info, y_info, z_info = (info(name, [3, 4]) for name in "xyz")

# Constants of its own, several outputs, and names that two calls and the graph share.
halves = function(
    "Halves", ["a"], ["low", "high"],
    [
        node("Constant", [], ["x"], value=numpy_helper.from_array(np.float32(0.5))),
        node("Mul", ["a", "x"], ["low"], name="product"),
        node("Add", ["low", "x"], ["high"]),
    ],
)  # fmt: skip
twice = [
    own("Halves", ["x"], ["l", "h"], name="first"),
    own("Halves", ["h"], ["low", "high"], name="second"),
    node("Add", ["l", "low"], ["y"]),
    node("Identity", ["high"], ["z"]),
]
add("a function that is called twice", with_functions(twice, [x_info], [y_info, z_info], [halves]), x)

# Attributes: given, with a default, given to one but not to the other, of a graph inside.
leaky = function(
    "Leaky", ["a"], ["b"],
    [referring("LeakyRelu", ["a"], ["c"], alpha="slope"), referring("Softmax", ["c"], ["b"], axis="along")],
    ["along"], [helper.make_attribute("slope", 0.3)],
)  # fmt: skip
calls = [own("Leaky", ["x"], ["t"], along=0), own("Leaky", ["t"], ["y"], along=1, slope=0.7)]
add("attributes of functions", with_functions(calls, [x_info], [y_info], [leaky]), x)
outer = function(
    "Outer", ["a"], ["b"],
    [referring("Leaky", ["a"], ["c"], slope="steepness"), node("Neg", ["c"], ["b"])], ["steepness"],
    imports=[helper.make_opsetid("own", 1)],
)  # fmt: skip
outer.node[0].domain = "own"
outer.node[0].attribute.append(helper.make_attribute("along", 1))
nested = [own("Outer", ["x"], ["t"], steepness=0.4), own("Outer", ["t"], ["y"])]
add("a function in a function", with_functions(nested, [x_info], [y_info], [leaky, outer]), x)
constant = function(
    "Plus", ["a"], ["b"], [referring("Constant", [], ["c"], value="what"), node("Add", ["a", "c"], ["b"])], ["what"]
)
calls = [own("Plus", ["x"], ["y"], what=numpy_helper.from_array(counting(4)))]
add("a tensor as attribute of a function", with_functions(calls, [x_info], [y_info], [constant]), x)

# Inputs that are left out, in the middle and at the end; what goes in comes out.
clip = function(
    "Between", ["a", "lo", "hi"], ["b", "same"], [node("Clip", ["a", "lo", "hi"], ["b"]), node("Identity", ["a"], ["same"])]
)
bounds = [numpy_helper.from_array(np.float32(0.25), "quarter")]
calls = [
    own("Between", ["x", "", "quarter"], ["t", "unused"]),
    own("Between", ["t", "quarter"], ["y", "z"]),
]
add("a function with inputs left out", with_functions(calls, [x_info], [y_info, z_info], [clip], bounds), x)

# An opset of its own: Softmax of opset 11 flattens, ReduceSum has its axes as attribute.
old = function(
    "Old", ["a"], ["b"],
    [node("Softmax", ["a"], ["c"], axis=0), node("ReduceMean", ["c"], ["d"], axes=[1], keepdims=1), node("Add", ["c", "d"], ["b"])],
    opset=11,
)  # fmt: skip
loose = with_functions([own("Old", ["x"], ["y"])], [x_info], [y_info], [old])
direct = model(list(old.node), [info("a", [3, 4])], [info("b", [3, 4])], opset=11)
expected = by_runtime(direct.SerializeToString(), {"a": x["x"]})["b"]
# ONNX's text has functions of another opset than the model's; its checker and ONNX Runtime lack them where an op has changed.
add("a function of another opset", loose, x, lambda *_: {"y": expected}, check=False)

# One name, several functions.
overloads = [
    function("Change", ["a"], ["b"], [node("Neg", ["a"], ["b"])], overload="negative"),
    function("Change", ["a"], ["b"], [node("Exp", ["a"], ["b"])], overload="exponential"),
]
calls = [
    own("Change", ["x"], ["t"], overload="negative"),
    own("Change", ["t"], ["y"], overload="exponential"),
]
add("overloads of a function", with_functions(calls, [x_info], [y_info], overloads, ir_version=10), x)

# Branches: the condition is a constant or follows from a shape.
graph = lambda nodes, outputs, initializers=(): helper.make_graph(nodes, "branch", [], outputs, list(initializers))
soft = graph([node("Softmax", ["x"], ["soft"], axis=0)], [info("soft", [3, 4])])
scaled = graph(
    [node("Mul", ["x", "factor"], ["scaled"]), node("Add", ["scaled", "outside"], ["moved"])], [info("moved", [3, 4])],
    [numpy_helper.from_array(np.float32(2), "factor")],
)  # fmt: skip
outside = numpy_helper.from_array(counting(4), "outside")
for taken in [True, False]:
    condition = numpy_helper.from_array(np.array(taken), "condition")
    nodes = [node("If", ["condition"], ["y"], then_branch=soft, else_branch=scaled)]
    made = model(nodes, [x_info], [y_info], [condition, outside])
    add(f"an If that is {taken}", made, x)
by_shape = [
    node("Shape", ["x"], ["shape"]),
    node("Gather", ["shape", "zero"], ["rows"]),
    node("Equal", ["rows", "three"], ["condition"]),
    node("If", ["condition"], ["y"], then_branch=soft, else_branch=scaled),
]
indices = [numpy_helper.from_array(np.int64(0), "zero"), numpy_helper.from_array(np.int64(3), "three")]
add("an If by the shape", model(by_shape, [x_info], [y_info], [*indices, outside]), x)
inner = node("If", ["condition"], ["inner"], then_branch=scaled, else_branch=soft)
both = graph([node("Neg", ["x"], ["t"]), inner, node("Add", ["inner", "t"], ["sum"])], [info("sum", [3, 4])])
deep = [node("If", ["condition"], ["y"], then_branch=both, else_branch=soft)]
condition = numpy_helper.from_array(np.array(True), "condition")
add("an If in an If", model(deep, [x_info], [y_info], [condition, outside]), x)
branch = graph([referring("LeakyRelu", ["a"], ["leaky"], alpha="slope")], [info("leaky", [3, 4])])
choice = function(
    "Choice", ["a", "c"], ["b"], [node("If", ["c"], ["b"], then_branch=branch, else_branch=graph([node("Neg", ["a"], ["n"])], [info("n", [3, 4])]))],
    [], [helper.make_attribute("slope", 0.3)],
)  # fmt: skip
calls = [own("Choice", ["x", "condition"], ["y"], slope=0.6)]
add("an If in a function", with_functions(calls, [x_info], [y_info], [choice], [condition]), x)

# Nodes in another order, also where a branch uses what comes later.
for name, nodes, initializers in [
    ("nodes in the wrong order", [node("Relu", ["x"], ["t"]), node("Neg", ["t"], ["u"]), node("Add", ["u", "x"], ["y"])], []),
    (
        "a branch before what it uses",
        [
            node("Neg", ["x"], ["t"]),
            node("If", ["condition"], ["y"], then_branch=graph([node("Exp", ["t"], ["e"])], [info("e", [3, 4])]), else_branch=soft),
        ],
        [condition],
    ),
]:  # fmt: skip
    ordered = model(nodes, [x_info], [y_info], initializers)
    add(name, ordered, x)
    ordered.graph.ClearField("node")
    ordered.graph.node.extend(nodes[::-1])
    cases[-1] |= {"model": base64.b64encode(ordered.SerializeToString()).decode()}

write("functions.json")
