import { type Node, reducedAxes } from '@graftml/core';

/** The axes that a ReduceSum of a checked graph sums over. */
export const summedAxes = ({ inputs: [data, axes], attributes }: Node): number[] =>
  reducedAxes(data!, axes, attributes.noop_with_empty_axes as number, (statement) => {
    throw new Error(`a checked node fails its own check: ${statement}`);
  });
