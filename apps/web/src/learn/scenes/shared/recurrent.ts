/** What a recurrent layer and a dense one behind it do at every step, by hand, so that one can look inside. */
import { type Model, type Tensor, weightsOf } from '@graftml/core';

/** Of layers named `memory`, an LSTM or a plain recurrent one, and `answer`. */
export interface Memory {
  readonly kind: 'lstm' | 'plain';
  readonly units: number;
  /** Rows for inputs, then for the state; columns by gate and unit. */
  readonly kernel: Float32Array;
  readonly recurrent: Float32Array;
  readonly bias: Float32Array;
  readonly answer: Float32Array;
  readonly answerBias: number;
}

export interface Trace {
  /** What is kept, step by step: an LSTM's cells, a plain layer's state. */
  readonly kept: Float32Array;
  /** What it would answer after each step: the probability of 1. */
  readonly answers: Float32Array;
  /** Of an LSTM, step by step: how far open; empty else. */
  readonly input: Float32Array;
  readonly forget: Float32Array;
}

export function memoryOf(model: Model, kind: Memory['kind']): Memory {
  const weights = weightsOf(model);
  const data = (name: string) => (weights[name] as Tensor<'float32'>).data;
  const answer = data('answer/kernel');
  return {
    kind,
    units: answer.length,
    kernel: data('memory/kernel'),
    recurrent: data('memory/recurrent_kernel'),
    bias: data('memory/bias'),
    answer,
    answerBias: data('answer/bias')[0]!,
  };
}

const logistic = (x: number): number => 1 / (1 + Math.exp(-x));

/** @param sequence step by step, so many features each */
export function traceOf(memory: Memory, sequence: ArrayLike<number>): Trace {
  const { kind, units, kernel, recurrent, bias, answer, answerBias } = memory;
  const gates = bias.length / units;
  const wide = gates * units;
  const features = kernel.length / wide;
  const steps = sequence.length / features;
  const [kept, answers] = [new Float32Array(steps * units), new Float32Array(steps)];
  const isLstm = kind === 'lstm';
  const [input, forget] = [new Float32Array(isLstm ? steps * units : 0), new Float32Array(isLstm ? steps * units : 0)];
  const [state, cells, sums] = [new Float64Array(units), new Float64Array(units), new Float64Array(wide)];
  for (let step = 0; step < steps; step++) {
    sums.set(bias);
    for (let i = 0; i < features; i++) addRow(sums, kernel, i, sequence[step * features + i]!);
    for (let i = 0; i < units; i++) addRow(sums, recurrent, i, state[i]!);
    let score = answerBias;
    for (let unit = 0; unit < units; unit++) {
      const at = step * units + unit;
      if (isLstm) {
        // The gates in Keras's order: input, forget, cell, output.
        const [i, f, o] = [0, 1, 3].map((gate) => logistic(sums[gate * units + unit]!)) as [number, number, number];
        cells[unit] = f * cells[unit]! + i * Math.tanh(sums[2 * units + unit]!);
        state[unit] = o * Math.tanh(cells[unit]!);
        [input[at], forget[at], kept[at]] = [i, f, cells[unit]!];
      } else {
        state[unit] = Math.tanh(sums[unit]!);
        kept[at] = state[unit]!;
      }
      score += state[unit]! * answer[unit]!;
    }
    answers[step] = logistic(score);
  }
  return { kept, answers, input, forget };
}

function addRow(sums: Float64Array, matrix: Float32Array, row: number, times: number): void {
  if (times === 0) return;
  const from = row * sums.length;
  for (let k = 0; k < sums.length; k++) sums[k]! += times * matrix[from + k]!;
}
