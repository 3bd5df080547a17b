/** A model of tensors as a model of pictures: its preprocessing before it, a softmax behind it. */
import {
  builder,
  constant,
  type Dataset,
  fixInput,
  type Graph,
  input,
  inputName,
  type Model,
  nodeOf,
  rewrite,
  substitute,
  tensor,
  topologicalOrder,
  UsageError,
  type Value,
} from '@graftml/core';
import type { ImageDataset } from './dataset.ts';
import type { Preprocessing } from './preprocessing.ts';

/**
 * The same weights from pictures, uint8 `[N, height, width, channels]` at the network's size, to what `model` gives for them.
 * `model` takes `[N, channels, height, width]`, where height and width may be open.
 * @throws UsageError if the model takes anything else
 */
export function pictureModel(model: Model, preprocessing: Preprocessing): Model {
  const { width, height, channels } = preprocessing;
  const shape = [channels, height, width];
  const [first, ...others] = model.inputs;
  const fits = first?.shape.slice(1).every((extent, i) => typeof extent === 'string' || extent === shape[i]);
  if (!first || others.length > 0 || first.shape.length !== 4 || !fits)
    throw new UsageError('the model does not take what its preprocessing makes', {
      where: model.name,
      expected: `one input [N, ${channels}, ${height}, ${width}]`,
      received: model.inputs.map(({ shape }) => `[${shape.join(', ')}]`).join(' and '),
    });
  const fixed = first.shape.slice(1).every((extent) => typeof extent === 'number') ? model : fixInput(model, shape);
  const pictures = { name: 'pictures', dtype: 'uint8', shape: ['N', height, width, channels] } as const;
  return {
    name: fixed.name,
    inputs: [pictures],
    parameters: fixed.parameters,
    graph(mode) {
      const bytes = input(pictures.name, pictures.dtype, pictures.shape);
      const prepared = prepare(bytes, preprocessing);
      const { inputs, outputs } = rewrite(fixed.graph(mode), {
        leaf: (value) => (inputName(value) === first.name ? prepared : value),
      });
      return { inputs: [bytes, ...inputs], outputs };
    },
  };
}

/**
 * The same, to probabilities `[N, classes]`: `softmax(logits / temperature)`. `model` gives logits, or ends in a softmax.
 * @param temperature 1 unless given: see `fitTemperature`
 * @throws UsageError as `pictureModel`, and for a temperature that is not above 0
 */
export function pictureClassifier(model: Model, preprocessing: Preprocessing, temperature = 1): Model {
  if (!(temperature > 0 && Number.isFinite(temperature)))
    throw new UsageError('must be a number above 0', { where: 'temperature', received: `${temperature}` });
  const logits = pictureModel(logitsOf(model), preprocessing);
  return {
    ...logits,
    graph(mode) {
      const { inputs, outputs } = logits.graph(mode);
      const g = builder('probabilities');
      const scores = temperature === 1 ? outputs.output! : g.div(outputs.output!, temperature);
      const output = g.softmax(scores, { axis: 1 });
      return { inputs, outputs: { ...outputs, output } };
    },
  };
}

/** From pictures to the probabilities of labels of which several may be right, each a sigmoid. `model` gives logits. */
export function labelsModel(model: Model, preprocessing: Preprocessing): Model {
  const logits = pictureModel(model, preprocessing);
  return {
    ...logits,
    graph(mode) {
      const { inputs, outputs } = logits.graph(mode);
      return { inputs, outputs: { ...outputs, output: builder('probabilities').sigmoid(outputs.output!) } };
    },
  };
}

/** What `preprocessor` computes, as a graph: the same three operations in the same order, so the same bits. */
function prepare(bytes: Value, { channels, scale, mean, std }: Preprocessing): Value {
  const g = builder('preprocessing');
  const perChannel = (numbers: readonly number[]) => constant(tensor('float32', [1, channels, 1, 1], numbers));
  let x = g.cast(g.transpose(bytes, { perm: [0, 3, 1, 2] }), { to: 'float32' });
  if (scale !== 1) x = g.mul(x, scale);
  if (mean.some((m) => m !== 0)) x = g.sub(x, perChannel(mean));
  if (std.some((s) => s !== 1)) x = g.div(x, perChannel(std));
  return x;
}

/**
 * The other way round: a model that `pictureClassifier` made, on float32 `[N, channels, height, width]` as `preprocessor` makes it.
 * @throws UsageError if it does not begin with that preprocessing
 */
export function tensorModel(model: Model, preprocessing: Preprocessing): Model {
  const { width, height, channels, scale, mean, std } = preprocessing;
  const [pictures] = model.inputs;
  const prepared = { name: 'input', dtype: 'float32', shape: ['N', channels, height, width] } as const;
  const steps = [
    'transpose',
    'cast',
    ...(scale !== 1 ? ['mul'] : []),
    ...(mean.some((m) => m !== 0) ? ['sub'] : []),
    ...(std.some((s) => s !== 1) ? ['div'] : []),
  ];
  return {
    ...model,
    inputs: [prepared],
    graph(mode) {
      const graph = model.graph(mode);
      const order = topologicalOrder(Object.values(graph.outputs));
      let at = graph.inputs.find((value) => inputName(value) === pictures?.name);
      for (const step of steps) at = order.find(({ op, inputs }) => op === step && inputs[0] === at)?.outputs[0];
      if (!at)
        throw new UsageError('does not begin with the preprocessing that it has', {
          where: model.name,
          expected: steps.join(', '),
        });
      const x = input(prepared.name, prepared.dtype, prepared.shape);
      const { inputs, outputs } = substitute(graph, new Map([[at, x]]));
      return { inputs: [x, ...inputs.filter((value) => inputName(value) !== pictures!.name)], outputs };
    },
  };
}

/** `model` without the softmax over classes at its end; itself if it has none. Losses and gradients prefer logits. */
export function logitsOf(model: Model): Model {
  if (!softmaxInput(model.graph('infer').outputs.output!)) return model;
  return {
    ...model,
    graph(mode): Graph {
      const { inputs, outputs } = model.graph(mode);
      const { output } = outputs;
      return { inputs, outputs: { ...outputs, output: softmaxInput(output!) ?? output! } };
    },
  };
}

function softmaxInput(output: Value): Value | undefined {
  const node = nodeOf(output);
  const axis = node?.attributes.axis;
  return node?.op === 'softmax' && (axis === -1 || axis === output.shape.length - 1) ? node.inputs[0] : undefined;
}

/** The pictures as bytes, for a model that takes them so. x: uint8 `[height, width, channels]`, y: an int32 scalar. */
export function asBytes(pictures: ImageDataset): Dataset {
  const { size, labels, classNames, preprocessing } = pictures;
  const { width, height, channels } = preprocessing;
  const shape = [height, width, channels];
  return {
    size,
    classNames,
    get: (index) => ({
      x: { dtype: 'uint8', shape, data: pictures.pixels(index) },
      y: { dtype: 'int32', shape: [], data: labels.subarray(index, index + 1) },
    }),
  };
}
