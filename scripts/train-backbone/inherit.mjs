/**
 * Where the student starts: with the channels of the teacher that matter most, as many as it has (structured pruning, after
 * Molchanov et al. 2017; "weight selection", Xu et al. 2024). Both have the same layers in the same order.
 */
import { builder, cut, predict, tensor, withWeights } from '@graftml/core';
import { epsilon, stages } from './network.mjs';

/** Of each convolution's output before its activation, by channel: mean, deviation, and root mean square behind ReLU6. */
async function statisticsOf(model, convolutions, { backend, data }) {
  const named = convolutions.map(({ name }) => cut(model, name).graph('infer').outputs.output);
  const g = builder('statistics');
  const perChannel = (x) => g.reduceMean(x, [2, 3], { keepdims: 0 });
  const square = (x) => g.mul(x, x);
  const outputs = named.flatMap((x) => [x, square(x), square(g.clip(x, 0, 6))].map(perChannel));
  const output = g.concat(outputs, { axis: 1 });
  const { inputs } = model.graph('infer');
  const measured = { ...model, graph: () => ({ inputs, outputs: { output } }) };
  const { data: rows } = await predict(measured, { backend, data, batchSize: Math.min(8, data.size) });
  const width = output.shape[1];
  const means = new Float64Array(width);
  for (const [k, value] of rows.entries()) means[k % width] += value / data.size;
  let at = 0;
  return named.map((x) => {
    const count = x.shape[1];
    const [mean, squares, active] = [0, 1, 2].map((k) => means.subarray(at + k * count, at + (k + 1) * count));
    at += 3 * count;
    const deviation = squares.map((s, c) => Math.sqrt(Math.max(s - mean[c] ** 2, 0) + epsilon));
    return { mean, deviation, active: active.map(Math.sqrt) };
  });
}

/** The places of the `count` largest, in order. */
const largest = (numbers, count) =>
  [...numbers.keys()]
    .sort((a, b) => numbers[b] - numbers[a])
    .slice(0, count)
    .sort((a, b) => a - b);

/** For each input channel of a 1 × 1 convolution, the sum of its squared weights. */
function read({ shape: [to, from], data }) {
  const sums = new Float64Array(from);
  for (let k = 0; k < to * from; k++) sums[k % from] += data[k] ** 2;
  return sums;
}

/** What each convolution keeps, `{ outputs, inputs }`, from the teacher's weights and the student's numbers of channels. */
function choose(teacher, statistics, counts) {
  const kept = [];
  const wide = (depthwise, count) => {
    const seen = read(teacher[depthwise + 1]);
    return largest(
      statistics[depthwise].active.map((a, c) => a * Math.sqrt(seen[c])),
      count,
    );
  };
  let [at, stream] = [0, [0, 1, 2]];
  const stem = wide(1, counts[0]);
  kept.push({ outputs: stem, inputs: stream });
  at = 1;
  for (const [expansion, , count] of stages) {
    // The blocks of a stage write to one stream: its channels are chosen once.
    const perBlock = expansion === 1 ? 2 : 3;
    const writers = Array.from({ length: count }, (_, i) => at + (i + 1) * perBlock - 1);
    const variance = statistics[writers[0]].mean.map((_, c) =>
      writers.reduce((sum, k) => sum + statistics[k].deviation[c] ** 2, 0),
    );
    const readers = writers.map((k) => read(teacher[k + 1]));
    const worth = variance.map((v, c) => v * readers.reduce((sum, seen) => sum + seen[c], 0));
    const next = largest(worth, counts[writers[0]]);
    for (let i = 0; i < count; i++) {
      const inner = expansion === 1 ? stem : wide(at + 1, counts[at]);
      if (expansion !== 1) kept.push({ outputs: inner, inputs: i === 0 ? stream : next });
      kept.push({ outputs: inner, inputs: [0] }, { outputs: next, inputs: inner });
      at += perBlock;
    }
    stream = next;
  }
  kept.push({ outputs: [...Array(counts[at]).keys()], inputs: stream });
  return kept;
}

/** The part of a kernel `[out, in, height, width]`. */
function part({ shape: [, from, height, width], data }, { outputs, inputs }) {
  const area = height * width;
  const values = outputs.flatMap((o) =>
    inputs.flatMap((i) => [...data.subarray((o * from + i) * area, (o * from + i + 1) * area)]),
  );
  return tensor('float32', [outputs.length, inputs.length, height, width], values);
}

/**
 * `student`, a network of `network.mjs` with the map `as_teacher` behind it, with the weights that it takes over. Its
 * normalisations give each channel the mean and the deviation that it has in the teacher.
 * @param data pictures for the teacher
 * @param moments mean and deviation of the teacher's features, which the targets are brought to 0 and 1 by
 */
export async function inherited(student, teacher, { backend, data, moments }) {
  const kernels = teacher.parameters.filter(({ name }) => name.endsWith('_w'));
  const valueOf = (name) => teacher.parameters.find((parameter) => parameter.name === name).value;
  const convolutions = kernels.slice(0, -1).map(({ name, value }) => {
    const stem = name.slice(0, -'_w'.length);
    return { name: stem, kernel: value, bias: valueOf(`${stem}_b`).data };
  });
  const statistics = await statisticsOf(teacher, convolutions, { backend, data });
  const own = student.parameters.filter(({ name, shape }) => name.endsWith('/kernel') && shape.length === 4);
  const kept = choose(
    convolutions.map(({ kernel }) => kernel),
    statistics,
    own.map(({ shape }) => shape[0]),
  );
  const weights = {};
  own.forEach(({ name }, k) => {
    const norm = `${name.slice(0, -'/kernel'.length)}_bn`;
    const chosen = (numbers) =>
      tensor(
        'float32',
        [kept[k].outputs.length],
        kept[k].outputs.map((c) => numbers[c]),
      );
    weights[name] = part(convolutions[k].kernel, kept[k]);
    weights[`${norm}/gamma`] = chosen(statistics[k].deviation);
    weights[`${norm}/beta`] = chosen(statistics[k].mean);
    // Where all channels are kept, these averages make it the teacher itself.
    weights[`${norm}/moving_mean`] = chosen(statistics[k].mean.map((m, c) => m - convolutions[k].bias[c]));
    weights[`${norm}/moving_variance`] = chosen(statistics[k].deviation.map((d) => d * d - epsilon));
  });
  return withWeights(student, { ...weights, ...headOf(kernels.at(-1).value, valueOf('classifier_b').data, moments) });
}

/** From all of the teacher's features to themselves, standardised, and to its logits. */
function headOf({ shape: [classes, features], data }, bias, { mean, deviation }) {
  const width = features + classes;
  const kernel = new Float32Array(features * width);
  for (let i = 0; i < features; i++) {
    kernel[i * width + i] = 1 / deviation[i];
    for (let k = 0; k < classes; k++) kernel[i * width + features + k] = data[k * features + i];
  }
  const shifts = [...mean.map((m, i) => -m / deviation[i]), ...bias];
  return {
    'as_teacher/kernel': tensor('float32', [features, width], kernel),
    'as_teacher/bias': tensor('float32', [width], shifts),
  };
}
