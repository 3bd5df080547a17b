/** HTML as text. Whatever a user may have written, a class, a path, is escaped. */

/** Text that is HTML already. */
export interface Html {
  readonly html: string;
}

/** What a template may hold: text, which is escaped; HTML; lists of both. `undefined` and `false` are nothing. */
export type Part = string | number | Html | undefined | false | readonly Part[];

/** `` html`<p>${text}</p>` `` */
export const html = (parts: TemplateStringsArray, ...values: readonly Part[]): Html => ({
  html: parts.map((part, i) => unbroken(part) + shown(values[i])).join(''),
});

/** HTML that we made ourselves: a chart, a style sheet. */
export const raw = (text: string): Html => ({ html: text });

function shown(value: Part): string {
  if (value === undefined || value === false) return '';
  if (typeof value === 'string' || typeof value === 'number') return unbroken(escaped(String(value)));
  return 'html' in value ? value.html : value.map(shown).join('');
}

/** A number stays on the line of its sign. */
const unbroken = (text: string): string => text.replace(/(\d) %/g, '$1\u00a0%');

/** Text for an element or a quoted attribute. */
export const escaped = (text: string): string =>
  text.replace(/[&<>"'`]/g, (sign) => `&#${sign.codePointAt(0)};`).replace(invisible, '\u{fffd}');

/** Controls, and what would turn the direction of all that follows. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the ones that are looked for
const invisible = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\u202a-\u202e\u2066-\u2069]/g;
