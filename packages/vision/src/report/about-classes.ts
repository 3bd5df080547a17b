/** What a page says of a classifier of one label for each picture. */
import { counted } from '../collection/words.ts';
import { chanceOf } from '../trust/doubt.ts';
import { aboutShare, percent, range, tooFew } from '../trust/words.ts';
import type { Contents, ShownPicture } from './page.ts';
import type { Report } from './report.ts';
import { fewPictures, shareScale } from './scale.ts';
import { classesSection, mixUpsSection } from './sections/classes.ts';
import { mistakesSection } from './sections/mistakes.ts';
import { calibrationSection, unsureSection } from './sections/trust.ts';
import { type Html, html } from './text.ts';

export const aboutClasses = (report: Report, pictures: ReadonlyMap<string, ShownPicture>): Contents => ({
  title: report.labels.length <= 6 ? report.labels.join(', ') : counted(report.labels.length, 'class', 'classes'),
  verdict: verdict(report),
  sections: [
    classesSection(report),
    mixUpsSection(report),
    mistakesSection(report, pictures),
    calibrationSection(report),
    unsureSection(report, pictures),
  ],
});

function verdict({ evaluation }: Report): Html {
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
  return html`<p class="verdict">${headline}</p>
<p class="lead">Of ${counted(n, 'picture')} ${whom}, it named ${Math.round(accuracy * n)} rightly: ${percent(accuracy)}.
On other pictures like these it will be right on ${range(interval)} (95 % confidence).
Always saying “${chance.name}” would be right on ${percent(chance.share)}.</p>
${shareScale(accuracy, interval, chance.share)}
${few && fewPictures(few)}`;
}
