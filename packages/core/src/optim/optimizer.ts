/** What an optimizer is: a pure function that emits the update of one parameter. */
import type { Builder } from '../builder.ts';
import type { Value } from '../ir/value.ts';

/** What the update of one parameter is built from. */
export interface UpdateInputs {
  readonly parameter: Value;
  /** Same shape as the parameter. */
  readonly gradient: Value;
  /** One value of the parameter's shape for each entry of `slots`. */
  readonly slots: Readonly<Record<string, Value>>;
  /** A scalar. */
  readonly learningRate: Value;
  /** A scalar of the parameter's dtype: 1 at the first step. */
  readonly step: Value;
}

/** How a gradient moves a parameter: graph, not arithmetic. */
export interface Optimizer {
  readonly name: string;
  /** The learning rate that a schedule or the caller may override. */
  readonly learningRate: number | Schedule;
  /** What is kept for each parameter between steps, and the number it is filled with at the start. */
  readonly slots: Readonly<Record<string, number>>;
  update(g: Builder, at: UpdateInputs): { readonly parameter: Value; readonly slots: Readonly<Record<string, Value>> };
}

/** The learning rate at a step, counted from 0. */
export type Schedule = (step: number) => number;

/** Changes all gradients of a step together, before the optimizer sees them. */
export type Clip = (g: Builder, gradients: readonly Value[]) => readonly Value[];
