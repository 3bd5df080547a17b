/** How far a classifier can be trusted: temperature, calibration and "unsure", against PyTorch and NumPy. */
import { readFileSync } from 'node:fs';
import { DataError, tensor, UsageError, uniforms } from '@graftml/core';
import {
  calibrate,
  coverageAt,
  coverageCurve,
  doubtOf,
  evaluationOf,
  fitTemperature,
  leaningOf,
  linearProbe,
  outOfFold,
  probabilitiesOf,
  reliability,
  roundShare,
  unsureThreshold,
} from '@graftml/vision';
import { describe, expect, it } from 'vitest';
import { expectClose } from '../support/numbers.ts';

interface Bins {
  readonly loss: number;
  readonly error: number;
  readonly counts: readonly number[];
}
interface Case {
  readonly logits: readonly number[];
  readonly labels: readonly number[];
  readonly temperature: number;
  readonly before: Bins;
  readonly after: Bins;
  readonly at06: { readonly answered: number; readonly right: number };
}
/** Made by tests/reference/trust.py. */
const cases = JSON.parse(readFileSync(new URL('../reference/trust.json', import.meta.url), 'utf8')) as Record<
  string,
  Case
>;
const names = Object.keys(cases);
const classNames = (it: Case) => Array.from({ length: it.logits.length / it.labels.length }, (_, i) => `class ${i}`);
/** 40 that are all right. */
const allRight = {
  logits: Array.from({ length: 40 }, (_, i) => [1 + i / 20, 0]).flat(),
  labels: Array.from({ length: 40 }, () => 0),
};

describe('fitTemperature', () => {
  it.each(names)("finds PyTorch's temperature: %s", (name) => {
    const { logits, labels, temperature, before, after } = cases[name]!;
    const fit = fitTemperature({ logits, labels });
    expectClose([fit.temperature, fit.loss.before, fit.loss.after], [temperature, before.loss, after.loss], 1e-7);
    // Its interval is where twice the logarithm of the likelihood ratio is chi squared's 95 % quantile.
    const classes = classNames(cases[name]!).length;
    for (const end of fit.interval) {
      const p = probabilitiesOf(logits, classes, end);
      const loss = -labels.reduce((sum, y, i) => sum + Math.log(p[i * classes + y]!), 0);
      expectClose([2 * (loss - fit.loss.after * labels.length)], [3.841458820694124], 1e-5);
    }
    expect(fit.interval[0]).toBeLessThan(temperature);
    expect(fit.interval[1]).toBeGreaterThan(temperature);
  });

  it('says that nothing says how sure is too sure, where all is right', () => {
    expect(fitTemperature(allRight).interval[0]).toBe(0);
    expect(calibrate(allRight, 'validation')).toMatchObject({ temperature: 1, n: 40 });
  });

  it('does not go by chance', () => {
    const logits = Array.from({ length: 60 }, (_, i) => [3 * Math.sin(i), 3 * Math.cos(i)]).flat();
    const labels = Array.from({ length: 60 }, (_, i) => i % 2);
    const fit = fitTemperature({ logits, labels });
    expect(fit.interval[1]).toBe(Number.POSITIVE_INFINITY);
    expect(fit.temperature).toBeGreaterThan(3);
  });

  it('refuses what does not fit', () => {
    expect(() => fitTemperature({ logits: [1, 2, 3], labels: [0, 1] })).toThrow(DataError);
    expect(() => fitTemperature({ logits: [1, 2], labels: [2] })).toThrow(/a label is no class/);
  });
});

