/** Numbers as they are shown. */
import type { Cut } from '@graftml/studio';

/** `93 %`; `99.6 %` and `0.3 %`, where it would read as all or nothing. */
export function share(part: number): string {
  const whole = Math.round(part * 100);
  const hides = (whole === 100 && part < 1) || (whole === 0 && part > 0);
  return `${hides ? (part * 100).toFixed(1) : whole} %`;
}

/** `1280 × 4 × 4` */
export const shapeOf = ({ shape }: Cut): string => shape.join(' × ');

/** `2.9 MB` */
export function bytes(n: number): string {
  const mega = n / 1e6;
  return mega >= 10 ? `${Math.round(mega)} MB` : mega >= 0.1 ? `${mega.toFixed(1)} MB` : `${Math.ceil(n / 1e3)} kB`;
}

/** `2.1 MB / 14 MB`; nothing before the first byte. */
export const bytesOf = (done: number, total: number | undefined): string =>
  done === 0 ? '' : total === undefined ? bytes(done) : `${bytes(done)} / ${bytes(total)}`;

/** `1.4 M`, `920 k` */
export const count = (n: number): string =>
  n >= 1e6 ? `${(n / 1e6).toFixed(1)} M` : n >= 1e3 ? `${Math.round(n / 1e3)} k` : `${n}`;
