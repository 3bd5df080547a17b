/** What a page says of a classifier of several labels for each picture. */
import { counted, quoted } from '../collection/words.ts';
import { aboutShare, percent, range, tooFewOf } from '../trust/words.ts';
import type { Contents, ShownPicture } from './page.ts';
import type { LabelsReport } from './report.ts';
import { fewPictures, shareScale } from './scale.ts';
import { labelMistakesSection, labelsSection } from './sections/labels.ts';
import { type Html, html } from './text.ts';

export const aboutLabels = (report: LabelsReport, pictures: ReadonlyMap<string, ShownPicture>): Contents => ({
  title: report.labels.length <= 6 ? report.labels.join(', ') : counted(report.labels.length, 'label'),
  verdict: verdict(report),
  sections: [labelsSection(report), labelMistakesSection(report, pictures)],
});

function verdict({ evaluation }: LabelsReport): Html {
  const { n, exact, interval, of, chance, labels } = evaluation;
  const headline =
    exact === 1
      ? 'All labels right on every picture'
      : exact === 0
        ? 'All labels right on none of the pictures'
        : `All labels right on about ${aboutShare(exact)}`;
  const whom = of === 'test' ? 'that it had never seen' : 'held back to validate with';
  const always = chance.labels.length === 0 ? 'no label' : chance.labels.map(quoted).join(' and ');
  const few = tooFewOf({ n, interval }, { share: chance.share, name: always });
  return html`<p class="verdict">${headline}</p>
<p class="lead">Of ${counted(n, 'picture')} ${whom}, ${Math.round(exact * n)} got every label that they have and none too much: ${percent(exact)}; of others like these it will be ${range(interval)} (95 % confidence).
Always telling ${always} would be right on ${percent(chance.share)}.</p>
<p class="lead">Label by label: of ${counted(labels.there, 'label')} that these pictures have it told ${labels.right}${labels.there > 0 && ` (${percent(labels.right / labels.there)})`}, and of ${counted(labels.told, 'label')} that it told, ${labels.right}${labels.told > 0 && ` (${percent(labels.right / labels.told)})`} ${labels.right === 1 ? 'is' : 'are'} right.</p>
${shareScale(exact, interval, chance.share)}
${few && fewPictures(few)}`;
}
