/** The Backend itself: programs are lowered and encoded here; sessions and state live behind the connection. */
import {
  allocate,
  type Backend,
  builder,
  type Capabilities,
  input,
  inputName,
  type Program,
  type Series,
  type State,
  type Tensor,
  type Tensors,
  UsageError,
} from '@graftml/core';
import { encodeGraph, encodeSeries } from '@graftml/onnx';
import { checkData, checkFeeds, checkProgram, checkState, type HostTypes, typesOf } from './check.ts';
import type { Connection } from './connection.ts';
import { lower } from './lower.ts';
import { namesInFile } from './names-in-file.ts';
import { layoutOf, pack, runByRun } from './packing.ts';
import type { Device } from './protocol.ts';

export interface Setup {
  readonly name: string;
  readonly device: Device;
  readonly capabilities: Capabilities;
  readonly profile?: string;
}

export function remoteBackend(connection: Connection, { name, device, capabilities, profile }: Setup): Backend {
  const states = new WeakMap<State, { readonly id: number; readonly types: HostTypes }>();
  // A state that nobody holds any more gives its memory back.
  const abandoned = new FinalizationRegistry<number>((state) => {
    connection.call('forgetState', { state }, { statement: 'a state was not given back' }).catch(() => {});
  });
  let last = 0;

  /** One run, or a series of several, as a session of the worker. */
  const prepare = async (program: Program, runs?: number): Promise<Series> => {
    const id = ++last;
    const where = `program ${program.name}`;
    const face = checkProgram(program);
    const layout = layoutOf(face.feeds, runs);
    const { inputs, outputs } = lower(program.graph, device, capabilities);
    const inFile = namesInFile(
      inputs.map((value) => inputName(value)!),
      Object.keys(outputs),
    );
    const renamed = Object.fromEntries(Object.entries(outputs).map(([output, value]) => [inFile(output), value]));
    const state = program.state.map(({ input, output }) => ({
      input,
      ...(output !== undefined && { output: inFile(output) }),
    }));
    const graph = { inputs, outputs: renamed };
    const { name } = program;
    const model = runs === undefined ? encodeGraph(graph, { name }) : encodeSeries(graph, { name, runs, state });
    await connection.call(
      'compile',
      {
        program: id,
        model,
        feeds: layout,
        ...(profile !== undefined && { profile }),
        outputs: face.outputs.map((output) => [output, inFile(output)]),
        state,
      },
      { statement: 'ONNX Runtime does not accept the program', where },
      model.byteLength === model.buffer.byteLength ? [model.buffer as ArrayBuffer] : [],
    );
    let spare: ArrayBuffer | undefined;
    let released: Promise<void> | undefined;
    return {
      async run(feeds, on) {
        if (released) throw new UsageError('the program was disposed', { where });
        if (feeds.length !== (runs ?? 1))
          throw new UsageError('a series runs as often as it was compiled for', {
            where,
            expected: `the feeds of ${runs} runs`,
            received: `${feeds.length}`,
          });
        for (const given of feeds) checkFeeds(face, given);
        const held = on && states.get(on);
        if (on && !held) throw new UsageError('the state was made by another backend', { where });
        if (face.state.size > 0 && !held)
          throw new UsageError('the program needs a state', { where, expected: [...face.state.keys()].join(', ') });
        checkState(where, face.state, held?.types);
        // Feeds stay the caller's: they are copied, into the buffer of the run before where that is back.
        const buffer = spare ?? new ArrayBuffer(layout.bytes);
        spare = undefined;
        pack(layout, feeds, buffer);
        const answer = await connection.call(
          'run',
          { program: id, state: face.state.size > 0 ? held?.id : undefined, feeds: buffer },
          { statement: 'the run failed', where },
          [buffer],
        );
        spare = answer.feeds;
        return runs === undefined ? [answer.outputs] : runByRun(answer.outputs, runs);
      },
      dispose() {
        released ??= connection
          .call('release', { program: id }, { statement: 'the program was not released', where })
          .then(() => {});
        return released;
      },
    };
  };

  const backend: Backend = {
    name,
    capabilities,
    async createState(tensors) {
      checkData('state', tensors);
      const id = ++last;
      const types = typesOf(tensors);
      const [copies, buffers] = copied(tensors);
      const about = (statement: string) => ({ statement, where: 'state' });
      await connection.call('createState', { state: id, tensors: copies }, about('no state was made'), buffers);
      const state: State = {
        read: () =>
          device === 'webgpu'
            ? readByProgram(backend, state, types)
            : connection.call('readState', { state: id }, about('the state could not be read')),
        async write(written) {
          checkData('write', written);
          for (const entry of Object.keys(written))
            if (!types.has(entry))
              throw new UsageError(`the state has no entry ${entry}`, { expected: [...types.keys()].join(', ') });
          checkState('write', new Map([...types].filter(([entry]) => Object.hasOwn(written, entry))), typesOf(written));
          const [values, moved] = copied(written);
          await connection.call(
            'writeState',
            { state: id, tensors: values },
            about('the state was not written'),
            moved,
          );
        },
        async rollback() {
          const { undone } = await connection.call('rollback', { state: id }, about('the last run was not undone'));
          if (!undone)
            throw new UsageError('there is no run to undo', {
              where: 'state',
              hint: 'each run that changes a state can be undone once, before the next run and before a write',
            });
        },
      };
      states.set(state, { id, types });
      abandoned.register(state, id);
      return state;
    },

    async compile(program) {
      const { run, dispose } = await prepare(program);
      return { run: async (feeds, state) => (await run([feeds], state))[0]!, dispose };
    },

    // WebGPU has no Scan: each of its runs would come back to the host.
    ...(device !== 'webgpu' && {
      compileSeries: (program: Program, runs: number) => {
        if (!(Number.isInteger(runs) && runs > 1))
          throw new UsageError('a series has at least two runs', {
            where: `program ${program.name}`,
            received: String(runs),
          });
        return prepare(program, runs);
      },
    }),

    dispose: () => connection.close(),
  };
  return backend;
}

/**
 * Reads device tensors as the outputs of a program: onnxruntime-node 1.30 ends the whole process when such a tensor is
 * asked for its data.
 */
async function readByProgram(backend: Backend, state: State, types: HostTypes): Promise<Tensors> {
  if (types.size === 0) return {};
  const g = builder('read');
  const inputs = [...types].map(([name, { dtype, shape }]) => input(name, dtype, shape));
  const outputs = Object.fromEntries(inputs.map((value) => [inputName(value)!, g.identity(value)]));
  const pairs = [...types.keys()].map((name) => ({ input: name }));
  const reader = await backend.compile({ name: 'read', graph: { inputs, outputs }, state: pairs });
  try {
    return await reader.run({}, state);
  } finally {
    await reader.dispose();
  }
}

/** Copies to be handed to the worker: a buffer that is moved to another thread is gone here, and these are the caller's. */
function copied(tensors: Tensors): [Tensors, ArrayBuffer[]] {
  const copies = Object.entries(tensors).map(([name, { dtype, shape, data }]) => {
    // Not data.slice(): Node's Buffer, which is a Uint8Array, would share its memory.
    const copy = allocate(dtype, data.length) as Float32Array;
    copy.set(data as Float32Array);
    return [name, { dtype, shape, data: copy } as Tensor] as const;
  });
  return [Object.fromEntries(copies), copies.map(([, { data }]) => data.buffer as ArrayBuffer)];
}
