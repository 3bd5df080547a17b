/** What people do wrong with sequences, and what they are told. */
import {
  bidirectional,
  conv2D,
  dense,
  embedding,
  flatten,
  type GraftError,
  gru,
  type Layer,
  lstm,
  permute,
  repeatVector,
  ShapeError,
  sequential,
  simpleRNN,
  timeDistributed,
  UsageError,
} from '@graftml/core';
import { expect, test } from 'vitest';

/** What plain JavaScript lets one write. */
const wrong = (value: unknown) => value as never;
const sequences = (...layers: readonly Layer[]) => sequential({ input: [6, 3] }, layers);
const ids = (...layers: readonly Layer[]) => sequential({ input: [6], inputDtype: 'int32' }, layers);

test.each<[typeof UsageError | typeof ShapeError, string, () => unknown]>([
  // Between layers.
  [
    ShapeError,
    "embedding/Embedding: looks up whole numbers. Expected int32 [N, ...]; received float32 [N, 6, 3]. Hint: make it the first layer, and give the model's options inputDtype: 'int32'.",
    () => sequences(embedding(10, 4)),
  ],
  [
    ShapeError,
    'dense/Dense: computes in float32. Received int32 [N, 6]. Hint: whole numbers go through embedding(…) first.',
    () => ids(dense(3)),
  ],
  [ShapeError, 'lstm/LSTM: needs sequences, [N, steps, features]. Received int32 [N, 6].', () => ids(lstm(3))],
  [
    ShapeError,
    'gru_1/GRU: needs sequences, [N, steps, features]. Received float32 [N, 4]. Hint: numbers in a row become steps by reshape([-1, 1]), ids become vectors by embedding(…), and a layer below needs returnSequences: true.',
    () => sequences(gru(4), gru(2)),
  ],
  [
    ShapeError,
    'simple_rnn/SimpleRNN: needs sequences, [N, steps, features]. Received float32 [N, 6, 2, 2]. Hint: timeDistributed(flatten()) makes one row of each step.',
    () => sequential({ input: [6, 2, 2] }, [simpleRNN(4)]),
  ],
  [
    ShapeError,
    'lstm/LSTM: computes in float32. Received int32 [N, 6, 3]. Hint: ids go through embedding(…) first.',
    () => sequential({ input: [6, 3], inputDtype: 'int32' }, [lstm(4)]),
  ],
  [ShapeError, 'bidirectional/Bidirectional: needs sequences', () => sequences(flatten(), bidirectional(lstm(2)))],
  [
    ShapeError,
    'time_distributed/TimeDistributed: needs [N, steps, ...], with something at each step. Received float32 [N, 18].',
    () => sequences(flatten(), timeDistributed(dense(2))),
  ],
  [
    ShapeError,
    'time_distributed/conv2d/Conv2D: needs pictures, [N, channels, height, width]. Received float32 [(6*N), 3].',
    () => sequences(timeDistributed(conv2D(2, 3))),
  ],
  [ShapeError, 'repeat_vector/RepeatVector: needs [N, features]. Received', () => sequences(repeatVector(2))],
  [ShapeError, 'permute/Permute: needs 3 axes beside the batch. Received', () => sequences(permute([3, 1, 2]))],

  // In a layer's parentheses.
  [
    UsageError,
    "sequential: inputDtype must be 'float32' or 'float64' or 'int32' or 'int64'. Received 'uint8'.",
    () => sequential({ input: [3], inputDtype: wrong('uint8') }, [embedding(2, 2)]),
  ],
  [UsageError, 'embedding: inputDim must be a whole number from 1. Received 0.', () => embedding(0, 3)],
  [UsageError, 'embedding: there is no such option', () => embedding(3, 3, wrong({ maskZero: true }))],
  [UsageError, 'lstm: units must be a whole number from 1. Received 1.5.', () => lstm(1.5)],
  [UsageError, 'lstm: there is no such option', () => lstm(3, wrong({ recurrentDropout: 0.5 }))],
  [UsageError, 'gru: there is no such option', () => gru(3, wrong({ unitForgetBias: true }))],
  [
    UsageError,
    'simpleRNN: dropout makes no sense. Expected a share from 0 to below 1; received 1.',
    () => simpleRNN(3, { dropout: 1 }),
  ],
  [
    UsageError,
    "lstm: activation must be 'linear' or 'relu' or 'leaky_relu' or 'elu' or 'softplus' or 'sigmoid' or 'tanh'. Received 'gelu'.",
    () => lstm(3, { activation: wrong('gelu') }),
  ],
  [UsageError, 'gru: recurrentActivation must be', () => gru(3, { recurrentActivation: wrong('softmax') })],
  [
    UsageError,
    'bidirectional: runs one recurrent layer both ways. Expected lstm(…), gru(…) or simpleRNN(…); received another layer.',
    () => bidirectional(wrong(dense(3))),
  ],
  [UsageError, 'bidirectional: runs one', () => bidirectional(wrong(3))],
  [UsageError, 'bidirectional: mergeMode must be', () => bidirectional(lstm(2), { mergeMode: wrong('none') })],
  [UsageError, 'bidirectional: the layer inside goes both ways', () => bidirectional(lstm(2, { goBackwards: true }))],
  [UsageError, 'timeDistributed: is not a layer. Received 3.', () => timeDistributed(wrong(3))],
  [UsageError, 'permute: dims must be the axes 1, 2, …, each once. Received [0, 1].', () => permute([0, 1])],
  [UsageError, 'repeatVector: n must be a whole number from 1. Received 0.', () => repeatVector(0)],
])('%o: %s', (kind, message, mistake) => {
  let error: unknown;
  try {
    mistake();
  } catch (thrown) {
    error = thrown;
  }
  expect(error).toBeInstanceOf(kind);
  expect((error as GraftError).message).toContain(message);
});
