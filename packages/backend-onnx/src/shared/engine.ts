/** The worker's side: sessions and state in one runtime. Knows `onnxruntime-common` alone, so it runs in Node and in browsers. */
import type { Tensor, Tensors } from '@graftml/core';
import type * as Ort from 'onnxruntime-common';
import { type Layout, unpack } from './packing.ts';
import type { Call, Calls, Device, Renamed, Reply, Request, SessionSettings, StatePair } from './protocol.ts';

/** The part of an ONNX Runtime package that is used. */
export interface OrtModule {
  readonly InferenceSession: typeof Ort.InferenceSession;
  readonly Tensor: typeof Ort.Tensor;
  readonly env: { readonly versions: { readonly common: string; readonly node?: string; readonly web?: string } };
}

interface Session {
  readonly session: Ort.InferenceSession;
  readonly feeds: Layout;
  readonly outputs: readonly Renamed[];
  readonly state: readonly StatePair[];
  readonly isProfiled: boolean;
}

/**
 * The values of one state. `previous` holds what the last run replaced, for one rollback. `spare` holds tensors that
 * nobody can ask for any more: the next run writes into them, so that training allocates nothing for its weights.
 */
interface Store {
  readonly current: Map<string, Ort.Tensor>;
  readonly previous: Map<string, Ort.Tensor>;
  readonly spare: Map<string, Ort.Tensor>;
}

export interface Engine {
  /** Answers one request after another, in the order in which they came. */
  handle(request: Request, reply: (reply: Reply, transfer: readonly ArrayBuffer[]) => void): void;
}

/**
 * `load` imports the runtime, `optionsFor` makes session options, also by whether the program changes its state: what differs between
 * Node and browsers.
 */
export function createEngine(
  load: (settings: SessionSettings) => Promise<OrtModule>,
  optionsFor: (settings: SessionSettings, learns: boolean) => Ort.InferenceSession.SessionOptions,
): Engine {
  const sessions = new Map<number, Session>();
  const states = new Map<number, Store>();
  let ort: OrtModule;
  let settings: SessionSettings;

  const answers: { readonly [C in Call]: (ask: Calls[C]['ask']) => Promise<Calls[C]['answer']> } = {
    async start(ask) {
      settings = ask;
      ort = await load(settings);
      const { node, web, common } = ort.env.versions;
      return { version: node ?? web ?? common };
    },
    async createState({ state, tensors }) {
      states.set(state, { current: fromHost(ort, tensors), previous: new Map(), spare: new Map() });
      return undefined;
    },
    async readState({ state }) {
      return toHost(Object.fromEntries(states.get(state)!.current), true);
    },
    async writeState({ state, tensors }) {
      const { current, previous, spare } = states.get(state)!;
      retire(previous, spare, settings.device);
      const written = fromHost(ort, tensors);
      for (const [name, value] of written) {
        discard(name, current.get(name)!, spare, settings.device);
        current.set(name, value);
      }
      return undefined;
    },
    async rollback({ state }) {
      const { current, previous, spare } = states.get(state)!;
      const undone = previous.size > 0;
      for (const [name, value] of previous) {
        discard(name, current.get(name)!, spare, settings.device);
        current.set(name, value);
      }
      previous.clear();
      return { undone };
    },
    async forgetState({ state }) {
      const { current, previous, spare } = states.get(state)!;
      for (const values of [current, previous, spare]) for (const value of values.values()) value.dispose();
      states.delete(state);
      return undefined;
    },
    async compile({ program, model, feeds, outputs, state, profile }) {
      const onDevice = state.flatMap(({ output }) => (output === undefined ? [] : [[output, 'gpu-buffer'] as const]));
      const session = await ort.InferenceSession.create(model, {
        ...optionsFor(
          settings,
          state.some(({ output }) => output !== undefined),
        ),
        ...(profile !== undefined && { enableProfiling: true, profileFilePrefix: profile }),
        ...(isResident(settings.device) && { preferredOutputLocation: Object.fromEntries(onDevice) }),
      });
      sessions.set(program, { session, feeds, outputs, state, isProfiled: profile !== undefined });
      return undefined;
    },
    async run({ program, state, feeds }) {
      const session = sessions.get(program)!;
      const store = state === undefined ? undefined : states.get(state)!;
      const outputs = await runOnce(ort, session, store, unpack(session.feeds, feeds), settings.device);
      return { outputs: await toHost(outputs, false), feeds };
    },
    async release({ program }) {
      const session = sessions.get(program);
      sessions.delete(program);
      if (session?.isProfiled) session.session.endProfiling();
      await session?.session.release();
      return undefined;
    },
    async stop() {
      // Tensors of a device belong to it: they go before the last session takes the device along.
      for (const state of [...states.keys()]) await answers.forgetState({ state });
      for (const program of [...sessions.keys()]) await answers.release({ program });
      return undefined;
    },
  };

  let queue: Promise<void> = Promise.resolve();
  return {
    handle({ id, call, ask }, reply) {
      queue = queue.then(async () => {
        try {
          const answer = await (answers[call] as (ask: Calls[Call]['ask']) => Promise<unknown>)(ask);
          const hand = handedOver[call] as ((answer: unknown) => readonly ArrayBuffer[]) | undefined;
          reply({ id, answer }, hand?.(answer) ?? []);
        } catch (cause) {
          const { message, code } = cause as { message?: string; code?: string };
          reply({ id, failure: plain(message ?? String(cause)), ...(typeof code === 'string' && { code }) }, []);
        }
      });
    },
  };
}

