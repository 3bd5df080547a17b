/** An error as the user sees it: one short paragraph, and what to do about it. */
import { GraftError } from '@graftml/core';
import type { Screen } from './screen.ts';
import { printable, wrapped } from './text.ts';

const debugging = (): boolean => Boolean(process.env.GRAFT_DEBUG);

export function showFailure(error: unknown, screen: Screen): void {
  const { red, bold, cyan, dim } = screen.colours;
  const width = Math.min(screen.columns, 110);
  const paragraph = (label: string, style: (text: string) => string, text: string) => {
    const lines = wrapped(`${label} ${printable(text)}`, width, ' '.repeat(label.length + 1));
    screen.line(style(label) + lines.slice(label.length));
  };
  const message = error instanceof Error ? error.message : String(error);
  const isOurs = error instanceof GraftError;
  const hint = isOurs ? error.hint : 'this is a fault of Graft, not yours; GRAFT_DEBUG=1 shows where it happened';
  paragraph('error:', (text) => red(bold(text)), isOurs ? withoutHint(error) : message);
  if (hint && !(debugging() && !isOurs)) paragraph('hint: ', cyan, inOptions(hint));
  if (!debugging()) return;
  for (let cause: unknown = error; cause instanceof Error; cause = cause.cause)
    screen.line(dim(cause === error ? `${cause.stack}` : `caused by ${cause.stack}`));
}

const withoutHint = ({ message, hint }: GraftError): string =>
  hint ? message.replace(` Hint: ${hint}.`, '') : message;

/** The libraries speak of their options, `size: 64`; here they are called `--size 64`. */
const inOptions = (hint: string): string => hint.replace(/\b(size|channels|threads): (\d+)/g, '--$1 $2');
