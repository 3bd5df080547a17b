/** Label by label, and the pictures of which labels were missed or told wrongly. */
import { counted, quoted } from '../../collection/words.ts';
import type { Interval, LabelEvaluation, ToldLabel } from '../../targets/judge-labels.ts';
import { percent, range } from '../../trust/words.ts';
import type { ShownPicture } from '../page.ts';
import type { LabelsReport } from '../report.ts';
import { type Html, html } from '../text.ts';
import { shortNames, shots } from './mistakes.ts';
import type { Section } from './section.ts';

/** More rows are on no page that is read. */
const mostRows = 60;
/** Figures of fewer pictures say little. */
const few = 10;

export function labelsSection({ evaluation }: LabelsReport): Section {
  const { perClass, f1, averagePrecision } = evaluation;
  const judged = perClass.filter(({ n }) => n > 0).sort((a, b) => a.f1 - b.f1);
  const absent = perClass.filter(({ n }) => n === 0);
  const [worst, best] = [judged[0], judged.at(-1)];
  const shown = [...judged, ...absent].slice(0, mostRows);
  const named = (f1: number | undefined, others: string) => {
    const equal = judged.filter((one) => one.f1 === f1);
    return equal.length === 1 ? quoted(equal[0]!.name) : others;
  };
  const lead =
    worst && best && worst.f1 < best.f1
      ? `${named(worst.f1, 'What stands at the top')} is told worst, ${named(best.f1, 'what stands at the end')} best.`
      : 'All labels are told equally well.';
  const thin = judged.filter(({ n }) => n < few).length;
  return {
    id: 'labels',
    name: 'Labels',
    title: 'Label by label',
    body: html`<p>${lead} The mean of F1 is ${figure(f1)}, of average precision ${figure(averagePrecision)}.${
      thin > 0 &&
      ` ${counted(thin, 'label has', 'labels have')} fewer than ${few} pictures here: ${thin === 1 ? 'its' : 'their'} figures say little.`
    }${absent.length > 0 && ` Nothing is known of ${absent.length > 3 ? counted(absent.length, 'label') : absent.map(({ name }) => quoted(name)).join(' and ')}, which no picture here has.`}</p>
<div class="wide"><table class="list ranges">
<thead><tr><th>label</th><th>F1</th><th class="bar"></th><th>found</th><th>when told, right</th><th>average precision</th><th class="hide">told from</th><th>pictures</th></tr></thead>
<tbody>${shown.map(row)}</tbody></table></div>
${perClass.length > shown.length && html`<p class="soft">The ${shown.length} that are told worst; the others are in the .json file.</p>`}
<p class="soft keys" style="margin-top:12px">Found: the share of its pictures that it was told of (recall). When told, right: precision. F1 is the harmonic mean of both, at the probability that it is told from; average precision says how well its pictures are put before the others, whatever probability it is told from. Below each figure, and as the thin line, where it may truly lie.</p>`,
  };
}

const figure = (value: number): string => (Number.isFinite(value) ? value.toFixed(2) : '–');

function row({ name, n, recall, precision, f1, averagePrecision, threshold, intervals, told }: LabelEvaluation): Html {
  const at = (share: number) => `${(share * 100).toFixed(1)}%`;
  const decimals = ([low, high]: Interval) => `${low.toFixed(2)} to ${high.toFixed(2)}`;
  const cell = (text: string, interval: string | undefined) =>
    html`<td>${text}${interval !== undefined && html`<small>${interval}</small>`}</td>`;
  const share = (value: number, interval: Interval | undefined) =>
    cell(interval ? percent(value) : '–', interval && range(interval));
  const line = intervals.f1;
  return html`<tr><td>${name}</td>${n === 0 && told === 0 ? cell('–', undefined) : cell(f1.toFixed(2), line && decimals(line))}<td class="bar"><div><i style="width:${at(f1)}"></i>${line && html`<s style="left:${at(line[0])};width:${at(line[1] - line[0])}"></s>`}</div></td>${share(recall, intervals.recall)}${share(precision, intervals.precision)}${cell(intervals.averagePrecision ? averagePrecision.toFixed(2) : '–', intervals.averagePrecision && decimals(intervals.averagePrecision))}<td class="hide">${percent(threshold)}</td><td>${n}</td></tr>\n`;
}

const mostShown = 12;

export function labelMistakesSection(
  { evaluation }: LabelsReport,
  pictures: ReadonlyMap<string, ShownPicture>,
): Section | undefined {
  const { mistakes, n, exact } = evaluation;
  if (mistakes.length === 0) return undefined;
  const all = n - Math.round(n * exact);
  const shown = mistakes.slice(0, mostShown);
  const names = shortNames(shown.map(({ picture }) => picture));
  const lead =
    all > shown.length
      ? `The ${shown.length} of ${all} pictures with a wrong answer that it was farthest off on.`
      : all === 1
        ? 'The one picture with a wrong answer.'
        : `All ${all} pictures with a wrong answer, those first that it was farthest off on.`;
  return {
    id: 'mistakes',
    name: 'Mistakes',
    title: 'Where it was wrong',
    body: html`<p>${lead} Look whether the labels are right and complete: what nobody wrote down counts as told wrongly.</p>
<div class="gallery">${shown.map(
      ({ picture, labels, missed, wrong }, i) =>
        html`<figure>${shots(picture, pictures.get(picture))}
<figcaption>${missed.length > 0 && html`Missed ${told(missed)}. `}${wrong.length > 0 && html`Told ${told(wrong)} wrongly. `}<small class="soft">is ${labels.length === 0 ? 'without a label' : labels.join(', ')} · ${names[i]!}</small></figcaption></figure>
`,
    )}</div>`,
  };
}

const told = (list: readonly ToldLabel[]): Html =>
  html`${list.map(({ label, probability }, i) => html`${i > 0 && ', '}<b>${label}</b> (${percent(probability)})`)}`;
