/** What a model consists of: its layers, their shapes, and how many numbers and multiplications each takes. */
import { showShape } from '../ir/dims.ts';
import { topologicalOrder } from '../ir/order.ts';
import { inputName, type Node, nodeOf, type Shape, type Value } from '../ir/value.ts';
import { titleOf } from '../ops/title.ts';
import { bytesPerElement, elementCount } from '../tensor.ts';
import type { LayerInfo } from './layer.ts';
import { layersIn } from './layered-model.ts';
import type { Model, Parameter } from './model.ts';
import { multiplyAddsOf } from './multiply-adds.ts';
import { table } from './table.ts';

/** A row of the table: one layer, with its own parameters. */
export interface LayerSummary {
  readonly name: string;
  readonly type: string;
  /** Channels first, with the symbolic batch. */
  readonly shape: Shape;
  /** The names of the layers before, or of the model's input. */
  readonly inputs: readonly string[];
  readonly parameters: number;
  /** Of convolutions and matrix products, for one input; undefined where an extent other than the batch is unknown. */
  readonly multiplyAdds: number | undefined;
}

/** How many numbers, and how many bytes they take. */
export interface Count {
  readonly parameters: number;
  readonly bytes: number;
}

/** The table as data; multiplications as of its layers together. */
export interface ModelSummary {
  readonly name: string;
  readonly layers: readonly LayerSummary[];
  readonly total: Count;
  readonly trainable: Count;
  readonly nonTrainable: Count;
  readonly multiplyAdds: number | undefined;
}

/** The figures of a model, whether it came from layers or from a file. */
export function summarize(model: Model): ModelSummary {
  const { output } = model.graph('infer').outputs;
  const nodes = output ? topologicalOrder([output]) : [];
  const batch = model.inputs[0]?.shape[0];
  const costs = new Map<string, number>();
  for (const node of nodes) costs.set(node.path, (costs.get(node.path) ?? 0) + multiplyAddsOf(node, batch));
  const known = (cost: number): number | undefined => (Number.isNaN(cost) ? undefined : cost);

  const byName = new Map(model.parameters.map((parameter) => [parameter.name, parameter]));
  const layers = layersIn(model) ?? layersOf(nodes, byName);
  return {
    name: model.name,
    layers: layers.map(({ name, type, shape, inputs, parameters }) => ({
      name,
      type,
      shape,
      inputs,
      parameters: count(parameters.flatMap((parameter) => byName.get(parameter) ?? [])).parameters,
      multiplyAdds: known(costs.get(name) ?? 0),
    })),
    total: count(model.parameters),
    trainable: count(model.parameters.filter(({ trainable }) => trainable)),
    nonTrainable: count(model.parameters.filter(({ trainable }) => !trainable)),
    multiplyAdds: known([...costs.values()].reduce((sum, cost) => sum + cost, 0)),
  };
}

const count = (parameters: readonly Parameter[]): Count => ({
  parameters: parameters.reduce((sum, { shape }) => sum + elementCount(shape), 0),
  bytes: parameters.reduce((sum, { shape, dtype }) => sum + elementCount(shape) * bytesPerElement(dtype), 0),
});

/** The layers of a model that does not tell: the nodes of one path are one layer, of the type of its first op. */
function layersOf(nodes: readonly Node[], parameters: ReadonlyMap<string, Parameter>): LayerInfo[] {
  const layers = new Map<string, LayerInfo>();
  const seen = new Set<string>();
  for (const node of nodes) {
    const before = layers.get(node.path);
    const inputs = new Set(before?.inputs);
    const own = [...(before?.parameters ?? [])];
    for (const value of node.inputs) {
      const name = value && (nodeOf(value)?.path ?? inputName(value));
      if (name === undefined || name === node.path) continue;
      if (!parameters.has(name)) inputs.add(name);
      else if (!seen.has(name)) own.push(name);
      seen.add(name);
    }
    const type = before?.type ?? titleOf(node);
    const { shape } = node.outputs[0] as Value;
    layers.set(node.path, { name: node.path, type, shape, inputs: [...inputs], parameters: own });
  }
  return [...layers.values()];
}

/** Options of `summary`. */
export interface SummaryOptions {
  /** How shapes of pictures are printed: `'channels-first'`, as they are, or as Keras's tables have them. */
  readonly layout?: 'channels-first' | 'channels-last';
}

/**
 * Keras's table: layer and type, output shape, number of parameters, the totals below; where layers do not simply follow
 * one another, also what each is connected to.
 */
export function summary(model: Model, { layout = 'channels-first' }: SummaryOptions = {}): string {
  const { name, layers, total, trainable, nonTrainable, multiplyAdds } = summarize(model);
  const [input] = model.inputs;
  const chain = layers.every(({ inputs }, i) => String(inputs) === (i === 0 ? input?.name : layers[i - 1]!.name));
  const show = (shape: Shape) => showOutput(shape, layout);
  const rows = layers.map((layer) => [
    `${layer.name} (${layer.type})`,
    show(layer.shape),
    grouped(layer.parameters),
    layer.inputs.join(', '),
  ]);
  const inputRows = model.inputs.map((entry) => [`${entry.name} (InputLayer)`, show(entry.shape), '0', '-']);
  const columns = ['Layer (type)', 'Output Shape', 'Param #'];
  const lines = chain
    ? table(
        columns,
        rows.map((row) => row.slice(0, 3)),
        ['left', 'left', 'right'],
      )
    : table([...columns, 'Connected to'], [...inputRows, ...rows], ['left', 'left', 'right', 'left']);
  return [
    `Model: "${name}"`,
    lines,
    ` Total params: ${showCount(total)}`,
    ` Trainable params: ${showCount(trainable)}`,
    ` Non-trainable params: ${showCount(nonTrainable)}`,
    ...(multiplyAdds === undefined ? [] : [` Multiply-adds for one input: ${grouped(multiplyAdds)}`]),
  ].join('\n');
}

const showOutput = (shape: Shape, layout: SummaryOptions['layout']): string => {
  const [batch, channels, ...spatial] = shape;
  const ordered = layout === 'channels-last' && spatial.length === 2 ? [batch!, ...spatial, channels!] : shape;
  const [first, ...rest] = ordered.map((d) => (d === batch && typeof d === 'string' ? 'None' : d));
  return showShape([first!, ...rest])
    .replace('[', '(')
    .replace(']', ')');
};

const showCount = ({ parameters, bytes }: Count): string => `${grouped(parameters)} (${showBytes(bytes)})`;

/** 1234567 is `1,234,567`. */
const grouped = (n: number): string => String(n).replace(/\B(?=(\d{3})+$)/g, ',');

function showBytes(bytes: number): string {
  const units = ['B', 'KB', 'MB', 'GB', 'TB'];
  const power = Math.min(Math.floor(Math.log2(Math.max(bytes, 1)) / 10), units.length - 1);
  return `${(bytes / 1024 ** power).toFixed(2)} ${units[power]}`;
}
