/** What the path of a file inside a folder or an archive says about it. Paths are separated by `/`. */

/** The folders that part a dataset: `train`, `validation` (or `val`, `valid`), `test`. */
export type Split = 'train' | 'validation' | 'test';

const splitNames: Readonly<Record<string, Split>> = {
  train: 'train',
  training: 'train',
  val: 'validation',
  valid: 'validation',
  validation: 'validation',
  test: 'test',
  testing: 'test',
};

const pictureExtension = /\.(jpe?g|jpe|jfif|png|webp|gif|tiff?|avif|heic|heif|bmp)$/i;

/** The split that a folder of this name holds, if any: `train`, `val`, `test` and their long forms, in any case. */
export const splitOf = (folder: string): Split | undefined =>
  Object.hasOwn(splitNames, folder.toLowerCase()) ? splitNames[folder.toLowerCase()] : undefined;

/** Hidden files and folders, and what operating systems leave behind. */
export const isHidden = (path: string): boolean =>
  path.split('/').some((part) => (part.startsWith('.') && part !== '.' && part !== '..') || part === '__MACOSX') ||
  /(^|\/)(Thumbs\.db|desktop\.ini|Icon\r)$/i.test(path);

/** By name; a file without any extension is `unknown`, and its first bytes must tell (`isPictureData`). */
export function namesPicture(path: string): boolean | 'unknown' {
  if (pictureExtension.test(path)) return true;
  return path.slice(path.lastIndexOf('/') + 1).includes('.') ? false : 'unknown';
}

/** By the first bytes: JPEG, PNG, GIF, WebP, TIFF, AVIF or HEIC. */
export function isPictureData(bytes: Uint8Array): boolean {
  const text = String.fromCharCode(...bytes.subarray(0, 12));
  return (
    text.startsWith('\xff\xd8\xff') ||
    text.startsWith('\x89PNG\r\n\x1a\n') ||
    /^GIF8[79]a/.test(text) ||
    /^RIFF.{4}WEBP/s.test(text) ||
    /^(II\*\0|MM\0\*)/.test(text) ||
    /^.{4}ftyp(avif|avis|heic|heix|mif1)/s.test(text)
  );
}

const heic = /^.{4}ftyp(hei[csmx]|hev[csmx])/s;

/** Whether the bytes begin as HEIC does, which some decoders read. */
export const isHeic = (bytes: Uint8Array): boolean => heic.test(String.fromCharCode(...bytes.subarray(0, 12)));

/** What files are that are called pictures, but that no decoder here reads; by their first bytes. */
const foreign: readonly (readonly [pattern: RegExp, what: string, hint: string])[] = [
  [/^$/, 'is empty', 'copy or download it again'],
  [
    heic,
    'is HEIC, which is not read here',
    'in Node, npm install heic-decode reads it; or convert it to JPEG: sips -s format jpeg a.heic --out a.jpg on a Mac, heif-convert a.heic a.jpg elsewhere; or let the phone take JPEGs, "Most Compatible"',
  ],
  [/^\s*<(!doctype html|html|head|script)/i, 'is a web page (HTML), not a picture', 'download it again'],
  [/^BM.{4}\0\0\0\0/s, 'is BMP, which is not read here', 'convert it to PNG'],
  [/^8BPS/, 'is a Photoshop document', 'export it as JPEG or PNG'],
  [/^%PDF/, 'is PDF, not a picture', 'export its pages as JPEG or PNG'],
];

/** Why bytes cannot be a picture that is read here, and what to do; undefined for all that a decoder may try. */
export function unreadable(bytes: Uint8Array): [statement: string, details: { readonly hint: string }] | undefined {
  const head = String.fromCharCode(...bytes.subarray(0, 64));
  const found = foreign.find(([pattern]) => pattern.test(head));
  return found && [found[1], { hint: found[2] }];
}

/** What the folders of a file say of it. */
export interface Place {
  /** The parent folder's name; absent for a file that lies in no folder. */
  readonly className?: string;
  /** The split folder that the class folder lies in, at whatever depth. */
  readonly split?: Split;
}

/** `train/cat/1.jpg` is a cat of the training set; `photos/cat/1.jpg` and `cat/1.jpg` are cats. */
export function placeOf(path: string): Place {
  const folders = path
    .split('/')
    .slice(0, -1)
    .filter((part) => part !== '' && part !== '.');
  const className = folders.pop();
  const split = folders
    .reverse()
    .map(splitOf)
    .find((found) => found !== undefined);
  return { ...(className !== undefined && { className }), ...(split && { split }) };
}

/** Class names in code-point order, but whole numbers by value: 2 comes before 10. */
export function sortClassNames(names: Iterable<string>): string[] {
  const list = [...new Set(names)];
  if (list.every((name) => /^\d{1,15}$/.test(name))) return list.sort((a, b) => Number(a) - Number(b) || compare(a, b));
  return list.sort(compare);
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
