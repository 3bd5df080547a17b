/** Sums of products by Einstein's convention. */
import { showShape } from '../ir/dims.ts';
import type { Dim, TensorType } from '../ir/value.ts';
import { type Fail, op, string } from '../op.ts';
import { requireArithmetic, sameDType } from '../shapes.ts';

/** An equation, read against the shapes of its operands. Axes have labels: letters, and numbers for what an ellipsis stands for. */
export interface Contraction {
  /** One list of labels for each operand, one label for each axis. */
  readonly terms: readonly (readonly string[])[];
  readonly output: readonly string[];
  /** The extent of every label. */
  readonly extents: ReadonlyMap<string, Dim>;
}

const ellipsis = '...';

/** Throws through `fail` for an equation that is malformed, or that the operands do not fit. */
export function readEquation(inputs: readonly TensorType[], equation: string, fail: Fail): Contraction {
  const refuse = (statement: string) => fail(`the equation '${equation}': ${statement}`);
  const [left, right, ...rest] = equation.replaceAll(' ', '').split('->');
  if (rest.length > 0) refuse('has two arrows');
  const written = left!.split(',');
  if (written.length !== inputs.length) refuse(`has ${written.length} terms for ${inputs.length} operands`);
  const terms = written.map((term, i) => labelsOf(term, inputs[i]!, refuse));

  const extents = new Map<string, Dim>();
  terms.forEach((labels, i) => {
    labels.forEach((label, axis) => {
      const [known, d] = [extents.get(label) ?? 1, inputs[i]!.shape[axis]!];
      if (known !== 1 && d !== 1 && known !== d) refuse(`'${label}' is ${known} and ${d}`);
      extents.set(label, known === 1 ? d : known);
    });
  });

  const dotted = terms.filter((_, i) => written[i]!.includes(ellipsis));
  const [repeated = 0, ...others] = dotted.map((labels) => labels.filter(isNumber).length);
  if (others.some((n) => n !== repeated)) refuse('an ellipsis stands for as many axes everywhere');
  const dots = Array.from({ length: repeated }, (_, i) => String(repeated - 1 - i));
  const output = right === undefined ? implied(terms, dots) : outputLabels(right, dots, refuse);
  for (const label of output) if (!extents.has(label)) refuse(`'${label}' of the result is in no operand`);
  if (new Set(output).size !== output.length) refuse('an axis of the result has a label twice');
  return { terms, output, extents };
}

const isNumber = (label: string): boolean => /\d/.test(label);

/** The axes of an ellipsis are numbered from its last, as broadcasting counts. */
function labelsOf(term: string, { shape }: TensorType, refuse: (statement: string) => never): string[] {
  const [before, after, ...more] = term.split(ellipsis);
  const letters = [...before!, ...(after ?? '')];
  if (more.length > 0 || letters.some((letter) => !/[A-Za-z]/.test(letter))) refuse(`'${term}' is no term`);
  const open = shape.length - letters.length;
  if (after === undefined ? open !== 0 : open < 0) refuse(`'${term}' does not fit ${showShape(shape)}`);
  return [...before!, ...Array.from({ length: open }, (_, i) => String(open - 1 - i)), ...(after ?? '')];
}

/** Without an arrow: what the ellipsis stands for, then the letters that occur once, in the order of the alphabet. */
function implied(terms: readonly (readonly string[])[], dots: readonly string[]): readonly string[] {
  const letters = terms.flat().filter((label) => !isNumber(label));
  return [...dots, ...letters.filter((letter) => letters.indexOf(letter) === letters.lastIndexOf(letter)).sort()];
}

function outputLabels(right: string, dots: readonly string[], refuse: (statement: string) => never): readonly string[] {
  const [before, after, ...more] = right.split(ellipsis);
  if (more.length > 0 || /[^A-Za-z]/.test(`${before}${after ?? ''}`)) refuse(`'${right}' is no result`);
  if (after === undefined && dots.length > 0) refuse('the result must have the ellipsis that the operands have');
  return [...before!, ...(after === undefined ? [] : dots), ...(after ?? '')];
}

/**
 * `'bij,bjk->bik'`: the product of the operands, summed over every label that the result does not have. A label that one
 * operand has twice walks along its diagonal; extents of 1 broadcast.
 */
export const einsum = op('Einsum', ['inputs...'], {
  attributes: { equation: string() },
  infer({ inputs }, { equation }, fail) {
    const dtype = sameDType(inputs, fail);
    requireArithmetic(inputs[0]!, fail);
    const { output, extents } = readEquation(inputs, equation, fail);
    return { dtype, shape: output.map((label) => extents.get(label)!) };
  },
});
