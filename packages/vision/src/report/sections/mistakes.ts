/** The mistakes that it was surest of, with their pictures. */

import { percent } from '../../trust/words.ts';
import type { ShownPicture } from '../page.ts';
import type { NamedMistake, Report } from '../report.ts';
import { type Html, html } from '../text.ts';
import type { Section } from './section.ts';

const most = 12;

export function mistakesSection(
  { evaluation }: Report,
  pictures: ReadonlyMap<string, ShownPicture>,
): Section | undefined {
  const { mistakes, n, accuracy } = evaluation;
  if (mistakes.length === 0) return undefined;
  const all = n - Math.round(n * accuracy);
  const shown = mistakes.slice(0, most);
  const names = shortNames(shown.map(({ picture }) => picture));
  const looked = shown.some(({ picture }) => pictures.get(picture)?.overlay);
  const lead =
    all > shown.length
      ? `The ${shown.length} of ${all} mistakes that it was surest of.`
      : all === 1
        ? 'The one mistake that it made.'
        : `All ${all} mistakes, those first that it was surest of.`;
  return {
    id: 'mistakes',
    name: 'Mistakes',
    title: 'Where it was wrong',
    body: html`<p>${lead} Look whether the label is right, and what the pictures have in common.${looked && ' Beside each, in colour, what it looked at.'}</p>
<div class="gallery">${shown.map((mistake, i) => card(mistake, names[i]!, pictures.get(mistake.picture)))}</div>`,
  };
}

/** Paths without the folders that all of them lie in. */
export function shortNames(paths: readonly string[]): string[] {
  const [first = '', ...others] = paths.map((path) => path.split('/').slice(0, -1));
  let common = 0;
  while (common < first.length && others.every((folders) => folders[common] === first[common])) common++;
  return paths.map((path) => path.split('/').slice(common).join('/'));
}

const card = (
  { picture, label, said, probability, probabilityOfLabel }: NamedMistake,
  name: string,
  shown: ShownPicture | undefined,
) =>
  html`<figure>${shots(picture, shown)}
<figcaption>Said <b>${said}</b> (${percent(probability)}), is <strong>${label}</strong> (${percent(probabilityOfLabel)}) <small class="soft">${name}</small></figcaption></figure>
`;

export const shots = (name: string, shown: ShownPicture | undefined): Html =>
  html`<div class="shots">${
    shown
      ? html`<img src="${shown.picture}" alt="${name}">${shown.overlay !== undefined && html`<img src="${shown.overlay}" alt="what it looked at">`}`
      : html`<span class="none">no picture</span>`
  }</div>`;
