/** Heads for several labels and for values: fitted and judged as scikit-learn does it, and their files as the library says. */
import { readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onnxBackend } from '@graftml/backend-onnx';
import type { Backend } from '@graftml/core';
import {
  classify,
  fitLogistics,
  fitRidge,
  judgeLabels,
  judgeValues,
  openClassifier,
  openRegressor,
  tellsValue,
  tellValues,
} from '@graftml/vision';
import {
  decodePictures,
  drawSampleSet,
  openBackbone,
  openCollection,
  transferLabels,
  transferValues,
} from '@graftml/vision/node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectClose } from '../support/numbers.ts';

interface Reference {
  readonly size: number;
  readonly width: number;
  readonly x: readonly number[];
  readonly labels: readonly (readonly number[])[];
  readonly values: readonly number[];
  readonly c: number;
  readonly probabilities: readonly number[];
  readonly loss: number;
  readonly f1: readonly number[];
  readonly averagePrecision: readonly number[];
  readonly precision: readonly number[];
  readonly recall: readonly number[];
  readonly precisionInterval: readonly (readonly number[])[];
  readonly f1Interval: readonly (readonly number[])[];
  readonly maeInterval: readonly number[];
  readonly r2Interval: readonly number[];
  readonly exact: number;
  readonly alpha: number;
  readonly leftOut: number;
  readonly predicted: readonly number[];
  readonly mae: number;
  readonly r2: number;
}
const reference = JSON.parse(readFileSync(new URL('../reference/targets.json', import.meta.url), 'utf8')) as Readonly<
  Record<'wide' | 'narrow', Reference>
>;

/** A linear layer on the examples behind those that were learnt. */
function told(
  x: readonly number[],
  width: number,
  { kernel, bias }: { kernel: Float32Array; bias: Float32Array },
): number[] {
  const out: number[] = [];
  for (let i = 0; i * width < x.length; i++)
    bias.forEach((b, k) => {
      let sum = b;
      for (let j = 0; j < width; j++) sum += x[i * width + j]! * kernel[j * bias.length + k]!;
      out.push(sum);
    });
  return out;
}
const classNames = ['a', 'b', 'c'];

describe.each(['wide', 'narrow'] as const)('%s features, beside scikit-learn', (name) => {
  const { size, width, x, labels, values, ...expected } = reference[name];
  const [known, asked] = [x.slice(0, size * width), x.slice(size * width)];

  it('several labels', () => {
    const layer = fitLogistics({ x: known, width, labels: labels.slice(0, size), classNames }, expected.c);
    const probabilities = told(asked, width, layer).map((score) => 1 / (1 + Math.exp(-score)));
    expectClose(probabilities, expected.probabilities, 3e-4, 'probabilities');
    const judged = judgeLabels(expected.probabilities, labels.slice(size), {
      of: 'test',
      classNames,
      thresholds: [0.4, 0.4, 0.4],
    });
    expectClose([judged.loss], [expected.loss], 1e-6, 'loss');
    expectClose(
      judged.perClass.map(({ f1 }) => f1),
      expected.f1,
      1e-6,
      'F1',
    );
    expectClose(
      judged.perClass.map((one) => one.averagePrecision),
      expected.averagePrecision,
      1e-6,
      'average precision',
    );
    expectClose([judged.exact], [expected.exact], 1e-6, 'all right');
    const of = (figure: 'precision' | 'recall') => judged.perClass.map((one) => one[figure]);
    expectClose(of('precision'), expected.precision, 1e-6, 'precision');
    expectClose(of('recall'), expected.recall, 1e-6, 'recall');
    const interval = (figure: 'precision' | 'f1') => judged.perClass.flatMap(({ intervals }) => intervals[figure]!);
    expectClose(interval('precision'), expected.precisionInterval.flat(), 1e-6, 'where precision may be');
    expectClose(interval('f1'), expected.f1Interval.flat(), 1e-6, 'where F1 may be');
  });

  it('values', () => {
    const { weights, alpha, leftOut } = fitRidge(known, values.slice(0, size));
    expect(alpha).toBe(expected.alpha);
    expectClose([leftOut], [expected.leftOut], 1e-6, 'left out');
    const said = told(asked, width, weights);
    expectClose(said, expected.predicted, 1e-4, 'values');
    const { mae, r2, intervals } = judgeValues(said, values.slice(size), { of: 'test', usual: 0 });
    expectClose([mae, r2], [expected.mae, expected.r2], 1e-4, 'mean error and R²');
    // Other draws of the same pictures.
    const near = (found: readonly number[], right: readonly number[]) =>
      found.forEach((bound, i) => {
        expect(Math.abs(bound - right[i]!)).toBeLessThan((right[1]! - right[0]!) / 8);
      });
    near(intervals.mae, expected.maeInterval);
    near(intervals.r2!, expected.r2Interval);
  });
});

