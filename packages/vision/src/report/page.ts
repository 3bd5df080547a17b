/** A report as one HTML file: nothing is fetched, and it can be read without a network, on a phone, on paper. */
import { UsageError } from '@graftml/core';
import { counted } from '../collection/words.ts';
import { chanceOf } from '../trust/doubt.ts';
import { aboutShare, percent, range, tooFew } from '../trust/words.ts';
import type { Report } from './report.ts';
import { classesSection, mixUpsSection } from './sections/classes.ts';
import { dataSection, learningSection } from './sections/data.ts';
import { mistakesSection } from './sections/mistakes.ts';
import { repeatSection } from './sections/repeat.ts';
import { calibrationSection, unsureSection } from './sections/trust.ts';
import { style } from './style.ts';
import { type Html, html, raw } from './text.ts';

/** A picture as the page shows it, as `data:image/…` URLs. */
export interface ShownPicture {
  readonly picture: string;
  /** The same with what the classifier looked at, if that is known. */
  readonly overlay?: string;
}

/** Options of `reportPage`. */
export interface ReportPageOptions {
  /** By the name that the report has of them; a mistake without one is told without a picture. */
  readonly pictures?: ReadonlyMap<string, ShownPicture>;
}

/** The text of the file. @throws UsageError for a picture that is no `data:image/…` URL */
export function reportPage(report: Report, { pictures = new Map() }: ReportPageOptions = {}): string {
  for (const [name, { picture, overlay = picture }] of pictures)
    if (![picture, overlay].every((url) => /^data:image\/[a-z+]+[;,]/.test(url)))
      throw new UsageError('is no picture that a page can hold in itself', {
        where: name,
        expected: 'data:image/jpeg;base64,…',
        received: picture.slice(0, 40),
      });
  const sections = [
    classesSection(report),
    mixUpsSection(report),
    mistakesSection(report, pictures),
    calibrationSection(report),
    unsureSection(report, pictures),
    dataSection(report),
    learningSection(report),
    repeatSection(report),
  ].filter((section) => section !== undefined);
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'unsafe-inline'">
<title>${report.model.file}: how good it is</title>
<style>${raw(style)}</style>
</head>
<body>
<main>
${verdict(report)}
<nav>${sections.map(({ id, name }) => html`<a href="#${id}">${name}</a>`)}</nav>
${sections.map(({ id, title, body }) => html`<section id="${id}">\n<h2>${title}</h2>\n${body}\n</section>\n`)}
<footer>Made by Graft on ${report.made.slice(0, 10)}. The same as data is in the .json file beside this page.</footer>
</main>
</body>
</html>
`.html;
}

/** The answer first. */
function verdict({ model, labels, evaluation }: Report): Html {
  const { n, accuracy, interval, of } = evaluation;
  const chance = chanceOf(evaluation);
  const headline =
    accuracy === 1
      ? 'Right on every picture'
      : accuracy === 0
        ? 'Right on none of the pictures'
        : `Right on about ${aboutShare(accuracy)}`;
  const few = tooFew(evaluation);
  const whom = of === 'test' ? 'that it had never seen' : 'held back to validate with';
  const at = (share: number) => `${(share * 100).toFixed(2)}%`;
  return html`<header>
<h1>${model.file} · ${labels.length <= 6 ? labels.join(', ') : counted(labels.length, 'class', 'classes')}</h1>
<p class="verdict">${headline}</p>
<p class="lead">Of ${counted(n, 'picture')} ${whom}, it named ${Math.round(accuracy * n)} rightly: ${percent(accuracy)}.
On other pictures like these it will be right on ${range(interval)} (95 % confidence).
Always saying “${chance.name}” would be right on ${percent(chance.share)}.</p>
<div class="scale" role="img" aria-label="${percent(accuracy)} right, ${range(interval)}; by chance ${percent(chance.share)}">
<div class="track"><i style="left:${at(interval[0])};width:${at(interval[1] - interval[0])}"></i><u style="left:${at(chance.share)}"></u><b style="left:${at(accuracy)}"></b></div>
<div class="ends"><span>0 %</span><span>50 %</span><span>100 %</span></div>
<div class="keys"><span>${percent(accuracy)} of these</span><span class="between">${range(interval)} of others</span><span class="chance">${percent(chance.share)} by always saying the same</span></div>
</div>
${few && html`<p class="warning"><strong>Few pictures.</strong> ${few}</p>`}
</header>`;
}
