/**
 * A training step as one graph: forward, loss, backward, clipping, update and metrics. Whatever changes from step to step
 * (the batch, the learning rate, the step number, random masks) is an input, so nothing is compiled twice.
 */
import { grad } from '../autodiff.ts';
import type { Program } from '../backend.ts';
import { type Builder, builder } from '../builder.ts';
import { UsageError } from '../errors.ts';
import { type Graph, input, inputName, type Value } from '../ir/value.ts';
import type { Judged, Loss, Metric } from '../nn/loss.ts';
import { type Model, nextName, type Parameter } from '../nn/model.ts';
import type { Clip, Optimizer } from '../optim/optimizer.ts';
import { bind } from '../passes/bind.ts';
import { shareCommonSubexpressions } from '../passes/cse.ts';
import { poolBeforeRelu } from '../passes/pool-before-relu.ts';
import { full, type Tensors } from '../tensor.ts';

export type Metrics = Readonly<Record<string, Metric<unknown>>>;

export interface Objective {
  readonly loss: Loss;
  readonly metrics: Metrics;
}

export interface Training extends Objective {
  readonly optimizer: Optimizer;
  readonly clip?: Clip;
}

/** Names of the inputs and outputs that a step has beside the model's own: none that a file gives to its weights. */
export const names = {
  target: 'batch/target',
  weight: 'batch/weight',
  learningRate: 'optimizer/learning_rate',
  step: 'optimizer/step',
  /** Sum over the batch of weighted losses, without the penalty. */
  lossSum: 'loss_sum',
  penalty: 'penalty',
  /** What the gradient was taken of. */
  objective: 'objective',
  metric: (name: string) => `metric/${name}`,
  slot: (slot: string, parameter: string) => `optimizer/${slot}/${parameter}`,
  next: nextName,
} as const;

/** One step on a batch of `batch` examples. */
export function trainingProgram(model: Model, { optimizer, clip, ...objective }: Training, batch: number): Program {
  const judged = judgedGraph(model, 'train', objective, batch);
  const g = builder('objective');
  const trainable = model.parameters.filter((parameter) => parameter.trainable);
  if (trainable.length === 0) throw new UsageError('the model has nothing to train', { where: model.name });
  const values = trainable.map(({ name }) => judged.byName.get(name)!);
  const total = g.div(judged.outputs[names.lossSum]!, batch);
  const loss = judged.outputs[names.penalty] ? g.add(total, judged.outputs[names.penalty]!) : total;

  const raw = grad(loss, values);
  const gradients = clip ? clip(builder('clip'), raw) : raw;
  const learningRate = input(names.learningRate, loss.dtype, []);
  const step = input(names.step, loss.dtype, []);
  const slots: Value[] = [];
  const state: { input: string; output?: string }[] = model.parameters
    .filter((parameter) => !parameter.trainable)
    .map(({ name }) => ({ input: name, ...(judged.moving[names.next(name)] && { output: names.next(name) }) }));
  const next: Record<string, Value> = {};
  const become = (name: string, value: Value) => {
    next[names.next(name)] = value;
    state.push({ input: name, output: names.next(name) });
  };
  trainable.forEach(({ name, dtype, shape }, i) => {
    const own = Object.fromEntries(
      Object.keys(optimizer.slots).map((slot) => [slot, input(names.slot(slot, name), dtype, shape)]),
    );
    slots.push(...Object.values(own));
    const at = { parameter: values[i]!, gradient: gradients[i]!, slots: own, learningRate, step };
    const updated = optimizer.update(builder(`${optimizer.name}/${name}`), at);
    become(name, updated.parameter);
    for (const [slot, value] of Object.entries(updated.slots)) become(names.slot(slot, name), value);
  });

  const graph: Graph = {
    inputs: [...judged.inputs, learningRate, step, ...slots],
    outputs: { [names.objective]: loss, ...judged.outputs, ...judged.moving, ...next },
  };
  return { name: `${model.name}: training step of ${batch}`, graph: shareCommonSubexpressions(graph), state };
}

