/** Where a command's words go: finished lines, and on a terminal one live line below them. */
import pc from 'picocolors';
import { columnsOf } from './text.ts';

export type Colours = ReturnType<typeof pc.createColors>;

export interface Screen {
  readonly colours: Colours;
  /** Whether a line can be drawn again in place. */
  readonly isLive: boolean;
  readonly columns: number;
  line(text?: string): void;
  /** A line with its subject in front, in a column of its own: `Data     12 pictures`. */
  fact(subject: string, text: string): void;
  /** Draws or replaces the live line; nothing where there is no terminal. At most some ten times a second. */
  live(draw: () => string, now?: boolean): void;
  /** Takes the live line away. */
  clear(): void;
}

/** Columns of `fact`'s subjects. */
export const indent = 9;

/** Milliseconds between two drawings of the live line. */
const interval = 80;

export function createScreen(stream: NodeJS.WriteStream): Screen {
  const isLive = Boolean(stream.isTTY) && process.env.TERM !== 'dumb';
  const colours = pc.createColors(wantsColour(isLive));
  let drawn = false;
  let last = 0;
  const clear = () => {
    if (drawn) stream.write('\r\u001b[2K');
    drawn = false;
  };
  const line = (text = '') => {
    clear();
    stream.write(`${text}\n`);
  };
  return {
    colours,
    isLive,
    get columns() {
      return stream.columns || 100;
    },
    line,
    fact: (subject, text) => line(`${colours.dim(subject.padEnd(indent))}${text}`),
    live(draw, now = false) {
      const time = performance.now();
      if (!isLive || (!now && time - last < interval)) return;
      last = time;
      const text = draw();
      // A line that wraps could not be replaced.
      stream.write(columnsOf(text) < (stream.columns || 100) ? `\r\u001b[2K${text}` : '\r\u001b[2K');
      drawn = true;
    },
    clear,
  };
}

/** https://no-color.org and its counterpart. */
function wantsColour(isTerminal: boolean): boolean {
  const { NO_COLOR, FORCE_COLOR } = process.env;
  if (NO_COLOR) return false;
  return isTerminal || (FORCE_COLOR !== undefined && FORCE_COLOR !== '' && FORCE_COLOR !== '0');
}
