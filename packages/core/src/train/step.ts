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
import { type DType, full, type Tensors } from '../tensor.ts';

/** Metrics by the names that they have in the logs. */
export type Metrics = Readonly<Record<string, Metric<unknown>>>;

/** What an evaluation measures. */
export interface Objective {
  readonly loss: Loss;
  readonly metrics: Metrics;
}

/** What a training step is built from. */
export interface Training extends Objective {
  readonly optimizer: Optimizer;
  readonly clip?: Clip;
  /** Whether the step also tells the norms of the gradients, as they are before clipping. */
  readonly gradientNorms?: boolean;
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
  /** `[trainable parameters]`, in the order of the model's: the Euclidean norm of the gradient of each. */
  gradientNorms: 'gradient_norms',
  /** The part that a batch has in the gradient of several, and what is kept of those before it: 0 for the first, else 1. */
  share: 'accumulation/share',
  keep: 'accumulation/keep',
  sum: (parameter: string) => `accumulation/${parameter}`,
  slot: (slot: string, parameter: string) => `optimizer/${slot}/${parameter}`,
  next: nextName,
} as const;

/** One step on a batch of `batch` examples. */
export function trainingProgram(model: Model, training: Training, batch: number): Program {
  const { judged, loss, gradients } = differentiate(model, training, batch);
  const update = updateOf(model, training, loss.dtype, (name) => judged.byName.get(name)!, gradients);
  const graph: Graph = {
    inputs: [...judged.inputs, ...update.inputs],
    outputs: { [names.objective]: loss, ...judged.outputs, ...judged.moving, ...update.outputs },
  };
  const state = [...untrained(model, judged), ...update.state];
  return { name: `${model.name}: training step of ${batch}`, graph: shareCommonSubexpressions(graph), state };
}

/** The first part of a step over several batches (`gradientAccumulationSteps`), for one of size `batch`: adds the gradients of one of them to what the state holds. */
export function accumulationProgram(model: Model, training: Training, batch: number): Program {
  const { judged, loss, gradients, trainable } = differentiate(model, training, batch);
  const g = builder('accumulation');
  const [share, keep] = [input(names.share, loss.dtype, []), input(names.keep, loss.dtype, [])];
  const sums = trainable.map(({ name, dtype, shape }) => input(names.sum(name), dtype, shape));
  const next = Object.fromEntries(
    trainable.map(({ name }, i) => [
      names.next(names.sum(name)),
      g.add(g.mul(sums[i]!, keep), g.mul(gradients[i]!, share)),
    ]),
  );
  const graph: Graph = {
    inputs: [...judged.inputs, share, keep, ...sums],
    outputs: { [names.objective]: loss, ...judged.outputs, ...judged.moving, ...next },
  };
  const state = [
    ...untrained(model, judged),
    ...trainable.flatMap(({ name }) => [{ input: name }, becomes(names.sum(name))]),
  ];
  return { name: `${model.name}: gradient of ${batch}`, graph: shareCommonSubexpressions(graph), state };
}

/** The second part, after `accumulationProgram`: the update with the gradients that the state holds. */
export function updateProgram(model: Model, training: Training): Program {
  const trainable = trainableOf(model);
  const [{ dtype }] = trainable;
  const values = new Map(trainable.map((p) => [p.name, input(p.name, p.dtype, p.shape)]));
  const sums = trainable.map((p) => input(names.sum(p.name), p.dtype, p.shape));
  const update = updateOf(model, training, dtype, (name) => values.get(name)!, sums);
  const graph: Graph = { inputs: [...values.values(), ...sums, ...update.inputs], outputs: update.outputs };
  const state = [...trainable.map(({ name }) => ({ input: names.sum(name) })), ...update.state];
  return { name: `${model.name}: update`, graph: shareCommonSubexpressions(graph), state };
}

type StatePair = Program['state'][number];
const becomes = (name: string): StatePair => ({ input: name, output: names.next(name) });

