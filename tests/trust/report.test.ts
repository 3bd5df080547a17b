/** The report: one page that needs nothing else, whatever the classes are called. */
import { evaluationOf, preprocessing, type Trust } from '@graftml/vision';
import { namedMistakes, type Report, reportPage } from '@graftml/vision/report';
import { describe, expect, it } from 'vitest';

const labels = ['<script>alert(1)</script>', 'a "b" & \'c\'', 'rose'];
const n = 60;
const truth = Int32Array.from({ length: n }, (_, i) => i % 3);
/** Every seventh is taken for the next class. */
const logits = Array.from(truth, (label, i) => {
  const said = i % 7 === 0 ? (label + 1) % 3 : label;
  return labels.map((_, k) => (k === said ? 1 + (i % 5) : 0));
}).flat();
const unsure = { threshold: 0.7, from: 'out-of-fold', n: 200, answered: 150, right: 140 } as const;
const trust: Trust = {
  ...{ from: 'out-of-fold', n: 200, temperature: 1.5, unsure },
  fit: { temperature: 1.5, interval: [1.2, 1.9], loss: { before: 0.6, after: 0.5 }, n: 200 },
};
const names = Array.from({ length: n }, (_, i) => `photos/"><img src=x onerror=alert(1)>/${i}.jpg`);

function report(more: Partial<Report> = {}): Report {
  const evaluation = evaluationOf(logits, truth, { of: 'test', classNames: labels, temperature: 1.5, unsure });
  return {
    kind: 'classes',
    version: 1,
    made: '2026-11-28T09:00:00.000Z',
    model: {
      file: '<b>.onnx',
      size: 12345,
      sha256: 'ab'.repeat(32),
      preprocessing: preprocessing({ width: 8, height: 8 }),
    },
    ...{ labels, trust, unsure },
    evaluation: namedMistakes(evaluation, names),
    strangers: {
      of: 'in <i>strange</i>',
      n: 10,
      unsure: 7,
      surest: [{ picture: '<u>.jpg', said: labels[0]!, probability: 0.9 }],
    },
    reasons: ['<em>because</em>'],
    curves: [
      {
        figure: 'loss',
        series: [
          { name: 'training', values: [2, 1, 0.5] },
          { name: 'validation', values: [2, 1.5, 1.6] },
        ],
        best: 2,
      },
    ],
    repeat: {
      command: "graft train '<script>'",
      seed: 1,
      versions: { node: '20' },
      hashes: { 'all pictures': 'cd'.repeat(32) },
    },
    ...more,
  };
}

const image = 'data:image/png;base64,iVBORw0KGgo=';

describe('reportPage', () => {
  it('writes what users called things as text, everywhere', () => {
    const page = reportPage(report(), { pictures: new Map([[names[0]!, { picture: image, overlay: image }]]) });
    expect(page).toContain('&#60;script&#62;alert(1)&#60;/script&#62;');
    expect(page).not.toMatch(/<script>alert|<img src=x|<b>\.onnx|<i>strange|<em>because|<u>\.jpg|'<script>'/);
    // One script: ours.
    expect(page.match(/<script/g)).toHaveLength(1);
    expect(page.match(/<img /g)).toHaveLength(2);
  });

  it('asks for nothing from outside', () => {
    const page = reportPage(report());
    expect(page).toContain("default-src 'none'");
    expect(
      page.replaceAll('http://www.w3.org/2000/svg', '').replaceAll('http://www.w3.org/1999/xlink', ''),
    ).not.toMatch(/https?:|src="(?!data:)|@import|url\((?!#)/);
    expect(() => reportPage(report(), { pictures: new Map([['a', { picture: 'https://x/a.jpg' }]]) })).toThrow(
      /a: is no picture that a page can hold/,
    );
  });

  it('gives every element of a chart an id of its own', () => {
    const ids = [...reportPage(report()).matchAll(/\bid="([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('says in words what the figures mean', () => {
    const page = reportPage(report()).replaceAll('\u{a0}', ' ');
    const { evaluation } = report();
    const wrong = evaluation.mistakes.length;
    expect(wrong).toBe(9);
    expect(page).toContain('Right on about 17 of 20');
    expect(page).toMatch(/named 51 rightly: 85 %/);
    expect(page).toContain('right on 33 %');
    expect(page).toContain(`Answers ${Math.round(evaluation.unsure!.coverage * 100)} %`);
    expect(page).toContain('A temperature of 1.50 makes it less sure');
    expect(page).toContain('calls 70 % unsure');
    expect(page).not.toContain('Few pictures');
  });

  it('says where there are too few pictures to tell', () => {
    const few = (count: number, right: (i: number) => boolean) => {
      const some = Int32Array.from({ length: count }, (_, i) => i % 2);
      const scores = Array.from(some, (label, i) => (right(i) === (label === 0) ? [1, 0] : [0, 1])).flat();
      const evaluation = evaluationOf(scores, some, { of: 'test', classNames: ['a', 'b'] });
      const { unsure: _, trust: __, ...rest } = report();
      return reportPage({ ...rest, labels: ['a', 'b'], evaluation: namedMistakes(evaluation, []) });
    };
    expect(few(12, (i) => i > 3)).toContain('cannot be told whether this is better than always saying');
    expect(few(16, (i) => i > 0)).toContain('16 pictures are few');
    expect(few(100, (i) => i > 4)).not.toContain('Few pictures');
  });
});