describe('judging', () => {
  it('tells missed and wrong labels, and what always saying the same would reach', () => {
    const probabilities = [0.9, 0.2, 0.8, 0.6, 0.1, 0.1, 0.9, 0.9, 0.2];
    const { mistakes, chance, labels, exact, perClass } = judgeLabels(probabilities, [[0, 1], [0], [0, 1]], {
      of: 'test',
      classNames,
      thresholds: [0.5, 0.5, 0.5],
    });
    expect(mistakes).toEqual([
      {
        ...{ index: 0, labels: ['a', 'b'] },
        missed: [{ label: 'b', probability: 0.2 }],
        wrong: [{ label: 'c', probability: 0.8 }],
      },
    ]);
    expect(chance).toEqual({ labels: ['a', 'b'], share: 2 / 3 });
    expect(labels).toEqual({ there: 5, told: 5, right: 4 });
    expect(exact).toBeCloseTo(2 / 3);
    expect(perClass[2]!.intervals).not.toHaveProperty('recall');
  });

  it('says where values are the same, and by how much it leans', () => {
    const { r2, intervals, bias, within, mistakes } = judgeValues([2, 3, 2, 2], [2, 2, 2, 2], { of: 'test', usual: 2 });
    expect(r2).toBeNaN();
    expect(intervals).not.toHaveProperty('r2');
    expect([bias, within]).toEqual([0.25, { half: 0, most: 1, all: 1 }]);
    expect(mistakes).toEqual([{ index: 1, value: 2, said: 3 }]);
  });

  it('a feature of which one training picture has a trace does not decide', () => {
    const size = 40;
    const x = Array.from({ length: size }, (_, i) => [i / size, i === 7 ? 1e-6 : 0]).flat();
    const { weights } = fitRidge(
      x,
      Array.from({ length: size }, (_, i) => i + (i === 7 ? 3 : 0)),
    );
    const [said] = told([0.5, 0.2], 2, weights);
    expect(Math.abs(said! - 20)).toBeLessThan(3);
  });
});

