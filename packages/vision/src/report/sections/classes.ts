/** Class by class, and which are taken for which. */
import { counted, quoted } from '../../collection/words.ts';
import type { ClassEvaluation } from '../../transfer/evaluation.ts';
import { wilsonInterval } from '../../trust/wilson.ts';
import { percent, range, thinClasses } from '../../trust/words.ts';
import type { Report } from '../report.ts';
import { type Html, html } from '../text.ts';
import type { Section } from './section.ts';

/** More rows are on no page that is read. */
const mostRows = 60;

export function classesSection({ evaluation }: Report): Section {
  const { perClass, confusion } = evaluation;
  const judged = perClass.map((one, i) => ({ ...one, right: confusion[i]![i]! })).filter(({ n }) => n > 0);
  const sorted = [...judged].sort((a, b) => a.recall - b.recall);
  const shown = sorted.slice(0, mostRows);
  const [worst, best] = [sorted[0]!, sorted.at(-1)!];
  const thin = thinClasses(evaluation);
  const lead =
    worst.recall === best.recall
      ? `Every class is found in ${percent(best.recall)} of its pictures.`
      : `${quoted(best.name)} is found most often, ${sorted.filter(({ recall }) => recall === worst.recall).length === 1 ? `${quoted(worst.name)} least.` : 'those at the top least.'}`;
  return {
    id: 'classes',
    name: 'Classes',
    title: 'Class by class',
    body: html`<p>${lead} ${thin.length > 0 && thinWords(thin)}</p>
<div class="wide"><table class="list">
<thead><tr><th>class</th><th>found</th><th class="bar"></th><th class="hide">may be</th><th>when said, right</th><th>pictures</th></tr></thead>
<tbody>${shown.map(row)}</tbody></table></div>
${sorted.length > shown.length && html`<p class="soft">The ${shown.length} that are known least; the others are in the .json file.</p>`}
<p class="soft keys" style="margin-top:12px">Found: the share of its pictures that was recognised; the thin line is where that share may truly lie.</p>`,
  };
}

function row({ name, n, recall, precision, right }: ClassEvaluation & { readonly right: number }): Html {
  const interval = wilsonInterval(right, n);
  const at = (share: number) => `${(share * 100).toFixed(1)}%`;
  return html`<tr><td>${name}</td><td>${percent(recall)}</td><td class="bar"><div><i style="width:${at(recall)}"></i><s style="left:${at(interval[0])};width:${at(interval[1] - interval[0])}"></s></div></td><td class="hide soft">${range(interval)}</td><td>${percent(precision)}</td><td>${n}</td></tr>\n`;
}

function thinWords(thin: readonly ClassEvaluation[]): string {
  const none = thin.filter(({ n }) => n === 0);
  const few = thin.length - none.length;
  const absent = none.length > 0 ? `${list(none)} had no picture to be judged by, so nothing is known of it. ` : '';
  return few > 0
    ? `${absent}${counted(few, 'class has', 'classes have')} fewer than 10 pictures here: their figures say little.`
    : absent;
}

const list = (classes: readonly ClassEvaluation[]): string =>
  classes.length > 3
    ? counted(classes.length, 'class', 'classes')
    : classes.map(({ name }) => quoted(name)).join(' and ');

/** A larger matrix is a carpet; the largest mix-ups are told instead. */
const mostClasses = 16;

export function mixUpsSection({ evaluation: { confusion, perClass } }: Report): Section {
  const names = perClass.map(({ name }) => name);
  const pairs = confusion
    .flatMap((line, right) => line.map((n, said) => ({ right, said, n })))
    .filter(({ right, said, n }) => right !== said && n > 0)
    .sort((a, b) => b.n - a.n);
  const [most] = pairs;
  const lead = most
    ? `The most frequent: ${counted(most.n, 'picture')} of ${quoted(names[most.right]!)} taken for ${quoted(names[most.said]!)}.`
    : 'Nothing was taken for anything else.';
  const table =
    names.length <= mostClasses
      ? matrix(confusion, names)
      : html`<ul class="facts">${pairs
          .slice(0, 20)
          .map(
            ({ right, said, n }) => html`<li>${n} × ${quoted(names[right]!)} taken for ${quoted(names[said]!)}</li>`,
          )}</ul>`;
  return { id: 'mix-ups', name: 'Mix-ups', title: 'What is taken for what', body: html`<p>${lead}</p>${table}` };
}

function matrix(confusion: Report['evaluation']['confusion'], names: readonly string[]): Html {
  const cell = (n: number, right: number, said: number, total: number): Html => {
    const share = total > 0 ? n / total : 0;
    const kind = n === 0 ? 'none' : right === said ? `right${share > 0.6 ? ' full' : ''}` : 'wrong';
    const strength = n === 0 ? 0 : right === said ? 0.15 + 0.8 * share : 0.15 + 0.7 * share;
    return html`<td class="${kind}" style="--a:${strength.toFixed(2)}" title="${names[right]!} taken for ${names[said]!}: ${n}">${n === 0 ? '·' : n}</td>`;
  };
  return html`<div class="wide"><table class="matrix">
<thead><tr><th></th>${names.map((name) => html`<th scope="col" title="${name}">${name}</th>`)}</tr></thead>
<tbody>${confusion.map((line, right) => {
    const total = line.reduce((sum, n) => sum + n, 0);
    return html`<tr><th scope="row" title="${names[right]!}">${names[right]!}</th>${line.map((n, said) => cell(n, right, said, total))}</tr>\n`;
  })}</tbody></table></div>
<p class="soft">Rows: what a picture is. Columns: what it was taken for.</p>`;
}
