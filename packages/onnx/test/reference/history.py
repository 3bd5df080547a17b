"""Makes ../../src/opsets/history.ts: in which versions each op of ONNX's standard domain was defined anew.

    python history.py

Needs onnx. A version whose inputs, outputs and attributes (names, kinds, defaults) are those of the one before differs from
it in the types it allows and in the words of its text, `with_new_meaning` aside. The texts were read: no other version
changes what a valid node means (1.23, opsets 8 to 28), where ONNX Runtime is the judge of what the words leave open.
"""

import collections
import pathlib

import onnx
import onnx.defs

# Defined in a form that was withdrawn soon after, but that is what the name means in these opsets.
still_used = {("GroupNormalization", 18)}

# Floats with the sign of the divisor, which were not allowed before.
with_new_meaning = {("Mod", 28)}


def form(schema):
    def parameters(items):
        return [(item.name, str(item.option)) for item in items]

    attributes = sorted(
        (a.name, str(a.type), a.required, str(onnx.helper.get_attribute_value(a.default_value)) if a.default_value.type else "")
        for a in schema.attributes.values()
    )
    return parameters(schema.inputs), parameters(schema.outputs), attributes


versions = collections.defaultdict(list)
for schema in onnx.defs.get_all_schemas_with_history():
    if schema.domain == "":
        versions[schema.name].append(schema)

lines = []
for name in sorted(versions):
    words, before = [], None
    for schema in sorted(versions[name], key=lambda s: s.since_version):
        is_gone = schema.deprecated and (name, schema.since_version) not in still_used
        is_same = before == form(schema) and (name, schema.since_version) not in with_new_meaning
        mark = "†" if is_gone else "=" if is_same else ""
        words.append(f"{schema.since_version}{mark}")
        before = form(schema)
    lines.append(f"  {name}: '{' '.join(words)}',\n")

newest = onnx.defs.onnx_opset_version()
path = pathlib.Path(__file__).parents[2] / "src" / "opsets" / "history.ts"
path.write_text(
    f"""/** Made by test/reference/history.py from onnx {onnx.__version__}. */

/** The newest opset that is known here. */
export const newestOpset = {newest};

/**
 * The opsets in which each op of ONNX's standard domain was defined anew. `=` marks a definition that differs from the one
 * before in the types it allows only, `†` the opset in which the op went.
 */
export const history: Readonly<Record<string, string>> = {{
{"".join(lines)}}};
"""
)
print(f"{len(lines)} ops, opset {newest}")
