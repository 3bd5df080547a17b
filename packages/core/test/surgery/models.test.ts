/** Models cut, frozen, grafted and split: what they consist of afterwards. */
import {
  add,
  conv2D,
  cut,
  cutPoints,
  dense,
  dropout,
  freeze,
  functional,
  globalAveragePooling2D,
  graft,
  initialWeights,
  inputName,
  type Model,
  maxPooling2D,
  printGraph,
  regularizers,
  splitPrefix,
  summary,
  UsageError,
  weightsOf,
  withWeights,
} from '@graftml/core';
import { describe, expect, it } from 'vitest';

const l2 = regularizers.l2(0.1);
const residual = (): Model =>
  functional({ input: [3, 8, 8], name: 'net' }, (x) => {
    const stem = conv2D(4, 3, { padding: 'same', name: 'stem', kernelRegularizer: l2 })(x);
    const branch = conv2D(4, 3, { padding: 'same', name: 'branch', activation: 'relu' })(dropout(0.5)(stem));
    const block = add({ name: 'block' })(stem, branch);
    const pooled = globalAveragePooling2D({ name: 'features' })(maxPooling2D(2, { name: 'pool' })(block));
    return dense(10, { name: 'logits', kernelRegularizer: l2 })(dropout(0.4)(pooled));
  });
const parameterNames = ({ parameters }: Model) => parameters.map(({ name }) => name);
const inputNames = (model: Model, mode: 'train' | 'infer') => model.graph(mode).inputs.map(inputName);

describe('cut', () => {
  it('keeps the parameters, penalties and random numbers that the tensor needs', () => {
    const head = cut(residual(), 'stem');
    expect(parameterNames(head)).toEqual(['stem/kernel', 'stem/bias']);
    const { inputs, outputs } = head.graph('train');
    expect(inputs.map(inputName)).toEqual(['input', 'stem/kernel', 'stem/bias']);
    expect(Object.keys(outputs)).toEqual(['output', 'penalty']);
    expect(outputs.output!.shape).toEqual(['N', 4, 8, 8]);
    const later = cut(residual(), 'block');
    expect(inputNames(later, 'train')).toContain('dropout/mask');
    expect(inputNames(later, 'infer')).not.toContain('dropout/mask');
    expect(printGraph(later.graph('infer')).match(/output penalty/g)).toHaveLength(1);
  });

  it('has a penalty only if a layer before has one', () => {
    const plain = functional({ input: [4] }, (x) =>
      dense(2, { kernelRegularizer: l2 })(dense(3, { name: 'first' })(x)),
    );
    expect(Object.keys(cut(plain, 'first').graph('train').outputs)).toEqual(['output']);
  });

  it('takes a layer that does nothing in use for the one before it', () => {
    expect(cut(residual(), 'dropout_1').graph('infer').outputs.output!.shape).toEqual(['N', 4]);
  });

  it('keeps the layers that it has', () => {
    expect(summary(cut(residual(), 'block'))).toContain('branch (Conv2D)');
    expect(summary(cut(residual(), 'block'))).not.toContain('pool');
  });

  it('tells the nearest names', () => {
    expect(() => cut(residual(), 'feature')).toThrow(UsageError);
    expect(() => cut(residual(), 'feature')).toThrow(/net: there is no tensor 'feature'.*'features'/);
  });
});

describe('cutPoints', () => {
  it('are the tensors that everything goes through', () => {
    expect(cutPoints(residual()).map(({ name, shape, natural }) => [name, shape.slice(1), natural])).toEqual([
      ['stem', [4, 8, 8], undefined],
      ['block', [4, 8, 8], 'block'],
      ['pool', [4, 4, 4], 'pooling'],
      ['features', [4], 'features'],
    ]);
  });

  it('say what lies on each side', () => {
    const points = new Map(cutPoints(residual()).map((point) => [point.name, point]));
    const [stem, branch, logits] = [4 * 3 * 9 + 4, 4 * 4 * 9 + 4, 4 * 10 + 10];
    expect(points.get('stem')!.before).toEqual({ parameters: stem, multiplyAdds: 64 * 4 * 27 });
    expect(points.get('stem')!.after).toEqual({ parameters: branch + logits, multiplyAdds: 64 * 4 * 36 + 40 });
    expect(points.get('features')!.before.parameters).toBe(stem + branch);
    expect(points.get('features')!.after).toEqual({ parameters: logits, multiplyAdds: 40 });
  });
});

