import type { Backend, FloatType, Model, Tensor } from '@graftml/core';

/** What export.py wrote about a gradient: in float64, and how far PyTorch's own float32 is from that. */
export interface GradientReference {
  readonly shape: readonly number[];
  readonly norm: number;
  readonly sum: number;
  readonly stride: number;
  readonly entries: readonly number[];
  readonly float32: number;
}

export interface NetworkReference {
  readonly input: readonly number[];
  readonly labels: readonly number[];
  readonly parameters: number;
  readonly logits: readonly number[];
  readonly float32: number;
  /** By exporter: what plain ONNX Runtime makes of its file. */
  readonly files: Readonly<Record<string, { readonly opset: number; readonly logits: readonly number[] }>>;
  readonly modes: Readonly<
    Partial<Record<Mode, { readonly loss: number; readonly gradients: Readonly<Record<string, GradientReference>> }>>
  >;
}

export type Mode = 'frozen' | 'train';

export interface GradientError {
  readonly name: string;
  readonly error: number;
  readonly float32: number;
}

export function pixels(shape: readonly number[]): Tensor<'float32'>;
export function logitsOf(
  model: Model,
  reference: NetworkReference,
  backend: Backend,
  precision?: FloatType,
): Promise<readonly number[]>;
export function gradientsOf(
  model: Model,
  reference: NetworkReference,
  mode: Mode,
  backend: Backend,
  precision?: FloatType,
): Promise<{ readonly loss: number; readonly gradients: Readonly<Record<string, Tensor>> }>;
export function distance(received: readonly number[], expected: readonly number[]): number;
export function compareGradients(
  gradients: Readonly<Record<string, Tensor>>,
  expected: Readonly<Record<string, GradientReference>>,
): {
  readonly errors: readonly GradientError[];
  readonly missing: readonly string[];
  readonly strangers: readonly string[];
};