/** The runtime's words on one line, without the C++ file, function and condition that some begin with. */
const plain = (message: string): string =>
  message
    .replace(/^\/onnxruntime_src\/.*? was false\. /s, '')
    .replace(/\s+/g, ' ')
    .trim();

/** State stays where the runtime can hand out tensors of its device. */
const isResident = (device: Device): boolean => device === 'webgpu';

/** Whether a run writes into tensors that it is given: onnxruntime-web 1.30 gives them back as they were. */
const writesInto = (device: Device): boolean => device !== 'wasm';

/** One run; on success the state moves on, on failure it stays as it was. */
async function runOnce(
  ort: OrtModule,
  { session, outputs, state: pairs }: Session,
  store: Store | undefined,
  feeds: Tensors,
  device: Device,
): Promise<Record<string, Ort.Tensor>> {
  const inputs: Record<string, Ort.Tensor> = Object.fromEntries(fromHost(ort, feeds));
  const fetches: Record<string, Ort.Tensor | null> = {};
  for (const [, inFile] of outputs) fetches[inFile] = null;
  for (const { input, output } of pairs) {
    inputs[input] = store!.current.get(input)!;
    if (output !== undefined) fetches[output] = (writesInto(device) && store!.spare.get(input)) || null;
  }
  const results = await session.run(inputs, fetches);
  const updates = pairs.filter((pair): pair is Required<StatePair> => pair.output !== undefined);
  if (store && updates.length > 0) {
    for (const { input } of updates) store.spare.delete(input);
    retire(store.previous, store.spare, device);
    for (const { input, output } of updates) {
      store.previous.set(input, store.current.get(input)!);
      store.current.set(input, results[output]!);
    }
  }
  return Object.fromEntries(outputs.map(([name, inFile]) => [name, results[inFile]!]));
}

function retire(values: Map<string, Ort.Tensor>, spare: Map<string, Ort.Tensor>, device: Device): void {
  for (const [name, value] of values) discard(name, value, spare, device);
  values.clear();
}

/** Host tensors are written into again; buffers of the device are given back. */
function discard(name: string, value: Ort.Tensor, spare: Map<string, Ort.Tensor>, device: Device): void {
  if (isResident(device) || !writesInto(device) || value.location !== 'cpu') value.dispose();
  else spare.set(name, value);
}

const fromHost = (ort: OrtModule, tensors: Tensors): Map<string, Ort.Tensor> =>
  new Map(
    Object.entries(tensors).map(([name, { dtype, data, shape }]) => [
      name,
      new ort.Tensor(dtype, data as Float32Array, shape),
    ]),
  );

async function toHost(values: Readonly<Record<string, Ort.Tensor>>, copy: boolean): Promise<Tensors> {
  const tensors: Record<string, Tensor> = {};
  for (const [name, value] of Object.entries(values)) {
    const data = (await value.getData()) as Float32Array;
    const isWhole = data.byteLength === data.buffer.byteLength;
    tensors[name] = {
      dtype: value.type as 'float32',
      shape: value.dims,
      data: copy || !isWhole ? data.slice() : data,
    };
  }
  return tensors;
}

/** The buffers within an answer that change hands instead of being copied. */
const handedOver: { readonly [C in Call]?: (answer: Calls[C]['answer']) => readonly ArrayBuffer[] } = {
  readState: (tensors) => buffersOf(tensors),
  run: ({ outputs, feeds }) => [...buffersOf(outputs), feeds],
};

const buffersOf = (tensors: Tensors): ArrayBuffer[] =>
  Object.values(tensors).map(({ data }) => data.buffer as ArrayBuffer);
