/** Tar archives in memory: enough of POSIX and GNU tar for folders of test files. */
import { FileError } from '@graftml/core';

const block = 512;
const latin1 = (bytes: Uint8Array): string => String.fromCharCode(...bytes);

/** The files of an unpacked archive, in order. Throws a FileError that names the byte where it stops making sense. */
export function* readTar(bytes: Uint8Array): Generator<readonly [path: string, content: Uint8Array]> {
  let longName: string | undefined;
  for (let at = 0; ; ) {
    if (at + block > bytes.length)
      throw new FileError(
        `${at === 0 ? 'this is no tar archive: it' : 'the tar archive'} ends at byte ${bytes.length}`,
      );
    const header = bytes.subarray(at, at + block);
    if (header.every((byte) => byte === 0)) return;
    const text = (start: number, length: number) => latin1(header.subarray(start, start + length)).split('\0')[0]!;
    if (checksum(header) !== Number.parseInt(text(148, 8).trim(), 8))
      throw new FileError(`this is no tar archive, or a damaged one, at byte ${at}`);
    const size = Number.parseInt(text(124, 12).trim() || '0', 8);
    const start = at + block;
    if (!(start + size <= bytes.length)) throw new FileError(`the tar archive ends within a file, at byte ${at}`);
    const content = bytes.subarray(start, start + size);
    const kind = latin1(header.subarray(156, 157));
    const prefix = text(257, 5) === 'ustar' ? text(345, 155) : '';
    const name = longName ?? (prefix ? `${prefix}/${text(0, 100)}` : text(0, 100));
    longName = kind === 'L' ? latin1(content).split('\0')[0]! : kind === 'x' ? paxPath(content) : undefined;
    if (kind === '0' || kind === '\0' || kind === '7') yield [name, content];
    at = start + Math.ceil(size / block) * block;
  }
}

/** The sum of the header's bytes, its own field taken as spaces. */
const checksum = (header: Uint8Array): number =>
  header.reduce((sum, byte, i) => sum + (i >= 148 && i < 156 ? 32 : byte), 0);

/** The path in an extended header: lines of `length key=value`. */
const paxPath = (content: Uint8Array): string | undefined => /(?:^|\n)\d+ path=(.*)\n/.exec(latin1(content))?.[1];
