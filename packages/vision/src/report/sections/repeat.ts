/** What it takes to get the same file again. */
import type { Preprocessing } from '../../preprocessing.ts';
import type { AnyReport } from '../report.ts';
import { html } from '../text.ts';
import type { Section } from './section.ts';

export function repeatSection({ repeat, model }: AnyReport): Section {
  const { command, seed, device, versions, hashes } = repeat;
  const rows: [string, string | undefined][] = [
    ['backbone', model.backbone],
    ['strategy', model.strategy],
    ['last layer', model.head],
    ['pictures as', preprocessingWords(model.preprocessing)],
    ['seed', seed?.toString()],
    ['device', device],
    [
      'versions',
      Object.entries(versions)
        .map(([name, version]) => `${name} ${version}`)
        .join(', '),
    ],
    ['size of the file', `${model.size.toLocaleString('en-US')} bytes`],
  ];
  return {
    id: 'repeat',
    name: 'How to repeat it',
    title: 'How to repeat it',
    body: html`${command && html`<pre>${command}</pre>`}
<dl>${rows.filter(([, value]) => value).map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}
<dt>SHA-256 of ${model.file}</dt><dd><code>${model.sha256}</code></dd>
${Object.entries(hashes).map(([name, hash]) => html`<dt>SHA-256 of ${name}</dt><dd><code>${hash}</code></dd>`)}</dl>`,
  };
}

function preprocessingWords({ width, height, channels, resize, cropFraction }: Preprocessing): string {
  const how = { stretch: 'stretched', letterbox: 'whole, with a border', crop: 'cropped to the middle' }[resize];
  const crop = resize === 'crop' && cropFraction < 1 ? ` ${Math.round(cropFraction * 1000) / 10} %` : '';
  return `${width}×${height}, ${channels === 3 ? 'RGB' : 'grey'}, ${how}${crop}`;
}
