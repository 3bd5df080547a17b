/** What goes on within an LSTM: its steps by hand, as only the last state leaves the layer. */
import type { Tensor } from '@graftml/core';

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

/** @param weights of a layer named `memory`; gates stand in the order input, forget, cell, output */
export function gatesOf(weights: Readonly<Record<string, Tensor<'float32'>>>, sequence: Float32Array, units: number) {
  const named = (part: string) => weights[`memory/${part}`]!.data;
  const [kernel, recurrent, bias] = [named('kernel'), named('recurrent_kernel'), named('bias')];
  const width = 4 * units;
  let [h, c] = [new Float32Array(units), new Float32Array(units)];
  const [input, forget, cells]: [number[], number[], number[][]] = [[], [], []];
  for (let step = 0; step < sequence.length / 2; step++) {
    const [bit, mark] = [sequence[2 * step]!, sequence[2 * step + 1]!];
    const sums = Float32Array.from({ length: width }, (_, k) =>
      h.reduce(
        (sum, value, j) => sum + value * recurrent[j * width + k]!,
        bias[k]! + bit * kernel[k]! + mark * kernel[width + k]!,
      ),
    );
    const gate = (which: number, unit: number) => sums[which * units + unit]!;
    c = c.map((value, u) => sigmoid(gate(1, u)) * value + sigmoid(gate(0, u)) * Math.tanh(gate(2, u)));
    h = c.map((value, u) => sigmoid(gate(3, u)) * Math.tanh(value));
    const mean = (which: number) => c.reduce((sum, _, u) => sum + sigmoid(gate(which, u)), 0) / units;
    input.push(mean(0));
    forget.push(mean(1));
    cells.push(Array.from(c));
  }
  return { input, forget, cells };
}
