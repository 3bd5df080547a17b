// A backend of a stranger's own: a small set of ops on plain arrays; everything else comes written out in these.
// It has no kernels for windows and reductions of its own: it borrows those of the reference, one op at a time.
import { evaluate } from '@graftml/backend-cpu';
import { DataError, inputName, legalize, ops, UsageError, validate } from '@graftml/core';

/** Composites are Graft's own, `opaque` is of files alone, and two to be written out in smaller ops. */
const writtenOut = new Set(['opaque', 'softmax', 'layerNormalization']);
const capabilities = {
  ops: new Set(Object.keys(ops).filter((name) => ops[name].domain !== 'graft' && !writtenOut.has(name))),
  dtypes: new Set(['float32', 'int32', 'int64', 'bool', 'uint8', 'int8', 'float64']),
  residentState: false,
  deterministic: true,
  device: 'outside',
  reason: 'it is the only one there is',
};

const copied = (tensors) =>
  Object.fromEntries(Object.entries(tensors).map(([name, t]) => [name, { ...t, data: t.data.slice() }]));

export function outsideBackend() {
  const valuesOf = new WeakMap();
  return {
    name: 'outside',
    capabilities,
    async createState(tensors) {
      const held = { now: copied(tensors), before: undefined };
      const state = {
        read: async () => copied(held.now),
        async write(tensors) {
          for (const [name, { dtype, shape }] of Object.entries(tensors)) {
            const old = held.now[name];
            if (!old) throw new UsageError(`the state has no entry ${name}`);
            if (old.dtype !== dtype || `${old.shape}` !== `${shape}`)
              throw new DataError('does not fit', { where: name });
          }
          Object.assign(held, { now: { ...held.now, ...copied(tensors) }, before: undefined });
        },
        async rollback() {
          if (!held.before) throw new UsageError('there is no run to undo');
          Object.assign(held, { now: held.before, before: undefined });
        },
      };
      valuesOf.set(state, held);
      return state;
    },
    async compile({ name, graph: given, state: pairs }) {
      const graph = legalize(validate(given), capabilities);
      const isState = new Set(pairs.map(({ input }) => input));
      const becomes = new Map(
        pairs.filter(({ output }) => output !== undefined).map(({ input, output }) => [output, input]),
      );
      let isDisposed = false;
      return {
        async run(feeds, state) {
          if (isDisposed) throw new UsageError('the program was disposed of', { where: name });
          const held = state && valuesOf.get(state);
          if (isState.size > 0 && !held)
            throw new UsageError('the program needs a state of this backend', { where: name });
          const inputs = new Map(graph.inputs.map((value) => [inputName(value), value]));
          const stranger = Object.keys(feeds).find((name) => !inputs.has(name) || isState.has(name));
          if (stranger) throw new UsageError('there is no such input', { where: stranger });
          for (const [name, value] of inputs) {
            const tensor = isState.has(name) ? held.now[name] : feeds[name];
            const length = value.shape.reduce((a, b) => a * b, 1);
            if (
              tensor?.dtype !== value.dtype ||
              `${tensor.shape}` !== `${value.shape}` ||
              tensor.data.length !== length
            )
              throw new DataError('does not fit the program', {
                where: name,
                expected: `${value.dtype} [${value.shape}]`,
              });
          }
          const all = new Map(
            [...inputs].map(([name, value]) => [value, isState.has(name) ? held.now[name] : feeds[name]]),
          );
          const names = Object.keys(graph.outputs);
          const made = evaluate(Object.values(graph.outputs), all);
          const results = copied(Object.fromEntries(names.map((name, i) => [name, made[i]])));
          if (becomes.size > 0) {
            held.before = held.now;
            held.now = {
              ...held.now,
              ...Object.fromEntries([...becomes].map(([output, input]) => [input, results[output]])),
            };
          }
          return Object.fromEntries(names.filter((name) => !becomes.has(name)).map((name) => [name, results[name]]));
        },
        async dispose() {
          isDisposed = true;
        },
      };
    },
    async dispose() {},
  };
}
