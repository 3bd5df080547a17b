/** What an example is, and what it is given. */
import type { Cell } from './columns.ts';

/** One file of `examples/src`: read it from top to bottom. */
export interface Example<Result extends Figures = Figures> {
  /** One line, for the list. */
  readonly title: string;
  /** Where it needs `--data`: what to get, and where. */
  readonly data?: string;
  run(stage: Stage): Promise<Result> | Result;
}

/** What makes the point: numbers, words and lists of them, by name. */
export type Figures = Readonly<Record<string, unknown>>;

export interface Stage {
  /** Less of everything, so that it takes a few seconds; the point must still be seen. */
  readonly quick: boolean;
  /** Of all that is random. */
  readonly seed: number;
  /** Where the data is, a path; empty for examples that need none. */
  readonly data: string;
  /** Prints a line; none for an empty one. */
  say(line?: string): void;
  /** Prints a table; numbers to four digits. */
  table(header: readonly string[], rows: readonly (readonly Cell[])[]): void;
  /** Writes a picture, SVG text or the bytes of a PNG, as `<example>.svg`, or `<example>-<name>.svg` where there are several. */
  draw(picture: string | Uint8Array, name?: string): Promise<void>;
}
