/** What it was made from, and how the training went. */
import type { CollectionFacts } from '../../collection/describe.ts';
import { counted } from '../../collection/words.ts';
import { percent, range } from '../../trust/words.ts';
import { curveChart } from '../charts.ts';
import type { AnyReport, Quantized, Report } from '../report.ts';
import { type Html, html } from '../text.ts';
import type { Section } from './section.ts';

export function dataSection({ data }: AnyReport): Section | undefined {
  if (!data) return undefined;
  const { facts, lines } = data;
  return {
    id: 'pictures',
    name: 'Pictures',
    title: 'The pictures',
    body: html`<ul class="facts">${lines.map((line) => html`<li>${line}</li>`)}</ul>
${classCounts(facts)}
${copies(facts)}`,
  };
}

const mostClasses = 40;

function classCounts({ classes, severalLabels }: CollectionFacts): Html | undefined {
  if (classes.length === 0) return undefined;
  const most = Math.max(...classes.map(({ total }) => total));
  const sorted = [...classes].sort((a, b) => b.total - a.total).slice(0, mostClasses);
  return html`<div class="wide"><table class="list"><thead><tr><th>${severalLabels ? 'label' : 'class'}</th><th class="bar"></th><th>train</th><th>validation</th><th>test</th></tr></thead>
<tbody>${sorted.map(
    ({ name, train, validation, test, total }) =>
      html`<tr><td>${name}</td><td class="bar"><div><i style="width:${((total / most) * 100).toFixed(1)}%"></i></div></td><td>${train}</td><td>${validation}</td><td>${test}</td></tr>\n`,
  )}</tbody></table></div>`;
}

function copies({ copies }: CollectionFacts): Html | undefined {
  if (!copies) return undefined;
  const kinds = [
    ['to learn from and to judge by at once', copies.acrossSplits],
    ['with different labels in different places', copies.contradicting],
    ['that are there more than once', copies.exact],
    ['that look alike', copies.near],
  ] as const;
  return html`${kinds
    .filter(([, list]) => list.length > 0)
    .map(
      ([
        what,
        list,
      ]) => html`<details style="margin-top:12px"><summary>${counted(list.length, 'picture')} ${what}</summary>
<ul class="facts">${list.slice(0, 50).map((names) => html`<li>${names.join(' · ')}</li>`)}</ul></details>`,
    )}`;
}

export function learningSection(report: AnyReport): Section | undefined {
  const { reasons = [] } = report;
  const classes = report.kind === 'classes' ? report : undefined;
  const { curves = [], quantized } = classes ?? {};
  if (reasons.length === 0 && curves.length === 0 && !quantized) return undefined;
  return {
    id: 'training',
    name: 'Training',
    title: 'How it learnt',
    body: html`${reasons.length > 0 && html`<ul class="facts">${reasons.map((reason) => html`<li>${reason}</li>`)}</ul>`}
${curves.length > 0 && html`<div class="two">${curves.map((curve, i) => html`<div class="chart">${curveChart(curve, i)}</div>`)}</div>`}
${classes && quantized && quantizedPart(quantized, classes.evaluation)}`,
  };
}

const quantizedPart = ({ file, size, accuracy, interval, speed }: Quantized, before: Report['evaluation']): Html =>
  html`<h3 style="margin-top:16px">In whole numbers</h3><p>${file}, ${(size / 1e6).toFixed(1)} MB, computes in 8-bit whole numbers. It is right on ${percent(accuracy)} (${range(interval)}), where the file in floating point is right on ${percent(before.accuracy)}.${
    speed && ` It does ${Math.round(speed.after)} pictures a second here, the other ${Math.round(speed.before)}.`
  }</p>`;
