/** Prints every case as JSON: the one node of its graph with all attributes, its inputs, and what is asked for. */
import { absent, inputName, isConstant, ops } from '@graftml/core';
import { caseNames, digest, files, prepare, upstream } from '../../dist/index.js';

const numbers = ({ dtype, shape, data }) => ({ dtype, shape, data: Array.from(data, Number) });

const describeInput = (value, fed) => {
  if (!value) return null;
  const name = inputName(value);
  if (name !== undefined) return { name, ...numbers(fed[name]) };
  return isConstant(value) ? numbers(value.source.tensor) : { derived: true };
};

const describe = (op, name) => {
  const prepared = prepare(op, name);
  const { node, outputs, fed, wanted } = prepared;
  const { type, domain, attributes } = ops[op];
  const labels = new Map(Object.entries(outputs).map(([label, value]) => [value, label]));
  return {
    op,
    type,
    domain,
    name,
    digest: digest(prepared),
    inputs: node.inputs.map((value) => describeInput(value, fed)),
    attributes: Object.fromEntries(
      Object.entries(node.attributes)
        .filter(([, value]) => value !== absent)
        .map(([key, value]) => {
          const { kind } = attributes[key];
          return [key, { kind, value: kind === 'tensor' ? numbers(value) : value }];
        }),
    ),
    // An output that is not asked for has no name, as in a file.
    outputs: node.outputs.map((value) => ({
      name: labels.get(value) ?? '',
      dtype: value.dtype,
      shape: value.shape,
    })),
    wanted: wanted.map(inputName),
    upstream: Object.values(upstream(prepared)).map(numbers),
  };
};

const all = Object.fromEntries(
  Object.entries(files).map(([file, table]) => [
    file,
    Object.keys(table).flatMap((op) => caseNames(op).map((name) => describe(op, name))),
  ]),
);
// JSON has no -0, NaN or infinity, and they matter to some cases.
const isSpecial = (x) => typeof x === 'number' && (Object.is(x, -0) || !Number.isFinite(x));
process.stdout.write(
  JSON.stringify(all, (_, value) => (Object.is(value, -0) ? '-0' : isSpecial(value) ? String(value) : value)),
);