describe('freeze', () => {
  it('up to a tensor: nothing before it is trained or random', () => {
    const frozen = freeze(residual(), { upTo: 'features' });
    expect(frozen.parameters.filter(({ trainable }) => trainable).map(({ name }) => name)).toEqual([
      'logits/kernel',
      'logits/bias',
    ]);
    expect(inputNames(frozen, 'train')).toEqual(['input', ...parameterNames(residual()), 'dropout_1/mask']);
    expect(parameterNames(frozen)).toEqual(parameterNames(residual()));
  });

  it('within a branch: what goes around is frozen as well', () => {
    const frozen = freeze(residual(), { upTo: 'dropout' });
    expect(frozen.parameters.filter(({ trainable }) => trainable)).toHaveLength(4);
    expect(inputNames(frozen, 'train').filter((name) => name?.includes('dropout'))).toEqual(['dropout_1/mask']);
  });

  it('as a whole', () => {
    expect(freeze(residual()).parameters.some(({ trainable }) => trainable)).toBe(false);
  });
});

describe('graft', () => {
  const backbone = cut(residual(), 'features');

  it('puts layers on top, under names that are free', () => {
    const model = graft(backbone, [dropout(0.3), dense(5), dense(2, { kernelRegularizer: l2 })]);
    expect(parameterNames(model).slice(-4)).toEqual(['dense/kernel', 'dense/bias', 'dense_1/kernel', 'dense_1/bias']);
    expect(inputNames(model, 'train').filter((name) => name?.includes('mask'))).toEqual([
      'dropout/mask',
      'dropout_1/mask',
    ]);
    expect(model.graph('infer').outputs.output!.shape).toEqual(['N', 2]);
    expect(summary(model)).toContain('dense_1 (Dense)');
    const again = graft(cut(model, 'dense'), [dense(7)]);
    expect(parameterNames(again).slice(-2)).toEqual(['dense_1/kernel', 'dense_1/bias']);
  });

  it('takes a function of the features', () => {
    const model = graft(backbone, (x) => add()(dense(4)(x), x));
    expect(model.graph('infer').outputs.output!.shape).toEqual(['N', 4]);
  });

  it('refuses a name that is taken, and a head that does not fit', () => {
    expect(() => graft(backbone, [dense(5, { name: 'stem' })])).toThrow(
      /stem: two layers of a model have the same name/,
    );
    expect(() => graft(cut(residual(), 'pool'), [dense(5)])).toThrow(/dense.*put flatten/);
    expect(() => graft(backbone, [])).toThrow(UsageError);
  });

  it('draws weights for the head alone', () => {
    const trained = withWeights(backbone, initialWeights(backbone, 3));
    const model = graft(trained, [dense(2)]);
    const { 'dense/kernel': kernel, 'dense/bias': bias, ...rest } = initialWeights(model, 1);
    expect(kernel!.shape).toEqual([4, 2]);
    expect(bias!.shape).toEqual([2]);
    expect(rest).toEqual(weightsOf(trained));
  });
});

describe('splitPrefix', () => {
  const whole = residual();
  const trained = withWeights(whole, initialWeights(whole, 1));

  it('divides at the last tensor that is fixed', () => {
    const { at, prefix, rest } = splitPrefix(freeze(trained, { upTo: 'pool' }))!;
    expect(at).toBe('features');
    expect([prefix.parameters, prefix.inputs.map(({ name }) => name)]).toEqual([[], ['input']]);
    expect(rest.inputs).toEqual([{ name: 'features', dtype: 'float32', shape: ['N', 4] }]);
    expect(parameterNames(rest)).toEqual(['logits/kernel', 'logits/bias']);
  });

  it('finds nothing where the first layer is trained', () => {
    expect(splitPrefix(trained)).toBeUndefined();
  });
});
