/** What the pictures are drawn with: they follow the theme. */
import { classColour } from '../../ui/class-colours.ts';

export { classColour };

export const [blue, orange, green, pink, yellow, violet] = [0, 1, 2, 3, 4, 5].map(classColour) as [
  string,
  string,
  string,
  string,
  string,
  string,
];
export const ink = 'var(--ink)';
export const soft = 'var(--soft)';
export const faint = 'var(--faint)';
export const line = 'var(--line)';
export const accent = 'var(--accent)';
export const surface = 'var(--surface)';