describe('reliability', () => {
  it.each(names)("finds NumPy's calibration error: %s", (name) => {
    const { logits, labels, temperature, before, after } = cases[name]!;
    for (const [t, expected] of [
      [1, before],
      [temperature, after],
    ] as const) {
      const found = reliability(probabilitiesOf(logits, classNames(cases[name]!).length, t), labels, { bins: 15 });
      expectClose([found.error, found.loss], [expected.error, expected.loss], 1e-9);
      expect(found.bins.map(({ n }) => n)).toEqual(expected.counts);
    }
  });

  it('says how far off truth itself would be with so few', () => {
    // Examples whose labels are drawn by the very probabilities that are said.
    const n = 200;
    const errors = Array.from({ length: 60 }, (_, seed) => {
      const u = uniforms({ seed, purpose: 'test', step: 0 }, 2 * n);
      const p = Array.from({ length: n }, (_, i) => 0.5 + u[i]! / 2);
      const labels = p.map((it, i) => (u[n + i]! < it ? 0 : 1));
      return reliability(
        p.flatMap((it) => [it, 1 - it]),
        labels,
      );
    });
    const mean = (list: readonly number[]) => list.reduce((a, b) => a + b) / list.length;
    expectClose([mean(errors.map(({ error }) => error))], [mean(errors.map(({ byChance }) => byChance))], 0.005);
  });

  it('puts an edge below, and refuses no bins', () => {
    const { bins } = reliability([0.5, 0.5, 1, 0], [0, 0], { bins: 2 });
    expect(bins.map(({ n }) => n)).toEqual([1, 1]);
    expect(() => reliability([1, 0], [0], { bins: 0 })).toThrow(UsageError);
  });
});

describe('unsure', () => {
  it.each(names)('answers as many, and as many of them rightly, as NumPy counts: %s', (name) => {
    const it = cases[name]!;
    const { logits, labels, temperature, at06 } = it;
    const judged = { of: 'test', classNames: classNames(it), temperature, unsure: { threshold: 0.6 } } as const;
    const { unsure, coverage, accuracy, n } = evaluationOf(logits, Int32Array.from(labels), judged);
    expect(unsure).toMatchObject(at06);
    expect(coverage[0]).toMatchObject({ threshold: 0, coverage: 1, accuracy });
    expect(coverage.at(-1)!.answered).toBeLessThan(n / 10);
    for (const [i, point] of coverage.slice(1).entries()) expect(point.answered).toBeLessThan(coverage[i]!.answered);
  });

  it('halves the doubts', () => {
    // Doubts 0.5, 0.4, 0.1, 0: a mean of 0.25. Without the first 1/6, without the first two 0.05.
    const confidence = [0.9, 0.5, 1, 0.6];
    expect(unsureThreshold(confidence)).toBe(0.9);
    expect(unsureThreshold(confidence, { part: 0.7 })).toBe(0.6);
    expect(unsureThreshold(confidence, { part: 1 })).toBe(0);
    expect(unsureThreshold([1, 1])).toBe(0);
    expect(() => unsureThreshold(confidence, { part: 0 })).toThrow(UsageError);
  });

  it('has no accuracy where nothing is answered', () => {
    expect(coverageAt({ confidence: [0.5], right: [true] }, 0.6)).toEqual({
      ...{ threshold: 0.6, n: 1, answered: 0, right: 0, coverage: 0 },
    });
    expect(() => coverageAt({ confidence: [], right: [] }, 0.6)).toThrow(DataError);
  });

  it('draws no more points than asked for', () => {
    const confidence = Float64Array.from({ length: 1000 }, (_, i) => i / 1000);
    const right = Array.from(confidence, (p) => p > 0.3);
    const curve = coverageCurve({ confidence, right }, { points: 20 });
    expect(curve).toHaveLength(20);
    expect([curve[0]!.answered, curve.at(-1)!.answered]).toEqual([1000, 1]);
  });
});

