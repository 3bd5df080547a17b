/** What a page says of a model that tells a number of each picture. */
import { counted } from '../collection/words.ts';
import { percent } from '../trust/words.ts';
import { valuesChart } from './charts.ts';
import type { Contents, ShownPicture } from './page.ts';
import type { ValuesReport } from './report.ts';
import { fewPictures } from './scale.ts';
import { shortNames, shots } from './sections/mistakes.ts';
import type { Section } from './sections/section.ts';
import { type Html, html } from './text.ts';

export const aboutValues = (report: ValuesReport, pictures: ReadonlyMap<string, ShownPicture>): Contents => {
  const [low, high] = report.range;
  return {
    title: `a number from ${short(low)} to ${short(high)}`,
    verdict: verdict(report),
    sections: [scatterSection(report), mistakesSection(report, pictures)],
  };
};

/** Three digits are what a person can use. */
const short = (value: number, digits = 3): string => {
  const rounded = Number(value.toPrecision(digits));
  return Math.abs(rounded) >= 1e6
    ? rounded.toExponential()
    : rounded.toLocaleString('en-US', { maximumFractionDigits: 20 });
};

const between = ([low, high]: readonly [number, number]): string => `${short(low)} to ${short(high)}`;

function verdict({ evaluation }: ValuesReport): Html {
  const { n, mae, of, baseline, r2, intervals } = evaluation;
  const whom = of === 'test' ? 'that it had never seen' : 'held back to validate with';
  const few = tooFew(evaluation);
  return html`<p class="verdict">${mae === 0 ? 'Right on every picture' : `Off by about ${short(mae, 2)}`}</p>
<p class="lead">On ${counted(n, 'picture')} ${whom} it is ${short(mae)} off on average; on others like these it will be ${between(intervals.mae)} (95 % confidence).
Always telling the mean would be ${short(baseline)} off.${
    Number.isFinite(r2) &&
    ` R² is ${r2.toFixed(2)}${intervals.r2 && ` (${intervals.r2[0].toFixed(2)} to ${intervals.r2[1].toFixed(2)})`}: ${r2 > 0 ? `it explains ${percent(r2)} of how the values differ` : 'it explains nothing of how the values differ'}.`
  }</p>
${few && fewPictures(few)}`;
}

/** Why it cannot be told how good it is, if it cannot. */
function tooFew({ n, baseline, intervals }: ValuesReport['evaluation']): string | undefined {
  if (intervals.mae[1] >= baseline)
    return `From ${counted(n, 'picture')} it cannot be told whether this is better than always telling the mean, which is ${short(baseline)} off.`;
  if (n < 30)
    return `${counted(n, 'picture')} are few: the mean error may truly be anywhere from ${between(intervals.mae)}. More pictures to judge by would say more.`;
  return undefined;
}

function scatterSection(report: ValuesReport): Section {
  const { within, bias, rmse, mae } = report.evaluation;
  const lean =
    Math.abs(bias) < mae / 5
      ? 'It tells too much about as often as too little.'
      : `On average it tells ${short(Math.abs(bias))} too ${bias > 0 ? 'much' : 'little'}.`;
  return {
    id: 'values',
    name: 'Values',
    title: 'What it tells, and what is so',
    body: html`<div class="two"><div class="chart">${valuesChart(report)}</div><div>
<p class="big">Half are at most ${short(within.half)} off</p>
<p>9 of 10 pictures are at most ${short(within.most)} off, the worst ${short(within.all)}. ${lean}</p>
<p>The root of the mean squared error, in which large errors count more, is ${short(rmse)}.</p>
<p class="soft">Each point is a picture; on the dashed line what it tells would be true.</p></div></div>`,
  };
}

const mostShown = 12;

function mistakesSection(
  { evaluation }: ValuesReport,
  pictures: ReadonlyMap<string, ShownPicture>,
): Section | undefined {
  const shown = evaluation.mistakes.slice(0, mostShown);
  if (shown.length === 0) return undefined;
  const names = shortNames(shown.map(({ picture }) => picture));
  return {
    id: 'mistakes',
    name: 'Farthest off',
    title: 'Where it is farthest off',
    body: html`<p>${shown.length === 1 ? 'The picture' : `The ${shown.length} pictures`} whose value it tells most wrongly. Look whether the value is right, and what the pictures have in common.</p>
<div class="gallery">${shown.map(
      ({ picture, value, said }, i) =>
        html`<figure>${shots(picture, pictures.get(picture))}
<figcaption>Said <b>${short(said)}</b>, is <strong>${short(value)}</strong> <small class="soft">${names[i]!}</small></figcaption></figure>
`,
    )}</div>`,
  };
}
