/** What Graft makes of a network of PyTorch's, measured against what PyTorch said about it (see export.py). */
import {
  bind,
  builder,
  constant,
  convertFloat,
  grad,
  graphOf,
  inputName,
  isFloat,
  shareCommonSubexpressions,
  sparseCategoricalCrossentropy,
  tensor,
  toFloat,
  toNumbers,
  weightsOf,
} from '@graftml/core';

/** The input that export.py makes, of whole numbers below 256. */
export function pixels([batch, channels, height, width]) {
  const numbers = new Float32Array(batch * channels * height * width);
  let i = 0;
  for (let n = 0; n < batch; n++)
    for (let c = 0; c < channels; c++)
      for (let y = 0; y < height; y++)
        for (let x = 0; x < width; x++)
          numbers[i++] = ((37 * y + 59 * x + 101 * c + 211 * n + x * y) % 256) / 127.5 - 1;
  return tensor('float32', [batch, channels, height, width], numbers);
}

/** What a run on `backend` gives, with the model's weights as state. */
async function run(backend, model, graph, x, precision) {
  const exact = (t) => (isFloat(t.dtype) ? toFloat(t, precision) : t);
  const used = new Set(graph.inputs.map(inputName));
  const weights = Object.fromEntries(Object.entries(weightsOf(model)).filter(([name]) => used.has(name)));
  const state = await backend.createState(Object.fromEntries(Object.entries(weights).map(([n, t]) => [n, exact(t)])));
  const program = await backend.compile({
    name: model.name,
    graph: shareCommonSubexpressions(graph),
    state: Object.keys(weights).map((input) => ({ input })),
  });
  try {
    return await program.run({ [model.inputs[0].name]: exact(x) }, state);
  } finally {
    await program.dispose();
  }
}

/** For this many pictures. The precision is that of all constants too, also of those that gradients bring with them. */
const graphFor = (model, mode, [batch], precision) => convertFloat(bind(model.graph(mode), { N: batch }), precision);

export async function logitsOf(model, { input }, backend, precision = 'float32') {
  const { output } = graphFor(model, 'infer', input, precision).outputs;
  const graph = graphOf({ output });
  return toNumbers((await run(backend, model, graph, pixels(input), precision)).output);
}

/**
 * The mean cross-entropy and its gradients by every trainable parameter. `frozen`: batch normalisations go by their stored
 * averages; `train`: by the statistics of the batch.
 */
export async function gradientsOf(model, { input, labels }, mode, backend, precision = 'float32') {
  const graph = graphFor(model, mode === 'train' ? 'train' : 'infer', input, precision);
  const g = builder('loss');
  const target = constant(tensor('int32', [labels.length], labels));
  const losses = sparseCategoricalCrossentropy({ fromLogits: true }).build(g, {
    prediction: graph.outputs.output,
    target,
  });
  const loss = g.div(g.reduceSum(losses, { keepdims: 0 }), labels.length);
  const named = new Map(graph.inputs.map((value) => [inputName(value), value]));
  const trained = model.parameters.filter(({ trainable }) => trainable);
  const gradients = grad(
    loss,
    trained.map(({ name }) => named.get(name)),
  );
  const outputs = Object.fromEntries(trained.map(({ name }, i) => [`gradient/${name}`, gradients[i]]));
  const results = await run(backend, model, graphOf({ loss, ...outputs }), pixels(input), precision);
  return {
    loss: Number(results.loss.data[0]),
    gradients: Object.fromEntries(trained.map(({ name }) => [name, results[`gradient/${name}`]])),
  };
}

/** The largest difference, relative to the largest expected number. */
export function distance(received, expected) {
  if (received.length !== expected.length) return Number.NaN;
  const scale = expected.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
  return received.reduce((most, x, i) => worse(most, Math.abs(x - expected[i])), 0) / scale;
}

/** NaN is the worst. */
const worse = (a, b) => (Number.isNaN(a) || Number.isNaN(b) ? Number.NaN : Math.max(a, b));

/** A gradient that is nothing beside the others (of a bias before a normalisation) is measured by this part of theirs. */
const floor = 1e-5;

/**
 * How far each gradient is from PyTorch's in float64: the difference as a part of the gradient's norm, by a sample of its
 * entries, its norm and its sum; beside it PyTorch's own in float32. And the names that only one side has.
 */
export function compareGradients(gradients, expected) {
  const largest = Object.values(expected).reduce((most, { norm }) => Math.max(most, norm), 0);
  const errors = Object.entries(expected).flatMap(([name, reference]) => {
    const gradient = gradients[name];
    if (!gradient || String(gradient.shape) !== String(reference.shape)) return [];
    const scale = Math.max(reference.norm, floor * largest);
    return [
      { name, error: errorOf(gradient.data, reference, scale), float32: (reference.float32 * reference.norm) / scale },
    ];
  });
  return {
    errors: errors.sort((a, b) => (Number.isNaN(a.error) ? -1 : Number.isNaN(b.error) ? 1 : b.error - a.error)),
    missing: Object.keys(expected).filter((name) => !errors.some((it) => it.name === name)),
    strangers: Object.keys(gradients).filter((name) => !expected[name]),
  };
}

function errorOf(data, { norm, sum, stride, entries }, scale) {
  let [squares, total] = [0, 0];
  for (const x of data) {
    squares += x * x;
    total += x;
  }
  const sampled = entries.reduce((most, x, i) => most + (data[i * stride] - x) ** 2, 0);
  const parts = [
    Math.sqrt((sampled / entries.length) * data.length),
    Math.abs(Math.sqrt(squares) - norm),
    Math.abs(total - sum) / Math.sqrt(data.length),
  ];
  return parts.reduce(worse) / scale;
}