describe('calibrate', () => {
  it('learns nothing from a handful', () => {
    const few = { logits: allRight.logits.slice(0, 20), labels: allRight.labels.slice(0, 10) };
    expect(calibrate(few, 'validation')).toEqual({ from: 'validation', n: 10, temperature: 1 });
  });

  it('chooses the threshold on the calibrated probabilities, and counts what it does', () => {
    const { logits, labels, temperature } = cases['too sure']!;
    const trust = calibrate({ logits, labels }, 'out-of-fold');
    expectClose([trust.temperature], [temperature], 1e-7);
    const { threshold, n, answered, right } = trust.unsure!;
    expect(n).toBe(150);
    const p = probabilitiesOf(logits, 4, temperature);
    const tops = labels.map((_, i) => Math.max(...p.slice(4 * i, 4 * i + 4)));
    expect(answered).toBe(tops.filter((top) => top >= threshold).length);
    const doubt = (list: readonly number[]) => list.reduce((sum, top) => sum + 1 - top, 0) / list.length;
    expect(doubt(tops.filter((top) => top >= threshold))).toBeLessThanOrEqual(doubt(tops) / 2);
    expect(right! / answered!).toBeGreaterThan(0.8);
  });
});

describe('outOfFold', () => {
  const [n, width, classes] = [60, 8, 3];
  const labels = Int32Array.from({ length: n }, (_, i) => i % classes);
  const x = Float32Array.from(
    uniforms({ seed: 5, purpose: 'x', step: 0 }, n * width),
    (u, k) => u + (k % width === labels[Math.floor(k / width)] ? 0.4 : 0),
  );

  it('says what the probe says, whose every answer is that of scikit-learn', () => {
    const { predictions } = linearProbe(tensor('float32', [n, width], x), labels);
    const { logits, indices, labels: right } = outOfFold(x, labels, { classes });
    expect([...indices].sort((a, b) => a - b)).toEqual([...labels.keys()]);
    indices.forEach((index, row) => {
      expect(right[row]).toBe(labels[index]);
      const own = [...logits.slice(row * classes, (row + 1) * classes)];
      expect(own.indexOf(Math.max(...own))).toBe(predictions[index]);
    });
  });

  it('judges as many as are enough, and none whose class nobody taught', () => {
    expect(outOfFold(x, labels, { classes, enough: 10 }).indices).toHaveLength(12);
    const odd = Int32Array.from(labels, (label, i) => (i === 0 ? 3 : label));
    expect([...outOfFold(x, odd, { classes: 4 }).indices]).not.toContain(0);
  });
});

describe('what figures mean', () => {
  it('shares are told as people tell them, and never as all or nothing where they are not', () => {
    expect([0.9, 0.5, 0.95, 0.33, 0.996, 0.004, 1].map(roundShare)).toEqual([
      [9, 10],
      [5, 10],
      [19, 20],
      [7, 20],
      [99, 100],
      [1, 100],
      [100, 100],
    ]);
  });

  it('a figure is doubted where one class, chance or few pictures may explain it', () => {
    const perClass = (...counts: number[]) => counts.map((n, i) => ({ name: `c${i}`, n }));
    expect(doubtOf({ n: 40, interval: [0.9, 1], perClass: perClass(40, 0) })).toEqual({
      kind: 'one-class',
      name: 'c0',
    });
    const chance = { kind: 'chance', n: 40, name: 'c1', share: 0.75 };
    expect(doubtOf({ n: 40, interval: [0.7, 0.9], perClass: perClass(10, 30) })).toEqual(chance);
    const few = { kind: 'few', n: 20, interval: [0.7, 0.97] };
    expect(doubtOf({ n: 20, interval: [0.7, 0.97], perClass: perClass(10, 10) })).toEqual(few);
    expect(doubtOf({ n: 200, interval: [0.85, 0.93], perClass: perClass(100, 100) })).toBeUndefined();
  });

  it('probabilities lean where chance does not explain it', () => {
    const probabilities = (p: number) => Array.from({ length: 200 }, () => [p, 1 - p]).flat();
    const labels = (right: number) => Array.from({ length: 200 }, (_, i) => (i < right ? 0 : 1));
    const of = (p: number, right: number) => leaningOf(reliability(probabilities(p), labels(right)));
    expect(of(0.9, 180).leans).toBe('none');
    expect(of(0.95, 130)).toMatchObject({ leans: 'too sure', right: 0.65 });
    expect(of(0.6, 190)).toMatchObject({ leans: 'too unsure', right: 0.95 });
  });
});
