/** The saved model: one file that holds everything, and back. */
import {
  type Builder,
  builder,
  DataError,
  type Graph,
  input,
  inputName,
  type Model,
  type ModelInput,
  type Parameter,
  rewrite,
  substitute,
  type Tensor,
  UsageError,
  type Value,
  weightsOf,
  withActiveDropout,
  withBatchStatistics,
  withConstants,
} from '@graftml/core';
import { type DecodeOptions, decodeModel } from './decode.ts';
import { type EncodeOptions, encodeGraph } from './encode.ts';
import { type Names, names } from './names.ts';
import { learnedUnder } from './parameters.ts';

/** The metadata entry that holds the class names, as a JSON list. */
const labelsKey = 'labels';

/** Options of `toOnnx`. */
export interface ToOnnxOptions extends EncodeOptions {
  /** The name of the graph; the model's by default. */
  readonly name?: string;
  /** The names of the classes, in the order of the outputs; `labelsOf` reads them back from the metadata. */
  readonly labels?: readonly string[];
  /**
   * Puts a graph before the model, `scale(pixels)` say: gives the file's input, and the value that takes the place of the
   * model's. For models of one input.
   */
  readonly before?: (g: Builder, modelInput: ModelInput) => { readonly input: Value; readonly value: Value };
  /** Puts a graph after it, `softmax(logits)` say: gives the file's outputs by name, or the only one, which is called `output`. */
  readonly after?: (g: Builder, output: Value) => Value | Readonly<Record<string, Value>>;
}

/**
 * The model as it predicts (without dropout and penalties), with its weights, as the bytes of one ONNX file. What was read
 * from a file keeps its names: nodes, values, weights, inputs, and the output if it is still the same; else that is `output`.
 *
 * Throws a DataError where a parameter has no value yet or the labels do not fit, and what `encodeGraph` throws.
 */
export function toOnnx(model: Model, options: ToOnnxOptions = {}): Uint8Array<ArrayBuffer> {
  const { labels, metadata = {}, name = model.name, weights } = options;
  const graph = framed(inference(model), model, options);
  if (labels) checkLabels(labels, graph, metadata);
  return encodeGraph(graph, {
    name,
    ...(weights !== undefined && { weights }),
    metadata: { ...metadata, ...(labels && { [labelsKey]: JSON.stringify(labels) }) },
  });
}

/** The model's prediction alone, with frozen weights. All inputs of the model stay, used or not. */
function inference(model: Model): Graph {
  const { inputs, outputs } = model.graph('infer');
  const { output } = outputs;
  if (!output) throw new DataError("the model's graph has no output named 'output'", { where: model.name });
  return withConstants({ inputs, outputs: { output } }, weightsOf(model));
}

function framed(graph: Graph, model: Model, { before, after }: ToOnnxOptions): Graph {
  let { output } = graph.outputs;
  let { inputs } = graph;
  if (before) {
    const [only, second] = model.inputs;
    if (!only || second)
      throw new UsageError('a graph can be put before a model of one input only', {
        where: 'before',
        received: `${model.inputs.length} inputs`,
      });
    const start = before(builder('before'), only);
    const replaced = inputs.find(({ source }) => source.kind === 'input' && source.name === only.name);
    output = rewrite({ inputs, outputs: { output: output! } }, { leaf: (x) => (x === replaced ? start.value : x) })
      .outputs.output;
    inputs = [start.input];
  }
  const ends = after?.(builder('after'), output!) ?? output!;
  return { inputs, outputs: isValue(ends) ? { [outputName(ends, inputs)]: ends } : ends };
}

/** What the output was called in the file that it was read from; `output` where it is new. */
function outputName({ source }: Value, inputs: readonly Value[]): string {
  const name = source.kind === 'node' ? source.node.names?.outputs[source.index] : undefined;
  return name && inputs.every((x) => inputName(x) !== name) ? name : 'output';
}

const isValue = (x: Value | Readonly<Record<string, Value>>): x is Value =>
  'source' in x && 'dtype' in x && typeof x.dtype === 'string';

function checkLabels(labels: readonly string[], graph: Graph, metadata: Readonly<Record<string, string>>): void {
  if (labelsKey in metadata) throw new UsageError('labels are given twice', { where: `metadata.${labelsKey}` });
  const [name, first] = Object.entries(graph.outputs)[0]!;
  const classes = first.shape.at(-1);
  if (typeof classes === 'number' && classes !== labels.length)
    throw new DataError('the labels do not fit the model', {
      where: name,
      expected: `${classes} labels`,
      received: `${labels.length}`,
    });
}

/** The class names in a file's metadata; undefined where there are none, or somebody else's. */
export function labelsOf(metadata: Readonly<Record<string, string>>): readonly string[] | undefined {
  try {
    const parsed: unknown = JSON.parse(metadata[labelsKey] ?? 'null');
    return Array.isArray(parsed) && parsed.every((x) => typeof x === 'string') ? parsed : undefined;
  } catch {
    return undefined;
  }
}

/** Options of `fromOnnx`. */
export interface FromOnnxOptions extends Omit<DecodeOptions, 'batch'> {
  /** Which output is the prediction, in a file that has several. */
  readonly output?: string;
}

/**
 * A model from the bytes of an ONNX file. What it learned becomes parameters (`parameters.ts` says how that is told), all
 * else stays constant. In training, batch normalisations go by the statistics of the batch and move their averages
 * (`withBatchStatistics`), and a Dropout drops (`withActiveDropout`); `freeze` keeps both as they are in use. A symbolic
 * batch is called `N`.
 *
 * Throws what `decodeModel` throws, and a UsageError where the file has several outputs and none is chosen.
 */
export function fromOnnx(bytes: Uint8Array, options: FromOnnxOptions = {}): Model {
  const { output: wanted, ...rest } = options;
  const decoded = decodeModel(bytes, { ...rest, batch: 'N' });
  const name = wanted ?? (decoded.outputs.length === 1 ? decoded.outputs[0]! : 'output');
  const output = decoded.outputs.includes(name) ? decoded.graph.outputs[name] : undefined;
  if (!output)
    throw new UsageError(
      wanted === undefined ? 'the model has several outputs' : `the model has no output '${wanted}'`,
      {
        where: options.where ?? decoded.name,
        hint: `choose one of ${decoded.outputs.join(', ')}: { output: '${decoded.outputs[0]}' }`,
      },
    );
  const { inputs } = decoded.graph;
  const learned = parametersUnder(output, inputs, names(decoded.values.keys()));
  const { outputs } = substitute({ inputs, outputs: { output } }, new Map(learned.map((p) => [p.value, p.input])));
  const infer = { inputs: [...inputs, ...learned.map((p) => p.input)], outputs };
  const train = withActiveDropout(withBatchStatistics(infer));
  return {
    name: decoded.name,
    inputs: inputs.map(({ dtype, shape }, i) => ({ name: decoded.inputs[i]!, dtype, shape })),
    parameters: learned.map((p) => p.parameter),
    graph: (mode) => (mode === 'train' ? train : infer),
  };
}

/** The learned constants under `output` as parameters, and the inputs that take their places. */
function parametersUnder(output: Value, inputs: readonly Value[], taken: Names) {
  return learnedUnder(output, inputs).map(({ value, tensor, name = taken.unique('parameter'), trainable }) => {
    const { dtype, shape } = tensor;
    const initializer = { name: 'stored', create: () => tensor as Tensor<'float32'> };
    const parameter: Parameter = { name, dtype, shape, trainable, initializer, value: tensor };
    return { value, parameter, input: input(name, dtype, shape) };
  });
}
