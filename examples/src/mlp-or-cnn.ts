/**
 * A dense layer has a weight for each pixel: what it learned about a stroke in one place it does not know in another. A convolution
 * looks at small neighbourhoods (local connection) with the same few weights everywhere (shared weights), so a digit that moves only
 * moves what it finds, and pooling forgets the place. Two networks of about as many weights learn digits that stand in the middle
 * of a dark field, and are asked about digits that were moved.
 */
import { onnxBackend } from '@graftml/backend-onnx';
import {
  adam,
  arrayDataset,
  conv2D,
  dense,
  evaluate,
  fit,
  flatten,
  globalMaxPooling2D,
  type LayeredModel,
  maxPooling2D,
  metrics,
  parameterCount,
  sequential,
  sparseCategoricalCrossentropy,
  type Tensor,
  tensor,
} from '@graftml/core';
import { images, lines, panels } from '@graftml/plot';
import { type ImageDataset, imageSubset } from '@graftml/vision';
import type { Stage } from './harness/example.ts';
import { openDigits, otherDigits } from './shared/digits.ts';

export const title = 'An MLP against a CNN of its size: local connections, shared weights, and digits that moved';
export const otherData = otherDigits;

export async function run({ quick, seed, data, say, table, draw }: Stage) {
  const { train, test, side } = await openDigits({ data, seed, train: quick ? 512 : 6400, test: quick ? 192 : 1024 });
  const farthest = Math.min(8, Math.floor(side / 2));
  const field = side + 2 * farthest;

  const input = [1, field, field];
  const convolution = () => conv2D(32, 3, { padding: 'same', activation: 'relu' });
  const convolutional = sequential({ input, name: 'cnn' }, [
    convolution(),
    convolution(),
    convolution(),
    globalMaxPooling2D(),
    dense(10),
  ]);
  const pooled = sequential({ input, name: 'cnn-pooling' }, [
    convolution(),
    maxPooling2D(2),
    convolution(),
    maxPooling2D(2),
    convolution(),
    globalMaxPooling2D(),
    dense(10),
  ]);
  // As many hidden units as make it about as large.
  const hidden = Math.round(parameterCount(convolutional) / (field * field + 11));
  const fullyConnected = sequential({ input: [1, field, field], name: 'mlp' }, [
    flatten(),
    dense(hidden, { activation: 'relu' }),
    dense(10),
  ]);

  const backend = await onnxBackend({ device: 'cpu', threads: 1 });
  const loss = sparseCategoricalCrossentropy({ fromLogits: true });
  const accuracy = metrics.accuracy();
  const shifts = Array.from({ length: farthest + 1 }, (_, shift) => shift);
  const learn = async (network: LayeredModel) => {
    const { model } = await fit(network, {
      backend,
      train: labelled(train, field, 0),
      epochs: quick ? 6 : 20,
      batchSize: 32,
      seed,
      loss,
      optimizer: adam({ learningRate: 0.003 }),
    });
    const accuracies: number[] = [];
    for (const shift of shifts) {
      const judged = await evaluate(model, {
        backend,
        data: labelled(test, field, shift),
        batchSize: 64,
        loss,
        metrics: { accuracy },
      });
      accuracies.push(judged!.accuracy);
    }
    const kernel = model.parameters.find(({ shape }) => shape.length > 1)!.value!;
    return { parameters: parameterCount(model), accuracies, kernel };
  };
  const mlp = await learn(fullyConnected);
  const cnn = await learn(convolutional);
  const cnnPooling = await learn(pooled);
  await backend.dispose();

  const networks = { MLP: mlp, CNN: cnn, 'CNN with max pooling': cnnPooling };
  say(
    `Share of right answers about digits that were moved right and down, each network trained on ${train.size} in the middle:`,
  );
  table(
    ['', 'parameters', ...shifts.map((shift) => (shift === 0 ? 'not moved' : `by ${shift}`))],
    Object.entries(networks).map(([name, { parameters, accuracies }]) => [
      name,
      parameters.toLocaleString('en-US'),
      ...accuracies,
    ]),
  );
  const [pixels, maps] = [field ** 2, 32];
  const shared = maps * (9 + 1);
  const unshared = pixels * maps * (pixels + 1);
  say();
  say(
    `The first convolution has ${shared} weights for its ${maps} maps of ${field}×${field}; a dense layer would have ${unshared.toLocaleString('en-US')}.`,
  );
  say(
    'What it finds moves with the digit, and the largest of each map is the same wherever it stands. Max pooling in between makes',
  );
  say(
    `the network cheaper and looks at more, but halves the places twice: moves by multiples of 4 suit it better than others.`,
  );

  await draw(
    panels({
      columns: 2,
      pictures: [
        lines({
          title: 'Trained on digits in the middle, tested on moved ones',
          width: 620,
          height: 420,
          x: { name: 'moved right and down, in pixels', min: 0, max: farthest },
          y: { name: 'test accuracy', min: 0, max: 1 },
          series: Object.entries(networks).map(([name, { parameters, accuracies }]) => ({
            name: `${name} (${parameters.toLocaleString('en-US')})`,
            x: shifts,
            y: accuracies,
            draw: 'both',
          })),
          marks: [{ y: 0.1, label: 'guessing' }],
        }),
        panels({
          columns: 1,
          pictures: [
            images({
              title: 'A digit, moved',
              columns: 9,
              size: 64,
              range: [0, 1],
              pictures: shifts.map((shift) => ({
                ...moved(imageSubset(test, [0]), field, shift),
                shape: [field, field],
              })),
            }),
            images({
              title: 'What hidden neurons of the MLP look for: each pixel its own weight',
              columns: 9,
              size: 64,
              range: 'each',
              scale: 'diverging',
              pictures: columnsOf(mlp.kernel, 9, field),
            }),
            images({
              title: 'What the CNN looks for, everywhere: the same nine weights',
              columns: 9,
              size: 64,
              range: 'each',
              scale: 'diverging',
              pictures: Array.from({ length: 9 }, (_, i) => ({
                shape: [3, 3],
                data: cnn.kernel.data.subarray(9 * i, 9 * i + 9) as Float32Array,
              })),
            }),
          ],
        }),
      ],
    }),
  );
  const figures = ({ parameters, accuracies }: typeof mlp) => ({ parameters, accuracies });
  return { mlp: figures(mlp), cnn: figures(cnn), cnnPooling: figures(cnnPooling), shared, unshared };
}

/** The weights of the first `count` neurons of a dense layer over a field, as pictures. */
const columnsOf = ({ shape, data }: Tensor, count: number, field: number) =>
  Array.from({ length: Math.min(count, shape[1]!) }, (_, unit) => ({
    shape: [field, field],
    data: Float32Array.from({ length: field * field }, (_, pixel) => Number(data[pixel * shape[1]! + unit])),
  }));

const labelled = (digits: ImageDataset, field: number, shift: number) =>
  arrayDataset(moved(digits, field, shift), tensor('int32', [digits.size], digits.labels));

/** The digits in the middle of a dark field, moved right and down by `shift` pixels. */
function moved(digits: ImageDataset, field: number, shift: number): Tensor<'float32'> {
  const { height, width } = digits.preprocessing;
  const top = (field - height) / 2 + shift;
  const data = new Float32Array(digits.size * field * field);
  for (let i = 0; i < digits.size; i++) {
    const pixels = digits.get(i).x.data as Float32Array;
    for (let row = 0; row < height; row++)
      data.set(pixels.subarray(row * width, (row + 1) * width), (i * field + top + row) * field + top);
  }
  return tensor('float32', [digits.size, 1, field, field], data);
}