function trainableOf(model: Model): readonly [Parameter, ...Parameter[]] {
  const [first, ...more] = model.parameters.filter((parameter) => parameter.trainable);
  if (!first) throw new UsageError('the model has nothing to train', { where: model.name });
  return [first, ...more];
}

/** What the state holds of parameters that no gradient changes, and what the forward pass makes of them. */
const untrained = ({ parameters }: Model, { moving }: JudgedGraph): StatePair[] =>
  parameters
    .filter(({ trainable }) => !trainable)
    .map(({ name }) => (moving[names.next(name)] ? becomes(name) : { input: name }));

/** The judged model, its objective, and the gradient of that by each trainable parameter. */
function differentiate(model: Model, objective: Objective, batch: number) {
  const judged = judgedGraph(model, 'train', objective, batch);
  const trainable = trainableOf(model);
  const g = builder('objective');
  const mean = g.div(judged.outputs[names.lossSum]!, batch);
  const loss = judged.outputs[names.penalty] ? g.add(mean, judged.outputs[names.penalty]!) : mean;
  const gradients = grad(
    loss,
    trainable.map(({ name }) => judged.byName.get(name)!),
  );
  return { judged, loss, gradients, trainable };
}

/** Clipping and the optimizer: what they need beside parameters and gradients, and what becomes of the state. */
function updateOf(
  model: Model,
  { optimizer, clip, gradientNorms }: Training,
  dtype: DType,
  valueOf: (name: string) => Value,
  raw: readonly Value[],
): { inputs: Value[]; outputs: Record<string, Value>; state: StatePair[] } {
  const learningRate = input(names.learningRate, dtype, []);
  const step = input(names.step, dtype, []);
  const inputs = [learningRate, step];
  const state: StatePair[] = [];
  const outputs: Record<string, Value> = gradientNorms ? { [names.gradientNorms]: normsOf(raw) } : {};
  const become = (name: string, value: Value) => {
    outputs[names.next(name)] = value;
    state.push(becomes(name));
  };
  const gradients = clip ? clip(builder('clip'), raw) : raw;
  trainableOf(model).forEach(({ name, dtype, shape }, i) => {
    const slots = Object.fromEntries(
      Object.keys(optimizer.slots).map((slot) => [slot, input(names.slot(slot, name), dtype, shape)]),
    );
    inputs.push(...Object.values(slots));
    const at = { parameter: valueOf(name), gradient: gradients[i]!, slots, learningRate, step };
    const updated = optimizer.update(builder(`${optimizer.name}/${name}`), at);
    become(name, updated.parameter);
    for (const [slot, value] of Object.entries(updated.slots)) become(names.slot(slot, name), value);
  });
  return { inputs, outputs, state };
}

function normsOf(gradients: readonly Value[]): Value {
  const g = builder('gradient_norms');
  const squares = gradients.map((gradient) => g.reshape(g.reduceSum(g.mul(gradient, gradient), { keepdims: 0 }), [1]));
  return g.sqrt(squares.length === 1 ? squares[0]! : g.concat(squares, { axis: 0 }));
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

/**
 * What a training keeps between steps: the weights; the optimizer's slots for those that are trained; and, where a step is
 * made of several batches (`accumulates`), the sums of their gradients.
 */
export function initialState(
  parameters: readonly Parameter[],
  weights: Tensors,
  optimizer: Optimizer,
  accumulates = false,
): Tensors {
  const kept = parameters
    .filter(({ trainable }) => trainable)
    .flatMap(({ name, dtype, shape }) => [
      ...Object.entries(optimizer.slots).map(
        ([slot, start]) => [names.slot(slot, name), full(dtype, shape, start)] as const,
      ),
      ...(accumulates ? [[names.sum(name), full(dtype, shape, 0)] as const] : []),
    ]);
  return { ...weights, ...Object.fromEntries(kept) };
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
