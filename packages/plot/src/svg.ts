/** SVG as text: escaping, sizes, and ids that are the same whenever the picture is. */
import { DataError } from '@graftml/core';
import { colors, type Frame, fontFamily, fontSize } from './style.ts';

export const escapeText = (text: string): string =>
  text.replace(/[&<>"']/g, (sign) => `&#${sign.codePointAt(0)};`).replace(forbidden, '\u{fffd}');

/** What no XML document may hold (XML 1.0, 2.2). */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the ones that are looked for
const forbidden = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;

/** A whole picture around what is given: white behind it, its title as its name. */
export function document(width: number, height: number, name: string | undefined, content: string): string {
  const label = name ? ` role="img" aria-label="${escapeText(name)}"` : '';
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"${label}>\n` +
    `<rect width="${width}" height="${height}" fill="${colors.background}"/>\n${content}\n</svg>\n`
  );
}

/** The size that a picture says it has, in pixels. */
export function sizeOf(svg: string): { readonly width: number; readonly height: number } {
  const [, width, height] = /^\s*<svg\b[^>]*?\bwidth="([\d.]+)"[^>]*?\bheight="([\d.]+)"/.exec(svg) ?? [];
  if (width === undefined || height === undefined)
    throw new DataError('this is not a picture of known size', {
      where: 'panels',
      expected: '<svg … width="640" height="400" …>',
      received: svg.slice(0, 40),
    });
  return { width: Number(width), height: Number(height) };
}

/** Renames all ids to `prefix` and their place in the order of first mention. */
export function withIds(svg: string, prefix: string): string {
  const names = new Map<string, string>();
  const named = (id: string): string => {
    if (!names.has(id)) names.set(id, `${prefix}${names.size + 1}`);
    return names.get(id)!;
  };
  return svg
    .replace(/\b(id|href)="(#?)([^"#]+)"/g, (whole, attribute: string, hash: string, id: string) =>
      attribute === 'href' && hash === '' ? whole : `${attribute}="${hash}${named(id)}"`,
    )
    .replace(/url\(#([^)]+)\)/g, (_, id: string) => `url(#${named(id)})`);
}

export interface TextOptions {
  readonly size?: number;
  readonly color?: string;
  readonly bold?: boolean;
  readonly anchor?: 'start' | 'middle';
}

/** One line of text; `y` is its baseline. */
export function textAt(x: number, y: number, text: string, options: TextOptions = {}): string {
  const { size = fontSize.text, color = colors.text, bold = false, anchor = 'start' } = options;
  const weight = bold ? ' font-weight="bold"' : '';
  return `<text x="${x}" y="${y}" font-family="${fontFamily}" font-size="${size}"${weight} text-anchor="${anchor}" fill="${color}">${escapeText(text)}</text>`;
}

/** Title and subtitle at the top left, and the height that they take. */
export function heading({ title, subtitle }: Frame): { readonly content: string; readonly height: number } {
  const lines: string[] = [];
  let height = 0;
  if (title !== undefined) {
    lines.push(textAt(12, 26, title, { size: fontSize.title, bold: true }));
    height = 36;
  }
  if (subtitle !== undefined) {
    lines.push(textAt(12, height + 12, subtitle, { size: fontSize.subtitle, color: colors.faint }));
    height += 22;
  }
  return { content: lines.join('\n'), height };
}
