// What a reader of the READMEs has at hand: data, a backend, a model, a file. What the packages export has to be imported.
import type * as core from '@graftml/core';

declare global {
  const backend: core.Backend;
  const train: core.Dataset;
  const validation: core.Dataset;
  const loss: core.Loss;
  const optimizer: core.Optimizer;
  const model: core.Model;
  const run: core.Run;
  const labels: readonly string[];
  const bytes: Uint8Array;
  const graph: core.Graph;
  const program: core.Program;
  const weights: core.Tensors;
  const feeds: core.Tensors;
  const state: core.State;
  const storage: core.Storage;
  const photosOfTom: readonly Uint8Array[];
  const photosOfKit: readonly Uint8Array[];
  const anotherPhoto: Uint8Array;
  const x: core.Tensor;
  const y: core.Tensor;
}
