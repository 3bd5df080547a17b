/** Whether what was trained is still what would be trained. */
import type { Project } from './project.ts';

const known = new WeakMap<Project['photos'], Map<string, string>>();

/** A short text that is another one if something changes that training goes by: labelled photos, their parts, settings. */
export function learntFrom({ photos, settings }: Project): string {
  const { unsure: _, device: __, ...counting } = settings;
  const said = JSON.stringify(counting);
  const texts = known.get(photos) ?? new Map<string, string>();
  known.set(photos, texts);
  const before = texts.get(said);
  if (before !== undefined) return before;
  const lines = Object.values(photos)
    .filter(({ label }) => label !== undefined)
    .map(({ id, label, split = '' }) => `${id} ${label} ${split}`)
    .sort();
  const text = hashed([...lines, said]);
  texts.set(said, text);
  return text;
}

/** False where there is no model, or one of other photos or settings. */
export const isUpToDate = (project: Project): boolean =>
  project.trained !== undefined && project.trained.from === learntFrom(project);

/** Two of FNV-1a with different beginnings: nobody means to deceive here. */
function hashed(lines: readonly string[]): string {
  let [a, b] = [0x811c9dc5, 0x9dc5811c];
  for (const line of lines)
    for (let i = 0; i <= line.length; i++) {
      const code = i < line.length ? line.charCodeAt(i) : 10;
      a = Math.imul(a ^ code, 0x01000193);
      b = Math.imul(b ^ code, 0x01000193) ^ (b >>> 15);
    }
  return [a, b].map((part) => (part >>> 0).toString(16).padStart(8, '0')).join('');
}
