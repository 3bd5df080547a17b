/** Everything that can be told of a file without running it. */
import {
  bind,
  type Capabilities,
  type CutPoint,
  cutPoints,
  FileError,
  fixInput,
  type GradientStop,
  GraftError,
  gradientStop,
  inputName,
  isFloat,
  legalize,
  type Memory,
  type Model,
  memoryOf,
  multiplyAddsOf,
  parameterCount,
  topologicalOrder,
} from '@graftml/core';
import type { DecodeOptions } from './decode.ts';
import { type Header, headerOf, isStandard, type ReadOptions, refuseOther } from './header.ts';
import { fromOnnx } from './model.ts';
import { dataTypeNames, modelProto, type valueInfoProto } from './schema.ts';
import { corrupt, decode } from './wire/decode.ts';
import type { Message } from './wire/fields.ts';

/** Options of `inspectOnnx`. */
export interface InspectOptions extends ReadOptions, Pick<DecodeOptions, 'externalData'> {
  /** Which output is the prediction; the first unless given. */
  readonly output?: string;
  /** The shape of one input, for a model that leaves it open: `[3, 224, 224]`. */
  readonly input?: readonly number[];
  /** What to try the model against, by name. */
  readonly backends?: Readonly<Record<string, Capabilities>>;
}

/** An input or output as the file declares it. */
export interface Port {
  readonly name: string;
  /** ONNX's word for the element type, `'float'`; `'unknown'` for what is no tensor. */
  readonly type: string;
  /** Undefined where the file does not say; an open extent without a name is `'?'`. */
  readonly shape: readonly (number | string)[] | undefined;
}

/** How often an op stands in the file. */
export interface OpCount {
  readonly type: string;
  /** `''` is ONNX's own. */
  readonly domain: string;
  readonly count: number;
}

/** A file and what Graft makes of it, as JSON can say it. */
export interface Inspection extends Header {
  readonly name: string;
  readonly bytes: number;
  readonly inputs: readonly Port[];
  readonly outputs: readonly Port[];
  /** As the file has them, the most frequent first. */
  readonly ops: readonly OpCount[];
  /** What Graft makes of it, or why it cannot read it. */
  readonly model: Figures | { readonly problem: string; readonly hint?: string };
}

/** What a model costs, and what can be done with it. */
export interface Figures {
  /** The output that the figures are about. */
  readonly output: string;
  readonly parameters: {
    readonly total: number;
    readonly trainable: number;
    /** Averages of batch normalisations. */
    readonly averages: number;
    /** Floats of the file that nothing learns. */
    readonly constants: number;
  };
  /** For one input; undefined where an extent other than the batch is open. */
  readonly multiplyAdds: number | undefined;
  /** For one input, in bytes. */
  readonly memory: Memory;
  readonly cutPoints: readonly CutPoint[];
  readonly gradientStop: GradientStop | undefined;
  /** Whether each backend runs it, and why not. */
  readonly backends: Readonly<Record<string, { readonly runs: boolean; readonly why?: string }>>;
}

/**
 * Throws a FileError for what is no ONNX model or broken, and a UsageError for an output or input shape that the model does
 * not have. What Graft cannot read of an intact file is told in `model.problem`.
 */
export function inspectOnnx(bytes: Uint8Array, options: InspectOptions = {}): Inspection {
  const source = { bytes, ...(options.where !== undefined && { where: options.where }) };
  refuseOther(source);
  const proto = decode(modelProto, source);
  const header = headerOf(proto, source);
  if (!proto.graph) throw corrupt(source, bytes.length, 'the model ends without a graph');
  const { name = '', input, output, initializer, node } = proto.graph;
  const stored = new Set(initializer.map((tensor) => tensor.name ?? ''));
  const outputs = output.map(portOf);
  const counts = new Map<string, OpCount>();
  for (const { op_type: type = '', domain: given = '' } of node) {
    const domain = isStandard(given) ? '' : given;
    const { count = 0 } = counts.get(`${domain}.${type}`) ?? {};
    counts.set(`${domain}.${type}`, { type, domain, count: count + 1 });
  }
  return {
    ...header,
    name,
    bytes: bytes.length,
    inputs: input.filter((info) => !stored.has(info.name ?? '')).map(portOf),
    outputs,
    ops: [...counts.values()].sort((a, b) => b.count - a.count || (a.type < b.type ? -1 : 1)),
    model: figuresOf(bytes, options, options.output ?? outputs[0]?.name),
  };
}

function portOf({ name = '', type }: Message<typeof valueInfoProto>): Port {
  const { elem_type, shape } = type?.tensor_type ?? {};
  return {
    name,
    type: dataTypeNames[elem_type ?? 0] === 'undefined' ? 'unknown' : (dataTypeNames[elem_type ?? 0] ?? 'unknown'),
    shape: shape?.dim.map(({ dim_value, dim_param }) => dim_param || (dim_value ?? '?')),
  };
}

function figuresOf(bytes: Uint8Array, options: InspectOptions, output: string | undefined): Inspection['model'] {
  const { where, externalData, input, backends = {} } = options;
  try {
    const read = fromOnnx(bytes, {
      ...(where !== undefined && { where }),
      ...(externalData && { externalData }),
      ...(output !== undefined && { output }),
    });
    const model = input ? fixInput(read, input) : read;
    return { output: output ?? 'output', ...modelFigures(model, backends) };
  } catch (error) {
    // A broken file and a wrong question are errors; what is merely not supported is an answer.
    if (!(error instanceof GraftError) || error instanceof FileError || error.code === 'usage') throw error;
    const [problem = ''] = error.message.split(' Hint: ');
    return { problem, ...(error.hint !== undefined && { hint: error.hint }) };
  }
}

function modelFigures(model: Model, backends: NonNullable<InspectOptions['backends']>): Omit<Figures, 'output'> {
  const graph = model.graph('infer');
  const batch = model.inputs[0]?.shape[0];
  const one = typeof batch === 'string' ? { [batch]: 1 } : {};
  const names = new Set(model.parameters.map(({ name }) => name));
  const order = topologicalOrder([graph.outputs.output!]);
  const cost = order.reduce((sum, node) => sum + multiplyAddsOf(node, batch), 0);
  const constants = new Set(order.flatMap(({ inputs }) => inputs.filter((x) => x?.source.kind === 'constant')));
  const trainable = parameterCount({ ...model, parameters: model.parameters.filter((p) => p.trainable) });
  const total = parameterCount(model);
  const bound = bind(graph, one);
  return {
    parameters: {
      total,
      trainable,
      averages: total - trainable,
      constants: [...constants].reduce((sum, x) => {
        const tensor = x?.source.kind === 'constant' && isFloat(x.dtype) ? x.source.tensor : undefined;
        return sum + (tensor?.data.length ?? 0);
      }, 0),
    },
    multiplyAdds: Number.isNaN(cost) ? undefined : cost,
    memory: memoryOf(graph, (value) => names.has(inputName(value)!), one),
    cutPoints: cutPoints(model),
    gradientStop: gradientStop(model),
    backends: Object.fromEntries(
      Object.entries(backends).map(([name, capabilities]) => {
        try {
          legalize(bound, capabilities);
          return [name, { runs: true }];
        } catch (error) {
          if (!(error instanceof GraftError)) throw error;
          return [name, { runs: false, why: error.message }];
        }
      }),
    ),
  };
}