describe('from pictures to a file', () => {
  let folder: string;
  let backend: Backend;
  let backbone: Awaited<ReturnType<typeof openBackbone>>;
  const cornered = new Set(['square', 'star', 'triangle', 'cross']);
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'graft-targets-'));
    await drawSampleSet(join(folder, 'shapes'), { perClass: 12, testPerClass: 4, size: 48 });
    backend = await onnxBackend({ device: 'cpu' });
    backbone = await openBackbone();
    const { pictures } = await openCollection(join(folder, 'shapes'), { examine: false });
    const rows = pictures.map(({ name, labels: [shape], split }, i) => {
      const tags = [shape!, ...(cornered.has(shape!) ? ['cornered'] : [])];
      return {
        path: name,
        labels: shape === 'cross' ? tags.slice(1) : tags,
        split,
        value: shape!.length + (i % 3) / 10,
      };
    });
    writeFileSync(join(folder, 'tags.ndjson'), rows.map(({ value: _, ...row }) => JSON.stringify(row)).join('\n'));
    writeFileSync(
      join(folder, 'values.csv'),
      `path,target,split\n${rows.map((r) => `${r.path},${r.value},${r.split}`).join('\n')}`,
    );
  });
  afterAll(async () => {
    await backend.dispose();
    await rm(folder, { recursive: true, force: true });
  });

  it('of several labels, with sigmoids and thresholds of their own', async () => {
    const collection = await openCollection(join(folder, 'tags.ndjson'));
    const result = await transferLabels({ backend, backbone, collection });
    expect(result.classNames).toEqual(['circle', 'cornered', 'square', 'star', 'triangle']);
    expect(result.pictures).toEqual({ train: 60, validation: 0, test: 20 });
    expect(result.evaluation.f1).toBeGreaterThan(0.6);
    const bytes = result.save();
    expect(Buffer.compare(result.save(), bytes)).toBe(0);
    const opened = openClassifier(bytes);
    expect(opened.several).toEqual({ thresholds: result.thresholds });
    expect(opened.training).toMatchObject({ head: { type: 'logistics' }, backbone: 'graft-backbone' });
    // What the file tells is judged as the library told.
    const rows = new Map(collection.pictures.map(({ name, labels }) => [name, labels]));
    const probabilities: number[] = [];
    const right: number[][] = [];
    const pictures = decodePictures([join(folder, 'shapes/test')], opened.preprocessing);
    for await (const said of classify(opened, { backend, pictures })) {
      probabilities.push(...said.probabilities);
      right.push(rows.get(said.name)!.map((label) => opened.labels.indexOf(label)));
    }
    const judged = judgeLabels(probabilities, right, {
      of: 'test',
      classNames: opened.labels,
      thresholds: result.thresholds,
    });
    expectClose([judged.loss, judged.f1], [result.evaluation.loss, result.evaluation.f1], 1e-3, 'loss and F1');
  });

  it('of values', async () => {
    const collection = await openCollection(join(folder, 'values.csv'));
    const result = await transferValues({ backend, backbone, collection });
    expect(result.evaluation.n).toBe(20);
    expect(result.evaluation.mae).toBeLessThan(result.evaluation.baseline);
    const bytes = result.save();
    expect(tellsValue(bytes)).toBe(true);
    const opened = openRegressor(bytes);
    const values = new Map(collection.pictures.map(({ name, value }) => [name, value!]));
    const [said, right]: [number[], number[]] = [[], []];
    const pictures = decodePictures([join(folder, 'shapes/test')], opened.preprocessing);
    for await (const { name, value } of tellValues(opened, { backend, pictures })) {
      said.push(value);
      right.push(values.get(name)!);
    }
    const { mae, r2 } = judgeValues(said, right, { of: 'test', usual: 0 });
    expectClose([mae, r2], [result.evaluation.mae, result.evaluation.r2], 1e-3, 'mean error and R²');
    expect(() => openClassifier(bytes, 'values.onnx')).toThrow(
      /values\.onnx: is an ONNX model, but no image classifier/,
    );
  });

  it('mistakes are told', async () => {
    const shapes = await openCollection(join(folder, 'shapes'));
    await expect(transferValues({ backend, backbone, collection: shapes })).rejects.toThrow(
      /has no value.*column value/s,
    );
    const values = await openCollection(join(folder, 'values.csv'));
    await expect(transferLabels({ backend, backbone, collection: values })).rejects.toThrow(/no picture has a label/);
    const without = shapes.pictures.filter(({ labels, split }) => split === 'test' || !labels.includes('star'));
    await expect(transferLabels({ backend, backbone, collection: { ...shapes, pictures: without } })).rejects.toThrow(
      /the label "star": no picture to train on has it/,
    );
    writeFileSync(join(folder, 'words.csv'), 'path,value\nshapes/a.png,many\n');
    await expect(openCollection(join(folder, 'words.csv'))).rejects.toThrow(
      /words\.csv, line 2: has a value that is no number/,
    );
  });
});
