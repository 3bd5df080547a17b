/**
 * When a photograph was taken, from its EXIF data (CIPA DC-008): a TIFF file in small, inside a segment of a JPEG, a chunk of
 * a PNG or WebP, or the TIFF file itself. Nothing here trusts a length or an offset, and nothing throws.
 */

const exifIfd = 0x8769;
const dateTimeOriginal = 0x9003;
const subSecTimeOriginal = 0x9291;
/** No camera writes so many; a damaged count may say anything. */
const mostEntries = 1000;
const ascii = 2;

/**
 * Milliseconds since 1970 by the camera's clock, taken as if it were UTC; with its fraction of a second where it is given.
 * Undefined if the file does not tell, or is damaged there.
 */
export function exifTime(file: Uint8Array): number | undefined {
  const block = tiffBlock(file);
  const tiff = block && openTiff(block);
  const main = tiff?.directory(tiff.first);
  const photo = main && tiff?.directory(tiff.long(main, exifIfd));
  if (!tiff || !photo) return undefined;
  const time = timeOf(tiff.text(photo, dateTimeOriginal) ?? '');
  const fraction = /^\d+/.exec(tiff.text(photo, subSecTimeOriginal) ?? '')?.[0];
  return time === undefined ? undefined : time + (fraction ? Math.floor(Number(`0.${fraction}`) * 1000) : 0);
}

/** `2026:11:25 09:30:00`. Cameras whose clock was never set write zeros or blanks. */
function timeOf(text: string): number | undefined {
  const found = /^(\d{4})[:/-](\d\d)[:/-](\d\d)[ T](\d\d):(\d\d):(\d\d)/.exec(text);
  if (!found) return undefined;
  const [year, month, day, hour, minute, second] = found.slice(1).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const time = Date.UTC(year, month - 1, day, hour, minute, second);
  const back = new Date(time);
  const exists = back.getUTCMonth() === month - 1 && back.getUTCDate() === day && back.getUTCHours() === hour;
  return year >= 1900 && exists && minute < 60 && second < 60 ? time : undefined;
}

function tiffBlock(file: Uint8Array): Uint8Array | undefined {
  const head = latin1(file, 0, 12);
  if (/^(II\*\0|MM\0\*)/.test(head)) return file;
  if (head.startsWith('\xff\xd8')) return inJpeg(file);
  if (head.startsWith('\x89PNG\r\n\x1a\n'))
    return chunk(file, 8, { little: false, name: 'eXIf', around: 12, before: 8 });
  if (/^RIFF.{4}WEBP/s.test(head)) return chunk(file, 12, { little: true, name: 'EXIF', around: 8, before: 8 });
  return undefined;
}

/** The segment APP1 that begins with `Exif`, before the scan (ITU-T T.81, annex B). */
function inJpeg(file: Uint8Array): Uint8Array | undefined {
  for (let at = 2; at + 4 <= file.length && file[at] === 0xff; ) {
    const marker = file[at + 1]!;
    // Fill bytes may stand before a marker; the scan begins at SOS.
    if (marker === 0xff) {
      at++;
      continue;
    }
    if (marker === 0xda || marker === 0xd9) return undefined;
    const length = (file[at + 2]! << 8) | file[at + 3]!;
    if (length < 2) return undefined;
    if (marker === 0xe1 && latin1(file, at + 4, 6) === 'Exif\0\0') return file.subarray(at + 10, at + 2 + length);
    at += 2 + length;
  }
  return undefined;
}

interface ChunkLayout {
  readonly little: boolean;
  readonly name: string;
  /** Bytes of a chunk beside its content, and those of them before it. */
  readonly around: number;
  readonly before: number;
}

/** A chunk of a PNG (length, name, content, checksum) or of a RIFF file (name, length, content to an even length). */
function chunk(file: Uint8Array, from: number, { little, name, around, before }: ChunkLayout): Uint8Array | undefined {
  const view = viewOf(file);
  for (let at = from; at + before <= file.length; ) {
    const length = view.getUint32(at + (little ? 4 : 0), little);
    if (latin1(file, at + (little ? 0 : 4), 4) === name) {
      const content = file.subarray(at + before, at + before + length);
      return latin1(content, 0, 6) === 'Exif\0\0' ? content.subarray(6) : content;
    }
    at += around + length + (little ? length % 2 : 0);
  }
  return undefined;
}

interface Tiff {
  /** Where its first directory lies. */
  readonly first: number;
  /** The places of the entries of a directory, by tag. */
  directory(at: number | undefined): ReadonlyMap<number, number> | undefined;
  long(directory: ReadonlyMap<number, number>, tag: number): number | undefined;
  text(directory: ReadonlyMap<number, number>, tag: number): string | undefined;
}

/** TIFF 6.0: twelve bytes an entry: tag, type, count, and the value or where it lies. */
function openTiff(block: Uint8Array): Tiff | undefined {
  const mark = latin1(block, 0, 4);
  const little = mark === 'II*\0';
  if ((!little && mark !== 'MM\0*') || block.length < 8) return undefined;
  const view = viewOf(block);
  const fits = (at: number, length: number) => at + length <= block.length;
  return {
    first: view.getUint32(4, little),
    directory(at) {
      if (at === undefined || !fits(at, 2)) return undefined;
      const count = view.getUint16(at, little);
      if (count > mostEntries) return undefined;
      const entries = new Map<number, number>();
      for (let i = 0, entry = at + 2; i < count && fits(entry, 12); i++, entry += 12)
        entries.set(view.getUint16(entry, little), entry);
      return entries;
    },
    long(directory, tag) {
      const entry = directory.get(tag);
      return entry === undefined ? undefined : view.getUint32(entry + 8, little);
    },
    text(directory, tag) {
      const entry = directory.get(tag);
      if (entry === undefined || view.getUint16(entry + 2, little) !== ascii) return undefined;
      const length = Math.min(view.getUint32(entry + 4, little), 64);
      return latin1(block, length <= 4 ? entry + 8 : view.getUint32(entry + 8, little), length);
    },
  };
}

const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** Shorter where the bytes end. */
const latin1 = (bytes: Uint8Array, at: number, length: number): string =>
  String.fromCharCode(...bytes.subarray(at, at + length));