/** The loss and the metrics of a batch, without dropout and its like, and without changing anything. */
export function evaluationProgram(model: Model, objective: Objective, batch: number): Program {
  const { inputs, outputs } = judgedGraph(model, 'infer', objective, batch);
  return {
    name: `${model.name}: evaluation of ${batch}`,
    graph: shareCommonSubexpressions({ inputs, outputs }),
    state: model.parameters.map(({ name }) => ({ input: name })),
  };
}

/** What the model says about a batch. */
export function predictionProgram(model: Model, batch: number): Program {
  const graph = withBatch(model, model.graph('infer'), batch);
  return {
    name: `${model.name}: prediction of ${batch}`,
    graph: { ...graph, outputs: { output: graph.outputs.output! } },
    state: model.parameters.map(({ name }) => ({ input: name })),
  };
}

/** What a training keeps between steps: the weights, and the optimizer's slots for those that are trained. */
export function initialState(parameters: readonly Parameter[], weights: Tensors, optimizer: Optimizer): Tensors {
  const slots = parameters
    .filter(({ trainable }) => trainable)
    .flatMap(({ name, dtype, shape }) =>
      Object.entries(optimizer.slots).map(
        ([slot, start]) => [names.slot(slot, name), full(dtype, shape, start)] as const,
      ),
    );
  return { ...weights, ...Object.fromEntries(slots) };
}

interface JudgedGraph extends Graph {
  /** What the forward pass makes of parameters that are not trained, under their names as `next`. */
  readonly moving: Readonly<Record<string, Value>>;
  readonly byName: ReadonlyMap<string, Value>;
}

/** The model with its loss and metrics on top, for a batch of a known size. */
function judgedGraph(model: Model, mode: 'train' | 'infer', { loss, metrics }: Objective, batch: number): JudgedGraph {
  const graph = withBatch(model, poolBeforeRelu(model.graph(mode)), batch);
  const prediction = graph.outputs.output!;
  const wanted = loss.target(prediction);
  const target = input(names.target, wanted.dtype, wanted.shape);
  const weight = input(names.weight, prediction.dtype, [batch]);
  const at: Judged = { prediction, target, weight };
  const g = builder(loss.name);
  const outputs: Record<string, Value> = { [names.lossSum]: weightedSum(g, loss.build(g, at), weight) };
  if (graph.outputs.penalty) outputs[names.penalty] = graph.outputs.penalty;
  for (const [name, metric] of Object.entries(metrics)) {
    if (name === 'loss' || name === 'learning_rate' || name.startsWith('val_'))
      throw new UsageError('a metric cannot have the name of another figure', {
        where: name,
        hint: 'call it otherwise',
      });
    outputs[names.metric(name)] = metric.build(builder(name), at);
  }
  const inputs = [...graph.inputs, target, weight];
  const fixed = new Set(model.parameters.filter(({ trainable }) => !trainable).map(({ name }) => names.next(name)));
  const moving = Object.fromEntries(Object.entries(graph.outputs).filter(([name]) => fixed.has(name)));
  return { inputs, outputs, moving, byName: new Map(inputs.map((value) => [inputName(value)!, value])) };
}

/** `graph` for `batch` examples at once; throws a UsageError if the model is made for another number. */
function withBatch({ name, inputs }: Model, graph: Graph, batch: number): Graph {
  const sizes = new Map<string, number>();
  for (const { shape } of inputs) {
    const [size] = shape;
    if (typeof size === 'string') sizes.set(size, batch);
    else if (size !== batch)
      throw new UsageError('the model takes batches of one size only', {
        where: name,
        expected: `${size} examples`,
        received: `${batch}`,
        hint: `use a batch size of ${size}, and as many examples as fill whole batches`,
      });
  }
  return bind(graph, Object.fromEntries(sizes));
}

const weightedSum = (g: Builder, losses: Value, weight: Value): Value =>
  g.reduceSum(g.mul(losses, weight), { keepdims: 0 });
